"""Texts and tables for terminals that are narrower than what is to be said."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from dossierflow.render.tables import table_text

if TYPE_CHECKING:
    from dossierflow.render.tables import Table

_INTO = 4


def wrapped(text: str, width: int | None, *, into: int = 0) -> list[str]:
    """
    Return *text* in lines of at most *width* letters, those after the first moved *into* the page.

    >>> wrapped("three little words", 12, into=2)
    ['three little', '  words']
    """
    if width is None:
        return [text]
    return textwrap.wrap(text, width, subsequent_indent=" " * into, break_on_hyphens=False) or [""]


def table_in(table: Table, width: int | None) -> str:
    """
    Return *table* as it is where it fits into *width*, else a paragraph for every row with a line for every cell.

    >>> from dossierflow.render.tables import Table
    >>> print(table_in(Table(("No.", "What"), (("1", "a very long act"),)), 12))
    1
        What: a
        very
        long act
    """
    whole = table_text(table)
    if width is None or all(len(line) <= width for line in whole.splitlines()):
        return whole
    lines: list[str] = []
    for row in table.rows:
        lines += wrapped(row[0], width)
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            lines += wrapped(f"{' ' * _INTO}{column}: {cell}", width, into=_INTO)
    return "\n".join(lines)
