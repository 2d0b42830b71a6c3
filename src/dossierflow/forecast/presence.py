"""When an officer is there: the calendar of the office, cut down to a shift and to the days without leave."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.forecast.draws import generator, word_key
from dossierflow.forecast.plan.offices import WEEKDAYS
from dossierflow.worktime.calendar import DayTable, WorkCalendar
from dossierflow.worktime.hours import MINUTES_A_DAY, spans

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dossierflow.forecast.plan.offices import Group, Shift
    from dossierflow.worktime.hours import Spans

_DAYS_A_YEAR = 365.25
Hours = Callable[["date"], "Spans"]
"""The working hours of a day; none on a day off."""


def recut(calendar: WorkCalendar, hours: Hours, name: str, first: date, last: date) -> WorkCalendar:
    """Return *calendar* from *first* to *last*, both inclusive, with other *hours* of its days."""
    days = list(_days(first, last))
    new = [hours(day) for day in days]
    table = DayTable(
        hours=new,
        reception=[() if worked else calendar.reception_hours(day) for day, worked in zip(days, new, strict=True)],
        weekend=[calendar.is_weekend(day) for day in days],
        closing=[_closing(calendar, day) for day in days],
    )
    text = f"{calendar.hash} {first} {last} {new!r}"
    return WorkCalendar.of(
        name=name,
        zone=calendar.tz,
        first=first,
        confirmed_until=min(last, max(calendar.confirmed_until, first - timedelta(days=1))),
        digest="sha256:" + hashlib.sha256(text.encode()).hexdigest(),
        table=table,
        facts={day: facts for day in days if (facts := calendar.facts(day))},
    )


def presence(calendar: WorkCalendar, shift: Shift, away: frozenset[date], first: date, last: date) -> WorkCalendar:
    """Return when an officer of *shift* works who is *away* on some days."""
    own = spans(shift.hours)
    weekdays = frozenset(shift.weekdays or WEEKDAYS)

    def hours(day: date) -> Spans:
        if day in away or WEEKDAYS[day.weekday()] not in weekdays or not calendar.is_working(day):
            return ()
        return own or calendar.hours(day)

    return recut(calendar, hours, calendar.name, first, last)


def leave_of(
    group: Group, calendar: WorkCalendar, first: date, last: date, key: tuple[int, int, str]
) -> list[frozenset[date]]:
    """
    Return the days on which each officer of *group* is away.

    Dated leave is taken by the last officers of the group; of the days drawn,
    so many are taken as fall to the days from *first* to *last*.

    Args:
        group: The officers.

        calendar: Its working days are those of which leave is taken.

        first: First day that is looked at.

        last: Last day that is looked at, inclusive.

        key: Seed, replication, and the name of office and group.
    """
    working = [day for day in _days(first, last) if calendar.is_working(day)]
    drawn = round(group.leave_days * len(list(_days(first, last))) / _DAYS_A_YEAR)
    found: list[frozenset[date]] = []
    for number in range(group.strength):
        dated = {
            day
            for leave in group.leave
            if number >= group.strength - leave.officers
            for day in _days(max(leave.first, first), min(leave.last, last))
        }
        source = generator(key[0], key[1], *word_key(f"{key[2]}/leave/{number}"))
        order = source.permutation(len(working))[: min(drawn, len(working))] if drawn else ()
        found.append(frozenset(dated | {working[int(place)] for place in order}))
    return found


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _closing(calendar: WorkCalendar, day: date) -> int:
    at = calendar.closing_time(day)
    return (calendar.local_day(at) - day).days * MINUTES_A_DAY + at.hour * 60 + at.minute
