"""Opening a published file: .xlsx, .docx or .csv, as paragraphs and grids with the same kind of cells."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem
from dossierflow.office import LIMITS, Cell, Grid, Notice, Paragraph, read_document, read_workbook
from dossierflow.reading.characters import MOST_PROBLEMS, decoded, refusal

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.office import Limits

SUFFIXES = (".xlsx", ".docx", ".csv")
_DELIMITERS = (",", ";", "\t")
_LONGEST_ROW = 200


@dataclass(frozen=True, slots=True)
class Source:
    """A published file, opened."""

    file: str
    blocks: tuple[Paragraph | Grid, ...]
    notices: tuple[Notice, ...] = ()


def open_source(path: Path, *, limits: Limits = LIMITS) -> Source:
    """
    Open the file at *path*; its suffix says what it is, and its content must agree.

    Raises:
        DefinitionError: It is none of the three kinds, is damaged, hostile or too large.

        ImportError: It is an office file, and the extra ``office`` is not installed.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        book = read_workbook(path, limits=limits)
        return Source(book.file, book.sheets, book.notices)
    if suffix == ".docx":
        document = read_document(path, limits=limits)
        return Source(document.file, document.blocks, document.notices)
    if suffix == ".csv":
        return _csv(path, limits)
    message = (
        f"the name ends in {path.suffix or 'no suffix'!r}; internal procedures are read from {', '.join(SUFFIXES)}"
    )
    raise DefinitionError([Problem(str(path), 0, "", message)])


def _csv(path: Path, limits: Limits) -> Source:
    file = str(path)
    if not path.is_file():
        raise DefinitionError([Problem(file, 0, "", "there is no such file")])
    with path.open("rb") as stream:
        raw = stream.read(limits.file_bytes + 1)
    if len(raw) > limits.file_bytes:
        raise DefinitionError([Problem(file, 0, "", f"the file is larger than {limits.file_bytes:,} bytes; split it")])
    text = decoded(raw, file).replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise DefinitionError([Problem(file, 0, "", "found a zero byte; save the file as CSV in UTF-8")])
    delimiter = max(_DELIMITERS, key=text[:4096].count)
    cells: list[Cell] = []
    notices: list[Notice] = []
    problems: list[Problem] = []
    try:
        for number, row in enumerate(csv.reader(text.split("\n"), delimiter=delimiter, strict=True), start=1):
            if len(row) > _LONGEST_ROW or number * max(len(row), 1) > limits.positions:
                problems.append(Problem(file, number, "", "the table has too many columns or rows; split it"))
                break
            for column, value in enumerate(row, start=1):
                composed = unicodedata.normalize("NFC", value).replace("\t", " ").replace("\xa0", " ").strip()
                if not composed:
                    continue
                cell = Cell(number, column, composed, composed)
                if message := next((said for part in composed.split("\n") if (said := refusal(part))), None):
                    problems.append(Problem(file, 0, cell.address, message))
                elif not unicodedata.is_normalized("NFC", value):
                    notices.append(
                        Notice("not_nfc", cell.address, "the text was not in Unicode NFC; it is read in NFC")
                    )
                cells.append(cell)
            if len(problems) >= MOST_PROBLEMS:
                break
    except csv.Error as error:
        problems.append(Problem(file, 0, "", f"the file is no CSV ({error}); save it as CSV in UTF-8"))
    if problems:
        raise DefinitionError(problems)
    return Source(file, (Grid("", tuple(cells)),), tuple(notices))
