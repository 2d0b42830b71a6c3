"""SQLite as a service needs it: many readers beside one writer, and no lost commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

IN_MEMORY = ":memory:"


def open_sqlite(path: Path | str, *, busy_timeout: int = 5000) -> Engine:
    """
    Return an engine on the database file at *path*, which is made if it is missing.

    Writers wait for each other, readers for nobody (write-ahead log). A commit
    survives a power cut, foreign keys hold, and what is deleted is overwritten,
    so that redacted values do not linger in free pages. An error of the database
    names no values, so that personal facts do not come into logs that way.

    Args:
        path: The file, or ``:memory:`` for a database that ends with the engine.

        busy_timeout: How long a writer waits for another, in milliseconds.

    >>> open_sqlite(":memory:").dialect.name
    'sqlite'
    """
    if str(path) == IN_MEMORY:
        # one connection, or every thread would see a database of its own
        engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}, hide_parameters=True
        )
    else:
        engine = create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)

    prepare_sqlite(engine, busy_timeout=busy_timeout)
    return engine


def prepare_sqlite(engine: Engine, *, busy_timeout: int = 5000) -> None:
    """
    Set up every connection that *engine* will open; of an asynchronous engine give its ``sync_engine``.

    Args:
        engine: A host's own engine on SQLite.

        busy_timeout: How long a writer waits for another, in milliseconds.
    """

    @event.listens_for(engine, "connect")
    def prepare(connection: Connection, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {busy_timeout:d}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
