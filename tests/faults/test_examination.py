"""The examination after faults finds what it looks for: every kind of damage, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.faults.examination import CHANNEL, examine
from benchmarks.faults.orders import carry_out, orders, prepared
from dossierflow.store.sql import sql_units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """Return a database with two dossiers that lived through three acts each."""
    engine = prepared(str(tmp_path / "office.sqlite"))
    units = sql_units(engine, channels=[CHANNEL])
    for order in (*orders("S-1", 2), *orders("S-2", 2)):
        carry_out(units, order)
    yield engine
    engine.dispose()


def test_a_sound_database(database: Engine) -> None:
    """Nothing is found where nothing is wrong."""
    found = examine(database, ["S-1/0", "S-2/2"])

    assert (found.dossiers, found.events, found.acknowledged) == (2, 6, 2)
    assert found.faults == {}


@pytest.mark.parametrize(
    ("damage", "kinds"),
    [
        ("DELETE FROM dossierflow_event WHERE dossier = 'S-1' AND sequence = 3", {"lost", "differing", "untold"}),
        ("DELETE FROM dossierflow_event WHERE dossier = 'S-1' AND sequence = 2", {"lost", "broken", "untold"}),
        ("UPDATE dossierflow_event SET body = replace(body, 'NV-01', 'NV-09')", {"broken"}),
        ("UPDATE dossierflow_dossier SET status = 10 WHERE id = 'S-1'", {"differing"}),
        ("UPDATE dossierflow_dossier SET snapshot = (SELECT snapshot FROM dossierflow_dossier)", {"differing"}),
        ("DELETE FROM dossierflow_deadline WHERE dossier = 'S-1' AND limit_id = 'total'", {"misindexed"}),
        ("UPDATE dossierflow_deadline SET due_at = '2026-12-01T00:00:00.000000Z'", {"misindexed"}),
        ("DELETE FROM dossierflow_outbox WHERE position = 2", {"untold"}),
        ("UPDATE dossierflow_outbox SET position = 10 - position WHERE dossier = 'S-1'", {"untold"}),
    ],
)
def test_damage_is_found(database: Engine, damage: str, kinds: set[str]) -> None:
    """What a fault could have torn is found under its name."""
    with database.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql(damage)
        connection.commit()

    assert kinds <= set(examine(database, [f"S-1/{act}" for act in range(3)]).faults)
