"""A log of objects and events, laid out on disk, so that it can be asked what belongs to a case."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from dossierflow.errors import DossierflowError
from dossierflow.interop.replay.instants import logged_instant

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

_TABLES: Final = """
CREATE TABLE object (id TEXT PRIMARY KEY, type TEXT) WITHOUT ROWID;
CREATE TABLE value (object TEXT, at INTEGER, time TEXT, name TEXT, value TEXT);
CREATE TABLE related (object TEXT, other TEXT, PRIMARY KEY (object, other)) WITHOUT ROWID;
CREATE TABLE event (number INTEGER PRIMARY KEY, time TEXT, cells TEXT);
CREATE TABLE touched (event INTEGER, object TEXT, PRIMARY KEY (event, object)) WITHOUT ROWID;
"""
_INDEXES: Final = """
CREATE INDEX by_type ON object (type, id);
CREATE INDEX by_object ON value (object, at);
CREATE INDEX by_touched ON touched (object, event);
"""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_UTC: Final = ZoneInfo("UTC")
ALWAYS: Final = -(1 << 62)
"""The instant from which a value holds that an object began with."""


class Change(NamedTuple):
    """A value that an object took on."""

    at: int
    """Microseconds since 1970, or `ALWAYS`."""

    time: str
    """As the log has it."""

    name: str
    value: str


class Event(NamedTuple):
    """An event as the log has it."""

    number: int
    time: str
    cells: dict[str, str]


class OcelSpool:
    """Objects with their values over time, events, and what is related to what."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Make the tables in an empty *database*."""
        self._database = database
        database.executescript(_TABLES)
        # one transaction for all: it ends when questions begin
        database.execute("BEGIN")

    def add_object(self, name: str, kind: str) -> None:
        """Take an object."""
        self._database.execute("INSERT OR IGNORE INTO object VALUES (?, ?)", (_kept(name), _kept(kind)))

    def add_values(self, name: str, values: Iterable[tuple[str, str, str]]) -> None:
        """Take values of an object: attribute, time from which on it holds, value; those that hold always first."""
        rows = (
            (_kept(name), micros(time), _kept(time), _kept(attribute), _kept(value))
            for attribute, time, value in values
        )
        self._database.executemany("INSERT INTO value VALUES (?, ?, ?, ?, ?)", rows)

    def relate(self, name: str, others: Iterable[str]) -> None:
        """Take what an object is related to; relations are asked for from both ends."""
        ends = [(_kept(name), _kept(other)) for other in others]
        pairs = [pair for one, other in ends for pair in ((one, other), (other, one))]
        self._database.executemany("INSERT OR IGNORE INTO related VALUES (?, ?)", pairs)

    def add_event(self, number: int, time: str, cells: Mapping[str, str], objects: Iterable[str]) -> None:
        """Take an event, and the objects that it touches."""
        self._database.execute("INSERT INTO event VALUES (?, ?, ?)", (number, _kept(time), json.dumps(cells)))
        rows = ((number, _kept(one)) for one in objects)
        self._database.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?)", rows)

    def touch(self, event: int, name: str) -> None:
        """Take an object that an event touches."""
        self._database.execute("INSERT OR IGNORE INTO touched VALUES (?, ?)", (event, _kept(name)))

    def finish(self) -> None:
        """Prepare for questions."""
        self._database.executescript(_INDEXES)

    def types(self) -> dict[str, int]:
        """Return the types of objects, with how many there are of each."""
        return dict(self._database.execute("SELECT type, count(*) FROM object GROUP BY type ORDER BY type"))

    def events_by_type(self) -> dict[str, int]:
        """Return how many events touch an object of each type."""
        return dict(
            self._database.execute(
                "SELECT o.type, count(DISTINCT t.event) FROM touched t JOIN object o ON o.id = t.object GROUP BY o.type"
            )
        )

    def attributes(self) -> Iterator[tuple[str, str]]:
        """Yield every type with every attribute that its objects have."""
        yield from self._database.execute(
            "SELECT DISTINCT o.type, v.name FROM value v JOIN object o ON o.id = v.object ORDER BY o.type, v.name"
        )

    def objects(self, kind: str) -> Iterator[str]:
        """Yield the ids of the objects of a type."""
        for (name,) in self._database.execute("SELECT id FROM object WHERE type = ? ORDER BY id", (kind,)):
            yield name

    def are_related(self, kind: str, other: str) -> bool:
        """Tell whether any objects of two types are related to each other."""
        found = self._database.execute(
            "SELECT 1 FROM object o CROSS JOIN related r ON r.object = o.id CROSS JOIN object p ON p.id = r.other "
            "WHERE o.type = ? AND p.type = ? LIMIT 1",
            (kind, other),
        )
        return found.fetchone() is not None

    # CROSS JOIN keeps the order of the tables: from the one object or event at hand to the few that it is tied to,
    # never through all objects of a type

    def related(self, name: str, kind: str) -> list[str]:
        """Return the objects of a type to which an object is related."""
        rows = self._database.execute(
            "SELECT o.id FROM related r CROSS JOIN object o ON o.id = r.other "
            "WHERE r.object = ? AND o.type = ? ORDER BY o.id",
            (name, kind),
        )
        return [row[0] for row in rows]

    def sharing(self, name: str, kind: str) -> list[str]:
        """Return the objects of a type that share an event with an object."""
        rows = self._database.execute(
            "SELECT DISTINCT o.id FROM touched t CROSS JOIN touched u ON u.event = t.event "
            "CROSS JOIN object o ON o.id = u.object "
            "WHERE t.object = ? AND o.type = ? ORDER BY o.id",
            (name, kind),
        )
        return [row[0] for row in rows]

    def touched(self, event: int, kind: str) -> list[str]:
        """Return the objects of a type that an event touches."""
        rows = self._database.execute(
            "SELECT o.id FROM touched t CROSS JOIN object o ON o.id = t.object "
            "WHERE t.event = ? AND o.type = ? ORDER BY o.id",
            (event, kind),
        )
        return [row[0] for row in rows]

    def events_of(self, names: Sequence[str]) -> list[Event]:
        """Return the events that touch any of some objects, each once, in the order of the log."""
        found: dict[int, Event] = {}
        for name in names:
            rows = self._database.execute(
                "SELECT e.number, e.time, e.cells FROM touched t CROSS JOIN event e ON e.number = t.event "
                "WHERE t.object = ?",
                (name,),
            )
            found.update((number, Event(number, time, json.loads(cells))) for number, time, cells in rows)
        return [found[number] for number in sorted(found)]

    def changes(self, name: str) -> list[Change]:
        """Return what became of an object, in the order of time."""
        rows = self._database.execute(
            "SELECT at, time, name, value FROM value WHERE object = ? ORDER BY at, rowid", (name,)
        )
        return [Change(*row) for row in rows]

    def loose(self) -> Iterator[int]:
        """Yield the numbers of the events that touch no object that is there."""
        for (number,) in self._database.execute(
            "SELECT number FROM event e WHERE NOT EXISTS "
            "(SELECT 1 FROM touched t JOIN object o ON o.id = t.object WHERE t.event = e.number) ORDER BY number"
        ):
            yield number

    def count(self) -> int:
        """Return how many events there are."""
        return int(self._database.execute("SELECT count(*) FROM event").fetchone()[0])


def _kept(text: str) -> str:
    """Return *text* as a database can keep it: with a sign of doubt for what is no character."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


@contextmanager
def ocel_spool() -> Generator[OcelSpool]:
    """Give room on disk for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="dossierflow-") as folder:
        database = sqlite3.connect(Path(folder) / "ocel.sqlite", isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            yield OcelSpool(database)
        finally:
            database.close()


def micros(time: str) -> int:
    """
    Return an instant as a number that can be compared; `ALWAYS` of what is none, and of the first moment of 1970.

    >>> micros("1970-01-01 00:00:00") == ALWAYS, micros("1970-01-02T00:00:00Z")
    (True, 86400000000)
    """
    try:
        at = logged_instant(time, _UTC, "iso")
    except (DossierflowError, ValueError, OverflowError):
        return ALWAYS
    return (at - _EPOCH) // timedelta(microseconds=1)
