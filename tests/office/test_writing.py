"""What is written: the same bytes each time, nothing executable, and fit to print."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import docx
import openpyxl
import pytest

from dossierflow.errors import DefinitionError
from dossierflow.office import (
    Box,
    Grid,
    Line,
    Page,
    Table,
    letterhead,
    read_document,
    read_workbook,
    write_document,
    write_workbook,
)

HEAD = (Box("TT", rows=2, shaded=True), Box("Thời gian", columns=2))
TABLE = Table(
    (15.0, 80.0, 40.0),
    (HEAD, (Box("ngày"), Box("giờ")), (Box("=1+1"), Box(Decimal("0.5")), Box(date(2026, 7, 1)))),
    header_rows=2,
)
PAGE = Page(title="Quy trình <nội bộ>", blocks=(letterhead("UBND TỈNH\nSỞ Y TẾ"), Line("PHỤ LỤC"), TABLE))


def test_the_same_page_gives_the_same_bytes() -> None:
    """No clock, no chance: two writings are equal, and no member carries a time."""
    book, text = write_workbook({"Bảng": PAGE}), write_document(PAGE)

    assert book == write_workbook({"Bảng": PAGE})
    assert text == write_document(PAGE)
    for raw in (book, text):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"<dc:title>Quy tr\xc3\xacnh &lt;n\xe1\xbb\x99i b\xe1\xbb\x99&gt;</dc:title>" in archive.read(
                "docProps/core.xml"
            )


def test_what_is_written_is_read_back() -> None:
    """Values and merged cells come back; a text that begins with = is a text."""
    sheet = read_workbook(write_workbook({"Bảng": PAGE})).sheets[0]
    (table,) = list(read_document(write_document(PAGE)).tables)[1:]

    below = [(cell.span, cell.value) for cell in sheet.cells][5:]
    assert below == [
        ("A4:A5", "TT"), ("B4:C4", "Thời gian"), ("B5", "ngày"), ("C5", "giờ"),
        ("A6", "=1+1"), ("B6", 0.5), ("C6", datetime(2026, 7, 1)),  # noqa: DTZ001 -- a sheet knows no zones
    ]  # fmt: skip
    assert isinstance(table, Grid)
    assert [(cell.span, cell.text) for cell in table.cells] == [
        ("A1:A2", "TT"), ("B1:C1", "Thời gian"), ("B2", "ngày"), ("C2", "giờ"),
        ("A3", "=1+1"), ("B3", "0,5"), ("C3", "01/07/2026"),
    ]  # fmt: skip


def test_the_page_is_set_up_for_printing() -> None:
    """A4 on its side, one page wide, heads repeated, pages numbered."""
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook({"Bảng": PAGE})))["Bảng"]
    document = docx.Document(io.BytesIO(write_document(PAGE)))

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.oddFooter.center.text == "&P/&N"
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert "PAGE" in section.footer._element.xml
    assert document.tables[1]._tbl.xml.count("w:tblHeader") == 2
    upright = Page(title="x", blocks=(Line("a"),), landscape=False, page_numbers=False)
    section = docx.Document(io.BytesIO(write_document(upright))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert openpyxl.load_workbook(io.BytesIO(write_workbook({"a": upright})))["a"].page_setup.orientation == "portrait"


def test_instants_keep_their_hour() -> None:
    """A sheet knows no zones: an instant is written as it stands, in Word as in Excel."""
    page = Page(title="x", blocks=(Table((30.0,), ((Box(datetime(2026, 7, 1, 9, 30, tzinfo=UTC)),),)),))

    assert read_workbook(write_workbook({"a": page})).sheets[0].cells[0].text == "2026-07-01T09:30:00"
    (table,) = read_document(write_document(page)).tables
    assert table.cells[0].text == "09:30 01/07/2026"


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "Thơ\u0300i"])
def test_characters_that_are_not_read_are_not_written(text: str) -> None:
    """What the library would refuse to read it refuses to write."""
    page = Page(title="x", blocks=(Table((30.0,), ((Box(text),),)),))

    with pytest.raises(DefinitionError):
        write_document(page)
    with pytest.raises(DefinitionError):
        write_workbook({"a": page})


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "'a", "a:b"])
def test_a_sheet_has_a_name_that_programs_accept(name: str) -> None:
    """Names that Excel would call damaged are refused."""
    with pytest.raises(ValueError, match="cannot be the name of a sheet"):
        write_workbook({name: PAGE})


def test_a_table_must_be_filled() -> None:
    """A hole or an overhang in a table is a mistake of the caller, and a workbook has a sheet."""
    hole = Page(title="x", blocks=(Table((30.0, 30.0), ((Box("a"),),)),))
    overhang = Page(title="x", blocks=(Table((30.0,), ((Box("a", rows=2),),)),))

    for page in (hole, overhang):
        with pytest.raises(ValueError, match="fill its rows and columns"):
            write_workbook({"a": page})
    with pytest.raises(ValueError, match="at least one sheet"):
        write_workbook({})
