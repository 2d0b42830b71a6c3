"""
A time axis of a fixed width, with long spans in which nothing happens left out.

Everything between two breaks has one scale, so that equal widths are equal
times. The unit of width is the caller's: pixels of a picture, letters of a text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

_SHORT = timedelta(hours=48)
"""Lives up to this long are drawn by the hour."""

_IDLE = timedelta(days=15)
"""Less than this is never left out."""

_MARGIN = 1
"""Days kept on each side of a break."""

_SHARE = 4
"""A span is left out when it takes more than this part of what is drawn."""

_MOST_BREAKS = 6
_HOUR, _DAY = 3600, 86400
_HOURS: Final = (1, 2, 3, 6, 12)
_DAYS: Final = (1, 2, 7, 14)
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_MONTH = 30.4 * _DAY


@dataclass(frozen=True, slots=True)
class Piece:
    """
    A part of the axis, from *left* to *right*; a break stands for its time without showing it.

    Instants are in UTC: within one zone Python would count hours of the clock
    on the wall, of which a day may have 23 or 25.
    """

    start: datetime
    end: datetime
    left: float
    right: float
    is_break: bool

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return round((self.end - self.start) / timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Tick:
    """An instant that gets a line, and its place."""

    at: datetime
    x: float
    is_hour: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The pieces in order, without gaps between them."""

    zone: ZoneInfo
    pieces: tuple[Piece, ...]
    by_hour: bool
    scale: float
    """Width of one second outside of breaks."""

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.pieces[-1].right

    @property
    def breaks(self) -> tuple[Piece, ...]:
        """What is left out."""
        return tuple(piece for piece in self.pieces if piece.is_break)

    def x(self, at: datetime) -> float:
        """Return the place of *at*; what lies outside of the axis is put at its ends."""
        at = at.astimezone(UTC)
        starts = [piece.start for piece in self.pieces]
        piece = self.pieces[max(bisect_right(starts, at) - 1, 0)]
        share = (at - piece.start) / (piece.end - piece.start)
        return piece.left + (piece.right - piece.left) * min(max(share, 0.0), 1.0)

    def ticks(self, room: float) -> Iterator[Tick]:
        """
        Yield ticks from left to right, at local hours, days, Mondays or first days of months.

        Args:
            room: Least width between two of them, as long as both are in one piece.
        """
        step = next((one for one in _HOURS if one * _HOUR * self.scale >= room), None) if self.by_hour else None
        days = next((one for one in _DAYS if one * _DAY * self.scale >= room), None)
        months = next((one for one in _MONTHS if one * _MONTH * self.scale >= room), _MONTHS[-1])
        for piece in self.pieces:
            if piece.is_break:
                continue
            if step is not None:
                places = _hours(piece, step, self.zone)
            else:
                places = _days(piece, days, self.zone) if days is not None else _months(piece, months, self.zone)
            for at in dict.fromkeys([piece.start, *places]):
                yield Tick(at, self.x(at), is_hour=step is not None)


def axis_of(instants: Iterable[datetime], zone: ZoneInfo, width: float, gap: float, *, left: float = 0) -> Axis:
    """
    Return an axis on which all *instants* lie.

    Args:
        instants: Where something happens; what lies between two of them may be left out.

        zone: In which days begin.

        width: Of the whole axis.

        gap: Of one break.

        left: Where it begins.
    """
    known = sorted({at.astimezone(UTC) for at in instants})
    by_hour = known[-1] - known[0] <= _SHORT
    first, last = _padded(known[0], known[-1], zone, by_hour=by_hour)
    edges = [first, *known, last]
    idle = _left_out(edges, last - first, zone)
    seconds = (last - first).total_seconds() - sum((end - start).total_seconds() for start, end in idle)
    scale = (width - gap * len(idle)) / seconds
    pieces: list[Piece] = []
    at, x = first, left
    for start, end in [*idle, (last, last)]:
        wide = (start - at).total_seconds() * scale
        if wide > 0:
            pieces.append(Piece(at, start, x, x + wide, is_break=False))
        x += wide
        if end > start:
            pieces.append(Piece(start, end, x, x + gap, is_break=True))
            x += gap
        at = end
    return Axis(zone, tuple(pieces), by_hour, scale)


def _padded(first: datetime, last: datetime, zone: ZoneInfo, *, by_hour: bool) -> tuple[datetime, datetime]:
    if by_hour:
        hour = timedelta(hours=1)
        return _hour(first, zone) - hour, _hour(last, zone) + 2 * hour
    return _midnight(first, 0, zone), _midnight(last, 1, zone)


def _left_out(edges: list[datetime], total: timedelta, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Return the spans that are left out, by time: the longest first to be chosen."""
    spans = sorted(pairwise(edges), key=lambda span: (span[0] - span[1], span[0]))
    kept, chosen = total, list[tuple[datetime, datetime]]()
    for start, end in spans:
        inner = _midnight(start, 1 + _MARGIN, zone), _midnight(end, -_MARGIN, zone)
        if len(chosen) == _MOST_BREAKS or end - start < _IDLE or (end - start) * _SHARE <= kept:
            break
        chosen.append(inner)
        kept -= inner[1] - inner[0]
    return sorted(chosen)


def _hour(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the full hour on the wall at or before *at*."""
    local = at.astimezone(zone)
    into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return at - into


def _midnight(at: datetime, days: int, zone: ZoneInfo) -> datetime:
    return _at_midnight(at.astimezone(zone).date() + timedelta(days=days), zone)


def _at_midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _hours(piece: Piece, step: int, zone: ZoneInfo) -> Iterator[datetime]:
    at = _hour(piece.start, zone)
    while at <= piece.end:
        if at >= piece.start and at.astimezone(zone).hour % step == 0:
            yield at
        at += timedelta(hours=1)


def _days(piece: Piece, step: int, zone: ZoneInfo) -> Iterator[datetime]:
    day = piece.start.astimezone(zone).date()
    # weeks begin on Mondays; ordinal 1 was one
    while (day.toordinal() - 1) % step:
        day += timedelta(days=1)
    while (at := _at_midnight(day, zone)) < piece.end:
        if at >= piece.start:
            yield at
        day += timedelta(days=step)


def _months(piece: Piece, step: int, zone: ZoneInfo) -> Iterator[datetime]:
    start = piece.start.astimezone(zone)
    month = -(-(start.year * 12 + start.month - 1) // step) * step
    while True:
        at = datetime(month // 12, month % 12 + 1, 1, tzinfo=zone).astimezone(UTC)
        if at >= piece.end:
            return
        if at >= piece.start:
            yield at
        month += step
