"""
Due dates of a million rows against numpy's business days: ``python benchmarks/bulk.py [--quick]``.

The calendar is the shipped one, swapped Saturdays included, so numpy needs a
mask of seven days in which every day off is a holiday. Its way around pauses
is written out here as fast as numpy allows; nobody ships one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    # A file that is started is looked for its neighbours in its own folder; the package is one folder up.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import numpy as np

from benchmarks.harness import FULL, QUICK, Contestant, Race, always, run
from dossierflow.deadlines import Term, Unit, profile
from dossierflow.deadlines.bulk import DueColumns, Pauses, Terms, due_days
from dossierflow.worktime import vietnam
from dossierflow.worktime.bulk import busday_calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

ROWS = 1_000_000
PAUSES = 3
_SEED = 20180101
_CALENDAR = vietnam()
_MASK = busday_calendar(_CALENDAR)
_TERM = Term.of("20 working days")
_COUNTING = profile("vn-general").counting(_TERM.unit)
_LAST_TRIGGER = 3200
"""Days after the first one; the terms end before the calendar does."""


def plain_race(rows: int = ROWS) -> Race:
    """Build the race of terms that nothing interrupts."""
    days, _, _ = _asked(rows)
    instants: NDArray[np.datetime64] = np.add(days.astype("datetime64[s]"), np.timedelta64(2, "h"))
    twenty = np.full(rows, _TERM.amount)
    by_row = Terms(twenty, Unit.WORKING_DAY)
    return Race(
        name="bulk",
        title="A million due dates in working days",
        about="The 20th working day after random days of 2018 to 2026; an array goes in, an array comes out. "
        "Ours has day, instant and masks of provisional days, suspensions and errors besides.",
        operation="one row",
        expected=_mask_days(days, twenty).tobytes(),
        contestants=(
            _ours(
                "dossierflow, one term, days",
                rows,
                lambda: due_days(days, _TERM, counting=_COUNTING, calendar=_CALENDAR),
            ),
            _ours(
                "dossierflow, a term per row, days",
                rows,
                lambda: due_days(days, by_row, counting=_COUNTING, calendar=_CALENDAR),
            ),
            _ours(
                "dossierflow, one term, instants",
                rows,
                lambda: due_days(instants, _TERM, counting=_COUNTING, calendar=_CALENDAR),
            ),
            Contestant(
                name="numpy.busday_offset, seven-day mask",
                prepare=always(lambda: _mask_days(days, twenty)),
                operations=rows,
                outcome=_bytes,
            ),
        ),
    )


def paused_race(rows: int = ROWS) -> Race:
    """Build the race of terms with three pauses each."""
    days, amounts, pauses = _asked(rows)
    terms = Terms(amounts, Unit.WORKING_DAY)
    return Race(
        name="bulk-paused",
        title="A million due dates in working days, with three pauses each",
        about="Terms of 1 to 39 working days with three pauses, in order and apart.",
        operation="one row",
        expected=_mask_days_paused(days, amounts, pauses).tobytes(),
        contestants=(
            _ours(
                "dossierflow",
                rows,
                lambda: due_days(days, terms, counting=_COUNTING, calendar=_CALENDAR, pauses=pauses),
            ),
            Contestant(
                name="numpy.busday_count and busday_offset, seven-day mask",
                prepare=always(lambda: _mask_days_paused(days, amounts, pauses)),
                operations=rows,
                outcome=_bytes,
            ),
        ),
    )


def _ours(name: str, rows: int, work: Callable[[], object]) -> Contestant:
    return Contestant(name=name, prepare=always(work), is_ours=True, operations=rows, outcome=_bytes)


def _bytes(found: object) -> bytes:
    """Return the days that a contestant found, as bytes that compare."""
    days = found.day if isinstance(found, DueColumns) else found
    assert isinstance(days, np.ndarray)
    return days.tobytes()


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


def main(arguments: list[str]) -> int:
    """Run both races and print their medians."""
    effort = QUICK if "--quick" in arguments else FULL
    for race in (plain_race(), paused_race()):
        outcome = run(race, effort)
        print(f"{outcome.title}\n")
        peer = next(timing for timing in outcome.timings if not timing.is_ours)
        for timing in outcome.timings:
            ratio = peer.median / timing.median
            print(
                f"  {timing.name:55} {timing.median * 1e9:8.1f} ns a row, least {timing.least * 1e9:8.1f} {ratio:7.1f}x"
            )
        print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
