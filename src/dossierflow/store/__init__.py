"""
Where a host may keep dossiers and events: the port, a store in memory, snapshots.

The SQL store is in `dossierflow.store.sql` and is imported only by those who
use it, because it brings a database library along.
"""

from __future__ import annotations

from dossierflow.store.keeper import handle_in_store, sweep_store
from dossierflow.store.memory import MemoryStore
from dossierflow.store.ports import DossierFilter, DossierStore, DossierSummary
from dossierflow.store.snapshot import dossier_from_json, dossier_to_json

__all__ = [
    "DossierFilter",
    "DossierStore",
    "DossierSummary",
    "MemoryStore",
    "dossier_from_json",
    "dossier_to_json",
    "handle_in_store",
    "sweep_store",
]
