"""
Counting whole days, forward and back, around the days that a suspension takes out.

The walk jumps from one suspension to the next; within a stretch the calendar's
tables answer at once.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dossierflow.deadlines.conventions import MonthEnd
from dossierflow.errors import TermError

if TYPE_CHECKING:
    from dossierflow.deadlines.suspensions import Days
    from dossierflow.worktime.calendar import WorkCalendar

DAY = timedelta(days=1)


def forward(calendar: WorkCalendar, after: date, count: int, out: list[Days], *, working: bool) -> date | None:
    """
    Return the *count*-th day after *after* that counts, or none if it stands still before.

    Args:
        calendar: Says which days are working days.

        after: The day before the first that may count.

        count: How many days, at least 1.

        out: Days that do not count, merged and in order.

        working: Whether only working days count.
    """
    for start, end in out:
        if end is not None and end <= after:
            continue
        if start > after:
            room = _most_days(calendar, after, start) if working else (start - after).days
            if room >= count:
                break
            count -= room
        if end is None:
            return None
        after = end
    return calendar.nth_working_day(after, count) if working else plus(calendar, after, count)


def _most_days(calendar: WorkCalendar, after: date, through: date) -> int:
    """Return the working days after *after* up to and including *through*; beyond the calendar any day may be one."""
    last = calendar.last
    if through <= last:
        return calendar.working_days_between(after, through)
    known = calendar.working_days_between(after, last) if after < last else 0
    return known + (through - max(after, last)).days


def backward(calendar: WorkCalendar, before: date, count: int, out: list[Days], *, working: bool) -> date | None:
    """
    Return the *count*-th day before *before* that counts, or none if it stands still there.

    The arguments are those of `forward`, seen from the other end.
    """
    for start, end in reversed(out):
        last = before - DAY
        if start >= last:
            continue
        if end is None:
            return None
        if end < last:
            if end < calendar.first:
                break
            room = calendar.working_days_between(end, last) if working else (last - end).days
            if room >= count:
                break
            count -= room
        before = start + DAY
    return calendar.nth_working_day_before(before, count) if working else plus(calendar, before, -count)


def plus(calendar: WorkCalendar, day: date, days: int) -> date:
    """
    Return the day *days* calendar days after *day*.

    Raises:
        CalendarCoverageError: *calendar* does not cover it.
    """
    moved = shifted(day, days)
    calendar.is_working(moved)
    return moved


def shifted(day: date, days: int) -> date:
    """Return the day *days* calendar days after *day*, or the last one that has a date (the first, if negative)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def corresponding(day: date, months: int, month_end: MonthEnd) -> tuple[date, bool]:
    """
    Return the corresponding day *months* months after *day* (before it, if negative).

    Returns:
        The day, or the last one that has a date (the first, if *months* is
        negative); and whether it had to be clamped to the end of its month.

    Raises:
        TermError: There is no such day and *month_end* refuses.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return (date.max if months > 0 else date.min), False
    length = monthrange(year, month0 + 1)[1]
    if day.day > length and month_end is MonthEnd.REFUSE:
        msg = (
            f"{day.isoformat()} has no corresponding day in {year:04d}-{month0 + 1:02d}, "
            "and month_end refuses; choose 'clamp', or give the term in days"
        )
        raise TermError(msg)
    return date(year, month0 + 1, min(day.day, length)), day.day > length
