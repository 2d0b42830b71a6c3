"""
Logs as OCEL 2.0 in SQLite: a table for each type, with primary and foreign keys.

Names of types are those of their tables, because some readers mix the two up.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from dossierflow.interop.exports.objects import EVENT_ATTRIBUTES, INITIALLY, NO_DUE, OBJECT_ATTRIBUTES, story_of, utc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dossierflow.interop.exports.objects import Happened, Thing, Value
    from dossierflow.interop.exports.spool import Spool

_SQL: Final = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "time": "TIMESTAMP"}
_FIXED: Final = """
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY NOT NULL, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY NOT NULL, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE event (
  ocel_id TEXT PRIMARY KEY NOT NULL,
  ocel_type TEXT NOT NULL REFERENCES event_map_type (ocel_type)
);
CREATE TABLE object (
  ocel_id TEXT PRIMARY KEY NOT NULL,
  ocel_type TEXT NOT NULL REFERENCES object_map_type (ocel_type)
);
CREATE TABLE event_object (
  ocel_event_id TEXT NOT NULL REFERENCES event (ocel_id),
  ocel_object_id TEXT NOT NULL REFERENCES object (ocel_id),
  ocel_qualifier TEXT NOT NULL,
  PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier)
);
CREATE TABLE object_object (
  ocel_source_id TEXT NOT NULL REFERENCES object (ocel_id),
  ocel_target_id TEXT NOT NULL REFERENCES object (ocel_id),
  ocel_qualifier TEXT NOT NULL,
  PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier)
);
"""


def write_ocel_sqlite(spool: Spool, out: Path) -> None:
    """
    Write the log to a new file at *out*.

    Raises:
        sqlite3.Error: The file cannot be written.
    """
    with closing(sqlite3.connect(out)) as database:
        # the file is complete or not there: whoever asked moves it to its place afterwards
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA foreign_keys = ON")
        database.executescript(_FIXED)
        _make_types(database, spool)
        for _, events in spool.dossiers():
            story = story_of(events)
            for thing in (*story.own, *story.shared):
                _add(database, thing, dict(_columns(spool, thing.type)))
            for thing in (*story.own, *story.shared):
                _relate(database, thing)
            for happened in story.events:
                _tell(database, happened)
        database.commit()


def _columns(spool: Spool, kind: str) -> tuple[tuple[str, str], ...]:
    facts = tuple((f"fact_{name}", spool.facts[name]) for name in sorted(spool.facts)) if kind == "dossier" else ()
    return (*OBJECT_ATTRIBUTES[kind], *facts)


def _make_types(database: sqlite3.Connection, spool: Spool) -> None:
    columns = "".join(f", {_quoted(name)} {_SQL[kind]}" for name, kind in EVENT_ATTRIBUTES)
    for name in sorted(spool.types):
        database.execute("INSERT INTO event_map_type VALUES (?, ?)", (name, name))
        database.execute(
            f"CREATE TABLE {_quoted(f'event_{name}')} "
            f"(ocel_id TEXT PRIMARY KEY NOT NULL REFERENCES event (ocel_id), ocel_time TIMESTAMP NOT NULL{columns})"
        )
    for name in OBJECT_ATTRIBUTES:
        columns = "".join(f", {_quoted(one)} {_SQL[kind]}" for one, kind in _columns(spool, name))
        database.execute("INSERT INTO object_map_type VALUES (?, ?)", (name, name))
        database.execute(
            f"CREATE TABLE {_quoted(f'object_{name}')} (ocel_id TEXT NOT NULL REFERENCES object (ocel_id), "
            f"ocel_time TIMESTAMP NOT NULL, ocel_changed_field TEXT{columns})"
        )


def _add(database: sqlite3.Connection, thing: Thing, kinds: dict[str, str]) -> None:
    new = database.execute("INSERT OR IGNORE INTO object VALUES (?, ?)", (thing.id, thing.type)).rowcount
    if not new:
        # shared things say the same of themselves in every dossier
        return
    initial = {name: value for name, at, value in thing.values if at == INITIALLY}
    later = [(name, at, value) for name, at, value in thing.values if at != INITIALLY]
    for at, changed, values in [(INITIALLY, None, initial), *((at, name, {name: v}) for name, at, v in later)]:
        cells = {name: _cell(kinds[name], value) for name, value in values.items()}
        _insert(
            database,
            f"object_{thing.type}",
            {"ocel_id": thing.id, "ocel_time": _time(at), "ocel_changed_field": changed, **cells},
        )


def _relate(database: sqlite3.Connection, thing: Thing) -> None:
    rows = ((thing.id, other, qualifier) for other, qualifier in thing.relations)
    database.executemany("INSERT OR IGNORE INTO object_object VALUES (?, ?, ?)", rows)


def _tell(database: sqlite3.Connection, happened: Happened) -> None:
    event = happened.told
    database.execute("INSERT INTO event VALUES (?, ?)", (event.id, event.type))
    cells = {name: getattr(event, name) or None for name, _ in EVENT_ATTRIBUTES}
    cells["recorded_at"] = _time(utc(event.recorded_at))
    _insert(database, f"event_{event.type}", {"ocel_id": event.id, "ocel_time": _time(happened.time), **cells})
    rows = ((event.id, other, qualifier) for other, qualifier in happened.relations)
    database.executemany("INSERT INTO event_object VALUES (?, ?, ?)", rows)


def _insert(database: sqlite3.Connection, table: str, cells: dict[str, str | int | None]) -> None:
    names = ", ".join(map(_quoted, cells))
    marks = ", ".join("?" * len(cells))
    database.execute(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})", _values(cells.values()))  # noqa: S608 - quoted


def _values(cells: Iterable[str | int | None]) -> tuple[str | int | None, ...]:
    return tuple(cells)


def _cell(kind: str, value: Value) -> str | int | None:
    if kind == "time":
        return None if value == NO_DUE else _time(str(value))
    return str(value) if kind == "string" else int(value)


def _time(at: str) -> str:
    """
    Return an instant in UTC as OCEL's tables have it.

    >>> _time("2026-02-05T08:20:00Z")
    '2026-02-05 08:20:00'
    """
    return at.removesuffix("Z").replace("T", " ")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
