"""Published tables as plain cells, and files of them as provinces and strangers make them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, TypeAlias

import docx
import openpyxl

from dossierflow.interop.internal_procedures import Source, import_source
from dossierflow.office import Cell, Grid, Paragraph, read_document, read_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.interop.internal_procedures import Import, Imported

Value: TypeAlias = "str | int | float | None"
HEAD = ("TT", "Nội dung công việc", "Đơn vị/Người thực hiện", "Thời gian thực hiện", "Kết quả")
ABOVE = ("1. Thủ tục: Cấp giấy phép quầy hàng (Mã TTHC: 1.000001)", "Quyết định số 12/QĐ-UBND ngày 05/01/2026")


def grid(rows: Sequence[Sequence[Value]], merged: Sequence[str] = (), *, name: str = "Bảng") -> Grid:
    """Return *rows* as a grid; *merged* ranges are those of openpyxl."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for one in merged:
        left, top, right, bottom = openpyxl.utils.range_boundaries(one)
        spans[top, left] = bottom - top + 1, right - left + 1
        covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    cells = [
        Cell(row, column, value, str(value), *spans.get((row, column), (1, 1)))
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value not in {None, ""} and ((row, column) in spans or (row, column) not in covered)
    ]
    return Grid(name, tuple(cells))


def imported(
    rows: Sequence[Sequence[Value]],
    merged: Sequence[str] = (),
    *,
    above: Sequence[str] = ABOVE,
    head: Sequence[str] = HEAD,
) -> Import:
    """Return what is made of a table below some paragraphs; an empty *head* means that *rows* bring their own."""
    table = grid([head, *rows] if head else rows, merged)
    paragraphs = [Paragraph(number, text) for number, text in enumerate(above, start=1)]
    return import_source(Source("bảng.docx", (*paragraphs, table)))


def only(found: Import) -> Imported:
    """Return the one procedure of an import."""
    (one,) = found.procedures
    return one


def codes(one: Imported) -> list[tuple[str, str]]:
    """Return code and place of what is not the same for every table."""
    usual = {"english_missing", "actors_grouped"}
    return [(remark.code, remark.place) for remark in one.draft.remarks if remark.code not in usual]


def times(one: Imported) -> list[str]:
    """Return the time of each step as it was read."""
    return [str(row.time.term) if row.time.term is not None else row.time.kind.value for row in one.rows]


def as_workbook(rows: Sequence[Sequence[Value]], merged: Sequence[str] = ()) -> Source:
    """Return *rows* as a stranger's workbook, written by openpyxl and read back."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for one in merged:
        sheet.merge_cells(one)
    packed = io.BytesIO()
    book.save(packed)
    read = read_workbook(packed.getvalue(), file="bảng.xlsx")
    return Source(read.file, read.sheets, read.notices)


def as_document(above: Sequence[str], rows: Sequence[Sequence[Value]], below: Sequence[str] = ()) -> Source:
    """Return texts and a table as a stranger's document, written by python-docx and read back."""
    made = docx.Document()
    for text in above:
        made.add_paragraph(text)
    table = made.add_table(rows=len(rows), cols=len(rows[0]))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            table.cell(at, column).text = "" if value is None else str(value)
    for text in below:
        made.add_paragraph(text)
    packed = io.BytesIO()
    made.save(packed)
    read = read_document(packed.getvalue(), file="bảng.docx")
    return Source(read.file, read.blocks, read.notices)
