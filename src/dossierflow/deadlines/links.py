"""
Running one term of a chain from where the one before it ended.

A chain has one term, or several where extensions go on from one another. The
start and the clear day belong to its first term, suspensions to all of it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from dossierflow.deadlines.clock import in_minutes
from dossierflow.deadlines.conventions import BROKEN_DAYS, BrokenTerm, Direction, Ends, Starts
from dossierflow.deadlines.days import DAY, backward, corresponding, forward, shifted
from dossierflow.deadlines.explanation import StepKind
from dossierflow.deadlines.suspensions import in_days, touches
from dossierflow.deadlines.term import Unit
from dossierflow.errors import TermError

if TYPE_CHECKING:
    from dossierflow.citation import Citation
    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.clock import Place
    from dossierflow.deadlines.ledger import Ledger
    from dossierflow.deadlines.suspensions import Days
    from dossierflow.deadlines.term import Term
    from dossierflow.deadlines.trail import Trail
    from dossierflow.worktime.calendar import WorkCalendar

    How = tuple[Counting, list[Days], bool]
    """How whole days are counted: the choices; the days out, in order; whether the start day may be counted."""

_WORKING_DAY, _DAY, _WEEK = Unit.WORKING_DAY, Unit.DAY, Unit.WEEK
_BEFORE, _SAME_DAY, _SAME_TIME = Direction.BEFORE, Starts.SAME_DAY, Ends.SAME_TIME
"""Days of a week, month and year that do not run without a break (Civil Code 2015, art. 146.1)."""

_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
_DAYS_OF_WEEK = 7
_NO_TIME = timedelta(0)
_NOTHING_OUT: list[Days] = []
"""Shared by all terms without suspensions; never changed."""


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
    start, at = place
    day = _in_days(ledger, calendar, term, start, trail, cite, first=first)
    if day is None:
        return None
    if ledger.counting.ends is _SAME_TIME and at is not None:
        return day, datetime.combine(day, at.astimezone(calendar.tz).timetz())
    return day, None


def least_day(ledger: Ledger, calendar: WorkCalendar, start: date) -> date | None:
    """Return the day with which the term from *start* has its least working days; none while it stands still."""
    counting = ledger.counting
    how = (counting, in_days(ledger.suspensions, calendar), counting.starts is _SAME_DAY)
    return _nth(calendar, how, start, counting.min_working_days, working=True)


def nominal_days(ledger: Ledger) -> int:
    """Return how many days the terms of the chain have by name, a month as 30; hours and minutes have none."""
    return sum(int(term.amount) * BROKEN_DAYS.get(term.unit, 1) for term in ledger.chain if not term.unit.is_clock)


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
    out = in_days(ledger.suspensions, calendar) if ledger.suspensions else _NOTHING_OUT
    how = (counting, out, first and counting.starts is _SAME_DAY)
    day: date | None
    if unit is _WORKING_DAY or unit is _DAY:
        day = _count(calendar, how, start, amount, unit, trail, cite)
    else:
        day = _corresponding(calendar, how, start, term, trail, cite)
        if day is None:
            day = _count(calendar, how, start, _broken(counting, start, term, trail), _DAY, trail, cite)
    if first and counting.clear and day is not None:
        return _clear(calendar, how, day, unit, trail)
    return day


def _nth(calendar: WorkCalendar, how: How, start: date, amount: int, *, working: bool) -> date | None:
    counting, out, same_day = how
    if same_day and touches(out, start - DAY, start):
        if out[-1][1] is None and out[-1][0] < start:
            return None
    elif same_day and (calendar.is_working(start) or not working):
        amount -= 1
        if amount == 0:
            return start
    step = backward if counting.direction is _BEFORE else forward
    return step(calendar, start, amount, out, working=working)


def _count(
    calendar: WorkCalendar,
    how: How,
    start: date,
    amount: int,
    unit: Unit,
    trail: Trail | None,
    cite: tuple[Citation, ...],
) -> date | None:
    """Return the *amount*-th day from *start* that counts, or none while the term stands still."""
    working = unit is _WORKING_DAY
    day = _nth(calendar, how, start, amount, working=working)
    if trail is not None:
        _, out, same_day = how
        if day is None:
            trail.walk_on(start, out[-1][0], amount, unit, working=working, from_start=same_day, cite=cite)
        else:
            trail.walk(StepKind.COUNT, start, day, unit, working=working, from_start=same_day, cite=cite)
    return day


def _corresponding(
    calendar: WorkCalendar, how: How, start: date, term: Term, trail: Trail | None, cite: tuple[Citation, ...]
) -> date | None:
    """Return the corresponding day of a term of weeks, months or years; none if a suspension breaks it."""
    counting, out, same_day = how
    unit, amount, back = term.unit, int(term.amount), counting.direction is _BEFORE
    moved = -amount if back else amount
    if unit is _WEEK:
        found, clamped = shifted(start, moved * _DAYS_OF_WEEK), False
    else:
        found, clamped = corresponding(start, moved * _MONTHS[unit], counting.month_end)
    one = DAY if same_day else _NO_TIME
    # The day before a day that its month lacks is the last day of that month already.
    day = found + one if back else found if clamped else found - one
    after, through = (day - DAY, start - DAY + one) if back else (start - one, day)
    if touches(out, after, through):
        return None
    # Not before: a suspended term has no use for an unbroken end, which may lie beyond the calendar.
    calendar.is_working(day)
    if trail is not None:
        cites = (*cite, *counting.cite("month_end")) if clamped else cite
        params = {"clamped": "yes" if clamped else "no", "from": "start" if same_day else "next"}
        trail.add(StepKind.CORRESPONDING, start, day, amount=amount, unit=unit, cite=cites, params=params)
    return day


def _broken(counting: Counting, start: date, term: Term, trail: Trail | None) -> int:
    """Return how many days a term of weeks, months or years has that a suspension breaks."""
    if counting.broken_term is BrokenTerm.REFUSE:
        msg = (
            f"{str(term)!r} is interrupted by a suspension, and broken_term refuses; "
            "choose 'art146', or give the term in days"
        )
        raise TermError(msg)
    amount, unit = int(term.amount), term.unit
    days = amount * BROKEN_DAYS[unit]
    if trail is not None:
        cite, params = counting.cite("broken_term"), {"days": str(days)}
        trail.add(StepKind.BROKEN_TERM, start, start, amount=amount, unit=unit, cite=cite, params=params)
    return days


def _clear(calendar: WorkCalendar, how: How, day: date, unit: Unit, trail: Trail | None) -> date | None:
    """Return the next day after *day* that counts, for clear days do not count their last day."""
    working = unit is _WORKING_DAY
    end = _nth(calendar, how, day, 1, working=working)
    if trail is not None:
        cite = how[0].cite("clear")
        if end is None:
            trail.stands_still(day)
        else:
            trail.walk(StepKind.CLEAR, day, end, unit, working=working, cite=cite)
    return end
