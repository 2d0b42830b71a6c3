"""
A table as data, and as plain text that does not depend on any screen.

Plain text is for pipes and files: no colour, no borders, columns as wide as
their longest cell, so that the same content is the same bytes everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Table:
    """A heading for every column, and rows of as many cells; a cell has one line."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part: TypeAlias = "str | Table"
"""A piece of a page: text, or a table."""


def parts_text(parts: Iterable[Part]) -> str:
    """Return the pieces of a page as plain text, with an empty line between them."""
    return "\n\n".join(table_text(part) if isinstance(part, Table) else part for part in parts)


def table_text(table: Table) -> str:
    """
    Return *table* as lines with aligned columns and a rule under the headings.

    >>> print(table_text(Table(("Limit", "Due"), (("total", "23/02/2026"), ("check", "-")))))
    Limit  Due
    -----  ----------
    total  23/02/2026
    check  -
    """
    widths = [max(len(row[place]) for row in (table.columns, *table.rows)) for place in range(len(table.columns))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(_line(row, widths) for row in (table.columns, rule, *table.rows))


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return _GAP.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def indented(text: str, by: int = 2) -> str:
    """
    Return *text* with every line that is not empty moved to the right.

    >>> indented("a") == "  a"
    True
    """
    return "\n".join(" " * by + line if line else line for line in text.splitlines())
