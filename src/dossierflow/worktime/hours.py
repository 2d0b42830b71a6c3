"""
Opening hours: intervals of a day, the weekly pattern, and minute profiles.

A minute is counted by its start: 08:00-12:00 has the minutes 08:00 to 11:59.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_serializer, model_validator

from dossierflow.citation import Citation
from dossierflow.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

MINUTES_A_DAY = 24 * 60

Spans = tuple[tuple[int, int], ...]
"""Opening hours as numbers: minutes after midnight, start inclusive, end exclusive."""

_INTERVAL = re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")
_LAST_MINUTE = 59


class Interval(Frozen):
    """
    A stretch of opening hours within one day, written ``08:00-12:00``.

    >>> Interval.parse("08:00-12:00")
    Interval(start=480, end=720)
    >>> str(Interval(start=480, end=720))
    '08:00-12:00'
    """

    start: int = Field(ge=0, lt=MINUTES_A_DAY)
    """First minute after midnight, inclusive."""

    end: int = Field(gt=0, le=MINUTES_A_DAY)
    """Minute after midnight at which the office closes, exclusive; 1440 is ``24:00``."""

    @classmethod
    def parse(cls, text: str) -> Interval:
        """
        Read ``HH:MM-HH:MM``.

        Raises:
            pydantic.ValidationError: The text is not written so, or ends before it starts.
        """
        return cls.model_validate(text)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = _INTERVAL.fullmatch(value)
        if found is None:
            msg = f"found {value!r}; write opening hours as '08:00-12:00'"
            raise ValueError(msg)
        hours, minutes, end_hours, end_minutes = map(int, found.groups())
        if max(minutes, end_minutes) > _LAST_MINUTE:
            msg = f"found {value!r}; an hour has the minutes 00 to 59"
            raise ValueError(msg)
        start, end = hours * 60 + minutes, end_hours * 60 + end_minutes
        if end > MINUTES_A_DAY:
            msg = f"found {value!r}; a day ends at 24:00"
            raise ValueError(msg)
        if end <= start:
            msg = f"found {value!r}; opening hours end after they start"
            raise ValueError(msg)
        return {"start": start, "end": end}

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            msg = f"ends at minute {self.end}, not after its start at minute {self.start}"
            raise ValueError(msg)
        return self

    @model_serializer
    def _as_text(self) -> str:
        return str(self)

    def __str__(self) -> str:
        """Return ``HH:MM-HH:MM``."""
        return f"{clock(self.start)}-{clock(self.end)}"


def clock(minute: int) -> str:
    """
    Write *minute* after midnight as a clock shows it.

    >>> clock(1020)
    '17:00'
    """
    return f"{minute // 60:02d}:{minute % 60:02d}"


def check_intervals(intervals: Iterable[Interval]) -> None:
    """
    Refuse opening hours that overlap, touch or are out of order.

    Raises:
        ValueError: Naming the two intervals.
    """
    for before, after in pairwise(intervals):
        if after.start <= before.end:
            msg = f"{after} must start after {before} has ended"
            raise ValueError(msg)


def spans(intervals: Iterable[Interval]) -> Spans:
    """Return *intervals* as plain numbers."""
    return tuple((interval.start, interval.end) for interval in intervals)


class OfficeHours(Frozen):
    """
    The hours of an ordinary week; a weekday without hours is a weekly rest day.

    >>> from dossierflow.citation import Citation
    >>> day = (Interval.parse("08:00-12:00"), Interval.parse("13:00-17:00"))
    >>> week = OfficeHours(monday=day, tuesday=day, cite=(Citation(doc="local decision"),))
    >>> week.week[1]
    ((480, 720), (780, 1020))
    >>> week.week[6]
    ()
    """

    monday: tuple[Interval, ...] = ()
    tuesday: tuple[Interval, ...] = ()
    wednesday: tuple[Interval, ...] = ()
    thursday: tuple[Interval, ...] = ()
    friday: tuple[Interval, ...] = ()
    saturday: tuple[Interval, ...] = ()
    sunday: tuple[Interval, ...] = ()

    cite: tuple[Citation, ...] = Field(min_length=1)
    """Who decided these hours."""

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        days = (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)
        if not any(days):
            msg = "a week without any opening hours is not a week of an office"
            raise ValueError(msg)
        for day in days:
            check_intervals(day)
        return self

    @property
    def week(self) -> tuple[Spans, ...]:
        """The hours of Monday to Sunday, seven entries."""
        days = (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)
        return tuple(spans(day) for day in days)


def last_of_week(week: tuple[Spans, ...]) -> Spans:
    """
    Return the hours of the last weekday that has any: Friday's in a Monday-to-Friday week.

    They are the hours of a rest day that is worked in exchange, and give the
    hour at which an ordinary day closes.
    """
    return next(day for day in reversed(week) if day)


@dataclass(frozen=True, slots=True)
class MinuteProfile:
    """
    One pattern of opening hours, minute by minute.

    >>> profile = MinuteProfile.of(((480, 482), (600, 601)))
    >>> profile.worked[480], profile.worked[481], profile.worked[1440]
    (0, 1, 3)
    >>> profile.starts
    (480, 481, 600)
    """

    worked: tuple[int, ...]
    """Working minutes that have passed before minute *m* of the day; 1,441 entries."""

    starts: tuple[int, ...]
    """Where the k-th working minute starts, counted from 0."""

    @classmethod
    def of(cls, pattern: Spans) -> MinuteProfile:
        """Tabulate *pattern*."""
        starts = tuple(minute for start, end in pattern for minute in range(start, end))
        worked: list[int] = []
        done = cursor = 0
        for start, end in pattern:
            worked += [done] * (start - cursor)
            worked += range(done, done + end - start)
            done, cursor = done + end - start, end
        worked += [done] * (MINUTES_A_DAY + 1 - cursor)
        return cls(tuple(worked), starts)
