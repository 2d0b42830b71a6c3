"""
The columns that a caller hands in, checked and turned into numbers.

What is wrong with a whole column is an error; what is wrong with one row is
left to that row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossierflow.deadlines.columns.shapes import UNITS, Countings, RowError, Terms
from dossierflow.deadlines.columns.spans import NAT, OPEN, Spans
from dossierflow.deadlines.term import Unit
from dossierflow.errors import TermError
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dossierflow.deadlines.columns.shapes import Instants, Ints, Pauses

_THOUSAND = 1000
_PER_SECOND = {"s": 1, "ms": 1_000_000, "us": 1_000_000, "ns": 1_000_000}


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """A column of days or of instants."""

    ticks: Ints
    """Days or ticks since 1970; `NAT` where there is none."""

    per: int
    """Ticks of a second; 0 of days."""

    @classmethod
    def of(cls, column: Instants, name: str) -> Moments:
        """
        Read *column*, which messages call *name*.

        Raises:
            TermError: It holds no days and no instants, or is finer than microseconds.
        """
        if column.dtype.kind != "M" or column.ndim != 1:
            msg = f"{name} must be one column of datetime64, not {column.dtype} of {column.ndim} dimensions"
            raise TermError(msg)
        column = column.astype(column.dtype.newbyteorder("="), copy=False)
        unit, step = np.datetime_data(column.dtype)
        if unit == "D" and step == 1:
            return cls(column.view(np.int64), 0)
        if unit not in _PER_SECOND or step != 1:
            msg = f"{name} must be datetime64[D] for days, or [s] to [ns] for instants; found {column.dtype}"
            raise TermError(msg)
        ticks = column.view(np.int64)
        if unit == "ms":
            ticks = np.where(ticks == NAT, NAT, ticks * _THOUSAND)
        if unit == "ns":
            there = ticks != NAT
            if (ticks % _THOUSAND)[there].any():
                msg = f"{name} has instants finer than a microsecond; round them first"
                raise TermError(msg)
            ticks = np.where(there, ticks // _THOUSAND, NAT)
        return cls(ticks, _PER_SECOND[unit])

    def finer(self, per: int) -> Moments:
        """Return the same instants in ticks of which *per* are a second; days as they are."""
        if self.per in {0, per}:
            return self
        scale = per // self.per
        return Moments(np.where(self.ticks == NAT, NAT, self.ticks * scale), per)


@dataclass(frozen=True, slots=True, eq=False)
class PauseNumbers:
    """The pauses of all rows."""

    spans: Spans
    per: int
    """Ticks of a second; 0 of days."""

    @classmethod
    def of(cls, pauses: Pauses, rows: int) -> PauseNumbers:
        """
        Read *pauses* of so many *rows*.

        Raises:
            TermError: The three columns do not fit each other or the rows.
        """
        offsets = np.asarray(pauses.offsets)
        if offsets.dtype.kind not in "iu" or offsets.shape != (rows + 1,):
            msg = f"the offsets of pauses must be {rows + 1} whole numbers, one more than there are rows"
            raise TermError(msg)
        offsets = offsets.astype(np.int64, copy=False)
        starts, ends = Moments.of(pauses.starts, "the starts of pauses"), Moments.of(pauses.ends, "the ends of pauses")
        count, counts = len(starts.ticks), np.diff(offsets)
        if len(ends.ticks) != count or offsets[0] != 0 or offsets[-1] != count or (rows and int(counts.min()) < 0):
            msg = (
                f"the offsets of pauses must rise from 0 to {count}, the number of starts, "
                f"and there must be as many ends as starts; found {len(ends.ticks)} ends"
            )
            raise TermError(msg)
        if (starts.per == 0) != (ends.per == 0):
            msg = "pauses start and end on days or at instants, not one of each"
            raise TermError(msg)
        per = max(starts.per, ends.per)
        width = int(counts[0]) if rows and (counts == counts[0]).all() else 0
        return cls(Spans(offsets, starts.finer(per).ticks, ends.finer(per).ticks, has_open=False, width=width), per)

    def finer(self, per: int) -> PauseNumbers:
        """Return the same pauses in ticks of which *per* are a second."""
        starts, ends = (Moments(ticks, self.per).finer(per) for ticks in (self.spans.starts, self.spans.ends))
        spans = Spans(self.spans.offsets, starts.ticks, ends.ticks, has_open=False, width=self.spans.width)
        return PauseNumbers(spans, starts.per)

    def of_rows(self, rows: slice | Ints) -> tuple[Spans, NDArray[np.uint8] | None]:
        """Return the pauses of *rows*, open ones with their mark, and the errors of rows with impossible ones."""
        if isinstance(rows, slice):
            offsets = self.spans.offsets[rows.start : rows.stop + 1]
            inside = slice(int(offsets[0]), int(offsets[-1]))
            cut = replace(
                self.spans, offsets=offsets - offsets[0], starts=self.spans.starts[inside], ends=self.spans.ends[inside]
            )
        else:
            cut = self.spans.of_rows(rows)
        if len(cut.ends) and int(cut.ends.min()) == NAT:
            ends = np.where(cut.ends == NAT, OPEN, cut.ends)
            cut = replace(cut, ends=ends, has_open=True)
        return cut, _impossible(cut)


def _impossible(spans: Spans) -> NDArray[np.uint8] | None:
    """Return the errors of rows with a pause that has no start, or ends before it starts; none if there is none."""
    wrong = spans.ends < spans.starts
    if not wrong.any() and not (len(spans.starts) and int(spans.starts.min()) == NAT):
        return None
    found = np.zeros(len(spans.offsets) - 1, dtype=np.uint8)
    for flags, code in ((wrong, RowError.REFUSED), (spans.starts == NAT, RowError.MISSING)):
        found[np.searchsorted(spans.offsets, np.flatnonzero(flags), side="right") - 1] = code
    return found


def check_terms(terms: Terms, rows: int) -> None:
    """
    Refuse columns of terms that do not fit the rows.

    Raises:
        TermError: With what was found and what is needed.
    """
    amount, unit = terms
    if amount.dtype.kind not in "iuf" or amount.shape != (rows,):
        msg = f"amounts must be {rows} numbers, one for each row; found {amount.dtype} of shape {amount.shape}"
        raise TermError(msg)
    if not isinstance(unit, Unit):
        _check_index(unit, rows, len(UNITS), "units must be a Unit, or indices into UNITS")


def check_countings(countings: Countings, rows: int) -> None:
    """
    Refuse a column of countings that does not fit the rows.

    Raises:
        TermError: With what was found and what is needed.
    """
    what = "the countings of rows must be indices into the choices"
    _check_index(countings.choice, rows, len(countings.choices), what)


def _check_index(index: NDArray[np.integer], rows: int, known: int, what: str) -> None:
    if index.dtype.kind not in "iu" or index.shape != (rows,):
        msg = f"{what}, {rows} of them; found {index.dtype} of shape {index.shape}"
        raise TermError(msg)
    if rows and (int(index.min()) < 0 or int(index.max()) >= known):
        msg = f"{what}, from 0 to {known - 1}; found {int(index.min())} to {int(index.max())}"
        raise TermError(msg)
