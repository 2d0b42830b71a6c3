"""
From the cells of a published table to its rows.

Rows are told apart by their shape: a step has work or somebody who does it; a
total begins with *tổng* or *cộng*; a section has one text across the table.
Nothing is added up here and nothing is left out without a remark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossierflow.interop.internal_procedures.folding import folded
from dossierflow.interop.internal_procedures.headings import Column, head_at, unit_in
from dossierflow.interop.internal_procedures.rows import Passage, Stated, StepRow, Table, with_parents
from dossierflow.interop.internal_procedures.times import StepTime, TimeKind, read_time, read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.interop.internal_procedures.headings import Head
    from dossierflow.office import Cell, Grid

_TOTAL = re.compile(
    r"^(tong( cong)?( (thoi|so (ngay|gio|thoi)|ngay|gio)\b.*| la)?\s*([:(]|$)|tong (cong|thoi|so (ngay|gio|thoi))\b"
    r"|cong( thoi gian)?\s*([:(]|$)|thoi (gian|han) giai quyet\b)"
)
_NUMBER = re.compile(r"(?:buoc|b|gd|giai doan)?\s*\.?\s*(\d{1,3}(?:\.\d{1,2}){0,3}[a-z]?)\s*[.):]*(?=\s|$)")
_ROMAN = re.compile(r"^[ivx]{1,6}[.):]?$|^[a-h][.):]?$")
_NOTE = re.compile(r"^(ghi chu|luu y|chu y|chu thich|\*|-{1,2}\s|\(\*)")
_VARIANT = re.compile(r"^(?:[a-z0-9.]{1,4}[).]\s*)?(truong hop|doi voi)\b|\btruong hop\b")
_PROCEDURE = re.compile(r"\b(ma tthc|ma so tthc|ma thu tuc|quy trinh so|ten thu tuc|thu tuc)\b")
_SECTION = re.compile(r"\b(quy trinh|truong hop|doi voi|cap (xa|tinh|huyen|so)|giai doan|phan [ivx]+|thu tuc)\b")
_LONGEST_NUMBER = 12
_LONGEST_LABEL = 500
"""Characters of a title or a total that are looked at, which bounds the time of reading them."""

_BRACKET = re.compile(r"\(([^()]*\d[^()]*)\)")
_LAST_COLON = re.compile(r"[:：]\s*([^:：]*\d[^:：]*)$")


class _Walk:
    """Walks down one grid below one head."""

    def __init__(self, grid: Grid, head: Head) -> None:
        self._grid = grid
        self._head = head
        self._section = ""
        self._group: str | None = None
        self._counted = 0
        self._time_cells: set[str] = set()
        self._is_closed = False
        self.pieces: list[Table | Passage] = [self._new()]

    def _new(self) -> Table:
        times = self._head.of(Column.TIME)
        units = [unit_in(self._head.headings[column]) for column in times]
        first = next((cell for cell in self._grid.row(self._head.first) if cell is not None), None)
        place = self._grid.place(first) if first is not None else self._grid.name
        return Table(place, units[0] if units else None)

    @property
    def first(self) -> Table:
        """The table below the head."""
        return next(piece for piece in self.pieces if isinstance(piece, Table))

    @property
    def table(self) -> Table:
        """The table that rows go into."""
        return next(piece for piece in reversed(self.pieces) if isinstance(piece, Table))

    def take(self, row: int) -> None:
        """Take one row."""
        cells = [cell for cell in dict.fromkeys(self._grid.row(row)) if cell is not None]
        own = [cell for cell in cells if cell.row == row]
        if not own:
            return
        self._turn_to(row)
        first, content = own[0], self._cell(row, Column.CONTENT)
        label = folded(first.text)
        if _TOTAL.match(label) or (content is not None and content in own and _TOTAL.match(folded(content.text))):
            self._total(row, own)
            self._is_closed = True
        elif self._is_closed and not self._goes_on(row, own):
            self._pass_over(own)
        elif _NOTE.match(label) and len(own) == 1:
            self.table.unread.append(("note_row", self._grid.place(first), first.text))
        elif self._is_section(row, own):
            self._open_section(first if len(own) == 1 else own[1])
        else:
            self._is_closed = False
            self._step(row, own)

    def _goes_on(self, row: int, own: list[Cell]) -> bool:
        """Tell whether a row below a total is part of the table again: a step, or the title of the next part."""
        order = self._cell(row, Column.ORDER)
        is_step = order is not None and order in own and self._is_number(order) and len(own) > 1
        return is_step or self._cell(row, Column.TIME) in own or self._is_section(row, own)

    def _is_number(self, cell: Cell) -> bool:
        return cell.numbered or (bool(_NUMBER.match(folded(cell.text))) and len(cell.text) <= _LONGEST_NUMBER)

    def _pass_over(self, own: list[Cell]) -> None:
        """Keep a row below the last total as text: the next title, or the signatures."""
        self.pieces.append(Passage(self._grid.place(own[0]), " ".join(cell.text for cell in own)))

    def _turn_to(self, row: int) -> None:
        """Begin another table where the row belongs to another procedure."""
        values = {column: self._text(row, column) for column in (Column.GROUP, Column.CODE, Column.DECISION)}
        key = values[Column.GROUP] or values[Column.CODE]
        if not key:
            return
        if self._group is not None and key != self._group:
            self._begin()
            cell = self._cell(row, Column.GROUP) or self._cell(row, Column.CODE)
            self.table.place = "" if cell is None else self._grid.place(cell)
        self._group = key
        table = self.table
        table.code, table.decision = values[Column.CODE] or table.code, values[Column.DECISION] or table.decision
        if not table.title and not key.isdecimal():
            table.title = key
        total = self._cell(row, Column.TOTAL)
        if total is not None and not table.totals:
            time = read_time(total, unit_in(self._head.headings[self._head.of(Column.TOTAL)[0]]))
            table.totals.append(Stated(self._grid.place(total), time, self._head.headings[total.column]))

    def _begin(self) -> None:
        self.pieces.append(self._new())
        self._section = ""
        self._counted = 0

    def _is_section(self, row: int, own: list[Cell]) -> bool:
        words = folded(own[-1].text)
        if len(own) == 1:
            cell = own[0]
            if cell.columns > 1 and cell.columns >= len(self._head.columns) - 1:
                return not _NOTE.match(folded(cell.text))
            order = self._cell(row, Column.ORDER)
            if cell is order:
                return not self._is_number(cell)
            return self._cell(row, Column.TIME) is None and bool(_SECTION.search(words))
        numeral = len(own) == 2 and bool(_ROMAN.match(folded(own[0].text)))  # noqa: PLR2004 - a numeral and a title
        times = self._cell(row, Column.TIME)
        return numeral and (times not in own or (times is own[1] and times.columns > 1))

    def _open_section(self, cell: Cell) -> None:
        text, place = cell.text[:_LONGEST_LABEL], self._grid.place(cell)
        words = folded(text)
        table = self.table
        if _VARIANT.search(words) or (_PROCEDURE.search(words) and not words.startswith("quy trinh giai quyet")):
            if table.rows:
                self._begin()
            self._is_closed = False
            if _PROCEDURE.search(words) and not _VARIANT.search(words):
                self.table.title = f"{self.table.title}\n{text}".strip()
            else:
                self.table.variant = text
            self.table.place = place
            self._section = ""
        else:
            self._section = text
        if found := _BRACKET.search(text):
            time = read_words(found.group(1), self.table.unit)
            if time.kind is TimeKind.TIMED:
                self.table.totals.append(Stated(place, time, text, self._section))

    def _total(self, row: int, own: list[Cell]) -> None:
        first = own[0]
        time_columns = self._head.of(Column.TIME)
        for cell in own[::-1]:
            unit = unit_in(self._head.headings[cell.column]) if cell.column in time_columns else None
            words = cell.text[:_LONGEST_LABEL]
            if cell is first or _TOTAL.match(folded(words)):
                found = _LAST_COLON.search(words) or _BRACKET.search(words)
                if found is None:
                    continue
                words = found.group(1)
            time = read_words(words, unit or self.table.unit)
            if time.kind is TimeKind.TIMED or time.reason == "no_unit":
                self.table.totals.append(Stated(self._grid.place(cell), time, first.text, self._section))
                return
        said = " | ".join(cell.text for cell in own)
        self.table.unread.append(("total_unread", self._grid.place(self._cell(row, Column.TIME) or first), said))

    def _step(self, row: int, own: list[Cell]) -> None:
        content, actor = self._cell(row, Column.CONTENT), self._cell(row, Column.ACTOR)
        order = self._cell(row, Column.ORDER)
        time, time_cell, shared = self._time(row)
        named = next((cell for cell in (content, actor, order, *own) if cell is not None), own[0])
        number = "" if order is None or order.row < row else self._number(order)
        if order is not None and order.row == row and not number and order.text and order is not content:
            self.table.unread.append(("number_unread", self._grid.place(order), order.text))
        place = self._grid.place(named)
        self.table.rows.append(
            StepRow(
                place=place,
                time_place=place if time_cell is None else self._grid.place(time_cell),
                number=number,
                content="" if content is None else _without_number(content, order),
                actor="" if actor is None else actor.text,
                time=time,
                result=self._text(row, Column.RESULT),
                note=self._text(row, Column.NOTE),
                section=self._section,
                shares_time=shared,
            )
        )

    def _time(self, row: int) -> tuple[StepTime, Cell | None, bool]:
        """Return the time of a row, its cell, and whether an earlier row has had that cell."""
        found: list[tuple[StepTime, Cell]] = []
        for column in self._head.of(Column.TIME):
            cell = self._grid.at(row, column)
            if cell is not None and all(cell is not other for _, other in found):
                found.append((read_time(cell, unit_in(self._head.headings[column])), cell))
        if not found:
            return StepTime(TimeKind.BLANK), None, False
        time, cell = found[0]
        timed = [one for one, _ in found if one.kind is not TimeKind.BLANK]
        if len({one.hours for one in timed}) > 1:
            said = " | ".join(one.quote for one in timed)
            time = StepTime(
                TimeKind.UNREAD, said, reason="two_times", detail="the columns of time say different things"
            )
        place = self._grid.place(cell)
        shared = place in self._time_cells and cell.rows > 1
        self._time_cells.add(place)
        return time, cell, shared

    def _number(self, cell: Cell) -> str:
        if cell.numbered and not cell.text:
            self._counted += 1
            return str(self._counted)
        found = _NUMBER.match(folded(cell.text))
        if found is None:
            return ""
        number = found.group(1)
        # a sheet keeps 2.0 for 2
        return number.removesuffix(".0") if cell.is_number else number

    def _cell(self, row: int, column: Column) -> Cell | None:
        return next((cell for at in self._head.of(column) if (cell := self._grid.at(row, at)) is not None), None)

    def _text(self, row: int, column: Column) -> str:
        cells = dict.fromkeys(self._grid.at(row, at) for at in self._head.of(column))
        return "\n".join(cell.text for cell in cells if cell is not None)


def pieces_in(grid: Grid) -> Iterator[Table | Passage]:
    """Yield the tables of *grid*, one for each procedure or case, and the texts around them, in their order."""
    row = 1
    while row <= grid.rows:
        head = head_at(grid, row)
        if head is None:
            cells = grid.cells_of(row)
            if cells:
                yield Passage(grid.place(cells[0]), " ".join(cell.text for cell in cells))
            row += 1
            continue
        walk = _Walk(grid, head)
        row = head.last + 1
        while row <= grid.rows and head_at(grid, row) is None:
            walk.take(row)
            row += 1
        for column in head.unread:
            place = grid.place(next(cell for at in range(head.first, head.last + 1) if (cell := grid.at(at, column))))
            walk.first.unread.append(("column_unread", place, head.headings[column]))
        for piece in walk.pieces:
            if isinstance(piece, Passage):
                yield piece
            elif piece.rows:
                yield with_parents(piece)
            elif piece.title or piece.variant:
                # the title of a table whose head follows
                yield Passage(piece.place, piece.title or piece.variant)


def _without_number(content: Cell, order: Cell | None) -> str:
    """Return the work without a number that repeats the one of its row."""
    return content.text if content is not order else re.sub(r"^(?i:bước|b)\s*\d+[.):]?\s*", "", content.text)
