"""
The pauses of a block of rows: cut out, put in order, and read rank by rank.

What the kernel does pause after pause for one term is done here for the first
pause of all rows, then for the second, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.deadlines.columns.shapes import Flags, Ints

    Where: TypeAlias = slice | Ints

NAT = np.iinfo(np.int64).min
"""The number of ``NaT``."""

OPEN = np.iinfo(np.int64).max
"""The end of a pause that has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Pauses of a block of rows on one scale; those of row *i* are ``offsets[i]`` to ``offsets[i + 1]``."""

    offsets: Ints
    starts: Ints
    ends: Ints
    """Later than the starts, or equal to them; `OPEN` without an end."""

    has_open: bool
    """Whether any pause has no end."""

    width: int
    """How many pauses every row has; 0 if the numbers differ, or are not known to be the same."""

    @property
    def open(self) -> Flags | None:
        """Which pauses have no end; none if all have."""
        return self.ends == OPEN if self.has_open else None

    def shifted(self, by: int) -> Spans:
        """Return the pauses with *by* added to their ends and starts."""
        ends = self.ends + by if self.open is None else np.where(self.open, OPEN, self.ends + by)
        return Spans(self.offsets, self.starts + by, ends, self.has_open, self.width)

    def of_rows(self, rows: Ints) -> Spans:
        """Return the pauses of *rows* alone, in that order."""
        counts = np.diff(self.offsets)[rows]
        offsets = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)])
        at = np.arange(int(offsets[-1]), dtype=np.int64) + np.repeat(self.offsets[rows] - offsets[:-1], counts)
        return Spans(offsets, self.starts[at], self.ends[at], self.has_open, self.width)

    def ranks(self, *, from_last: bool = False) -> Iterator[tuple[Where, Where]]:
        """
        Yield the rows that have a first pause and where those pauses are, then the second ones, and so on.

        Args:
            from_last: Begin with the last pause of each row instead.
        """
        if self.width:
            for rank in reversed(range(self.width)) if from_last else range(self.width):
                yield slice(None), slice(rank, None, self.width)
            return
        counts = np.diff(self.offsets)
        for rank in range(int(counts.max(initial=0))):
            rows = np.flatnonzero(counts > rank)
            yield rows, self.offsets[rows + 1] - 1 - rank if from_last else self.offsets[rows] + rank

    @property
    def _same_row(self) -> Flags:
        """For every pause but the first, whether the one before it is of the same row."""
        found = np.ones(max(len(self.starts) - 1, 0), dtype=np.bool_)
        found[self.offsets[(self.offsets > 0) & (self.offsets < len(self.starts))] - 1] = False
        return found

    def in_order(self) -> Spans:
        """
        Return the same time out in order, with no two pauses of a row that overlap.

        An open pause is the last of its row and cuts what reaches into it.
        """
        if self._is_in_order():
            return self
        rows = np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))
        ends, is_open = self.ends, self.ends == OPEN
        opened = np.full(len(self.offsets) - 1, OPEN)
        np.minimum.at(opened, rows[is_open], self.starts[is_open])
        ends = np.where(is_open, OPEN, np.minimum(ends, opened[rows]))
        kept = np.where(is_open, self.starts == opened[rows], self.starts < ends)
        rows, starts, ends = rows[kept], self.starts[kept], ends[kept]
        order = np.lexsort((starts, rows))
        offsets = _offsets(rows[order], len(self.offsets) - 1)
        return _joined(Spans(offsets, starts[order], ends[order], self.has_open, 0))

    def _is_in_order(self) -> bool:
        if self.width:
            starts, ends = self.starts.reshape(-1, self.width), self.ends.reshape(-1, self.width)
            return not any((starts[:, rank] < ends[:, rank - 1]).any() for rank in range(1, self.width))
        return not ((self.starts[1:] < self.ends[:-1]) & self._same_row).any()


def _joined(spans: Spans) -> Spans:
    """Return ordered pauses with those joined that overlap."""
    reach, counts = spans.ends.copy(), np.diff(spans.offsets)
    first = np.ones(len(reach), dtype=np.bool_)
    for rank in range(1, int(counts.max(initial=0))):
        at = spans.offsets[np.flatnonzero(counts > rank)] + rank
        first[at] = spans.starts[at] >= reach[at - 1]
        reach[at] = np.maximum(reach[at], reach[at - 1])
    heads = np.flatnonzero(first)
    rows = np.repeat(np.arange(len(counts)), counts)[heads]
    tails = np.append(heads[1:], len(reach))[: len(heads)] - 1
    offsets = _offsets(rows, len(counts))
    return Spans(offsets, spans.starts[heads], reach[tails], spans.has_open, 0)


def _offsets(rows: Ints, count: int) -> Ints:
    """Return where the entries of each of *count* rows begin, for entries with ordered row numbers."""
    found: Ints = np.searchsorted(rows, np.arange(count + 1)).astype(np.int64)
    return found
