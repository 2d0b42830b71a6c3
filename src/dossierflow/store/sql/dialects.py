"""What differs between the two databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import literal_column, text
from sqlalchemy.dialects import postgresql, sqlite

from dossierflow.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import ColumnElement, Connection, Table

_INSERTS: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_LOCKS: Final = 0x0D055  # ours among the advisory locks of the host


def insert_or(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """
    Return an insert that can say what happens to rows that are there already.

    Raises:
        StoreError: The database is neither SQLite nor PostgreSQL.
    """
    new = _INSERTS.get(connection.dialect.name)
    if new is None:
        msg = f"the store speaks SQLite and PostgreSQL, not {connection.dialect.name}"
        raise StoreError(msg)
    return new(table)


def word(value: str) -> ColumnElement[str]:
    """Return a word of ours as part of the statement, because no parameter matches the condition of an index."""
    return literal_column(f"'{value}'")


def begin_writing(connection: Connection) -> None:
    """
    Become the one writer of a SQLite file, now rather than at the first write.

    Python's driver begins a transaction only with the first statement that
    writes: a savepoint before it would be the transaction itself, and what was
    read before it may be old. PostgreSQL needs nothing.
    """
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        if driver is None or not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def one_at_a_time(connection: Connection, name: str) -> None:
    """Wait until no other transaction is past this line with the same *name*; hold it until the end of this one."""
    begin_writing(connection)
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:space, hashtext(:name))")
        connection.execute(lock, {"space": _LOCKS, "name": name})
