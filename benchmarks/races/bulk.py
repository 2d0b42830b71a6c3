"""
Due dates of a million rows against numpy's business days.

The calendar is the shipped one, swapped Saturdays included, so numpy needs a
mask of seven days in which every day off is a holiday. Its way around pauses
is written out here as fast as numpy allows; nobody ships one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.days import WEEKDAYS_OFF
from benchmarks.harness import Contestant, Race, always
from benchmarks.results import Table
from dossierflow.deadlines import Term, Unit, profile
from dossierflow.deadlines.bulk import DueColumns, Pauses, Terms, due_days
from dossierflow.worktime import vietnam
from dossierflow.worktime.bulk import busday_calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.harness import Effort

ABOUT = """
The 20th working day after random days of 2018 to 2026; an array goes in, an array comes out. Ours has the day, the
instant, and marks of provisional days, suspensions and errors besides. One term for all rows is looked up in a table
of days; a term per row is counted. numpy is fed as among the single dates.
"""
ABOUT_PAUSED = """
Terms of 1 to 39 working days, each with three pauses that lie in order and apart. numpy has no pauses: it is asked for
the working days before each of them, and goes on behind those that the term reaches.
"""
WRONG = "numpy.busday_offset, Monday to Friday"
ROWS = 1_000_000
PAUSES = 3
_SEED = 20180101
_CALENDAR = vietnam()
_MASK = busday_calendar(_CALENDAR)
_WEEK = np.busdaycalendar(weekmask="1111100", holidays=np.array(WEEKDAYS_OFF, dtype="datetime64[D]"))
_TERM = Term.of("20 working days")
_COUNTING = profile("vn-general").counting(_TERM.unit)
_LAST_TRIGGER = 3200
"""Days after the first one; the terms end before the calendar does."""


def race(rows: int | None = None) -> Race:
    """Build the race of terms that nothing interrupts; *rows* are a million if not given."""
    rows = rows or ROWS
    days, _, _ = _asked(rows)
    instants: NDArray[np.datetime64] = np.add(days.astype("datetime64[s]"), np.timedelta64(2, "h"))
    twenty = np.full(rows, _TERM.amount)
    by_row = Terms(twenty, Unit.WORKING_DAY)
    ways: dict[str, Callable[[], object]] = {
        "dossierflow, a term per row, days": lambda: due_days(days, by_row, counting=_COUNTING, calendar=_CALENDAR),
        "dossierflow, one term, days": lambda: due_days(days, _TERM, counting=_COUNTING, calendar=_CALENDAR),
        "dossierflow, one term, instants": lambda: due_days(instants, _TERM, counting=_COUNTING, calendar=_CALENDAR),
        "numpy.busday_offset, seven-day mask": lambda: _mask_days(days, twenty),
        WRONG: lambda: np.busday_offset(days, twenty, roll="backward", busdaycal=_WEEK),
    }
    return Race(
        name="bulk",
        title="A million due dates in working days",
        about=ABOUT,
        operation="one row",
        expected=_mask_days(days, twenty).tobytes(),
        contestants=_contestants(ways, rows),
        tables=_wrong_answers(ways, _mask_days(days, twenty)),
    )


def race_paused(rows: int | None = None) -> Race:
    """Build the race of terms with three pauses each; *rows* are a million if not given."""
    rows = rows or ROWS
    days, amounts, pauses = _asked(rows)
    terms = Terms(amounts, Unit.WORKING_DAY)
    ways: dict[str, Callable[[], object]] = {
        "dossierflow": lambda: due_days(days, terms, counting=_COUNTING, calendar=_CALENDAR, pauses=pauses),
        "numpy.busday_count and busday_offset, seven-day mask": lambda: _mask_days_paused(days, amounts, pauses),
    }
    return Race(
        name="bulk-paused",
        title="A million due dates in working days, with three pauses each",
        about=ABOUT_PAUSED,
        operation="one row",
        expected=_mask_days_paused(days, amounts, pauses).tobytes(),
        contestants=_contestants(ways, rows),
        tables=_wrong_answers(ways, _mask_days_paused(days, amounts, pauses)),
    )


def _contestants(ways: dict[str, Callable[[], object]], rows: int) -> tuple[Contestant, ...]:
    return tuple(
        Contestant(
            name=name,
            prepare=always(work),
            is_ours=name.startswith("dossierflow"),
            is_right=name != WRONG,
            operations=rows,
            outcome=_bytes,
        )
        for name, work in ways.items()
    )


def _wrong_answers(
    ways: dict[str, Callable[[], object]], expected: NDArray[np.datetime64]
) -> Callable[[Effort], tuple[Table, ...]]:
    def tables(_: Effort) -> tuple[Table, ...]:
        rows = tuple((name, int(np.count_nonzero(_days(work()) != expected))) for name, work in ways.items())
        return (Table("Wrong answers", ("library", f"wrong of {len(expected):,}"), rows),)

    return tables


def _bytes(found: object) -> bytes:
    """Return the days that a contestant found, as bytes that compare."""
    return _days(found).tobytes()


def _days(found: object) -> NDArray[np.datetime64]:
    days = found.day if isinstance(found, DueColumns) else found
    assert isinstance(days, np.ndarray)
    return days


def _asked(rows: int) -> tuple[NDArray[np.datetime64], NDArray[np.int64], Pauses]:
    """Return days, amounts and pauses; the same in every run."""
    dice = np.random.default_rng(_SEED)
    days = np.datetime64(_CALENDAR.first) + dice.integers(0, _LAST_TRIGGER, rows)
    begun = np.cumsum(dice.integers(2, 6, (rows, PAUSES)), axis=1)
    starts = days[:, None] + begun
    ends = starts + dice.integers(1, 3, (rows, PAUSES))
    return days, dice.integers(1, 40, rows), Pauses(np.arange(rows + 1) * PAUSES, starts.ravel(), ends.ravel())


def _mask_days(days: NDArray[np.datetime64], amounts: NDArray[np.int64]) -> NDArray[np.datetime64]:
    return np.busday_offset(days, amounts, roll="backward", busdaycal=_MASK)


def _mask_days_paused(
    days: NDArray[np.datetime64], amounts: NDArray[np.int64], pauses: Pauses
) -> NDArray[np.datetime64]:
    """Take the pauses one after the other: those that begin before the term has run out carry it past their end."""
    at, left = days.copy(), amounts.copy()
    starts, ends = pauses.starts.reshape(-1, PAUSES), pauses.ends.reshape(-1, PAUSES)
    for rank in range(PAUSES):
        room = np.busday_count(at + 1, starts[:, rank] + 1, busdaycal=_MASK)
        hit = room < left
        left = np.where(hit, left - room, left)
        at = np.where(hit, ends[:, rank], at)
    return _mask_days(at, left)
