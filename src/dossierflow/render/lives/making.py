"""
The life of a dossier made from its events, and from a scenario that was played.

Events say what happened and when; the procedure only gives names. So a log is
drawn with nothing computed anew: what is shown is what was decided then.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossierflow.engine.draft import evolve
from dossierflow.errors import EventFormatError
from dossierflow.procedure.limits import APPLICANT
from dossierflow.render.acts import act_in_words, event_in_words
from dossierflow.render.dossier import status_line
from dossierflow.render.lives.clean import clean
from dossierflow.render.lives.clocks import Clocks
from dossierflow.render.lives.life import Era, Life, Mark, MarkKind
from dossierflow.render.lives.work import Work
from dossierflow.render.names import Names
from dossierflow.render.refusal import refusal_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dossierflow.citation import Language
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event
    from dossierflow.procedure import ProcedureLibrary
    from dossierflow.simulate.runner import ScenarioRun
    from dossierflow.worktime import WorkCalendar

_OF_SUPPLEMENTS = frozenset({"supplement_requested", "supplement_answered"})


def life_of(
    events: Iterable[Event],
    procedures: ProcedureLibrary,
    calendar: WorkCalendar,
    lang: Language,
    *,
    until: datetime | None = None,
) -> Life:
    """
    Return the life that *events* tell.

    Args:
        events: The whole log of one dossier, in order; later ones than *until* are left out.

        procedures: Where the versions are found that the events name.

        calendar: Whose days off are shaded, and in whose zone times are written.

        lang: ``vi`` or ``en``.

        until: Where the picture ends; by default with the last event.

    Raises:
        EventFormatError: There are no events, or one does not follow the one before it.

        UnknownNameError: An event names a version that *procedures* do not have.
    """
    told = [event for event in events if until is None or event.occurred_at <= until]
    if not told:
        msg = "there is nothing to draw: no event up to the end of the picture"
        raise EventFormatError(msg)
    return _life(told, (), procedures, calendar, lang, until or max(event.occurred_at for event in told))


def life_of_run(run: ScenarioRun, lang: Language) -> Life:
    """
    Return the life that a scenario tells, refused acts included.

    Raises:
        EventFormatError: Nothing was submitted up to the end of the story.
    """
    if not run.events:
        msg = "there is nothing to draw: nothing was submitted up to the end of the story"
        raise EventFormatError(msg)
    life = _life(run.events, tuple(_refused(run, lang)), run.file.library, run.file.calendar, lang, run.until)
    # variants of one story have one number, and are told apart by their names
    return life if run.file.variant is None else replace(life, dossier=clean(run.file.name))


def _life(
    events: Iterable[Event],
    refused: tuple[tuple[datetime, datetime, str, str], ...],
    procedures: ProcedureLibrary,
    calendar: WorkCalendar,
    lang: Language,
    until: datetime,
) -> Life:
    dossier: Dossier | None = None
    work, clocks = Work(), Clocks()
    marks: list[tuple[datetime, datetime, MarkKind, str, str]] = []
    eras: list[Era] = []
    names: Names | None = None
    for event in events:
        after = _after(dossier, event)
        version = procedures.get(after.procedure.id, after.procedure.version)
        names = Names(version, lang, calendar.tz)
        if not eras or eras[-1].version != version.version:
            eras.append(Era(event.occurred_at, version.version))
        kind = _kind(event, is_new_version=len(eras) > 1 and eras[-1].at == event.occurred_at)
        who, text = clean(names.actor(event.actor)), clean(event_in_words(event, names))
        marks.append((event.occurred_at, event.recorded_at, kind, who, text))
        work.take(event, dossier, after, names)
        clocks.take(event, names)
        dossier = after
    if dossier is None or names is None:  # callers give at least one event
        raise EventFormatError
    marks += [(at, entered, MarkKind.REFUSED, who, text) for at, entered, who, text in refused]
    marks.sort(key=lambda one: (one[1], one[0]))
    bars = work.bars()
    owners = {bar.lane for bar in bars}
    lanes = (APPLICANT, *names.procedure.agencies, *sorted(owners))
    return Life(
        dossier=clean(dossier.id),
        procedure=clean(f"{names.procedure.name.text(lang)} ({names.procedure})"),
        lang=lang,
        calendar=calendar,
        lanes=tuple((lane, clean(names.agency(lane))) for lane in dict.fromkeys(lanes) if lane in owners),
        bars=bars,
        clocks=clocks.rows(dossier, until, names),
        marks=tuple(Mark(number, *one) for number, one in enumerate(marks, start=1)),
        eras=tuple(eras),
        until=until,
        state=clean(status_line(dossier, names)),
        main=clocks.main(dossier, names),
        is_over=dossier.lifecycle.is_over,
    )


def _after(dossier: Dossier | None, event: Event) -> Dossier:
    try:
        after = evolve(dossier, event)
    except KeyError as error:
        msg = f"event {clean(event.id)} does not follow: it changes {error}, which nothing before it began"
        raise EventFormatError(msg) from error
    if "submitted" not in after.milestones:
        msg = f"event {clean(event.id)} does not follow: its dossier was never filed"
        raise EventFormatError(msg)
    return after


def _kind(event: Event, *, is_new_version: bool) -> MarkKind:
    if is_new_version:
        return MarkKind.VERSION
    if event.act.do == "elapse":
        return MarkKind.TIMER
    return MarkKind.SUPPLEMENT if event.type in _OF_SUPPLEMENTS else MarkKind.ACT


def _refused(run: ScenarioRun, lang: Language) -> Iterator[tuple[datetime, datetime, str, str]]:
    for one in run.played:
        if one.command is None or one.decision.refusal is None or one.actor is None or one.dossier is None:
            continue
        names = Names(run.engine.procedure_of(one.dossier), lang, run.file.calendar.tz)
        text = f"{act_in_words(one.command, names)} – {refusal_line(one.decision.refusal, names)}"
        yield one.occurred_at, one.at, clean(names.actor(one.actor)), clean(text)
