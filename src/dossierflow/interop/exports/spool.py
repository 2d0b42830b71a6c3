"""
A log laid out by dossier on disk, so that a large one needs no memory.

Logs interleave their dossiers, in any order; most formats want them one after
the other. The spool is a temporary database that sorts, and holds besides the
few things that all dossiers share.
"""

from __future__ import annotations

import errno
import sqlite3
import tempfile
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossierflow.errors import EventFormatError
from dossierflow.interop.exports.told import Told, told, with_runs

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from dossierflow.engine.events import Event

_BATCH: Final = 2000


class Spool:
    """The events of a log by dossier and sequence, and what they have in common."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Make the table in an empty *database*."""
        self._database = database
        database.execute(
            "CREATE TABLE event (dossier TEXT, sequence INTEGER, told TEXT, PRIMARY KEY (dossier, sequence)) "
            "WITHOUT ROWID"
        )
        self.types: dict[str, int] = {}
        """How many events there are of each type."""

        self.facts: dict[str, str] = {}
        """OCEL type by fact, as far as its values agree on one."""

        self.count = 0

    def take(self, events: Iterable[Event]) -> None:
        """
        Lay *events* out.

        Raises:
            EventFormatError: An event is there twice.
        """
        rows: list[tuple[str, int, str]] = []
        for event in events:
            one = told(event)
            self.types[one.type] = self.types.get(one.type, 0) + 1
            for fact, value in one.facts.items():
                kind = _kind(value)
                self.facts[fact] = kind if self.facts.get(fact, kind) == kind else "string"
            rows.append((one.dossier, one.sequence, one.to_json()))
            self.count += 1
            if len(rows) >= _BATCH:
                self._write(rows)
        self._write(rows)
        self._database.commit()

    def dossiers(self) -> Iterator[tuple[str, list[Told]]]:
        """Yield every dossier with its events in order, by id."""
        rows = self._database.execute("SELECT dossier, told FROM event ORDER BY dossier, sequence")
        for dossier, group in groupby(rows, key=lambda row: str(row[0])):
            yield dossier, list(with_runs(Told.from_json(row[1]) for row in group))

    def _write(self, rows: list[tuple[str, int, str]]) -> None:
        try:
            self._database.executemany("INSERT INTO event VALUES (?, ?, ?)", rows)
        except sqlite3.IntegrityError:
            msg = "the log holds an event twice (same dossier and sequence); find it with: dossierflow verify LOG"
            raise EventFormatError(msg) from None
        rows.clear()


@contextmanager
def spooled(events: Iterable[Event]) -> Generator[Spool]:
    """
    Lay *events* out for as long as the block runs.

    Raises:
        EventFormatError: An event is there twice.

        OSError: There is no room on the disk.
    """
    with tempfile.TemporaryDirectory(prefix="dossierflow-") as folder:
        database = sqlite3.connect(Path(folder) / "spool.sqlite")
        try:
            # nothing here outlives the block, so that nothing need survive a crash
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            spool = Spool(database)
            spool.take(events)
            yield spool
        except sqlite3.Error as error:
            raise OSError(errno.EIO, f"the log cannot be laid out or written: {error}", folder) from error
        finally:
            database.close()


def _kind(value: str | int | bool) -> str:  # noqa: FBT001 - the value of a fact
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "integer"
