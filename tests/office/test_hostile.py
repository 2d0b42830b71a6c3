"""Hostile and damaged office files: refused by name of the fault, before anything large is built."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.office.packages import BODY, SHEET, document, inserted, with_members, workbook

from dossierflow.errors import DefinitionError
from dossierflow.office import LIMITS, read_document, read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<worksheet>&b;</worksheet>"
)
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet>&f;</worksheet>'
RELATION = (
    '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}" TargetMode="External"/>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RELATIONS = "word/_rels/document.xml.rels"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"


def zipped(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of *members*."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def retyped(raw: bytes, content: str) -> bytes:
    """Return a workbook whose main part claims another content type."""
    main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return with_members(raw, {"[Content_Types].xml": lambda old: old.replace(main, content.encode())})


def encrypted(raw: bytes) -> bytes:
    """Return a zip whose members claim to be encrypted."""
    changed = bytearray(raw)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(mark)
        while start >= 0:
            struct.pack_into("<H", changed, start + at, 1)
            start = changed.find(mark, start + 4)
    return bytes(changed)


def deep(levels: int) -> bytes:
    """Return XML elements nested so deep."""
    return b"<a>" * levels + b"</a>" * levels


def duplicated(raw: bytes) -> bytes:
    """Return a zip with one member twice."""
    packed = io.BytesIO(raw)
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, b"<worksheet/>")
    return packed.getvalue()


def sheet_with(markup: str, *, before: str = "</sheetData>") -> bytes:
    """Return a workbook with *markup* in its sheet."""
    return with_members(workbook(), {SHEET: inserted(before, markup)})


def body_with(markup: str) -> bytes:
    """Return a document with *markup* at the end of its body."""
    return with_members(document(), {BODY: inserted("<w:sectPr", markup)})


def table_of(cell: str) -> str:
    """Return a table with one cell."""
    return f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"


def related(*, kind: str, target: str) -> bytes:
    """Return a document that refers to something elsewhere."""
    return with_members(
        document(), {RELATIONS: inserted("</Relationships>", RELATION.format(kind=kind, target=target))}
    )


def many() -> bytes:
    """Return more elements than a file may have, all different."""
    return b"<w>" + b"".join(b'<c s="%d"/>' % (number * 7919 % 1_000_003) for number in range(400_001)) + b"</w>"


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("empty", lambda: b"", "the file is empty"),
    ("text", lambda: b"TT,N\xe1\xbb\x99i dung", "this is not an Excel workbook"),
    ("truncated", lambda: workbook()[:-400], "damaged or cut off"),
    ("half", lambda: workbook()[:2000], "damaged or cut off"),
    ("garbled", lambda: workbook().replace(b"PK\x05\x06", b"PK\x05\x07"), "damaged or cut off"),
    ("old format", lambda: OLE + bytes(512), "before 2007"),
    ("password", lambda: OLE + bytes(64) + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
    ("encrypted zip", lambda: encrypted(workbook()), "encrypted with a password"),
    ("a document", document, "it is a Word document"),
    ("open document", lambda: zipped({"mimetype": OPEN_DOCUMENT.encode(), "content.xml": b"<a/>"}), "OpenDocument"),
    ("any zip", lambda: zipped({"a.txt": b"x"}), "this is not an Excel workbook"),
    ("entity bomb", lambda: with_members(workbook(), {SHEET: BOMB}), "declares a document type"),
    ("external entity", lambda: with_members(workbook(), {SHEET: EXTERNAL}), "declares a document type"),
    (
        "entity in the relations",
        lambda: with_members(workbook(), {"_rels/.rels": EXTERNAL}),
        "declares a document type",
    ),
    (
        "entity in utf-16",
        lambda: with_members(workbook(), {"xl/other.bin": EXTERNAL.decode().encode("utf-16")}),
        "declares a document type",
    ),
    ("no XML", lambda: with_members(workbook(), {SHEET: b"<worksheet>"}), "the XML cannot be read"),
    ("deep XML", lambda: with_members(workbook(), {SHEET: deep(5_000)}), "nested more than 100 deep"),
    ("many elements", lambda: with_members(workbook(), {SHEET: many()}), "XML elements"),
    ("zip bomb", lambda: with_members(workbook(), {"xl/media/a.png": bytes(30 << 20)}), "as only a zip bomb does"),
    (
        "large unpacked",
        lambda: with_members(workbook(), {f"xl/media/{n}.png": bytes(1 << 20) for n in range(65)}),
        "unpacks to more than 67,108,864 bytes",
    ),
    ("many members", lambda: zipped({f"{n}.xml": b"" for n in range(2_001)}), "more than 2,000 members"),
    ("zip in zip", lambda: with_members(workbook(), {"xl/media/a.png": zipped({"a": b"b"})}), "file is embedded"),
    ("embedded", lambda: with_members(workbook(), {"xl/embeddings/a.bin": b"x"}), "is embedded"),
    ("control", lambda: with_members(workbook(), {"xl/activeX/activeX1.xml": b"<a/>"}), "is embedded"),
    ("macros", lambda: with_members(workbook(), {"xl/vbaProject.bin": b"x"}), "holds macros"),
    (
        "macro workbook",
        lambda: retyped(workbook(), "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "may hold macros",
    ),
    (
        "template",
        lambda: retyped(workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"),
        "it is an Excel template",
    ),
    (
        "external link",
        lambda: with_members(workbook(), {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "takes values from another file",
    ),
    ("packed with lzma", lambda: zipped({"a.xml": b"<a/>"}, method=zipfile.ZIP_LZMA), "office programs do not use"),
    ("path upwards", lambda: with_members(workbook(), {"../a.xml": b"<a/>"}), "outside the file"),
    ("twice", lambda: duplicated(workbook()), "of this name twice"),
    (
        "far cell",
        lambda: sheet_with('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "as far out as XFD1048576",
    ),
    (
        "beyond the sheet",
        lambda: sheet_with('<row r="99999999"><c r="A99999999"><v>1</v></c></row>'),
        "beyond the last row",
    ),
    (
        "rows out of order",
        lambda: sheet_with('<row r="1"><c r="B1"><v>1</v></c></row>'),
        "does not come in its order",
    ),
    (
        "merged in no range",
        lambda: sheet_with('<mergeCells><mergeCell ref="A:"/></mergeCells>', before="<pageMargins"),
        "the sheet is damaged",
    ),
]


@pytest.mark.parametrize(("make", "expected"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_hostile_workbook_is_refused(make: Callable[[], bytes], expected: str) -> None:
    """The fault is named, and nothing but the library's own error comes out."""
    with pytest.raises(DefinitionError) as caught:
        read_workbook(make(), file="a.xlsx")

    assert expected in str(caught.value)
    assert str(caught.value).startswith("a.xlsx")


