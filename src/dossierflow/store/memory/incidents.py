"""Incidents, in memory."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from dossierflow.errors import UnknownNameError
from dossierflow.store.incidents import Incident, Incidents
from dossierflow.store.memory.undo import Table, Undo
from dossierflow.store.utc import in_utc

if TYPE_CHECKING:
    from datetime import datetime


class MemoryIncidents(Incidents):
    """`dossierflow.store.Incidents` that live as long as the object."""

    def __init__(self, undo: Undo | None = None) -> None:
        self._incidents: Table[int, Incident] = Table(undo or Undo())

    def open_of(self, dossier: str) -> Incident | None:
        """Return the open incident of a dossier."""
        return next((one for one in self._incidents.rows() if one.dossier == dossier and one.is_open), None)

    def report(self, dossier: str, *, at: datetime, error: str, reason: str, retry_at: datetime | None) -> Incident:
        """Open an incident, or count one more attempt; see `dossierflow.store.Incidents.report`."""
        again = None if retry_at is None else in_utc(retry_at)
        known = self.open_of(dossier)
        if known is None:
            number, now = 1 + max(self._incidents, default=0), in_utc(at)
            known = Incident(
                id=number,
                dossier=dossier,
                error=error,
                reason=reason,
                opened_at=now,
                last_at=now,
                attempts=0,
                retry_at=again,
            )
        found = replace(
            known, error=error, reason=reason, last_at=in_utc(at), attempts=known.attempts + 1, retry_at=again
        )
        self._incidents[found.id] = found
        return found

    def opened(self, *, after: int = 0, limit: int = 100) -> tuple[Incident, ...]:
        """List open incidents; see `dossierflow.store.Incidents.opened`."""
        return tuple(islice((one for one in self._incidents.rows() if one.is_open and one.id > after), limit))

    def of(self, dossier: str) -> tuple[Incident, ...]:
        """Return all incidents of a dossier; see `dossierflow.store.Incidents.of`."""
        return tuple(one for one in self._incidents.rows() if one.dossier == dossier)

    def resolve(self, dossier: str, *, at: datetime, by: str, note: str | None = None) -> Incident:
        """Resolve the open incident of a dossier; see `dossierflow.store.Incidents.resolve`."""
        known = self.open_of(dossier)
        if known is None:
            kind = "open incident of dossier"
            raise UnknownNameError(kind, dossier, (one.dossier for one in self.opened()))
        resolved = replace(known, retry_at=None, resolved_at=in_utc(at), resolved_by=by, note=note)
        self._incidents[known.id] = resolved
        return resolved
