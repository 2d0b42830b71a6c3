"""
What goes into a bulk computation and what comes out of it, column by column.

All columns are numpy arrays of one dimension.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from dossierflow.deadlines.term import Unit
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dossierflow.deadlines.choices import Counting

    Ints: TypeAlias = NDArray[np.int64]
    Flags: TypeAlias = NDArray[np.bool_]
    Instants: TypeAlias = NDArray[np.datetime64]

UNITS = tuple(Unit)
"""The units in the order of their numbers: a column of units holds indices into this."""


class RowError(IntEnum):
    """Why a row has no due date; the kernel raises an error where a row has one of these."""

    NONE = 0
    """It is counted, or stands still."""

    MISSING = 1
    """The trigger, or the start of a pause, is missing (``NaT``)."""

    COVERAGE = 2
    """The calendar does not cover a day that would have to be looked at (`CalendarCoverageError`)."""

    REFUSED = 3
    """The term cannot be counted as asked (`TermError`)."""


class Terms(NamedTuple):
    """A term for every row."""

    amount: NDArray[np.int64] | NDArray[np.float64]
    """How many; a fraction only of days and hours, and only if it comes to whole minutes."""

    unit: NDArray[np.integer] | Unit
    """Indices into `UNITS`, or the one unit of all rows."""


class Countings(NamedTuple):
    """A way of counting for every row."""

    choices: Sequence[Counting]
    choice: NDArray[np.integer]
    """Which of the *choices* each row takes, as an index."""


class Pauses(NamedTuple):
    """
    The suspensions of all rows, one after another; those of row *i* are ``offsets[i]`` to ``offsets[i + 1]``.

    They may overlap and come in any order, but in order and apart they are counted faster.
    """

    offsets: NDArray[np.integer]
    """One entry more than there are rows."""

    starts: Instants
    ends: Instants
    """``NaT`` where the pause is still open."""


@dataclass(frozen=True, slots=True, eq=False)
class DueColumns:
    """When the terms of all rows end; what `dossierflow.deadlines.compute.due` says of each."""

    day: Instants
    """Last day in the zone of the calendar, ``datetime64[D]``; ``NaT`` if it stands still or has an error."""

    at: Instants
    """Last instant in UTC, ``datetime64[s]``, or ``[us]`` where the input is finer than seconds; ``NaT`` as `day`."""

    provisional: Flags
    """Whether a day was looked at whose schedule is not decided yet."""

    suspended: Flags
    """Whether the term stands still in an open pause, with part of it left."""

    error: NDArray[np.uint8]
    """A `RowError` for every row."""

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.day)


class Fate:
    """What has become of the rows of one block; the first thing that happens to a row is final."""

    __slots__ = ("clean", "error", "still")

    def __init__(self, rows: int) -> None:
        """Begin with *rows* that go on."""
        self.clean = True
        """Whether all rows still go on."""
        self.error = np.zeros(rows, dtype=np.uint8)
        self.still = np.zeros(rows, dtype=np.bool_)

    def fail(self, rows: Flags, code: RowError) -> None:
        """Give *rows* that still go on an error."""
        if rows.any():
            self.error[rows & ~self.over] = code
            self.clean = False

    def stop(self, rows: Flags) -> None:
        """Let *rows* that still go on stand still."""
        if rows.any():
            self.still |= rows & ~self.over
            self.clean = False

    def take(self, rows: Ints, other: Fate) -> None:
        """Take over what *other* has found out about *rows*, which still go on."""
        self.error[rows] = other.error
        self.still[rows] = other.still
        self.clean &= other.clean

    def take_some(self, other: Fate, rows: Flags) -> None:
        """Take over what *other* has found out about those *rows* that still go on."""
        if not other.clean:
            chosen = rows & ~self.over
            self.error[chosen] = other.error[chosen]
            self.still[chosen] = other.still[chosen]
            self.clean = False

    def spoil(self, errors: NDArray[np.uint8]) -> None:
        """Give the rows that have one of *errors* that one, whatever happened to them."""
        self.clean = False
        self.still &= errors == RowError.NONE
        np.copyto(self.error, errors, where=errors != RowError.NONE)

    @property
    def over(self) -> Flags:
        """The rows that do not go on."""
        found: Flags = (self.error != RowError.NONE) | self.still
        return found
