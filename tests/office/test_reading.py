"""What is read from office files that strangers made."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from tests.office.packages import BODY, SHEET, document, inserted, with_members, workbook

from dossierflow.office import Grid, Paragraph, read_document, read_workbook
from dossierflow.office.values import column_letters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document as RawDocument
    from openpyxl.worksheet.worksheet import Worksheet


def read(fill: Callable[[Worksheet], None]) -> tuple[Grid, list[tuple[str, str]]]:
    """Return the one sheet that *fill* makes, and the notices about it."""
    book = read_workbook(workbook(fill))
    return book.sheets[0], [(notice.kind, notice.place) for notice in book.notices]


def test_values_have_text_and_place() -> None:
    """Numbers lose no figure and gain no exponent; texts are trimmed; empty cells are not there."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["C1"], sheet["D1"] = 0.5, 7, 0.00001, "  07 ngày\u00a0làm việc "
        sheet["A3"], sheet["B3"] = True, " "

    grid, notices = read(fill)

    assert [(cell.address, cell.text) for cell in grid.cells] == [
        ("A1", "0.5"), ("B1", "7"), ("C1", "0.00001"), ("D1", "07 ngày làm việc"), ("A3", "true"),
    ]  # fmt: skip
    assert [cell.is_number for cell in grid.cells] == [True, True, True, False, False]
    assert notices == []
    assert (grid.rows, grid.columns) == (3, 4)


def test_merged_cells_cover_their_range() -> None:
    """A merged cell is one cell, found everywhere it reaches; what lies below it is told."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["C1"], sheet["C3"] = "Bước", "Thời gian", "1 ngày"
        sheet.merge_cells("A1:B3")

    grid, _ = read(fill)

    assert [(cell.span, cell.text) for cell in grid.cells] == [
        ("A1:B3", "Bước"), ("C1", "Thời gian"), ("C3", "1 ngày"),
    ]  # fmt: skip
    assert grid.at(3, 2) is grid.at(1, 1) is grid.cells[0]
    assert grid.at(2, 3) is None


def test_a_value_below_a_merged_cell_is_told() -> None:
    """A value that merging covers is shown by no program; it is left out, and that is told."""
    merged = '<mergeCells><mergeCell ref="A1:A3"/></mergeCells>'
    raw = with_members(workbook(), {SHEET: inserted("</sheetData>", '<row r="2"><c r="A2"><v>7</v></c></row>')})

    book = read_workbook(with_members(raw, {SHEET: inserted("<pageMargins", merged)}))

    assert [(cell.span, cell.text) for cell in book.sheets[0].cells] == [("A1:A2", "TT")]
    assert [(notice.kind, notice.place) for notice in book.notices] == [("hidden_value", "Bảng!A2")]


def test_dates_errors_and_special_formats_are_told() -> None:
    """1/2 that became a day is told; an error is no value; a unit that only the format shows is kept."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = datetime(2026, 2, 1)  # noqa: DTZ001 -- a sheet knows no zones
        sheet["A2"] = "#REF!"
        sheet["A2"].data_type = "e"
        sheet["A3"] = 0.5
        sheet["A3"].number_format = '0.0" ngày"'

    grid, notices = read(fill)

    assert [(cell.text, cell.format) for cell in grid.cells] == [
        ("2026-02-01T00:00:00", "yyyy-mm-dd h:mm:ss"), ("0.5", '0.0" ngày"'),
    ]  # fmt: skip
    assert notices == [("date", "Bảng!A1"), ("error_value", "Bảng!A2")]


def test_text_is_read_in_nfc_and_that_is_told() -> None:
    """Text of a Mac comes apart into letters and accents; it is put together, with a notice."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = unicodedata.normalize("NFD", "Thời gian")

    grid, notices = read(fill)

    assert grid.cells[0].text == "Thời gian"
    assert notices == [("not_nfc", "Bảng!A1")]


def test_what_is_hidden_is_told() -> None:
    """Hidden rows, columns and sheets are read and told."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["A2"], sheet["C2"] = "TT", "1", "0,5 ngày"
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[7].hidden = True
        assert sheet.parent is not None
        sheet.parent.create_sheet("khác")["A1"] = "x"
        sheet.parent["khác"].sheet_state = "veryHidden"

    book = read_workbook(workbook(fill))

    assert [(notice.kind, notice.place) for notice in book.notices] == [
        ("hidden_row", "Bảng!2"), ("hidden_column", "Bảng!C"), ("hidden_sheet", "khác"),
    ]  # fmt: skip
    assert [sheet.hidden for sheet in book.sheets] == [False, True]
    assert book.sheets[0].hidden_rows == {2, 7}


def test_cells_without_addresses_are_counted() -> None:
    """Some programs leave the addresses out; the order says them."""
    bare = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c t='inlineStr'><is><t>bốn</t></is></c></row>"
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{bare}'
    raw = with_members(workbook(), {SHEET: f"{sheet}</sheetData></worksheet>".encode()})

    grid = read_workbook(raw).sheets[0]

    assert [(cell.address, cell.text) for cell in grid.cells] == [("A1", "1"), ("C1", "3"), ("A2", "bốn")]


