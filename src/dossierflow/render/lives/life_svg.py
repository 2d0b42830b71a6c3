"""
The life of a dossier as SVG: acts and versions on top, a lane for everyone who works, the time limits below.

Texts are measured generously and put where nothing else stands. The picture
names itself for screen readers; `dossierflow.render.lives.tables` says the
same in words and belongs after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.render.lives.axis import axis_of
from dossierflow.render.lives.lanes_svg import draw_clocks, draw_lanes
from dossierflow.render.lives.layout import GAP, LEFT, RIGHT, SHEET, WIDTH, packed, pills
from dossierflow.render.lives.legend import draw_legend, entries_of
from dossierflow.render.lives.looks import GREY, INK, MARKS, PAPER, SYMBOLS, fitted, width_of
from dossierflow.render.lives.moments import Moments
from dossierflow.render.lives.paint import Box, Canvas, svg
from dossierflow.render.lives.ruler import draw_ground, draw_ruler
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from dossierflow.render.lives.axis import Axis
    from dossierflow.render.lives.life import Life

TITLE = 26
_PILL, _PILL_STEP = 17, 20


def life_svg(life: Life, *, prefix: str = "life") -> str:
    """
    Return the picture as one SVG element, always of one width.

    Args:
        life: What `life_of` or `life_of_run` returned.

        prefix: Begins the identifiers; different for two pictures on one page.
    """
    axis = axis_of(life.instants(), life.calendar.tz, WIDTH, GAP, left=LEFT)
    canvas = Canvas(prefix)
    bottom = draw_life(canvas, life, axis, 8)
    height = draw_legend(canvas, entries_of(life, axis), bottom + 12)
    return svg(canvas, SHEET, height, title_of(life), summary_of(life), life.lang)


def title_of(life: Life) -> str:
    """Return what the picture shows, in one line."""
    return said("title", life.lang, dossier=life.dossier, procedure=life.procedure)


def summary_of(life: Life) -> str:
    """Return from when to when, how much happened, and how it stands at the end."""
    moments = Moments(life.lang, life.calendar.tz)
    return said(
        "summary",
        life.lang,
        first=moments.full(life.first),
        last=moments.full(life.last),
        acts=len(life.marks),
        clocks=len(life.clocks),
        state=life.state,
    )


def draw_life(
    canvas: Canvas, life: Life, axis: Axis, top: float, *, head: str = "", different: frozenset[str] = frozenset()
) -> float:
    """
    Paint one life from *top* downwards, and return where it ends.

    Args:
        canvas: Where to paint.

        life: What to paint.

        axis: On which time.

        top: Where to begin.

        head: Written before the title.

        different: Keys of bars and clocks that are marked as different.
    """
    title = fitted(f"{head}{title_of(life)}", SHEET - 40, 15)
    canvas.text(8, top + 17, title, INK, size=15)
    ruler = top + TITLE
    body = ruler + 40
    # the ground is painted first, although how far it reaches is known last
    place = len(canvas.lines)
    y = _draw_marks(canvas, life, axis, body)
    y = _draw_eras(canvas, life, axis, y)
    y = draw_lanes(canvas, life, axis, y, different)
    y = draw_clocks(canvas, life, axis, y, different)
    ground = Canvas(canvas.prefix)
    draw_ground(ground, life.calendar, axis, body - 4, y)
    for era in life.eras[1:]:
        ground.line(f"M{axis.x(era.at):.1f} {body:.1f}V{y:.1f}", MARKS[None].line, 2, "7 3")
    if not life.is_over:
        ground.line(f"M{axis.x(life.until):.1f} {body:.1f}V{y:.1f}", GREY, 1, "1 3")
    draw_ruler(ground, axis, Moments(life.lang, life.calendar.tz), ruler)
    canvas.lines[place:place] = ground.lines
    return y


def _draw_marks(canvas: Canvas, life: Life, axis: Axis, top: float) -> float:
    canvas.text(8, top + 13, said("marks", life.lang), GREY)
    found = pills(life.marks, axis)
    words = {mark.number: f"{mark.number}. {mark.text} ({mark.who})" for mark in life.marks}
    for pill in found:
        look = MARKS[pill.kind]
        y = top + pill.row * _PILL_STEP
        canvas.group("; ".join(words[number] for number in pill.numbers))
        canvas.line(f"M{pill.at:.1f} {y + _PILL:.1f}v3", look.line)
        canvas.rect(Box(pill.x, y, pill.width, _PILL), look, corner=8 if not SYMBOLS[pill.kind] else 2)
        text = f"{pill.text}{SYMBOLS[pill.kind]}"
        canvas.text(pill.x + pill.width / 2, y + 13, text, look.text, size=11, middle=True)
        canvas.end()
    rows = max((pill.row for pill in found), default=0) + 1
    return top + rows * _PILL_STEP + 6


def _draw_eras(canvas: Canvas, life: Life, axis: Axis, top: float) -> float:
    if len(life.eras) < 2:  # noqa: PLR2004 -- one version is told in the title
        return top
    texts = [fitted(said("version", life.lang, version=era.version), WIDTH / 2) for era in life.eras]
    places = [
        (min(axis.x(era.at), RIGHT - width_of(text) - 6), text) for era, text in zip(life.eras, texts, strict=True)
    ]
    rows = packed([(x, x + width_of(text) + 10) for x, text in places])
    canvas.text(8, top + 13, said("versions", life.lang), GREY)
    for (x, text), row in zip(places, rows, strict=True):
        y = top + row * _PILL_STEP
        canvas.fill(Box(x, y, width_of(text) + 10, _PILL), MARKS[None].line)
        canvas.text(x + 5, y + 13, text, PAPER)
    return top + (max(rows) + 1) * _PILL_STEP + 6
