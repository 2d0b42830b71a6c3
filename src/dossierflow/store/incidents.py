"""
Dossiers at which a sweep failed: visible, counted, and resolved by a person.

Whoever writes an adapter inherits the tests of
`dossierflow.testing.IncidentsContract`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from datetime import datetime

RESOLVED_BY_SWEEP: Final = "sweep"
"""Who resolved an incident that a later attempt overcame by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One failure, with all attempts until it was resolved."""

    id: int
    dossier: str
    error: str
    """Code of the error of the last attempt, or the name of its class."""

    reason: str
    """Its message."""

    opened_at: datetime
    last_at: datetime
    attempts: int
    retry_at: datetime | None
    """When the next attempt is made; none where a person has to resolve it first."""

    resolved_at: datetime | None = None
    resolved_by: str | None = None
    note: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has resolved it."""
        return self.resolved_at is None

    def holds(self, at: datetime) -> bool:
        """Tell whether the dossier is left alone at *at*."""
        return self.is_open and (self.retry_at is None or self.retry_at > at)


class Incidents(Protocol):
    """Keeps incidents; a dossier has at most one that is open."""

    def report(self, dossier: str, *, at: datetime, error: str, reason: str, retry_at: datetime | None) -> Incident:
        """Open an incident, or count one more attempt at the one that is open."""
        ...

    def opened(self, *, after: int = 0, limit: int = 100) -> tuple[Incident, ...]:
        """List open incidents in the order of their ids, those after the id *after*."""
        ...

    def of(self, dossier: str) -> tuple[Incident, ...]:
        """Return all incidents of a dossier, resolved ones included, the oldest first."""
        ...

    def resolve(self, dossier: str, *, at: datetime, by: str, note: str | None = None) -> Incident:
        """
        Resolve the open incident of a dossier; the next sweep tries it again.

        Raises:
            UnknownNameError: It has none.
        """
        ...
