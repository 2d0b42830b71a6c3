"""Measuring chains: lengths, slack and breaches, for the start days that the calendar decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.review.time.report import Length
from dossierflow.review.time.tables import MINUTES_A_DAY

if TYPE_CHECKING:
    from datetime import date, datetime

    from dossierflow.procedure.model import Procedure
    from dossierflow.review.time.chain import Chain
    from dossierflow.review.time.columns import Columns
    from dossierflow.review.time.tables import Tables


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
        calendar = tables.calendar
        worked = 0
        self._worked: list[int] = []
        for day in calendar.days(calendar.first, calendar.last):
            worked += day.working
            self._worked.append(worked)

    def decided(self, *chains: Chain) -> list[int]:
        """Return the rows in which nothing of *chains* lies beyond the calendar."""
        nodes = {node for chain in chains for run in chain.runs for node in run}
        nodes |= {node for chain in chains for node in chain.moments}
        beyond = self._tables.beyond
        outside = {row for node in nodes for row, minute in enumerate(self._columns[node]) if minute >= beyond}
        return [row for row in range(len(self._days)) if row not in outside]

    def lengths(self, chain: Chain, rows: list[int]) -> list[Length]:
        """Return how long the last run of the limit takes from its start until it is stopped."""
        begun, stopped = self._columns[chain.begins], self._columns[chain.runs[-1][1]]
        return [self._length(row, begun[row], stopped[row]) for row in rows]

    def slack(self, chain: Chain, rows: list[int]) -> list[Length]:
        """Return what is left of the limit when it is stopped: of several runs, the least."""
        runs = [(self._columns[due], self._columns[stopped]) for due, stopped in chain.runs]
        found: list[Length] = []
        for row in rows:
            due, stopped = min(((due[row], stopped[row]) for due, stopped in runs), key=lambda run: run[0] - run[1])
            found.append(self._length(row, stopped, due))
        return found

    def exhausted(self, chain: Chain, rows: list[int]) -> tuple[date, ...]:
        """Return the start days on which the last run is stopped the very moment it is due."""
        due, stopped = (self._columns[node] for node in chain.runs[-1])
        return tuple(self._days[row] for row in rows if stopped[row] == due[row])

    def breaking(self, chain: Chain, rows: list[int]) -> tuple[date, ...]:
        """Return the start days on which a run is stopped after it was due."""
        runs = [(self._columns[due], self._columns[stopped]) for due, stopped in chain.runs]
        late = (row for row in rows if any(stopped[row] > due[row] for due, stopped in runs))
        return tuple(self._days[row] for row in late)

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

    def _length(self, row: int, begun: int, ended: int) -> Length:
        one, other = begun // MINUTES_A_DAY, ended // MINUTES_A_DAY
        return Length(self._days[row], self._worked[other] - self._worked[one], other - one)
