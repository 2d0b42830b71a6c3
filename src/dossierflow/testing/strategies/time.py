"""Calendars with swaps and odd weeks, instants near the edges of days, terms and ledgers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.deadlines.counting import profile
from dossierflow.deadlines.ledger import Anchor, Extension, Ledger, Suspension
from dossierflow.deadlines.term import Term, Unit
from dossierflow.worktime.compiling import compile_calendar
from dossierflow.worktime.day import DayFact, DayKind
from dossierflow.worktime.hours import Interval, OfficeHours
from dossierflow.worktime.layers import CalendarLayer, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossierflow.worktime.calendar import WorkCalendar

_SOURCE = (Citation(doc="generated"),)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKS = ((0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5), (6, 0, 1, 2, 3), (1, 3), tuple(range(7)))
_HOURS = (("08:00-12:00", "13:00-17:00"), ("07:30-11:30", "13:30-17:00"), ("09:00-15:00",), ("00:00-24:00",))
_EDGES = ("00:00", "07:59:59", "08:00", "11:59", "12:00", "15:00", "15:00:59", "15:01", "17:00", "17:00:01", "23:59:59")
_AMOUNTS = {
    Unit.WORKING_DAY: ("0", "0.5", "1", "3", "7", "15", "30"),
    Unit.DAY: ("1", "5", "12", "15", "30"),
    Unit.WEEK: ("1", "2"),
    Unit.MONTH: ("1", "2"),
    Unit.YEAR: ("1",),
    Unit.WORKING_HOUR: ("1", "2", "8", "20"),
    Unit.HOUR: ("1", "12", "24", "72"),
    Unit.MINUTE: ("10", "90"),
}


@st.composite
def calendars(
    draw: st.DrawFn,
    *,
    first: date = date(2025, 1, 1),
    years: int = 4,
    name: str = "generated",
    zone: str = "Asia/Ho_Chi_Minh",
) -> WorkCalendar:
    """
    Return calendars with an ordinary week of any shape, holidays, closures and swaps.

    Args:
        draw: Given by Hypothesis.

        first: First day covered.

        years: How many years of 365 days are covered.

        name: Name of the calendar.

        zone: Its time zone.
    """
    week = draw(st.sampled_from(_WEEKS))
    hours = tuple(Interval.parse(text) for text in draw(st.sampled_from(_HOURS)))
    last = first + timedelta(days=365 * years - 1)
    # the first half year is where tests are dense; later days are rarely reached
    dense = [first + timedelta(days=number) for number in range(200)]
    chosen = draw(st.lists(st.sampled_from(dense), max_size=14, unique=True))
    layer = CalendarLayer(
        name=name,
        level=Level.NATIONAL,
        zone=zone,
        first=first,
        last=last,
        confirmed_until=draw(st.none() | st.sampled_from(dense)),
        weekly=OfficeHours.model_validate({"cite": _SOURCE, **{_WEEKDAYS[day]: hours for day in week}}),
        days=tuple(_facts(sorted(chosen), week)),
    )
    return compile_calendar([layer], name=name)


def _facts(days: Sequence[date], week: Sequence[int]) -> Iterator[DayFact]:
    """Exchange working days among *days* for rest days as long as there are both; the rest are holidays."""
    rests = [day for day in days if day.weekday() not in week]
    works = [day for day in days if day.weekday() in week]
    while rests and len(works) > 1:
        off, worked = works.pop(), rests.pop()
        yield _fact(off, DayKind.SWAP_OFF, swap_with=worked)
        yield _fact(worked, DayKind.SWAP_WORK, swap_with=off)
    for day in (*works, *rests):
        yield _fact(day, DayKind.HOLIDAY if day.day % 2 else DayKind.CLOSURE)


def _fact(day: date, kind: DayKind, swap_with: date | None = None) -> DayFact:
    words = LegalText(vi="ngày", en="day")
    known = date(2020, 1, 1)
    return DayFact(
        day=day, kind=kind, name=words, status=Status.ENACTED, known_from=known, cite=_SOURCE, swap_with=swap_with
    )


@st.composite
def instants(draw: st.DrawFn, calendar: WorkCalendar, *, first: date | None = None, days: int = 200) -> datetime:
    """
    Return instants near the edges of days, opening hours and cut-offs, sometimes any other.

    Args:
        draw: Given by Hypothesis.

        calendar: Gives the time zone.

        first: The earliest day; the calendar's own by default.

        days: How many days may be reached.
    """
    day = (first or calendar.first) + timedelta(days=draw(st.integers(0, days - 1)))
    if draw(st.booleans()):
        at = time.fromisoformat(draw(st.sampled_from(_EDGES)))
    else:
        at = draw(st.times(max_value=time(23, 59)))
    return datetime.combine(day, at.replace(fold=0), calendar.tz)


@st.composite
def terms(draw: st.DrawFn, units: Sequence[Unit] = tuple(Unit)) -> Term:
    """Return terms of *units*, short and long, none at all and halves of working days included."""
    unit = draw(st.sampled_from(units))
    amount = draw(st.sampled_from(_AMOUNTS[unit]))
    return Term.of(f"{amount} {unit.value.replace('_', ' ')}s")


@st.composite
def ledgers(draw: st.DrawFn, calendar: WorkCalendar, *, counting: str = "vn-general") -> Ledger:
    """
    Return ledgers with suspensions in any order and overlap, at most one of them open, and extensions.

    Args:
        draw: Given by Hypothesis.

        calendar: Gives the time zone and the days.

        counting: Name of the counting profile.
    """
    term = draw(terms())
    trigger = draw(instants(calendar))
    ends = st.tuples(instants(calendar, days=260), instants(calendar, days=260))
    closed = [sorted(pair) for pair in draw(st.lists(ends, max_size=3))]
    suspensions = [Suspension(start, end, f"pause.{number}") for number, (start, end) in enumerate(closed)]
    if draw(st.booleans()):
        suspensions.append(Suspension(draw(instants(calendar)), None, "supplement"))
    same = terms((term.unit,)) if term.unit.is_clock else terms((Unit.WORKING_DAY, Unit.DAY, Unit.WEEK, Unit.MONTH))
    more = draw(st.lists(st.tuples(same, st.sampled_from(Anchor)), max_size=2))
    return Ledger(
        term=term,
        counting=profile(counting).counting(term.unit),
        trigger=trigger,
        suspensions=tuple(suspensions),
        extensions=tuple(Extension(term, anchor, "generated") for term, anchor in more),
    )
