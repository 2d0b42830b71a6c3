"""
Which rows move when a calendar is replaced: the columns behind `reproject_columns`.

The counterpart of `dossierflow.deadlines.reprojection`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.deadlines.columns.shapes import DueColumns, RowError
from dossierflow.deadlines.columns.spans import NAT
from dossierflow.deadlines.conventions import Direction
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.columns.shapes import Countings, Flags, Ints
    from dossierflow.deadlines.reprojection import DayChange


@dataclass(frozen=True, slots=True, eq=False)
class MoveColumns:
    """The rows that move, or cannot be counted on one of the calendars."""

    row: Ints
    """Indices of the rows, rising; all other columns have an entry for each of these."""

    before: DueColumns
    """When they are due now."""

    after: DueColumns
    """When they would be due."""

    changes: tuple[DayChange, ...]
    """All days that differ between the calendars."""

    first: Ints
    """Where in `changes` those begin that lie within the run of a row."""

    stop: Ints
    """Where they end, exclusive."""

    def why(self, place: int) -> tuple[DayChange, ...]:
        """Return the changed days behind the move at *place*, from its start to both its ends."""
        return self.changes[int(self.first[place]) : int(self.stop[place])]


def moves_of(
    now: DueColumns,
    then: DueColumns,
    *,
    days: Ints,
    counting: Counting | Countings,
    changes: tuple[DayChange, ...],
    epoch: int,
) -> MoveColumns:
    """
    Return the rows of *now* that are others in *then*.

    Args:
        now: Due dates on the calendar in use.

        then: Due dates on the one that is to replace it.

        days: The local days since 1970 on which the rows start.

        counting: How they are counted.

        changes: The days that differ.

        epoch: Ordinal of 1970-01-01.
    """
    there, here = _numbers(then), _numbers(now)
    moved = (there[0] != here[0]) | (there[1] != here[1]) | (now.error != RowError.NONE) | (then.error != RowError.NONE)
    row = np.flatnonzero(moved)
    starts = days[row]
    ends: Ints = np.stack([starts, here[0][row], there[0][row]])
    changed: Ints = np.array([change.day.toordinal() - epoch for change in changes], dtype=np.int64)
    endless: Flags = (ends == NAT).any(axis=0)
    ends = np.where(ends == NAT, starts, ends)
    first: Ints = ends.min(axis=0)
    last: Ints = ends.max(axis=0)
    back = _backward(counting, row)
    start = np.where(endless & back, 0, np.searchsorted(changed, first))
    stop = np.where(endless & ~back, len(changed), np.searchsorted(changed, last, side="right"))
    return MoveColumns(row, _chosen(now, row), _chosen(then, row), changes, start, stop)


def _numbers(due: DueColumns) -> tuple[Ints, Ints]:
    return due.day.view(np.int64), due.at.view(np.int64)


def _backward(counting: Counting | Countings, row: Ints) -> Flags:
    """Tell which rows count back from their events."""
    if not isinstance(counting, tuple):
        return np.full(len(row), counting.direction is Direction.BEFORE)
    choices = np.array([choice.direction is Direction.BEFORE for choice in counting.choices])
    found: NDArray[np.bool_] = choices[counting.choice[row]]
    return found


def _chosen(due: DueColumns, row: Ints) -> DueColumns:
    return DueColumns(due.day[row], due.at[row], due.provisional[row], due.suspended[row], due.error[row])
