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
_LEAP_DAY = (2, 29)
_OTHER = frozenset({DayKind.SWAP_OFF, DayKind.SWAP_WORK, DayKind.HOURS, DayKind.RECEPTION_ONLY})


def edge_days(
    calendar: WorkCalendar, first: date, last: date, *, also: Iterable[date] = (), weekends: bool = False
) -> tuple[date, ...]:
    """
    Return the days from *first* to *last*, both inclusive, at which something changes.

    For every block of days off that is more than the weekly ones: the last day
    before, its first and last day, and the day after. Both ends of every
    exchange of days, days with hours of their own, the ends and beginnings of
    months, leap days, and the last confirmed day; each with the day before and
    after.

    Args:
        calendar: The calendar.

        first: The first day that may be returned.

        last: The last day that may be returned.

        also: Days of one's own, such as those on which a version comes into
            force; returned with the day before and after.

        weekends: Whether the weekly days off are blocks like any other.

    Raises:
        CalendarCoverageError: The calendar does not cover the days.

    >>> from dossierflow.worktime import vietnam
    >>> days = edge_days(vietnam(), date(2026, 2, 10), date(2026, 2, 26))
    >>> [day.isoformat() for day in days]
    ['2026-02-13', '2026-02-14', '2026-02-22', '2026-02-23']
    """
    # what lies just outside makes edges inside
    begins, ends = max(first - _DAY, calendar.first), min(last + _DAY, calendar.last)
    found = {*_around_blocks(calendar, begins, ends, weekends=weekends)}
    for day in _marked(calendar, begins, ends):
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


def _around_blocks(calendar: WorkCalendar, first: date, last: date, *, weekends: bool) -> Iterator[date]:
    # a block that a bound cuts is looked at as a whole
    while first > calendar.first and not calendar.is_working(first):
        first -= _DAY
    while last < calendar.last and not calendar.is_working(last):
        last += _DAY
    start: date | None = None
    for day in _days(first, last):
        if not calendar.is_working(day):
            start = start or day
        elif start is not None:
            if weekends or not _is_plain_weekend(calendar, start, day - _DAY):
                yield from (start - _DAY, start, day - _DAY, day)
            start = None
    if start is not None:
        yield from (start - _DAY, start, last)


def _is_plain_weekend(calendar: WorkCalendar, start: date, end: date) -> bool:
    """Tell whether the days off from *start* to *end* are the weekly ones, all of them and no others."""
    around = [day for day in (start - _DAY, end + _DAY) if calendar.first <= day <= calendar.last]
    return all(map(calendar.is_weekend, _days(start, end))) and not any(map(calendar.is_weekend, around))


def _marked(calendar: WorkCalendar, first: date, last: date) -> Iterator[date]:
    for day in _days(first, last):
        is_month_end = (day + _DAY).day == 1
        is_other = any(fact.kind in _OTHER for fact in calendar.facts(day))
        if is_month_end or is_other or (day.month, day.day) == _LEAP_DAY or day == calendar.confirmed_until:
            yield day


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
