"""Logs as OCEL 2.0 in JSON, written piece by piece."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from dossierflow.interop.exports.objects import EVENT_ATTRIBUTES, OBJECT_ATTRIBUTES, story_of, utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.interop.exports.objects import Happened, Thing, Value
    from dossierflow.interop.exports.spool import Spool
    from dossierflow.reading.schema import Json

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write_ocel_json(spool: Spool, out: BinaryIO) -> None:
    """Write the log; values are texts, as the format's schema has them, of the types that it declares."""
    out.write(b'{"objectTypes":')
    out.write(_encode([_type(name, _columns(spool, name)) for name in OBJECT_ATTRIBUTES]).encode())
    out.write(b',\n"eventTypes":')
    out.write(_encode([_type(name, EVENT_ATTRIBUTES) for name in sorted(spool.types)]).encode())
    out.write(b',\n"objects":')
    _list(out, _objects(spool))
    out.write(b',\n"events":')
    _list(out, (_event(happened) for _, events in spool.dossiers() for happened in story_of(events).events))
    out.write(b"}\n")


def _columns(spool: Spool, kind: str) -> Iterable[tuple[str, str]]:
    facts = [(f"fact_{name}", spool.facts[name]) for name in sorted(spool.facts)] if kind == "dossier" else []
    return (*OBJECT_ATTRIBUTES[kind], *facts)


def _type(name: str, columns: Iterable[tuple[str, str]]) -> dict[str, Json]:
    return {"name": name, "attributes": [{"name": one, "type": kind} for one, kind in columns]}


def _objects(spool: Spool) -> Iterator[dict[str, Json]]:
    with _Shared() as shared:
        for _, events in spool.dossiers():
            story = story_of(events)
            yield from map(_object, story.own)
            for thing in story.shared:
                shared.add(thing)
        yield from shared.things()


def _object(thing: Thing) -> dict[str, Json]:
    return {
        "id": thing.id,
        "type": thing.type,
        "attributes": [{"name": name, "time": at, "value": _text(value)} for name, at, value in thing.values],
        "relationships": [{"objectId": other, "qualifier": qualifier} for other, qualifier in thing.relations],
    }


def _event(happened: Happened) -> dict[str, Json]:
    event = happened.told
    values: dict[str, Value] = {name: getattr(event, name) for name, _ in EVENT_ATTRIBUTES}
    values["recorded_at"] = utc(event.recorded_at)
    return {
        "id": event.id,
        "type": event.type,
        "time": happened.time,
        "attributes": [{"name": name, "value": _text(value)} for name, value in values.items() if value != ""],
        "relationships": [{"objectId": other, "qualifier": qualifier} for other, qualifier in happened.relations],
    }


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _list(out: BinaryIO, items: Iterable[dict[str, Json]]) -> None:
    out.write(b"[")
    for number, item in enumerate(items):
        out.write(b",\n" if number else b"\n")
        out.write(_encode(item).encode())
    out.write(b"]")


class _Shared:
    """Things that several dossiers have, each once with all its relations; on disk, as officers may be many."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.execute("CREATE TABLE thing (id TEXT PRIMARY KEY, told TEXT)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._database.close()

    def add(self, thing: Thing) -> None:
        known = self._database.execute("SELECT told FROM thing WHERE id = ?", (thing.id,)).fetchone()
        if known is not None:
            before = json.loads(known[0])
            relations = {(one["objectId"], one["qualifier"]): None for one in before["relationships"]}
            if thing.relations.keys() <= relations.keys():
                return
            thing.relations = {**relations, **thing.relations}
        row = (thing.id, _encode(_object(thing)))
        self._database.execute("INSERT OR REPLACE INTO thing VALUES (?, ?)", row)

    def things(self) -> Iterator[dict[str, Json]]:
        for (text,) in self._database.execute("SELECT told FROM thing ORDER BY id"):
            yield json.loads(text)
