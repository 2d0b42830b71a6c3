"""
Two calendars compared: which days differ, and which start days of common terms are due on another day.

The same calendar as known on two days is two calendars: what an announcement
changed is what they differ in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from dossierflow.deadlines.compute import due
from dossierflow.deadlines.counting import profile
from dossierflow.deadlines.ledger import Ledger
from dossierflow.deadlines.reprojection import DayChange, day_changes
from dossierflow.deadlines.term import Term
from dossierflow.errors import CalendarCoverageError
from dossierflow.review.compare.effect import Shift, shift, starts

if TYPE_CHECKING:
    from dossierflow.worktime import WorkCalendar

TERMS = tuple(map(Term.of, ("1 working day", "5 working days", "10 working days", "20 working days", "30 days")))
"""The terms that are tried: those that laws give most often."""

_NINE = time(9)


@dataclass(frozen=True, slots=True)
class TermShifts:
    """What becomes of one term under another calendar."""

    term: Term
    counted: int
    """How many start days both calendars can count."""

    moved: tuple[Shift, ...]
    """The start days that are due on another day."""


@dataclass(frozen=True, slots=True)
class CalendarComparison:
    """Two calendars compared."""

    before: WorkCalendar
    after: WorkCalendar
    days: tuple[DayChange, ...]
    """The days that count, open or close otherwise."""

    terms: tuple[TermShifts, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether no day differs of those that both cover."""
        return not self.days


def compare_calendars(before: WorkCalendar, after: WorkCalendar) -> CalendarComparison:
    """
    Compare two calendars on the days that both cover.

    Raises:
        CalendarError: They lie in different time zones.

    >>> from dossierflow.worktime.vietnam import vietnam
    >>> early, late = vietnam(2026, 2026, as_known_on=date(2026, 4, 1)), vietnam(2026, 2026)
    >>> seen = compare_calendars(early, late)
    >>> [str(change.day) for change in seen.days], [len(one.moved) for one in seen.terms]
    (['2026-11-24'], [1, 7, 14, 28, 1])
    """
    days = day_changes(before, after)
    first, last = max(before.first, after.first), min(before.last, after.last)
    return CalendarComparison(before, after, days, tuple(_of_term(term, before, after, first, last) for term in TERMS))


def _of_term(term: Term, before: WorkCalendar, after: WorkCalendar, first: date, last: date) -> TermShifts:
    counting = profile("vn-general").counting(term.unit)
    counted, moved = 0, list[Shift]()
    for start in starts(first, last, _NINE, after):
        ledger = Ledger(term, counting, start)
        try:
            was, becomes = due(ledger, before), due(ledger, after)
        except CalendarCoverageError:
            continue
        counted += 1
        if was is not None and becomes is not None and was.day != becomes.day:
            moved.append(shift(start, was, becomes, after))
    return TermShifts(term, counted, tuple(moved))
