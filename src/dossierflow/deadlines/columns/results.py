"""
Filling the columns of a result, group by group and block by block.

A block is small enough for its numbers to stay in the processor's cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.deadlines.columns.block import Kind, settle
from dossierflow.deadlines.columns.composed import Composed
from dossierflow.deadlines.columns.shapes import DueColumns, RowError
from dossierflow.deadlines.columns.spans import NAT
from dossierflow.errors import TermError
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dossierflow.deadlines.columns.clocked import Clock
    from dossierflow.deadlines.columns.events import Events
    from dossierflow.deadlines.columns.groups import Group
    from dossierflow.deadlines.columns.inputs import Moments, PauseNumbers
    from dossierflow.deadlines.columns.shapes import Ints

BLOCK = 1 << 14
"""Rows of a block."""

_WORTH_A_TABLE = 4
"""So many rows for each day of the calendar, and a table is made before they are looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """The columns of a result while they are filled; times are numbers."""

    day: Ints
    at: Ints
    provisional: NDArray[np.bool_]
    suspended: NDArray[np.bool_]
    error: NDArray[np.uint8]

    @classmethod
    def of(cls, rows: int) -> Results:
        """Make room for *rows*."""
        flags = (np.zeros(rows, dtype=np.bool_), np.zeros(rows, dtype=np.bool_), np.zeros(rows, dtype=np.uint8))
        return cls(np.empty(rows, dtype=np.int64), np.empty(rows, dtype=np.int64), *flags)

    def columns(self, per: int) -> DueColumns:
        """Return the filled columns, with instants in ticks of which *per* are a second."""
        at = self.at.view("datetime64[s]" if per == 1 else "datetime64[us]")
        return DueColumns(self.day.view("datetime64[D]"), at, self.provisional, self.suspended, self.error)

    def fill(self, group: Group, clock: Clock, triggers: Moments, pauses: PauseNumbers | None) -> None:
        """
        Count the rows of *group*.

        Raises:
            TermError: Minutes are counted, but triggers or pauses are days.
        """
        if group.error is not RowError.NONE:
            self._spoil(group.rows, group.error)
            self._miss(group.rows, triggers.ticks[group.rows])
            return
        if group.in_minutes and (triggers.per == 0 or (pauses is not None and pauses.per == 0)):
            msg = (
                f"terms in {group.unit.value}s are counted in minutes here, so triggers and pauses must be instants, "
                "datetime64[s] or finer; a day alone is not enough"
            )
            raise TermError(msg)
        kind = Kind(clock, group.counting, group.unit, group.in_minutes, group.uncountable)
        composed = _composed(kind, group, triggers) if pauses is None else None
        for rows, part in _blocks(group.rows):
            ticks = triggers.ticks[rows]
            if composed is not None:
                composed.look_up(ticks, rows, self)
            else:
                amount = group.amount if isinstance(group.amount, int) else group.amount[part]
                events = clock.events(ticks, days=triggers.per == 0)
                self._settle(kind, amount, events, rows, pauses)
            self._miss(rows, ticks)

    def _settle(
        self, kind: Kind, amount: Ints | int, events: Events, rows: slice | Ints, pauses: PauseNumbers | None
    ) -> None:
        spans, wrong = None, None
        if pauses is not None:
            spans, wrong = pauses.of_rows(rows)
            spans = spans if kind.in_minutes or pauses.per == 0 else kind.clock.local_days(spans)
        ending = settle(kind, amount, events, spans)
        fate = ending.fate
        if wrong is not None:
            fate.spoil(wrong)
        origin = kind.clock.arrays.origin
        if isinstance(rows, slice):
            np.add(ending.day, origin, out=self.day[rows])
        else:
            self.day[rows] = ending.day + origin
        self.at[rows] = ending.at
        if ending.provisional is not None:
            self.provisional[rows] = ending.provisional
        if not fate.clean:
            self._spoil(np.arange(len(self.day))[rows][fate.over], RowError.NONE)
            self.error[rows] = fate.error
            self.suspended[rows] = fate.still

    def _miss(self, rows: slice | Ints, ticks: Ints) -> None:
        """Let *rows* without a trigger have no due date."""
        if len(ticks) and int(ticks.min()) == NAT:
            self._spoil(np.arange(len(self.day))[rows][ticks == NAT], RowError.MISSING)

    def _spoil(self, rows: slice | Ints, error: RowError) -> None:
        """Let *rows* have no due date."""
        self.day[rows] = self.at[rows] = NAT
        self.provisional[rows] = self.suspended[rows] = False
        self.error[rows] = error


def _composed(kind: Kind, group: Group, triggers: Moments) -> Composed | None:
    """Return a table for the rows of *group*, if they are many and have one term of days."""
    if group.in_minutes or not isinstance(group.amount, int):
        return None
    count = group.rows.stop - group.rows.start if isinstance(group.rows, slice) else len(group.rows)
    if count < _WORTH_A_TABLE * kind.clock.arrays.size:
        return None
    return Composed.of(kind, group.amount, days=triggers.per == 0)


def _blocks(rows: slice | Ints) -> Iterator[tuple[slice | Ints, slice]]:
    """Cut *rows* into blocks; yield each with its place among them."""
    start, count = (rows.start, rows.stop - rows.start) if isinstance(rows, slice) else (0, len(rows))
    for low in range(0, count, BLOCK):
        part = slice(low, min(low + BLOCK, count))
        yield (slice(start + part.start, start + part.stop) if isinstance(rows, slice) else rows[part]), part
