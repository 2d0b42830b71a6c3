"""
The days of an explanation as weeks: what each day is, and what the counting did with it.

States compose: what a day is stays visible on the day on which the term ends.
Picture and table are drawn from the same cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from dossierflow.deadlines.explanation import SkipKind, StepKind
from dossierflow.errors import UnknownNameError
from dossierflow.render.day_styles import DayState
from dossierflow.render.tables import Table
from dossierflow.render.words import words_of
from dossierflow.worktime.instants import human_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import Language
    from dossierflow.deadlines.explanation import Explanation
    from dossierflow.render.words import Words
    from dossierflow.worktime.calendar import WorkCalendar

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_NUMBERED = frozenset({StepKind.COUNT, StepKind.CLEAR, StepKind.MINIMUM})
_STATES = frozenset(state.value for state in DayState)
EDGE_WEEKS = 6
"""Of a long term, so many weeks are shown at either end."""


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the strip."""

    day: date
    state: DayState
    number: int | None
    """Which of the counted days it is; none where it was not counted, or counted in minutes."""

    word: str
    """What the day is, and what was done with it."""

    is_due: bool


@dataclass(frozen=True, slots=True)
class WeekView:
    """The weeks from the event to the end of the term, Monday first; none stands for weeks that are left out."""

    title: str
    summary: str
    weeks: tuple[tuple[DayCell, ...] | None, ...]
    lang: Language


def week_view(explanation: Explanation, calendar: WorkCalendar, lang: Language) -> WeekView:
    """
    Return the weeks of *explanation*.

    Args:
        explanation: What to show.

        calendar: The calendar with which it was computed; it knows the days around the term too.

        lang: ``vi`` or ``en``.

    Raises:
        UnknownNameError: *calendar* is another one than that of the explanation.
    """
    if calendar.hash != explanation.calendar.hash:
        kind = "calendar of this explanation"
        raise UnknownNameError(kind, calendar.hash[:15], [explanation.calendar.hash[:15]])
    words = words_of(lang)
    days = _Days(explanation, calendar, words)
    first, last = days.span
    monday = first - _DAY * first.weekday()
    mondays = [monday + _WEEK * index for index in range((last - monday).days // 7 + 1)]
    weeks = [tuple(days.cell(start + _DAY * index) for index in range(7)) for start in _edges(mondays)]
    shown: list[tuple[DayCell, ...] | None] = list(weeks)
    if len(weeks) < len(mondays):
        shown.insert(EDGE_WEEKS, None)
    title = words.say("strip.title", first=words.short_day(first, year=True), last=words.short_day(last, year=True))
    due = explanation.due
    summary = words.say("no_due") if due is None else words.say("strip.due", day=human_day(due.day, lang))
    return WeekView(title, summary, tuple(shown), lang)


def week_table(view: WeekView) -> Table:
    """Return the same days as a table: every day from the first week to the last, in words."""
    words = words_of(view.lang)
    rows = [
        (human_day(cell.day, view.lang), cell.word, words.say("strip.flag") if cell.is_due else "")
        for week in view.weeks
        if week is not None
        for cell in week
    ]
    columns = (words.say("strip.day"), words.say("strip.meaning"), words.say("strip.last"))
    return Table(columns, tuple(rows))


def _edges(mondays: list[date]) -> list[date]:
    return mondays if len(mondays) <= 2 * EDGE_WEEKS else [*mondays[:EDGE_WEEKS], *mondays[-EDGE_WEEKS:]]


class _Days:
    """What the steps of one explanation did with each day."""

    def __init__(self, explanation: Explanation, calendar: WorkCalendar, words: Words) -> None:
        self._calendar, self._words = calendar, words
        self._due = None if explanation.due is None else explanation.due.day
        self._trigger = calendar.local_day(explanation.ledger.trigger)
        self._number: dict[date, int] = {}
        self._minutes: set[date] = set()
        self._suspended: dict[date, str] = {}
        touched = {self._trigger}
        for step in explanation.steps:
            touched |= {_day(place) for place in (step.before, step.after) if place is not None}
            if step.kind in _NUMBERED:
                for day in step.counted:
                    self._number.setdefault(day, len(self._number) + 1)
            elif step.kind is StepKind.WORK:
                self._minutes |= set(step.counted)
            if step.kind is not StepKind.DEEMED:
                self._suspended |= {
                    skip.day: skip.reason or "" for skip in step.skipped if skip.kind is SkipKind.SUSPENDED
                }
        # The end of a day at 24:00 is an instant of the next day, on which nothing happens.
        ends = [self._due] if self._due is not None else []
        inner = {day for day in touched if self._due is None or min(self._trigger, self._due) <= day}
        inner = {day for day in inner if self._due is None or day <= max(self._trigger, self._due)}
        self.span = min([*inner, *ends]), max([*inner, *self._number, *ends])

    def cell(self, day: date) -> DayCell:
        """Return how *day* is shown; outside the calendar nothing is known of it."""
        state, name = self._state(day)
        number = self._number.get(day)
        parts = list(self._words_of(day, state, name, number))
        return DayCell(day, state, number, "; ".join(parts), day == self._due)

    def _state(self, day: date) -> tuple[DayState, str]:
        if day in self._suspended:
            return DayState.SUSPENDED, self._suspended[day]
        base, name = self._own_state(day)
        if base is DayState.PLAIN and (day in self._number or day in self._minutes):
            return DayState.COUNTED, name
        if base is DayState.PLAIN and day == self._trigger:
            return DayState.TRIGGER, name
        return base, name

    def _own_state(self, day: date) -> tuple[DayState, str]:
        if not self._calendar.first <= day <= self._calendar.last:
            return DayState.PLAIN, ""
        for fact in self._calendar.facts(day):
            if fact.kind.value in _STATES:
                return DayState(fact.kind.value), fact.name.text(self._words.lang)
        return (DayState.PLAIN if self._calendar.is_working(day) else DayState.WEEKEND), ""

    def _words_of(self, day: date, state: DayState, name: str, number: int | None) -> Iterator[str]:
        if day == self._trigger:
            yield self._words.say("strip.trigger.counted" if number else "strip.trigger")
        if state not in {DayState.PLAIN, DayState.TRIGGER, DayState.COUNTED}:
            said = self._words.say(f"strip.{state.value}", name=name)
            # Calendars call a day worked in exchange just that; it need not be said twice.
            yield name if name and name.startswith(said.partition(":")[0]) else said
        if number is not None:
            yield self._words.say("strip.number", number=number)
        elif day in self._minutes:
            yield self._words.say("strip.minutes")


def _day(place: date | datetime) -> date:
    return place.date() if isinstance(place, datetime) else place
