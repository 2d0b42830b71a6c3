"""Many dossiers in letters of one width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossierflow.render.lives.life_text import CELLS, cells_of, padded, wide
from dossierflow.render.lives.many import verdict_in_words
from dossierflow.render.lives.many_svg import SYMBOLS
from dossierflow.render.lives.moments import Moments
from dossierflow.render.lives.narrow import wrapped
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.render.lives.axis import Axis
    from dossierflow.render.lives.many import Many, Row

_NAME, _REST, _BREAK, _ROOM = 22, 20, 4, 12
_BEYOND: Final = 12
_DUE: Final = "F"


def many_text(many: Many, *, page: int | None = None, width: int | None = None) -> str:
    """
    Return one page as lines, or all of them one after the other.

    Args:
        many: What `many_of` returned.

        page: Which page, from 1; by default all.

        width: The columns of the terminal, at least 70.
    """
    verdicts = max((len(verdict_in_words(row, many.lang)) for row in many.rows), default=0) + 3
    axis = many.axis(cells_of(width, _NAME, _REST if width is None else verdicts), _BREAK)
    numbers = range(1, len(many.pages) + 1) if page is None else (page,)
    lines = [*wrapped(many.title, width), *wrapped(many.summary, width)]
    for number in numbers:
        lines.append("")
        if len(many.pages) > 1:
            lines.append(said("many.page", many.lang, page=number, pages=len(many.pages)))
        lines += _ruler(many, axis)
        lines += [_line(row, many, axis) for row in many.pages[number - 1]]
    lines += ["", *(line for part in _legend(many, axis) for line in wrapped(part, width))]
    return "\n".join(line.rstrip() for line in lines)


def _ruler(many: Many, axis: Axis) -> Iterator[str]:
    moments = Moments(many.lang, many.calendar.tz)
    cells = wide(axis)
    dates, marks, end = [" "] * (cells + _BEYOND), [" "] * cells, 0
    for tick in axis.ticks(_ROOM):
        cell = min(int(tick.x), cells - 1)
        text = f"{moments.day(tick.at)} {moments.hour(tick.at)}" if tick.is_hour else moments.day(tick.at, year=True)
        if cell >= end and (cells >= CELLS - _REST or cell + len(text) <= cells):
            dates[cell : cell + len(text)] = text
            marks[cell], end = "|", cell + len(text) + 1
    for piece in axis.breaks:
        marks[round(piece.left) : round(piece.right)] = "≈" * (round(piece.right) - round(piece.left))
    yield f"{' ' * _NAME} {''.join(dates)}"
    yield f"{' ' * _NAME} {''.join(marks)}"


def _line(row: Row, many: Many, axis: Axis) -> str:
    cells = [" "] * wide(axis)

    def cell(x: float) -> int:
        return min(int(x), len(cells) - 1)

    first, last = cell(axis.x(row.start)), cell(axis.x(row.end or row.until))
    for at in range(first, max(last, first + 1)):
        cells[at] = "="
    for stop in row.stops:
        start, end = cell(axis.x(stop.start)), cell(axis.x(stop.end or row.until))
        for at in range(start, max(end, start + 1)):
            cells[at] = "/"
    for piece in axis.breaks:
        for at in range(round(piece.left), round(piece.right)):
            cells[at] = "≈" if cells[at] != " " else " "
    if row.end is None:
        cells[last] = ">"
    if row.due is not None:
        cells[cell(axis.x(row.due))] = _DUE
    return f"{padded(row.dossier, _NAME)} {''.join(cells)} {SYMBOLS[row.verdict]} {verdict_in_words(row, many.lang)}"


def _legend(many: Many, axis: Axis) -> Iterator[str]:
    parts = [f"= {said('kind.step', many.lang)}", f"/ {said('kind.suspended', many.lang)}"]
    parts += [f"{_DUE} {said('column.due', many.lang)}", f"> {said('going_on', many.lang)}"]
    if axis.breaks:
        parts.append(f"≈ {said('kind.break', many.lang)}")
    yield "   ".join(parts)
