"""A table of events that is split keeps every promise of one that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from tests.store.test_schema import differences

from dossierflow.errors import StoreError
from dossierflow.store.sql import SqlStore, create_tables, open_sqlite, partition_events, sql_units, upgrade
from dossierflow.store.sql.partitions import partitions_of
from dossierflow.store.sql.tables import EVENTS
from dossierflow.testing import StoreContract, SweepContract
from dossierflow.testing.contracts.life import live

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from dossierflow.store import DossierStore, Units


@pytest.fixture
def split(postgres_engine: Engine) -> Engine:
    """Return a database whose table of events has four parts."""
    partition_events(postgres_engine, 4)
    return postgres_engine


class TestPartitioned(StoreContract, SweepContract):
    """The contracts of stores and sweeps."""

    @pytest.fixture
    def store(self, split: Engine) -> Iterator[DossierStore]:
        """Return a store whose host never commits."""
        with Session(split) as session:
            yield SqlStore(session)

    @pytest.fixture
    def units(self, split: Engine) -> Units:
        """Return units of work."""
        return sql_units(split, channels=["portal"])


def test_a_table_that_is_in_use_is_split(postgres_engine: Engine) -> None:
    """Every event is still there, spread over the parts; new ones follow, and keys hold."""
    units = sql_units(postgres_engine, channels=["portal"])
    with units() as unit:
        for number in range(12):
            live(unit.store, f"S-{number}", 3)
    before = _count(postgres_engine)
    partition_events(postgres_engine, 3)

    with postgres_engine.connect() as connection:
        parts = partitions_of(connection)
        counts = [connection.scalar(text(f"SELECT count(*) FROM {part}")) for part in parts]  # noqa: S608 -- our names
    assert parts == ("dossierflow_event_0", "dossierflow_event_1", "dossierflow_event_2")
    assert _count(postgres_engine) == sum(counts) == before
    assert all(counts)
    with units() as unit:
        assert all(unit.store.load(f"S-{number}", verify=True) is not None for number in range(12))
        live(unit.store, "S-3")
    assert differences(postgres_engine) == []
    assert upgrade(postgres_engine) is not None
    with pytest.raises(IntegrityError), postgres_engine.begin() as connection:
        connection.execute(EVENTS.insert().from_select(EVENTS.c.keys(), select(EVENTS).limit(1)))
    with pytest.raises(IntegrityError), postgres_engine.begin() as connection:
        connection.execute(text("DELETE FROM dossierflow_event WHERE dossier = 'S-1'"))


def test_one_dossier_is_in_one_part(split: Engine) -> None:
    """To read a dossier the database looks into one part only."""
    with sql_units(split)() as unit:
        live(unit.store, "S-1")
    with split.connect() as connection:
        plan = connection.execute(text("EXPLAIN SELECT body FROM dossierflow_event WHERE dossier = 'S-1'")).scalars()

        assert sum("on dossierflow_event_" in line for line in plan) == 1


def _count(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(EVENTS)) or 0


def test_a_table_is_split_once(split: Engine) -> None:
    """The number of parts is fixed."""
    with pytest.raises(StoreError, match="split into 4 parts already"):
        partition_events(split, 8)


@pytest.mark.parametrize("parts", [0, 1, 1025])
def test_the_number_of_parts_has_bounds(postgres_engine: Engine, parts: int) -> None:
    """One part is no split, and thousands serve nobody."""
    with pytest.raises(StoreError, match=f"{parts} parts: give a number from 2 to 1024"):
        partition_events(postgres_engine, parts)


def test_other_databases_are_refused(postgres_url: str) -> None:
    """SQLite does not split tables, and a database without our tables has none to split."""
    engine = open_sqlite(":memory:")
    create_tables(engine)
    with pytest.raises(StoreError, match="only PostgreSQL splits tables"):
        partition_events(engine, 4)
    engine.dispose()
    empty = create_engine(postgres_url)
    with pytest.raises(StoreError, match="the database has no tables of dossierflow"):
        partition_events(empty, 4)
    empty.dispose()
