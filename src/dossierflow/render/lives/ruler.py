"""The ground of a picture: shaded time off, lines of the days, dates on top, breaks where time is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossierflow.render.lives.layout import time_off, unknown_days
from dossierflow.render.lives.looks import BREAK, GREY, PAPER, SHADE, width_of
from dossierflow.render.lives.paint import Box
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from dossierflow.render.lives.axis import Axis, Tick
    from dossierflow.render.lives.moments import Moments
    from dossierflow.render.lives.paint import Canvas
    from dossierflow.worktime import WorkCalendar

_ROOM: Final = 58
_SMALL: Final = 11
_TOOTH: Final = 6
_INTO_BREAK: Final = 32
"""How far a date may reach over a break; the rest of it is for what it leaves out."""


def draw_ground(canvas: Canvas, calendar: WorkCalendar, axis: Axis, top: float, bottom: float) -> None:
    """Paint what is not worked, what the calendar does not know, and lines at the ticks."""
    for left, right in time_off(axis, calendar):
        canvas.fill(Box(left, top, right - left, bottom - top), SHADE)
    for left, right in unknown_days(axis, calendar):
        step = left
        while step < right:
            canvas.line(f"M{step:.1f} {top:.1f}V{bottom:.1f}", "#C4C4C4", 1, "1 5")
            step += 10
    for tick in axis.ticks(_ROOM):
        canvas.line(f"M{tick.x:.1f} {top:.1f}V{bottom:.1f}", "#BDBDBD", 0.7)
    for piece in axis.breaks:
        canvas.fill(Box(piece.left, top, piece.right - piece.left, bottom - top), PAPER)
        for x in (piece.left, piece.right):
            teeth = "".join(f"l{_TOOTH if one % 2 == 0 else -_TOOTH} 8" for one in range(int((bottom - top) // 8)))
            canvas.line(f"M{x - _TOOTH / 2:.1f} {top:.1f}{teeth}", BREAK.line, 1)


def draw_ruler(canvas: Canvas, axis: Axis, moments: Moments, top: float) -> None:
    """Write the dates in one line, and above it the years, or the days where the line has hours."""
    lines, written = [0.0, 0.0], ""
    for tick in axis.ticks(_ROOM):
        canvas.line(f"M{tick.x:.1f} {top + 26:.1f}v10", GREY)
        x, room = tick.x - 4, _room(axis, tick)
        text = moments.hour(tick.at) if tick.is_hour else moments.day(tick.at)
        if x >= lines[1] and width_of(text, _SMALL) <= room:
            canvas.text(x, top + 24, text, size=_SMALL)
            lines[1] = x + width_of(text, _SMALL) + 6
        over = moments.day(tick.at, year=True) if tick.is_hour else f"{tick.at.astimezone(moments.zone).year}"
        if over != written and x >= lines[0] and width_of(over, _SMALL) <= room:
            canvas.text(x, top + 10, over, GREY, size=_SMALL)
            lines[0], written = x + width_of(over, _SMALL) + 6, over
    for piece in axis.breaks:
        for line, part in enumerate(_two_lines(said("break", moments.lang, days=piece.days))):
            canvas.text(piece.right - 11 - width_of(part, _SMALL), top + 10 + 14 * line, part, GREY, size=_SMALL)


def _room(axis: Axis, tick: Tick) -> float:
    """Return how wide the text at *tick* may be: a little into the next break, and never beyond the axis."""
    ends = [piece.left + _INTO_BREAK for piece in axis.breaks if piece.left >= tick.x]
    return min([*ends, axis.right + _INTO_BREAK]) - tick.x + 4


def _two_lines(text: str) -> list[str]:
    words = text.split()
    cut = min(range(1, len(words)), key=lambda at: max(width_of(" ".join(words[:at])), width_of(" ".join(words[at:]))))
    return [" ".join(words[:cut]), " ".join(words[cut:])]
