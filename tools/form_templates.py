"""
Make the templates of the forms from their layouts: ``python tools/form_templates.py``.

Writes ``<kind>.html`` and ``<kind>.docx`` beside the layouts. The files are kept
in the repository; a test says when a layout has changed and they have not.
"""

# ruff: noqa: INP001 -- a script, not a package
from __future__ import annotations

import io
import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dossierflow.office import MOTTO
from dossierflow.office.zips import settled
from dossierflow.onestop.forms.kinds import FORMS, FormKind
from dossierflow.onestop.forms.layouts import LAYOUTS, Listed, Ruled, Said, Signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as Paper
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from dossierflow.onestop.forms.layouts import Layout, Part

TEMPLATES = Path(__file__).parent.parent / "src" / "dossierflow" / "onestop" / "forms" / "templates"
CENTER = WD_ALIGN_PARAGRAPH.CENTER


def html_template(kind: FormKind) -> str:
    """Return the HTML template of one form."""
    layout = LAYOUTS[kind]
    look = "form wide" if layout.landscape else "form"
    lines = [
        f'<article class="{look}" aria-labelledby="title-{kind.value}">',
        '<p class="mark">{{ form }}</p>',
        '<header class="head">',
        "<div>",
        "{% if above %}",
        "<p>{{ above }}</p>",
        "{% endif %}",
        '<p class="value">{{ agency }}</p>',
    ]
    if layout.is_letter:
        lines.append("<p>Số: {{ number }}</p>")
    lines += ["</div>", "<div>", *(f'<p class="motto">{line}</p>' for line in MOTTO)]
    if layout.is_letter:
        lines.append("<p><em>{{ place }}, {{ issued_on }}</em></p>")
    lines += ["</div>", "</header>", f'<h1 id="title-{kind.value}">{{{{ title }}}}</h1>']
    for part in layout.parts:
        lines += _html_part(part)
    return "\n".join([*lines, "</article>", ""])


def _html_part(part: Part) -> Iterator[str]:
    match part:
        case Said(label, value, when):
            told = f' <span class="value">{{{{ {value} }}}}</span>' if value else ""
            line = f"<p>{escape(label)}{told}</p>"
            yield from ([f"{{% if {when} %}}", line, "{% endif %}"] if when else [line])
        case Listed(label, values):
            yield f"{{% if {values} %}}"
            yield f"<p>{escape(label)}</p>"
            yield "<ol>"
            yield f"{{% for one in {values} %}}"
            yield "<li>{{ one }}</li>"
            yield "{% endfor %}"
            yield "</ol>"
            yield "{% endif %}"
        case Ruled(rows, columns):
            yield "<table>"
            yield "<caption>{{ title }}</caption>"
            yield "<thead><tr>"
            yield from (f'<th scope="col">{escape(heading)}</th>' for heading, _, _ in columns)
            yield "</tr></thead>"
            yield "<tbody>"
            yield f"{{% for row in {rows} %}}"
            yield "<tr>"
            yield from (f"<td>{{{{ row.{name} }}}}</td>" for _, name, _ in columns)
            yield "</tr>"
            yield "{% endfor %}"
            yield "</tbody>"
            yield "</table>"
        case Signed(left, right):
            yield '<section class="signs" aria-label="Chữ ký">'
            for title, value in (left, right):
                told = f'<p>{escape(title)}</p><p class="name">{{{{ {value} }}}}</p>' if title else ""
                yield f"<div>{told}</div>"
            yield "</section>"


def docx_template(kind: FormKind) -> bytes:
    """Return the Word template of one form."""
    layout = LAYOUTS[kind]
    paper = _paper(layout)
    _say(paper.add_paragraph(), "{{ form }}", italic=True, size=11).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _head(paper, layout)
    heading = paper.add_heading(level=1)
    heading.alignment = CENTER
    _say(heading, "{{ title }}", bold=True, size=14)
    for part in layout.parts:
        _docx_part(paper, part)
    written = io.BytesIO()
    paper.save(written)
    return settled(written.getvalue(), title=FORMS[kind].title.vi)


def _paper(layout: Layout) -> Paper:
    paper = Document()
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(13)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    normal.paragraph_format.space_after = Pt(3)
    language = normal.element.rPr.makeelement(qn("w:lang"), {qn("w:val"): "vi-VN"})
    normal.element.rPr.append(language)
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if layout.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(15)
    section.left_margin = Mm(20)
    return paper


def _head(paper: Paper, layout: Layout) -> None:
    left, right = paper.add_table(rows=1, cols=2).rows[0].cells
    _line(left, "{%p if above %}")
    _line(left, "{{ above }}")
    _line(left, "{%p endif %}")
    _line(left, "{{ agency }}", bold=True)
    _line(right, MOTTO[0], bold=True)
    _line(right, MOTTO[1], bold=True)
    if layout.is_letter:
        _line(left, "Số: {{ number }}")
        _line(right, "{{ place }}, {{ issued_on }}", italic=True)


def _line(cell: _Cell, text: str, *, bold: bool = False, italic: bool = False) -> None:
    first = cell.paragraphs[0]
    paragraph = first if not first.runs else cell.add_paragraph()
    paragraph.alignment = CENTER
    _say(paragraph, text, bold=bold, italic=italic)


def _docx_part(paper: Paper, part: Part) -> None:
    match part:
        case Said(label, value, when):
            if when:
                _say(paper.add_paragraph(), f"{{%p if {when} %}}")
            paragraph = paper.add_paragraph()
            _say(paragraph, f"{label} " if value else label)
            if value:
                _say(paragraph, f"{{{{ {value} }}}}", bold=True)
            if when:
                _say(paper.add_paragraph(), "{%p endif %}")
        case Listed(label, values):
            for text in (
                f"{{%p if {values} %}}",
                label,
                f"{{%p for one in {values} %}}",
                "{{ loop.index }}. {{ one }}",
                "{%p endfor %}",
                "{%p endif %}",
            ):
                _say(paper.add_paragraph(), text)
        case Ruled():
            _table(paper, part)
        case Signed(left, right):
            for cell, (title, value) in zip(paper.add_table(rows=1, cols=2).rows[0].cells, (left, right), strict=True):
                if title:
                    for text in (title, "", "", "", f"{{{{ {value} }}}}"):
                        _line(cell, text or " ", bold=bool(text))


def _table(paper: Paper, part: Ruled) -> None:
    table = paper.add_table(rows=4, cols=len(part.columns), style="Table Grid")
    table.autofit = False
    head, begin, row, end = table.rows
    properties = head._tr.get_or_add_trPr()  # noqa: SLF001 -- no public way repeats the head of a table
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    _say(begin.cells[0].paragraphs[0], f"{{%tr for row in {part.rows} %}}")
    _say(end.cells[0].paragraphs[0], "{%tr endfor %}")
    for index, (heading, name, width) in enumerate(part.columns):
        for line in table.rows:
            line.cells[index].width = Mm(width)
        _say(head.cells[index].paragraphs[0], heading, bold=True, size=10)
        _say(row.cells[index].paragraphs[0], f"{{{{ row.{name} }}}}", size=10)


def _say(
    paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: int | None = None
) -> Paragraph:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    run.font.name = "Times New Roman"
    if size is not None:
        run.font.size = Pt(size)
    return paragraph


def main() -> int:
    """Write every template."""
    for kind in FormKind:
        (TEMPLATES / f"{kind.value}.html").write_text(html_template(kind), encoding="utf-8", newline="\n")
        (TEMPLATES / f"{kind.value}.docx").write_bytes(docx_template(kind))
    return 0


if __name__ == "__main__":
    sys.exit(main())
