"""
Reading case tables: from a CSV file or a workbook to rows of text.

Commas or semicolons divide, as spreadsheets of different countries write them.
What cannot be read for certain is refused with its line, all of a file at once.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem
from dossierflow.office.reading import read_workbook
from dossierflow.reading.characters import check_text, decoded
from dossierflow.simulate.cases.columns import wrong_headings
from dossierflow.simulate.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossierflow.office.values import Cell

LARGEST_TABLE = 10 << 20
"""Bytes that a case table may have: 10 MiB."""

_FIRST_INSTANT = "T00:00:00"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a case table: its cells that are filled in, by heading."""

    file: str
    line: int
    """Line in the file, from 1; of a workbook the number of the row."""

    cells: Mapping[str, str]

    @property
    def path(self) -> Path:
        """The file; of a workbook without the sheet."""
        return Path(self.file.rpartition("!")[0]) if ".xlsx!" in self.file else Path(self.file)

    @property
    def folder(self) -> Path | None:
        """The folder of procedure files that the row names; none where it names none."""
        named = self.cells.get("procedures")
        return None if named is None else place_of(self.path) / named

    @property
    def layers(self) -> tuple[Path, ...]:
        """The calendar files that the row names; none where it takes a calendar by its name."""
        return tuple(place_of(self.path) / name for name in self.layer_names)

    @property
    def layer_names(self) -> tuple[str, ...]:
        """The calendar files that the row names, as written."""
        names = [name.strip() for name in self.cells.get("calendar", "").split(";")]
        return tuple(name for name in names if name.endswith((".yaml", ".yml")))

    def problem(self, column: str, message: str) -> Problem:
        """Return a mistake in *column* of the row."""
        return Problem(self.file, self.line, column, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRow:
    """A case that one row of a table states."""

    row: Row

    @property
    def file(self) -> str:
        """The file in which the case stands."""
        return self.row.file

    @property
    def line(self) -> int:
        """Its line there, from 1."""
        return self.row.line

    @property
    def rules(self) -> Path | None:
        """The folder of procedure files that the row names; none for the shipped ones."""
        return self.row.folder

    @property
    def layers(self) -> tuple[Path, ...]:
        """The calendar files that the row names."""
        return self.row.layers


def read_csv(path: Path) -> list[Row]:
    """
    Return the rows of a table that have anything in them.

    Raises:
        DefinitionError: With everything that keeps the file from being read.
    """
    file = str(path)
    text = text_of(path).removeprefix("\ufeff")
    check_text(text, file)
    return rows_of(_lines(text, divider_of(text), file), file)


def divider_of(text: str) -> str:
    """Return what divides the cells of a table, as its first line shows: a comma or a semicolon."""
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def text_of(path: Path) -> str:
    """
    Return the text of a file as it stands, a mark at its start included.

    Raises:
        DefinitionError: It cannot be read, is too large, or is not UTF-8.
    """
    file = str(path)
    # A pipe or a device could be read for ever.
    if not path.is_file():
        raise DefinitionError([Problem(file, 0, "", "there is no such file")])
    with path.open("rb") as stream:
        raw = stream.read(LARGEST_TABLE + 1)
    if len(raw) > LARGEST_TABLE:
        raise DefinitionError([Problem(file, 0, "", f"the file is larger than {LARGEST_TABLE:,} bytes; split it")])
    mark = "\ufeff" if raw.startswith(codecs.BOM_UTF8) else ""
    return mark + decoded(raw, file)


def read_xlsx(path: Path) -> list[Row]:
    """
    Return the rows of a workbook; every sheet that is shown and holds something is a table.

    Raises:
        DefinitionError: With everything that keeps the file from being read.

        ImportError: The extra ``office`` is not installed.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    for grid in read_workbook(path).sheets:
        if grid.hidden or not grid.cells:
            continue
        lines = ((number, [_shown(cell) for cell in grid.row(number)]) for number in range(1, grid.rows + 1))
        try:
            rows += rows_of(lines, f"{path}!{grid.name}")
        except DefinitionError as error:
            problems += error.problems
    if problems:
        raise DefinitionError(problems)
    if not rows:
        raise DefinitionError([Problem(str(path), 0, "", "no sheet that is shown holds anything")])
    return rows


def _shown(cell: Cell | None) -> str:
    if cell is None:
        return ""
    # a workbook keeps a day as its first instant
    return cell.text.removesuffix(_FIRST_INSTANT) if isinstance(cell.value, datetime) else cell.text


def rows_of(lines: Iterable[tuple[int, list[str]]], file: str) -> list[Row]:
    """
    Return the rows that follow their headings.

    Args:
        lines: The cells of each line with its number, the headings first.

        file: The name that messages show.

    Raises:
        DefinitionError: A heading is unknown, or a row has more cells than there are headings.
    """
    walk = iter(lines)
    number, headings = next(walk, (1, list[str]()))
    headings = [name.strip() for name in headings]
    while headings and not headings[-1]:
        # a spreadsheet that once had more columns goes on writing their dividers
        headings.pop()
    problems = [Problem(file, number, "", message) for message in wrong_headings(headings)]
    rows: list[Row] = []
    for line, cells in walk:
        filled = [cell.strip() for cell in cells]
        if any(filled[len(headings) :]):
            shape = f"the row has {len(cells)} cells, the table {len(headings)} columns"
            message = f"{shape}; put a cell that holds the divider in quotes"
            problems.append(Problem(file, line, "", message))
        elif any(filled):
            pairs = zip(headings, filled, strict=False)
            rows.append(Row(file, line, {name: cell for name, cell in pairs if cell}))
    if problems:
        raise DefinitionError(problems)
    if not rows:
        raise DefinitionError([Problem(file, number, "", "the table has no rows; write one case below the headings")])
    return rows


def _lines(text: str, divider: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise DefinitionError([Problem(file, before + 1, "", f"not a CSV table: {error}")]) from error
