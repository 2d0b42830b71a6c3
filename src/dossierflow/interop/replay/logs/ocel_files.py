"""OCEL 2.0 in JSON and in SQLite."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossierflow.interop.replay.logs.records import Fault, Source, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.interop.replay.logs.ocel_spool import OcelSpool
    from dossierflow.reading.schema import Json

ACTIVITY: Final = "concept:name"
TIMESTAMP: Final = "time:timestamp"
LARGEST_JSON: Final = 256 << 20
"""Bytes of a log in JSON, which is read whole; larger ones come in SQLite."""

_TIME_TYPES: Final = frozenset({"TIMESTAMP", "DATETIME", "TIMESTAMPTZ"})
_NULL: Final = "null"
"""How some programs write that there is no value."""


@dataclass(frozen=True, slots=True)
class OcelJson:
    """OCEL 2.0 in JSON."""

    raw: bytes

    def __call__(self, source: Source, spool: OcelSpool) -> Iterator[Unreadable]:
        """
        Lay the log out, and yield what is no event.

        Raises:
            DefinitionError: It is not such a log.
        """
        try:
            read: Json = json.loads(self.raw)
        except (ValueError, RecursionError) as error:
            raise source.refused(0, f"not JSON: {error}") from error
        log = read if isinstance(read, dict) else dict[str, "Json"]()
        events = log.get("events")
        if not isinstance(events, list):
            older = " (OCEL 1.0 is an older format; tools convert it)" if "ocel:events" in log else ""
            raise source.refused(0, f"not a log in OCEL 2.0: it has no list of 'events'{older}")
        for one in _dicts(log.get("objects")):
            name = one.get("id")
            if isinstance(name, str):
                spool.add_object(name, str(one.get("type")))
                values = (
                    (str(value.get("name")), _text(value.get("time")), _text(value.get("value")))
                    for value in _dicts(one.get("attributes"))
                )
                spool.add_values(name, values)
                spool.relate(name, _others(one))
        for number, event in enumerate(events, start=1):
            if not isinstance(event, dict):
                yield Unreadable(number, "the event is not an object", Fault.FORM)
                continue
            own = {str(value.get("name")): _text(value.get("value")) for value in _dicts(event.get("attributes"))}
            own[ACTIVITY] = _text(event.get("type"))
            spool.add_event(number, _text(event.get("time")), own, _others(event))


def _others(one: dict[str, Json]) -> list[str]:
    return [str(other.get("objectId")) for other in _dicts(one.get("relationships"))]


def _dicts(value: Json) -> Iterator[dict[str, Json]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = "" if value is None or isinstance(value, dict | list) else str(value)
    return as_value(text)


def as_value(text: str) -> str:
    """Return the text of a value; empty where it says that there is none."""
    return "" if text == _NULL else text


@dataclass(frozen=True, slots=True)
class OcelSqlite:
    """OCEL 2.0 in SQLite; only tables are read, never views or virtual tables."""

    def __call__(self, source: Source, spool: OcelSpool) -> Iterator[Unreadable]:
        """
        Lay the log out.

        Raises:
            DefinitionError: It is not such a log.
        """
        address = f"{source.path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(address, uri=True)) as database:
                database.execute("PRAGMA trusted_schema = OFF")
                database.text_factory = _lenient
                tables = _tables(database, source)
                _copy_objects(database, tables, spool)
                _copy_events(database, tables, spool, source)
        except sqlite3.Error as error:
            raise source.refused(0, f"the database cannot be read: {error}") from error
        return iter(())


def _tables(database: sqlite3.Connection, source: Source) -> set[str]:
    tables = {
        str(row[0])
        for row in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        if not str(row[1]).upper().lstrip().startswith("CREATE VIRTUAL")
    }
    needed = {"event", "object", "event_object", "event_map_type", "object_map_type"}
    if not needed <= tables:
        message = f"not a log in OCEL 2.0: there is no table {', '.join(sorted(needed - tables))}"
        raise source.refused(0, message)
    return tables


def _copy_objects(database: sqlite3.Connection, tables: set[str], spool: OcelSpool) -> None:
    for name, kind in database.execute("SELECT ocel_id, ocel_type FROM object"):
        spool.add_object(str(name), str(kind))
    for (mapped,) in database.execute("SELECT ocel_type_map FROM object_map_type"):
        table = f"object_{mapped}"
        if table not in tables:
            continue
        rows = database.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 - quoted
        names, times = [str(one[0]) for one in rows.description], _times(database, table)
        for row in rows:
            cells = dict(zip(names, row, strict=True))
            changed, time = cells.get("ocel_changed_field"), _in_utc(str(cells.get("ocel_time") or ""))
            values = (
                (one, time, _in_utc(_cell(value)) if one in times else _cell(value))
                for one, value in cells.items()
                if not one.startswith("ocel_") and (value is not None or one == changed)
            )
            spool.add_values(str(cells.get("ocel_id")), values)
    if "object_object" in tables:
        for one, other in database.execute("SELECT ocel_source_id, ocel_target_id FROM object_object"):
            spool.relate(str(one), [str(other)])


def _copy_events(database: sqlite3.Connection, tables: set[str], spool: OcelSpool, source: Source) -> None:
    places = {str(row[0]): number for number, row in enumerate(database.execute("SELECT ocel_id FROM event"), start=1)}
    for kind, mapped in database.execute("SELECT ocel_type, ocel_type_map FROM event_map_type ORDER BY ocel_type"):
        table = f"event_{mapped}"
        if table not in tables:
            raise source.refused(0, f"not a log in OCEL 2.0: there is no table {table}")
        rows = database.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 - quoted
        names, times = [str(one[0]) for one in rows.description], _times(database, table)
        for row in rows:
            cells = {name: _cell(value) for name, value in zip(names, row, strict=True)}
            cells |= {name: _in_utc(cells[name]) for name in times}
            number = places.get(cells.pop("ocel_id", ""))
            if number is not None:
                spool.add_event(number, cells.pop("ocel_time", ""), {**cells, ACTIVITY: str(kind)}, ())
    for name, other in database.execute("SELECT ocel_event_id, ocel_object_id FROM event_object"):
        if str(name) in places:
            spool.touch(places[str(name)], str(other))


def _times(database: sqlite3.Connection, table: str) -> set[str]:
    """Return the columns of a table that are declared to hold times, and the one that always does."""
    columns = database.execute(f"PRAGMA table_info({_quoted(table)})")
    return {str(row[1]) for row in columns if str(row[1]) == "ocel_time" or str(row[2]).upper() in _TIME_TYPES}


def _cell(value: str | float | bytes | None) -> str:
    return "" if value is None else as_value(str(value))


def _in_utc(text: str) -> str:
    """Return a time with its zone; the format has UTC where none is written."""
    clock = text.partition(" ")[2] or text.partition("T")[2]
    return text if not clock or clock.endswith("Z") or "+" in clock or "-" in clock else f"{text}Z"


def _lenient(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
