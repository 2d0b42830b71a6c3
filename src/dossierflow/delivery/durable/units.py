"""A store that enqueues every deadline it sees moving, in the same transaction."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from dossierflow.store.ports import EVERY_DOSSIER, DossierFilter, DossierStore
from dossierflow.store.units import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from contextlib import AbstractContextManager

    from dossierflow.delivery.durable.timers import Timers
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event
    from dossierflow.store.ports import DossierSummary
    from dossierflow.store.sql.clocks import SqlClocks
    from dossierflow.store.sql.incidents import SqlIncidents
    from dossierflow.store.sql.outbox import SqlOutbox
    from dossierflow.store.sql.units import SqlUnit


class TimedStore(DossierStore):
    """The store of a unit; what is appended enqueues the deadlines that it moves."""

    def __init__(self, unit: SqlUnit, timers: Timers) -> None:
        """Keep in *unit*, and enqueue with *timers* in its transaction."""
        self._unit, self._timers = unit, timers

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """Keep *events* and enqueue what they moved; see `dossierflow.store.DossierStore.append`."""
        self._unit.store.append(dossier, events, expected_version=expected_version)
        self._timers.put_moved(self._unit, dossier, events)

    def load(self, dossier: str, *, verify: bool = False) -> Dossier | None:
        """Return the dossier as its last event left it; see `dossierflow.store.DossierStore.load`."""
        return self._unit.store.load(dossier, verify=verify)

    def events(self, dossier: str, *, after: int = 0) -> tuple[Event, ...]:
        """Return the events of one dossier in order, those after the sequence *after*."""
        return self._unit.store.events(dossier, after=after)

    def head(self, dossier: str) -> str | None:
        """Return the hash of the last event; none if there is no such dossier."""
        return self._unit.store.head(dossier)

    def find(
        self, wanted: DossierFilter = EVERY_DOSSIER, *, after: str | None = None, limit: int = 100
    ) -> tuple[DossierSummary, ...]:
        """List dossiers in the order of their ids; see `dossierflow.store.DossierStore.find`."""
        return self._unit.store.find(wanted, after=after, limit=limit)

    def redact(self, dossier: str) -> int:
        """Remove the personal facts of a dossier for ever, and return how many events held some."""
        return self._unit.store.redact(dossier)


class TimedUnit(Unit):
    """A unit of work whose store enqueues deadlines."""

    def __init__(self, unit: SqlUnit, timers: Timers) -> None:
        """Wrap *unit*, for a host with its own session ``SqlUnit(session)``."""
        self.sql = unit
        self._store = TimedStore(unit, timers)

    @property
    def store(self) -> TimedStore:
        """Dossiers and events."""
        return self._store

    @property
    def clocks(self) -> SqlClocks:
        """Clocks that run."""
        return self.sql.clocks

    @property
    def outbox(self) -> SqlOutbox:
        """Messages to others."""
        return self.sql.outbox

    @property
    def incidents(self) -> SqlIncidents:
        """Failures."""
        return self.sql.incidents

    def attempt(self) -> AbstractContextManager[object]:
        """Open a savepoint."""
        return self.sql.attempt()


def timed_units(
    units: Callable[[], AbstractContextManager[SqlUnit]], timers: Timers
) -> Callable[[], AbstractContextManager[TimedUnit]]:
    """Return what opens the units of *units* with stores that enqueue; give it to sweeps and to commands alike."""

    @contextmanager
    def unit() -> Generator[TimedUnit]:
        with units() as opened:
            yield TimedUnit(opened, timers)

    return unit
