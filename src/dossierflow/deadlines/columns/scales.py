"""
Counting whole days of many rows, forward and back, around their pauses.

On a scale every day has the number of days before it that count. The *n*-th
day after a day, and the days that a pause takes out, are then differences of
two numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dossierflow.deadlines.columns.shapes import RowError
from dossierflow.deadlines.columns.spans import OPEN
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from dossierflow.deadlines.columns.shapes import Fate, Flags, Ints
    from dossierflow.deadlines.columns.spans import Spans
    from dossierflow.worktime.bulk import CalendarArrays

SLOT = 2
"""
A pause lies on slots: the index of its day plus two.

Slot 0 is any day before the eve of the first one, the last slot any day after the last one.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """Days by how many of them count."""

    before: Ints
    """Counting days before day *i*; one entry more than there are days."""

    nth: Ints
    """Index of the k-th counting day, from 0."""

    through: Ints
    """For each slot, the counting days up to and including it."""

    @classmethod
    def of(cls, before: Ints, nth: Ints) -> Scale:
        """Make the scale of the counting days *nth*."""
        return cls(before, nth, np.concatenate([np.zeros(1, dtype=np.int64), before]))

    def passed(self, slots: Ints) -> Ints:
        """Return the counting days up to and including *slots*; beyond the calendar any day may count."""
        last = len(self.through) - 1
        found: Ints = self.through.take(slots, mode="clip")
        if len(slots) and int(slots.max()) > last:
            found += np.maximum(slots - last, 0)
        return found

    def count(
        self, start: Ints, amount: Ints | int, spans: Spans | None, fate: Fate, *, back: bool, same_day: bool
    ) -> Ints:
        """
        Return the *amount*-th counting day after *start*, or before it, for each row.

        Args:
            start: Indices of days that the calendar covers.

            amount: At least 1.

            spans: Pauses as slots.

            fate: Takes the rows that stand still, and those that run past the calendar.

            back: Whether to count towards the past.

            same_day: Whether *start* may be counted itself.
        """
        if back:
            rank = self.before.take(start + 1 if same_day else start)
            place = rank - amount
            if spans is not None:
                fate.stop(self._out_behind(place, rank, start + (same_day - 1), spans))
            outside = place < 0
        else:
            rank = self.before.take(start if same_day else start + 1)
            place = rank + (amount - 1)
            if spans is not None:
                fate.stop(self._out_ahead(place, rank, spans))
            outside = place >= len(self.nth)
        fate.fail(outside, RowError.COVERAGE)
        return self.nth.take(place, mode="clip")

    def _out_ahead(self, place: Ints, rank: Ints, spans: Spans) -> Flags:
        """Move *place* on by what is taken out before it; return the rows that an open pause stops."""
        begins, ends = self.passed(spans.starts), self.passed(spans.ends)
        is_open, stopped = spans.open, np.zeros(len(place), dtype=np.bool_)
        for rows, at in spans.ranks():
            begun = np.maximum(begins[at], rank[rows])
            hit = begun <= place[rows]
            out = np.maximum(ends[at], begun)
            out -= begun
            if is_open is not None:
                stopped[rows] |= hit & is_open[at]
                hit &= ~is_open[at]
            out *= hit
            place[rows] += out
        return stopped

    def _out_behind(self, place: Ints, rank: Ints, last: Ints, spans: Spans) -> Flags:
        """Move *place* back by what is taken out after it; return the rows that an open pause stops."""
        begins, ends = self.passed(spans.starts), self.passed(spans.ends)
        is_open, stopped = spans.open, np.zeros(len(place), dtype=np.bool_)
        for rows, at in spans.ranks(from_last=True):
            ended = np.minimum(ends[at], rank[rows])
            out = ended - np.minimum(begins[at], ended)
            out *= place[rows] < ended
            if is_open is not None:
                stopped[rows] |= is_open[at] & (spans.starts[at] - SLOT < last[rows])
            place[rows] -= out
        return stopped


def touched(spans: Spans, after: Ints, through: Ints) -> Flags:
    """Tell which rows have a pause that takes out a day after *after* up to and including *through*."""
    found = np.zeros(len(after), dtype=np.bool_)
    for rows, at in spans.ranks():
        began = np.maximum(spans.starts[at] - SLOT, after[rows])
        over = np.where(spans.ends[at] == OPEN, OPEN, spans.ends[at] - SLOT)
        found[rows] |= began < np.minimum(over, through[rows])
    return found


@lru_cache(maxsize=16)
def working_days(arrays: CalendarArrays) -> Scale:
    """Return the scale on which only working days count."""
    return Scale.of(arrays.before, arrays.nth)


@lru_cache(maxsize=16)
def all_days(arrays: CalendarArrays) -> Scale:
    """Return the scale on which every day counts."""
    return Scale.of(np.arange(arrays.size + 1, dtype=np.int64), np.arange(arrays.size, dtype=np.int64))
