"""A log by case and time, on disk, so that a large one needs no memory."""

from __future__ import annotations

import errno
import json
import sqlite3
import tempfile
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from dossierflow.errors import DefinitionError, DossierflowError, Problem
from dossierflow.interop.replay.instants import logged_instant
from dossierflow.interop.replay.logs.records import MOST_OF_A_CASE, VALUE, Fault, Unreadable, shown
from dossierflow.interop.replay.mappings.naming import has_value

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from dossierflow.interop.replay.logs.records import Record, Records, Source
    from dossierflow.interop.replay.mappings.files import MappingFile

_BATCH: Final = 5000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_ALWAYS: Final = -(1 << 62)
MOST_NAMES: Final = 20_000
"""Different activities, or reasons for leaving lines out, that are counted by name; the rest together."""

REST: Final = "…"


class Row(NamedTuple):
    """One line of a log, understood."""

    line: int
    at: datetime
    activity: str
    cells: dict[str, str]


class CaseLines(NamedTuple):
    """The lines of one case, by time, then in the order of the file."""

    name: str
    rows: list[Row]
    """Its events; none of a case that is too long."""

    told: list[Row]
    """The same, and the values that objects took on, which have no activity."""

    size: int
    """How many lines there are."""

    is_twice: bool = False
    """Whether several traces of the log have this name."""


