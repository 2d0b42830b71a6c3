"""SQLite files for the races that keep what they do, all with the settings of `open_sqlite`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.orm import Session

from benchmarks.peers.tables import create_plain_tables
from dossierflow.store.sql import create_tables, open_sqlite

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path
    from sqlite3 import Connection


def session(path: Path, held: ExitStack, *, is_synced: bool = True) -> Session:
    """
    Return a session on a new database with all tables.

    Args:
        path: The file, which must not exist yet.

        held: Closes session and database.

        is_synced: Whether a commit waits for the disk, as it must outside of measurements.
    """
    database = open_sqlite(path)
    if not is_synced:

        @event.listens_for(database, "connect")
        def do_not_wait(connection: Connection, _record: object) -> None:
            connection.execute("PRAGMA synchronous = OFF")

    create_tables(database)
    create_plain_tables(database)
    held.callback(database.dispose)
    return held.enter_context(Session(database))
