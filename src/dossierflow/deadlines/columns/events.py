"""
Where the terms of many rows start, once receipt and cut-off have had their say.

An event is a day and a time of that day. Of its time only two things matter to
whole days: whether the office has closed, and whether the cut-off has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.deadlines.columns.shapes import RowError
from dossierflow.deadlines.conventions import CutoffEffect, Receipt
from dossierflow.worktime.bulk import SECONDS_A_DAY
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.columns.shapes import Fate, Flags, Ints
    from dossierflow.worktime.bulk import CalendarArrays

SECONDS_A_MINUTE = 60


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """The events of a block of rows, on the clocks of the calendar."""

    day: Ints
    """Index of the day; outside the calendar it may be any."""

    time: Ints | None
    """Ticks after midnight on the clock; none for the first moment of the day."""

    utc: Ints | None
    """The instant in ticks since 1970; none where only days are known."""


@dataclass(frozen=True, slots=True, eq=False)
class Starts:
    """Where terms start."""

    day: Ints
    """Index of a covered day, even in rows that have failed."""

    moved: Flags | None
    """Which events count as ones at the opening of that day, rather than as they were; none if none does."""

    late: Flags | None
    """Which rows have their result a working day later; none if none can."""


def cutoff_minute(counting: Counting) -> int:
    """Return the last minute of the day that is in time; after the last one of all for no cut-off."""
    cutoff = counting.cutoff
    return SECONDS_A_DAY if cutoff is None else cutoff.hour * 60 + cutoff.minute


def receive(arrays: CalendarArrays, counting: Counting, events: Events, per: int, fate: Fate) -> Starts:
    """
    Return where the terms start that *events* set off.

    Args:
        arrays: The calendar.

        counting: How to take events.

        events: What happened.

        per: Ticks of a second.

        fate: Takes the rows that the calendar does not cover.
    """
    day = _covered(arrays, events.day, fate)
    minute: Ints | None = None
    if events.time is not None and (counting.receipt is Receipt.NEXT_OPENING or counting.cutoff is not None):
        minute = events.time // (SECONDS_A_MINUTE * per)
    moved: Flags | None = None
    if counting.receipt is Receipt.NEXT_OPENING:
        closing = arrays.closing.take(day)
        too_late: Flags = closing == 0 if minute is None else minute >= closing
        day, moved = _next_working(arrays, day, too_late, fate), too_late
    if counting.cutoff is None:
        return Starts(day, moved, None)
    minute = np.zeros(len(day), dtype=np.int64) if minute is None else minute
    past = (minute > cutoff_minute(counting)) & (arrays.closing.take(day) > 0)
    if moved is not None:
        # who comes at an opening is in time: nothing moves an event twice
        past &= ~moved
    if counting.cutoff_effect is not CutoffEffect.STARTS_LATER:
        return Starts(day, moved, past)
    return Starts(_next_working(arrays, day, past, fate), past if moved is None else moved | past, None)


def _covered(arrays: CalendarArrays, day: Ints, fate: Fate) -> Ints:
    """Return *day* where the calendar covers it, and one that it covers elsewhere."""
    if not len(day) or (int(day.min()) >= 0 and int(day.max()) < arrays.size):
        return day
    fate.fail((day < 0) | (day >= arrays.size), RowError.COVERAGE)
    return np.clip(day, 0, arrays.size - 1)


def _next_working(arrays: CalendarArrays, day: Ints, moved: Flags, fate: Fate) -> Ints:
    """Return the working day after *day* where it is *moved*, and *day* elsewhere."""
    if not moved.any():
        return day
    place = arrays.before.take(day + 1)
    fate.fail(moved & (place >= len(arrays.nth)), RowError.COVERAGE)
    return np.where(moved, arrays.nth.take(place, mode="clip"), day)
