"""
The Vietnamese calendar as plain sets for the peers, walks that serve as oracles, and what is asked.

The walks look at one day or one minute after the other and use nothing of the
library but which days are worked.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from dossierflow.worktime.vietnam import vietnam

CALENDAR = vietnam()
ALL_DAYS = tuple(found.day for found in CALENDAR.days(CALENDAR.first, CALENDAR.last))
WORKED = frozenset(day for day in ALL_DAYS if CALENDAR.is_working(day))
DAYS_OFF = tuple(day for day in ALL_DAYS if day not in WORKED)
"""Every day that does not count, weekends included."""

WEEKDAYS_OFF = tuple(day for day in DAYS_OFF if day.weekday() < 5)
"""Holidays, compensatory and swapped days off, from Monday to Friday."""

WEEKENDS_WORKED = tuple(day for day in ALL_DAYS if day in WORKED and day.weekday() >= 5)
"""Swapped working days, which no mask of weekdays can express."""

OPEN_HOURS = ((time(8), time(12)), (time(13), time(17)))
_OPEN_MINUTES = frozenset((*range(8 * 60, 12 * 60), *range(13 * 60, 17 * 60)))
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_SEED = 20180101
"""Of what is asked; the same in every run."""


def walk_days(day: date, n: int) -> date | None:
    """Return the *n*-th working day after *day* (before it, if negative), or none if the calendar ends first."""
    step = _DAY if n > 0 else -_DAY
    for _ in range(abs(n)):
        day += step
        while day not in WORKED:
            if not CALENDAR.first <= day <= CALENDAR.last:
                return None
            day += step
    return day


def walk_minutes(at: datetime, n: int) -> datetime:
    """Return the end of the *n*-th working minute after *at*, which is a full minute."""
    while n:
        if at.date() in WORKED and at.hour * 60 + at.minute in _OPEN_MINUTES:
            n -= 1
        at += _MINUTE
    return at


def triggers(count: int) -> tuple[date, ...]:
    """Return *count* days, working or not, with room for a long term on both sides."""
    return tuple(random.Random(_SEED).choices(ALL_DAYS[100:-100], k=count))  # noqa: S311 - not a secret


def instants(count: int) -> tuple[datetime, ...]:
    """Return *count* instants without a zone, at full minutes, at any time of any day."""
    chance = random.Random(_SEED)  # noqa: S311 - not a secret
    days = chance.choices(ALL_DAYS[:-100], k=count)
    return tuple(
        datetime.combine(day, time(chance.randrange(24), chance.randrange(60)))  # naive: the peers take no zone
        for day in days
    )
