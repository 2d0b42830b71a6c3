"""
How a dossier came off against what it was promised.

The promise is the limit whose due date is printed on the slip, in the run that
counts at the end, and with it every earlier run and every limit that took its
place; where no slip is printed, the limits of the authorities that the decision
stops.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.engine.dossier import ClockState
from dossierflow.engine.effects import Ending
from dossierflow.procedure.limits import APPLICANT
from dossierflow.procedure.rules import NewLimit

if TYPE_CHECKING:
    from datetime import date, datetime

    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import WorkCalendar


class Outcome(StrEnum):
    """How a dossier came off."""

    EARLY = "early"
    """Decided on a day before the due day."""
    ON_TIME = "on_time"
    """Decided on the due day, in time."""
    LATE = "late"
    """Decided after the due instant, or a restarted clock had run out before."""
    UNPROMISED = "unpromised"
    """Decided, but no limit promises the decision."""
    OTHER = "other"
    """Ended without a decision: withdrawn, not received, closed, given back."""
    OPEN = "open"
    """Not finished when the forecast ends, and not overdue."""
    OVERDUE = "overdue"
    """Not finished when the forecast ends, and overdue."""
    NOT_FILED = "not_filed"
    """The filing itself was refused."""

    @property
    def is_decided(self) -> bool:
        """Tell whether the dossier counts for the share that was on time."""
        return self in {Outcome.EARLY, Outcome.ON_TIME, Outcome.LATE}


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, and how it was kept."""

    outcome: Outcome
    limit: str | None = None
    due: datetime | None = None
    due_day: date | None = None
    days_late: int = 0
    """Working days from the due day to the day on which it was met, or to the last day that is looked at."""


def promised_limits(procedure: Procedure) -> frozenset[str]:
    """Return the limits of *procedure* that are a promise to the applicant."""
    named = list(procedure.reception.appointments)
    if not named:
        limits = procedure.limits.items()
        named = [name for name, limit in limits if limit.party != APPLICANT and "decided" in limit.stops]
    rule = procedure.supplement
    models = [] if rule is None else [rule.model_of(name) for name in named]
    return frozenset([*named, *(model.new_limit for model in models if isinstance(model, NewLimit))])


def promise_of(dossier: Dossier, promised: frozenset[str], calendar: WorkCalendar, now: datetime) -> Promise:
    """
    Return what was promised for *dossier*, and how it was kept until *now*.

    Args:
        dossier: The dossier with its timers fired.

        promised: The limits that are the promise, as `promised_limits` names them.

        calendar: Counts the days by which it was late.

        now: The last instant that is looked at.
    """
    clocks = [clock for clock in runs_of(dossier, promised) if clock.due is not None]
    lateness = [(_days_late(clock, calendar, now), clock) for clock in clocks if _is_late(clock)]
    is_decided = "decided" in dossier.milestones
    if not is_decided and dossier.lifecycle.is_over:
        return _promise(Outcome.OTHER, clocks[-1] if clocks else None, 0)
    if lateness:
        days, worst = max(lateness, key=lambda pair: pair[0])
        return _promise(Outcome.LATE if is_decided else Outcome.OVERDUE, worst, days)
    if not is_decided:
        return _promise(Outcome.OPEN, clocks[-1] if clocks else None, 0)
    met = [clock for clock in clocks if clock.ending is Ending.MET]
    if not met:
        return Promise(Outcome.UNPROMISED)
    last = max(met, key=lambda clock: (clock.ended_at or clock.trigger, clock.run))
    is_early = last.ended_at is not None and last.due is not None and calendar.local_day(last.ended_at) < last.due.day
    return _promise(Outcome.EARLY if is_early else Outcome.ON_TIME, last, 0)


def runs_of(dossier: Dossier, limits: frozenset[str]) -> list[Deadline]:
    """Return all runs of *limits*, past ones first."""
    return [clock for clock in (*dossier.past_deadlines, *dossier.deadlines.values()) if clock.limit in limits]


def how_it_ended(clock: Deadline, calendar: WorkCalendar) -> str:
    """Return how a run of a limit came off: ``early``, ``on_time``, ``met_late``, or the state that it is in."""
    if clock.is_open and clock.due is None:
        # a clock that stands still has neither run out nor been met
        return "suspended"
    if clock.state is not ClockState.MET:
        return clock.state.value
    if clock.missed_at is not None:
        return ClockState.MET_LATE.value
    is_early = (
        clock.ended_at is not None and clock.due is not None and calendar.local_day(clock.ended_at) < clock.due.day
    )
    return (Outcome.EARLY if is_early else Outcome.ON_TIME).value


def _is_late(clock: Deadline) -> bool:
    return clock.is_late or (clock.missed_at is not None and clock.ending is not Ending.CANCELLED)


def _days_late(clock: Deadline, calendar: WorkCalendar, now: datetime) -> int:
    assert clock.due is not None  # noqa: S101 -- only clocks with a due date are late
    until = calendar.local_day(clock.ended_at or now)
    return max(0, calendar.working_days_between(clock.due.day, until))


def _promise(outcome: Outcome, clock: Deadline | None, days: int) -> Promise:
    if clock is None or clock.due is None:
        return Promise(outcome)
    return Promise(outcome, clock.limit, clock.due.at, clock.due.day, days)
