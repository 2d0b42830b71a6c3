"""What readers of logs give: lines, and lines that could not be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias

from dossierflow.errors import DefinitionError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from dossierflow.interop.replay.logs.ocel_spool import OcelSpool

LONGEST_CELL: Final = 32_768
"""Characters of one value; a longer one makes its line unreadable."""

MOST_COLUMNS: Final = 4_000
"""Different columns of one log."""

MOST_OF_A_CASE: Final = 100_000
"""Lines of one case; a longer one is not looked at, and listed."""


class Record(NamedTuple):
    """One line of a log."""

    line: int
    """Of CSV and XES the line of the file, of OCEL the number of the event; from 1."""

    cells: dict[str, str]
    """Text by column, of the columns that were asked for; empty ones may be missing."""

    part: int = 0
    """Of XES the number of the trace, from 1; `VALUE` of what an object of OCEL became; 0 of all else."""


VALUE: Final = -1
"""The part of a record that is no event, but a value that an object took on."""


class Fault(StrEnum):
    """Why a line could not be read."""

    CELLS = "cells"
    """It has more or fewer cells than the heading."""

    QUOTES = "quotes"
    """It breaks the rules of quoting."""

    VALUE = "value"
    """A value is too long, or not of the encoding."""

    EMPTY = "empty"
    """There is no case, activity or time."""

    INSTANT = "instant"
    """The time is not written as the mapping says, or does not exist."""

    NO_EVENTS = "no_events"
    """A case without events."""

    NO_CASE = "no_case"
    """An event that belongs to no case."""

    FORM = "form"
    """It has not the form of an event at all."""


class Unreadable(NamedTuple):
    """A line that could not be read."""

    line: int
    why: str
    fault: Fault


Records: TypeAlias = Iterator["Record | Unreadable"]


@dataclass(slots=True)
class Source:
    """A log that is being read."""

    path: Path
    name: str
    """What messages call it."""

    wanted: tuple[str, ...] | None
    """The columns that are read; none: all that there are."""

    size: int = 0
    """Bytes of the file."""

    position: Callable[[], int] = int
    """Tells up to which of them it was read."""

    seen: dict[str, None] = field(default_factory=dict[str, None])
    """The columns that the log has, as far as it was read."""

    objects: Mapping[str, int] = field(default_factory=dict[str, int])
    """Of OCEL: the types of objects, with how many there are of each."""

    case_object: str = ""
    """Of OCEL: the type of the objects that are the cases."""

    elsewhere: int = 0
    """Of OCEL: events of objects that belong to no case, after the last line."""

    def see(self, columns: Iterable[str]) -> None:
        """
        Take note of *columns*.

        Raises:
            DefinitionError: There are too many.
        """
        self.seen.update(dict.fromkeys(columns))
        if len(self.seen) > MOST_COLUMNS:
            raise self.refused(0, f"the log has more than {MOST_COLUMNS:,} different columns")

    def refused(self, line: int, message: str) -> DefinitionError:
        """Return the error for a log that cannot be read on."""
        return DefinitionError([Problem(self.name, line, "", shown(message))])


class Laying(Protocol):
    """Lays one form of OCEL out on disk."""

    def __call__(self, source: Source, spool: OcelSpool) -> Iterator[Unreadable]:
        """Lay out *source*, and yield what cannot be read."""
        ...


class Reader(Protocol):
    """Reads one kind of log."""

    def __call__(self, source: Source) -> Records:
        """Yield the lines of *source*."""
        ...


def shown(text: str) -> str:
    """
    Return *text* without characters that would do something to the terminal that shows it.

    >>> shown("a" + chr(27) + "[2J") == "a" + chr(0xFFFD) + "[2J"
    True
    """
    return "".join(one if one.isprintable() else "\ufffd" for one in text)


def picked(named: Mapping[str, str], wanted: Iterable[str] | None) -> dict[str, str]:
    """Return the texts of the columns that are *wanted*, without blanks around them, composed."""
    names = named if wanted is None else wanted
    return {name: composed(named.get(name, "").strip()) for name in names}


def composed(text: str) -> str:
    """Return *text* with its letters and their marks put together, so that equal names are equal."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fault_in(cells: Mapping[str, str], wanted: Collection[str] | None) -> str | None:
    """Say which of the cells nobody could have meant; none where all are fine."""
    for name in cells if wanted is None else wanted:
        text = cells.get(name, "")
        if text.isascii() and len(text) <= LONGEST_CELL and "\x00" not in text:
            continue
        if len(text) > LONGEST_CELL:
            return f"{name}: the value has {len(text):,} characters, more than {LONGEST_CELL:,}"
        if "\x00" in text:
            return f"{name}: the value holds NUL bytes; is the encoding the right one?"
        try:
            text.encode()
        except UnicodeEncodeError:
            return f"{name}: the value holds bytes that are not of the encoding; give the right 'encoding'"
    return None
