"""What is in somebody's log, before anybody has said what it means."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from dossierflow.interop.replay.describing.columns import ColumnFacts
from dossierflow.interop.replay.describing.roles import Roles, roles_of
from dossierflow.interop.replay.logs.records import VALUE, Fault, Record
from dossierflow.interop.replay.opening import Way, opened_log

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from dossierflow.interop.replay.logs.records import Source
    from dossierflow.interop.replay.mappings.mapping import Encoding

MOST_LINES: Final = 200_000
"""Lines that are looked at; a larger log is much the same further on."""

_HEAD: Final = 2_000
"""Lines from which it is told what the columns are."""

_MOST_CASES: Final = 50_000
_MOST_ACTIVITIES: Final = 5_000
_EVERY: Final = 500


class Told(NamedTuple):
    """A line as far as a description needs it."""

    at: datetime | None
    activity: str


@dataclass(slots=True)
class LogDescription:
    """What was seen in a log."""

    name: str
    """Of the file."""

    lines: int = 0
    unreadable: int = 0
    is_whole: bool = True
    """False where only the first `MOST_LINES` were looked at."""

    columns: dict[str, ColumnFacts] = field(default_factory=dict[str, ColumnFacts])
    objects: Mapping[str, int] = field(default_factory=dict[str, int])
    """Of OCEL: the types of objects, with how many there are of each."""

    case_object: str = ""
    """Of OCEL: the type taken for the case."""

    encoding: Encoding | None = None
    """As it was told."""

    roles: Roles = field(default_factory=Roles)
    """Which column is most likely what."""

    activities: Counter[str] = field(default_factory=Counter[str])
    cases: int = 0
    begins: Counter[str] = field(default_factory=Counter[str])
    """Activities with which cases begin, by time."""

    ends: Counter[str] = field(default_factory=Counter[str])
    first: datetime | None = None
    last: datetime | None = None
    terms: Counter[int] = field(default_factory=Counter[int])
    """Days from the start that the log tells to its due date, by how many cases."""


def describe_log(
    path: Path,
    *,
    given: Roles | None = None,
    way: Way | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> LogDescription:
    """
    Look at a log of whatever kind: its columns, activities, cases, dates.

    Args:
        path: CSV, XES, OCEL 2.0 in JSON, XML or SQLite; it may be compressed with gzip.

        given: Columns whose meaning is known; those of the others are guessed from their names and values.

        way: How it is opened, where the file does not say.

        progress: Told now and then how far it is.

    Raises:
        DefinitionError: It cannot be read, or has no column that could be what a log must have.

        OSError: It cannot be read.
    """
    opening = way or Way(guesses=True)
    found = LogDescription(path.name, encoding=opening.encoding)
    head: list[Record] = []
    watching: _Watching | None = None
    with opened_log(path, opening, None) as (source, records):
        for place, record in enumerate(records):
            if progress is not None and place % _EVERY == 0:
                progress("lines", source.position(), source.size)
            if found.lines >= MOST_LINES:
                found.is_whole = False
                break
            if not isinstance(record, Record):
                found.lines += record.fault is not Fault.NO_EVENTS
                found.unreadable += 1
                continue
            found.lines += record.part != VALUE
            for name, text in record.cells.items():
                if text:
                    found.columns.setdefault(name, ColumnFacts()).take(text)
            if watching is None:
                head.append(record)
                if len(head) < _HEAD:
                    continue
                watching = _watch(found, given, head, source)
            else:
                watching.take(record)
        watching = watching or _watch(found, given, head, source)
        watching.finish()
        found.objects = source.objects
        found.case_object = source.case_object
    return found


def _watch(found: LogDescription, given: Roles | None, head: list[Record], source: Source) -> _Watching:
    for name in filter(None, source.seen):
        found.columns.setdefault(name, ColumnFacts())
    found.roles = roles_of(found.columns, given, source)
    watching = _Watching(found)
    for record in head:
        watching.take(record)
    return watching


class _Watching:
    """Follows cases through the lines of a log."""

    def __init__(self, found: LogDescription) -> None:
        self._found = found
        self._cases: dict[str, tuple[Told, Told]] = {}
        self._number = 0

    def take(self, record: Record) -> None:
        found, roles, cells = self._found, self._found.roles, record.cells
        case = cells.get(roles.case, "")
        if record.part == VALUE or not case:
            return
        activity = cells.get(roles.activity, "")
        if activity in found.activities or len(found.activities) < _MOST_ACTIVITIES:
            found.activities[activity] += 1
        told = Told(found.columns[roles.timestamp].instant(cells.get(roles.timestamp, "")), activity)
        if told.at is not None:
            found.first = told.at if found.first is None else min(found.first, told.at)
            found.last = told.at if found.last is None else max(found.last, told.at)
        known = self._cases.get(case)
        if known is None:
            if len(self._cases) < _MOST_CASES:
                self._cases[case] = (told, told)
            self._term(cells)
        else:
            self._cases[case] = _earlier(known[0], told), _later(known[1], told)

    def _term(self, cells: Mapping[str, str]) -> None:
        roles, columns = self._found.roles, self._found.columns
        if roles.due and roles.starts:
            due = columns[roles.due].instant(cells.get(roles.due, ""))
            start = columns[roles.starts].instant(cells.get(roles.starts, ""))
            if due is not None and start is not None:
                self._found.terms[(due.date() - start.date()).days] += 1

    def finish(self) -> None:
        self._found.cases = len(self._cases)
        for first, last in self._cases.values():
            self._found.begins[first.activity] += 1
            self._found.ends[last.activity] += 1


def _earlier(one: Told, other: Told) -> Told:
    return other if one.at and other.at and other.at < one.at else one


def _later(one: Told, other: Told) -> Told:
    return other if one.at and other.at and other.at >= one.at else one
