"""When an officer is there: the calendar of the office, cut down to a shift and to the days without leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.forecast.draws import generator, word_key
from dossierflow.forecast.plan.offices import WEEKDAYS
from dossierflow.forecast.recut import days_between, recut

if TYPE_CHECKING:
    from datetime import date

    from dossierflow.forecast.plan.offices import Group, Shift
    from dossierflow.worktime import WorkCalendar
    from dossierflow.worktime.hours import Spans

_DAYS_A_YEAR = 365.25


def presence(calendar: WorkCalendar, shift: Shift, away: frozenset[date], first: date, last: date) -> WorkCalendar:
    """Return when an officer of *shift* works who is *away* on some days, from *first* to *last*."""
    own = shift.spans
    weekdays = frozenset(shift.weekdays or WEEKDAYS)

    def hours(day: date) -> Spans:
        if day in away or WEEKDAYS[day.weekday()] not in weekdays or not calendar.is_working(day):
            return ()
        return own or calendar.hours(day)

    return recut(calendar, hours, first=first, last=last)


def leave_of(
    group: Group, calendar: WorkCalendar, first: date, last: date, key: tuple[int, int, str]
) -> list[frozenset[date]]:
    """
    Return the days on which each officer of *group* is away.

    Dated leave is taken by the first officers of the group, so that one officer more or less changes nobody's
    leave; of the days drawn, so many are taken as fall to the days from *first* to *last*.

    Args:
        group: The officers.

        calendar: Its working days are those of which leave is taken.

        first: First day that is looked at.

        last: Last day that is looked at, inclusive.

        key: Seed, replication, and the name of office and group.
    """
    days = list(days_between(first, last))
    working = [day for day in days if calendar.is_working(day)]
    drawn = min(round(group.leave_days * len(days) / _DAYS_A_YEAR), len(working))
    found: list[frozenset[date]] = []
    for number in range(group.strength):
        dated = {
            day
            for leave in group.leave
            if number < leave.officers
            for day in days_between(max(leave.first, first), min(leave.last, last))
        }
        source = generator(key[0], key[1], *word_key(f"{key[2]}/leave/{number}"))
        order: list[int] = source.permutation(len(working))[:drawn].tolist() if drawn else []
        found.append(frozenset(dated | {working[place] for place in order}))
    return found
