"""
When terms end, for every instant at which they may start.

Instants are whole minutes after midnight of the calendar's first day, as its
wall clock shows them; `BEYOND` is any instant after the calendar's last day.
The kernel counts each start once: a term in whole days that does not look at
the time of day is counted once a day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.deadlines.choices import PARAMETERS
from dossierflow.deadlines.compute import due
from dossierflow.deadlines.conventions import Ends, Receipt
from dossierflow.deadlines.ledger import Extension, Ledger, Suspension
from dossierflow.errors import CalendarCoverageError, TermError

if TYPE_CHECKING:
    from dossierflow.deadlines.anchors import Deeming
    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.term import Term
    from dossierflow.worktime import WorkCalendar

MINUTES_A_DAY = 24 * 60

BEYOND = 1 << 60
"""Later than every instant that the calendar covers."""

Stops = tuple[tuple[int, int], ...]
"""When a clock stood still: from and until, in minutes."""


class Counted(NamedTuple):
    """How one limit is counted; equal ones end on the same instants."""

    calendar: WorkCalendar
    term: Term
    choices: tuple[object, ...]
    deeming: Deeming | None
    more: tuple[Extension, ...]


@dataclass(slots=True, eq=False)
class Rule:
    """One way of counting one term, with what has been counted already."""

    tables: Tables
    counted: Counted
    counting: Counting
    ends: dict[int, int] = field(default_factory=dict[int, int])
    """By the minute of the start, or by its day where the time of day does not matter."""

    @property
    def in_days(self) -> bool:
        """Tell whether the term is counted in whole days."""
        term = self.counted.term
        return not term.unit.is_clock and isinstance(term.amount, int)

    @property
    def ends_at_midnight(self) -> bool:
        """Tell whether the term ends with its last day, at midnight."""
        return self.in_days and self.counting.ends is Ends.MIDNIGHT

    @property
    def grain(self) -> int:
        """How many minutes of starting have the same end: a day's, or one."""
        by_day = self.in_days and self.counting.receipt is Receipt.AS_IS and self.counting.cutoff is None
        return MINUTES_A_DAY if by_day else 1

    def column(self, starts: list[int]) -> list[int]:
        """Return when the term ends for each of *starts*."""
        grain, ends = self.grain, self.ends
        keys = starts if grain == 1 else [start // grain for start in starts]
        for key in set(keys).difference(ends):
            ends[key] = self.end(key * grain, ())
        return [ends[key] for key in keys]

    def end(self, start: int, stops: Stops) -> int:
        """Return when the term ends that starts at *start* and stands still meanwhile."""
        tables = self.tables
        if start >= tables.beyond or any(until >= tables.beyond for _, until in stops):
            return BEYOND
        try:
            found = due(self._ledger(start, stops), self.counted.calendar)
        except (CalendarCoverageError, TermError):
            # what cannot be counted from this start is not decided, no more than what the calendar does not cover
            return BEYOND
        return BEYOND if found is None else tables.minute(found.at)

    def _ledger(self, start: int, stops: Stops) -> Ledger:
        instant = self.tables.instant
        return Ledger(
            self.counted.term,
            self.counting,
            instant(start),
            suspensions=tuple(Suspension(instant(since), instant(until), "-") for since, until in stops),
            extensions=self.counted.more,
            deeming=self.counted.deeming,
        )

    def last_moment(self, end: int, *, in_office: bool) -> int:
        """
        Return the last minute at which one would act who must act by *end*.

        That is *end* itself, unless the day ends at midnight: then the office
        closes before, and for everybody else it is the minute before.
        """
        if not self.ends_at_midnight or end >= BEYOND:
            return end
        if not in_office:
            return end - 1
        tables = self.tables
        return tables.minute(self.counted.calendar.closing_time(tables.day(end - 1)))


class Tables:
    """The ends of terms on one calendar, counted once for all procedures that are checked."""

    def __init__(self, calendar: WorkCalendar) -> None:
        """Take the first day of *calendar* as the day from which minutes are counted."""
        self.calendar = calendar
        self.beyond = ((calendar.last - calendar.first).days + 1) * MINUTES_A_DAY
        self._origin = calendar.first.toordinal()
        self._rules: dict[Counted, Rule] = {}
        days = calendar.days(calendar.first, calendar.last)
        self.worked = list(accumulate(int(day.working) for day in days))
        """For each day of the calendar, how many working days there are up to and including it."""

    def rule(
        self,
        calendar: WorkCalendar,
        term: Term,
        counting: Counting,
        deeming: Deeming | None = None,
        more: tuple[Extension, ...] = (),
    ) -> Rule:
        """Return the rule that counts like this; always the same one."""
        choices = tuple(getattr(counting, name) for name in PARAMETERS)
        counted = Counted(calendar, term, choices, deeming, more)
        return self._rules.setdefault(counted, Rule(self, counted, counting))

    def minute(self, at: datetime) -> int:
        """Return the minute of *at*."""
        local = at.astimezone(self.calendar.tz)
        return (local.toordinal() - self._origin) * MINUTES_A_DAY + local.hour * 60 + local.minute

    def instant(self, minute: int) -> datetime:
        """Return the instant of *minute*."""
        days, rest = divmod(minute, MINUTES_A_DAY)
        midnight = datetime.combine(date.fromordinal(self._origin + days), time.min, self.calendar.tz)
        return midnight + timedelta(minutes=rest)

    def day(self, minute: int) -> date:
        """Return the day in which *minute* lies."""
        return date.fromordinal(self._origin + minute // MINUTES_A_DAY)
