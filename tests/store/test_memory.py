"""The store in memory keeps the contract, and notices what was changed behind its back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dossierflow.engine.events import sealed
from dossierflow.errors import StoreError
from dossierflow.store import DossierStore, MemoryStore
from dossierflow.testing import StoreContract
from dossierflow.testing.contracts.life import live


class TestMemoryStore(StoreContract):
    """The contract of every store."""

    @pytest.fixture
    def store(self) -> DossierStore:
        """Return an empty store."""
        return MemoryStore()


def test_a_dossier_that_is_not_its_events_is_found() -> None:
    """With verify, a dossier changed beside its events is not loaded."""
    store = MemoryStore()
    live(store, "S-1", 2)
    kept = store.load("S-1")
    assert kept is not None
    store._dossiers["S-1"] = replace(kept, channel="counter")

    assert store.load("S-1") is not None
    with pytest.raises(StoreError, match="'S-1' is not what its events say"):
        store.load("S-1", verify=True)


def test_an_event_that_was_changed_is_found() -> None:
    """With verify, an event that does not match its hash is named."""
    store = MemoryStore()
    live(store, "S-1", 2)
    first, *others = store.events("S-1")
    store._events["S-1"] = (replace(first, type="paid"), *others)

    with pytest.raises(StoreError, match="event S-1:1 was changed after it was kept"):
        store.load("S-1", verify=True)


def test_events_that_cannot_follow_each_other_are_found() -> None:
    """With verify, a log that cannot be replayed says where it breaks."""
    store = MemoryStore()
    live(store, "S-1", 0)
    live(store, "S-2", 0)
    first = store.events("S-1")[0]
    store._events["S-1"] = (sealed(replace(first, sequence=2)),)

    with pytest.raises(StoreError, match="the events of dossier 'S-1' cannot be replayed: event S-1:2 does not follow"):
        store.load("S-1", verify=True)
