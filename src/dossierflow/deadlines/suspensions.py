"""
Suspensions as the kernel needs them: merged, in order, and none that is empty.

Overlapping, touching and unordered suspensions are one and the same time
without running; so splitting a pause or telling it twice changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from dossierflow.deadlines.ledger import Suspension
    from dossierflow.worktime.calendar import WorkCalendar

    Days = tuple[date, date | None]
    """Takes out the days after the first up to and including the second; open without a second."""

    Times = tuple[datetime, datetime | None]
    """Takes out the time from the first up to, excluding, the second; open without a second."""

    P = TypeVar("P", date, datetime)


def in_days(suspensions: tuple[Suspension, ...], calendar: WorkCalendar) -> list[Days]:
    """Return the days that *suspensions* take out, on the local days of *calendar*."""
    return _merged(
        (calendar.local_day(one.start), None if one.end is None else calendar.local_day(one.end)) for one in suspensions
    )


def in_time(suspensions: tuple[Suspension, ...]) -> list[Times]:
    """Return the time that *suspensions* take out."""
    return _merged((one.start, one.end) for one in suspensions)


def touches(out: list[Days], after: date, through: date) -> bool:
    """Tell whether *out* takes out a day after *after* up to and including *through*."""
    return any(max(start, after) < (through if end is None else min(end, through)) for start, end in out)


def _merged(spans: Iterable[tuple[P, P | None]]) -> list[tuple[P, P | None]]:
    """Return *spans* merged and in order; an open one comes last and ends what it overlaps."""
    merged: list[tuple[P, P]] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if end is None:
            # A term that counts back ends before what is open, and may lie in what is closed.
            cut: list[tuple[P, P | None]] = [(first, min(last, start)) for first, last in merged]
            cut.append((start, None))
            return cut
        if start == end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return list(merged)
