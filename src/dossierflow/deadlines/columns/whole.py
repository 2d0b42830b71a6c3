"""
Terms of whole days, weeks, months and years, for many rows at once.

The counterpart of `dossierflow.deadlines.links`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.deadlines.columns.scales import all_days, touched, working_days
from dossierflow.deadlines.columns.shapes import RowError
from dossierflow.deadlines.conventions import BROKEN_DAYS, BrokenTerm, Direction, MonthEnd, Starts
from dossierflow.deadlines.term import Unit
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.columns.shapes import Fate, Flags, Ints
    from dossierflow.deadlines.columns.spans import Spans
    from dossierflow.worktime.bulk import CalendarArrays

"""Days of a week, month and year that do not run without a break (Civil Code 2015, art. 146.1)."""

_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
_DAYS_OF_WEEK = 7
_FIRST_MONTH, _LAST_MONTH = (1 - 1970) * 12, (9999 - 1970) * 12 + 11
"""Months since 1970 in which days have a date."""


def last_days(
    arrays: CalendarArrays,
    counting: Counting,
    unit: Unit,
    amount: Ints | int,
    start: Ints,
    spans: Spans | None,
    fate: Fate,
) -> Ints:
    """
    Return the last day of each term, before it rolls.

    Args:
        arrays: The calendar.

        counting: How to count.

        unit: Days of either kind, weeks, months or years.

        amount: At least 1.

        start: Index of the day on which each term starts.

        spans: Pauses as slots.

        fate: Takes the rows that do not come to an end.
    """
    back, same_day = counting.direction is Direction.BEFORE, counting.starts is Starts.SAME_DAY
    scale = working_days(arrays) if unit is Unit.WORKING_DAY else all_days(arrays)
    if unit is Unit.WORKING_DAY or unit is Unit.DAY:
        day = scale.count(start, amount, spans, fate, back=back, same_day=same_day)
    else:
        found = _correspond(arrays, counting, unit, -amount if back else amount, start, fate)
        day = found + same_day if back else found
        if same_day and not back:
            day = found - _has_its_day(arrays, unit, start, found)
        outside = (day < 0) | (day >= arrays.size)
        covered = np.clip(day, 0, arrays.size - 1) if outside.any() else day
        if spans is None:
            fate.fail(outside, RowError.COVERAGE)
            day = covered
        else:
            first, last = (day - 1, start - 1 + same_day) if back else (start - same_day, day)
            broken = touched(spans, first, last) & ~fate.over
            # a suspended term has no use for an unbroken end, which may lie beyond the calendar
            fate.fail(outside & ~broken, RowError.COVERAGE)
            day = _broken(arrays, counting, unit, amount, (start, covered), broken, spans, fate)
    if counting.clear:
        day = scale.count(day, 1, spans, fate, back=back, same_day=False)
    return day


def least_days(arrays: CalendarArrays, counting: Counting, start: Ints, spans: Spans | None, fate: Fate) -> Ints:
    """Return the day with which each term has its least working days."""
    back, same_day = counting.direction is Direction.BEFORE, counting.starts is Starts.SAME_DAY
    return working_days(arrays).count(start, counting.min_working_days, spans, fate, back=back, same_day=same_day)


def _correspond(
    arrays: CalendarArrays, counting: Counting, unit: Unit, amount: Ints | int, start: Ints, fate: Fate
) -> Ints:
    """Return the corresponding day of a later week, month or year (an earlier one, if negative), covered or not."""
    if unit is Unit.WEEK:
        return start + amount * _DAYS_OF_WEEK
    return _corresponding_month(arrays, counting, amount * _MONTHS[unit], start, fate)


def _corresponding_month(
    arrays: CalendarArrays, counting: Counting, months: Ints | int, start: Ints, fate: Fate
) -> Ints:
    month = (start + arrays.origin).astype("datetime64[D]").astype("datetime64[M]")
    of_month = _of_month(arrays, start)
    target = month.astype(np.int64) + months
    dated = (target >= _FIRST_MONTH) & (target <= _LAST_MONTH)
    target = np.clip(target, _FIRST_MONTH, _LAST_MONTH)
    begins = _first_of(target)
    length = _first_of(target + 1) - begins
    if counting.month_end is MonthEnd.REFUSE:
        fate.fail(dated & (of_month >= length), RowError.REFUSED)
    found: Ints = begins + np.minimum(of_month, length - 1) - arrays.origin
    return found


def _has_its_day(arrays: CalendarArrays, unit: Unit, start: Ints, found: Ints) -> Flags:
    """Tell which days of *found* correspond to *start* in number, and are not the last of a month that is too short."""
    if unit is Unit.WEEK:
        return np.ones(len(found), dtype=np.bool_)
    same: Flags = _of_month(arrays, start) == _of_month(arrays, found)
    return same


def _of_month(arrays: CalendarArrays, index: Ints) -> Ints:
    day = (index + arrays.origin).astype("datetime64[D]")
    found: Ints = (day - day.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)
    return found


def _first_of(month: Ints) -> Ints:
    """Return the first day of *month*, both counted from 1970."""
    found: Ints = month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return found


def _broken(
    arrays: CalendarArrays,
    counting: Counting,
    unit: Unit,
    amount: Ints | int,
    run: tuple[Ints, Ints],
    broken: Flags,
    spans: Spans,
    fate: Fate,
) -> Ints:
    """Count those terms in days that a pause breaks; *run* is where each starts, and where it ends if it does not."""
    start, day = run
    if not broken.any():
        return day
    if counting.broken_term is BrokenTerm.REFUSE:
        fate.fail(broken, RowError.REFUSED)
        return day
    rows = np.flatnonzero(broken)
    chosen = amount if isinstance(amount, int) else amount[rows]
    back, same_day = counting.direction is Direction.BEFORE, counting.starts is Starts.SAME_DAY
    own = type(fate)(len(rows))
    counted = all_days(arrays).count(
        start[rows], chosen * BROKEN_DAYS[unit], spans.of_rows(rows), own, back=back, same_day=same_day
    )
    fate.take(rows, own)
    day = day.copy()
    day[rows] = counted
    return day
