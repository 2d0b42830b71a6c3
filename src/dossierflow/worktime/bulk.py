"""
A working calendar as arrays, for arithmetic on many rows at once (extra ``bulk``).

Positions are numbers: the index of a day in the calendar, and seconds since
1970 in UTC. The tables are read from the calendar's own answers, so that they
cannot say anything else than it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from dossierflow.worktime.hours import MINUTES_A_DAY, MinuteProfile
from dossierflow.worktime.numeric import np
from dossierflow.worktime.zones import ZoneTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from dossierflow.worktime.calendar import WorkCalendar
    from dossierflow.worktime.hours import Spans

    Ints: TypeAlias = NDArray[np.int64]
    Flags: TypeAlias = NDArray[np.bool_]

EPOCH = date(1970, 1, 1).toordinal()
SECONDS_A_DAY = 86_400
_ENTRIES = MINUTES_A_DAY + 1


@dataclass(frozen=True, slots=True, eq=False)
class MinuteArrays:
    """All working minutes of a calendar, numbered from 0; the arrays behind a ``MinuteTable``."""

    before: Ints
    """Working minutes before day *i*; one entry more than there are days."""

    profile: Ints
    """Which profile each day has."""

    worked: Ints
    """For every profile, the minutes that have passed before minute 0 to 1440 of the day, one after another."""

    starts: Ints
    """For every profile, where its k-th minute starts, one after another."""

    first_start: Ints
    """Where in `starts` the minutes of a profile begin."""

    days: Ints
    """Index of every day that has minutes."""

    even: int
    """How many minutes every such day has; 0 if they have different numbers."""

    @classmethod
    def of(cls, hours: Sequence[Spans]) -> MinuteArrays:
        """Tabulate the opening *hours* of consecutive days."""
        patterns = list(dict.fromkeys(hours))
        number = {pattern: index for index, pattern in enumerate(patterns)}
        profiles = [MinuteProfile.of(pattern) for pattern in patterns]
        sizes = np.array([len(profile.starts) for profile in profiles], dtype=np.int64)
        profile = np.array([number[pattern] for pattern in hours], dtype=np.int64)
        before = _sums(sizes[profile])
        a_day = np.unique(sizes[sizes > 0])
        return cls(
            before=before,
            profile=profile,
            worked=np.concatenate([np.array(one.worked, dtype=np.int64) for one in profiles]),
            starts=np.concatenate([np.array(one.starts, dtype=np.int64) for one in profiles]),
            first_start=_sums(sizes)[:-1],
            days=np.flatnonzero(np.diff(before)),
            even=int(a_day[0]) if len(a_day) == 1 else 0,
        )

    @property
    def total(self) -> int:
        """All working minutes of the calendar."""
        return int(self.before[-1])

    def passed(self, day: Ints, minute: Ints) -> Ints:
        """Count the working minutes before *minute* of day *day*."""
        found: Ints = self.before[day] + self.worked[self.profile[day] * _ENTRIES + minute]
        return found

    def is_open(self, day: Ints, minute: Ints) -> Flags:
        """Tell whether *minute* of day *day* is a working minute."""
        place = self.profile[day] * _ENTRIES + minute
        found: Flags = self.worked[place + 1] > self.worked[place]
        return found

    def start_of(self, number: Ints) -> tuple[Ints, Ints]:
        """Say on which day and minute the working minute *number* starts, from 0, below `total`."""
        if self.even:
            day = self.days.take(number // self.even, mode="clip")
        else:
            day = np.searchsorted(self.before, number, side="right") - 1
        return day, self.starts[self.first_start[self.profile[day]] + number - self.before[day]]

    def end_of(self, count: Ints) -> tuple[Ints, Ints]:
        """Say on which day and minute the *count*-th working minute ends, from 1 to `total`."""
        day, minute = self.start_of(count - 1)
        return day, minute + 1


@dataclass(frozen=True, slots=True, eq=False)
class CalendarArrays:
    """What a calendar says of its days, index by index; made by `calendar_arrays`."""

    origin: int
    """The first day covered, in days since 1970-01-01."""

    size: int
    """How many days are covered."""

    confirmed: int
    """Index of the last day whose schedule is decided; -1 if none is."""

    before: Ints
    """Working days before day *i*; one entry more than there are days."""

    nth: Ints
    """Index of the k-th working day, counted from 0."""

    opening: Ints
    """Minute at which a working day opens; 0 on a day off."""

    closing: Ints
    """Minute at which a working day closes; 0 on a day off."""

    closes: Ints
    """Instant at which a day closes, or would if it were an ordinary one; in seconds since 1970, UTC."""

    midnights: Ints
    """Instant at which a day begins; one entry more than there are days."""

    minutes: MinuteArrays
    zone: ZoneTable


@lru_cache(maxsize=16)
def calendar_arrays(calendar: WorkCalendar) -> CalendarArrays:
    """
    Return the arrays of *calendar*; the last sixteen calendars are remembered.

    >>> from dossierflow.worktime.vietnam import vietnam
    >>> arrays = calendar_arrays(vietnam(2024, 2024))
    >>> arrays.size, int(arrays.before[-1]), int(arrays.nth[0])
    (366, 251, 1)
    """
    days = [calendar.first + timedelta(days=index) for index in range((calendar.last - calendar.first).days + 1)]
    hours = [calendar.hours(day) for day in days]
    working = np.array([bool(spans) for spans in hours])
    origin = calendar.first.toordinal() - EPOCH
    zone = ZoneTable.of(calendar.tz, calendar.first, calendar.last)
    local = (origin + np.arange(len(days) + 1, dtype=np.int64)) * SECONDS_A_DAY
    usual = np.array([_minute(calendar.closing_time(day), day) for day in days], dtype=np.int64)
    return CalendarArrays(
        origin=origin,
        size=len(days),
        confirmed=(calendar.confirmed_until - calendar.first).days,
        before=_sums(working.astype(np.int64)),
        nth=np.flatnonzero(working),
        opening=np.array([spans[0][0] if spans else 0 for spans in hours], dtype=np.int64),
        closing=np.array([spans[-1][1] if spans else 0 for spans in hours], dtype=np.int64),
        closes=zone.to_utc(local[:-1] + usual * 60),
        midnights=zone.to_utc(local),
        minutes=MinuteArrays.of(hours),
        zone=zone,
    )


def busday_calendar(calendar: WorkCalendar) -> np.busdaycalendar:
    """
    Return *calendar* for numpy's own business-day functions.

    A week of numpy cannot say that a Saturday is worked, so every day of the
    week counts and every day off is a holiday. Outside the days that
    *calendar* covers, numpy then counts every day, without a word.

    >>> from dossierflow.worktime.vietnam import vietnam
    >>> days = busday_calendar(vietnam(2024, 2024))
    >>> str(np.busday_offset("2024-04-24", 5, busdaycal=days))
    '2024-05-04'
    """
    arrays = calendar_arrays(calendar)
    off = np.flatnonzero(np.diff(arrays.before) == 0)
    return np.busdaycalendar(weekmask="1111111", holidays=(off + arrays.origin).astype("datetime64[D]"))


def _sums(sizes: Ints) -> Ints:
    """Return how much lies before each entry, and in all."""
    found: Ints = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)])
    return found


def _minute(at: datetime, day: date) -> int:
    """Return the minutes on the clock from the start of *day* to *at*."""
    return (at.date() - day).days * MINUTES_A_DAY + at.hour * 60 + at.minute
