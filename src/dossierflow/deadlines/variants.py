"""
What the due date would be if one thing were different.

Each variant changes one choice, or the day of the event, and leaves the rest.
It shows which rule carries the result, and how near it is to another one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.deadlines.conventions import Direction, Receipt, Roll, Starts
from dossierflow.deadlines.course import run
from dossierflow.errors import CalendarCoverageError, TermError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.explanation import Due
    from dossierflow.deadlines.ledger import Ledger
    from dossierflow.worktime.calendar import WorkCalendar


class Change(StrEnum):
    """The one thing that a variant changes."""

    ONE_DAY_EARLIER = "one_day_earlier"
    """The event happens at the same time of the day before."""

    ONE_DAY_LATER = "one_day_later"
    """The event happens at the same time of the day after."""

    START_DAY_COUNTED = "start_day_counted"
    """The day of the event is counted."""

    START_DAY_NOT_COUNTED = "start_day_not_counted"
    """The day of the event is not counted."""

    RECEIPT_AS_IS = "receipt_as_is"
    """An event outside office hours is not moved."""

    RECEIPT_NEXT_OPENING = "receipt_next_opening"
    """An event outside office hours is moved to the next opening."""

    WITHOUT_CUTOFF = "without_cutoff"
    """There is no cut-off hour."""

    WITHOUT_ROLL = "without_roll"
    """A last day that is a day off stays the last day."""

    WITH_ROLL = "with_roll"
    """A last day that is a day off moves to a working day, forward after an event and back before one."""

    WITHOUT_CLEAR_DAYS = "without_clear_days"
    """The last day is counted."""

    WITHOUT_MINIMUM = "without_minimum"
    """There is no least number of working days."""

    WITHOUT_DEEMING = "without_deeming"
    """The event counts as one of the day on which it happened."""

    WITHOUT_SUSPENSIONS = "without_suspensions"
    """Nothing was suspended."""

    WITHOUT_EXTENSIONS = "without_extensions"
    """Nothing was extended."""


class Variant(NamedTuple):
    """The due date under one change."""

    change: Change
    due: Due | None
    """None while the term stands still under the change as well."""

    moved: bool
    """Whether the due date is another one than without the change."""


def sensitivity(ledger: Ledger, calendar: WorkCalendar) -> tuple[Variant, ...]:
    """
    Return the due date of *ledger* under every change that applies to it.

    A change that *calendar* does not cover, or that cannot be counted, is left out.

    Raises:
        CalendarCoverageError: *ledger* itself ends outside *calendar*.

        TermError: *ledger* itself cannot be counted as asked.
    """
    actual = run(ledger, calendar, None)
    found: list[Variant] = []
    for change, changed in _changes(ledger):
        try:
            due = run(changed, calendar, None)
        except (CalendarCoverageError, TermError):
            continue
        found.append(Variant(change, due, due != actual))
    return tuple(found)


def _changes(ledger: Ledger) -> Iterator[tuple[Change, Ledger]]:
    day = timedelta(days=1)
    yield Change.ONE_DAY_EARLIER, replace(ledger, trigger=ledger.trigger - day)
    yield Change.ONE_DAY_LATER, replace(ledger, trigger=ledger.trigger + day)
    for change, choices in _other_choices(ledger.counting):
        yield change, replace(ledger, counting=ledger.counting.model_copy(update=choices))
    if ledger.deeming is not None:
        yield Change.WITHOUT_DEEMING, replace(ledger, deeming=None)
    if ledger.suspensions:
        yield Change.WITHOUT_SUSPENSIONS, replace(ledger, suspensions=())
    if ledger.extensions:
        yield Change.WITHOUT_EXTENSIONS, replace(ledger, extensions=())


def _other_choices(counting: Counting) -> Iterator[tuple[Change, dict[str, object]]]:
    if counting.starts is Starts.NEXT_DAY and not counting.clear:
        yield Change.START_DAY_COUNTED, {"starts": Starts.SAME_DAY}
    if counting.starts is Starts.SAME_DAY:
        yield Change.START_DAY_NOT_COUNTED, {"starts": Starts.NEXT_DAY}
    if counting.receipt is Receipt.AS_IS:
        yield Change.RECEIPT_NEXT_OPENING, {"receipt": Receipt.NEXT_OPENING}
    else:
        yield Change.RECEIPT_AS_IS, {"receipt": Receipt.AS_IS}
    if counting.cutoff is not None:
        yield Change.WITHOUT_CUTOFF, {"cutoff": None, "cutoff_effect": None}
    if counting.roll is Roll.NONE:
        back = counting.direction is Direction.BEFORE
        yield Change.WITH_ROLL, {"roll": Roll.BACKWARD if back else Roll.FORWARD}
    else:
        yield Change.WITHOUT_ROLL, {"roll": Roll.NONE}
    if counting.clear:
        yield Change.WITHOUT_CLEAR_DAYS, {"clear": False}
    if counting.min_working_days:
        yield Change.WITHOUT_MINIMUM, {"min_working_days": 0, "min_working_days_from": 0}
