"""
Tools for the tests of those who build on the library.

Who writes a store inherits `StoreContract`, and `SharedStoreContract` where
several processes may write to it. Strategies for Hypothesis, where they are
wanted, are imported from their own module.
"""

from __future__ import annotations

from dossierflow.testing.store_contract import SharedStoreContract, StoreContract

__all__ = [
    "SharedStoreContract",
    "StoreContract",
]
