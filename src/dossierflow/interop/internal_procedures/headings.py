"""
Which column of a published table holds what.

Every province words its headings in its own way. They are compared without
accents and capitals, the most telling word first: a heading with *thời gian* is
about time even where it also says *thực hiện*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.interop.internal_procedures.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dossierflow.office import Cell, Grid


class Column(StrEnum):
    """What a column holds."""

    ORDER = "order"
    CONTENT = "content"
    ACTOR = "actor"
    TIME = "time"
    RESULT = "result"
    NOTE = "note"
    GROUP = "group"
    """Which procedure a row belongs to, in a table of several."""
    CODE = "code"
    DECISION = "decision"
    TOTAL = "total"
    """The stated total, repeated on every row of its procedure."""


_LONGEST_HEADING = 160
_LONGEST_BARE = 60
_EXACT: Mapping[str, Column] = {
    "process_id": Column.GROUP,
    "tthc_code": Column.CODE,
    "printed_step_no": Column.ORDER,
    "actor": Column.ACTOR,
    "content": Column.CONTENT,
    "time_raw": Column.TIME,
    "declared_total": Column.TOTAL,
    "decision": Column.DECISION,
    "step": Column.ORDER,
    "role": Column.ACTOR,
    "unit": Column.ACTOR,
    "time": Column.TIME,
    "result": Column.RESULT,
    "no": Column.ORDER,
    "no.": Column.ORDER,
}
_WORDINGS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (Column.TOTAL, r"tong (thoi gian|so (ngay|gio)|cong)\b"),
        (Column.TIME, r"(thoi (gian|han|luong|diem)|so (ngay|gio)|dinh muc thoi gian|tg)\b|(ngay|gio)( lam viec)?$"),
        (Column.CODE, r"ma (so )?(tthc|thu tuc)\b"),
        (Column.GROUP, r"(ten )?(thu tuc( hanh chinh)?|tthc)$|ten (quy trinh|thu tuc)|quy trinh so$|ma quy trinh"),
        (Column.DECISION, r"(so )?quyet dinh( so)?$"),
        (Column.ORDER, r"(s(o )?)?tt\b|so thu tu|thu tu\b|(ten |so )?buoc$|buoc (so|thu)\b|b$"),
        (Column.RESULT, r"(ten )?(ket qua|san pham|bieu mau|dau ra|mau bieu|ho so)\b"),
        (
            Column.ACTOR,
            (
                r"(don vi|bo phan|trach nhiem|nguoi|co quan|chuc danh|chuc vu|can bo|phong|chu the|vi tri|"
                r"phan cong|cap|ca nhan|to chuc|doi tuong)( |/|,|-|$)"
            ),
        ),
        (
            Column.CONTENT,
            (
                r"(chi tiet |mo ta )?(noi dung|trinh tu|cong viec|cac buoc|buoc|hoat dong|"
                r"dien giai|mo ta|"
                r"quy trinh|"
                r"ten (cong viec|buoc|hoat dong)|cac (cong viec|noi dung)|nhiem vu)\b"
            ),
        ),
        (Column.NOTE, r"(ghi chu|chu thich|can cu|muc do|dich vu cong|dvc|yeu cau|cach thuc)\b"),
    )
)
_BRACKETS = re.compile(r"\([^()]*\)")
_UNITS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("giờ làm việc", re.compile(r"\bgio lam viec\b")),
    ("ngày làm việc", re.compile(r"\bngay lam viec\b")),
    ("phút", re.compile(r"\bphut\b")),
    ("giờ", re.compile(r"\bgio\b")),
    ("ngày", re.compile(r"\bngay\b")),
)
_EXAMPLE = re.compile(r"\b(moi|1|01) ngay[^)]*\bgio\b[^)]*|\bgio hanh chinh\b|\b\d+ gio( lam viec)?/ngay( lam viec)?\b")
_COUNTED = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?\.?")


def meaning(heading: str) -> Column | None:
    """
    Return what a column with this *heading* holds; none where the words say nothing known.

    >>> meaning("Thời gian thực hiện (mỗi ngày 08 giờ)"), meaning("Đơn vị/ Người thực hiện")
    (<Column.TIME: 'time'>, <Column.ACTOR: 'actor'>)
    """
    if len(heading) > _LONGEST_HEADING:
        return None
    words = folded(heading)
    if not words:
        return None
    if words in _EXACT:
        return _EXACT[words]
    # what stands in brackets explains; a figure outside them belongs to a row, not to a heading
    bare = _BRACKETS.sub(" ", words).strip(" .:*-()")
    if len(bare) > _LONGEST_BARE or any(letter.isdigit() for letter in bare):
        return None
    return next((column for column, pattern in _WORDINGS if pattern.match(bare)), None)


def unit_in(heading: str) -> str | None:
    """
    Return the unit that a heading gives to bare numbers below it; none where it gives none.

    >>> unit_in("Thời hạn (ngày làm việc)"), unit_in("Thời gian (mỗi ngày 08 giờ)")
    ('ngày làm việc', None)
    """
    words = _EXAMPLE.sub(" ", folded(heading))
    found = [unit for unit, pattern in _UNITS if pattern.search(words)]
    if "ngày làm việc" in found or "giờ làm việc" in found:
        found = [unit for unit in found if unit not in {"ngày", "giờ"}]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Head:
    """The head of one table."""

    first: int
    """Its first row."""

    last: int
    """Its last row, inclusive."""

    columns: Mapping[int, Column]
    """What each recognised column holds, by its number from 1."""

    headings: Mapping[int, str] = field(default_factory=dict[int, str])
    """The words over each column."""

    def of(self, column: Column) -> list[int]:
        """Return the columns that hold *column*, from left to right."""
        return sorted(number for number, what in self.columns.items() if what is column)

    @property
    def unread(self) -> list[int]:
        """The columns whose heading is not understood."""
        return sorted(number for number, text in self.headings.items() if text and number not in self.columns)


def head_at(grid: Grid, row: int) -> Head | None:
    """
    Return the head that begins at *row*; none where no table begins there.

    A head names the time and the work or who does it. It may take two rows, and
    a row that only numbers the columns belongs to it.
    """
    cells = [cell for cell in _distinct(grid.row(row)) if cell.row == row]
    if len(cells) < 2 or not _is_head([cell.text for cell in cells]):  # noqa: PLR2004 - a head has several columns
        return None
    last = max(cell.row + cell.rows - 1 for cell in cells if cell.rows <= 3)  # noqa: PLR2004 - heads are low
    if last == row and _completes(grid, row + 1, cells):
        last += 1
    headings = {number: _heading(grid, number, row, last) for number in range(1, grid.columns + 1)}
    if _numbers_columns(grid.row(last + 1) if last < grid.rows else ()):
        last += 1
    return Head(row, last, _settled(headings), headings)


def _is_head(texts: Sequence[str]) -> bool:
    meanings = [meaning(text) for text in texts]
    found = {one for one in meanings if one is not None}
    known = sum(one is not None for one in meanings)
    named = {Column.CONTENT, Column.ACTOR, Column.ORDER} & found
    # a row of the table may speak of time too; a head says what most of its columns hold
    return Column.TIME in found and len(named) > 0 and len(found) > 1 and 2 * known >= len(texts)


def _completes(grid: Grid, row: int, above: Sequence[Cell]) -> bool:
    """Tell whether a row holds nothing but the units or halves of the heads above it."""
    if row > grid.rows:
        return False
    cells = [cell for cell in _distinct(grid.row(row)) if cell.row == row]
    wide = {column for cell in above if cell.columns > 1 for column in range(cell.column, cell.column + cell.columns)}
    named = {cell.column for cell in above}
    return bool(cells) and all(
        (cell.column in wide or cell.column not in named or unit_in(cell.text) == folded_unit(cell.text))
        and (meaning(cell.text) is not None or unit_in(cell.text) is not None)
        and not any(letter.isdigit() for letter in cell.text)
        for cell in cells
    )


def folded_unit(text: str) -> str | None:
    """Return the unit of a text that is nothing but a unit."""
    unit = unit_in(text)
    return unit if unit is not None and folded(text).strip("()") == folded(unit) else None


def _heading(grid: Grid, column: int, first: int, last: int) -> str:
    above = _distinct(grid.at(row, column) for row in range(first, last + 1))
    return " ".join(cell.text for cell in above)


def _numbers_columns(cells: Sequence[Cell | None]) -> bool:
    """Tell whether a row only numbers the columns: (1), (2), (3) or A, B, C."""
    texts = [cell.text for cell in _distinct(cells)]
    if len(texts) < 3 or not all(_COUNTED.fullmatch(text) for text in texts):  # noqa: PLR2004 - too few to tell
        return False
    bare = [text.strip("().") for text in texts]
    letters = [chr(ord("A") + at) for at in range(len(bare))]
    return bare == [str(at) for at in range(1, len(bare) + 1)] or [text.upper() for text in bare] == letters


def _settled(headings: Mapping[int, str]) -> dict[int, Column]:
    """Give each column its meaning; where none holds the work, a column of steps does."""
    columns = {number: column for number, text in headings.items() if (column := meaning(text)) is not None}
    if Column.CONTENT not in columns.values():
        orders = [number for number, column in columns.items() if column is Column.ORDER]
        steps = [number for number in orders if "buoc" in folded(headings[number])]
        if steps and len(orders) > 1:
            columns[steps[-1]] = Column.CONTENT
    return columns


def _distinct(cells: Iterable[Cell | None]) -> list[Cell]:
    return list(dict.fromkeys(cell for cell in cells if cell is not None))
