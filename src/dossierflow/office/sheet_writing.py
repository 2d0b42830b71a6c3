"""
Laying a page out on a sheet of a workbook.

Paragraphs run across all columns of the page's tables; the sheet prints on A4,
one page wide, with the head of its first table repeated.
"""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from dossierflow.office.pages import Letterhead, Line, Table
from dossierflow.office.values import column_letters

try:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart  # pyright: ignore[reportPrivateUsage] # the only way to fill a footer that may be none
    from openpyxl.worksheet.properties import PageSetupProperties
except ImportError as error:  # pragma: no cover - the tests have openpyxl
    _MSG = "reading and writing .xlsx needs openpyxl; install it with: pip install 'dossierflow[office]'"
    raise ImportError(_MSG) from error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from dossierflow.office.pages import BoxValue, Page, Style

FONT = "Times New Roman"
_A4 = 9
_MM_OF_CHARACTER = 1.9
"""Width of one character of the sheet's own measure, which Excel counts columns in."""

_LONGEST_NAME = 31
_BAD_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$|^$")
_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SHADE = PatternFill("solid", fgColor="EDEDED")
_MARGIN = 0.6
"""In inches."""


def workbook_bytes(sheets: Mapping[str, Page]) -> bytes:
    """
    Return the bytes of a workbook, as openpyxl packs them.

    Raises:
        ValueError: There is no page, a name cannot be a sheet's, or a table is not filled exactly.
    """
    if not sheets:
        msg = "a workbook has at least one sheet"
        raise ValueError(msg)
    book = Workbook()
    del book["Sheet"]
    for name, page in sheets.items():
        if len(name) > _LONGEST_NAME or _BAD_NAME.search(name):
            msg = f"{name!r} cannot be the name of a sheet: at most {_LONGEST_NAME} characters, none of []:*?/\\"
            raise ValueError(msg)
        sheet = book.create_sheet(name)
        _lay_out(sheet, page)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@dataclass
class _Cursor:
    sheet: Worksheet
    widths: tuple[float, ...]
    row: int = 1
    heights: dict[int, float] = field(default_factory=dict[int, float])

    @property
    def columns(self) -> int:
        return len(self.widths)


def _lay_out(sheet: Worksheet, page: Page) -> None:
    tables = [block for block in page.blocks if isinstance(block, Table)]
    count = max((len(table.widths) for table in tables), default=2)
    widths = tuple(
        max((table.widths[at] for table in tables if at < len(table.widths)), default=80.0) for at in range(count)
    )
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[column_letters(number)].width = round(width / _MM_OF_CHARACTER, 2)
    cursor = _Cursor(sheet, widths)
    for block in page.blocks:
        if isinstance(block, Line):
            _line(cursor, block, 1, count)
            cursor.row += 1
        elif isinstance(block, Letterhead):
            _letterhead(cursor, block)
        else:
            _table(cursor, block)
    _set_up(sheet, page)


def _set_up(sheet: Worksheet, page: Page) -> None:
    sheet.page_setup.orientation = "landscape" if page.landscape else "portrait"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, _MARGIN)
    if page.page_numbers:
        sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("&P/&N"))


def _letterhead(cursor: _Cursor, head: Letterhead) -> None:
    # the left part takes the columns that come closest to half of the width
    half = sum(cursor.widths) / 2
    middle = min(range(1, max(cursor.columns, 2)), key=lambda at: abs(sum(cursor.widths[:at]) - half))
    for at in range(max(len(head.left), len(head.right))):
        if at < len(head.left):
            _line(cursor, head.left[at], 1, middle)
        if at < len(head.right):
            _line(cursor, head.right[at], min(middle + 1, cursor.columns), cursor.columns)
        cursor.row += 1


def _line(cursor: _Cursor, line: Line, first: int, last: int) -> None:
    _put(cursor.sheet, cursor.row, first, line.text, line.style)
    if last > first:
        cursor.sheet.merge_cells(start_row=cursor.row, end_row=cursor.row, start_column=first, end_column=last)
    _heighten(cursor, cursor.row, line.text, line.style, sum(cursor.widths[first - 1 : last]))


def _table(cursor: _Cursor, table: Table) -> None:
    sheet, top = cursor.sheet, cursor.row
    for row, column, box in table.placed():
        at = top + row - 1
        _put(sheet, at, column, box.value, box.style)
        for down in range(box.rows):
            for right in range(box.columns):
                part = sheet.cell(at + down, column + right)
                part.border = _BORDER
                if box.shaded:
                    part.fill = _SHADE
        if box.rows > 1 or box.columns > 1:
            sheet.merge_cells(
                start_row=at, end_row=at + box.rows - 1, start_column=column, end_column=column + box.columns - 1
            )
        if box.rows == 1:
            width = sum(cursor.widths[column - 1 : column - 1 + box.columns])
            _heighten(cursor, at, str(box.value), box.style, width)
    if table.header_rows and not sheet.print_title_rows:
        sheet.print_title_rows = f"{top}:{top + table.header_rows - 1}"
    cursor.row = top + len(table.rows)


def _put(sheet: Worksheet, row: int, column: int, value: BoxValue, style: Style) -> None:
    cell = cast("Cell", sheet.cell(row, column))
    if isinstance(value, str):
        cell.value = value
        # text that begins with = is text
        cell.data_type = "s"
    elif isinstance(value, datetime):
        # a sheet knows no zones: the hour is kept as it stands
        cell.value = value.replace(tzinfo=None)
        cell.number_format = "hh:mm dd/mm/yyyy"
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = "dd/mm/yyyy"
    else:
        cell.value = float(value) if isinstance(value, Decimal) and value != int(value) else value
    cell.font = Font(
        name=FONT,
        size=style.size,
        bold=style.bold,
        italic=style.italic,
        underline="single" if style.underline else None,
    )
    cell.alignment = Alignment(horizontal=style.align, vertical="center", wrap_text=True)


def _heighten(cursor: _Cursor, row: int, text: str, style: Style, width: float) -> None:
    """Make a row high enough for *text*: no program does so for merged cells."""
    per_line = max(width / (_MM_OF_CHARACTER * style.size / 11), 1)
    lines = sum(max(math.ceil(len(part) / per_line), 1) for part in text.split("\n"))
    cursor.heights[row] = max(cursor.heights.get(row, 0), round(lines * style.size * 1.35, 1))
    cursor.sheet.row_dimensions[row].height = cursor.heights[row]
