"""
The choices that decide on which day a time limit ends.

Each is an enumeration of the conventions found in statutes. None is a default:
a `dossierflow.deadlines.counting.CountingProfile` makes the choice and says on
whose authority.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from dossierflow.deadlines.term import Unit
from dossierflow.frozen import Frozen


class Starts(StrEnum):
    """When counting begins."""

    NEXT_DAY = "next_day"
    """The day of the event is not counted (Civil Code 2015, art. 147.2-3)."""

    SAME_DAY = "same_day"
    """The day of the event is the first day counted."""

    INSTANT = "instant"
    """At the moment of the event; only of hours and minutes (Civil Code 2015, art. 147.1)."""


class Receipt(StrEnum):
    """What an event outside office hours counts as."""

    AS_IS = "as_is"
    """An event of the moment at which it happened."""

    NEXT_OPENING = "next_opening"
    """An event at the opening of the next working day, if it falls on a day off, or at or after closing."""


class CutoffEffect(StrEnum):
    """What an event after the cut-off hour of a working day moves."""

    STARTS_LATER = "starts_later"
    """The event: it counts as one at the opening of the next working day."""

    RESULT_LATER = "result_later"
    """The due day only: it becomes the next working day."""


class Roll(StrEnum):
    """Where a term goes whose last day is a day off."""

    NONE = "none"
    """It stays."""

    FORWARD = "forward"
    """
    To the next working day (Civil Code 2015, art. 148.5).

    Hours and minutes keep their time of day, so that two hours from a Saturday
    at 22:00 end on Monday at 00:00, before one hour does.
    """

    BACKWARD = "backward"
    """To the last working day before."""


class Direction(StrEnum):
    """Whether the term lies after its event or before it."""

    AFTER = "after"
    """The event starts the term."""

    BEFORE = "before"
    """The term is to be kept before the event; it counts back from the day before."""


class Ends(StrEnum):
    """At which time of its last day a term ends."""

    CLOSE_OF_BUSINESS = "close_of_business"
    """When the office closes."""

    MIDNIGHT = "midnight"
    """At 24:00, which is the first instant of the next day (Civil Code 2015, art. 148.6)."""

    SAME_TIME = "same_time"
    """At the minute at which it has been counted to the end; only of hours and minutes."""


class MonthEnd(StrEnum):
    """What becomes of a month or year that has no corresponding day, as 31 January plus a month."""

    CLAMP = "clamp"
    """It ends on the last day of the month (Civil Code 2015, art. 148.3)."""

    REFUSE = "refuse"
    """It cannot be counted."""


class BrokenTerm(StrEnum):
    """What becomes of a week, month or year that does not run without a break."""

    ART146 = "art146"
    """It has 7, 30 or 365 days, and a day has 24 hours (Civil Code 2015, art. 146.1)."""

    REFUSE = "refuse"
    """It cannot be counted."""


class FractionOfDay(Frozen):
    """How many hours a part of a working day is a part of."""

    hours: int = Field(ge=1, le=24)
    """Working hours of one whole working day."""


BROKEN_DAYS = {Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}
"""Days of a unit whose time does not run continuously: Civil Code 2015, article 146.1."""
