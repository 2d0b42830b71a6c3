"""
Describing what is written: a page of paragraphs and tables, the same for Word and Excel.

A description says what stands where, not how a program stores it. Text is
always text: what begins with ``=`` is never made a formula.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from dossierflow.errors import DefinitionError, Problem
from dossierflow.reading.characters import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

Align = Literal["left", "center", "right", "justify"]
BoxValue: TypeAlias = "str | int | float | Decimal | date | datetime"
"""What a cell may be given; Word shows it as text, Excel keeps numbers and days as such."""

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
"""The national motto that heads an official paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a text looks."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: Align = "left"
    size: float = 12
    """In points."""


PLAIN = Style()
HEADING = Style(bold=True, align="center")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    text: str
    style: Style = PLAIN


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a table."""

    value: BoxValue = ""
    style: Style = PLAIN
    columns: int = 1
    """How many columns it covers."""

    rows: int = 1
    """How many rows it covers."""

    shaded: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table with borders.

    As in HTML, a row lists only the boxes that begin in it; what a box of an
    earlier row covers is left out.
    """

    widths: tuple[float, ...]
    """Widths of the columns in millimetres."""

    rows: tuple[tuple[Box, ...], ...]
    header_rows: int = 0
    """How many of the first rows are repeated on every page."""

    def placed(self) -> Iterator[tuple[int, int, Box]]:
        """
        Yield row and column, both from 1, of each box.

        Raises:
            ValueError: The boxes of a row do not fill it exactly, or reach below the last row.

        >>> table = Table((10.0, 10.0), ((Box("a", rows=2), Box("b")), (Box("c"),)))
        >>> [(row, column, box.value) for row, column, box in table.placed()]
        [(1, 1, 'a'), (1, 2, 'b'), (2, 2, 'c')]
        """
        taken: set[tuple[int, int]] = set()
        for row, boxes in enumerate(self.rows, start=1):
            column = 1
            for box in boxes:
                while (row, column) in taken:
                    column += 1
                yield row, column, box
                taken.update((row + down, column + right) for down in range(box.rows) for right in range(box.columns))
        if taken != {(row + 1, column + 1) for row in range(len(self.rows)) for column in range(len(self.widths))}:
            msg = "the boxes of a table must fill its rows and columns exactly"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of an official paper: the agency on the left, the motto on the right."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]


Block: TypeAlias = "Line | Table | Letterhead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document, or one sheet of a workbook."""

    title: str
    """Title in the properties of the file."""

    blocks: tuple[Block, ...] = field(default_factory=tuple)
    landscape: bool = True
    """A4 on its side; upright where false."""

    page_numbers: bool = True


def letterhead(agency: str, *, place_and_day: str = "") -> Letterhead:
    """Return the head of a paper of *agency*, with the national motto and perhaps a place and a day."""
    head = Style(bold=True, align="center")
    right = [Line(MOTTO[0], head), Line(MOTTO[1], Style(bold=True, underline=True, align="center"))]
    if place_and_day:
        right.append(Line(place_and_day, Style(italic=True, align="center")))
    return Letterhead(tuple(Line(part, head) for part in agency.split("\n")), tuple(right))


def check_texts(page: Page, file: str) -> None:
    """
    Refuse a page with texts that this library would refuse to read.

    Raises:
        DefinitionError: With one problem for each such text.
    """
    problems = [
        Problem(file, 0, "", message)
        for text in _texts(page)
        for part in text.split("\n")
        if (message := refusal(part)) is not None
    ]
    if problems:
        raise DefinitionError(problems)


def _texts(page: Page) -> Iterator[str]:
    yield page.title
    for block in page.blocks:
        if isinstance(block, Line):
            yield block.text
        elif isinstance(block, Letterhead):
            yield from (line.text for line in (*block.left, *block.right))
        else:
            yield from (box.value for row in block.rows for box in row if isinstance(box.value, str))


def shown(value: BoxValue) -> str:
    """
    Return a value as a Vietnamese reader expects it.

    >>> shown(Decimal("0.5")), shown(date(2026, 7, 1))
    ('0,5', '01/07/2026')
    """
    if isinstance(value, datetime):
        return f"{value:%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)):f}".replace(".", ",")
    return str(value)
