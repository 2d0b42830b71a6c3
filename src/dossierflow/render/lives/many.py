"""Many dossiers, one row each: when each began, was due and ended, and what that makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossierflow.engine.dossier import ClockState
from dossierflow.render.lives.axis import axis_of
from dossierflow.render.lives.moments import Moments
from dossierflow.render.tables import Table
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from dossierflow.citation import Language
    from dossierflow.render.lives.axis import Axis
    from dossierflow.render.lives.life import Clock, Life, Stop
    from dossierflow.worktime import WorkCalendar

PAGE: Final = 30
"""Rows of a page; as many as fit on A4 across."""


class Verdict(StrEnum):
    """How a dossier stands against its due date, by days."""

    OVERDUE = "overdue"
    LATE = "late"
    LAPSED = "lapsed"
    """Its time ran out, and silence had its effect."""

    SUSPENDED = "suspended"
    OPEN = "open"
    ON_TIME = "on_time"
    """Finished on the last day."""

    EARLY = "early"
    NONE = "none"


class Order(StrEnum):
    """How rows are sorted."""

    due = "due"
    start = "start"
    verdict = "verdict"
    dossier = "dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dossier."""

    dossier: str
    procedure: str
    start: datetime
    end: datetime | None
    """When its clock stopped, or the dossier ended; none while it is open."""

    due: datetime | None
    stops: tuple[Stop, ...]
    until: datetime
    """Up to when it is told; an open one is judged then."""

    verdict: Verdict
    days: int | None
    """Days between due date and end; negative where it was early, none where one is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """Rows on one time axis, in pages."""

    rows: tuple[Row, ...]
    lang: Language
    calendar: WorkCalendar
    until: datetime
    page_size: int = PAGE

    @property
    def pages(self) -> tuple[tuple[Row, ...], ...]:
        """The rows page by page."""
        return tuple(self.rows[at : at + self.page_size] for at in range(0, len(self.rows), self.page_size))

    @property
    def title(self) -> str:
        """What is shown, in one line."""
        moments = Moments(self.lang, self.calendar.tz)
        first, last = min(row.start for row in self.rows), self.until
        days = {"first": moments.day(first, year=True), "last": moments.day(last, year=True)}
        return said("many.title", self.lang, count=len(self.rows), **days)

    @property
    def summary(self) -> str:
        """How many there are of each verdict."""
        counts = self.counts
        return "; ".join(
            said("many.counts", self.lang, word=said(f"verdict.{one.value}", self.lang), count=count)
            for one, count in counts.items()
        )

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many rows have each verdict, those that occur."""
        found = {one: sum(row.verdict is one for row in self.rows) for one in Verdict}
        return {one: count for one, count in found.items() if count}

    def axis(self, width: float, gap: float, *, left: float = 0) -> Axis:
        """Return the axis that all pages share."""
        instants = [self.until]
        for row in self.rows:
            instants += [at for at in (row.start, row.end, row.due) if at is not None]
        return axis_of(instants, self.calendar.tz, width, gap, left=left)


def many_of(lives: Iterable[Life], *, order: Order = Order.due, page_size: int = PAGE) -> Many:
    """
    Return *lives* as rows.

    Args:
        lives: At least one; all in one language.

        order: By what they are sorted; equal ones by number.

        page_size: How many rows a page has, from 1.
    """
    known = list(lives)
    rows = sorted((_row(life) for life in known), key=lambda row: _key(row, order))
    return Many(
        rows=tuple(rows),
        lang=known[0].lang,
        calendar=known[0].calendar,
        until=max(life.until for life in known),
        page_size=page_size,
    )


def many_table(many: Many, rows: Iterable[Row]) -> Table:
    """Return *rows* as a table."""
    moments = Moments(many.lang, many.calendar.tz)

    def written(at: datetime | None) -> str:
        return "–" if at is None else moments.full(at)

    columns = ("dossier", "procedure", "start", "end", "verdict", "difference")
    heads = [said(f"many.{one}", many.lang) for one in columns]
    heads.insert(3, said("column.due", many.lang))
    cells = tuple(
        (
            row.dossier,
            row.procedure,
            written(row.start),
            written(row.due),
            written(row.end),
            said(f"verdict.{row.verdict.value}", many.lang),
            difference_in_words(row, many.lang),
        )
        for row in rows
    )
    return Table(tuple(heads), cells)


def difference_in_words(row: Row, lang: Language) -> str:
    """Return how many days early or late; a dash where there is nothing to compare."""
    if row.days is None:
        return "–"
    if row.days == 0:
        late = row.verdict in {Verdict.LATE, Verdict.OVERDUE}
        return said("many.difference.hours" if late else "many.difference.same", lang)
    return said(f"many.difference.{'late' if row.days > 0 else 'early'}", lang, amount=_amount(row.days, lang))


def verdict_in_words(row: Row, lang: Language) -> str:
    """Return the verdict, with the days that it is about."""
    word = said(f"verdict.{row.verdict.value}", lang)
    return f"{word}, {_amount(row.days, lang)}" if row.days else word


def _amount(days: int, lang: Language) -> str:
    return said("day", lang) if abs(days) == 1 else said("days", lang, days=abs(days))


def _row(life: Life) -> Row:
    clock = life.main_clock
    begun = min((mark.at for mark in life.marks), default=life.until)
    end = clock.end if clock is not None and clock.end is not None else (life.until if life.is_over else None)
    due = None if clock is None or clock.due is None else clock.due.at
    verdict = _verdict(clock, life)
    days = None
    if due is not None and (end is not None or verdict is Verdict.OVERDUE):
        days = (life.calendar.local_day(end or life.until) - life.calendar.local_day(due)).days
    return Row(
        dossier=life.dossier,
        procedure=life.procedure,
        start=begun,
        end=end,
        due=due,
        stops=() if clock is None else clock.stops,
        until=life.until,
        verdict=verdict,
        days=days,
    )


def _verdict(clock: Clock | None, life: Life) -> Verdict:
    if clock is None or clock.outcome is None or clock.outcome not in _OF_STATES:
        return Verdict.NONE
    if clock.outcome is ClockState.MET and clock.due is not None and clock.end is not None:
        local = life.calendar.local_day
        return Verdict.EARLY if local(clock.end) < local(clock.due.at) else Verdict.ON_TIME
    if clock.outcome is ClockState.RUNNING and clock.late_from is not None:
        # nobody has looked since it ran out
        return Verdict.OVERDUE
    return _OF_STATES[clock.outcome]


_OF_STATES: Final[Mapping[ClockState, Verdict]] = {
    ClockState.RUNNING: Verdict.OPEN,
    ClockState.SUSPENDED: Verdict.SUSPENDED,
    ClockState.MISSED: Verdict.OVERDUE,
    ClockState.MET: Verdict.ON_TIME,
    ClockState.MET_LATE: Verdict.LATE,
    ClockState.LAPSED: Verdict.LAPSED,
}


def _key(row: Row, order: Order) -> tuple[object, ...]:
    due = (row.due is None, row.due or row.start)
    if order is Order.dossier:
        return (row.dossier,)
    if order is Order.start:
        return (row.start, row.dossier)
    return (list(Verdict).index(row.verdict), *due, row.dossier) if order is Order.verdict else (*due, row.dossier)
