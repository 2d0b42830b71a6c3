"""
When a limit of the catalogue ends, computed a second time and knowing nothing of the library.

Plain loops over days and minutes, with the days off of Vietnam as data. What a
term is and how it is counted is read from the note of a case, which says it in
the words of the law and not in those of the procedure file.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OPEN = ((time(8), time(12)), (time(13), time(17)))
CLOSES = time(17)

_OFF = """
    2018 01-01 02-14 02-15 02-16 02-17 02-18 02-19 02-20 04-25 04-30 05-01 09-02 09-03 12-31
    2019 01-01 02-04 02-05 02-06 02-07 02-08 04-14 04-15 04-29 04-30 05-01 09-02
    2020 01-01 01-23 01-24 01-25 01-26 01-27 01-28 01-29 04-02 04-30 05-01 09-02
    2021 01-01 02-10 02-11 02-12 02-13 02-14 02-15 02-16 04-21 04-30 05-01 05-03 09-02 09-03
    2022 01-01 01-03 01-31 02-01 02-02 02-03 02-04 04-10 04-11 04-30 05-01 05-02 05-03 09-01 09-02
    2023 01-01 01-02 01-20 01-21 01-22 01-23 01-24 01-25 01-26 04-29 04-30 05-01 05-02 05-03 09-01 09-02 09-04
    2024 01-01 02-08 02-09 02-10 02-11 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03
    2025 01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02
    2026 01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-26 04-27 04-30 05-01 08-31 09-01 09-02 11-24
    2027 01-01 02-05 02-06 02-07 02-08 02-09 04-16 04-30 05-01 05-03 09-02 11-24
"""
_WORKED = """
    2019 01-05 05-04
    2024 05-04
    2025 04-26
    2026 01-10 08-22
"""


def _days(text: str) -> frozenset[date]:
    lines = (line.split() for line in text.strip().splitlines())
    return frozenset(date.fromisoformat(f"{year}-{day}") for year, *days in lines for day in days)


OFF, WORKED = _days(_OFF), _days(_WORKED)


@dataclass(frozen=True)
class Rule:
    """A term and how it is counted, as the law says it."""

    amount: float
    unit: str
    """``working day``, ``day``, ``month``, ``year``, ``working hour``, ``hour`` or ``minute``."""

    rolls: bool = True
    """Whether a last day off moves to the next working day."""

    same_day: bool = False
    """Whether the day of the event is the first that is counted."""

    cutoff: time | None = None
    """The last minute of a working day that is in time."""

    late: str = ""
    """``starts_later``: what is late came with the next opening; ``result_later``: it ends a working day later."""


_TERM = re.compile(r"(?P<amount>[0-9.]+) (?P<unit>working day|working hour|day|month|year|hour|minute)s?")
_CUTOFF = re.compile(r"cut-off (?P<hour>[0-9:]{5}) (?P<late>starts_later|result_later)")


def rule_of(note: str) -> Rule:
    """Read the first term of *note* and what else it says about the count: ``7 working days; roll none``."""
    first = note.partition(";")[0].strip()
    shape = _TERM.match(first)
    cutoff = _CUTOFF.search(note)
    return Rule(
        amount=float(shape["amount"]) if shape else 0,
        unit=shape["unit"] if shape else "working day",
        rolls="roll none" not in note,
        cutoff=time.fromisoformat(cutoff["hour"]) if cutoff else None,
        late=cutoff["late"] if cutoff else "",
    )


def works(day: date) -> bool:
    """Tell whether offices are open on *day*."""
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def next_working(day: date) -> date:
    """Return the first working day after *day*."""
    day += DAY
    while not works(day):
        day += DAY
    return day


def ends(rule: Rule, event: datetime) -> datetime:
    """Return the last instant of a term that *event* starts; both in local time."""
    is_late = rule.cutoff is not None and works(event.date()) and event.replace(second=0).time() > rule.cutoff
    if is_late and rule.late == "starts_later":
        event = datetime.combine(next_working(event.date()), OPEN[0][0])
    if rule.unit.endswith(("hour", "minute")) or rule.amount != int(rule.amount):
        found = _by_the_clock(rule, event)
    else:
        found = datetime.combine(_by_days(rule, event.date()), CLOSES)
    if is_late and rule.late == "result_later":
        found = datetime.combine(next_working(found.date()), found.time())
    return found


def _by_days(rule: Rule, event: date) -> date:
    if not rule.amount:
        return event
    last = _corresponding(rule, event) if rule.unit in {"month", "year"} else _walk(rule, event)
    if rule.rolls and not works(last):
        last = next_working(last)
    return last


def _walk(rule: Rule, event: date) -> date:
    day, left = event if rule.same_day else event + DAY, int(rule.amount)
    while True:
        if rule.unit == "day" or works(day):
            left -= 1
        if not left:
            return day
        day += DAY


def _corresponding(rule: Rule, event: date) -> date:
    months = event.year * 12 + event.month - 1 + int(rule.amount) * (12 if rule.unit == "year" else 1)
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    if rule.same_day:
        day = date(year, month + 1, min(event.day, last))
        return day if event.day > last else day - DAY
    return date(year, month + 1, min(event.day, last))


def _by_the_clock(rule: Rule, event: datetime) -> datetime:
    """Let minutes pass one by one: those of the office, or all; a part of a working day is of its eight hours."""
    minutes = {"working hour": 60, "hour": 60, "minute": 1, "working day": 8 * 60, "day": 24 * 60}[rule.unit]
    left, at = round(rule.amount * minutes), event
    while left:
        is_open = works(at.date()) and any(opens <= at.time() < closes for opens, closes in OPEN)
        if is_open or not rule.unit.startswith("working"):
            left -= 1
        at += MINUTE
    if rule.rolls and not rule.unit.startswith("working") and not works(at.date()):
        at = datetime.combine(next_working(at.date()), at.time())
    return at
