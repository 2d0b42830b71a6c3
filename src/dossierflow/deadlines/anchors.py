"""
Days that the law puts in the place of an event: named days, and deemed ones.

"The middle of the month" is the 15th; a letter that is posted counts as
received some days later. Either way the term starts from another day than that
on which something happened, and the explanation says so in a step of its own.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from dossierflow.citation import Citation, LegalText
from dossierflow.deadlines.days import plus
from dossierflow.deadlines.term import Term, Unit
from dossierflow.frozen import Frozen

if TYPE_CHECKING:
    from dossierflow.worktime.calendar import WorkCalendar

_JUNE, _DECEMBER = 6, 12
_FIFTEENTH, _LAST_OF_JUNE, _LAST_OF_DECEMBER = 15, 30, 31
_WHOLE_DAYS = frozenset({Unit.DAY, Unit.WORKING_DAY})


class NamedDay(StrEnum):
    """A day that the law calls by a name (Civil Code 2015, art. 146.2-3)."""

    START_OF_MONTH = "start_of_month"
    """The 1st."""

    MIDDLE_OF_MONTH = "middle_of_month"
    """The 15th, however long the month is."""

    END_OF_MONTH = "end_of_month"
    """The last day of the month."""

    START_OF_YEAR = "start_of_year"
    """1 January."""

    MIDDLE_OF_YEAR = "middle_of_year"
    """30 June."""

    END_OF_YEAR = "end_of_year"
    """31 December."""


class Deeming(Frozen):
    """
    What an event counts as: one of another day than that on which it happened.

    The day that it counts as is not moved off a day off; where the law moves
    it, the term is counted in working days.
    """

    name: LegalText
    """What is taken to be so, as explanations print it: deemed served by post."""

    after: Term | None = None
    """How long after the event; that day itself is not counted."""

    day: NamedDay | None = None
    """Which day of the month or year of the event."""

    cite: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.after is None) == (self.day is None):
            msg = "give either 'after', a number of days after the event, or 'day', a named day"
            raise ValueError(msg)
        if self.after is not None and not _is_some_whole_days(self.after):
            msg = f"found {str(self.after)!r}; an event is deemed some whole days or working days after it happened"
            raise ValueError(msg)
        return self


def _is_some_whole_days(term: Term) -> bool:
    return term.unit in _WHOLE_DAYS and isinstance(term.amount, int) and term.amount > 0


def named_day(name: NamedDay, of: date) -> date:
    """
    Return the day called *name* of the month or year in which *of* lies.

    >>> named_day(NamedDay.MIDDLE_OF_MONTH, date(2026, 2, 27))
    datetime.date(2026, 2, 15)
    >>> named_day(NamedDay.END_OF_MONTH, date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    >>> named_day(NamedDay.MIDDLE_OF_YEAR, date(2026, 11, 2))
    datetime.date(2026, 6, 30)
    """
    if name is NamedDay.START_OF_MONTH:
        return date(of.year, of.month, 1)
    if name is NamedDay.MIDDLE_OF_MONTH:
        return date(of.year, of.month, _FIFTEENTH)
    if name is NamedDay.END_OF_MONTH:
        return date(of.year, of.month, monthrange(of.year, of.month)[1])
    if name is NamedDay.START_OF_YEAR:
        return date(of.year, 1, 1)
    if name is NamedDay.MIDDLE_OF_YEAR:
        return date(of.year, _JUNE, _LAST_OF_JUNE)
    return date(of.year, _DECEMBER, _LAST_OF_DECEMBER)


def deemed_day(calendar: WorkCalendar, deeming: Deeming, day: date) -> date:
    """
    Return the day that an event of *day* counts as.

    Raises:
        CalendarCoverageError: *calendar* does not cover it.
    """
    if deeming.day is not None:
        return plus(calendar, named_day(deeming.day, day), 0)
    amount = 0 if deeming.after is None else int(deeming.after.amount)
    if deeming.after is not None and deeming.after.unit is Unit.WORKING_DAY:
        return calendar.nth_working_day(day, amount)
    return plus(calendar, day, amount)
