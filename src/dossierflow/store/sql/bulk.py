"""
Whole dossiers in and out, thousands at a time.

Importing trusts nothing: every dossier is replayed from its events before a row
is written. Rows go through COPY in PostgreSQL and executemany in SQLite.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select

from dossierflow.engine.draft import fold
from dossierflow.engine.events import GENESIS, digest
from dossierflow.errors import EventFormatError, StoreError
from dossierflow.store.sql.dialects import begin_writing
from dossierflow.store.sql.rows import deadline_values, dossier_values, event_from_row, event_values
from dossierflow.store.sql.tables import DEADLINES, DOSSIERS, EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Table
    from sqlalchemy.orm import Session

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event
    from dossierflow.store.sql.rows import Values

BATCH: Final = 500
"""Dossiers whose rows are written together."""


def import_dossiers(session: Session, logs: Iterable[Sequence[Event]], *, batch: int = BATCH) -> int:
    """
    Keep whole dossiers that the database does not have yet, in the transaction of *session*.

    The outbox is not told: what is imported happened elsewhere.

    Args:
        session: The host's session; it commits.

        logs: The events of one dossier after the other, each from the first.

        batch: Dossiers whose rows are written together.

    Returns:
        How many dossiers were kept.

    Raises:
        StoreError: A log is empty, was changed, or cannot be replayed, or its
            dossier is kept already. Roll back.
    """
    connection = session.connection()
    begin_writing(connection)
    kept, remaining = 0, iter(logs)
    while chunk := [(_replayed(log), log) for log in islice(remaining, batch)]:
        _require_new(connection, [dossier.id for dossier, _ in chunk])
        _write(connection, DOSSIERS, [dossier_values(dossier) for dossier, _ in chunk])
        _write(connection, EVENTS, [event_values(event) for _, log in chunk for event in log])
        _write(connection, DEADLINES, [row for dossier, _ in chunk for row in deadline_values(dossier)])
        kept += len(chunk)
    return kept


def export_dossiers(session: Session, *, after: str | None = None, batch: int = BATCH) -> Iterator[tuple[Event, ...]]:
    """
    Go through the events of one dossier after the other, in the order of their ids.

    Memory holds one batch. Read from a snapshot (``REPEATABLE READ``) where
    others write meanwhile and all must be of one instant.

    Args:
        session: The host's session.

        after: Begin after this dossier.

        batch: Dossiers that are read together.
    """
    last = after
    while True:
        page = select(DOSSIERS.c.id).order_by(DOSSIERS.c.id).limit(batch)
        ids = session.connection().scalars(page if last is None else page.where(DOSSIERS.c.id > last)).all()
        if not ids:
            return
        logs: dict[str, list[Event]] = {name: [] for name in ids}
        wanted = select(EVENTS.c.body, EVENTS.c.personal).where(EVENTS.c.dossier.in_(ids))
        rows = session.connection().execute(wanted.order_by(EVENTS.c.dossier, EVENTS.c.sequence)).mappings()
        for row in rows:
            event = event_from_row(row)
            logs[event.dossier].append(event)
        yield from (tuple(log) for log in logs.values())
        last = ids[-1]


def _replayed(log: Sequence[Event]) -> Dossier:
    head = GENESIS
    for event in log:
        if event.previous != head or digest(event) != event.hash:
            msg = f"event {event.id} was changed, or does not follow the one before it; import whole, unchanged logs"
            raise StoreError(msg)
        head = event.hash
    try:
        dossier = fold(log)
    except EventFormatError as error:
        msg = f"a log cannot be replayed: {error}"
        raise StoreError(msg) from error
    if dossier is None:
        msg = "a log without events has no dossier; leave it out"
        raise StoreError(msg)
    return dossier


def _require_new(connection: Connection, ids: list[str]) -> None:
    known = connection.scalars(select(DOSSIERS.c.id).where(DOSSIERS.c.id.in_(ids)).limit(1)).first()
    twice = next((name for name in ids if ids.count(name) > 1), None) if len(set(ids)) < len(ids) else None
    if known is not None or twice is not None:
        msg = f"dossier {known or twice!r} is kept already; import it under another id, or leave it out"
        raise StoreError(msg)


def _write(connection: Connection, table: Table, rows: list[Values]) -> None:
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    driver = connection.connection.driver_connection
    assert driver is not None, "an open connection has a driver"  # noqa: S101 -- for the type checker
    names = list(rows[0])
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])
