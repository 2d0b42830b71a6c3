"""
Days and instants at which rules of time go wrong, if they go wrong at all.

Around blocks of days off and exchanged days, at the ends of months, at leap
days, and at the end of what is confirmed; and in a day around opening,
closing and the hours after which it is late.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from dossierflow.worktime import DayKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.worktime import WorkCalendar

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_WEEKEND = 2
_LEAP_DAY = (2, 29)
_EXCHANGED = frozenset({DayKind.SWAP_OFF, DayKind.SWAP_WORK})


def edge_days(calendar: WorkCalendar, first: date, last: date, *, also: Iterable[date] = ()) -> tuple[date, ...]:
    """
    Return the days from *first* to *last*, both inclusive, at which something changes.

    For every block of days off that is more than a plain weekend: the last day
    before, its first and last day, and the day after. Both ends of every
    exchange of days, the ends and beginnings of months, leap days, and the last
    confirmed day; each with the day before and after.

    Args:
        calendar: The calendar.

        first: The first day that may be returned.

        last: The last day that may be returned.

        also: Days of one's own, such as those on which a version comes into
            force; returned with the day before and after.

    Raises:
        CalendarCoverageError: The calendar does not cover the days.

    >>> from dossierflow.worktime import vietnam
    >>> days = edge_days(vietnam(), date(2026, 2, 10), date(2026, 2, 26))
    >>> [day.isoformat() for day in days]
    ['2026-02-13', '2026-02-14', '2026-02-22', '2026-02-23']
    """
    found = {*_around_blocks(calendar, first, last)}
    for day in _marked(calendar, first, last):
        found |= {day - _DAY, day, day + _DAY}
    for day in also:
        found |= {day - _DAY, day, day + _DAY}
    return tuple(sorted(day for day in found if first <= day <= last))


def edge_instants(calendar: WorkCalendar, day: date, *, hours: Iterable[time] = (time(15),)) -> tuple[datetime, ...]:
    """
    Return the instants of *day* at which something changes, each with the minute before and after.

    Args:
        calendar: The calendar.

        day: The day.

        hours: Hours after which it is late; 15:00 is that of the one-stop rules.

    Raises:
        CalendarCoverageError: The calendar does not cover the day.

    >>> from dossierflow.worktime import vietnam
    >>> [at.strftime("%H:%M") for at in edge_instants(vietnam(), date(2026, 2, 14))]
    ['14:59', '15:00', '15:01']
    """
    marks = [datetime.combine(day, hour, calendar.tz) for hour in hours]
    marks += [at for at in (calendar.opening(day), calendar.closing(day)) if at is not None]
    return tuple(sorted({at + shift for at in marks for shift in (-_MINUTE, timedelta(0), _MINUTE)}))


def _around_blocks(calendar: WorkCalendar, first: date, last: date) -> Iterator[date]:
    start: date | None = None
    for day in _days(first, last):
        if not calendar.is_working(day):
            start = start or day
        elif start is not None:
            if _is_more_than_a_weekend(calendar, start, day):
                yield from (start - _DAY, start, day - _DAY, day)
            start = None
    if start is not None:
        yield from (start - _DAY, start, last)


def _is_more_than_a_weekend(calendar: WorkCalendar, start: date, after: date) -> bool:
    days = (after - start).days
    return days != _WEEKEND or not all(calendar.is_weekend(day) for day in _days(start, after - _DAY))


def _marked(calendar: WorkCalendar, first: date, last: date) -> Iterator[date]:
    for day in _days(first, last):
        is_month_end = (day + _DAY).day == 1
        is_exchanged = any(fact.kind in _EXCHANGED for fact in calendar.facts(day))
        if is_month_end or is_exchanged or (day.month, day.day) == _LEAP_DAY or day == calendar.confirmed_until:
            yield day


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
