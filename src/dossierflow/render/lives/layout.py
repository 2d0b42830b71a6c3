"""Where things are put so that nothing lies upon another: rows for bars and flags, pills for acts, time off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from dossierflow.render.lives.looks import fitted, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossierflow.render.lives.axis import Axis, Piece
    from dossierflow.render.lives.life import Mark, MarkKind
    from dossierflow.worktime import WorkCalendar

SHEET: Final = 1160
"""Width of every picture in pixels; fits on A4 across."""

LEFT: Final = 216
WIDTH: Final = 900
GAP: Final = 96
"""Width of a break; what it leaves out is written over it."""

RIGHT: Final = SHEET - 8
_DAY_SEEN: Final = 2.5
_SPACE: Final = 8
_PILL_ROWS: Final = 4
_TOUCHING: Final = 0.01
_LEAST_LABEL: Final = 40


@dataclass(frozen=True, slots=True)
class Label:
    """A text beside or on a bar, and the room that both take."""

    text: str
    x: float
    is_inside: bool
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Pill:
    """One mark, or several that stand too close to be told apart."""

    numbers: tuple[int, ...]
    kind: MarkKind | None
    """None where they are of several kinds."""

    text: str
    x: float
    width: float
    row: int
    at: float
    """Where on the axis the first of them stands."""


def label_of(text: str, left: float, right: float, *, is_plain: bool, bounds: tuple[float, float]) -> Label:
    """
    Return where the label of a bar goes: on it, behind it, before it, or shortened where there is most room.

    Args:
        text: The label.

        left: Where the bar begins.

        right: Where it ends.

        is_plain: Whether a text may stand on it.

        bounds: What the label must stay between.
    """
    wide = width_of(text)
    if is_plain and wide + 10 <= right - left:
        return Label(text, left + 5, is_inside=True, left=left, right=right)
    behind, before = bounds[1] - right - _SPACE, left - bounds[0] - _SPACE
    if wide <= behind or (behind >= before and wide > before):
        text = fitted(text, max(behind, _LEAST_LABEL))
        x = min(right + _SPACE, bounds[1] - width_of(text))
        return Label(text, x, is_inside=False, left=left, right=x + width_of(text))
    text = fitted(text, before)
    x = left - _SPACE - width_of(text)
    return Label(text, x, is_inside=False, left=x, right=right)


def packed(extents: Sequence[tuple[float, float]]) -> list[int]:
    """
    Return a row for every extent, given by its ends, so that no two in one row touch.

    >>> packed([(0, 10), (5, 8), (20, 30)])
    [0, 1, 0]
    """
    ends: list[float] = []
    rows: list[int] = []
    for left, right in extents:
        row = next((row for row, end in enumerate(ends) if end + _SPACE <= left), len(ends))
        ends[row:] = [right, *ends[row + 1 :]]
        rows.append(row)
    return rows


def pills(marks: Sequence[Mark], axis: Axis) -> tuple[Pill, ...]:
    """Return the marks as pills in at most four rows; those for which there is no room join the one before."""
    found: list[Pill] = []
    ends = [float("-inf")] * _PILL_ROWS
    for mark in sorted(marks, key=lambda one: (one.at, one.number)):
        x = axis.x(mark.at)
        text = str(mark.number)
        wide = _pill_width(text)
        left = min(max(x - wide / 2, LEFT), RIGHT - wide)
        row = next((row for row in range(_PILL_ROWS) if ends[row] + 3 <= left), None)
        if row is None:
            found[-1] = _joined(found[-1], mark)
            ends[found[-1].row] = found[-1].x + found[-1].width
        else:
            found.append(Pill((mark.number,), mark.kind, text, left, wide, row, x))
            ends[row] = left + wide
    return tuple(found)


def _joined(pill: Pill, mark: Mark) -> Pill:
    numbers = tuple(sorted((*pill.numbers, mark.number)))
    is_run = numbers[-1] - numbers[0] == len(numbers) - 1
    text = f"{numbers[0]}–{numbers[-1]}" if is_run else f"{numbers[0]}…{numbers[-1]}"
    wide = _pill_width(text)
    kind = pill.kind if pill.kind is mark.kind else None
    return Pill(numbers, kind, text, min(pill.x, RIGHT - wide), wide, pill.row, pill.at)


def _pill_width(text: str) -> float:
    return width_of(text, 11) + 18


def time_off(axis: Axis, calendar: WorkCalendar, least: float = _DAY_SEEN) -> Iterator[tuple[float, float]]:
    """Yield what is not worked, as places on the axis; nothing where a day is narrower than *least*."""
    if not axis.by_hour and axis.scale * 86400 < least:
        return
    end: float | None = None
    start = 0.0
    for left, right in _off_parts(axis, calendar):
        if end is not None and left - end < _TOUCHING:
            end = right
            continue
        if end is not None:
            yield start, end
        start, end = left, right
    if end is not None:
        yield start, end


def is_off_seen(axis: Axis) -> bool:
    """Tell whether days are wide enough for days off to be shaded."""
    return axis.by_hour or axis.scale * 86400 >= _DAY_SEEN


def unknown_days(axis: Axis, calendar: WorkCalendar) -> list[tuple[float, float]]:
    """Return what lies outside of the calendar, as places on the axis."""
    first = datetime.combine(calendar.first, time(), axis.zone)
    last = datetime.combine(calendar.last, time(), axis.zone) + timedelta(days=1)
    found: list[tuple[float, float]] = []
    for piece in axis.pieces:
        if piece.start < first:
            found.append((piece.left, axis.x(min(first, piece.end))))
        if piece.end > last:
            found.append((axis.x(max(last, piece.start)), piece.right))
    return found


def _off_parts(axis: Axis, calendar: WorkCalendar) -> Iterator[tuple[float, float]]:
    for piece in axis.pieces:
        if piece.is_break:
            continue
        day = piece.start.astimezone(axis.zone).date()
        while (midnight := datetime.combine(day, time(), axis.zone)) < piece.end:
            if calendar.first <= day <= calendar.last:
                yield from _of_day(axis, piece, midnight, calendar)
            day += timedelta(days=1)


def _of_day(axis: Axis, piece: Piece, midnight: datetime, calendar: WorkCalendar) -> Iterator[tuple[float, float]]:
    hours = calendar.hours(midnight.date())
    if hours and not axis.by_hour:
        return
    closed_from = 0
    for opens, closes in [*hours, (24 * 60, 24 * 60)]:
        start = max(midnight + timedelta(minutes=closed_from), piece.start)
        end = min(midnight + timedelta(minutes=opens), piece.end)
        if start < end:
            yield axis.x(start), axis.x(end)
        closed_from = closes
