"""A log by case and time, on disk, so that a large one needs no memory."""

from __future__ import annotations

import errno
import json
import sqlite3
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from dossierflow.errors import DefinitionError, DossierflowError, Problem
from dossierflow.interop.replay.instants import logged_instant
from dossierflow.interop.replay.records import MOST_OF_A_CASE, Unreadable, shown

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from dossierflow.interop.replay.files import MappingFile
    from dossierflow.interop.replay.records import Record, Records, Source

_BATCH: Final = 5000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Row(NamedTuple):
    """One line of a log, understood."""

    line: int
    at: datetime
    activity: str
    cells: dict[str, str]


class SortedLog:
    """The lines of a log, and what is to be told about reading it."""

    def __init__(self, database: sqlite3.Connection, file: MappingFile) -> None:
        """Make the tables in an empty *database*."""
        self._database, self._file = database, file
        database.execute("CREATE TABLE line (id TEXT, at INTEGER, line INTEGER, cells TEXT)")
        database.execute("CREATE TABLE unreadable (line INTEGER, why TEXT)")
        self.lines = 0
        self.left_out = 0
        """Lines that the mapping's ``lines`` leave out."""

        self.last: datetime | None = None
        """The last instant of the log: what was not finished then is open."""

    def take(self, source: Source, records: Records) -> None:
        """
        Lay all *records* out.

        Raises:
            DefinitionError: A column of the mapping is nowhere in the log, or the log cannot be read.
        """
        rows: list[tuple[str, int, int, str]] = []
        faults: list[Unreadable] = []
        for record in records:
            found = self._understood(record)
            if isinstance(found, Unreadable):
                faults.append(found)
            elif found is not None:
                rows.append(found)
            if len(rows) + len(faults) >= _BATCH:
                self._write(rows, faults)
        self._write(rows, faults)
        missing = [name for name in source.wanted if name not in source.seen]
        if missing:
            known = ", ".join(sorted(source.seen)[:100]) or "nothing"
            messages = [f"the log has no {name!r}, which the mapping reads; it has: {known}" for name in missing]
            raise DefinitionError([Problem(source.name, 0, "columns", shown(message)) for message in messages])
        self._database.execute("CREATE INDEX by_case ON line (id, at, line)")
        self._database.commit()

    def cases(self) -> Iterator[tuple[str, list[Row] | int]]:
        """Yield every case with its lines by time, then by place; of a case that is too long the number of lines."""
        long = {
            str(case): int(count)
            for case, count in self._database.execute(
                "SELECT id, count(*) FROM line GROUP BY id HAVING count(*) > ?", (MOST_OF_A_CASE,)
            )
        }
        rows = self._database.execute("SELECT id, at, line, cells FROM line ORDER BY id, at, line")
        for case, group in groupby(rows, key=lambda row: str(row[0])):
            if case in long:
                yield case, long[case]
                continue
            yield case, [self._row(at, line, cells) for _, at, line, cells in group]

    def unreadable(self) -> Iterator[Unreadable]:
        """Yield the lines that could not be read, in the order of the file."""
        for line, why in self._database.execute("SELECT line, why FROM unreadable ORDER BY line, rowid"):
            yield Unreadable(line, why)

    def _understood(self, record: Record | Unreadable) -> tuple[str, int, int, str] | Unreadable | None:
        self.lines += 1
        if isinstance(record, Unreadable):
            return record
        mapping, cells = self._file.mapping, record.cells
        if any(cells.get(column, "") not in values for column, values in mapping.lines.items()):
            self.left_out += 1
            return None
        columns = mapping.columns
        for column in (columns.case, columns.activity, columns.timestamp):
            if not cells.get(column, ""):
                return Unreadable(record.line, f"{column}: there is no value")
        try:
            at = logged_instant(cells[columns.timestamp], self._file.zone, mapping.dates)
        except (DossierflowError, ValueError, OverflowError) as error:
            return Unreadable(record.line, f"{columns.timestamp}: {error}")
        self.last = at if self.last is None or at > self.last else self.last
        return cells[columns.case], (at - _EPOCH) // _MICROSECOND, record.line, json.dumps(cells)

    def _row(self, at: int, line: int, text: str) -> Row:
        cells = json.loads(text)
        instant = (_EPOCH + at * _MICROSECOND).astimezone(self._file.zone)
        return Row(line, instant, cells[self._file.mapping.columns.activity], cells)

    def _write(self, rows: list[tuple[str, int, int, str]], faults: list[Unreadable]) -> None:
        self._database.executemany("INSERT INTO line VALUES (?, ?, ?, ?)", rows)
        self._database.executemany("INSERT INTO unreadable VALUES (?, ?)", faults)
        rows.clear()
        faults.clear()


@contextmanager
def sorted_log(source: Source, records: Records, file: MappingFile) -> Generator[SortedLog]:
    """
    Lay a log out for as long as the block runs.

    Raises:
        DefinitionError: A column of the mapping is nowhere in the log, or the log cannot be read.

        OSError: There is no room on the disk to sort it.
    """
    with tempfile.TemporaryDirectory(prefix="dossierflow-") as folder:
        database = sqlite3.connect(Path(folder) / "log.sqlite")
        try:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            log = SortedLog(database, file)
            log.take(source, records)
            yield log
        except sqlite3.Error as error:
            raise OSError(errno.EIO, f"the log cannot be sorted: {error}", folder) from error
        finally:
            database.close()
