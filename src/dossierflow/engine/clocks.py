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
from dossierflow.engine.dossier import Wait, resumed, shifted, step_of, wait_of
from dossierflow.engine.refusals import RefusalCode
from dossierflow.engine.rulebook import MissingFactError
from dossierflow.errors import TermError
from dossierflow.procedure.facts import holds
from dossierflow.procedure.rules import NewLimit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dossierflow.deadlines.explanation import Due
    from dossierflow.deadlines.ledger import Anchor, Ledger
    from dossierflow.deadlines.term import Term
    from dossierflow.engine.dossier import Deadline
    from dossierflow.engine.work import Work
    from dossierflow.procedure.rules import Supplement
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


def revise(work: Work, limit: str, term: Term, trigger: datetime) -> None:
    """Give the open clock of *limit* another term or trigger, as a correction or another version demands."""
    clock = work.draft.deadlines[limit]
    party, calendar = work.procedure.limits[limit].party, work.compiled.calendar_of(limit).name
    revised = replace(clock, term=term, trigger=trigger, party=party, calendar=calendar)
    due_then = due_of(work, revised)
    if replace(revised, due=due_then) != clock:
        work.emit(fx.DeadlineRevised(limit, term, trigger, due_then, clock.due, party, calendar))


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


def replacement(work: Work, limit: str) -> str | None:
    """Return the limit that a supplement has put in the place of *limit*, if it has."""
    rule, clock = work.procedure.supplement, work.draft.deadlines.get(limit)
    if rule is None or clock is None or clock.ending is not fx.Ending.SUPERSEDED:
        return None
    model = rule.model_of(limit)
    return model.new_limit if isinstance(model, NewLimit) and model.new_limit in work.draft.deadlines else None


def is_awaited(work: Work, limit: str) -> bool:
    """Tell whether what started *limit* still waits for something that can stop it."""
    rule, draft = work.procedure.limits[limit], work.draft
    waits = {state.partition("?")[2] for state in draft.tracks.values()}
    for milestone in rule.start_milestones:
        owner, _, _ = milestone.partition(".")
        if owner in work.procedure.handoffs:
            sent = draft.handoffs.get(owner)
            if sent is None or not sent.status.is_open:
                return False
        elif owner in work.procedure.fees and milestone.endswith(".requested"):
            if f"fee.{owner}" not in waits:
                return False
        elif owner in work.procedure.pauses and milestone.endswith(".started"):
            if f"pause.{owner}" not in waits:
                return False
        elif milestone == "supplement_requested" and "supplement" not in waits:
            return False
    if draft.lifecycle is fx.Lifecycle.DECIDED:
        return "returned" in rule.stops
    owners = {milestone.partition(".")[0] for milestone in rule.start_milestones} & set(work.procedure.steps)
    left = [step for step in owners if not is_open(work, step) and set(rule.stops) <= work.compiled.only_in(step)]
    return not left


def _limits(index: dict[str, tuple[str, ...]], milestones: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(limit for milestone in milestones for limit in index.get(milestone, ())))


def _held_by(clock: Deadline, reason: str) -> bool:
    return any(stop.end is None and stop.reason == reason for stop in clock.suspensions)


def is_open(work: Work, step: str) -> bool:
    """Tell whether some track is in *step*."""
    return any(step_of(state) == step for state in work.draft.tracks.values())


def holding(clock: Deadline) -> set[str]:
    """Return the reasons for which *clock* stands still."""
    return {stop.reason for stop in clock.suspensions if stop.end is None}


def causes_now(work: Work, limit: str) -> Iterator[str]:
    """Yield the causes that hold *limit* still at this moment, by what the tracks and handoffs are doing."""
    procedure = work.procedure
    for _, state in sorted(work.draft.tracks.items()):
        step = procedure.steps.get(step_of(state))
        if step is not None and limit in step.suspends:
            yield f"step.{step_of(state)}"
        wait = wait_of(state)
        if wait is not None and wait[0] is Wait.SUPPLEMENT and stands_still(procedure.supplement, limit):
            yield "supplement"
        if wait is not None and wait[0] is Wait.FEE and limit in procedure.fees[wait[1] or ""].suspends:
            yield f"fee.{wait[1]}"
        if wait is not None and wait[0] is Wait.PAUSE and limit in procedure.pauses[wait[1] or ""].suspends:
            yield f"pause.{wait[1]}"
    for name, handoff in sorted(work.draft.handoffs.items()):
        if handoff.status.is_open and limit in procedure.handoffs[name].suspends:
            yield f"handoff.{name}"


def stands_still(rule: Supplement | None, limit: str) -> bool:
    """Tell whether the clock of *limit* stands still while a supplement is awaited."""
    return rule is not None and rule.model_of(limit) != "runs"
