"""Memory, SQLite and PostgreSQL keep the same contracts."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session

from dossierflow.store import DossierStore, MemoryUnits, Units
from dossierflow.store.sql import SqlStore, sql_units
from dossierflow.testing import (
    DeadlineIndexContract,
    IncidentsContract,
    OutboxContract,
    SharedStoreContract,
    SharedUnitsContract,
    StoreContract,
    StoreUnits,
    SweepContract,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


def store_units(engine: Engine) -> StoreUnits:
    """Return units of work of a host that knows nothing but the store."""

    @contextmanager
    def unit() -> Iterator[DossierStore]:
        with Session(engine) as session:
            yield SqlStore(session)
            session.commit()

    return unit


class TestMemory(DeadlineIndexContract, OutboxContract, IncidentsContract, SweepContract):
    """The contracts of units in memory."""

    @pytest.fixture
    def units(self) -> Units:
        """Return empty units."""
        return MemoryUnits()


class TestSqlite(DeadlineIndexContract, OutboxContract, IncidentsContract, SweepContract, SharedUnitsContract):
    """The contracts of units on a SQLite file."""

    @pytest.fixture
    def units(self, sqlite_engine: Engine) -> Units:
        """Return units on a file."""
        return sql_units(sqlite_engine)


class TestPostgres(DeadlineIndexContract, OutboxContract, IncidentsContract, SweepContract, SharedUnitsContract):
    """The contracts of units on PostgreSQL."""

    @pytest.fixture
    def units(self, postgres_engine: Engine) -> Units:
        """Return units on a database."""
        return sql_units(postgres_engine)


class TestSqliteStore(StoreContract, SharedStoreContract):
    """The contracts of stores on a SQLite file."""

    @pytest.fixture
    def store(self, sqlite_engine: Engine) -> Iterator[DossierStore]:
        """Return a store whose host never commits."""
        with Session(sqlite_engine) as session:
            yield SqlStore(session)

    @pytest.fixture
    def units(self, sqlite_engine: Engine) -> StoreUnits:
        """Return units of work, each on a connection of its own."""
        return store_units(sqlite_engine)


class TestPostgresStore(StoreContract, SharedStoreContract):
    """The contracts of stores on PostgreSQL."""

    @pytest.fixture
    def store(self, postgres_engine: Engine) -> Iterator[DossierStore]:
        """Return a store whose host never commits."""
        with Session(postgres_engine) as session:
            yield SqlStore(session)

    @pytest.fixture
    def units(self, postgres_engine: Engine) -> StoreUnits:
        """Return units of work, each on a connection of its own."""
        return store_units(postgres_engine)
