"""
Writing down what the kernel does, one step at a time.

The kernel runs the same code with a trail and without one. What a step tells
about single days is looked up here, in the calendar and the suspensions.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.deadlines.explanation import SkipKind, Skipped, Step, StepKind, WorkedInExchange
from dossierflow.deadlines.term import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from dossierflow.citation import Citation
    from dossierflow.deadlines.ledger import Suspension
    from dossierflow.worktime.calendar import CalendarDay, WorkCalendar

    _Span = tuple[date, date | None, Suspension]
    """A suspension with its first and last local day; it takes out the days after the first."""

_WORKED = "swap_work"
_SKIPS = {kind.value: kind for kind in SkipKind}

# Bound once: a test clock swaps the class date for its own, but not this.
_from_ordinal = date.fromordinal


class _Reasons(NamedTuple):
    """What a calendar says about its single days."""

    days: list[date]
    """All days, in order."""

    off: dict[date, Skipped]
    """Every day off, and why it is one."""

    exchanged: dict[date, tuple[WorkedInExchange, ...]]
    """Days worked in exchange for others."""


@lru_cache(maxsize=16)
def _reasons(calendar: WorkCalendar) -> _Reasons:
    """Look every day of *calendar* up once; the last sixteen calendars are remembered."""
    days = list(calendar.days(calendar.first, calendar.last))
    exchanged = {day.day: tuple([fact for fact in day.facts if fact.kind.value == _WORKED]) for day in days}
    return _Reasons(
        [day.day for day in days],
        {day.day: _day_off(day) for day in days if not day.working},
        {
            day: tuple([WorkedInExchange(fact.day, fact.name, fact.cite) for fact in facts])
            for day, facts in exchanged.items()
            if facts
        },
    )


def _day_off(day: CalendarDay) -> Skipped:
    for fact in day.facts:
        kind = _SKIPS.get(fact.kind.value)
        if kind is not None:
            return Skipped(day.day, kind, fact.name, fact.cite)
    return Skipped(day.day, SkipKind.WEEKEND)


class Trail:
    """The steps so far; one for each explanation, never shared."""

    __slots__ = ("_all", "_calendar", "_exchanged", "_off", "_origin", "_spans", "steps")

    def __init__(self, calendar: WorkCalendar, suspensions: tuple[Suspension, ...]) -> None:
        """Begin with no step, about days of *calendar*."""
        self.steps: list[Step] = []
        self._calendar = calendar
        self._all, self._off, self._exchanged = _reasons(calendar)
        self._origin = calendar.first.toordinal()
        self._spans = [
            (calendar.local_day(one.start), None if one.end is None else calendar.local_day(one.end), one)
            for one in suspensions
        ]

    def add(
        self,
        kind: StepKind,
        before: date | datetime,
        after: date | datetime | None,
        *,
        amount: int | Decimal | None = None,
        unit: Unit | None = None,
        skipped: tuple[Skipped, ...] = (),
        cite: tuple[Citation, ...] = (),
        params: dict[str, str] | None = None,
    ) -> None:
        """Add a step that counts no days."""
        told = tuple(params.items()) if params else ()
        self.steps.append(Step(kind, before, after, amount, unit, (), skipped, (), told, cite))

    def stands_still(self, at: date | datetime, left: int | Decimal | None = None, unit: Unit | None = None) -> None:
        """Add the step that ends all steps: from *at* on, what is *left* of the term does not run."""
        _, _, suspension = next(span for span in self._spans if span[1] is None)
        params = {"reason": suspension.reason, "since": suspension.start.astimezone(self._calendar.tz).isoformat()}
        self.add(StepKind.STANDS_STILL, at, None, amount=left, unit=unit, cite=suspension.cite, params=params)

    def suspended(self, before: datetime, after: datetime) -> None:
        """Add the time from *before* to *after* in which hours and minutes did not run."""
        first, last = min(before, after), max(before, after)
        found = [one for _, _, one in self._spans if one.start < last and (one.end is None or one.end > first)]
        cite = tuple(dict.fromkeys(cite for one in found for cite in one.cite))
        reasons = dict.fromkeys(one.reason for one in found)
        self.add(StepKind.SUSPENDED, before, after, cite=cite, params={"reason": "; ".join(reasons)})

    def walk(
        self,
        kind: StepKind,
        before: date,
        after: date,
        unit: Unit,
        *,
        working: bool,
        from_start: bool = False,
        cite: tuple[Citation, ...] = (),
        params: dict[str, str] | None = None,
    ) -> None:
        """Add a step that counts the days from *before* to *after*, in either direction, and passes over others."""
        days = self._days(before, after, from_start=from_start)
        # What an event counts as is settled before anything can be suspended.
        spans = () if kind is StepKind.DEEMED else self._spans
        counted, skipped = self._sorted(days, spans, working=working)
        self._walked(kind, before, unit, counted, skipped, cite, from_start=from_start, params=params)

    def walk_on(
        self,
        before: date,
        until: date,
        amount: int,
        unit: Unit,
        *,
        working: bool,
        from_start: bool,
        cite: tuple[Citation, ...],
    ) -> None:
        """Add the days from *before* that count until the term of *amount* stands still after *until*."""
        # Beyond the calendar nobody knows which days are worked, and so not what is left.
        known = not working or until <= self._calendar.last
        until = until if known else self._calendar.last
        some = until > before or (until == before and from_start)
        days = self._days(before, until, from_start=from_start) if some else ()
        counted, skipped = self._sorted(days, self._spans, working=working)
        at = before
        if counted:
            at = counted[-1]
            passed = [skip for skip in skipped if skip.day < at]
            self._walked(StepKind.COUNT, before, unit, counted, passed, cite, from_start=from_start)
        self.stands_still(at, amount - len(counted) if known else None, unit)

    def _walked(
        self,
        kind: StepKind,
        before: date,
        unit: Unit,
        counted: list[date],
        skipped: list[Skipped],
        cite: tuple[Citation, ...],
        *,
        from_start: bool,
        params: dict[str, str] | None = None,
    ) -> None:
        told = {**({"from": "start"} if from_start else {}), **(params or {})}
        step = Step(
            kind,
            before,
            counted[-1],
            len(counted),
            unit,
            tuple(counted),
            tuple(skipped),
            self.in_exchange(counted) if unit is Unit.WORKING_DAY else (),
            tuple(told.items()),
            cite,
        )
        self.steps.append(step)

    def _sorted(
        self, days: Sequence[date], spans: Iterable[_Span], *, working: bool
    ) -> tuple[list[date], list[Skipped]]:
        off = self._off if working else {}
        if not spans:
            return [day for day in days if day not in off], [off[day] for day in days if day in off]
        counted: list[date] = []
        skipped: list[Skipped] = []
        for day in days:
            reason = _suspended(day, spans) or off.get(day)
            if reason is None:
                counted.append(day)
            else:
                skipped.append(reason)
        return counted, skipped

    def _days(self, before: date, after: date, *, from_start: bool) -> list[date]:
        """Return the days towards *after*, which is the last; the first is *before* or the one next to it."""
        first, last = before.toordinal() - self._origin, after.toordinal() - self._origin
        step = 1 if last >= first else -1
        first += 0 if from_start else step
        if min(first, last) >= 0 and max(first, last) < len(self._all):
            # those of the calendar, which are looked up faster than new ones
            found = self._all[first : last + 1] if step > 0 else self._all[last : first + 1][::-1]
            return found or [after]
        return [*map(_from_ordinal, range(first + self._origin, last + self._origin, step)), after]

    def days_off(self, after: date, until: date) -> tuple[Skipped, ...]:
        """Return the days off from *after* towards *until*, *after* included, *until* not."""
        off = self._off
        if after == until:
            return ()
        return tuple([off[day] for day in self._days(after, until, from_start=True)[:-1] if day in off])

    def in_exchange(self, days: Iterable[date]) -> tuple[WorkedInExchange, ...]:
        """Return those of *days* that are worked in exchange for others."""
        exchanged = self._exchanged
        return tuple([found for day in days if day in exchanged for found in exchanged[day]])


def _suspended(day: date, spans: Iterable[_Span]) -> Skipped | None:
    for start, end, suspension in spans:
        if start < day and (end is None or day <= end):
            return Skipped(day, SkipKind.SUSPENDED, None, suspension.cite, suspension.reason)
    return None