class SortedLog:
    """The lines of a log, and what is to be told about reading it."""

    def __init__(self, database: sqlite3.Connection, file: MappingFile) -> None:
        """Make the tables in an empty *database*."""
        self._database, self._file = database, file
        self._wanted = file.mapping.wanted
        database.execute("CREATE TABLE line (id TEXT, at INTEGER, line INTEGER, part INTEGER, cells TEXT)")
        database.execute("CREATE TABLE unreadable (line INTEGER, why TEXT, fault TEXT)")
        self.lines = 0
        self.left_out: Counter[str] = Counter()
        """Lines that the mapping leaves out, by why."""

        self.activities: Counter[str] = Counter()
        """Lines by activity, as far as they are used."""

        self.last: datetime | None = None
        """The last instant of the log: what was not finished then is open."""

    def take(self, source: Source, records: Records) -> None:
        """
        Lay all *records* out.

        Raises:
            DefinitionError: A column of the mapping is nowhere in the log, or the log cannot be read.
        """
        rows: list[tuple[str, int, int, int, str]] = []
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
        self.lines += source.elsewhere
        if source.elsewhere:
            self.left_out["case_object"] = source.elsewhere
        missing = [name for name in self._wanted if name not in source.seen and name not in self._file.mapping.defaults]
        if missing:
            known = ", ".join(sorted(source.seen)[:100]) or "nothing"
            messages = [f"the log has no {name!r}, which the mapping reads; it has: {known}" for name in missing]
            raise DefinitionError([Problem(source.name, 0, "columns", shown(message)) for message in messages])
        self._database.execute("CREATE INDEX by_case ON line (id, at)")
        self._database.commit()

    def count(self) -> int:
        """Return how many cases there are."""
        found = self._database.execute("SELECT count(DISTINCT id) FROM line WHERE part <> ?", (VALUE,))
        return int(found.fetchone()[0])

    def cases(self) -> Iterator[CaseLines]:
        """Yield every case that has events."""
        long = {
            str(case): int(count)
            for case, count in self._database.execute(
                "SELECT id, count(*) FROM line GROUP BY id HAVING count(*) > ?", (MOST_OF_A_CASE,)
            )
        }
        rows = self._database.execute("SELECT id, at, line, part, cells FROM line ORDER BY id, at, rowid")
        for case, group in groupby(rows, key=lambda row: str(row[0])):
            if case in long:
                yield CaseLines(case, [], [], long[case])
                continue
            found = [(self._row(at, line, part, cells), part) for _, at, line, part, cells in group]
            events = [row for row, part in found if part != VALUE]
            if events:
                told = events if len(events) == len(found) else [row for row, _ in found]
                is_twice = len({part for _, part in found if part > 0}) > 1
                yield CaseLines(case, events, told, len(events), is_twice)

    def unreadable(self) -> Iterator[Unreadable]:
        """Yield the lines that could not be read, in the order of the file."""
        for line, why, fault in self._database.execute("SELECT line, why, fault FROM unreadable ORDER BY line, rowid"):
            yield Unreadable(line, why, Fault(fault))

    def _understood(self, record: Record | Unreadable) -> tuple[str, int, int, int, str] | Unreadable | None:
        if isinstance(record, Unreadable):
            # a case without events has no line
            self.lines += record.fault is not Fault.NO_EVENTS
            return record
        mapping = self._file.mapping
        cells = self._meant(record.cells)
        columns = mapping.columns
        if record.part == VALUE:
            return self._value(record, cells)
        self.lines += 1
        why = self._is_left_out(cells)
        if why is not None:
            _count(self.left_out, why)
            return None
        for column in (columns.case, columns.activities[0], columns.timestamp):
            if not cells[column]:
                return Unreadable(record.line, f"{column}: there is no value", Fault.EMPTY)
        try:
            at = logged_instant(cells[columns.timestamp], self._file.zone, mapping.dates, mapping.twice)
        except (DossierflowError, ValueError, OverflowError) as error:
            return Unreadable(record.line, f"{columns.timestamp}: {error}", Fault.INSTANT)
        self.last = at if self.last is None or at > self.last else self.last
        _count(self.activities, self._activity(cells))
        return cells[columns.case], (at - _EPOCH) // _MICROSECOND, record.line, record.part, self._packed(cells)

    def _value(self, record: Record, cells: dict[str, str]) -> tuple[str, int, int, int, str] | Unreadable:
        columns, at = self._file.mapping.columns, _ALWAYS
        if cells[columns.timestamp]:
            try:
                instant = logged_instant(cells[columns.timestamp], self._file.zone, "iso")
            except (DossierflowError, ValueError, OverflowError) as error:
                return Unreadable(record.line, f"{columns.timestamp}: {error}", Fault.INSTANT)
            at = (instant - _EPOCH) // _MICROSECOND
        return cells[columns.case], at, record.line, record.part, self._packed(cells)

    def _meant(self, cells: dict[str, str]) -> dict[str, str]:
        """Return the cells without what stands for nothing, and with what is taken for it."""
        mapping = self._file.mapping
        meant = {name: cells.get(name, "") for name in self._wanted}
        if mapping.missing:
            meant = {name: "" if text in mapping.missing else text for name, text in meant.items()}
        for name, text in mapping.defaults.items():
            if not meant.get(name, text):
                meant[name] = text
        return meant

    def _is_left_out(self, cells: dict[str, str]) -> str | None:
        mapping = self._file.mapping
        for column, values in mapping.lines.items():
            if not has_value(cells[column], values):
                return f"{column} = {cells[column]}"
        for column, values in mapping.leave_out.items():
            if has_value(cells[column], values):
                return f"{column} = {cells[column]}"
        return None

    def _activity(self, cells: dict[str, str]) -> str:
        columns = self._file.mapping.columns.activities
        if len(columns) == 1:
            return cells[columns[0]]
        return "+".join(cells[name] for name in columns if cells[name])

    def _packed(self, cells: dict[str, str]) -> str:
        return json.dumps([cells[name] for name in self._wanted], ensure_ascii=False)

    def _row(self, at: int, line: int, part: int, text: str) -> Row:
        cells = dict(zip(self._wanted, json.loads(text), strict=True))
        if part == VALUE:
            return Row(line, _EPOCH if at == _ALWAYS else _instant(at), "", cells)
        return Row(line, _instant(at).astimezone(self._file.zone), self._activity(cells), cells)

    def _write(self, rows: list[tuple[str, int, int, int, str]], faults: list[Unreadable]) -> None:
        self._database.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?)", rows)
        self._database.executemany("INSERT INTO unreadable VALUES (?, ?, ?)", faults)
        rows.clear()
        faults.clear()


def _instant(at: int) -> datetime:
    return _EPOCH + at * _MICROSECOND


def _count(counts: Counter[str], name: str) -> None:
    counts[name if name in counts or len(counts) < MOST_NAMES else REST] += 1


@contextmanager
def sorted_log(source: Source, records: Iterable[Record | Unreadable], file: MappingFile) -> Generator[SortedLog]:
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
            log.take(source, iter(records))
            yield log
        except sqlite3.Error as error:
            raise OSError(errno.EIO, f"the log cannot be sorted: {error}", folder) from error
        finally:
            database.close()
