"""
The clock of a forecast: whole seconds since the first midnight, and the instants that they are.

SimPy counts seconds; the law counts on calendars. Seconds are those that really
pass, so that a zone with changes of its clocks is no exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dossierflow.errors import CalendarCoverageError
from dossierflow.forecast.plan.distributions import TimeUnit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dossierflow.worktime import WorkCalendar

# Bound once: a test clock swaps the class datetime for its own, but not this.
_combine = datetime.combine
_MIDNIGHT = datetime.min.time()
NEVER = 2**62
"""The second of what does not happen before the end of the calendar; a forecast ends before that."""

SECONDS: Mapping[TimeUnit, int] = {TimeUnit.MINUTES: 60, TimeUnit.HOURS: 3600, TimeUnit.DAYS: 86400}


@dataclass(frozen=True, slots=True)
class Clock:
    """Turns seconds of the forecast into instants on a calendar, and back."""

    calendar: WorkCalendar
    origin: datetime
    """The first midnight, in UTC."""

    @classmethod
    def starting(cls, first: date, calendar: WorkCalendar) -> Clock:
        """Return the clock that shows 0 when *first* begins where the calendar is kept."""
        return cls(calendar, _combine(first, _MIDNIGHT, calendar.tz).astimezone(UTC))

    def at(self, seconds: int) -> datetime:
        """Return the instant at *seconds*, in the zone of the calendar."""
        return (self.origin + timedelta(seconds=seconds)).astimezone(self.calendar.tz)

    def seconds(self, at: datetime) -> int:
        """Return the seconds at *at*; parts of a second count as a whole one."""
        passed = at - self.origin
        return passed.days * 86400 + passed.seconds + (passed.microseconds > 0)

    def after(self, start: int, amount: float, unit: TimeUnit, calendar: WorkCalendar | None = None) -> int:
        """
        Return when *amount* that begins at *start* is over, in seconds.

        Working minutes are rounded to whole ones, at least one, and counted on *calendar*, by default that of the
        clock; other units simply pass. What is not over when the calendar ends never is.
        """
        if unit is not TimeUnit.WORKING_MINUTES:
            return start + max(1, round(amount * SECONDS[unit]))
        hours = calendar or self.calendar
        try:
            return self.seconds(hours.add_working_minutes(self.at(start), max(1, round(amount))))
        except CalendarCoverageError:
            return NEVER
