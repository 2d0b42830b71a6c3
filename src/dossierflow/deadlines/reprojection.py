"""
Which deadlines move when a calendar is replaced by another one.

A notice announces a swap, a storm closes an office: before the new calendar
is used, somebody should see whose due date becomes another one, and why. This
is a preview; nothing is changed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from dossierflow.deadlines.conventions import Direction
from dossierflow.deadlines.course import run
from dossierflow.errors import CalendarCoverageError, CalendarError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.citation import Citation
    from dossierflow.deadlines.explanation import Due
    from dossierflow.deadlines.ledger import Ledger
    from dossierflow.worktime.calendar import WorkCalendar
    from dossierflow.worktime.day import DayFact

K = TypeVar("K")


class DayChange(NamedTuple):
    """A day that counts, opens or closes otherwise in another calendar."""

    day: date
    worked_before: bool
    worked_after: bool
    facts_before: tuple[DayFact, ...]
    """Why the day differed from the ordinary week; nothing for an ordinary day."""

    facts_after: tuple[DayFact, ...]

    @property
    def cite(self) -> tuple[Citation, ...]:
        """The sources of what is new, or, of a day that became ordinary, of what is gone."""
        facts = self.facts_after or self.facts_before
        return tuple(dict.fromkeys(cite for fact in facts for cite in fact.cite))


@dataclass(frozen=True, slots=True)
class Move(Generic[K]):
    """One deadline with another end, or one that cannot be counted."""

    key: K
    """What the caller calls the deadline."""

    before: Due | None
    """When it is due now; none while it stands still, or if it cannot be counted."""

    after: Due | None
    """When it would be due; none while it would stand still, or if it could not be counted."""

    why: tuple[DayChange, ...]
    """The changed days from its start to its ends, both included."""

    problem: str | None = None
    """Why it cannot be counted on one of the calendars."""


def day_changes(before: WorkCalendar, after: WorkCalendar) -> tuple[DayChange, ...]:
    """
    Return the days, of those that both calendars cover, on which they count, open or close otherwise.

    Raises:
        CalendarError: The calendars lie in different time zones.

    >>> from dossierflow.worktime.vietnam import vietnam
    >>> early, late = vietnam(2026, 2026, as_known_on=date(2026, 4, 1)), vietnam(2026, 2026)
    >>> [str(change.day) for change in day_changes(early, late)]
    ['2026-11-24']
    """
    if before.zone != after.zone:
        msg = f"{before.name!r} is of {before.zone}, {after.name!r} of {after.zone}; a calendar keeps its time zone"
        raise CalendarError(msg)
    first, last = max(before.first, after.first), min(before.last, after.last)
    days = (first + timedelta(days=index) for index in range((last - first).days + 1))
    return tuple(
        DayChange(day, before.is_working(day), after.is_working(day), before.facts(day), after.facts(day))
        for day in days
        if before.hours(day) != after.hours(day) or before.closing_time(day) != after.closing_time(day)
    )


def reproject(deadlines: Iterable[tuple[K, Ledger]], before: WorkCalendar, after: WorkCalendar) -> tuple[Move[K], ...]:
    """
    Return the open *deadlines* that would move if *after* replaced *before*.

    A deadline that one of the calendars does not cover is among them, with its
    problem: whoever replaces a calendar has to know of it.

    Args:
        deadlines: A key of the caller's own, and the ledger, in any number.

        before: The calendar in use.

        after: The calendar that is to replace it.

    Raises:
        CalendarError: The calendars lie in different time zones.

        TermError: A ledger cannot be counted as asked, on any calendar.
    """
    changes = day_changes(before, after)
    changed = [change.day for change in changes]
    moves: list[Move[K]] = []
    for key, ledger in deadlines:
        now, trouble_now = _due(ledger, before)
        then, trouble_then = _due(ledger, after)
        problem = trouble_then or trouble_now
        if problem is None and _ends(now) == _ends(then):
            continue
        start, stop = _between(ledger, before, now, then, changed)
        moves.append(Move(key, now, then, changes[start:stop], problem))
    return tuple(moves)


def _due(ledger: Ledger, calendar: WorkCalendar) -> tuple[Due | None, str | None]:
    try:
        return run(ledger, calendar, None), None
    except CalendarCoverageError as error:
        return None, str(error)


def _ends(due: Due | None) -> tuple[object, ...] | None:
    """Return what of a due date can move; that it becomes certain moves nothing."""
    return due and (due.day, due.at)


def _between(
    ledger: Ledger, calendar: WorkCalendar, now: Due | None, then: Due | None, changed: list[date]
) -> tuple[int, int]:
    """Return the range of *changed* days from the start of the term to both its ends."""
    days = [calendar.local_day(ledger.trigger), *(due.day for due in (now, then) if due is not None)]
    if now is None or then is None:
        days.append(date.min if ledger.counting.direction is Direction.BEFORE else date.max)
    return bisect_left(changed, min(days)), bisect_right(changed, max(days))
