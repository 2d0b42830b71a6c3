"""A dossier goes through JSON and comes back the same."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from dossierflow.engine import event_to_json
from dossierflow.errors import StoreError
from dossierflow.store import MemoryStore, dossier_from_json, dossier_to_json
from dossierflow.testing.contracts.life import live
from dossierflow.testing.sample import LIFE, instant, sample_engine


@pytest.mark.parametrize("acts", range(len(LIFE) + 1))
def test_a_round_trip_is_exact(acts: int) -> None:
    """At every point of a life the dossier comes back equal, and stays so."""
    dossier = live(MemoryStore(), "S-1", acts)[-1].or_raise()
    once = dossier_from_json(dossier_to_json(dossier))

    assert once == dossier
    assert dossier_to_json(once) == dossier_to_json(dossier)


@pytest.mark.parametrize("acts", range(len(LIFE)))
def test_the_next_event_is_the_same_byte_for_byte(acts: int) -> None:
    """Whether a dossier was kept or lived on, the next act makes the same events."""
    engine = sample_engine()
    dossier = live(MemoryStore(), "S-1", acts)[-1].or_raise()
    at, by, command = LIFE[acts]
    lived, kept = (
        engine.handle(one, command, by=by, at=instant(at)).events
        for one in (dossier, dossier_from_json(dossier_to_json(dossier).encode()))
    )

    assert [event_to_json(event) for event in lived] == [event_to_json(event) for event in kept]


@pytest.mark.parametrize(
    ("change", "message"), [({"version": None}, "version: "), ({"lifecycle": "asleep"}, "lifecycle: ")]
)
def test_a_snapshot_that_is_none_is_refused(change: dict[str, str | None], message: str) -> None:
    """The part that cannot be read is named, and what to do."""
    dossier = live(MemoryStore(), "S-1", 1)[-1].or_raise()
    spoilt = json.dumps(json.loads(dossier_to_json(dossier)) | change)

    with pytest.raises(StoreError, match=rf"not the snapshot of a dossier: {message}.*; replay its events"):
        dossier_from_json(spoilt)


def test_only_the_sql_store_loads_a_database_library() -> None:
    """The port, the memory store and the keeper do not bring SQLModel along; the SQL store does."""
    program = "import sys, {}; print('sqlmodel' in sys.modules, 'sqlalchemy' in sys.modules)"
    printed = [
        subprocess.run([sys.executable, "-c", program.format(name)], capture_output=True, text=True, check=True).stdout
        for name in ("dossierflow.store", "dossierflow.audit", "dossierflow.testing", "dossierflow.store.sql")
    ]

    assert printed == ["False False\n"] * 3 + ["True True\n"]
