"""
Office files: the one door of openpyxl and python-docx.

Files that come from elsewhere are checked before anything parses them, and
become plain values whose every cell knows its place; what is written comes from
a plain description, and is the same bytes every time. Needs the extra
``office``, but only once a file is read or written.

>>> page = Page(title="Quy trình", blocks=(Line("Bước 1"), Table((20.0, 60.0), ((Box("TT"), Box("Thời gian")),))))
>>> book = read_workbook(write_workbook({"Quy trình": page}))
>>> [(cell.address, cell.text) for cell in book.sheets[0].cells]
[('A1', 'Bước 1'), ('A2', 'TT'), ('B2', 'Thời gian')]
"""

from __future__ import annotations

from dossierflow.office.pages import (
    HEADING,
    MOTTO,
    PLAIN,
    Box,
    Letterhead,
    Line,
    Page,
    Style,
    Table,
    letterhead,
)
from dossierflow.office.reading import read_document, read_workbook
from dossierflow.office.values import LIMITS, Cell, Document, Grid, Limits, Notice, Paragraph, Workbook
from dossierflow.office.writing import write_document, write_workbook

__all__ = [
    "HEADING",
    "LIMITS",
    "MOTTO",
    "PLAIN",
    "Box",
    "Cell",
    "Document",
    "Grid",
    "Letterhead",
    "Limits",
    "Line",
    "Notice",
    "Page",
    "Paragraph",
    "Style",
    "Table",
    "Workbook",
    "letterhead",
    "read_document",
    "read_workbook",
    "write_document",
    "write_workbook",
]