def test_a_styled_last_cell_does_not_make_a_sheet_large() -> None:
    """An empty cell with a format in the last row, as LibreOffice leaves it, is passed over."""
    raw = with_members(
        workbook(), {SHEET: inserted("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row>')}
    )

    assert read_workbook(raw).sheets[0].rows == 1


def test_documents_keep_the_order_of_paragraphs_and_tables() -> None:
    """Paragraphs and tables come in their order, each with its place."""

    def fill(made: RawDocument) -> None:
        made.add_paragraph("1. Thủ tục A")
        made.add_paragraph(" ")
        table = made.add_table(rows=2, cols=3)
        table.cell(0, 0).text = "TT"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "Thời gian"
        table.cell(1, 0).text = "1"
        table.cell(1, 2).text = "0,5 ngày\nlàm việc"
        made.add_paragraph("Tổng: 1 ngày")

    read_back = read_document(document(fill))

    first, table, last = read_back.blocks
    assert first == Paragraph(1, "1. Thủ tục A")
    assert last == Paragraph(3, "Tổng: 1 ngày")
    assert isinstance(table, Grid)
    assert [(cell.span, cell.text) for cell in table.cells] == [
        ("A1", "TT"), ("B1:C1", "Thời gian"), ("A2", "1"), ("C2", "0,5 ngày\nlàm việc"),
    ]  # fmt: skip
    assert list(read_back.tables) == [table]


def test_vertical_merges_lengthen_the_first_cell() -> None:
    """A cell merged downwards is one cell; two merges side by side stay apart."""

    def fill(made: RawDocument) -> None:
        table = made.add_table(rows=4, cols=2)
        table.cell(0, 0).merge(table.cell(2, 0)).text = "07 ngày"
        table.cell(1, 1).merge(table.cell(2, 1)).text = "b"
        table.cell(3, 0).text = "1 ngày"

    (table,) = read_document(document(fill)).blocks

    assert isinstance(table, Grid)
    assert [(cell.span, cell.text) for cell in table.cells] == [("A1:A3", "07 ngày"), ("B2:B3", "b"), ("A4", "1 ngày")]


def test_what_python_docx_passes_over_is_read() -> None:
    """Content controls, hyperlinks, simple fields and drawn fractions are text like any other."""
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>Bước 2</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    link = "<w:p><w:hyperlink><w:r><w:t>0,5</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>ngày</w:t></w:r></w:p>"
    page = '<w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>'
    half = (
        '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:f><m:num><m:r><m:t>1</m:t>'
        "</m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath><w:r><w:t> ngày</w:t></w:r></w:p>"
    )
    raw = with_members(document(), {BODY: inserted("<w:sectPr", control + link + page + half)})

    texts = [block.text for block in read_document(raw).blocks if isinstance(block, Paragraph)]

    assert texts == ["Bước 1", "Bước 2", "0,5 ngày", "3", "1/2 ngày"]


def test_automatic_numbers_and_hidden_text_are_told() -> None:
    """A number that Word itself writes is no text but is known; hidden text is left out and told."""

    def fill(made: RawDocument) -> None:
        made.add_paragraph("Kiểm tra", style="List Number")
        numbered = made.add_paragraph("Ký")
        properties = numbered._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        identity = OxmlElement("w:numId")
        identity.set(qn("w:val"), "1")
        number.append(identity)
        properties.append(number)
        made.add_paragraph().add_run("ẩn").font.hidden = True

    read_back = read_document(document(fill))

    assert [(block.text, block.numbered) for block in read_back.blocks if isinstance(block, Paragraph)] == [
        ("Kiểm tra", False), ("Ký", True),
    ]  # fmt: skip
    assert [(notice.kind, notice.place) for notice in read_back.notices] == [("hidden_text", "paragraph 3")]


def test_a_table_inside_a_cell_is_read_as_lines() -> None:
    """A nested table becomes lines of its cell, with a notice."""

    def fill(made: RawDocument) -> None:
        cell = made.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "Nội dung"
        inner = cell.add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "a", "b"

    read_back = read_document(document(fill))

    (table,) = read_back.blocks
    assert isinstance(table, Grid)
    assert table.cells[0].text == "Nội dung\na | b"
    assert [notice.kind for notice in read_back.notices] == ["nested_table"]


def test_files_are_read_from_disk(tmp_path: Path) -> None:
    """A path is as good as bytes; messages then name it, and its suffix may be in capitals."""
    path = tmp_path / "A.XLSX"
    path.write_bytes(workbook())

    assert read_workbook(path).file == str(path)
    assert read_workbook(path, file="bảng").file == "bảng"


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16_384, "XFD")])
def test_columns_have_letters(number: int, letters: str) -> None:
    """Columns are named as programs name them."""
    assert column_letters(number) == letters
