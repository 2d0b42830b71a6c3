"""The life of a dossier in letters of one width: the same lanes, for terminals and for mails."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from dossierflow.render.lives.axis import axis_of
from dossierflow.render.lives.clean import shortened
from dossierflow.render.lives.layout import time_off
from dossierflow.render.lives.life import BarKind, FlagKind
from dossierflow.render.lives.life_svg import summary_of, title_of
from dossierflow.render.lives.moments import Moments
from dossierflow.render.lives.narrow import table_in, wrapped
from dossierflow.render.lives.tables import marks_table
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dossierflow.render.lives.axis import Axis
    from dossierflow.render.lives.life import Clock, Life, Stop

NAME: Final = 30
CELLS: Final = 84
LEAST: Final = 20
_BREAK: Final = 4
_TICK_ROOM: Final = 12
_BEYOND: Final = 12
"""How far the last date may reach behind the axis, where there is room."""

_BARS: Final = {BarKind.STEP: "=", BarKind.WAIT: "~", BarKind.HANDOFF: "-"}
_FLAGS: Final = {FlagKind.STATUTORY: "S", FlagKind.PROMISED: "P", FlagKind.INTERNAL: "I", FlagKind.MOVED: "m"}
_CLOCK, _SUSPENDED, _LATE, _OFF, _CUT, _ON = ".", "/", "!", ":", "≈", ">"


def life_text(life: Life, *, acts: bool = True, width: int | None = None) -> str:
    """
    Return the picture in letters, then the acts.

    Args:
        life: What `life_of` or `life_of_run` returned.

        acts: Whether to list the acts below.

        width: The columns of the terminal, at least 60; none for a picture of
            116 and a table as wide as its texts.
    """
    axis = text_axis(life.instants(), life, width)
    lines = [*wrapped(title_of(life), width), *wrapped(summary_of(life), width), "", *lanes_text(life, axis)]
    if acts:
        lines += ["", said("table.marks", life.lang), table_in(marks_table(life), width)]
    return "\n".join(line.rstrip() for line in lines)


def text_axis(instants: Iterable[datetime], life: Life, width: int | None = None) -> Axis:
    """Return the axis on which *instants* are set in letters."""
    return axis_of(instants, life.calendar.tz, cells_of(width, NAME), _BREAK)


def cells_of(width: int | None, name: int, rest: int = 0) -> int:
    """Return how many letters the time axis has beside a *name* and a *rest* behind it."""
    return CELLS - rest if width is None else max(width - name - rest - 2, LEAST)


def lanes_text(life: Life, axis: Axis, *, different: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield dates, days off, lanes, time limits and legend; a star stands before what differs."""
    yield from ruler_text(life, axis)
    for lane, name in life.lanes:
        yield shortened(name or said("nobody", life.lang), NAME + wide(axis))
        for bar in life.bars:
            if bar.lane == lane:
                cells = _cells(axis, bar.start, bar.end or life.until, _BARS[bar.kind], bar.stops, life)
                yield _line(bar.text, cells, axis, is_open=bar.end is None, is_other=bar.key in different)
    if life.clocks:
        yield said("limits", life.lang)
    for clock in life.clocks:
        yield _clock(clock, axis, life, is_other=clock.key in different)
    yield ""
    yield from _legend(life, axis, is_compared=bool(different))


def ruler_text(life: Life, axis: Axis) -> Iterator[str]:
    """Yield a line of dates, and one of their places with the days off between them."""
    moments = Moments(life.lang, life.calendar.tz)
    cells = wide(axis)
    dates, marks = [" "] * (cells + _BEYOND), [" "] * cells
    for left, right in time_off(axis, life.calendar, least=1):
        for cell in range(round(left), min(max(round(right), round(left) + 1), cells)):
            marks[cell] = _OFF
    end = 0
    for tick in axis.ticks(_TICK_ROOM):
        cell = min(int(tick.x), cells - 1)
        text = f"{moments.day(tick.at)} {moments.hour(tick.at)}" if tick.is_hour else moments.day(tick.at, year=True)
        if cell >= end and (cells >= CELLS or cell + len(text) <= cells):
            dates[cell : cell + len(text)] = text
            end = cell + len(text) + 1
            marks[cell] = "|"
    for piece in axis.breaks:
        marks[round(piece.left) : round(piece.right)] = _CUT * (round(piece.right) - round(piece.left))
    yield f"{' ' * NAME} {''.join(dates)}".rstrip()
    yield f"{' ' * NAME} {''.join(marks)}".rstrip()


