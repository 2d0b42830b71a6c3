"""
Tools for the tests of those who build on the library.

Assertions tell what was expected, what was found, and why. Who writes an
adapter inherits its contract: `StoreContract`, `DeadlineIndexContract`,
`OutboxContract`, `IncidentsContract`, `SweepContract`, and
`SharedStoreContract` and `SharedUnitsContract` where several processes may
write. `paths` gives the shortest paths through a procedure as parameters.
Strategies for Hypothesis, where they are wanted, are imported from their own module.
"""

from __future__ import annotations

from dossierflow.testing.assertions import assert_accepted, assert_dossier, assert_events, assert_refused
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
from dossierflow.testing.paths import paths

__all__ = [
    "DeadlineIndexContract",
    "IncidentsContract",
    "OutboxContract",
    "SharedStoreContract",
    "SharedUnitsContract",
    "StoreContract",
    "StoreUnits",
    "SweepContract",
    "assert_accepted",
    "assert_dossier",
    "assert_events",
    "assert_refused",
    "paths",
]
