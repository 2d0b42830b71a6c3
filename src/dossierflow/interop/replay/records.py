"""What readers of logs give: lines, and lines that could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias

from dossierflow.errors import DefinitionError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

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


class Unreadable(NamedTuple):
    """A line that could not be read."""

    line: int
    why: str


Records: TypeAlias = Iterator["Record | Unreadable"]


@dataclass(slots=True)
class Source:
    """A log that is being read."""

    path: Path
    name: str
    """What messages call it."""

    wanted: tuple[str, ...]
    seen: dict[str, None] = field(default_factory=dict[str, None])
    """The columns that the log has, as far as it was read."""

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


def fault_in(cells: dict[str, str], wanted: Collection[str]) -> str | None:
    """Say which of the cells nobody could have meant; none where all are fine."""
    for name in wanted:
        text = cells.get(name, "")
        if len(text) > LONGEST_CELL:
            return f"{name}: the value has {len(text):,} characters, more than {LONGEST_CELL:,}"
        if "\x00" in text:
            return f"{name}: the value holds NUL bytes; is the encoding the right one?"
        try:
            text.encode()
        except UnicodeEncodeError:
            return f"{name}: the value holds bytes that are not of the encoding; give the right 'encoding'"
    return None
