"""Putting right what was entered wrongly, and moving to another version: appended, never rewritten."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from dossierflow.engine import clocks
from dossierflow.engine import effects as fx
from dossierflow.engine.acts.reception import set_facts
from dossierflow.engine.dossier import FORKED, MAIN_TRACK, step_of
from dossierflow.engine.refusals import RefusalCode
from dossierflow.errors import UnknownNameError
from dossierflow.procedure.facts import holds
from dossierflow.procedure.steps import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.engine.commands import Correct, Migrate
    from dossierflow.engine.rulebook import CompiledProcedure
    from dossierflow.engine.work import Work
    from dossierflow.procedure.model import Procedure


def correct(work: Work, command: Correct) -> None:
    """Give a fact another value, or a milestone another instant, and revise what depends on it."""
    work.require_any(*_responsible(work))
    match (command.fact, command.value, command.milestone, command.instant):
        case (str() as fact, bool() | int() | str() as value, None, None):
            set_facts(work, {fact: value})
            clocks.facts_changed(work, (fact,))
        case (None, None, str() as milestone, datetime() as instant):
            _correct_milestone(work, milestone, instant)
        case _:
            raise work.refused(RefusalCode.CORRECTION_UNCLEAR)


def migrate(work: Work, command: Migrate) -> None:
    """Move to another version of the procedure, if every open step and clock has its place there."""
    work.require_any(*_responsible(work))
    try:
        target = work.rulebook.library.get(work.procedure.procedure, command.version)
    except UnknownNameError as error:
        raise work.refused(
            RefusalCode.VERSION_UNKNOWN, version=command.version, known=", ".join(error.known)
        ) from error
    compiled = work.rulebook.compiled(target.ref)
    homeless = sorted({*_homeless_tracks(work, compiled), *_homeless_values(work, target)})
    if homeless:
        raise work.refused(RefusalCode.MIGRATION_IMPOSSIBLE, version=command.version, homeless=", ".join(homeless))
    work.cite(target.basis)
    work.emit(fx.VersionPinned(target.ref))
    _move_clocks(work, compiled)


def _homeless_tracks(work: Work, compiled: CompiledProcedure) -> Iterator[str]:
    """Yield the states that the other version lacks, and the tracks that no open fork of it would join."""
    tracks, target = work.draft.tracks, compiled.procedure
    branches = {MAIN_TRACK}
    for state in tracks.values():
        if not compiled.moves.has_state(state):
            yield state
        elif state.startswith(FORKED):
            branches |= set(target.forks[state.removeprefix(FORKED)].tracks)
    yield from (track for track in tracks if track not in branches)


def _homeless_values(work: Work, target: Procedure) -> Iterator[str]:
    """Yield the open handoffs and the facts that the other version does not know, or not with their value."""
    for name, sent in work.draft.handoffs.items():
        if sent.status.is_open and name not in target.handoffs:
            yield name
    for name, value in work.draft.facts.items():
        if name not in target.known_facts:
            yield name
        elif target.known_facts[name].refuses(value) is not None:
            yield f"{name} {value!r}"


def _responsible(work: Work) -> tuple[Who, ...]:
    """The agency that received the dossier, and those in whose steps it is."""
    steps = work.procedure.steps
    open_steps = [step_of(state) for _, state in sorted(work.draft.tracks.items())]
    at_work = (Who(agency=steps[step].by.agency) for step in open_steps if step in steps)
    return (Who(agency=work.procedure.reception.by.agency), *at_work)


def _correct_milestone(work: Work, milestone: str, instant: datetime) -> None:
    if milestone not in work.draft.milestones:
        raise work.refused(RefusalCode.MILESTONE_NOT_REACHED, milestone=milestone)
    if instant > work.at:
        raise work.refused(RefusalCode.CORRECTION_IN_THE_FUTURE, instant=instant.isoformat())
    before = work.draft.milestones[milestone]
    work.emit(fx.MilestoneReached(milestone, instant))
    cause = _cause(work, milestone)
    if cause is not None:
        clocks.correct_suspensions(work, cause, before, instant)
    for limit in work.compiled.stopping.get(milestone, ()):
        ended = work.draft.deadlines.get(limit)
        if ended is not None and ended.ending is fx.Ending.MET and ended.ended_at == before:
            work.emit(fx.DeadlineEnded(limit, fx.Ending.MET, instant))
    for limit in work.compiled.starting.get(milestone, ()):
        clock = work.draft.deadlines.get(limit)
        # a run restarted by a supplement has a trigger of its own, which this milestone does not move
        if clock is None or not clock.is_open or clock.trigger not in {before, *_other_starts(work, limit, milestone)}:
            continue
        starts = work.procedure.limits[limit].start_milestones
        clocks.revise(work, limit, clock.term, max(work.draft.milestones[name] for name in starts))


_CAUSES = {
    "pauses": ("started", "ended"),
    "fees": ("requested", "paid"),
    "handoffs": ("sent", "answered"),
    "steps": ("entered", "completed"),
}


def _cause(work: Work, milestone: str) -> str | None:
    """Return for what clocks stand still from or until *milestone*: ``pause.flood``."""
    if milestone in {"supplement_requested", "supplement_answered"}:
        return "supplement"
    owner, _, event = milestone.partition(".")
    for kinds, events in _CAUSES.items():
        if event in events and owner in getattr(work.procedure, kinds):
            return f"{kinds.removesuffix('s')}.{owner}"
    return None


def _other_starts(work: Work, limit: str, milestone: str) -> set[datetime]:
    names = [name for name in work.procedure.limits[limit].start_milestones if name != milestone]
    return {work.draft.milestones[name] for name in names if name in work.draft.milestones}


def _move_clocks(work: Work, compiled: CompiledProcedure) -> None:
    """Carry every open clock into the other version: revised, superseded, or started where newly owed."""
    work.compiled = compiled
    limits = work.procedure.limits
    for limit, clock in sorted(work.draft.deadlines.items()):
        if not clock.is_open:
            continue
        if limit not in limits:
            clocks.end(work, (limit,), fx.Ending.SUPERSEDED)
        elif not holds(limits[limit].when, work.draft.facts):
            clocks.end(work, (limit,), fx.Ending.CANCELLED)
        else:
            clocks.revise(work, limit, clocks.term_of(work, limit), clock.trigger)
            clocks.settle_causes(work, limit)
    for limit in sorted(limits):
        clocks.start_if_missing(work, limit)
