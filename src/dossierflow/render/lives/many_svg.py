"""Many dossiers as SVG: a row each, the due date as a flag, the verdict in a word, a symbol, a border and a fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossierflow.render.lives.layout import GAP, LEFT, SHEET, is_off_seen
from dossierflow.render.lives.legend import box_entry, break_entry, draw_legend, flag_entry, shade_entry
from dossierflow.render.lives.life import FlagKind
from dossierflow.render.lives.looks import GREY, INK, SUSPENDED, Look, fitted
from dossierflow.render.lives.many import Verdict, verdict_in_words
from dossierflow.render.lives.moments import Moments
from dossierflow.render.lives.paint import Box, Canvas, svg
from dossierflow.render.lives.ruler import draw_ground, draw_ruler
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from dossierflow.render.lives.axis import Axis
    from dossierflow.render.lives.many import Many, Row

_WIDTH: Final = 700
_STEP, _BAR, _TOP = 24, 13, 72
_VERDICT: Final = LEFT + _WIDTH + 14

VERDICTS: Final = {
    Verdict.ON_TIME: Look("#E4F3E3", "#2B7A37", "#12401A"),
    Verdict.EARLY: Look("#FFFFFF", "#2B7A37", "#12401A", dashes="6 3"),
    Verdict.LATE: Look("#FBE3E4", "#A8202B", "#6E0F16", width=3),
    Verdict.OVERDUE: Look("#8C1420", "#5E0D15", "#FFFFFF", width=3),
    Verdict.LAPSED: Look("#F6E6F3", "#8A2B7A", "#551A4B", dashes="2 2"),
    Verdict.OPEN: Look("#DCEBF9", "#1D5C96", "#0B2E4F"),
    Verdict.SUSPENDED: Look("#FFF3D1", "#8F6400", "#5A3D00", dashes="5 3"),
    Verdict.NONE: Look("#FFFFFF", "#4A4A4A", "#333333", dashes="1 3"),
}
SYMBOLS: Final = {
    Verdict.ON_TIME: "=",
    Verdict.EARLY: "<",
    Verdict.LATE: ">",
    Verdict.OVERDUE: "!",
    Verdict.LAPSED: "×",
    Verdict.OPEN: "…",
    Verdict.SUSPENDED: "‖",
    Verdict.NONE: "–",
}


def many_svg(many: Many, *, page: int = 1, prefix: str = "many") -> str:
    """
    Return one page as an SVG element; all pages have one axis.

    Args:
        many: What `many_of` returned.

        page: From 1.

        prefix: Begins the identifiers; different for two pictures on one page.
    """
    rows = many.pages[page - 1]
    axis = many.axis(_WIDTH, GAP, left=LEFT)
    canvas = Canvas(prefix)
    canvas.text(8, 22, many.title, INK, size=15)
    if len(many.pages) > 1:
        text = said("many.page", many.lang, page=page, pages=len(many.pages))
        canvas.text(_VERDICT, 22, text, GREY)
    bottom = _TOP + len(rows) * _STEP
    draw_ground(canvas, many.calendar, axis, _TOP - 4, bottom)
    draw_ruler(canvas, axis, Moments(many.lang, many.calendar.tz), 32)
    for number, row in enumerate(rows):
        _draw(canvas, row, many, axis, _TOP + number * _STEP)
    height = _legend(canvas, many, axis, bottom + 12)
    return svg(canvas, SHEET, height, many.title, many.summary, many.lang)


def _draw(canvas: Canvas, row: Row, many: Many, axis: Axis, top: float) -> None:
    look = VERDICTS[row.verdict]
    left = axis.x(row.start)
    right = max(axis.x(row.end or row.until), left + 4)
    word = said(f"verdict.{row.verdict.value}", many.lang)
    canvas.group(f"{row.dossier}, {row.procedure}: {word}")
    canvas.line(f"M0 {top + _STEP - 3:.1f}H{SHEET}", "#BDBDBD", 0.6)
    canvas.text(8, top + 14, fitted(row.dossier, LEFT - 20), INK)
    canvas.rect(Box(left, top + 3, right - left, _BAR), look)
    for stop in row.stops:
        start, end = axis.x(stop.start), axis.x(stop.end or row.until)
        end = min(max(end, start + 3), right)
        if end > start:
            canvas.rect(Box(start, top + 5, end - start, _BAR - 4), SUSPENDED)
    if row.end is None:
        canvas.line(f"M{right:.1f} {top + 3:.1f}l6 {_BAR / 2:.1f}l-6 {_BAR / 2:.1f}", look.line, 2)
    if row.due is not None:
        canvas.flag(axis.x(row.due), top, top + _STEP - 4, FlagKind.STATUTORY)
    canvas.rect(Box(_VERDICT, top + 1, 20, 17), look)
    canvas.text(_VERDICT + 10, top + 14, SYMBOLS[row.verdict], look.text, middle=True)
    canvas.text(_VERDICT + 28, top + 14, fitted(verdict_in_words(row, many.lang), SHEET - _VERDICT - 32))
    canvas.end()


def _legend(canvas: Canvas, many: Many, axis: Axis, top: float) -> float:
    entries = [
        box_entry(f"{SYMBOLS[one]} {said(f'verdict.{one.value}', many.lang)}", VERDICTS[one]) for one in many.counts
    ]
    if any(row.stops for row in many.rows):
        entries.append(box_entry(said("kind.suspended", many.lang), SUSPENDED))
    entries.append(flag_entry(said("column.due", many.lang), FlagKind.STATUTORY))
    entries.append(shade_entry(said("kind.off" if is_off_seen(axis) else "kind.off_unseen", many.lang)))
    if axis.breaks:
        entries.append(break_entry(said("kind.break", many.lang)))
    return draw_legend(canvas, entries, top)
