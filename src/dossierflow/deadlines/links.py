"""
Running one term of a chain from where the one before it ended.

A chain has one term, or several where extensions go on from one another. The
start and the clear day belong to its first term, suspensions to all of it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from dossierflow.deadlines.clock import Place, in_minutes
from dossierflow.deadlines.conventions import BrokenTerm, Direction, Ends, Starts
from dossierflow.deadlines.days import DAY, backward, corresponding, forward, plus
from dossierflow.deadlines.explanation import StepKind
from dossierflow.deadlines.suspensions import in_days, touches
from dossierflow.deadlines.term import Unit
from dossierflow.errors import TermError

if TYPE_CHECKING:
    from dossierflow.citation import Citation
    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.ledger import Ledger
    from dossierflow.deadlines.suspensions import Days
    from dossierflow.deadlines.term import Term
    from dossierflow.deadlines.trail import Trail
    from dossierflow.worktime.calendar import WorkCalendar

_WORKING_DAY, _DAY, _WEEK = Unit.WORKING_DAY, Unit.DAY, Unit.WEEK
_BEFORE, _SAME_DAY, _SAME_TIME = Direction.BEFORE, Starts.SAME_DAY, Ends.SAME_TIME
_BROKEN = {Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}
"""Days of a week, month and year that do not run without a break (Civil Code 2015, art. 146.1)."""

_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
_DAYS_OF_WEEK = 7


def advance(
    ledger: Ledger,
    calendar: WorkCalendar,
    term: Term,
    place: Place,
    trail: Trail | None,
    cite: tuple[Citation, ...],
    *,
    first: bool,
) -> Place | None:
    """
    Return where *term* ends if it starts at *place*, or none while it stands still.

    Args:
        ledger: Says how to count, and what is suspended.

        calendar: Says which days and minutes count.

        term: The term to run.

        place: Where it starts.

        trail: Takes the steps.

        cite: Where the term stands.

        first: Whether *term* is the first of its chain.

    Raises:
        CalendarCoverageError: It ends outside *calendar*.

        TermError: It cannot be counted as asked.
    """
    unit = term.unit
    if term.amount.__class__ is not int or (unit is not _WORKING_DAY and unit.is_clock):
        return in_minutes(ledger, calendar, term, place, trail, cite)
    day = _in_days(ledger, calendar, term, place.day, trail, cite, first=first)
    if day is None:
        return None
    if ledger.counting.ends is _SAME_TIME and place.at is not None:
        return Place(day, datetime.combine(day, place.at.astimezone(calendar.tz).timetz()))
    return Place(day, None)


def least_day(ledger: Ledger, calendar: WorkCalendar, start: date) -> date | None:
    """Return the day with which the term from *start* has its least working days; none while it stands still."""
    counting = ledger.counting
    out = in_days(ledger.suspensions, calendar)
    counter = Counter(calendar, counting, out, None, same_day=counting.starts is _SAME_DAY)
    return counter.least(start, counting.min_working_days)


def nominal_days(ledger: Ledger) -> int:
    """Return how many days the terms of the chain have by name, a month as 30; hours and minutes have none."""
    return sum(int(term.amount) * _BROKEN.get(term.unit, 1) for term in ledger.chain if not term.unit.is_clock)


def _in_days(
    ledger: Ledger,
    calendar: WorkCalendar,
    term: Term,
    start: date,
    trail: Trail | None,
    cite: tuple[Citation, ...],
    *,
    first: bool,
) -> date | None:
    counting, unit, amount = ledger.counting, term.unit, int(term.amount)
    if amount == 0:
        if trail is not None:
            trail.add(StepKind.COUNT, start, start, amount=0, unit=unit, cite=cite)
        return start
    out = in_days(ledger.suspensions, calendar) if ledger.suspensions else []
    counter = Counter(calendar, counting, out, trail, same_day=first and counting.starts is _SAME_DAY)
    if unit is _WORKING_DAY or unit is _DAY:
        day = counter.count(start, amount, unit, cite)
    else:
        whole = counter.corresponding(start, term, cite)
        day = whole if whole is not None else counter.broken(start, term, cite)
    if day is None or not (first and counting.clear):
        return day
    return counter.clear(day, unit)


class Counter:
    """Counts whole days as one ledger asks for it; made for one term, never shared."""

    __slots__ = ("_calendar", "_counting", "_out", "_same_day", "_trail")

    def __init__(
        self, calendar: WorkCalendar, counting: Counting, out: list[Days], trail: Trail | None, *, same_day: bool
    ) -> None:
        """Count days of *calendar* except those *out*; with *same_day*, the start day too."""
        self._calendar, self._counting, self._out, self._trail = calendar, counting, out, trail
        self._same_day = same_day

    def count(self, start: date, amount: int, unit: Unit, cite: tuple[Citation, ...]) -> date | None:
        """Return the *amount*-th day from *start* that counts, or none while the term stands still."""
        working = unit is _WORKING_DAY
        day = self._nth(start, amount, working=working)
        if self._trail is not None:
            if day is None:
                self._trail.stands_still(start)
            else:
                self._trail.walk(
                    StepKind.COUNT, start, day, unit, working=working, from_start=self._same_day, cite=cite
                )
        return day

    def least(self, start: date, working_days: int) -> date | None:
        """Return the day with which a term from *start* contains so many *working_days*; none if it stands still."""
        return self._nth(start, working_days, working=True)

    def _nth(self, start: date, amount: int, *, working: bool) -> date | None:
        calendar = self._calendar
        if self._same_day and not (working and not calendar.is_working(start)):
            if not (self._out and touches(self._out, start - DAY, start)):
                amount -= 1
            if amount == 0:
                return start
        step = backward if self._counting.direction is _BEFORE else forward
        return step(calendar, start, amount, self._out, working=working)

    def corresponding(self, start: date, term: Term, cite: tuple[Citation, ...]) -> date | None:
        """Return the corresponding day of a term of weeks, months or years; none if a suspension breaks it."""
        counting, calendar, unit = self._counting, self._calendar, term.unit
        back = counting.direction is _BEFORE
        amount = -int(term.amount) if back else int(term.amount)
        if unit is _WEEK:
            found, clamped = plus(calendar, start, amount * _DAYS_OF_WEEK), False
        else:
            found, clamped = corresponding(calendar, start, amount * _MONTHS[unit], counting.month_end)
        day = found
        if self._same_day:
            day = found + DAY if back else found - DAY
        after, through = (day - DAY, start - DAY) if back else (start, day)
        if self._same_day:
            after, through = (after, start) if back else (start - DAY, through)
        if touches(self._out, after, through):
            return None
        if self._trail is not None:
            cites = (*cite, *counting.cite("month_end")) if clamped else cite
            params = {"clamped": "yes" if clamped else "no", "from": "start" if self._same_day else "next"}
            self._trail.add(
                StepKind.CORRESPONDING, start, day, amount=int(term.amount), unit=unit, cite=cites, params=params
            )
        return day

    def broken(self, start: date, term: Term, cite: tuple[Citation, ...]) -> date | None:
        """
        Return the last day of a term of weeks, months or years, counted in days.

        Raises:
            TermError: Such a term must not be interrupted.
        """
        counting = self._counting
        if counting.broken_term is BrokenTerm.REFUSE:
            msg = (
                f"{str(term)!r} is interrupted by a suspension, and broken_term refuses; "
                "choose 'art146', or give the term in days"
            )
            raise TermError(msg)
        days = int(term.amount) * _BROKEN[term.unit]
        if self._trail is not None:
            self._trail.add(
                StepKind.BROKEN_TERM,
                start,
                start,
                amount=int(term.amount),
                unit=term.unit,
                cite=counting.cite("broken_term"),
                params={"days": str(days)},
            )
        return self.count(start, days, _DAY, cite)

    def clear(self, day: date, unit: Unit) -> date | None:
        """Return the next day after *day* that counts, for clear days do not count their last day."""
        working = unit is _WORKING_DAY
        end = self._nth(day, 1, working=working)
        if self._trail is not None:
            if end is None:
                self._trail.stands_still(day)
            else:
                cite = self._counting.cite("clear")
                self._trail.walk(StepKind.CLEAR, day, end, unit, working=working, cite=cite)
        return end
