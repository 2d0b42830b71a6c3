"""
Reading .xlsx: what openpyxl makes of a workbook that has been checked before.

A first look at the raw sheets finds what openpyxl would pass over or choke on:
formulas, hidden rows and columns, merged ranges of a billion cells, a last cell
far out. Only values are read; a formula is refused with its cell, because its
stored value may be another than the one that the author saw.
"""

from __future__ import annotations

import io
import math
import posixpath
import re
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, cast

from dossierflow.office.characters import Texts
from dossierflow.office.markup import RefusedMarkupError
from dossierflow.office.values import Cell, Grid, Workbook, address, column_letters

try:
    from openpyxl import load_workbook
    from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
except ImportError as error:  # pragma: no cover - the tests have openpyxl
    _MSG = "reading and writing .xlsx needs openpyxl; install it with: pip install 'dossierflow[office]'"
    raise ImportError(_MSG) from error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from openpyxl.cell.cell import Cell as RawCell

    from dossierflow.office.package import Package
    from dossierflow.office.values import CellValue

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_HOLDS = frozenset({"v", "is"})
_ZERO = re.compile(r"0(\.0*)?")
_TRUE = frozenset({"1", "true"})


class _Range(NamedTuple):
    row: int
    column: int
    rows: int
    columns: int

    def within(self, last_row: int, last_column: int) -> _Range | None:
        """Return the part of the range up to a row and a column; none where nothing is left."""
        rows = min(self.rows, last_row - self.row + 1)
        columns = min(self.columns, last_column - self.column + 1)
        return _Range(self.row, self.column, rows, columns) if rows > 0 and columns > 0 else None


