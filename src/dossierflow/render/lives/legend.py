"""What the shapes of a picture mean: only those that are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.render.lives.layout import SHEET, is_off_seen, pills, time_off, unknown_days
from dossierflow.render.lives.life import BarKind, FlagKind, MarkKind
from dossierflow.render.lives.looks import (
    BARS,
    BREAK,
    CLOCK,
    DIFFERENCE,
    GREY,
    LATE,
    MARKS,
    SHADE,
    SUSPENDED,
    SYMBOLS,
    width_of,
)
from dossierflow.render.lives.paint import Box, wrapped
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dossierflow.render.lives.axis import Axis
    from dossierflow.render.lives.life import Life
    from dossierflow.render.lives.looks import Look
    from dossierflow.render.lives.paint import Canvas

    Entry = tuple[str, Callable[[Canvas, float, float], None]]

_SAMPLE, _LINE, _APART = 24, 22, 22


def entries_of(life: Life, axis: Axis) -> list[Entry]:
    """Return what the legend of *life* explains, each with how its sample is painted."""
    return list(_entries(life, axis))


def draw_legend(canvas: Canvas, entries: Sequence[Entry], top: float) -> float:
    """Paint the legend from *top* downwards, and return the height of the whole picture."""
    places = wrapped([_SAMPLE + 6 + width_of(text) + _APART for text, _ in entries], SHEET - 16)
    for (text, sample), (x, line) in zip(entries, places, strict=True):
        y = top + line * _LINE
        sample(canvas, 8 + x, y)
        canvas.text(8 + x + _SAMPLE + 6, y + 13, text)
    return top + (max((line for _, line in places), default=-1) + 1) * _LINE + 8


def difference_entry(text: str) -> Entry:
    """Return the entry for what differs from another picture."""
    return text, lambda canvas, x, y: canvas.line(f"M{x:.1f} {y + 1:.1f}h22v14h-22z", DIFFERENCE, 2)


def box_entry(text: str, look: Look) -> Entry:
    """Return the entry for a bar of some look."""
    return text, lambda canvas, x, y: canvas.rect(Box(x, y + 2, 22, 13), look)


def shade_entry(text: str) -> Entry:
    """Return the entry for time that is not worked."""
    return text, lambda canvas, x, y: canvas.fill(Box(x, y + 1, 22, 15), SHADE)


def flag_entry(text: str, kind: FlagKind) -> Entry:
    """Return the entry for a flag of some kind."""
    return text, lambda canvas, x, y: canvas.flag(x + 4, y + 1, y + 17, kind)


def break_entry(text: str) -> Entry:
    """Return the entry for time that is left out."""

    def sample(canvas: Canvas, x: float, y: float) -> None:
        for left in (x + 3, x + 15):
            canvas.line(f"M{left:.1f} {y:.1f}l6 8l-6 8", BREAK.line)

    return text, sample


def _entries(life: Life, axis: Axis) -> Iterator[Entry]:
    lang = life.lang
    for kind in BarKind:
        if any(bar.kind is kind for bar in life.bars):
            yield box_entry(said(f"kind.{kind.value}", lang), BARS[kind])
    yield from _of_clocks(life)
    if not is_off_seen(axis) or any(True for _ in time_off(axis, life.calendar)):
        yield shade_entry(said("kind.off", lang) if is_off_seen(axis) else said("kind.off_unseen", lang))
    if unknown_days(axis, life.calendar):
        yield said("kind.unknown_days", lang), _dotted
    if axis.breaks:
        yield break_entry(said("kind.break", lang))
    yield from _of_the_end(life)
    for flag in FlagKind:
        if any(one.kind is flag for clock in life.clocks for one in clock.flags):
            yield flag_entry(said(f"flag.{flag.value}", lang), flag)
    kinds = {pill.kind for pill in pills(life.marks, axis)}
    for mark in (*MarkKind, None):
        if mark in kinds:
            yield _mark(mark, said(f"mark.{'mixed' if mark is None else mark.value}", lang))


def _of_clocks(life: Life) -> Iterator[Entry]:
    if any(clock.limit for clock in life.clocks):
        yield box_entry(said("kind.clock", life.lang), CLOCK)
    if any(bar.stops for bar in life.bars) or any(clock.stops for clock in life.clocks):
        yield box_entry(said("kind.suspended", life.lang), SUSPENDED)
    if any(clock.late_from for clock in life.clocks):
        yield box_entry(said("kind.late", life.lang), LATE)


def _of_the_end(life: Life) -> Iterator[Entry]:
    ends = [bar.end for bar in life.bars] + [clock.end for clock in life.clocks if clock.limit]
    if None in ends:
        yield said("going_on", life.lang), _arrow
    if not life.is_over:
        yield said("until", life.lang), _until


def _dotted(canvas: Canvas, x: float, y: float) -> None:
    for left in (x + 1, x + 11, x + 21):
        canvas.line(f"M{left:.1f} {y:.1f}v16", GREY, 1, "1 5")


def _arrow(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(f"M{x + 8:.1f} {y + 2:.1f}l5 6.5l-5 6.5", CLOCK.line, 2)


def _until(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(f"M{x + 11:.1f} {y:.1f}v17", GREY, 1, "1 3")


def _mark(kind: MarkKind | None, text: str) -> Entry:
    look, symbol = MARKS[kind], SYMBOLS[kind]

    def sample(canvas: Canvas, x: float, y: float) -> None:
        canvas.rect(Box(x, y + 1, 24, 16), look, corner=2 if symbol else 8)
        canvas.text(
            x + 12, y + 13, f"1{symbol}" if kind is not None else "1–2", look.text, size=11 if kind else 9, middle=True
        )

    return text, sample
