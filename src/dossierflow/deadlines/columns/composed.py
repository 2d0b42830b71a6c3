"""
One table for all rows of one term: every day on which it can start, answered once.

Of an event only its day matters, and whether the office has closed and the
cut-off has passed. Where nothing is paused, a table of these answers all rows
with one look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from dossierflow.deadlines.columns.block import settle
from dossierflow.deadlines.columns.events import SECONDS_A_MINUTE, Events, cutoff_minute
from dossierflow.deadlines.columns.shapes import RowError
from dossierflow.deadlines.columns.spans import NAT
from dossierflow.deadlines.conventions import Receipt
from dossierflow.worktime.hours import MINUTES_A_DAY
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.columns.block import Kind
    from dossierflow.deadlines.columns.results import Results
    from dossierflow.deadlines.columns.shapes import Ints
    from dossierflow.worktime.bulk import CalendarArrays

_TIMES = 3
"""What the hour of an event can change: it is before both, after one, or after both of closing and cut-off."""


@dataclass(frozen=True, slots=True, eq=False)
class Composed:
    """The answers for every day of a calendar, after those for the day before it and before those for the day after."""

    kind: Kind
    limits: tuple[Ints, Ints] | None
    """The minutes of each day from which an event is after one and both; none for events without a time."""

    day: Ints
    at: Ints
    provisional: NDArray[np.bool_]
    error: NDArray[np.uint8]

    plain: tuple[int, int]
    """First and last place of a run of answers without error, none of them provisional."""

    @classmethod
    def of(cls, kind: Kind, amount: int, *, days: bool) -> Self:
        """Answer a term of *amount* for events on every day, or with *days* not set, at every time."""
        arrays = kind.clock.arrays
        limits = None if days else _limits(arrays, kind.counting)
        times = 1 if limits is None else _TIMES
        day = np.repeat(np.arange(arrays.size), times)
        minute = np.zeros(len(day), dtype=np.int64)
        if limits is not None:
            minute[1::times], minute[2::times] = limits
        ending = settle(kind, amount, Events(day, minute * SECONDS_A_MINUTE * kind.clock.per, None), None)
        over = ending.fate.over
        open_days = np.zeros_like(over) if ending.provisional is None else ending.provisional & ~over
        provisional = np.pad(open_days, times)
        error = np.pad(ending.fate.error, times, constant_values=RowError.COVERAGE)
        return cls(
            kind,
            limits,
            np.pad(np.where(over, NAT, ending.day + arrays.origin), times, constant_values=NAT),
            np.pad(np.where(over, NAT, ending.at), times, constant_values=NAT),
            provisional,
            error,
            _longest_run(provisional | (error != RowError.NONE)),
        )

    def look_up(self, ticks: Ints, rows: slice | Ints, results: Results) -> None:
        """Write the answers for events at *ticks* into *rows* of *results*."""
        clock = self.kind.clock
        if self.limits is None:
            place = ticks - (clock.arrays.origin - 1)
        else:
            day, time = clock.split(ticks)
            minute = time // clock.minute
            first, second = self.limits
            place = (day + 1) * _TIMES
            place += minute >= first.take(day, mode="clip")
            place += minute >= second.take(day, mode="clip")
        tables: list[tuple[NDArray[np.generic], NDArray[np.generic]]] = [
            (self.day, results.day),
            (self.at, results.at),
        ]
        if int(place.min()) < self.plain[0] or int(place.max()) > self.plain[1]:
            tables += [(self.provisional, results.provisional), (self.error, results.error)]
        for table, column in tables:
            if isinstance(rows, slice):
                table.take(place, out=column[rows], mode="clip")
            else:
                column[rows] = table.take(place, mode="clip")


def _limits(arrays: CalendarArrays, counting: Counting) -> tuple[Ints, Ints]:
    """Return for each day the minutes from which an event is after one, and after both, of closing and cut-off."""
    never = np.full(arrays.size, MINUTES_A_DAY, dtype=np.int64)
    closing = arrays.closing if counting.receipt is Receipt.NEXT_OPENING else never
    past = np.minimum(never, cutoff_minute(counting) + 1)
    return np.minimum(closing, past), np.maximum(closing, past)


def _longest_run(marked: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the first and last place of the longest run between two marks; the ends are marked."""
    marks = np.flatnonzero(marked)
    longest = int(np.diff(marks).argmax())
    return int(marks[longest]) + 1, int(marks[longest + 1]) - 1