def wide(axis: Axis) -> int:
    """Return how many letters *axis* has."""
    return round(axis.right)


def padded(text: str, width: int) -> str:
    """Return *text* shortened and filled up to *width* columns of a terminal, in which some letters take two."""
    while columns(text) > width:
        text = shortened(text, len(text) - 1)
    return text + " " * (width - columns(text))


def columns(text: str) -> int:
    """
    Return how many columns of a terminal *text* takes.

    >>> columns("hạn"), columns("漢")
    (3, 2)
    """
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in {"W", "F"} else 1 for one in text
    )


def _clock(clock: Clock, axis: Axis, life: Life, *, is_other: bool) -> str:
    cells = [" "] * wide(axis)
    if clock.limit:
        cells = _cells(axis, clock.start, clock.end or life.until, _CLOCK, clock.stops, life)
        if clock.late_from is not None:
            # the first letter after the flag, so that a short delay is not hidden by it
            late = _cell(axis, clock.late_from) + 1
            for cell in range(late, min(max(_cell(axis, clock.end or life.until), late + 1), len(cells))):
                cells[cell] = _LATE
    for flag in clock.flags:
        cells[_cell(axis, flag.at)] = _FLAGS[flag.kind]
    is_open = clock.end is None and (clock.due is None or clock.due.at > life.until)
    return _line(clock.text, cells, axis, is_open=is_open, is_other=is_other)


def _cells(axis: Axis, start: datetime, end: datetime, sign: str, stops: Iterable[Stop], life: Life) -> list[str]:
    cells = [" "] * wide(axis)
    _fill(cells, axis, start, end, sign)
    for stop in stops:
        _fill(cells, axis, stop.start, stop.end or life.until, _SUSPENDED)
    return cells


def _fill(cells: list[str], axis: Axis, start: datetime, end: datetime, sign: str) -> None:
    first = _cell(axis, start)
    last = max(_cell(axis, end), first + 1) if end > start else first + 1
    for cell in range(first, min(last, len(cells))):
        cells[cell] = sign


def _line(text: str, cells: list[str], axis: Axis, *, is_open: bool, is_other: bool) -> str:
    for piece in axis.breaks:
        for cell in range(round(piece.left), round(piece.right)):
            cells[cell] = _CUT if cells[cell] != " " else " "
    line = "".join(cells).rstrip()
    arrow = _ON if is_open and len(line) < wide(axis) else ""
    star = "*" if is_other else " "
    return f"{padded(f'{star} {text}', NAME)} {line}{arrow}"


def _cell(axis: Axis, at: datetime) -> int:
    return min(int(axis.x(at)), wide(axis) - 1)


def _legend(life: Life, axis: Axis, *, is_compared: bool) -> Iterator[str]:
    kinds = {bar.kind for bar in life.bars}
    flags = {flag.kind for clock in life.clocks for flag in clock.flags}
    signs = [(_BARS[kind], f"kind.{kind.value}") for kind in BarKind if kind in kinds]
    signs += [(_CLOCK, "kind.clock"), (_SUSPENDED, "kind.suspended"), (_LATE, "kind.late"), (_OFF, "kind.off")]
    signs += [(_FLAGS[kind], f"flag.{kind.value}") for kind in FlagKind if kind in flags]
    signs += [(_ON, "going_on")]
    signs += [(_CUT, "kind.break")] if axis.breaks else []
    signs += [("*", "two.mark")] if is_compared else []
    line = ""
    for part in [f"{sign} {said(key, life.lang)}" for sign, key in signs]:
        if line and len(line) + len(part) + 3 > NAME + wide(axis):
            yield line
            line = ""
        line = f"{line}   {part}" if line else part
    yield line
    for piece in axis.breaks:
        moments = Moments(life.lang, life.calendar.tz)
        yield f"{_CUT} {moments.day(piece.start, year=True)}: {said('break', life.lang, days=piece.days)}"
