"""
What an office file holds, as plain values: grids of cells, paragraphs, and what was odd about them.

A sheet of a workbook and a table of a text document are the same thing here, a
`Grid`, so that whoever reads tables need not care which program made them.
Every cell knows its place, because mistakes are reported by cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime, time, timedelta

CellValue: TypeAlias = "str | int | float | bool | datetime | date | time | timedelta"
"""What a cell can hold; formulas are refused, so they never appear."""

_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an office file may be before it is refused unread; every bound is inclusive."""

    file_bytes: int = 10 << 20
    members: int = 2_000
    """Files inside the zip."""

    unpacked_bytes: int = 64 << 20
    """All files of the zip together, unpacked."""

    ratio: int = 200
    """How many times larger than packed a file of more than one MiB may be."""

    elements: int = 400_000
    """XML elements of all parts together; about half as many cells of a sheet."""

    depth: int = 100
    """How deep XML elements may be nested."""

    positions: int = 500_000
    """Rows times columns of a sheet, up to its last cell that holds something, and of a table."""

    cell_characters: int = 32_767
    """Characters of one cell or paragraph, which is Excel's own bound."""

    characters: int = 20_000_000
    """Characters of all cells together: a shared text counts each time it is shown."""


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that did not prevent reading, but that whoever relies on the file must know."""

    kind: str
    """
    Stable name.

    ``comment``, ``date``, ``error_value``, ``footnote``, ``hidden_column``, ``hidden_row``, ``hidden_sheet``,
    ``hidden_text``, ``hidden_value`` (below a merged cell), ``nested_table``, ``not_nfc`` (put into NFC), ``picture``,
    ``symbol`` (a letter of a picture font), ``text_box``.
    """

    place: str
    """``Sheet1!B4``, ``table 2!B4``, ``paragraph 7``, or empty for the file."""

    message: str


def column_letters(column: int) -> str:
    """
    Return the letters of a column, counted from 1.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """
    Return the address of a cell; row and column are counted from 1.

    >>> address(4, 2)
    'B4'
    """
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something, or the first of several that were merged."""

    row: int
    """Counted from 1."""

    column: int
    """Counted from 1."""

    value: CellValue

    text: str
    """What a person reads: text as it stands, numbers without exponent, days and hours in ISO form."""

    rows: int = 1
    """How many rows the cell covers; more than 1 where cells were merged."""

    columns: int = 1
    """How many columns the cell covers."""

    format: str = ""
    """The number format, where it is a special one: ``0.0" ngày"`` shows a unit that the value does not hold."""

    numbered: bool = False
    """Whether the program itself puts a number before the text (an automatic list), which is not in *text*."""

    @property
    def address(self) -> str:
        """Where the cell stands: ``B4``."""
        return address(self.row, self.column)

    @property
    def span(self) -> str:
        """What the cell covers: ``B4``, or ``B4:B6`` where cells were merged."""
        if self.rows == self.columns == 1:
            return self.address
        return f"{self.address}:{address(self.row + self.rows - 1, self.column + self.columns - 1)}"

    @property
    def is_number(self) -> bool:
        """Tell whether the value is a number; true and false are none."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)


@dataclass(frozen=True)
class Grid:
    """A sheet of a workbook, or a table of a text document."""

    name: str
    """Name of the sheet, or ``table 2``."""

    cells: tuple[Cell, ...]
    """The cells that hold something, by row and then by column."""

    hidden: bool = False
    """Whether the sheet is hidden."""

    hidden_rows: frozenset[int] = field(default_factory=frozenset[int])

    @cached_property
    def rows(self) -> int:
        """Number of the last row that a cell covers; 0 for an empty grid."""
        return max((cell.row + cell.rows - 1 for cell in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        """Number of the last column that a cell covers; 0 for an empty grid."""
        return max((cell.column + cell.columns - 1 for cell in self.cells), default=0)

    @cached_property
    def _covering(self) -> Mapping[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell that covers a position, a merged one everywhere it reaches; none where it is empty."""
        return self._covering.get((row, column))

    @cached_property
    def _by_row(self) -> Mapping[int, tuple[Cell, ...]]:
        by_row: dict[int, list[Cell]] = {}
        for cell in self.cells:
            by_row.setdefault(cell.row, []).append(cell)
        return {row: tuple(cells) for row, cells in by_row.items()}

    def cells_of(self, number: int) -> tuple[Cell, ...]:
        """Return the cells that begin in a row, from left to right."""
        return self._by_row.get(number, ())

    def row(self, number: int) -> tuple[Cell | None, ...]:
        """Return what covers each column of a row, from column 1 on."""
        return tuple(self.at(number, column) for column in range(1, self.columns + 1))

    def place(self, cell: Cell) -> str:
        """Return where *cell* stands: ``Sheet1!B4``."""
        return f"{self.name}!{cell.address}" if self.name else cell.address


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that has been read."""

    file: str
    sheets: tuple[Grid, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text document, outside its tables."""

    number: int
    """Counted from 1, tables not counted."""

    text: str
    numbered: bool = False
    """Whether the program itself puts a number before the text."""

    @property
    def place(self) -> str:
        """Where the paragraph stands: ``paragraph 7``."""
        return f"paragraph {self.number}"


@dataclass(frozen=True, slots=True)
class Document:
    """A text document that has been read."""

    file: str
    blocks: tuple[Paragraph | Grid, ...]
    """Paragraphs and tables in the order of the document."""

    notices: tuple[Notice, ...] = ()

    @property
    def tables(self) -> Iterator[Grid]:
        """The tables alone."""
        return (block for block in self.blocks if isinstance(block, Grid))
