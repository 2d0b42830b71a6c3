"""Writing office files: from the description of a page to the bytes of a file, the same bytes every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.office.pages import check_texts
from dossierflow.office.zips import settled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.office.pages import Page


def write_workbook(sheets: Mapping[str, Page], *, title: str = "") -> bytes:
    """
    Return an Excel workbook (.xlsx) with one sheet for each page.

    Args:
        sheets:
            Pages by the name of their sheet, in order. A name has at most 31
            characters, none of them a bracket, colon, star, question mark or slash.

        title: Title of the workbook; by default that of its first page.

    Raises:
        DefinitionError: A text holds characters that no file may hold.

        ValueError: There is no page, a name cannot be a sheet's, or a table is not filled exactly.

        ImportError: The extra ``office`` is not installed.
    """
    # only who writes such files needs the extra
    from dossierflow.office.sheet_writing import workbook_bytes  # noqa: PLC0415

    for name, page in sheets.items():
        check_texts(page, name)
    raw = workbook_bytes(sheets)
    return settled(raw, title=title or next(iter(sheets.values())).title)


def write_document(page: Page) -> bytes:
    """
    Return a Word document (.docx).

    Raises:
        DefinitionError: A text holds characters that no file may hold.

        ValueError: A table is not filled exactly.

        ImportError: The extra ``office`` is not installed.
    """
    # only who writes such files needs the extra
    from dossierflow.office.text_writing import document_bytes  # noqa: PLC0415

    check_texts(page, page.title)
    return settled(document_bytes(page), title=page.title)
