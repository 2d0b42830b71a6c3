"""
Splitting the table of events, for PostgreSQL databases of a whole province or more.

The table is split by the hash of the dossier and not by time: the key that
keeps a place in a chain from being taken twice must contain what the table is
split by. All events of a dossier are in one part; each part is vacuumed,
indexed and backed up by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, inspect, select, text

from dossierflow.errors import StoreError
from dossierflow.store.sql.dialects import one_at_a_time
from dossierflow.store.sql.schema import REVISION_TABLE, require_current
from dossierflow.store.sql.tables import EVENTS, OUTBOX

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_TABLE: Final = EVENTS.name
_OLD: Final = f"{_TABLE}_unsplit"
_REFERENCE: Final = "dossierflow_outbox_event"
_FEWEST, _MOST = 2, 1024


def partitions_of(connection: Connection) -> tuple[str, ...]:
    """Return the names of the parts of the table of events; none where it is not split."""
    if connection.dialect.name != "postgresql":
        return ()
    children = text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:name) ORDER BY 1")
    return tuple(connection.execute(children, {"name": _TABLE}).scalars())


def partition_events(engine: Engine, parts: int) -> None:
    """
    Split the table of events into so many *parts*, in one transaction.

    What it holds is copied, and nobody can write meanwhile, so do it before the
    table is large: about a minute for every ten million events. The number of
    parts is fixed; eight to sixty-four serve a province.

    Raises:
        StoreError: The database is not PostgreSQL, its tables are of another
            revision, the table is split already, or *parts* is not between 2
            and 1024.
    """
    if engine.dialect.name != "postgresql":
        msg = f"only PostgreSQL splits tables; {engine.dialect.name} keeps all events in one"
        raise StoreError(msg)
    if not _FEWEST <= parts <= _MOST:
        msg = f"{parts} parts: give a number from {_FEWEST} to {_MOST}"
        raise StoreError(msg)
    require_current(engine)
    with engine.begin() as connection:
        one_at_a_time(connection, REVISION_TABLE)
        if existing := partitions_of(connection):
            msg = f"the table of events is split into {len(existing)} parts already"
            raise StoreError(msg)
        _split(connection, parts)


def _split(connection: Connection, parts: int) -> None:
    run = connection.exec_driver_sql
    run(f"LOCK TABLE {_TABLE} IN ACCESS EXCLUSIVE MODE")
    before = connection.scalar(select(func.count()).select_from(EVENTS))
    foreign = _definition(connection, OUTBOX.name, _REFERENCE)
    keys = {name: _definition(connection, _TABLE, name) for name in _key_names(connection)}
    run(f"ALTER TABLE {OUTBOX.name} DROP CONSTRAINT {_REFERENCE}")
    run(f"ALTER TABLE {_TABLE} RENAME TO {_OLD}")
    copied = "INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMMENTS"
    run(f"CREATE TABLE {_TABLE} (LIKE {_OLD} {copied}) PARTITION BY HASH (dossier)")
    width = len(str(parts - 1))
    for part in range(parts):
        name = f"{_TABLE}_{part:0{width}}"
        run(f"CREATE TABLE {name} PARTITION OF {_TABLE} FOR VALUES WITH (MODULUS {parts}, REMAINDER {part})")
    columns = ", ".join(column.name for column in EVENTS.c)
    run(f"INSERT INTO {_TABLE} ({columns}) SELECT {columns} FROM {_OLD}")  # noqa: S608 -- names of our own
    if connection.scalar(select(func.count()).select_from(EVENTS)) != before:
        msg = "not every event was copied; nothing was changed"
        raise StoreError(msg)
    run(f"DROP TABLE {_OLD}")
    for name, definition in keys.items():
        run(f"ALTER TABLE {_TABLE} ADD CONSTRAINT {name} {definition}")
    run(f"ALTER TABLE {OUTBOX.name} ADD CONSTRAINT {_REFERENCE} {foreign}")


def _key_names(connection: Connection) -> list[str]:
    """Return the names of the primary key and the foreign keys, which a copied table does not bring along."""
    found = inspect(connection)
    primary = found.get_pk_constraint(_TABLE)["name"]
    return [str(primary), *(str(one["name"]) for one in found.get_foreign_keys(_TABLE))]


def _definition(connection: Connection, table: str, name: str) -> str:
    wanted = text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = to_regclass(:table) AND conname = :name"
    )
    return str(connection.execute(wanted, {"table": table, "name": name}).scalar_one())
