"""What the library owes its users in speed, and whether a run has kept it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.results import Outcome, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """One promise, as a ratio of medians within one run, or as seconds where there is no *peer*."""

    promise: str
    race: str
    ours: str
    """Name of the contestant, as the race calls it; so is *peer*."""

    peer: str | None = None
    at_most: float
    """Our time divided by the peer's; or our seconds."""

    is_exact: bool = False
    """Whether a single wrong answer breaks the promise."""

    def measured(self, outcome: Outcome) -> float:
        """Return the ratio of medians, or the median seconds."""
        return outcome.of(self.ours).median if self.peer is None else outcome.ratio(self.ours, self.peer)

    def at_best(self, outcome: Outcome) -> float:
        """Return the ratio of the best rounds, or the seconds of the best."""
        least = outcome.of(self.ours).least
        return least if self.peer is None else least / outcome.of(self.peer).least

    def is_met(self, outcome: Outcome) -> bool:
        """Tell whether *outcome* keeps the promise, by medians."""
        return self.measured(outcome) <= self.at_most and (outcome.is_exact(self.ours) or not self.is_exact)


BUDGETS = (
    Budget(
        promise="a due date by the calendar: 10 times faster than bizdays, and exact",
        race="due-date",
        ours="dossierflow, calendar",
        peer="bizdays, seven-day mask",
        at_most=1 / 10,
        is_exact=True,
    ),
    Budget(
        promise="a due date by the whole rule: 10 times faster than bizdays, and exact",
        race="due-date",
        ours="dossierflow, whole rule",
        peer="bizdays, seven-day mask",
        at_most=1 / 10,
        is_exact=True,
    ),
    Budget(
        promise="bulk due dates, a term per row: 20 times faster than a correct `numpy.busday_offset`, and exact",
        race="bulk",
        ours="dossierflow, a term per row, days",
        peer="numpy.busday_offset, seven-day mask",
        at_most=1 / 20,
        is_exact=True,
    ),
    Budget(
        promise="bulk due dates with three pauses: 5 times faster than numpy's business days, and exact",
        race="bulk-paused",
        ours="dossierflow",
        peer="numpy.busday_count and busday_offset, seven-day mask",
        at_most=1 / 5,
        is_exact=True,
    ),
    Budget(
        promise="explanation of 20 working days: at most 10 times a day loop",
        race="explanation",
        ours="dossierflow, explanation",
        peer="day loop of the standard library",
        at_most=10,
    ),
    Budget(
        promise="one live command: at most 2.5 times a bare `transitions` trigger with the same guard",
        race="command",
        ours="dossierflow, one command",
        peer="transitions, undecorated object",
        at_most=2.5,
    ),
    Budget(
        promise="one live command: 25 times faster than load, complete and save in SpiffWorkflow",
        race="six-steps",
        ours="dossierflow, live commands alone",
        peer="SpiffWorkflow",
        at_most=1 / 25,
    ),
    Budget(
        promise="replay of 100 events in memory: 5 times faster than eventsourcing",
        race="replay",
        ours="dossierflow, from event objects",
        peer="eventsourcing, from event objects",
        at_most=1 / 5,
    ),
    Budget(
        promise="replay of 100 stored events: 5 times faster than eventsourcing",
        race="replay",
        ours="dossierflow, from stored text",
        peer="eventsourcing, from stored events",
        at_most=1 / 5,
    ),
    Budget(
        promise="save of one command: at most 1.5 times adding and committing as many rows",
        race="save",
        ours="dossierflow, SqlStore",
        peer="SQLAlchemy, add and commit as many rows",
        at_most=1.5,
    ),
    Budget(
        promise="the same save without waiting for the disk: at most 1.5 times",
        race="save-unsynced",
        ours="dossierflow, SqlStore",
        peer="SQLAlchemy, add and commit as many rows",
        at_most=1.5,
    ),
    Budget(promise="`import dossierflow`: under 250 ms", race="import", ours="import dossierflow", at_most=0.25),
    Budget(
        promise="`import dossierflow.engine`: under 250 ms",
        race="import",
        ours="import dossierflow.engine",
        at_most=0.25,
    ),
)

NOT_MEASURED = (
    (
        "exhaustive check, every start day of ten years, 50 states: under 0.1 s for 10,000 pairs of state and day; "
        "`benchmarks/exhaustive.py` took 37 ms of processor time, in pure Python, on 22 November 2026"
    ),
    (
        "simulation with full audit of 228,601 dossiers of 12 steps: minutes on two cores, memory flat; "
        "measured in [a province](#a-province-from-a-thousand-dossiers-to-a-million)"
    ),
)
"""Budgets that no race of this folder measures."""


def judged(report: Report) -> list[tuple[Budget, Outcome]]:
    """Return each budget whose race was run, with the outcome of the race."""
    found = [(budget, report.outcome(budget.race)) for budget in BUDGETS]
    return [(budget, outcome) for budget, outcome in found if outcome is not None]
