"""
Tools for the tests of those who build on the library.

Who writes an adapter inherits its contract: `StoreContract`,
`DeadlineIndexContract`, `OutboxContract`, `IncidentsContract`, `SweepContract`,
and `SharedStoreContract` and `SharedUnitsContract` where several processes may
write. Strategies for Hypothesis, where they are wanted, are imported from their
own module.
"""

from __future__ import annotations

from dossierflow.testing.contracts import (
    DeadlineIndexContract,
    IncidentsContract,
    OutboxContract,
    SharedStoreContract,
    SharedUnitsContract,
    StoreContract,
    StoreUnits,
    SweepContract,
)

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
