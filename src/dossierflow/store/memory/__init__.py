"""
Everything that is kept, in memory: for tests, for simulations, for trying things out.

Nothing in it can change by being looked at, because dossiers and events are
immutable. It belongs to one thread.
"""

from __future__ import annotations

from dossierflow.store.memory.clocks import MemoryClocks
from dossierflow.store.memory.incidents import MemoryIncidents
from dossierflow.store.memory.outbox import MemoryOutbox
from dossierflow.store.memory.store import MemoryStore
from dossierflow.store.memory.units import MemoryUnit, MemoryUnits

__all__ = [
    "MemoryClocks",
    "MemoryIncidents",
    "MemoryOutbox",
    "MemoryStore",
    "MemoryUnit",
    "MemoryUnits",
]
