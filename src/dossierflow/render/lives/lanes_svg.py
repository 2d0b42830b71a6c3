"""Lanes with their bars, and the time limits with their flags, painted."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from dossierflow.render.lives.layout import LEFT, RIGHT, SHEET, label_of, packed
from dossierflow.render.lives.life import FlagKind
from dossierflow.render.lives.looks import (
    BARS,
    CLOCK,
    DIFFERENCE,
    GREY,
    INK,
    LATE,
    SUSPENDED,
    fitted,
    lines_of,
    width_of,
)
from dossierflow.render.lives.moments import Moments
from dossierflow.render.lives.paint import Box
from dossierflow.render.lives.tables import outcome_in_words
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from dossierflow.render.lives.axis import Axis
    from dossierflow.render.lives.layout import Label
    from dossierflow.render.lives.life import Bar, Clock, Flag, Life, Stop
    from dossierflow.render.lives.looks import Look
    from dossierflow.render.lives.paint import Canvas

_BAR, _STEP, _NAME = 19, 26, 15
_CLOCK, _FLAG = 11, 19
_LEAST: Final = 3
_ARROW: Final = 5
_BOUNDS: Final = (float(LEFT), float(RIGHT))
_SIDE: Final = LEFT - 20


def draw_lanes(canvas: Canvas, life: Life, axis: Axis, top: float, different: frozenset[str]) -> float:
    """Paint a lane for everyone who works, and return where they end."""
    for lane, name in life.lanes:
        bars = [bar for bar in life.bars if bar.lane == lane]
        labels = [_label(bar, axis, life) for bar in bars]
        rows = packed([(one.left, one.right) for one in labels])
        names = lines_of(name or said("nobody", life.lang), _SIDE, 3)
        height = max((max(rows) + 1) * _STEP + 6, len(names) * _NAME + 8)
        _rule(canvas, top)
        for line, text in enumerate(names):
            canvas.text(8, top + 18 + line * _NAME, text, INK)
        for bar, label, row in zip(bars, labels, rows, strict=True):
            _draw_bar(canvas, bar, label, axis, life, top + 6 + row * _STEP, is_other=bar.key in different)
        top += height
    return top


def draw_clocks(canvas: Canvas, life: Life, axis: Axis, top: float, different: frozenset[str]) -> float:
    """Paint a row for every time limit, and one for the appointments, and return where they end."""
    if not life.clocks:
        return top
    _rule(canvas, top)
    canvas.text(8, top + 18, said("limits", life.lang), GREY)
    top += 26
    for _, runs in groupby(life.clocks, key=lambda clock: clock.limit):
        top = _draw_limit(canvas, list(runs), axis, life, top, different)
    return top + 4


def _rule(canvas: Canvas, top: float) -> None:
    canvas.line(f"M0 {top:.1f}H{SHEET}", GREY, 0.8)


def _label(bar: Bar, axis: Axis, life: Life) -> Label:
    left, right = _ends(axis, bar.start, bar.end or life.until)
    return label_of(bar.text, left, right, is_plain=not bar.stops, bounds=_BOUNDS)


def _draw_bar(canvas: Canvas, bar: Bar, label: Label, axis: Axis, life: Life, top: float, *, is_other: bool) -> None:
    moments = Moments(life.lang, life.calendar.tz)
    left, right = _ends(axis, bar.start, bar.end or life.until)
    look = BARS[bar.kind]
    ended = said("going_on", life.lang) if bar.end is None else moments.full(bar.end)
    canvas.group(f"{bar.text}: {moments.full(bar.start)} – {ended}")
    canvas.rect(Box(left, top, right - left, _BAR), look, corner=2)
    _draw_stops(canvas, bar.stops, axis, life, Box(left, top, right - left, _BAR))
    if bar.end is None:
        _draw_open_end(canvas, (left, right), top, _BAR, look)
    if is_other:
        _draw_difference(canvas, left, top, right - left, _BAR)
    canvas.text(label.x, top + 14, label.text, look.text if label.is_inside else INK, plate=not label.is_inside)
    canvas.end()


def _draw_stops(canvas: Canvas, stops: Sequence[Stop], axis: Axis, life: Life, box: Box) -> None:
    for stop in stops:
        left, right = _ends(axis, stop.start, stop.end or life.until)
        left, right = max(left, box.x), min(max(right, left + _LEAST), max(box.x + box.width, left + _LEAST))
        canvas.rect(Box(left, box.y, right - left, box.height), SUSPENDED)


def _draw_open_end(canvas: Canvas, ends: tuple[float, float], top: float, height: float, look: Look) -> None:
    """Paint an arrow where it goes on: inside a bar that has room for it, else behind it."""
    left, right = ends
    start = right - _ARROW if right - left > 2 * _ARROW else right
    canvas.line(f"M{start:.1f} {top:.1f}l5 {height / 2:.1f}l-5 {height / 2:.1f}", look.line, 2)


def _draw_difference(canvas: Canvas, left: float, top: float, width: float, height: float) -> None:
    box = Box(left - 2.5, top - 2.5, width + 5, height + 5)
    canvas.line(f"M{box.x:.1f} {box.y:.1f}h{box.width:.1f}v{box.height:.1f}h{-box.width:.1f}z", DIFFERENCE, 2)


def _draw_limit(
    canvas: Canvas, runs: list[Clock], axis: Axis, life: Life, top: float, different: frozenset[str]
) -> float:
    flags = list(_flags(runs, axis, life))
    rows = packed([(left, right) for _, left, right, _, _ in flags])
    foot = top + (max(rows, default=-1) + 1) * _FLAG + 2
    names = lines_of(runs[-1].text, _SIDE - 8, 2)
    bottom = max(foot + _CLOCK + 9, top + len(names) * _NAME + 8)
    for line, text in enumerate(names):
        canvas.text(16, top + 14 + line * _NAME, text, INK)
    for clock in runs:
        if clock.limit:
            _draw_clock(canvas, clock, axis, life, foot, is_other=clock.key in different)
    for (flag, _, _, x, text), row in zip(flags, rows, strict=True):
        place = axis.x(flag.at)
        y = top + row * _FLAG
        canvas.group(f"{said(f'flag.{flag.kind.value}', life.lang)}: {text}")
        canvas.flag(place, y, foot + _CLOCK + 3, flag.kind)
        canvas.text(x, y + 11, text, INK if flag.kind is not FlagKind.MOVED else GREY, size=11, plate=True)
        canvas.end()
    if not runs[0].limit and runs[0].key in different:
        place = axis.x(runs[0].flags[-1].at)
        _draw_difference(canvas, place - 3, foot, 6, _CLOCK)
    return bottom


def _draw_clock(canvas: Canvas, clock: Clock, axis: Axis, life: Life, top: float, *, is_other: bool) -> None:
    moments = Moments(life.lang, life.calendar.tz)
    left, right = _ends(axis, clock.start, clock.end or life.until)
    canvas.group(f"{clock.text}: {clock.term}, {moments.full(clock.start)}, {outcome_in_words(clock, life.lang)}")
    box = Box(left, top, right - left, _CLOCK)
    canvas.rect(box, CLOCK)
    _draw_stops(canvas, clock.stops, axis, life, box)
    if clock.late_from is not None:
        late, end = _ends(axis, clock.late_from, clock.end or life.until)
        canvas.rect(Box(late, top, end - late, _CLOCK), LATE)
    if clock.end is None:
        _draw_open_end(canvas, (left, right), top, _CLOCK, CLOCK)
    if is_other:
        _draw_difference(canvas, left, top, right - left, _CLOCK)
    canvas.end()


def _flags(runs: list[Clock], axis: Axis, life: Life) -> Iterator[tuple[Flag, float, float, float, str]]:
    """Yield flags by time, each with the room that it takes, and the place and text of its date."""
    moments = Moments(life.lang, life.calendar.tz)
    # a date that fell away and came back is one flag: the one that counts
    by_date = {
        flag.at: flag for clock in runs for flag in sorted(clock.flags, key=lambda one: one.kind is not FlagKind.MOVED)
    }
    for flag in sorted(by_date.values(), key=lambda one: one.at):
        text = moments.full(flag.at) if axis.by_hour else moments.day(flag.at)
        text = f"{text}?" if flag.provisional else text
        text = fitted(text, 140, 11)
        x = axis.x(flag.at)
        wide = width_of(text, 11)
        if x + 18 + wide <= RIGHT:
            yield flag, x, x + 18 + wide, x + 17, text
        else:
            yield flag, x - wide - 8, min(x + 14, SHEET), x - wide - 6, text


def _ends(axis: Axis, start: datetime, end: datetime) -> tuple[float, float]:
    left = axis.x(start)
    return left, max(axis.x(end), left + _LEAST)
