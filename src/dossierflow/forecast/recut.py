"""A working calendar with other hours: of a shift, or with a day off more or less."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.worktime.calendar import DayTable, WorkCalendar
from dossierflow.worktime.hours import MINUTES_A_DAY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from dossierflow.worktime.hours import Spans

Hours = Callable[["date"], "Spans"]
"""The working hours of a day; none on a day off."""


def recut(
    calendar: WorkCalendar, hours: Hours, *, first: date, last: date, changed: Collection[date] = ()
) -> WorkCalendar:
    """
    Return *calendar* from *first* to *last*, both inclusive, with other hours.

    Args:
        calendar: Gives the name, the zone, and why days differ from the ordinary week.

        hours: The hours of a day.

        first: First day covered.

        last: Last day covered.

        changed: Days of which *calendar* does not say any more why they are as they are.
    """
    days = list(days_between(first, last))
    new = [hours(day) for day in days]
    table = DayTable(
        hours=new,
        reception=[
            () if worked or day in changed else calendar.reception_hours(day)
            for day, worked in zip(days, new, strict=True)
        ],
        weekend=[calendar.is_weekend(day) for day in days],
        closing=[_closing(calendar, day) for day in days],
    )
    return WorkCalendar.of(
        name=calendar.name,
        zone=calendar.tz,
        first=first,
        confirmed_until=min(last, max(calendar.confirmed_until, first - timedelta(days=1))),
        digest="sha256:" + hashlib.sha256(f"{calendar.hash} {first} {last} {new!r}".encode()).hexdigest(),
        table=table,
        facts={day: facts for day in days if day not in changed and (facts := calendar.facts(day))},
    )


def with_day_off(calendar: WorkCalendar, day: date) -> WorkCalendar:
    """Return *calendar* with *day* off; files are not received either."""
    return recut(
        calendar,
        lambda one: () if one == day else calendar.hours(one),
        first=calendar.first,
        last=calendar.last,
        changed={day},
    )


def with_day_on(calendar: WorkCalendar, day: date) -> WorkCalendar:
    """Return *calendar* with *day* worked, in the hours of the working day before it."""
    model = calendar.hours(calendar.nth_working_day_before(day, 1))
    return recut(
        calendar,
        lambda one: model if one == day else calendar.hours(one),
        first=calendar.first,
        last=calendar.last,
        changed={day},
    )


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from *first* to *last*, both inclusive; none if *last* comes before *first*."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _closing(calendar: WorkCalendar, day: date) -> int:
    at = calendar.closing_time(day)
    return (calendar.local_day(at) - day).days * MINUTES_A_DAY + at.hour * 60 + at.minute
