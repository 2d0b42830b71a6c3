"""
Clocks of a dossier: started and stopped by milestones, suspended and resumed by causes.

The kernel says when a clock runs out; here is which clock does what when
something happens. A clock that has run out cannot be suspended: lateness is
not cured by a pause.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossierflow.deadlines.compute import due, due_if_resumed_at
from dossierflow.deadlines.ledger import Extension, Suspension
from dossierflow.engine import effects as fx
from dossierflow.engine.causes import beginning, causes_now, holding, is_awaited, replacement
from dossierflow.engine.dossier import resumed, shifted
from dossierflow.engine.refusals import RefusalCode
from dossierflow.engine.rulebook import MissingFactError
from dossierflow.errors import TermError
from dossierflow.procedure.facts import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dossierflow.deadlines.explanation import Due
    from dossierflow.deadlines.ledger import Anchor, Ledger
    from dossierflow.deadlines.term import Term
    from dossierflow.engine.dossier import Deadline
    from dossierflow.engine.work import Work
    from dossierflow.worktime import WorkCalendar


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
    if is_ready and (clock is None or not clock.is_open) and replacement(work, limit) is None:
        start(work, limit, trigger)


def start_if_missing(work: Work, limit: str) -> None:
    """Start a clock that a fact or another version makes owed, unless it has been dealt with already."""
    clock = work.draft.deadlines.get(limit)
    dealt_with = clock is not None and clock.ending in {fx.Ending.MET, fx.Ending.LAPSED}
    if not dealt_with and not _was_stopped(work, limit) and is_awaited(work, limit):
        start_if_owed(work, limit)


def start(work: Work, limit: str, trigger: datetime) -> None:
    """Start a new run of *limit* at *trigger* in place of an open one, standing still if some cause holds it."""
    term = term_of(work, limit)
    earlier = work.draft.deadlines.get(limit)
    end(work, (limit,), fx.Ending.SUPERSEDED)
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
    for reason in dict.fromkeys(causes_now(work, limit)):
        # a clock that a correction starts in the past has stood still since the cause began
        suspend(work, (limit,), reason, _since(work, reason, trigger))


def term_of(work: Work, limit: str) -> Term:
    """Return the term of *limit* for this dossier, or refuse naming the fact that is missing."""
    try:
        return work.compiled.term(limit, work.draft.facts)[0]
    except MissingFactError as error:
        raise work.refused(RefusalCode.FACT_MISSING, fact=", ".join(error.facts)) from error


def suspend(work: Work, limits: Iterable[str], reason: str, since: datetime | None = None) -> None:
    """Stop the open clocks of *limits* for *reason*, now or *since* before; those that have run out are left alone."""
    start_of_it = since or work.at
    for limit in limits:
        clock = work.draft.deadlines.get(limit)
        if clock is None or not clock.is_open or clock.missed_at is not None or _held_by(clock, reason):
            continue
        stopped = replace(clock, suspensions=(*clock.suspensions, Suspension(start_of_it, None, reason)))
        work.emit(fx.DeadlineSuspended(limit, reason, start_of_it, due_of(work, stopped)))


def resume(work: Work, reason: str) -> None:
    """Let every open clock go on that stands still for *reason*, unless another reason holds it."""
    for limit in sorted(work.draft.deadlines):
        resume_one(work, limit, reason)


def resume_one(work: Work, limit: str, reason: str) -> None:
    """Let the clock of *limit* go on if it is open and stands still for *reason*."""
    clock = work.draft.deadlines[limit]
    if clock.is_open and _held_by(clock, reason):
        work.emit(fx.DeadlineResumed(limit, reason, work.at, due_of(work, resumed(clock, reason, work.at))))


def settle_causes(work: Work, limit: str) -> None:
    """Let the open clock of *limit* stand still for the causes of this moment, and for no other."""
    causes = tuple(dict.fromkeys(causes_now(work, limit)))
    for reason in sorted(holding(work.draft.deadlines[limit]) - set(causes)):
        resume_one(work, limit, reason)
    for reason in causes:
        suspend(work, (limit,), reason)


def extend(work: Work, limit: str, term: Term, anchor: Anchor, reason: str) -> None:
    """Give the open clock of *limit* more time."""
    clock = work.draft.deadlines[limit]
    longer = replace(clock, extensions=(*clock.extensions, Extension(term, anchor, reason)))
    work.emit(fx.DeadlineExtended(limit, term, anchor, reason, due_of(work, longer)))


def is_longer(work: Work, clock: Deadline, term: Term, anchor: Anchor) -> bool:
    """Tell whether an extension would move the end of *clock* to a later instant, as if it ran on from now."""
    longer = replace(clock, extensions=(*clock.extensions, Extension(term, anchor, "")))
    before, after = (due_if_resumed_at(ledger_of(work, one), _calendar(work, one), work.at) for one in (clock, longer))
    return after.at > before.at


def correct_suspensions(work: Work, reason: str, was: datetime, now: datetime) -> None:
    """
    Put the ends of suspensions for *reason* that were entered at *was* at *now*.

    Raises:
        ActRefused: A clock would go on before it stands still.
    """
    for limit, clock in sorted(work.draft.deadlines.items()):
        ends = {end for stop in clock.suspensions if stop.reason == reason for end in (stop.start, stop.end)}
        if not clock.is_open or was not in ends:
            continue
        try:
            moved = shifted(clock, reason, was, now)
        except TermError as error:
            raise work.refused(RefusalCode.CORRECTION_OUT_OF_ORDER, instant=now.isoformat(), limit=limit) from error
        work.emit(fx.SuspensionCorrected(limit, reason, was, now, due_of(work, moved), clock.due))
        _revive(work, clock)


def revise(work: Work, limit: str, term: Term, trigger: datetime) -> None:
    """Give the open clock of *limit* another term or trigger, as a correction or another version demands."""
    clock = work.draft.deadlines[limit]
    party, calendar = work.procedure.limits[limit].party, work.compiled.calendar_of(limit).name
    revised = replace(clock, term=term, trigger=trigger, party=party, calendar=calendar)
    due_then = due_of(work, revised)
    if replace(revised, due=due_then) != clock:
        work.emit(fx.DeadlineRevised(limit, term, trigger, due_then, clock.due, party, calendar))
        _revive(work, clock)


def _revive(work: Work, before: Deadline) -> None:
    """
    Let a clock stand still that had run out *before* a revision and has not any more.

    What holds it now did not stop it when it began, for the clock was late then.
    """
    if before.missed_at is not None and work.draft.deadlines[before.limit].missed_at is None:
        for reason in dict.fromkeys(causes_now(work, before.limit)):
            suspend(work, (before.limit,), reason, _since(work, reason, before.trigger))


def _since(work: Work, reason: str, trigger: datetime) -> datetime:
    """Return since when a cause has held a clock with this trigger."""
    return max(trigger, work.draft.milestones[beginning(reason)])


def end(work: Work, limits: Iterable[str], ending: fx.Ending) -> None:
    """End the open clocks of *limits*."""
    for limit in limits:
        clock = work.draft.deadlines.get(limit)
        if clock is not None and clock.is_open:
            work.emit(fx.DeadlineEnded(limit, ending, work.at))


def open_limits(work: Work) -> list[str]:
    """Return the limits whose clock is still owed; the version in force has them all."""
    return [limit for limit, clock in sorted(work.draft.deadlines.items()) if clock.is_open]


def facts_changed(work: Work, facts: Iterable[str]) -> None:
    """Bring the clocks into line with facts that became known or changed."""
    changed = set(facts)
    for limit, rule in sorted(work.procedure.limits.items()):
        clock = work.draft.deadlines.get(limit)
        if clock is not None and clock.is_open:
            if not holds(rule.when, work.draft.facts):
                end(work, (limit,), fx.Ending.CANCELLED)
            elif changed & rule.quantities or any(changed & set(case.when) for case in rule.cases):
                revise(work, limit, term_of(work, limit), clock.trigger)
        elif changed & set(rule.when):
            start_if_missing(work, limit)


def due_of(work: Work, clock: Deadline) -> Due | None:
    """Return the due date of a clock as the kernel derives it from budget and ledger."""
    return due(ledger_of(work, clock), _calendar(work, clock))


def ledger_of(work: Work, clock: Deadline) -> Ledger:
    """Return the budget and ledger of a clock, as the version in force counts it."""
    return work.compiled.ledger(
        clock.limit, clock.term, clock.trigger, suspensions=clock.suspensions, extensions=clock.extensions
    )


def _calendar(work: Work, clock: Deadline) -> WorkCalendar:
    return work.compiled.calendar_of(clock.limit)


def _was_stopped(work: Work, limit: str) -> bool:
    reached = work.draft.milestones
    rule = work.procedure.limits[limit]
    started = [reached[name] for name in rule.start_milestones if name in reached]
    return bool(started) and any(name in reached and reached[name] >= max(started) for name in rule.stops)


def _limits(index: dict[str, tuple[str, ...]], milestones: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(limit for milestone in milestones for limit in index.get(milestone, ())))


def _held_by(clock: Deadline, reason: str) -> bool:
    return any(stop.end is None and stop.reason == reason for stop in clock.suspensions)
