"""A term in working hours against the libraries that know hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.days import CALENDAR, instants, walk_minutes
from benchmarks.harness import Contestant, Race, always
from benchmarks.peers import hour_libraries as peers
from benchmarks.results import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from benchmarks.harness import Effort

    AddHours = Callable[[datetime], datetime]

ABOUT = """
Eight working hours after each of 50 random instants of 2018 to 2027, with the office open from 08:00 to 12:00 and from
13:00 to 17:00. The oracle walks from minute to minute. A term that ends when the office closes ends there: a library
that says the next opening instead is wrong for a term of law, and is counted apart.
"""

HOURS = 8
OURS = "dossierflow, calendar"


def our_hours(at: datetime) -> datetime:
    """Return the end of the term, with the zone of the calendar put on and taken off again."""
    return CALENDAR.add_working_minutes(at.replace(tzinfo=CALENDAR.tz), HOURS * 60).replace(tzinfo=None)


def _entries() -> tuple[tuple[str, AddHours, bool], ...]:
    return (
        (OURS, our_hours, True),
        ("businesstimedelta, seven-day week", peers.businesstimedelta_of(HOURS, swaps=True), True),
        ("businesstimedelta, Monday to Friday", peers.businesstimedelta_of(HOURS, swaps=False), False),
        ("pandas CustomBusinessHour, seven-day mask", peers.pandas_of(HOURS, swaps=True), False),
        ("pandas CustomBusinessHour, Monday to Friday", peers.pandas_of(HOURS, swaps=False), False),
    )


def race() -> Race:
    """Build the race."""
    asked = instants(50)
    return Race(
        name="working-minutes",
        title="A term in working hours",
        about=ABOUT,
        operation="one term of eight working hours",
        contestants=tuple(
            Contestant(
                name=name,
                is_ours=name == OURS,
                is_right=is_right,
                operations=len(asked),
                prepare=always(_all(add, asked)),
            )
            for name, add, is_right in _entries()
        ),
        expected=[walk_minutes(at, HOURS * 60) for at in asked],
        tables=_wrong_answers,
    )


def _all(add: AddHours, asked: Sequence[datetime]) -> Callable[[], list[datetime]]:
    return lambda: [add(at) for at in asked]


def _wrong_answers(effort: Effort) -> tuple[Table, ...]:
    asked = instants(4000 // effort.sample)
    answers = [walk_minutes(at, HOURS * 60) for at in asked]
    rows: list[tuple[str | int, ...]] = []
    for name, add, _ in _entries():
        found = [add(at) for at in asked]
        across = sum(_is_across_a_break(one, answer) for one, answer in zip(found, answers, strict=True))
        different = sum(one != answer for one, answer in zip(found, answers, strict=True))
        rows.append((name, different, across))
    title = "Wrong answers against a walk from minute to minute"
    head = ("library", f"wrong of {len(asked):,}", "of them only across a break")
    return (Table(title, head, tuple(rows)),)


def _is_across_a_break(found: datetime, answer: datetime) -> bool:
    """Tell whether *found* is later than *answer* with no working minute between them."""
    return found > answer and walk_minutes(answer, 1) > found
