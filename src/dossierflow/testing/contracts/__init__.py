"""
What every adapter must do, as test classes to inherit.

An adapter's tests are one fixture for each class::

    class TestMyStore(StoreContract):
        @pytest.fixture
        def store(self) -> DossierStore:
            return MyStore(...)          # empty


    class TestMyUnits(DeadlineIndexContract, OutboxContract, IncidentsContract, SweepContract):
        @pytest.fixture
        def units(self) -> Units:
            return open_a_unit_of_work   # on empty data, see `dossierflow.store.Units`

The classes are collected by pytest only through their subclasses.
"""

from __future__ import annotations

from dossierflow.testing.contracts.clocks import DeadlineIndexContract
from dossierflow.testing.contracts.concurrency import SharedUnitsContract
from dossierflow.testing.contracts.incidents import IncidentsContract
from dossierflow.testing.contracts.outbox import OutboxContract
from dossierflow.testing.contracts.shared import SharedStoreContract, StoreUnits
from dossierflow.testing.contracts.stores import StoreContract
from dossierflow.testing.contracts.sweeps import SweepContract

__all__ = [
    "DeadlineIndexContract",
    "IncidentsContract",
    "OutboxContract",
    "SharedStoreContract",
    "SharedUnitsContract",
    "StoreContract",
    "StoreUnits",
    "SweepContract",
]
