"""
Counting hours and minutes: elapsed ones, and those in which the office works.

Elapsed time is time, whatever the clock on the wall does; working time is
continuous, so that the seconds of the starting instant are kept.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Unit
from dossierflow.errors import TermError

if TYPE_CHECKING:
    from decimal import Decimal

    from dossierflow.deadlines.suspensions import Times
    from dossierflow.deadlines.term import Term
    from dossierflow.worktime.calendar import WorkCalendar

MINUTE = timedelta(minutes=1)
_NOTHING = timedelta(0)
_MINUTES_OF_HOUR = 60
_HOURS_OF_DAY = 24


def minutes_of(unit: Unit, hours_of_day: int) -> int:
    """
    Return how many minutes one *unit* has.

    Args:
        unit: Hours or minutes, or a day of which a part is counted.

        hours_of_day: Working hours of one working day.

    Raises:
        TermError: Weeks, months and years are not counted in minutes.
    """
    if unit is Unit.MINUTE:
        return 1
    if unit is Unit.HOUR or unit is Unit.WORKING_HOUR:
        return _MINUTES_OF_HOUR
    if unit is Unit.WORKING_DAY:
        return _MINUTES_OF_HOUR * hours_of_day
    if unit is Unit.DAY:
        return _MINUTES_OF_HOUR * _HOURS_OF_DAY
    msg = f"{unit.value}s are not counted in minutes"
    raise TermError(msg)


def works(unit: Unit) -> bool:
    """Tell whether minutes of *unit* are those in which the office works."""
    return unit is Unit.WORKING_HOUR or unit is Unit.WORKING_DAY


def whole_minutes(term: Term, hours_of_day: int) -> int:
    """
    Return how many minutes *term* has.

    Raises:
        TermError: It does not come to whole minutes.
    """
    minutes: int | Decimal = term.amount * minutes_of(term.unit, hours_of_day)
    if minutes != int(minutes):
        msg = f"{str(term)!r} is {minutes} minutes; give a term of whole minutes"
        raise TermError(msg)
    return int(minutes)


def elapse(at: datetime, minutes: int, out: list[Times]) -> datetime | None:
    """
    Return the instant *minutes* after *at*, or before it if negative, without the time *out*.

    Returns:
        The instant, or none if the term stands still before it has run out.
    """
    return _elapse_back(at, -minutes, out) if minutes < 0 else _elapse_on(at, minutes, out)


def _elapse_on(at: datetime, minutes: int, out: list[Times]) -> datetime | None:
    left = minutes * MINUTE
    for start, end in out:
        if end is not None and end <= at:
            continue
        if start - at >= left:
            break
        left -= max(start - at, _NOTHING)
        if end is None:
            return None
        at = end
    return shifted(at, left)


def _elapse_back(at: datetime, minutes: int, out: list[Times]) -> datetime | None:
    left = minutes * MINUTE
    for start, end in reversed(out):
        if start >= at:
            continue
        if end is None:
            return None
        if at - end >= left:
            break
        left -= max(at - end, _NOTHING)
        at = start
    return shifted(at, -left)


def shifted(at: datetime, by: timedelta) -> datetime:
    """Return the instant *by* after *at* in elapsed time, in the zone of *at*."""
    return (at.astimezone(UTC) + by).astimezone(at.tzinfo)


def work(calendar: WorkCalendar, at: datetime, minutes: int, out: list[Times]) -> datetime | None:
    """
    Return the end of the working time *minutes* after *at*, without the time *out*.

    Returns:
        The instant, or none if the term stands still before it has run out.
    """
    left = minutes * MINUTE
    for start, end in out:
        if end is not None and end <= at:
            continue
        if start > at:
            done = _most_worked(calendar, at, start)
            if done >= left:
                break
            left -= done
        if end is None:
            return None
        at = end
    return _work_on(calendar, at, left)


def _most_worked(calendar: WorkCalendar, after: datetime, through: datetime) -> timedelta:
    """Return the working time from *after* to *through*; beyond the calendar any of the time may be worked."""
    if calendar.local_day(through) <= calendar.last:
        return worked(calendar, after, through)
    edge = datetime.combine(calendar.last + timedelta(days=1), time.min, calendar.tz)
    beyond = through.astimezone(UTC) - max(after, edge).astimezone(UTC)
    if after >= edge:
        return beyond
    last = edge - MINUTE
    final = MINUTE if calendar.is_open(last) else _NOTHING
    return beyond + (min(edge - after, final) if after > last else worked(calendar, after, last) + final)


def work_back(calendar: WorkCalendar, at: datetime, minutes: int, out: list[Times]) -> datetime | None:
    """
    Return the latest instant from which *minutes* of working time, without the time *out*, are left until *at*.

    Returns:
        The instant, or none if an open suspension is met before.
    """
    left = minutes * MINUTE
    for start, end in reversed(out):
        if start >= at:
            continue
        if end is None:
            return None
        if end < at:
            if calendar.local_day(end) < calendar.first:
                break
            ran = worked(calendar, end, at)
            if ran >= left:
                break
            left -= ran
        at = start
    return _work_back(calendar, at, left)


def _work_back(calendar: WorkCalendar, at: datetime, left: timedelta) -> datetime:
    day = calendar.local_day(at)
    midnight = datetime.combine(day, time.min, calendar.tz)
    ran = worked(calendar, midnight, at)
    while ran < left:
        left -= ran
        at, day = midnight, day - timedelta(days=1)
        midnight = datetime.combine(day, time.min, calendar.tz)
        ran = worked(calendar, midnight, at)
    # How much of the day had been worked at the instant; after a break, because that is later.
    before = ran - left
    for opens, closes in calendar.hours(day):
        if before < (closes - opens) * MINUTE:
            before += opens * MINUTE
            break
        before -= (closes - opens) * MINUTE
    return midnight + before


def worked(calendar: WorkCalendar, after: datetime, through: datetime) -> timedelta:
    """Return the working time from *after* to *through*, to the microsecond; *after* comes first."""
    full = calendar.working_minutes_between(after, through)
    at = calendar.add_working_minutes(after, full).astimezone(calendar.tz)
    through = through.astimezone(calendar.tz)
    ends = _minute_of(at) + MINUTE
    begun = min(through, ends) - at if calendar.is_open(at) else _NOTHING
    rest = through - _minute_of(through) if through > ends and calendar.is_open(through) else _NOTHING
    return full * MINUTE + begun + rest


def _work_on(calendar: WorkCalendar, at: datetime, left: timedelta) -> datetime:
    full, part = divmod(left, MINUTE)
    at = calendar.add_working_minutes(at, full)
    if not part:
        return at
    further = calendar.add_working_minutes(at, 1)
    if not calendar.is_open(at):
        return further - MINUTE + part
    ends = _minute_of(at.astimezone(calendar.tz)) + MINUTE
    return at + part if at + part <= ends else _minute_of(further) + (part - (ends - at))


def _minute_of(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
