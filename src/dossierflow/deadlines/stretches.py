"""
Telling a trail the stretches in which hours and minutes ran or stood still.

Stretches follow one another without a gap, from the start of the run to its
end or to the suspension in which it stands still.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.deadlines.explanation import Step, StepKind
from dossierflow.deadlines.minutes import worked, works
from dossierflow.deadlines.term import Unit

if TYPE_CHECKING:
    from datetime import date

    from dossierflow.citation import Citation
    from dossierflow.deadlines.suspensions import Times
    from dossierflow.deadlines.trail import Trail
    from dossierflow.worktime.calendar import WorkCalendar

_DAY = timedelta(days=1)
_MICROSECONDS_OF_MINUTE = 60_000_000


class Run(NamedTuple):
    """A run of minutes that was counted."""

    start: datetime
    end: datetime | None
    """None where it stands still."""

    minutes: int
    """How many minutes it had to run."""

    unit: Unit
    cite: tuple[Citation, ...]
    back: bool
    """Whether it ran from an event towards the past."""


def tell(trail: Trail, calendar: WorkCalendar, run: Run, out: list[Times]) -> None:
    """Add the stretches of *run* to *trail*, around the time *out*."""
    at, begin = run.start, len(trail.steps)
    if run.minutes == 0:
        out = []
    for start, end in reversed(out) if run.back else out:
        near, far = (end, start) if run.back else (start, end)
        if _passed(far, at, back=run.back):
            continue
        if run.end is not None and near is not None and _reached(near, run.end, back=run.back):
            break
        if near is not None and not _passed(near, at, back=run.back):
            if works(run.unit) and calendar.local_day(near) > calendar.last:
                _tell_the_known(trail, calendar, run, at)
                return
            _stretch(trail, calendar, run, at, near)
            at = near.astimezone(calendar.tz)
        if far is None or near is None:
            ran = sum(step.amount or 0 for step in trail.steps[begin:])
            trail.stands_still(at, run.minutes - ran, Unit.MINUTE)
            return
        trail.suspended(at, far.astimezone(calendar.tz))
        at = far.astimezone(calendar.tz)
    # A run without an end has met the open suspension above.
    _stretch(trail, calendar, run, at, run.end or at)


def _tell_the_known(trail: Trail, calendar: WorkCalendar, run: Run, at: datetime) -> None:
    """Add what runs until the calendar ends, of a run that stands still after that; what is left nobody knows."""
    closed = calendar.closing_time(calendar.last)
    if at < closed:
        _stretch(trail, calendar, run, at, closed)
        at = closed
    trail.stands_still(at, None, Unit.MINUTE)


def _passed(far: datetime | None, at: datetime, *, back: bool) -> bool:
    return far is not None and (far >= at if back else far <= at)


def _reached(near: datetime, end: datetime, *, back: bool) -> bool:
    return near <= end if back else near >= end


def _stretch(trail: Trail, calendar: WorkCalendar, run: Run, before: datetime, after: datetime) -> None:
    first, last = sorted((before.astimezone(calendar.tz), after.astimezone(calendar.tz)))
    after = after.astimezone(calendar.tz)
    if not works(run.unit):
        amount = _minutes(last.astimezone(UTC) - first.astimezone(UTC))
        trail.steps.append(Step(StepKind.ELAPSE, before, after, amount, Unit.MINUTE, cite=run.cite))
        return
    daily = _by_day(calendar, first, last)
    days = tuple(day for day, spent in daily if spent)
    trail.steps.append(
        Step(
            StepKind.WORK,
            before,
            after,
            _minutes(sum((spent for _, spent in daily), timedelta(0))),
            Unit.MINUTE,
            counted=days,
            skipped=tuple(skip for day, _ in daily for skip in trail.days_off(day, day + _DAY)),
            worked=trail.in_exchange(days),
            params=tuple((day.isoformat(), str(_minutes(spent))) for day, spent in daily if spent),
            cite=run.cite,
        )
    )


def _by_day(calendar: WorkCalendar, first: datetime, last: datetime) -> list[tuple[date, timedelta]]:
    """Return the working time of each day from *first* to *last*."""
    days: list[tuple[date, timedelta]] = []
    at = first
    while at < last:
        midnight = datetime.combine(at.date() + _DAY, time.min, calendar.tz)
        until = min(midnight, last)
        days.append((at.date(), worked(calendar, at, until)))
        at = until
    return days


def _minutes(spent: timedelta) -> int | Decimal:
    full, rest = divmod(spent // timedelta(microseconds=1), _MICROSECONDS_OF_MINUTE)
    return full if not rest else full + Decimal(rest) / _MICROSECONDS_OF_MINUTE
