"""
Terms of hours and minutes, and of parts of a day, for many rows at once.

Elapsed time is counted in ticks of UTC. Working time has a scale of its own:
the ticks that the office had worked before an instant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.deadlines.columns.events import SECONDS_A_MINUTE, Events
from dossierflow.deadlines.columns.shapes import RowError
from dossierflow.deadlines.columns.spans import OPEN, Spans
from dossierflow.worktime.bulk import SECONDS_A_DAY
from dossierflow.worktime.hours import MINUTES_A_DAY
from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from dossierflow.deadlines.columns.shapes import Fate, Flags, Ints
    from dossierflow.worktime.bulk import CalendarArrays


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """The clocks of a calendar, read in ticks."""

    arrays: CalendarArrays
    per: int
    """Ticks of a second."""

    @property
    def day(self) -> int:
        """Ticks of a day."""
        return SECONDS_A_DAY * self.per

    @property
    def minute(self) -> int:
        """Ticks of a minute."""
        return SECONDS_A_MINUTE * self.per

    def split(self, utc: Ints) -> tuple[Ints, Ints]:
        """Return the index of the day, and the ticks after midnight that its clocks show."""
        local = self.arrays.zone.to_local(utc, self.per)
        local -= self.arrays.origin * self.day
        day = local // self.day
        local -= day * self.day
        return day, local

    def instant(self, day: Ints, ticks: Ints, second_time: Flags | None = None) -> Ints:
        """Return the instant at which the clocks show *ticks* after midnight of *day*."""
        return self.arrays.zone.to_utc((day + self.arrays.origin) * self.day + ticks, second_time, self.per)

    def events(self, ticks: Ints, *, days: bool) -> Events:
        """Return events at *ticks*, or on the *days* with these numbers."""
        if days:
            return Events(ticks - self.arrays.origin, None, None)
        return Events(*self.split(ticks), ticks)

    def local_days(self, spans: Spans) -> Spans:
        """Return pauses in ticks as pauses in local days since 1970."""
        starts, ends = (self.arrays.zone.to_local(ticks, self.per) // self.day for ticks in (spans.starts, spans.ends))
        ends = ends if spans.open is None else np.where(spans.open, OPEN, ends)
        return Spans(spans.offsets, starts, ends, spans.has_open, spans.width)

    def worked(self, utc: Ints) -> Ints:
        """Return the ticks worked before *utc*; after the calendar any of the time may be worked."""
        day, ticks = self.split(utc)
        inside = np.clip(day, 0, self.arrays.size - 1)
        minute = ticks // self.minute
        table = self.arrays.minutes
        found = table.passed(inside, minute) * self.minute
        found += np.where(table.is_open(inside, minute), ticks - minute * self.minute, 0)
        found = np.where(day < 0, 0, found)
        beyond = day >= self.arrays.size
        if beyond.any():
            since = utc - int(self.arrays.midnights[-1]) * self.per
            found = np.where(beyond, table.total * self.minute + since, found)
        return found


def elapse(at: Ints, ticks: Ints | int, spans: Spans | None, fate: Fate, *, back: bool) -> Ints:
    """
    Return the instants *ticks* after *at*, or before it, without the time of the pauses.

    Args:
        at: Ticks since 1970.

        ticks: How many; those of nothing at all return *at*.

        spans: Pauses in ticks.

        fate: Takes the rows that stand still.

        back: Whether time runs towards the past.
    """
    end = at - ticks if back else at + ticks
    if spans is None:
        return end
    runs = np.broadcast_to(np.asarray(ticks) > 0, end.shape)
    stopped = np.zeros(len(end), dtype=np.bool_)
    is_open = spans.open
    for rows, place in spans.ranks(from_last=back):
        begun, over, here = spans.starts[place], spans.ends[place], at[rows]
        if back:
            over, begun = np.minimum(over, here), np.minimum(begun, here)
            hit = (over > end[rows]) & runs[rows]
            end[rows] -= (over - begun) * hit
            hit = (begun < here) & runs[rows]
        else:
            begun = np.maximum(begun, here)
            hit = (begun < end[rows]) & runs[rows]
            over = np.maximum(over, begun)
            end[rows] += np.where(hit & (over != OPEN), over - begun, 0)
        if is_open is not None:
            stopped[rows] |= hit & is_open[place]
    fate.stop(stopped)
    return end


def work(clock: Clock, at: Ints, minutes: Ints | int, spans: Spans | None, fate: Fate) -> tuple[Ints, Ints]:
    """
    Return the day and the ticks after its midnight at which *minutes* of work after *at* are over.

    Args:
        clock: Reads instants.

        at: Ticks since 1970, on a covered day.

        minutes: At least 1 in rows that matter.

        spans: Pauses in ticks.

        fate: Takes the rows that stand still, and those that run past the calendar.
    """
    begin = clock.worked(at)
    end = begin + minutes * clock.minute
    last = begin.copy()
    if spans is not None:
        fate.stop(_out(clock, begin, end, last, spans))
    # The kernel adds full minutes first, then asks for one more to divide; so must the coverage.
    full, part = np.divmod(end - last, clock.minute)
    number, begun = np.divmod(last + full * clock.minute, clock.minute)
    needed = number + (part > 0) + (begun > 0)
    total = clock.arrays.minutes.total
    fate.fail(needed > total, RowError.COVERAGE)
    number, rest = np.divmod(end, clock.minute)
    # The end of the last minute before a break is the start of the break, not the end of it.
    whole = rest == 0
    day, minute = clock.arrays.minutes.start_of(np.clip(number - whole, 0, max(total - 1, 0)))
    minute += whole
    midnight = minute == MINUTES_A_DAY
    return day + midnight, np.where(midnight, 0, minute) * clock.minute + rest


def _out(clock: Clock, begin: Ints, end: Ints, last: Ints, spans: Spans) -> Flags:
    """Move *end* on by the work taken out, and *last* to where the last part begins; return the rows that stop."""
    begins = clock.worked(spans.starts)
    is_open = spans.open
    ends = clock.worked(spans.ends if is_open is None else np.where(is_open, spans.starts, spans.ends))
    stopped = np.zeros(len(end), dtype=np.bool_)
    for rows, at in spans.ranks():
        begun = np.maximum(begins[at], begin[rows])
        hit = begun < end[rows]
        if is_open is not None:
            stopped[rows] |= hit & is_open[at]
            hit &= ~is_open[at]
        over = np.maximum(ends[at], begun)
        end[rows] += (over - begun) * hit
        last[rows] = np.where(hit, over, last[rows])
    return stopped


def work_back(clock: Clock, at: Ints, minutes: Ints | int, spans: Spans | None, fate: Fate) -> tuple[Ints, Ints]:
    """
    Return the latest day and ticks after midnight from which *minutes* of work are left until *at*, pauses left out.

    The arguments are those of `work`, seen from the other end.
    """
    begin = clock.worked(at)
    end = begin - minutes * clock.minute
    if spans is not None:
        fate.stop(_out_back(clock, at, begin, end, spans))
    fate.fail(end < 0, RowError.COVERAGE)
    number, rest = np.divmod(end, clock.minute)
    day, minute = clock.arrays.minutes.start_of(np.clip(number, 0, max(clock.arrays.minutes.total - 1, 0)))
    return day, minute * clock.minute + rest


def _out_back(clock: Clock, at: Ints, begin: Ints, end: Ints, spans: Spans) -> Flags:
    """Move *end* back by the work taken out after it; return who stops."""
    is_open = spans.open
    begins = clock.worked(spans.starts)
    ends = clock.worked(spans.ends if is_open is None else np.where(is_open, spans.starts, spans.ends))
    stopped = np.zeros(len(end), dtype=np.bool_)
    for rows, place in spans.ranks(from_last=True):
        if is_open is not None:
            stopped[rows] |= is_open[place] & (spans.starts[place] < at[rows])
        over = np.minimum(ends[place], begin[rows])
        begun = np.minimum(begins[place], over)
        end[rows] -= (over - begun) * (over > end[rows])
    return stopped
