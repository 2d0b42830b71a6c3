"""Measuring chains: lengths, slack and breaches, for the start days that the calendar decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.review.time.report import Length
from dossierflow.review.time.tables import MINUTES_A_DAY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from dossierflow.procedure.model import Procedure
    from dossierflow.review.time.chain import Chain
    from dossierflow.review.time.columns import Columns
    from dossierflow.review.time.tables import Tables

_MANY = 1_000_000
"""More than there are days between two instants of a path."""


class Measure:
    """Measures the chains of one procedure."""

    def __init__(self, procedure: Procedure, tables: Tables, columns: Columns, days: list[date]) -> None:
        """
        Measure on the calendar of *tables*.

        Args:
            procedure: The version.

            tables: The calendar, and what was counted on it.

            columns: The instants of the chains.

            days: The start days, in the order of the rows of *columns*.
        """
        self.procedure = procedure
        self._tables = tables
        self._columns = columns
        self._days = days
        self._row = {day: row for row, day in enumerate(days)}
        self._worked = tables.worked
        self._outside: dict[int, frozenset[int]] = {}

    def decided(self, *chains: Chain) -> list[int]:
        """Return the rows in which nothing of *chains* lies beyond the calendar."""
        nodes = {node for chain in chains for run in chain.runs for node in run}
        nodes |= {node for chain in chains for node in chain.moments}
        outside = frozenset[int]().union(*(self._beyond(node) for node in nodes))
        return [row for row in range(len(self._days)) if row not in outside]

    def _beyond(self, node: int) -> frozenset[int]:
        known = self._outside.get(node)
        if known is None:
            beyond, column = self._tables.beyond, self._columns[node]
            late = max(column, default=0) >= beyond
            rows = enumerate(column) if late else ()
            known = frozenset(row for row, minute in rows if minute >= beyond)
            self._outside[node] = known
        return known

    def longest(self, chain: Chain, rows: Sequence[int]) -> Length:
        """Return the longest time of the last run, from its start until it is stopped; the first day of it."""
        return self._chosen(chain.begins, chain.runs[-1][1], rows, longest=True)

    def shortest(self, chain: Chain, rows: Sequence[int]) -> Length:
        """Return the shortest time of the last run."""
        return self._chosen(chain.begins, chain.runs[-1][1], rows, longest=False)

    def slack(self, chain: Chain, rows: Sequence[int]) -> Length:
        """Return the least time that is left when a run of the limit is stopped."""
        found = [self._chosen(stopped, due, rows, longest=False) for due, stopped in chain.runs]
        return min(found, key=lambda one: (one.days, one.working_days))

    def breaking(self, chain: Chain, rows: Sequence[int]) -> tuple[date, ...]:
        """Return the start days on which a run is stopped after it was due."""
        late: set[int] = set()
        for node, end in chain.runs:
            due, stopped = self._columns[node], self._columns[end]
            late.update(row for row in rows if stopped[row] > due[row])
        return tuple(self._days[row] for row in sorted(late))

    def exhausted(self, chain: Chain, rows: Sequence[int]) -> tuple[date, ...]:
        """Return the start days on which the last run is stopped the very moment it is due."""
        due, stopped = (self._columns[node] for node in chain.runs[-1])
        return tuple(self._days[row] for row in rows if stopped[row] == due[row])

    def broken_run(self, chain: Chain, day: date) -> tuple[datetime, datetime]:
        """Return when the first broken run is due, and when it is stopped."""
        row = self._row[day]
        runs = [(self._columns[due][row], self._columns[stopped][row]) for due, stopped in chain.runs]
        due, stopped = next((due, stopped) for due, stopped in runs if stopped > due)
        return self._tables.instant(due), self._tables.instant(stopped)

    def instants(self, chain: Chain, day: date) -> tuple[datetime, ...]:
        """Return when each move happens."""
        row = self._row[day]
        return tuple(self._tables.instant(self._columns[node][row]) for node in chain.moments)

    def _chosen(self, begins: int, ends: int, rows: Sequence[int], *, longest: bool) -> Length:
        """Return the longest or shortest time between two instants, by calendar days, then by working days."""
        begun, ended, worked = self._columns[begins], self._columns[ends], self._worked
        firsts = [begun[row] // MINUTES_A_DAY for row in rows]
        lasts = [ended[row] // MINUTES_A_DAY for row in rows]
        lengths = [
            (last - first) * _MANY + worked[last] - worked[first] for first, last in zip(firsts, lasts, strict=True)
        ]
        place = lengths.index(max(lengths) if longest else min(lengths))
        first, last = firsts[place], lasts[place]
        return Length(self._days[rows[place]], worked[last] - worked[first], last - first)
