"""Databases for the tests of stores, empty and with our tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine

from dossierflow.store.sql import create_tables, open_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """Return an engine on a file with our tables, whose writers wait long for each other."""
    engine = open_sqlite(tmp_path / "office.sqlite", busy_timeout=30_000)
    create_tables(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """Return an engine on a new PostgreSQL database with our tables."""
    engine = create_engine(postgres_url, pool_size=10)
    create_tables(engine)
    yield engine
    engine.dispose()