@dataclass
class _Look:
    """What a first look at one sheet found."""

    held: bool = False
    """Whether a cell holds something."""

    last_row: int = 0
    last_column: int = 0
    formulas: list[str] = field(default_factory=list[str])
    merged: list[_Range] = field(default_factory=list[_Range])
    hidden_rows: set[int] = field(default_factory=set[int])
    hidden_columns: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    row: int = 0
    column: int = 0
    current_holds: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take note of an element."""
        if name == "row":
            self._advance(int(attributes.get("r", self.row + 1)), 0)
            if attributes.get("hidden") in _TRUE or _ZERO.fullmatch(attributes.get("ht", "")):
                self.hidden_rows.add(self.row)
        elif name == "c":
            self.current_holds = False
            self._advance(*(coordinate_to_tuple(attributes["r"]) if "r" in attributes else (self.row, self.column + 1)))
        elif name == "f":
            self.formulas.append(address(self.row, self.column))
        elif name in _HOLDS:
            self.current_holds = True
        elif name == "mergeCell":
            self.merged.append(_range(attributes.get("ref", "")))
        elif name == "col" and (attributes.get("hidden") in _TRUE or _ZERO.fullmatch(attributes.get("width", ""))):
            self.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def _advance(self, row: int, column: int) -> None:
        # openpyxl passes over a row that comes too late, and a cell that comes twice
        if (row, column) <= (self.row, self.column):
            msg = f"{address(row, max(column, 1))} does not come in its order"
            raise RefusedMarkupError(msg)
        self.row, self.column = row, column

    def end(self, name: str) -> None:
        """Count a cell that holds something."""
        if name == "c" and self.current_holds:
            self.held = True
            self.last_row = max(self.last_row, self.row)
            self.last_column = max(self.last_column, self.column)
            self.current_holds = False


def workbook_of(package: Package) -> Workbook:
    """
    Return the values of a workbook whose outside has been checked.

    Raises:
        DefinitionError: It holds formulas, refused characters, or too much, or cannot be read.
    """
    texts = Texts(package.file, package.limits)
    listed = _listed(package)
    looks = {name: _look(package, name, part) for name, part, _ in listed}
    for name, look in looks.items():
        for cell in look.formulas:
            texts.refuse(f"{name}!{cell}", "found a formula; its value may differ: copy, then paste as values")
    texts.settle()
    sheets: list[Grid] = []
    try:
        with warnings.catch_warnings():
            # openpyxl warns of drawings and styles that it passes over; only values are wanted
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(package.raw), read_only=True, data_only=True, keep_links=False)
            for name, _part, hidden in listed:
                look = looks[name]
                raw = book[name].iter_rows(max_row=look.last_row, max_col=look.last_column) if look.held else ()
                sheets.append(_grid(name, look, _held(raw), texts, hidden=hidden))
            book.close()
    except (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError) as error:
        package.refuse(
            "", f"the workbook cannot be read: {_first_line(error)}; open it in its program and save it again"
        )
    texts.settle()
    return Workbook(package.file, tuple(sheets), tuple(texts.notices))


def _listed(package: Package) -> list[tuple[str, str, bool]]:
    """Return name, part and whether it is hidden, of each sheet in the order of the workbook."""
    found: list[tuple[str, str, bool]] = []
    targets: dict[str, str] = {}
    folder, base = posixpath.split(package.main)

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            joined = target.removeprefix("/") if target.startswith("/") else posixpath.join(folder, target)
            targets[attributes.get("Id", "")] = posixpath.normpath(joined)

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet" and (part := targets.get(attributes.get("id", ""))):
            found.append((attributes.get("name", ""), part, attributes.get("state", "visible") != "visible"))

    relations = f"{folder}/_rels/{base}.rels"
    if relations in package.parts:
        package.inspect(relations, start=relation)
    package.inspect(package.main, start=sheet)
    names = [name for name, _, _ in found]
    if len(set(names)) < len(names):
        package.refuse("", "two sheets have one name; open the workbook in its program and save it again")
    if not found:
        package.refuse("", "the workbook has no sheet of cells")
    return found


def _look(package: Package, name: str, part: str) -> _Look:
    look = _Look()
    if part not in package.parts:
        package.refuse(name, "the sheet is missing in the file; open it in its program and save it again")
    try:
        package.inspect(part, start=look.start, end=look.end)
    except RefusedMarkupError as error:
        package.refuse(name, f"the sheet is damaged: {error}; open it in its program and save it again")
    if look.last_row > _LAST_ROW or look.last_column > _LAST_COLUMN:
        package.refuse(name, "a cell lies beyond the last row or column that a sheet has")
    far = address(max(look.last_row, 1), max(look.last_column, 1))
    if look.last_row * look.last_column > package.limits.positions:
        package.refuse(name, f"cells lie as far out as {far}; move the table together, or split the sheet")
    # what is merged beyond the last cell is of no use to anybody
    look.merged = [cut for one in look.merged if (cut := one.within(look.last_row, look.last_column))]
    if sum(one.rows * one.columns for one in look.merged) > package.limits.positions:
        package.refuse(name, "merged ranges lie over each other; open the workbook in its program and save it again")
    return look


def _range(ref: str) -> _Range:
    first_column, first_row, last_column, last_row = range_boundaries(ref)
    if not (first_column and first_row and last_column and last_row):
        msg = f"the merged range {ref[:40]!r} is no range of cells"
        raise ValueError(msg)
    return _Range(first_row, first_column, last_row - first_row + 1, last_column - first_column + 1)


def _held(rows: Iterable[tuple[object, ...]]) -> Iterator[RawCell]:
    for row in rows:
        for cell in row:
            if getattr(cell, "value", None) is not None:
                # a cell of a read-only sheet has all that is used of one here
                yield cast("RawCell", cell)


def _grid(name: str, look: _Look, raw: Iterable[RawCell], texts: Texts, *, hidden: bool) -> Grid:
    merged = {(one.row, one.column): one for one in look.merged}
    covered = {
        (row, column)
        for one in look.merged
        for row in range(one.row, one.row + one.rows)
        for column in range(one.column, one.column + one.columns)
    } - merged.keys()
    cells: list[Cell] = []
    for one in raw:
        row, column = one.row, one.column
        place = f"{name}!{address(row, column)}"
        if (row, column) in covered:
            texts.tell("hidden_value", place, f"the cell lies below a merged one; its value is not shown: {one.value}")
            continue
        if (cell := _cell(one, place, merged.get((row, column)), texts)) is not None:
            cells.append(cell)
    _tell_hidden(name, look, cells, texts, hidden=hidden)
    return Grid(name, tuple(cells), hidden=hidden, hidden_rows=frozenset(look.hidden_rows))


def _cell(raw: RawCell, place: str, merged: _Range | None, texts: Texts) -> Cell | None:
    value = cast("CellValue", raw.value)
    if raw.data_type == "e":
        texts.tell("error_value", place, f"the cell shows the error {value}; write the value")
        return None
    if isinstance(value, str):
        value = text = texts.clean(value, place).strip()
        if not text:
            return None
    else:
        text = _shown(value)
    if isinstance(value, date | time | timedelta):
        texts.tell("date", place, f"the cell holds a date or a time of day ({text}), as Excel makes of a text like 1/2")
    if isinstance(value, float) and not math.isfinite(value):
        texts.refuse(place, "the number has no end; write the value")
        return None
    special = raw.number_format or ""
    shape = merged or _Range(raw.row, raw.column, 1, 1)
    return Cell(
        raw.row,
        raw.column,
        value,
        text,
        shape.rows,
        shape.columns,
        format="" if isinstance(value, str) or special == "General" else special,
    )


def _shown(value: CellValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _tell_hidden(name: str, look: _Look, cells: list[Cell], texts: Texts, *, hidden: bool) -> None:
    if hidden and cells:
        texts.tell("hidden_sheet", name, "the sheet is hidden")
    for row in sorted({cell.row for cell in cells} & look.hidden_rows):
        texts.tell("hidden_row", f"{name}!{row}", f"row {row} is hidden")
    columns = {cell.column for cell in cells}
    for column in sorted(columns):
        if any(first <= column <= last for first, last in look.hidden_columns):
            letters = column_letters(column)
            texts.tell("hidden_column", f"{name}!{letters}", f"column {letters} is hidden")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200] or type(error).__name__
