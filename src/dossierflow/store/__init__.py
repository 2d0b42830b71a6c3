"""
Where a host may keep dossiers and events: the ports, all of them in memory, the sweep.

The adapters to databases are in `dossierflow.store.sql` and are imported only
by those who use them, because they bring a database library along.
"""

from __future__ import annotations

from dossierflow.store.clocks import Claimed, DeadlineIndex, OpenClock
from dossierflow.store.incidents import Incident, Incidents
from dossierflow.store.keeper import handle_in_store, sweep_store
from dossierflow.store.memory import MemoryStore, MemoryUnit, MemoryUnits
from dossierflow.store.outbox import Backlog, Outbox, OutboxMessage, event_message
from dossierflow.store.ports import DossierFilter, DossierStore, DossierSummary
from dossierflow.store.snapshot import dossier_from_json, dossier_to_json
from dossierflow.store.sweep import Sweeper, SweepReport
from dossierflow.store.units import Unit, Units

__all__ = [
    "Backlog",
    "Claimed",
    "DeadlineIndex",
    "DossierFilter",
    "DossierStore",
    "DossierSummary",
    "Incident",
    "Incidents",
    "MemoryStore",
    "MemoryUnit",
    "MemoryUnits",
    "OpenClock",
    "Outbox",
    "OutboxMessage",
    "SweepReport",
    "Sweeper",
    "Unit",
    "Units",
    "dossier_from_json",
    "dossier_to_json",
    "event_message",
    "handle_in_store",
    "sweep_store",
]
