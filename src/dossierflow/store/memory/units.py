"""Units of work in memory, which take back what they wrote when they fail."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from dossierflow.store.memory.clocks import MemoryClocks
from dossierflow.store.memory.incidents import MemoryIncidents
from dossierflow.store.memory.outbox import MemoryOutbox
from dossierflow.store.memory.store import MemoryStore
from dossierflow.store.memory.undo import Undo
from dossierflow.store.units import Unit

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from contextlib import AbstractContextManager


class MemoryUnit(Unit):
    """Store, index, outbox and incidents that are kept together."""

    def __init__(self, channels: Iterable[str] = ()) -> None:
        """Tell of every event on *channels* of the outbox."""
        self.undo = Undo()
        self._incidents = MemoryIncidents(self.undo)
        self._clocks = MemoryClocks(self._incidents, self.undo)
        self._outbox = MemoryOutbox(self.undo)
        self._store = MemoryStore(clocks=self._clocks, outbox=self._outbox, channels=channels, undo=self.undo)

    @property
    def store(self) -> MemoryStore:
        """Dossiers and events."""
        return self._store

    @property
    def clocks(self) -> MemoryClocks:
        """Clocks that run."""
        return self._clocks

    @property
    def outbox(self) -> MemoryOutbox:
        """Messages to others."""
        return self._outbox

    @property
    def incidents(self) -> MemoryIncidents:
        """Failures of sweeps."""
        return self._incidents

    def attempt(self) -> AbstractContextManager[object]:
        """Open a block that undoes its own writes if it fails."""
        return self.undo.block()


class MemoryUnits:
    """
    Opens units of work on the same data, one after the other.

    >>> units = MemoryUnits()
    >>> with units() as unit:
    ...     unit.store.load("H1") is None
    True
    """

    def __init__(self, channels: Iterable[str] = ()) -> None:
        """Tell of every event on *channels* of the outbox."""
        self._unit = MemoryUnit(channels)

    @contextmanager
    def __call__(self) -> Generator[MemoryUnit]:
        """Open a unit; leaving it with an exception leaves everything as it was."""
        with self._unit.undo.block():
            yield self._unit
