"""The explanation of a term against the loop that a programmer would write instead."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from benchmarks.days import CALENDAR, WEEKDAYS_OFF, WEEKENDS_WORKED, triggers, walk_days
from benchmarks.harness import Contestant, Race, always
from dossierflow.deadlines import Explanation, Ledger, Term, due, explain, profile

if TYPE_CHECKING:
    from collections.abc import Callable

ABOUT = """
Twenty working days from 50 random days of 2018 to 2027. The explanation is the list of steps with every day counted,
every day passed over, the reason for each, and the article behind each choice. The loop adds days and counts those that
are worked; it says only when. A second loop also keeps which days it counted and which it passed over.
"""

DAYS = 20
_OFF = frozenset(WEEKDAYS_OFF)
_SWAPPED = frozenset(WEEKENDS_WORKED)
_DAY = timedelta(days=1)
_SATURDAY = 5


def race() -> Race:
    """Build the race."""
    days = triggers(50)
    term = Term.of(f"{DAYS} working days")
    counting = profile("vn-general").counting(term.unit)
    ledgers = [Ledger(term, counting, datetime.combine(day, time(9, 30), CALENDAR.tz)) for day in days]

    def ours() -> list[Explanation]:
        return [explain(ledger, CALENDAR) for ledger in ledgers]

    def bare() -> list[date]:
        return [found.day for ledger in ledgers if (found := due(ledger, CALENDAR))]

    def contestant(name: str, work: Callable[[], object], *, is_ours: bool = False) -> Contestant:
        return Contestant(name=name, is_ours=is_ours, prepare=always(work), operations=len(days), outcome=_due_days)

    return Race(
        name="explanation",
        title="Explanation of a 20-working-day term",
        about=ABOUT,
        operation="one term",
        contestants=(
            contestant("dossierflow, explanation", ours, is_ours=True),
            contestant("dossierflow, due date alone", bare, is_ours=True),
            contestant("day loop of the standard library", lambda: [loop(day, DAYS) for day in days]),
            contestant("day loop that keeps its days", lambda: [keeping_loop(day, DAYS)[0] for day in days]),
        ),
        expected=[walk_days(day, DAYS) for day in days],
    )


def loop(day: date, n: int) -> date:
    """Return the *n*-th working day after *day*."""
    while n:
        day += _DAY
        if day in _SWAPPED or (day.weekday() < _SATURDAY and day not in _OFF):
            n -= 1
    return day


def keeping_loop(day: date, n: int) -> tuple[date, list[date], list[date]]:
    """Return the *n*-th working day after *day*, the days counted and the days passed over."""
    counted: list[date] = []
    skipped: list[date] = []
    while len(counted) < n:
        day += _DAY
        is_worked = day in _SWAPPED or (day.weekday() < _SATURDAY and day not in _OFF)
        (counted if is_worked else skipped).append(day)
    return day, counted, skipped


def _due_days(returned: object) -> object:
    """Return the last days, if every explanation counts as many days as it must."""
    assert isinstance(returned, list)
    if not isinstance(returned[0], Explanation):
        return returned
    complete = all(sum(step.amount or 0 for step in one.steps if step.counted) == DAYS for one in returned)
    return [one.due.day for one in returned] if complete else "incomplete"
