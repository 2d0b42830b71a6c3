"""What a published table says, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from dataclasses import replace as changed
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.interop.internal_procedures.times import StepTime

_LONGEST_PASSAGE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step of a published table."""

    place: str
    """The cell that names it: ``Sheet1!B4``."""

    time_place: str
    """The cell of its time."""

    number: str
    """As printed, without the word for *step*: ``2.1``; empty where none is printed."""

    content: str
    actor: str
    time: StepTime
    result: str = ""
    note: str = ""
    section: str = ""
    """The heading inside the table below which it stands."""

    shares_time: bool = False
    """Whether its time is the cell of the step before, merged over both."""

    is_parent: bool = False
    """Whether steps below it divide it."""

    @property
    def label(self) -> str:
        """How messages call the step."""
        return self.number or self.content[:40]


@dataclass(frozen=True, slots=True)
class Stated:
    """A total that the publication states."""

    place: str
    time: StepTime
    label: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text outside the tables."""

    place: str
    text: str

    @property
    def line(self) -> str:
        """The text on lines without doubled spaces, as far as it is looked at."""
        lines = (" ".join(part.split()) for part in self.text[:_LONGEST_PASSAGE].split("\n"))
        return "\n".join(part for part in lines if part)


@dataclass
class Table:
    """One procedure of a publication, as its table states it."""

    place: str
    """Where its table begins: ``Sheet1!A4``."""

    unit: str | None
    """The unit of bare numbers in its heading."""

    title: str = ""
    """What stands above it."""

    code: str = ""
    decision: str = ""
    variant: str = ""
    """The case that it is about, where a publication divides a procedure into cases."""

    rows: list[StepRow] = field(default_factory=list[StepRow])
    totals: list[Stated] = field(default_factory=list[Stated])
    unread: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    """Code, place and words of what was passed over."""


def with_parents(table: Table) -> Table:
    """Mark the rows that the rows after them divide: 2, where 2.1 follows."""
    divided: set[str] = set()
    marked: list[StepRow] = []
    for row in reversed(table.rows):
        marked.append(changed(row, is_parent=row.number in divided))
        divided.update(_above(row.number))
    table.rows = marked[::-1]
    return table


def _above(number: str) -> Iterator[str]:
    """Yield the numbers that a number divides: of 2.1.3 these are 2.1 and 2, of 2a it is 2."""
    if number[-1:].isalpha():
        number = number[:-1]
        yield number
    while "." in number:
        number = number.rpartition(".")[0]
        yield number
