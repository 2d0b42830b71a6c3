"""
Laying a page out as a text document.

A4 with the margins of an official paper, Times New Roman, the heads of tables
repeated on every page, and page numbers as a field of the program.
"""

# pyright: reportPrivateUsage=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# python-docx has no calls for fields and repeated rows, and leaves the XML elements below its own untyped

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

from dossierflow.office.pages import Letterhead, Line, shown

try:
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Mm, Pt
except ImportError as error:  # pragma: no cover - the tests have python-docx
    _MSG = "reading and writing .docx needs python-docx; install it with: pip install 'dossierflow[office]'"
    raise ImportError(_MSG) from error

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import Table as RawTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from dossierflow.office.pages import Page, Style, Table

FONT = "Times New Roman"
_LONG_SIDE, _SHORT_SIDE = 297, 210
_MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}
"""In millimetres."""

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def document_bytes(page: Page) -> bytes:
    """
    Return the bytes of a document, as python-docx packs them.

    Raises:
        ValueError: A table is not filled exactly.
    """
    document = docx.Document()
    width = _set_up(document, page)
    for block in page.blocks:
        if isinstance(block, Line):
            _write(document.add_paragraph(), block.text, block.style)
        elif isinstance(block, Letterhead):
            _letterhead(document, block, width)
        else:
            _table(document, block, width)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def _set_up(document: Document, page: Page) -> float:
    """Set page, margins and letters; return the width of a line in millimetres."""
    section = document.sections[0]
    across, down = (_LONG_SIDE, _SHORT_SIDE) if page.landscape else (_SHORT_SIDE, _LONG_SIDE)
    section.orientation = WD_ORIENT.LANDSCAPE if page.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(across), Mm(down)
    for name, size in _MARGINS.items():
        setattr(section, name, Mm(size))
    normal = cast("ParagraphStyle", document.styles["Normal"])
    normal.font.name = FONT
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(3)
    if page.page_numbers:
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        footer._p.append(field)  # noqa: SLF001 - python-docx has no call for fields
    return across - _MARGINS["left_margin"] - _MARGINS["right_margin"]


def _letterhead(document: Document, head: Letterhead, width: float) -> None:
    table = document.add_table(rows=1, cols=2)
    for at, lines in enumerate((head.left, head.right)):
        cell = table.cell(0, at)
        cell.width = Mm(width / 2)
        for number, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            _write(paragraph, line.text, line.style)
    document.add_paragraph()


def _table(document: Document, described: Table, width: float) -> None:
    table = document.add_table(rows=len(described.rows), cols=len(described.widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    # a table wider than the line is made to fit
    scale = min(1.0, width / sum(described.widths))
    for at, column in enumerate(table.columns):
        column.width = Mm(described.widths[at] * scale)
    # asked of the table, each single cell would cost a walk over all of them
    grid = [list(row.cells) for row in table.rows]
    for cells in grid:
        for at, cell in enumerate(cells):
            cell.width = Mm(described.widths[at] * scale)
    for row, column, box in described.placed():
        cell = grid[row - 1][column - 1]
        if box.rows > 1 or box.columns > 1:
            cell = cell.merge(grid[row + box.rows - 2][column + box.columns - 2])
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        if box.shaded:
            _shade(cell)
        _write(cell.paragraphs[0], shown(box.value), box.style)
    _mark_rows(table, described.header_rows)


def _mark_rows(table: RawTable, header_rows: int) -> None:
    """Repeat the head on every page, and keep each row on one."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no call for it
        if number < header_rows:
            properties.append(OxmlElement("w:tblHeader"))
        else:
            properties.append(OxmlElement("w:cantSplit"))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "EDEDED")
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no call for it


def _write(paragraph: Paragraph, text: str, style: Style) -> None:
    paragraph.alignment = _ALIGN[style.align]
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline = style.bold, style.italic, style.underline
    run.font.size = Pt(style.size)
    run.font.name = FONT
