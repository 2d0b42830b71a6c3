"""Two versions of a procedure side by side: what they say differently, and what that does to due dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.engine.rulebook import CompiledProcedure
from dossierflow.errors import CalendarCoverageError, CalendarError
from dossierflow.review.compare.differences import differences
from dossierflow.review.compare.effect import effects
from dossierflow.review.overtaking import calendars_for

if TYPE_CHECKING:
    from datetime import date

    from dossierflow.review.compare.differences import Difference
    from dossierflow.review.compare.effect import Effect
    from dossierflow.review.findings import Subject
    from dossierflow.worktime import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two versions compared."""

    before: Subject
    after: Subject
    calendar: WorkCalendar
    first: date
    """The first start day that was counted, inclusive."""

    last: date
    """The last start day that was counted, inclusive."""

    differences: tuple[Difference, ...]
    effects: tuple[Effect, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether both say the same, word for word."""
        return not self.differences

    @property
    def moving(self) -> tuple[Effect, ...]:
        """The effects with starts whose due date moves."""
        return tuple(one for one in self.effects if one.moved)

    @property
    def one_sided(self) -> tuple[Effect, ...]:
        """The terms that only one of the versions gives."""
        return tuple(one for one in self.effects if one.pair.before is None or one.pair.after is None)


def compare(
    before: Subject,
    after: Subject,
    *,
    calendar: WorkCalendar,
    first: date | None = None,
    last: date | None = None,
) -> Comparison:
    """
    Compare two versions of a procedure.

    Args:
        before: The version that holds now, with its file where there is one.

        after: The version that it is compared with; it may be of another procedure.

        calendar: On which both are counted, whatever calendar they name.

        first: The first start day, inclusive; none means the calendar's first.

        last: The last start day, inclusive; none means the calendar's last.

    Raises:
        CalendarCoverageError: A start day lies outside the calendar.

        CalendarError: The last day comes before the first.
    """
    start, end = first or calendar.first, last or calendar.last
    for day in (start, end):
        if not calendar.first <= day <= calendar.last:
            raise CalendarCoverageError(calendar.name, day, calendar.first, calendar.last)
    if end < start:
        msg = f"the last start day {end.isoformat()} comes before the first, {start.isoformat()}; swap them"
        raise CalendarError(msg)
    old, new = (CompiledProcedure(one.procedure, calendars_for(one.procedure, calendar)) for one in (before, after))
    return Comparison(
        before=before,
        after=after,
        calendar=calendar,
        first=start,
        last=end,
        differences=differences(before.procedure, after.procedure),
        effects=effects(old, new, first=start, last=end),
    )
