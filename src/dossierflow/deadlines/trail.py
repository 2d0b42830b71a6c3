"""
Writing down what the kernel does, one step at a time.

The kernel runs the same code with a trail and without one. What a step tells
about single days is looked up here, in the calendar and the suspensions.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.deadlines.explanation import SkipKind, Skipped, Step, StepKind, WorkedInExchange
from dossierflow.deadlines.term import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from decimal import Decimal

    from dossierflow.citation import Citation
    from dossierflow.deadlines.ledger import Suspension
    from dossierflow.worktime.calendar import WorkCalendar

    _Span = tuple[date, date | None, Suspension]
    """A suspension with its first and last local day; it takes out the days after the first."""

_DAY = timedelta(days=1)
_WORKED = "swap_work"
_SKIPS = {kind.value: kind for kind in SkipKind}


class Trail:
    """The steps so far; one for each explanation, never shared."""

    __slots__ = ("_calendar", "_spans", "steps")

    def __init__(self, calendar: WorkCalendar, suspensions: tuple[Suspension, ...]) -> None:
        """Begin with no step, about days of *calendar*."""
        self.steps: list[Step] = []
        self._calendar = calendar
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
        told = tuple((params or {}).items())
        self.steps.append(Step(kind, before, after, amount, unit, skipped=skipped, params=told, cite=cite))

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
        days = _between(before, after, from_start=from_start)
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
        days = _between(before, until, from_start=from_start) if some else ()
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
        self, days: Iterable[date], spans: Iterable[_Span], *, working: bool
    ) -> tuple[list[date], list[Skipped]]:
        counted: list[date] = []
        skipped: list[Skipped] = []
        is_working = self._calendar.is_working
        for day in days:
            if not spans:
                reason = self._day_off(day) if working and not is_working(day) else None
            else:
                reason = self._skip(day, spans, working=working)
            if reason is None:
                counted.append(day)
            else:
                skipped.append(reason)
        return counted, skipped

    def days_off(self, after: date, until: date) -> tuple[Skipped, ...]:
        """Return the days off from *after* towards *until*, *after* included, *until* not."""
        step = _DAY if until >= after else -_DAY
        found: list[Skipped] = []
        day = after
        while day != until:
            if not self._calendar.is_working(day):
                found.append(self._day_off(day))
            day += step
        return tuple(found)

    def in_exchange(self, days: Iterable[date]) -> tuple[WorkedInExchange, ...]:
        """Return those of *days* that are worked in exchange for others."""
        facts = (fact for day in days for fact in self._calendar.facts(day))
        return tuple(WorkedInExchange(fact.day, fact.name, fact.cite) for fact in facts if fact.kind.value == _WORKED)

    def _skip(self, day: date, spans: Iterable[_Span], *, working: bool) -> Skipped | None:
        for start, end, suspension in spans:
            if start < day and (end is None or day <= end):
                return Skipped(day, SkipKind.SUSPENDED, None, suspension.cite, suspension.reason)
        return self._day_off(day) if working and not self._calendar.is_working(day) else None

    def _day_off(self, day: date) -> Skipped:
        for fact in self._calendar.facts(day):
            kind = _SKIPS.get(fact.kind.value)
            if kind is not None:
                return Skipped(day, kind, fact.name, fact.cite)
        return Skipped(day, SkipKind.WEEKEND)


def _between(before: date, after: date, *, from_start: bool) -> Iterable[date]:
    step = _DAY if after >= before else -_DAY
    day = before if from_start else before + step
    while day != after:
        yield day
        day += step
    yield after
