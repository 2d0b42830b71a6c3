"""A store in one file: made, committed, reopened, and refused where it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossierflow.errors import StoreError
from dossierflow.store.sql import open_sqlite
from dossierflow.store.sql.files import sqlite_store
from dossierflow.testing.contracts.life import live

if TYPE_CHECKING:
    from pathlib import Path


def test_what_a_block_writes_is_there_afterwards(tmp_path: Path) -> None:
    """A block that ends well is committed, and the file opens again without being made."""
    path = tmp_path / "office.sqlite"
    with sqlite_store(path) as store:
        live(store, "S-1", 2)

    with sqlite_store(path, create=False) as store:
        assert [one.id for one in store.find()] == ["S-1"]


def test_a_block_that_fails_changes_nothing(tmp_path: Path) -> None:
    """An error in the block rolls back and passes through."""
    path = tmp_path / "office.sqlite"
    with pytest.raises(KeyError), sqlite_store(path) as store:
        _write_and_fail(store)

    with sqlite_store(path) as store:
        assert store.find() == ()


def _write_and_fail(store: object) -> None:
    live(store, "S-1", 2)  # type: ignore[arg-type]
    raise KeyError


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    """Reading a file that does not exist makes none."""
    path = tmp_path / "gone.sqlite"

    with pytest.raises(StoreError, match=r"gone\.sqlite: there is no such file"), sqlite_store(path, create=False):
        pass
    assert not path.exists()


def test_a_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    """A file that is no database, or a database without our tables, says so in one line."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be taken for one at first sight " * 20, "utf-8")
    with pytest.raises(StoreError, match=r"notes\.txt: file is not a database; give"), sqlite_store(path):
        pass

    empty = tmp_path / "empty.sqlite"
    engine = open_sqlite(empty)
    engine.connect().close()
    engine.dispose()
    with (
        pytest.raises(StoreError, match=r"empty\.sqlite: no such table: dossierflow_dossier; give"),
        sqlite_store(empty, create=False) as store,
    ):
        store.find()
