"""Opening office files: a workbook or a text document, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.office.package import DOCX, XLSX, open_package
from dossierflow.office.values import LIMITS

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.office.values import Document, Limits, Workbook


def read_workbook(source: Path | bytes, *, file: str | None = None, limits: Limits = LIMITS) -> Workbook:
    """
    Read the values of an Excel workbook (.xlsx), all its sheets.

    Args:
        source: A path, or the bytes of the file.

        file: The name that messages show; by default the path, or ``<bytes>``.

        limits: The largest sizes that are read.

    Raises:
        DefinitionError:
            The file is damaged, encrypted, of another kind, too large, or
            holds what is refused: macros, formulas, links, embedded files,
            entities, invisible characters. Every problem names its cell.

        ImportError: The extra ``office`` is not installed.
    """
    # only who reads such files needs the extra
    from dossierflow.office.sheets import workbook_of  # noqa: PLC0415

    return workbook_of(open_package(source, XLSX, file=file, limits=limits))


def read_document(source: Path | bytes, *, file: str | None = None, limits: Limits = LIMITS) -> Document:
    """
    Read the paragraphs and tables of a Word document (.docx).

    Headers, footers, footnotes, comments and text boxes are not read; where the
    body refers to one, a notice says so.

    Args:
        source: A path, or the bytes of the file.

        file: The name that messages show; by default the path, or ``<bytes>``.

        limits: The largest sizes that are read.

    Raises:
        DefinitionError:
            As `read_workbook`; and because it holds changes that are proposed
            and not accepted.

        ImportError: The extra ``office`` is not installed.
    """
    # only who reads such files needs the extra
    from dossierflow.office.texts import document_of  # noqa: PLC0415

    return document_of(open_package(source, DOCX, file=file, limits=limits))
