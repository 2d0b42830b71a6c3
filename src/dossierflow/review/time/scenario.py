"""
The first breach as a scenario file that plays it.

The acts are given to the engine before the file is written: what it refuses is
left out, and a file is written only if the limit is missed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dossierflow.engine import Engine
from dossierflow.engine.effects import DeadlineMissed
from dossierflow.errors import DossierflowError
from dossierflow.procedure import catalogue
from dossierflow.procedure.limits import APPLICANT
from dossierflow.review.overtaking import calendars_for
from dossierflow.review.time.acts import Act, acts_of
from dossierflow.review.time.words import facts_in_words, instant_in_words, path_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.engine import Dossier
    from dossierflow.procedure.model import Procedure
    from dossierflow.review.time.report import Breach
    from dossierflow.worktime import WorkCalendar

_A_MINUTE = timedelta(minutes=1)
_FROM_THE_HEADER = {"do", "dossier", "procedure", "version", "channel", "facts", "personal"}


@dataclass(frozen=True, slots=True)
class Told:
    """A scenario file."""

    name: str
    text: str
    folder: str | None
    """The folder beside it in which the procedure file must stand; none for a shipped version."""


@dataclass(frozen=True, slots=True)
class _Played:
    """What the engine accepted."""

    acts: tuple[Act, ...]
    missed: str | None
    """The state of the clock a minute after it was due; none where it was not missed."""

    state: str
    """Its state after the last act."""


def scenario_of(
    procedure: Procedure, limit: str, breach: Breach, calendar: WorkCalendar, *, known_on: str | None = None
) -> Told | None:
    """
    Return the file that plays *breach*, or none where the engine does not come to it.

    Args:
        procedure: The version.

        limit: The limit that is broken.

        breach: The start day, the path and its instants.

        calendar: Its working days.

        known_on: The day as known on which *calendar* is; none for today's.
    """
    name = f"{procedure}.{limit}"
    acts = acts_of(procedure, breach.path.walk, breach.instants, calendar, dossier=f"{name}.{breach.day}")
    played = _play(procedure, limit, breach, acts, calendar)
    if played.missed is None:
        return None
    folder = None if _is_shipped(procedure) else str(procedure)
    text = "\n".join([*_head(procedure, limit, breach, folder, known_on), *_body(limit, breach, played)])
    return Told(f"{name}.scenario.yaml", text + "\n", folder)


def _is_shipped(procedure: Procedure) -> bool:
    try:
        return catalogue().get(procedure.procedure, procedure.version).hash == procedure.hash
    except DossierflowError:
        return False


def _play(procedure: Procedure, limit: str, breach: Breach, acts: tuple[Act, ...], calendar: WorkCalendar) -> _Played:
    engine = Engine([procedure], calendars_for(procedure, calendar))
    dossier: Dossier | None = None
    accepted: list[Act] = []
    after, missed = breach.due + _A_MINUTE, None
    for act in (*acts, None):
        if dossier is not None and missed is None and (act is None or act.at > breach.due):
            dossier, missed = _waited(engine, dossier, limit, after)
            if missed is None:
                break
        if act is None:
            break
        try:
            decision = engine.handle(dossier, act.command, by=act.by, at=act.at)
        except DossierflowError:
            break
        if decision.refusal is not None:
            break
        dossier = decision.dossier
        accepted.append(act)
    state = "" if dossier is None or limit not in dossier.deadlines else dossier.deadlines[limit].state.value
    return _Played(tuple(accepted), missed, state)


def _waited(engine: Engine, dossier: Dossier, limit: str, until: datetime) -> tuple[Dossier, str | None]:
    """Let time pass, and return the state of the clock if it runs out meanwhile."""
    try:
        passed = engine.tick(dossier, until)
    except DossierflowError:
        return dossier, None
    effects = [effect for event in passed.events for effect in event.effects]
    found = any(isinstance(one, DeadlineMissed) and one.limit == limit for one in effects)
    now = passed.dossier or dossier
    return now, now.deadlines[limit].state.value if found else None


def _head(procedure: Procedure, limit: str, breach: Breach, folder: str | None, known_on: str | None) -> Iterator[str]:
    path = path_in_words(procedure, breach.path.walk)
    facts = facts_in_words(procedure, breach.path.facts)
    due, stopped = instant_in_words(breach.due), instant_in_words(breach.stopped)
    name = procedure.limits[limit].name
    yield f"# Nộp {instant_in_words(breach.instants[0]).vi}{facts.vi}: {path.vi}."
    yield f"# '{name.vi}' hết hạn {due.vi}; theo thời hạn của từng bước thì {stopped.vi} mới xong."
    yield f"# Filed {instant_in_words(breach.instants[0]).en}{facts.en}: {path.en}."
    yield f"# '{name.en}' is due {due.en}; by the limits of the steps it is done {stopped.en}."
    yield "scenario:"
    yield f"  vi: {_quoted(f'{procedure.name.vi}: trễ hạn dù mọi bước đúng hạn')}"
    yield f"  en: {_quoted(f'{procedure.name.en}: late although every step is in time')}"
    yield f"procedure: {_quoted(str(procedure))}"
    if folder is not None:
        yield f"procedures: {_quoted(folder)}"
    if known_on is not None:
        yield f"calendar: {{known_on: {_quoted(known_on)}}}"


def _body(limit: str, breach: Breach, played: _Played) -> Iterator[str]:
    submission = played.acts[0].command.model_dump(mode="json", exclude_defaults=True)
    yield from (
        f"{key}: {_quoted(submission[key])}" for key in ("dossier", "channel", "facts", "personal") if key in submission
    )
    actors = {_name(act): act.by for act in played.acts if act.by.agency != APPLICANT}
    if actors:
        yield "actors:"
        yield from (f"  {name}: {{agency: {by.agency}, role: {by.role}}}" for name, by in sorted(actors.items()))
    yield "timeline:"
    waited = False
    for act in played.acts:
        if act.at > breach.due and not waited:
            waited = True
            yield from _wait(limit, breach, played)
        yield f"  - at: {_quoted(_local(act.at))}"
        yield f"    do: {act.command.model_dump(mode='json')['do']}"
        yield f"    by: {_name(act)}"
        said = act.command.model_dump(mode="json", exclude_defaults=True, exclude=_FROM_THE_HEADER - _own(act))
        yield from (f"    {key}: {_quoted(value)}" for key, value in said.items() if key != "do")
    if not waited:
        yield from _wait(limit, breach, played)
    yield "expect:"
    yield "  - at: end"
    yield f"    state: {{{limit}: {played.state}}}"


def _own(act: Act) -> set[str]:
    """Return what an act other than the submission says itself."""
    return set() if "procedure" in type(act.command).model_fields else {"facts"}


def _wait(limit: str, breach: Breach, played: _Played) -> Iterator[str]:
    yield f"  - at: {_quoted(_local(breach.due + _A_MINUTE))}"
    yield "    do: wait"
    yield "    expect:"
    yield f"      state: {{{limit}: {played.missed}}}"


def _name(act: Act) -> str:
    return APPLICANT if act.by.agency == APPLICANT else f"{act.by.agency}_{act.by.role}"


def _local(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"


def _quoted(value: object) -> str:
    """Return *value* as YAML on one line; JSON is such YAML."""
    return json.dumps(value, ensure_ascii=False)
