"""
With a million open deadlines a sweep still looks at nothing but what it needs, and the plans prove it.

PostgreSQL, which serves provinces, holds a million; SQLite, which serves one
office, a tenth of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, text

from dossierflow.store.sql import sql_units
from dossierflow.store.sql.tables import DEADLINES
from dossierflow.testing.contracts.life import LATER, live
from dossierflow.testing.contracts.outbox import note
from dossierflow.testing.sample import instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from dossierflow.store.sql import SqlUnit

MANY = {"sqlite": 100_000, "postgresql": 1_000_000}
NOW = instant("2026-02-13T09:00")
HEAD_OF_DOSSIERS = (
    "version, head, status, lifecycle, procedure_id, procedure_version, procedure_hash, last_at, snapshot"
)
# One clock in five runs out within days and has been warned of; the others run out in 2030, a second apart.
CLOCKS = {
    "postgresql": "SELECT 'F-' || (1 + n % 1000), 'far-' || n, 1, 'authority', 'running', CASE WHEN n % 5 = 0 "
    "THEN timestamptz '2026-02-14' + n * interval '1 second' ELSE timestamptz '2030-01-01' + n * interval '1 second' "
    "END, CASE WHEN n % 5 = 0 THEN 1 ELSE 0 END FROM generate_series(1, {n}) AS n",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {n}) "
    "SELECT 'F-' || (1 + n % 1000), 'far-' || n, 1, 'authority', 'running', strftime('%Y-%m-%dT%H:%M:%S.000000Z', "
    "CASE WHEN n % 5 = 0 THEN '2026-02-14' ELSE '2030-01-01' END, n || ' seconds'), n % 5 = 0 FROM s",
}
DOSSIERS = {
    "postgresql": "generate_series(1, 1000) AS n",
    "sqlite": "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 1000) SELECT n FROM s)",
}
UNHURRIED = {
    # no trigger looks up each of a million dossiers, as when a backup is restored
    "postgresql": "SET LOCAL session_replication_role = replica",
    "sqlite": "PRAGMA defer_foreign_keys = ON",
}
EXPLAIN = {"postgresql": "EXPLAIN ", "sqlite": "EXPLAIN QUERY PLAN "}


def fill(engine: Engine, rows: int) -> None:
    """Keep two dossiers that have lived, and so many deadlines of a thousand others."""
    with sql_units(engine, channels=["portal"])() as unit:
        live(unit.store, "S-1", 1)
        live(unit.store, "S-2", 2)
    name = engine.dialect.name
    later = [index for index in DEADLINES.indexes if index.name is not None]
    with engine.begin() as connection:
        connection.exec_driver_sql(UNHURRIED[name])
        for index in later:
            index.drop(connection)
        copied = f"SELECT 'F-' || n, {HEAD_OF_DOSSIERS} FROM dossierflow_dossier, {DOSSIERS[name]} WHERE id = 'S-1'"  # noqa: S608
        connection.exec_driver_sql(f"INSERT INTO dossierflow_dossier (id, {HEAD_OF_DOSSIERS}) {copied}")
        made = f"{CLOCKS[name].format(n=rows)}"
        if name == "postgresql":
            made = made.replace("%", "%%")
        connection.exec_driver_sql(
            f"INSERT INTO dossierflow_deadline (dossier, limit_id, run, party, state, due_at, warned) {made}"
        )
        for index in later:
            index.create(connection)
        connection.exec_driver_sql("ANALYZE")


def plans(engine: Engine, work: Callable[[SqlUnit], object]) -> list[str]:
    """Return how the database carries out each query of *work*, with the very statements and parameters."""
    asked: list[tuple[str, object]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if statement.lstrip().startswith("SELECT") and "pg_advisory" not in statement:
            asked.append((statement, parameters))

    with sql_units(engine)() as unit:
        work(unit)
    event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        explained = [connection.exec_driver_sql(EXPLAIN[engine.dialect.name] + one, given) for one, given in asked]
        return ["\n".join(str(row[-1]) for row in plan) for plan in explained]


RUNNING = {
    "postgresql": "Index Scan using dossierflow_deadline_running",
    "sqlite": "SEARCH dossierflow_deadline USING INDEX dossierflow_deadline_running (due_at<?)",
}
SOON = {
    "postgresql": "using dossierflow_deadline_unwarned",
    "sqlite": "SEARCH dossierflow_deadline USING INDEX dossierflow_deadline_",
}
OUTBOX = {
    "postgresql": ("dossierflow_outbox_waiting", "dossierflow_outbox_open"),
    "sqlite": (
        "SEARCH dossierflow_outbox USING INDEX dossierflow_outbox_waiting (channel=?)",
        "SEARCH earlier USING INDEX dossierflow_outbox_open (channel=? AND dossier=?",
    ),
}
SCANS = ("Seq Scan on dossierflow_deadline", "SCAN dossierflow_deadline", "Seq Scan on dossierflow_outbox")


@pytest.mark.parametrize("database", ["sqlite_engine", "postgres_engine"])
def test_a_million_deadlines_are_swept_by_index(request: pytest.FixtureRequest, database: str) -> None:
    """Claiming, listing and warning each search an index, and find the few rows that matter."""
    engine: Engine = request.getfixturevalue(database)
    many = MANY[engine.dialect.name]
    fill(engine, many)
    running, unwarned = RUNNING[engine.dialect.name], SOON[engine.dialect.name]
    (claim,) = plans(engine, lambda unit: unit.clocks.claim(LATER, limit=50))
    (due,) = plans(engine, lambda unit: unit.clocks.due(LATER))
    (soon,) = plans(engine, lambda unit: unit.clocks.approaching(NOW, NOW + timedelta(days=20), stage=1))

    assert running in claim
    assert running in due
    assert unwarned in soon
    for plan in (claim, due, soon):
        assert not any(scan in plan for scan in SCANS), plan
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM dossierflow_deadline WHERE state = 'running'")) > many
    with sql_units(engine)() as unit:
        assert unit.clocks.claim(NOW, limit=50) == ()
        assert [one.dossier for one in unit.clocks.claim(LATER, limit=3)] == ["F-6", "F-11", "F-16"]


@pytest.mark.parametrize("database", ["sqlite_engine", "postgres_engine"])
def test_what_was_delivered_costs_a_claim_nothing(request: pytest.FixtureRequest, database: str) -> None:
    """However much was delivered, a claim searches what waits, and for each what is open before it."""
    engine: Engine = request.getfixturevalue(database)
    with sql_units(engine)() as unit:
        unit.outbox.append([note(f"S-{number % 100}", number) for number in range(5000)])
        unit.outbox.delivered([note(f"S-{number % 100}", number).id for number in range(4990)], at=LATER)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("ANALYZE")
    (taken,) = plans(engine, lambda unit: unit.outbox.claim(LATER, lease=timedelta(minutes=1), limit=10))

    assert any(index in taken for index in OUTBOX[engine.dialect.name]), taken
    assert "Seq Scan on dossierflow_outbox" not in taken
    assert "SCAN dossierflow_outbox" not in taken