DOCUMENTS: list[tuple[str, Callable[[], bytes], str]] = [
    ("a workbook", workbook, "it is an Excel workbook"),
    ("entity", lambda: with_members(document(), {BODY: EXTERNAL}), "declares a document type"),
    (
        "linked template",
        lambda: related(kind="attachedTemplate", target="http://a.example/t.dotm"),
        "takes content from elsewhere (http://a.example/t.dotm)",
    ),
    (
        "sub-document",
        lambda: related(kind="subDocument", target="b.docx"),
        "takes content from elsewhere",
    ),
    (
        "tracked insertion",
        lambda: body_with("<w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>"),
        "paragraph 2: found a proposed change",
    ),
    (
        "tracked deletion",
        lambda: body_with("<w:del><w:p/></w:del>"),
        "found a proposed change",
    ),
    (
        "field that fetches",
        lambda: body_with('<w:p><w:r><w:instrText> DDEAUTO c:\\\\a "x" </w:instrText></w:r></w:p>'),
        "paragraph 2: found the field 'DDEAUTO",
    ),
    (
        "formula in a table",
        lambda: body_with(table_of('<w:p><w:fldSimple w:instr="=SUM(ABOVE)"/></w:p>')),
        "table 1!A1: found the field '=SUM(ABOVE)'",
    ),
    (
        "endless row",
        lambda: body_with(table_of('<w:tcPr><w:gridSpan w:val="999999999999"/></w:tcPr><w:p/>')),
        "more than 63 columns",
    ),
    ("no body", lambda: with_members(document(), {BODY: b"<a/>"}), "the document cannot be read"),
]


@pytest.mark.parametrize(("make", "expected"), [row[1:] for row in DOCUMENTS], ids=[row[0] for row in DOCUMENTS])
def test_a_hostile_document_is_refused(make: Callable[[], bytes], expected: str) -> None:
    """The fault is named, with its paragraph or cell."""
    with pytest.raises(DefinitionError) as caught:
        read_document(make())

    assert expected in str(caught.value)


