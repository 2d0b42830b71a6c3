"""
Logs in OCEL 2.0, laid flat: every event once for each object of the type that is the case.

Flat lines have the names that XES gives them: ``case:concept:name``,
``concept:name``, ``time:timestamp``. Of an object's attribute the last value
counts, of JSON and SQLite alike.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossierflow.interop.replay.records import Record, Records, Source, Unreadable, fault_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.reading.schema import Json

CASE: Final = "case:concept:name"
ACTIVITY: Final = "concept:name"
TIMESTAMP: Final = "time:timestamp"
LARGEST_JSON: Final = 256 << 20
"""Bytes of a log in JSON, which is read whole; larger ones come in SQLite."""


@dataclass(frozen=True, slots=True)
class OcelJsonReader:
    """Reads OCEL 2.0 in JSON."""

    raw: bytes
    case_object: str

    def __call__(self, source: Source) -> Records:
        """
        Yield the events of *source*.

        Raises:
            DefinitionError: It is not such a log, or has no objects of the type.
        """
        try:
            read: Json = json.loads(self.raw)
        except (ValueError, RecursionError) as error:
            raise source.refused(0, f"not JSON: {error}") from error
        log = read if isinstance(read, dict) else dict[str, "Json"]()
        events = log.get("events")
        if not isinstance(events, list):
            raise source.refused(0, "not a log in OCEL 2.0: it has no list of 'events'")
        objects = _objects(log, self.case_object)
        if not objects:
            types = sorted({str(one.get("type")) for one in _dicts(log.get("objects"))})[:20]
            message = f"there are no objects of the type {self.case_object!r}; there are: {', '.join(types)}"
            raise source.refused(0, message)
        source.see((CASE, ACTIVITY, TIMESTAMP))
        for number, event in enumerate(events, start=1):
            yield from _flat(number, event, objects, source)


def _objects(log: Mapping[str, Json], kind: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in _dicts(log.get("objects")):
        if one.get("type") == kind and isinstance(one.get("id"), str):
            values = {str(value.get("name")): _text(value.get("value")) for value in _dicts(one.get("attributes"))}
            found[str(one["id"])] = {f"case:{name}": value for name, value in values.items()}
    return found


def _flat(number: int, event: Json, objects: Mapping[str, dict[str, str]], source: Source) -> Records:
    if not isinstance(event, dict):
        yield Unreadable(number, "the event is not an object")
        return
    own = {str(one.get("name")): _text(one.get("value")) for one in _dicts(event.get("attributes"))}
    own[ACTIVITY], own[TIMESTAMP] = _text(event.get("type")), _text(event.get("time"))
    cases = dict.fromkeys(str(one.get("objectId")) for one in _dicts(event.get("relationships")))
    yield from _lines(number, own, [(case, objects[case]) for case in cases if case in objects], source)


def _lines(number: int, own: Mapping[str, str], cases: list[tuple[str, dict[str, str]]], source: Source) -> Records:
    source.see(own)
    if not cases:
        yield Unreadable(number, "the event relates to no object of the type that is the case")
    for case, values in cases:
        source.see(values)
        named = {**values, **own, CASE: case}
        kept = {name: unicodedata.normalize("NFC", named.get(name, "").strip()) for name in source.wanted}
        fault = fault_in(kept, source.wanted)
        yield Record(number, kept) if fault is None else Unreadable(number, fault)


def _dicts(value: Json) -> Iterator[dict[str, Json]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def _text(value: Json) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


@dataclass(frozen=True, slots=True)
class OcelSqliteReader:
    """Reads OCEL 2.0 in SQLite; only tables are read, never views or virtual tables."""

    case_object: str

    def __call__(self, source: Source) -> Records:
        """
        Yield the events of *source*.

        Raises:
            DefinitionError: It is not such a log, or has no objects of the type.
        """
        address = f"{source.path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(address, uri=True)) as database:
                database.execute("PRAGMA trusted_schema = OFF")
                database.text_factory = _lenient
                yield from self._records(database, source)
        except sqlite3.Error as error:
            raise source.refused(0, f"the database cannot be read: {error}") from error

    def _records(self, database: sqlite3.Connection, source: Source) -> Records:
        tables = {
            str(row[0])
            for row in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            if not str(row[1]).upper().lstrip().startswith("CREATE VIRTUAL")
        }
        needed = {"event", "object", "event_object", "event_map_type", "object_map_type"}
        if not needed <= tables:
            message = f"not a log in OCEL 2.0: there is no table {', '.join(sorted(needed - tables))}"
            raise source.refused(0, message)
        maps = dict(database.execute("SELECT ocel_type, ocel_type_map FROM object_map_type"))
        table = f"object_{maps.get(self.case_object)}"
        if table not in tables:
            message = (
                f"there are no objects of the type {self.case_object!r}; there are: {', '.join(sorted(maps))[:400]}"
            )
            raise source.refused(0, message)
        source.see((CASE, ACTIVITY, TIMESTAMP))
        number = 0
        for kind, mapped in database.execute("SELECT ocel_type, ocel_type_map FROM event_map_type ORDER BY ocel_type"):
            if f"event_{mapped}" not in tables:
                raise source.refused(0, f"not a log in OCEL 2.0: there is no table event_{mapped}")
            for own in _events(database, f"event_{mapped}"):
                number += 1
                cases = list(self._cases(database, table, own.pop("ocel_id")))
                own[ACTIVITY], own[TIMESTAMP] = str(kind), _in_utc(own.pop("ocel_time", ""))
                yield from _lines(number, own, cases, source)

    def _cases(self, database: sqlite3.Connection, table: str, event: str) -> Iterator[tuple[str, dict[str, str]]]:
        related = database.execute(
            "SELECT DISTINCT o.ocel_id FROM event_object r JOIN object o ON o.ocel_id = r.ocel_object_id "
            "WHERE r.ocel_event_id = ? AND o.ocel_type = ? ORDER BY o.ocel_id",
            (event, self.case_object),
        )
        for (case,) in related.fetchall():
            values: dict[str, str] = {}
            rows = database.execute(f"SELECT * FROM {_quoted(table)} WHERE ocel_id = ? ORDER BY ocel_time", (case,))  # noqa: S608 - quoted
            names = [str(one[0]) for one in rows.description]
            for row in rows:
                cells = dict(zip(names, row, strict=True))
                changed = cells.get("ocel_changed_field")
                for name, value in cells.items():
                    if not name.startswith("ocel_") and (value is not None or name == changed):
                        values[f"case:{name}"] = "" if value is None else str(value)
            yield str(case), values


def _events(database: sqlite3.Connection, table: str) -> Iterator[dict[str, str]]:
    rows = database.execute(f"SELECT * FROM {_quoted(table)} ORDER BY rowid")  # noqa: S608 - quoted
    names = [str(one[0]) for one in rows.description]
    for row in rows:
        cells = {name: "" if value is None else str(value) for name, value in zip(names, row, strict=True)}
        yield {"ocel_id": "", **cells}


def _in_utc(text: str) -> str:
    """Return a time with its zone; the format has UTC where none is written."""
    clock = text.partition(" ")[2] or text.partition("T")[2]
    return text if not clock or clock.endswith("Z") or "+" in clock or "-" in clock else f"{text}Z"


def _lenient(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
