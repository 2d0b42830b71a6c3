"""
The working calendar: which days count, and when the office is open.

A calendar is compiled once into prefix tables; every question after that is a
lookup. It is asked with days and aware instants, and refuses every day
outside the years it covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from dossierflow.errors import CalendarCoverageError, CalendarError, NaiveInstantError, TermError
from dossierflow.worktime.hours import MINUTES_A_DAY
from dossierflow.worktime.minutes import MinuteTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from dossierflow.worktime.day import DayFact
    from dossierflow.worktime.hours import Spans

_MICROSECONDS_A_MINUTE = 60_000_000

# Bound once: a test clock swaps the classes date and datetime of every module
# for its own, but not these, so values made here stay standard ones.
_from_ordinal = date.fromordinal
_combine = datetime.combine

_CLOCK = tuple(time(hour, minute) for hour in range(24) for minute in range(60))


@dataclass(frozen=True, slots=True)
class DayTable:
    """What a calendar says of each of its days, in order; all lists are of one length."""

    hours: Sequence[Spans]
    """Opening hours of working days; nothing on a day that does not count."""

    reception: Sequence[Spans]
    """Hours in which files are received on days that do not count."""

    weekend: Sequence[bool]
    """Whether the day is a rest day of the ordinary week."""

    closing: Sequence[int]
    """Minute after midnight at which the office closes, or would close on an ordinary day."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day as an explanation or a picture shows it."""

    day: date
    working: bool
    weekend: bool
    reception: bool
    facts: tuple[DayFact, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class WorkCalendar:
    """
    An immutable calendar of working days and working minutes.

    Made by `dossierflow.worktime.compile_calendar` or
    `dossierflow.worktime.vietnam`. Two calendars that say the same are equal,
    whatever they are called.

    Every method raises `CalendarCoverageError` for a day outside `first` to
    `last`, and when a count runs past them.

    >>> from dossierflow.worktime.vietnam import vietnam
    >>> calendar = vietnam()
    >>> calendar.nth_working_day(date(2024, 4, 24), 5)
    datetime.date(2024, 5, 4)
    """

    name: str

    zone: str
    """IANA name of `tz`."""

    tz: ZoneInfo

    first: date
    """First day covered, inclusive."""

    last: date
    """Last day covered, inclusive."""

    confirmed_until: date
    """Last day whose schedule is decided, inclusive; the day before `first` if none is."""

    hash: str
    """``sha256:`` and the digest of days, weekly hours, zone, coverage and confirmation."""

    _origin: int
    _rank: dict[date, int]
    _works: dict[date, bool]
    _count: list[int]
    _nth: list[date]
    _days: list[date]
    _minutes: MinuteTable
    _table: DayTable
    _facts: Mapping[date, tuple[DayFact, ...]]

    @classmethod
    def of(
        cls,
        *,
        name: str,
        zone: ZoneInfo,
        first: date,
        confirmed_until: date,
        digest: str,
        table: DayTable,
        facts: Mapping[date, tuple[DayFact, ...]],
    ) -> WorkCalendar:
        """Tabulate a calendar that starts on *first* and has as many days as *table*."""
        origin = first.toordinal()
        days = [_from_ordinal(number) for number in range(origin, origin + len(table.hours))]
        counts = list(accumulate([1 if hours else 0 for hours in table.hours]))
        return cls(
            name=name,
            zone=zone.key,
            tz=zone,
            first=first,
            last=days[-1],
            confirmed_until=confirmed_until,
            hash=digest,
            _origin=origin,
            _rank=dict(zip(days, counts, strict=True)),
            _works=dict(zip(days, map(bool, table.hours), strict=True)),
            _count=counts,
            _nth=list(compress(days, table.hours)),
            _days=days,
            _minutes=MinuteTable.of(table.hours),
            _table=table,
            _facts=facts,
        )

    def __eq__(self, other: object) -> bool:
        """Tell whether *other* is a calendar that says the same."""
        return self.hash == other.hash if isinstance(other, WorkCalendar) else NotImplemented

    def __hash__(self) -> int:
        """Return the hash of the content."""
        return hash(self.hash)

    def __repr__(self) -> str:
        """Return name, coverage and the start of the hash."""
        return f"<WorkCalendar {self.name!r} {self.first} to {self.last} {self.hash[:15]}>"

    # Days

    def is_working(self, day: date) -> bool:
        """Tell whether *day* counts as a working day."""
        works = self._works.get(day)
        return bool(self._table.hours[self._index(day)]) if works is None else works

    def is_reception(self, day: date) -> bool:
        """Tell whether files are received on *day*; every working day, and more in some offices."""
        index = self._index(day)
        return bool(self._table.hours[index] or self._table.reception[index])

    def is_weekend(self, day: date) -> bool:
        """Tell whether *day* is a rest day of the ordinary week, whatever else is decided about it."""
        return self._table.weekend[self._index(day)]

    def is_provisional(self, day: date) -> bool:
        """Tell whether *day* lies after the last day whose schedule is decided."""
        self._index(day)
        return day > self.confirmed_until

    def facts(self, day: date) -> tuple[DayFact, ...]:
        """Return why *day* differs from the ordinary week; nothing for an ordinary one."""
        if day not in self._works:
            self._index(day)
        return self._facts.get(day, ())

    def days(self, first: date, last: date) -> Iterator[CalendarDay]:
        """Yield the days from *first* to *last*, both inclusive; none if *last* comes before *first*."""
        start, stop = self._index(first), self._index(last) + 1
        for index in range(start, stop):
            hours, day = self._table.hours[index], self._days[index]
            yield CalendarDay(
                day=day,
                working=bool(hours),
                weekend=self._table.weekend[index],
                reception=bool(hours or self._table.reception[index]),
                facts=self._facts.get(day, ()),
            )

    def nth_working_day(self, day: date, n: int) -> date:
        """
        Return the *n*-th working day strictly after *day*.

        Raises:
            TermError: *n* is less than 1.
        """
        if n < 1:
            raise _too_few(n)
        try:
            # Keyed by date: a datetime never equals a date, so it cannot slip through as a day.
            return self._nth[self._rank[day] + n - 1]
        except (KeyError, IndexError):
            self._index(day)
            raise self._ran_out() from None

    def nth_working_day_before(self, day: date, n: int) -> date:
        """
        Return the *n*-th working day strictly before *day*.

        Raises:
            TermError: *n* is less than 1.
        """
        if n < 1:
            raise _too_few(n)
        index = self._index(day)
        place = self._count[index] - bool(self._table.hours[index]) - n
        if place < 0:
            raise self._ran_out()
        return self._nth[place]

    def working_days_between(self, after: date, through: date) -> int:
        """Count the working days after *after* up to and including *through*; negative when reversed."""
        return self._count[self._index(through)] - self._count[self._index(after)]

    def next_working_day(self, day: date) -> date:
        """Return the first working day strictly after *day*."""
        return self.nth_working_day(day, 1)

    def roll_forward(self, day: date) -> date:
        """Return *day* if it is a working day, otherwise the next one."""
        return day if self.is_working(day) else self.nth_working_day(day, 1)

    def roll_backward(self, day: date) -> date:
        """Return *day* if it is a working day, otherwise the one before."""
        return day if self.is_working(day) else self.nth_working_day_before(day, 1)

    # Hours of a day

    def hours(self, day: date) -> Spans:
        """Return the working hours of *day* in minutes after midnight; nothing on a day off."""
        return self._table.hours[self._index(day)]

    def reception_hours(self, day: date) -> Spans:
        """Return the hours in which files are received on *day*, working day or not."""
        index = self._index(day)
        return self._table.hours[index] or self._table.reception[index]

    def opening(self, day: date) -> datetime | None:
        """Return the instant at which the office opens on *day*; none on a day off."""
        index = self._index(day)
        hours = self._table.hours[index]
        return self._instant(index, hours[0][0]) if hours else None

    def closing(self, day: date) -> datetime | None:
        """Return the instant at which the office closes on *day*; none on a day off."""
        return self.closing_time(day) if self.is_working(day) else None

    def closing_time(self, day: date) -> datetime:
        """Return the instant at which the office closes on *day*, or would if *day* were an ordinary working day."""
        index = self._index(day)
        return self._instant(index, self._table.closing[index])

    # Instants

    def local_day(self, at: datetime) -> date:
        """
        Return the day on which *at* lies in the zone of the calendar.

        The day need not be covered.

        Raises:
            NaiveInstantError: *at* has no zone; so do all methods that take an instant.
        """
        return _from_ordinal(self._local(at).toordinal())

    def is_open(self, at: datetime) -> bool:
        """Tell whether *at* lies within working hours; at the very opening it does, at the closing not."""
        index, minute, _ = self._split(at)
        return self._minutes.is_open(index, minute)

    def next_opening(self, at: datetime) -> datetime:
        """
        Return the opening of the next working day, if *at* comes too late for its own.

        That is so on a day off, and at or after closing. Earlier on a working
        day, lunch and the time before opening included, *at* comes back unchanged.
        """
        index, minute, _ = self._split(at)
        hours = self._table.hours[index]
        if hours and minute < hours[-1][1]:
            return at
        index = self._index(self.nth_working_day(self._days[index], 1))
        return self._instant(index, self._table.hours[index][0][0])

    def add_working_minutes(self, at: datetime, n: int) -> datetime:
        """
        Return the instant at which *n* working minutes after *at* are over.

        The end of the last minute before a break is the start of the break:
        Friday 16:00 and 60 minutes is Friday 17:00, never Monday morning.
        Time is continuous, so seconds of a working *at* carry over: 11:59:20
        and 1 minute is 13:00:20, of which 40 seconds lie before lunch.
        Seconds outside working hours count for nothing. With no minutes to
        add, *at* comes back unchanged. Minutes are those of the clock on the
        wall: on a day with a change of clocks, of the hours as they are posted.

        Raises:
            TermError: *n* is negative.
        """
        if n < 0:
            msg = f"working minutes are added forward; {n} is negative"
            raise TermError(msg)
        index, minute, rest = self._split(at)
        if n == 0:
            return at
        number = self._minutes.worked(index, minute) + n
        begun = rest if self._minutes.is_open(index, minute) else 0
        if number + (begun > 0) > self._minutes.total:
            raise self._ran_out()
        if begun:
            return self._instant(*self._minutes.start_of(number), begun)
        return self._instant(*self._minutes.end_of(number))

    def working_minutes_between(self, after: datetime, through: datetime) -> int:
        """Count the full working minutes from *after* to *through*; negative when reversed."""
        passed = self._worked(through) - self._worked(after)
        full = abs(passed) // _MICROSECONDS_A_MINUTE
        return full if passed >= 0 else -full

    # Inside

    def _index(self, day: date) -> int:
        if isinstance(day, datetime):
            msg = f"{day.isoformat()} is an instant, not a day; ask for its local_day() first"
            raise CalendarError(msg)
        index = day.toordinal() - self._origin
        if not 0 <= index < len(self._count):
            raise CalendarCoverageError(self.name, day, self.first, self.last)
        return index

    def _ran_out(self) -> CalendarCoverageError:
        return CalendarCoverageError(self.name, None, self.first, self.last)

    def _local(self, at: datetime) -> datetime:
        if at.tzinfo is self.tz:
            return at
        if at.utcoffset() is None:
            msg = f"{at.isoformat()} has no time zone; give an offset such as +07:00, or a zone"
            raise NaiveInstantError(msg)
        return at.astimezone(self.tz)

    def _split(self, at: datetime) -> tuple[int, int, int]:
        """Return index of the day, minute of the day, and microseconds into that minute."""
        local = self._local(at)
        index = local.toordinal() - self._origin
        if not 0 <= index < len(self._count):
            raise CalendarCoverageError(self.name, self.local_day(at), self.first, self.last)
        return index, local.hour * 60 + local.minute, local.second * 1_000_000 + local.microsecond

    def _worked(self, at: datetime) -> int:
        """Count the working microseconds before *at*."""
        index, minute, rest = self._split(at)
        begun = rest if self._minutes.is_open(index, minute) else 0
        return self._minutes.worked(index, minute) * _MICROSECONDS_A_MINUTE + begun

    def _instant(self, index: int, minute: int, microseconds: int = 0) -> datetime:
        day = self._days[index]
        if minute < MINUTES_A_DAY and not microseconds:
            return _combine(day, _CLOCK[minute], self.tz)
        return _combine(day, _CLOCK[0], self.tz) + timedelta(minutes=minute, microseconds=microseconds)


def _too_few(n: int) -> TermError:
    return TermError(f"working days are counted from 1; {n} names no day")
