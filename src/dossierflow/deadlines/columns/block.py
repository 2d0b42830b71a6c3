"""
One block of rows that are counted alike, from their events to their last instants.

The counterpart of `dossierflow.deadlines.course` for terms without extensions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.deadlines.columns.clocked import Clock, elapse, work, work_back
from dossierflow.deadlines.columns.events import receive
from dossierflow.deadlines.columns.scales import SLOT
from dossierflow.deadlines.columns.shapes import Fate, RowError
from dossierflow.deadlines.columns.whole import last_days, least_days
from dossierflow.deadlines.conventions import BROKEN_DAYS, BrokenTerm, Direction, Ends, Roll
from dossierflow.deadlines.minutes import works
from dossierflow.deadlines.term import Unit
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.columns.events import Events, Starts
    from dossierflow.deadlines.columns.shapes import Flags, Ints
    from dossierflow.deadlines.columns.spans import Spans


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What the rows of a block have in common."""

    clock: Clock
    counting: Counting
    unit: Unit
    in_minutes: bool
    """Whether amounts are minutes rather than units: of clock units, and of parts of a day."""

    uncountable: bool = False
    """Whether the amounts come to no whole minutes."""


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """How far terms of minutes have come."""

    day: Ints
    """Index of a covered day, even in rows that have failed."""

    ticks: Ints
    """Ticks after midnight that the clocks show."""

    at: Ints
    """The instant, in ticks since 1970."""


@dataclass(frozen=True, slots=True, eq=False)
class Ending:
    """Where the terms of a block end; rows with another fate hold any values."""

    day: Ints
    """Index of the last day."""

    at: Ints
    """Last instant in ticks since 1970."""

    provisional: Flags | None
    """Which terms touch a day whose schedule is not decided; none if none does."""

    fate: Fate


def settle(kind: Kind, amount: Ints | int, events: Events, pauses: Spans | None) -> Ending:
    """
    Return where the terms of a block end.

    Args:
        kind: What they have in common.

        amount: Units, or minutes; either nothing for all rows or something for each.

        events: What started them.

        pauses: In ticks where minutes are counted, else in local days since 1970.
    """
    arrays, counting, fate = kind.clock.arrays, kind.counting, Fate(len(events.day))
    starts = receive(arrays, counting, events, kind.clock.per, fate)
    spans = _placed(kind, pauses)
    reached: Reached | None = None
    if kind.in_minutes:
        reached = _in_minutes(kind, amount, starts, events, spans, fate)
        last = reached.day
    elif isinstance(amount, int) and amount == 0:
        last = starts.day
    else:
        last = last_days(arrays, counting, kind.unit, amount, starts.day, spans, fate)
    day = last
    if counting.min_working_days and reached is None:
        day = _with_least(kind, amount, starts.day, last, spans, fate)
    day = _rolled(kind, day, fate)
    if starts.late is not None and starts.late.any():
        place = arrays.before.take(day + 1)
        fate.fail(starts.late & (place >= len(arrays.nth)), RowError.COVERAGE)
        day = np.where(starts.late, arrays.nth.take(place, mode="clip"), day)
    looked_at = (starts.day, last, day)
    provisional: Flags | None = None
    if any(len(days) and int(days.max()) > arrays.confirmed for days in looked_at):
        provisional = np.logical_or.reduce([days > arrays.confirmed for days in looked_at])
    return Ending(day, _instants(kind, day, reached), provisional, fate)


def _placed(kind: Kind, pauses: Spans | None) -> Spans | None:
    """Return *pauses* in order and apart, and those in days as slots of the calendar; none for none."""
    if pauses is None or not len(pauses.starts):
        return None
    if kind.in_minutes:
        return pauses.in_order()
    return pauses.shifted(SLOT - kind.clock.arrays.origin).in_order()


def _in_minutes(
    kind: Kind, minutes: Ints | int, starts: Starts, events: Events, spans: Spans | None, fate: Fate
) -> Reached:
    """Return where terms of minutes end."""
    clock, counting, arrays = kind.clock, kind.counting, kind.clock.arrays
    opened = clock.instant(starts.day, arrays.opening.take(starts.day) * clock.minute)
    was = opened if events.utc is None else events.utc
    at = was if starts.moved is None else np.where(starts.moved, opened, was)
    if kind.uncountable or (kind.unit is Unit.DAY and counting.broken_term is BrokenTerm.REFUSE):
        fate.fail(np.ones(len(at), dtype=np.bool_), RowError.REFUSED)
    back, some = counting.direction is Direction.BEFORE, _something(minutes)
    if not works(kind.unit):
        ended = elapse(at, minutes * clock.minute, spans, fate, back=back)
        day, ticks = clock.split(ended)
    else:
        own = Fate(len(at))
        if back:
            day, ticks = work_back(clock, at, minutes, spans, own)
        else:
            day, ticks = work(clock, at, minutes, spans, own)
        fate.take_some(own, some)
        ended = clock.instant(day, ticks)
        if not some.all():
            ended = np.where(some, ended, at)
            day, ticks = (np.where(some, ours, old) for ours, old in zip((day, ticks), clock.split(at), strict=True))
    outside = (day < 0) | (day >= arrays.size)
    fate.fail(outside, RowError.COVERAGE)
    return Reached(np.clip(day, 0, arrays.size - 1), ticks, ended)


def _something(minutes: Ints | int) -> Flags:
    found: Flags = np.asarray(minutes) > 0
    return found


def _with_least(kind: Kind, amount: Ints | int, start: Ints, last: Ints, spans: Spans | None, fate: Fate) -> Ints:
    """Return the last day, or the one with which a term of enough days has its least working days."""
    counting = kind.counting
    named = np.asarray(amount) * BROKEN_DAYS.get(kind.unit, 1) >= counting.min_working_days_from
    if not named.any():
        return last
    own = Fate(len(last))
    least = least_days(kind.clock.arrays, counting, start, spans, own)
    fate.take_some(own, named)
    chosen = np.minimum(last, least) if counting.direction is Direction.BEFORE else np.maximum(last, least)
    return np.where(named, chosen, last)


def _rolled(kind: Kind, day: Ints, fate: Fate) -> Ints:
    """Return *day* where it is a working day, and elsewhere the one to which the term rolls."""
    arrays, roll = kind.clock.arrays, kind.counting.roll
    if roll is Roll.NONE:
        return day
    if roll is Roll.FORWARD:
        place = arrays.before.take(day)
        fate.fail(place >= len(arrays.nth), RowError.COVERAGE)
    else:
        place = arrays.before.take(day + 1) - 1
        fate.fail(place < 0, RowError.COVERAGE)
    return arrays.nth.take(place, mode="clip")


def _instants(kind: Kind, day: Ints, reached: Reached | None) -> Ints:
    """Return the last instants on *day*; those of minutes keep the time that they had on the day they reached."""
    clock, arrays = kind.clock, kind.clock.arrays
    if reached is None:
        if kind.counting.ends is Ends.CLOSE_OF_BUSINESS:
            found = arrays.closes.take(day)
        else:
            found = arrays.midnights.take(day + 1)
        return found if clock.per == 1 else found * clock.per
    moved = day != reached.day
    if not moved.any():
        return reached.at
    again = arrays.zone.is_second_time(reached.at, clock.per)
    return np.where(moved, clock.instant(day, reached.ticks, again), reached.at)
