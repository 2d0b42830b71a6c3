"""
How much of a term is used, and how much is left.

Whole days are counted as days: the day after the start is the first that is
used. Hours and minutes are counted to the minute.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.deadlines.conventions import Direction, Starts
from dossierflow.deadlines.course import expiry, receive, run
from dossierflow.deadlines.days import DAY
from dossierflow.deadlines.minutes import MINUTE, minutes_of, whole_minutes, worked, works
from dossierflow.deadlines.suspensions import in_days, in_time
from dossierflow.deadlines.term import Unit

if TYPE_CHECKING:
    from datetime import date, datetime

    from dossierflow.deadlines.clock import Place
    from dossierflow.deadlines.course import Start
    from dossierflow.deadlines.explanation import Due
    from dossierflow.deadlines.ledger import Ledger, Suspension
    from dossierflow.deadlines.suspensions import Days
    from dossierflow.deadlines.term import Term
    from dossierflow.worktime.calendar import WorkCalendar


class Balance(NamedTuple):
    """What is left of a term at an instant, in one unit."""

    total: int | Decimal
    """The whole term, with its extensions."""

    used: int | Decimal
    """What of it has passed; of a term before an event, what has passed of the time between due date and event."""

    remaining: int | Decimal
    unit: Unit
    """The unit of the term; days for weeks, months, years, and terms of several units."""

    suspended: bool
    """Whether the term stands still at the instant, with part of it left."""

    overdue: int
    """Whole units that have passed since the due date."""


def balance(ledger: Ledger, calendar: WorkCalendar, at: datetime) -> Balance:
    """
    Return what is used and what is left of the term of *ledger* at the instant *at*.

    Of whole days, the counted days after the start up to and including the
    local day of *at* are used; of hours and minutes, the minutes that ran.

    Raises:
        CalendarCoverageError: A day outside *calendar* would have to be looked at.

        TermError: The term cannot be counted as asked.
    """
    start = receive(ledger, calendar, None)
    place = expiry(ledger, calendar, start, None)
    due = run(ledger, calendar, None)
    kind = _Minutes if _all_in_minutes(ledger) else _Days
    account = kind(ledger, calendar, start, place)
    total, used = account.split(at)
    suspended = account.stands_still(at, left=due is None)
    overdue = account.overdue(due, at) if due is not None and at > due.at else 0
    return Balance(total, used, total - used, account.unit, suspended, overdue)


def _all_in_minutes(ledger: Ledger) -> bool:
    chain = ledger.chain
    whole = any(_in_whole_days(term) for term in chain)
    return not whole and len({works(term.unit) for term in chain}) == 1


def _in_whole_days(term: Term) -> bool:
    return isinstance(term.amount, int) and not term.unit.is_clock


def _has_days(term: Term) -> bool:
    return _in_whole_days(term) and term.amount != 0


class _Days:
    """A term as days; its window is the days after `_after` up to and including `_through`."""

    def __init__(self, ledger: Ledger, calendar: WorkCalendar, start: Start, place: Place | None) -> None:
        self._ledger, self._calendar = ledger, calendar
        counting, chain = ledger.counting, ledger.chain
        working = all(term.unit is Unit.WORKING_DAY for term in chain)
        self.unit = Unit.WORKING_DAY if working else Unit.DAY
        self._ends = None if place is None else place[0]
        day = _would_end(ledger, calendar, start) if place is None else place[0]
        first = start[1]
        same_day = counting.starts is Starts.SAME_DAY and _has_days(chain[0])
        if counting.direction is Direction.BEFORE:
            self._after, self._through = day - DAY, first if same_day else first - DAY
        else:
            self._after, self._through = first - DAY if same_day else first, day

    def split(self, at: datetime) -> tuple[int, int]:
        """Return the days of the whole term, and those used."""
        ledger, calendar = self._ledger, self._calendar
        out = in_days(ledger.suspensions, calendar)
        known = in_days(_broken_off(ledger).suspensions, calendar)
        total = self._counted(self._through, known) - (ledger.counting.clear and _has_days(ledger.chain[0]))
        return total, min(total, self._counted(min(self._through, calendar.local_day(at)), out))

    def overdue(self, due: Due, at: datetime) -> int:
        """Return the days after the day of *due* up to and including that of *at*."""
        return self._between(due.day, self._calendar.local_day(at))

    def stands_still(self, at: datetime, *, left: bool) -> bool:
        """Tell whether a suspension covers *at* that began before the last day, or while something is *left*."""
        day = self._calendar.local_day
        covering = [one for one in self._ledger.suspensions if _covers(one, at)]
        return any(left or self._ends is None or day(one.start) < self._ends for one in covering)

    def _counted(self, through: date, out: list[Days]) -> int:
        count = self._between(self._after, through)
        for start, end in out:
            count -= self._between(max(start, self._after), through if end is None else min(end, through))
        return count

    def _between(self, after: date, through: date) -> int:
        if after >= through:
            return 0
        if self.unit is Unit.DAY:
            return (through - after).days
        calendar, first = self._calendar, after + DAY
        return calendar.working_days_between(first, through) + calendar.is_working(first)


class _Minutes:
    """A term as minutes; it runs from `_from` to `_until`, or stands still."""

    def __init__(self, ledger: Ledger, calendar: WorkCalendar, start: Start, place: Place | None) -> None:
        self._ledger, self._calendar = ledger, calendar
        self._hours = ledger.counting.fraction_of_day.hours
        self.unit = ledger.chain[0].unit
        self._ends = None if place is None else place[1]
        self._from, self._until = start[0], self._ends
        if ledger.counting.direction is Direction.BEFORE:
            self._from, self._until = self._ends or start[0], start[0]

    def split(self, at: datetime) -> tuple[int | Decimal, int | Decimal]:
        """Return the whole term and what is used of it, in `unit`."""
        until = at if self._until is None else min(at, self._until)
        ran = self._ran(self._from, until)
        for start, end in in_time(self._ledger.suspensions):
            ran -= self._ran(max(start, self._from), until if end is None else min(end, until))
        total = sum(whole_minutes(term, self._hours) for term in self._ledger.chain)
        return self._in_unit(total), self._in_unit(min(total, ran // MINUTE))

    def overdue(self, due: Due, at: datetime) -> int:
        """Return the whole units that ran from *due* to *at*."""
        return self._ran(due.at, at) // (MINUTE * minutes_of(self.unit, self._hours))

    def stands_still(self, at: datetime, *, left: bool) -> bool:
        """Tell whether a suspension covers *at* that began before the end, or while something is *left*."""
        covering = [one for one in self._ledger.suspensions if _covers(one, at)]
        return any(left or self._ends is None or one.start < self._ends for one in covering)

    def _ran(self, start: datetime, end: datetime) -> timedelta:
        if start >= end:
            return timedelta(0)
        if works(self.unit):
            return worked(self._calendar, start, end)
        return end.astimezone(UTC) - start.astimezone(UTC)

    def _in_unit(self, minutes: int) -> int | Decimal:
        units, rest = divmod(minutes, minutes_of(self.unit, self._hours))
        return units if not rest else Decimal(minutes) / minutes_of(self.unit, self._hours)


def _covers(suspension: Suspension, at: datetime) -> bool:
    return suspension.start <= at and (suspension.end is None or at < suspension.end)


def _broken_off(ledger: Ledger) -> Ledger:
    """Return *ledger* with every open suspension ended after its first day, so that the rest can be counted."""
    ended = (one if one.end else replace(one, end=one.start + DAY) for one in ledger.suspensions)
    return replace(ledger, suspensions=tuple(ended))


def _would_end(ledger: Ledger, calendar: WorkCalendar, start: Start) -> date:
    place = expiry(_broken_off(ledger), calendar, start, None)
    return start[1] if place is None else place[0]