CHARACTERS = [
    (0x202E, "changes the order"),
    (0x2066, "changes the order"),
    (0x200B, "cannot be seen"),
    (0xAD, "cannot be"),
]


@pytest.mark.parametrize(("code", "expected"), CHARACTERS, ids=str)
def test_characters_that_deceive_are_refused_by_cell(code: int, expected: str) -> None:
    """What is invisible or turns the text round is refused where it stands, in both kinds of files."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "TT"
        sheet["B2"] = f"0,5{chr(code)} ngày"

    with pytest.raises(DefinitionError, match=rf"Bảng!B2: found the .*U\+{code:04X}.*{expected}"):
        read_workbook(workbook(fill))
    with pytest.raises(DefinitionError, match="paragraph 1: found the"):
        read_document(document(lambda made: made.add_paragraph(f"0,5{chr(code)}")))


def test_every_formula_is_refused_with_its_cell() -> None:
    """A stored value may differ from what its author saw, so formulas are refused, all in one go."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B2"], sheet["C3"] = 1, "=SUM(A1:A1)", '=HYPERLINK("http://a.example")'

    with pytest.raises(DefinitionError) as caught:
        read_workbook(workbook(fill))

    assert [problem.field for problem in caught.value.problems] == ["Bảng!B2", "Bảng!C3"]


def test_text_that_looks_like_a_formula_is_text() -> None:
    """Only a formula is a formula; a text that begins with = is read as it stands."""

    def fill(sheet: Worksheet) -> None:
        cell = sheet["A1"]
        cell.value, cell.data_type = "=1+1", "s"

    assert read_workbook(workbook(fill)).sheets[0].cells[0].text == "=1+1"


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (replace(LIMITS, file_bytes=1_000), "larger than 1,000 bytes"),
        (replace(LIMITS, elements=10), "more than 10 XML elements"),
        (replace(LIMITS, cell_characters=9), "Bảng!A2: the text is longer than 9"),
        (replace(LIMITS, characters=15), "the cells hold more than 15 characters"),
        (replace(LIMITS, positions=1), "as far out as A2"),
    ],
    ids=["bytes", "elements", "cell", "characters", "positions"],
)
def test_a_limit_is_kept_to_the_unit(limits: object, expected: str) -> None:
    """Each bound refuses what is above it, by its own name."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["A2"] = "012345678", "0123456789"

    with pytest.raises(DefinitionError, match=expected):
        read_workbook(workbook(fill), limits=limits)  # type: ignore[arg-type]  # a table of limits


def test_merged_ranges_cost_no_memory() -> None:
    """Merging the whole sheet costs nothing: what lies beyond the last cell is not built."""
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    raw = sheet_with(merged, before="<pageMargins")

    tracemalloc.start()
    book = read_workbook(raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [(cell.span, cell.text) for cell in book.sheets[0].cells] == [("A1", "TT")]
    assert most < 8 << 20


def test_ranges_that_lie_over_each_other_are_refused() -> None:
    """Many merged ranges over the same cells are refused before they are laid out."""
    far = '<row r="600"><c r="AZ600"><v>1</v></c></row>'
    ranges = "".join(f'<mergeCell ref="A{row}:AZ600"/>' for row in range(1, 100))
    raw = sheet_with(far)
    raw = with_members(raw, {SHEET: inserted("<pageMargins", f"<mergeCells>{ranges}</mergeCells>")})

    with pytest.raises(DefinitionError, match="merged ranges lie over each other"):
        read_workbook(raw)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A member of 30 MiB in a file of 30 KiB is refused with a few MiB of memory."""
    raw = with_members(workbook(), {"xl/media/a.xml": bytes(30 << 20)})

    tracemalloc.start()
    with pytest.raises(DefinitionError, match="zip bomb"):
        read_workbook(raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(raw) < 100_000
    assert most < 4 << 20


def test_a_wrong_name_is_told(tmp_path: Path) -> None:
    """The suffix must be the format's own, and the file must be there and be a file."""
    for name in ("a.xlsm", "a.xls", "a"):
        with pytest.raises(DefinitionError, match=r"an Excel workbook ends in '\.xlsx'"):
            read_workbook(tmp_path / name)
    with pytest.raises(DefinitionError, match="there is no such file"):
        read_workbook(tmp_path / "a.xlsx")
    (tmp_path / "b.docx").mkdir()
    with pytest.raises(DefinitionError, match="there is no such file"):
        read_document(tmp_path / "b.docx")
