"""Office files as strangers and enemies make them: sound ones, and sound ones with members changed."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import openpyxl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docx.document import Document
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"
BODY = "word/document.xml"


def workbook(fill: Callable[[Worksheet], None] | None = None) -> bytes:
    """Return a workbook with one sheet as openpyxl saves it, filled by *fill*."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Bảng"
    if fill is None:
        sheet["A1"] = "TT"
    else:
        fill(sheet)
    return _saved(book)


def document(fill: Callable[[Document], None] | None = None) -> bytes:
    """Return a text document as python-docx saves it, filled by *fill*."""
    made = docx.Document()
    if fill is None:
        made.add_paragraph("Bước 1")
    else:
        fill(made)
    return _saved(made)


def with_members(raw: bytes, changed: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> bytes:
    """Return *raw* with members replaced, edited, added, or (none) left out."""
    packed = io.BytesIO()
    left = dict(changed)
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            edit = left.pop(name, old.read(name))
            if callable(edit):
                edit = edit(old.read(name))
            if edit is not None:
                new.writestr(name, edit)
        for name, content in left.items():
            assert isinstance(content, bytes)
            new.writestr(name, content)
    return packed.getvalue()


def inserted(before: str, text: str) -> Callable[[bytes], bytes]:
    """Return an edit that puts *text* before the first *before*."""

    def edit(raw: bytes) -> bytes:
        assert before.encode() in raw
        return raw.replace(before.encode(), (text + before).encode(), 1)

    return edit


def _saved(made: object) -> bytes:
    packed = io.BytesIO()
    made.save(packed)  # type: ignore[attr-defined]  # both libraries save to a stream
    return packed.getvalue()
