"""The index of clocks, in memory."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from dossierflow.store.clocks import Claimed, DeadlineIndex, OpenClock, open_clocks
from dossierflow.store.memory.undo import Table, Undo
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dossierflow.engine.dossier import Dossier
    from dossierflow.store.memory.incidents import MemoryIncidents


class MemoryClocks(DeadlineIndex):
    """A `dossierflow.store.DeadlineIndex` that lives as long as the object."""

    def __init__(self, incidents: MemoryIncidents | None = None, undo: Undo | None = None) -> None:
        """Leave dossiers alone that *incidents* holds up."""
        self._incidents = incidents
        self._clocks: Table[tuple[str, str], OpenClock] = Table(undo or Undo())
        self._stages: Table[str, int] = Table(undo or Undo())

    def put(self, dossier: Dossier, limits: Iterable[str] | None = None) -> None:
        """Write the clocks of *dossier*, or of some of its limits; see `dossierflow.store.DeadlineIndex.put`."""
        for limit in dossier.deadlines if limits is None else limits:
            if (dossier.id, limit) in self._clocks:
                del self._clocks[dossier.id, limit]
        wanted = None if limits is None else set(limits)
        for clock in open_clocks(dossier):
            if wanted is None or clock.limit in wanted:
                self._clocks[dossier.id, clock.limit] = clock

    def take(self, dossier: str) -> int:
        """Remove every clock of a dossier, and return how many there were."""
        mine = [key for key in self._clocks if key[0] == dossier]
        for key in mine:
            del self._clocks[key]
        return len(mine)

    def due(self, before: datetime, *, after: OpenClock | None = None, limit: int = 100) -> tuple[OpenClock, ...]:
        """List the clocks that run out before an instant; see `dossierflow.store.DeadlineIndex.due`."""
        return tuple(islice(self._due(before, after), limit))

    def _due(self, before: datetime, after: OpenClock | None = None) -> Iterator[OpenClock]:
        found = (one for one in self._clocks.rows() if one.due < plain(before))
        ordered = sorted(found, key=lambda one: one.place)
        return (one for one in ordered if after is None or one.place > after.place)

    def claim(self, before: datetime, *, limit: int = 1) -> tuple[Claimed, ...]:
        """Return dossiers with clocks that ran out; see `dossierflow.store.DeadlineIndex.claim`."""
        claimed: dict[str, Claimed] = {}
        for one in self._due(before):
            incident = None if self._incidents is None else self._incidents.open_of(one.dossier)
            if one.dossier in claimed or (incident is not None and incident.holds(plain(before))):
                continue
            claimed[one.dossier] = Claimed(one.dossier, one.due, incident is not None)
        return tuple(islice(claimed.values(), limit))

    def approaching(
        self, at: datetime, until: datetime, *, stage: int, after: OpenClock | None = None, limit: int = 100
    ) -> tuple[OpenClock, ...]:
        """List clocks to warn of; see `dossierflow.store.DeadlineIndex.approaching`."""
        soon = (one for one in self._clocks.rows() if plain(at) <= one.due <= plain(until))
        unwarned = (one for one in soon if (self._stages.get(one.id) or 0) < stage)
        ordered = sorted(unwarned, key=lambda one: one.place)
        return tuple([one for one in ordered if after is None or one.place > after.place][:limit])

    def warned(self, clock: OpenClock, *, stage: int) -> bool:
        """Note a warning; see `dossierflow.store.DeadlineIndex.warned`."""
        if self._clocks.get((clock.dossier, clock.limit)) != clock or (self._stages.get(clock.id) or 0) >= stage:
            return False
        self._stages[clock.id] = stage
        return True
