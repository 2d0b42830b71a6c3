"""
Due dates of this library beside those of numpy and QuantLib: a list of differences, never a failure.

Run ``python -m benchmarks.cross_checks`` to write docs/explanation/cross-checks.md anew.
A contestant that is not installed is named as left out.
"""

from __future__ import annotations

import importlib
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.days import ALL_DAYS, CALENDAR, DAYS_OFF, WEEKDAYS_OFF, WEEKENDS_WORKED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Count = Callable[[date, int], date]
    """Returns the working day so many days after a day, or before it."""

PAGE = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "cross-checks.md"
AMOUNTS = (1, 5, 10, 20, 30)
SHOWN = 3
"""So many differences are printed of each contestant."""

HEAD = """\
# Cross-checks

The same question to other libraries: which day is the *n*-th working day after the day of the event, under the shipped
Vietnamese calendar? Asked of every day of its coverage that leaves room, for n of {amounts}: {asked:,} questions.
Nothing here is a test. Where a library differs, its row says why; the page is written by
`python -m benchmarks.cross_checks`.

| library | what it was given | answers that differ |
|---|---|---|
"""


def ours(day: date, n: int) -> date:
    """Return what this library answers."""
    return CALENDAR.nth_working_day(day, n)


def with_numpy(mask: str, holidays: tuple[date, ...]) -> Count:
    """Return numpy's answer under a week *mask* without *holidays*."""
    np: Any = importlib.import_module("numpy")
    week = np.busdaycalendar(weekmask=mask, holidays=np.array(holidays, dtype="datetime64[D]"))

    def count(day: date, n: int) -> date:
        # An event on a day off is taken back to the working day before, so that the next one is the first.
        found: date = np.busday_offset(day, n, roll="preceding", busdaycal=week).item()
        return found

    return count


def with_quantlib() -> Count:
    """Return QuantLib's answer under a bespoke calendar, on which working Saturdays are no holidays."""
    ql: Any = importlib.import_module("QuantLib")
    week = ql.BespokeCalendar("vn-public")
    for day in DAYS_OFF:
        week.addHoliday(ql.Date(day.day, day.month, day.year))

    def count(day: date, n: int) -> date:
        found = week.advance(ql.Date(day.day, day.month, day.year), n, ql.Days)
        return date(found.year(), found.month(), found.dayOfMonth())

    return count


CONTESTANTS: tuple[tuple[str, str, Callable[[], Count]], ...] = (
    ("numpy", "all seven days, every day off as a holiday", lambda: with_numpy("1111111", DAYS_OFF)),
    ("numpy", "Monday to Friday, holidays and swapped days off", lambda: with_numpy("1111100", WEEKDAYS_OFF)),
    ("QuantLib", "a bespoke calendar, every day off as a holiday", with_quantlib),
)


def questions() -> Iterator[tuple[date, int]]:
    """Yield every day that leaves room, with every amount."""
    last = CALENDAR.last - timedelta(days=90)
    return ((day, n) for day in ALL_DAYS if day <= last for n in AMOUNTS)


def differences(count: Count) -> list[tuple[date, int, date, date]]:
    """Return the questions that *count* answers otherwise, with our answer and its own."""
    found = []
    for day, n in questions():
        mine, theirs = ours(day, n), count(day, n)
        if mine != theirs:
            found.append((day, n, mine, theirs))
    return found


def rows() -> Iterator[str]:
    """Yield the lines of the table, and under it the first differences."""
    asked, told = sum(1 for _ in questions()), []
    for name, given, made in CONTESTANTS:
        try:
            count = made()
        except ImportError:
            yield f"| {name} | {given} | not installed, left out |"
            continue
        found = differences(count)
        yield f"| {name} {_version(name)} | {given} | {len(found):,} ({len(found) / asked:.1%}) |"
        told += [
            f"- {name}, {given}: {n} working days from {day} are {mine} here and {theirs} there."
            for day, n, mine, theirs in found[:SHOWN]
        ]
    yield ""
    swaps = len(WEEKENDS_WORKED)
    yield f"A mask of weekdays cannot say that {swaps} Saturdays of these years are worked. The first differences:"
    yield ""
    yield from told or ["- none"]


def _version(name: str) -> str:
    return str(importlib.import_module(name).__version__)


def main() -> None:
    """Write the page."""
    asked = sum(1 for _ in questions())
    head = HEAD.format(amounts=", ".join(map(str, AMOUNTS)), asked=asked)
    PAGE.write_text(head + "\n".join(rows()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
