"""The time that a report is about: whole days on the clock of one zone."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from dossierflow.errors import CalendarError
from dossierflow.worktime.instants import parse_day, plain, zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

VIETNAM: Final = zone("Asia/Ho_Chi_Minh")
_FIRST_YEAR, _LAST_YEAR = 1990, 2199
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"([0-9]{4})-[Qq]([1-4])")
_YEAR = re.compile(r"([0-9]{4})")
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Period:
    """
    Days from *first* to *last*, both inclusive.

    >>> Period.parse("2026-Q1").last
    datetime.date(2026, 3, 31)
    """

    first: date
    last: date
    zone: ZoneInfo = VIETNAM
    as_of: datetime | None = None
    """What happened at this instant or later is left out; none looks to the end of the last day."""

    def __post_init__(self) -> None:
        """
        Check the two ends.

        Raises:
            CalendarError: The period ends before it starts, or lies outside the years that reports are made for.

            NaiveInstantError: *as_of* has no time zone.
        """
        if self.last < self.first:
            msg = f"the period ends on {self.last}, before it starts on {self.first}; exchange the two days"
            raise CalendarError(msg)
        if self.first.year < _FIRST_YEAR or self.last.year > _LAST_YEAR:
            msg = f"a report is made of the years {_FIRST_YEAR} to {_LAST_YEAR}; found {self.first} to {self.last}"
            raise CalendarError(msg)
        if self.as_of is not None:
            plain(self.as_of)

    @classmethod
    def parse(cls, text: str, *, zone: ZoneInfo = VIETNAM, as_of: datetime | None = None) -> Period:
        """
        Read a month, a quarter, a year, or two days.

        Args:
            text: ``2026-10``, ``2026-Q4``, ``2026``, or ``2026-10-01/2026-10-15``.

            zone: On whose clock days begin and end.

            as_of: As in the class.

        Raises:
            CalendarError: The text is written otherwise.
        """
        if found := _MONTH.fullmatch(text):
            return cls(*_months(int(found[1]), int(found[2]), 1), zone, as_of)
        if found := _QUARTER.fullmatch(text):
            return cls(*_months(int(found[1]), 3 * int(found[2]) - 2, 3), zone, as_of)
        if found := _YEAR.fullmatch(text):
            return cls(*_months(int(found[1]), 1, 12), zone, as_of)
        first, slash, last = text.partition("/")
        if not slash:
            msg = f"{text!r} is not a period; write 2026-10, 2026-Q4, 2026, or 2026-10-01/2026-10-15"
            raise CalendarError(msg)
        return cls(parse_day(first), parse_day(last), zone, as_of)

    @property
    def start(self) -> datetime:
        """The first instant, inclusive."""
        return datetime.combine(self.first, time.min, self.zone)

    @property
    def end(self) -> datetime:
        """The instant from which on nothing counts: the end of the last day, or *as_of* if that is earlier."""
        over = datetime.combine(self.last + timedelta(days=1), time.min, self.zone)
        return over if self.as_of is None else min(over, plain(self.as_of))

    @property
    def last_instant(self) -> datetime:
        """The last instant that counts."""
        return self.end - _TICK

    def day(self, at: datetime) -> date:
        """Return the day on which *at* lies, on the clock of the period."""
        return at.astimezone(self.zone).date()

    def holds(self, at: datetime | None) -> bool:
        """Tell whether *at* is known and lies within."""
        return at is not None and self.start <= at < self.end

    def __str__(self) -> str:
        """Return ``first/last``."""
        return f"{self.first}/{self.last}"


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    if year < _FIRST_YEAR or year > _LAST_YEAR:
        msg = f"a report is made of the years {_FIRST_YEAR} to {_LAST_YEAR}; found {year}"
        raise CalendarError(msg)
    last = month + count - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])
