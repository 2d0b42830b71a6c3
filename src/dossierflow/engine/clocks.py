"""
Clocks of a dossier: started and stopped by milestones, suspended and resumed by causes.

The kernel says when a clock runs out; here is which clock does what when
something happens. A clock that has run out cannot be suspended: lateness is
not cured by a pause.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossierflow.deadlines.compute import due
from dossierflow.deadlines.ledger import Extension, Suspension
from dossierflow.engine import effects as fx
from dossierflow.engine.dossier import Wait, step_of, wait_of
from dossierflow.engine.refusals import RefusalCode
from dossierflow.engine.rulebook import MissingFactError
from dossierflow.procedure.facts import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dossierflow.deadlines.explanation import Due
    from dossierflow.deadlines.ledger import Anchor, Ledger
    from dossierflow.deadlines.term import Term
    from dossierflow.engine.dossier import Deadline
    from dossierflow.engine.work import Work


def reach(work: Work, *milestones: str) -> None:
    """Reach *milestones* now: stop the clocks that wait for them, start those that they trigger."""
    for milestone in milestones:
        work.emit(fx.MilestoneReached(milestone, work.at))
    stop_at(work, milestones)
    start_at(work, milestones)


def stop_at(work: Work, milestones: Iterable[str]) -> None:
    """End, as met, every open clock that waits for one of *milestones*."""
    for limit in _limits(work.compiled.stopping, milestones):
        clock = work.draft.deadlines.get(limit)
        if clock is not None and clock.is_open:
            work.emit(fx.DeadlineEnded(limit, fx.Ending.MET, work.at))


def start_at(work: Work, milestones: Iterable[str]) -> None:
    """Start every clock whose last missing start milestone is among *milestones*."""
    for limit in _limits(work.compiled.starting, milestones):
        start_if_owed(work, limit)


def start_if_owed(work: Work, limit: str) -> None:
    """Start the clock of *limit* if its milestones are reached, it applies, and none of it is open."""
    rule = work.procedure.limits[limit]
    clock = work.draft.deadlines.get(limit)
    reached = [work.draft.milestones.get(name) for name in rule.start_milestones]
    trigger = max((at for at in reached if at is not None), default=work.at)
    is_ready = None not in reached and holds(rule.when, work.draft.facts)
    if is_ready and (clock is None or not clock.is_open):
        start(work, limit, trigger)


def start_if_never_run(work: Work, limit: str) -> None:
    """Start a clock that another version of the procedure owes, unless what stops it has already happened."""
    if limit not in work.draft.deadlines and not _was_stopped(work, limit):
        start_if_owed(work, limit)


def start(work: Work, limit: str, trigger: datetime) -> None:
    """Start a new run of *limit* at *trigger*, standing still if some cause already holds it."""
    term = term_of(work, limit)
    earlier = work.draft.deadlines.get(limit)
    ledger = work.compiled.ledger(limit, term, trigger)
    calendar = work.compiled.calendar_of(limit)
    work.emit(
        fx.DeadlineStarted(
            limit=limit,
            run=1 if earlier is None else earlier.run + 1,
            party=work.procedure.limits[limit].party,
            term=term,
            trigger=trigger,
            due=due(ledger, calendar),
            calendar=calendar.name,
        )
    )
    for reason in _causes_now(work, limit):
        suspend(work, (limit,), reason)


def term_of(work: Work, limit: str) -> Term:
    """Return the term of *limit* for this dossier, or refuse naming the fact that is missing."""
    try:
        return work.compiled.term(limit, work.draft.facts)[0]
    except MissingFactError as error:
        raise work.refused(RefusalCode.FACT_MISSING, fact=", ".join(error.facts)) from error


def suspend(work: Work, limits: Iterable[str], reason: str) -> None:
    """Stop the open clocks of *limits* for *reason*; those that have run out are left alone."""
    for limit in limits:
        clock = work.draft.deadlines.get(limit)
        if clock is None or not clock.is_open or clock.missed_at is not None or _held_by(clock, reason):
            continue
        stopped = replace(clock, suspensions=(*clock.suspensions, Suspension(work.at, None, reason)))
        work.emit(fx.DeadlineSuspended(limit, reason, work.at, due_of(work, stopped)))


def resume(work: Work, limits: Iterable[str], reason: str) -> None:
    """Let the clocks of *limits* that stand still for *reason* go on, unless another reason holds them."""
    for limit in limits:
        clock = work.draft.deadlines.get(limit)
        if clock is None or not clock.is_open or not _held_by(clock, reason):
            continue
        ledger = tuple(
            replace(stop, end=work.at) if stop.end is None and stop.reason == reason else stop
            for stop in clock.suspensions
        )
        moved = replace(clock, suspensions=ledger)
        work.emit(fx.DeadlineResumed(limit, reason, work.at, due_of(work, moved)))


def extend(work: Work, limit: str, term: Term, anchor: Anchor, reason: str) -> None:
    """Give the open clock of *limit* more time."""
    clock = work.draft.deadlines[limit]
    longer = replace(clock, extensions=(*clock.extensions, Extension(term, anchor, reason)))
    work.emit(fx.DeadlineExtended(limit, term, anchor, reason, due_of(work, longer)))


def restart(work: Work, limit: str) -> None:
    """Replace the open clock of *limit* by a new run that starts now."""
    end(work, (limit,), fx.Ending.SUPERSEDED)
    start(work, limit, work.at)


def revise(work: Work, limit: str, term: Term, trigger: datetime) -> None:
    """Give the open clock of *limit* another term or trigger, as a correction or another version demands."""
    clock = work.draft.deadlines[limit]
    revised = replace(clock, term=term, trigger=trigger)
    work.emit(fx.DeadlineRevised(limit, term, trigger, due_of(work, revised), clock.due))


def end(work: Work, limits: Iterable[str], ending: fx.Ending) -> None:
    """End the open clocks of *limits*."""
    for limit in limits:
        clock = work.draft.deadlines.get(limit)
        if clock is not None and clock.is_open:
            work.emit(fx.DeadlineEnded(limit, ending, work.at))


def facts_changed(work: Work, facts: Iterable[str]) -> None:
    """Bring the clocks into line with facts that became known or changed."""
    changed = set(facts)
    for limit, rule in work.procedure.limits.items():
        clock = work.draft.deadlines.get(limit)
        is_open = clock is not None and clock.is_open
        if changed & set(rule.when):
            if is_open and not holds(rule.when, work.draft.facts):
                end(work, (limit,), fx.Ending.CANCELLED)
            elif not is_open and not _was_stopped(work, limit):
                start_if_owed(work, limit)
        elif clock is not None and is_open and any(changed & set(case.when) for case in rule.cases):
            term = term_of(work, limit)
            if term != clock.term:
                revise(work, limit, term, clock.trigger)


def due_of(work: Work, clock: Deadline) -> Due | None:
    """Return the due date of a clock as the kernel derives it from budget and ledger."""
    ledger: Ledger = work.compiled.ledger(
        clock.limit, clock.term, clock.trigger, suspensions=clock.suspensions, extensions=clock.extensions
    )
    return due(ledger, work.compiled.calendar_of(clock.limit))


def _was_stopped(work: Work, limit: str) -> bool:
    reached = work.draft.milestones
    rule = work.procedure.limits[limit]
    started = [reached[name] for name in rule.start_milestones if name in reached]
    return bool(started) and any(name in reached and reached[name] >= max(started) for name in rule.stops)


def _limits(index: dict[str, tuple[str, ...]], milestones: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(limit for milestone in milestones for limit in index.get(milestone, ())))


def _held_by(clock: Deadline, reason: str) -> bool:
    return any(stop.end is None and stop.reason == reason for stop in clock.suspensions)


def _causes_now(work: Work, limit: str) -> Iterator[str]:
    """Yield the causes that hold *limit* still at this moment, by what the tracks and handoffs are doing."""
    procedure = work.procedure
    for state in work.draft.tracks.values():
        step = procedure.steps.get(step_of(state))
        if step is not None and limit in step.suspends:
            yield f"step.{step_of(state)}"
        wait = wait_of(state)
        if wait is not None and wait[0] is Wait.FEE and limit in procedure.fees[wait[1] or ""].suspends:
            yield f"fee.{wait[1]}"
        if wait is not None and wait[0] is Wait.PAUSE and limit in procedure.pauses[wait[1] or ""].suspends:
            yield f"pause.{wait[1]}"
    for name, handoff in work.draft.handoffs.items():
        if handoff.status.is_open and limit in procedure.handoffs[name].suspends:
            yield f"handoff.{name}"
