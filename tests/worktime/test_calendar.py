"""Questions about days, hours and instants, and their refusals."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossierflow.errors import CalendarCoverageError, CalendarError, NaiveInstantError, TermError
from dossierflow.worktime import DayKind, Interval, Level, WorkCalendar, compile_calendar, vietnam

if TYPE_CHECKING:
    from collections.abc import Callable

    from freezegun.api import FrozenDateTimeFactory

    from dossierflow.worktime import CalendarLayer, DayFact, OfficeHours

CALENDAR = vietnam()
TZ = ZoneInfo("Asia/Ho_Chi_Minh")
covered = st.dates(date(2018, 1, 1), date(2027, 12, 31))
early = st.dates(date(2018, 1, 1), date(2026, 6, 30))
terms = st.integers(1, 120)


def at(text: str) -> datetime:
    """Return the instant that a Vietnamese clock shows as *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


@given(early, terms, terms)
def test_counting_in_two_steps_is_counting_once(day: date, some: int, more: int) -> None:
    """Counting *some* and then *more* working days equals counting both at once."""
    twice = CALENDAR.nth_working_day(CALENDAR.nth_working_day(day, some), more)

    assert CALENDAR.nth_working_day(day, some + more) == twice


@given(early, early, terms)
def test_counting_is_monotone(one: date, other: date, n: int) -> None:
    """A later start never ends earlier, and one day more always ends later."""
    first, second = sorted((one, other))

    assert CALENDAR.nth_working_day(first, n) <= CALENDAR.nth_working_day(second, n)
    assert CALENDAR.nth_working_day(first, n) < CALENDAR.nth_working_day(first, n + 1)


@given(early, terms)
def test_between_undoes_counting(day: date, n: int) -> None:
    """Between a day and its n-th working day there are n working days, and counting back returns."""
    due = CALENDAR.nth_working_day(day, n)

    assert n == CALENDAR.working_days_between(day, due)
    assert CALENDAR.is_working(due)
    assert CALENDAR.nth_working_day_before(due + timedelta(days=1), 1) == due


@given(covered, covered)
def test_between_is_antisymmetric(one: date, other: date) -> None:
    """Reversing the two days changes the sign, and nothing else."""
    assert CALENDAR.working_days_between(one, other) == -CALENDAR.working_days_between(other, one)


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2028, 1, 1), date.min, date.max])
@pytest.mark.parametrize(
    "ask",
    [
        CALENDAR.is_working,
        CALENDAR.is_reception,
        CALENDAR.is_weekend,
        CALENDAR.is_provisional,
        CALENDAR.facts,
        CALENDAR.hours,
        CALENDAR.reception_hours,
        CALENDAR.opening,
        CALENDAR.closing,
        CALENDAR.closing_time,
        CALENDAR.next_working_day,
        CALENDAR.roll_forward,
        CALENDAR.roll_backward,
        lambda day: CALENDAR.nth_working_day(day, 1),
        lambda day: CALENDAR.nth_working_day_before(day, 1),
        lambda day: CALENDAR.working_days_between(day, date(2024, 1, 1)),
        lambda day: CALENDAR.working_days_between(date(2024, 1, 1), day),
        lambda day: list(CALENDAR.days(day, date(2024, 1, 1))),
        lambda day: list(CALENDAR.days(date(2024, 1, 1), day)),
    ],
)
def test_refuses_days_outside_the_coverage(ask: Callable[[date], object], day: date) -> None:
    """Every question about a day outside the covered years is refused, naming day and years."""
    with pytest.raises(CalendarCoverageError, match=f"covers 2018-01-01 to 2027-12-31; {day} is outside"):
        ask(day)


@pytest.mark.parametrize(
    "ask",
    [
        CALENDAR.is_open,
        CALENDAR.next_opening,
        lambda moment: CALENDAR.add_working_minutes(moment, 0),
        lambda moment: CALENDAR.working_minutes_between(moment, at("2024-01-02 08:00")),
        lambda moment: CALENDAR.working_minutes_between(at("2024-01-02 08:00"), moment),
    ],
)
def test_refuses_instants_outside_the_coverage_or_without_zone(ask: Callable[[datetime], object]) -> None:
    """Instants are judged by their day in the calendar's zone, and need a zone."""
    with pytest.raises(CalendarCoverageError, match="2028-01-01 is outside"):
        ask(datetime(2027, 12, 31, 17, tzinfo=UTC))
    with pytest.raises(CalendarCoverageError, match="2017-12-31 is outside"):
        ask(datetime(2017, 12, 31, 16, 59, tzinfo=UTC))
    with pytest.raises(NaiveInstantError, match="has no time zone"):
        ask(datetime(2024, 1, 2, 8))  # noqa: DTZ001 - the missing zone is the mistake


def test_refuses_counts_that_run_off_the_end() -> None:
    """A count that needs days beyond the coverage is refused in both directions."""
    with pytest.raises(CalendarCoverageError, match="the count runs to a day outside"):
        CALENDAR.nth_working_day(date(2027, 12, 30), 2)
    with pytest.raises(CalendarCoverageError, match="the count runs to a day outside"):
        CALENDAR.nth_working_day_before(date(2018, 1, 2), 1)
    with pytest.raises(CalendarCoverageError, match="the count runs to a day outside"):
        CALENDAR.roll_backward(date(2018, 1, 1))
    with pytest.raises(CalendarCoverageError, match="the count runs to a day outside"):
        CALENDAR.next_opening(at("2027-12-31 17:00"))


@pytest.mark.parametrize("n", [0, -1])
def test_refuses_counts_that_name_no_day(n: int) -> None:
    """There is no zeroth working day."""
    with pytest.raises(TermError, match="counted from 1"):
        CALENDAR.nth_working_day(date(2024, 1, 1), n)
    with pytest.raises(TermError, match="counted from 1"):
        CALENDAR.nth_working_day_before(date(2024, 1, 1), n)


def test_an_instant_is_no_day() -> None:
    """An instant handed in as a day is refused, even at midnight."""
    midnight = at("2024-01-02 00:00")
    for ask in (CALENDAR.is_working, CALENDAR.facts, CALENDAR.next_working_day):
        with pytest.raises(CalendarError, match="is an instant, not a day"):
            ask(midnight)


@pytest.mark.parametrize(
    ("day", "opening", "closing"),
    [
        ("2024-04-26", "2024-04-26 08:00", "2024-04-26 17:00"),
        ("2024-05-04", "2024-05-04 08:00", "2024-05-04 17:00"),
        ("2024-04-27", None, None),
        ("2024-04-29", None, None),
    ],
)
def test_opening_and_closing(day: str, opening: str | None, closing: str | None) -> None:
    """A working day has an opening and a closing, a day off has none, but still a closing time."""
    asked = date.fromisoformat(day)

    assert (opening and at(opening), closing and at(closing)) == (CALENDAR.opening(asked), CALENDAR.closing(asked))
    assert CALENDAR.closing_time(asked) == at(f"{day} 17:00")


@pytest.mark.parametrize(
    ("moment", "is_open", "next_opening"),
    [
        ("2024-04-26 07:59:59", False, None),
        ("2024-04-26 08:00", True, None),
        ("2024-04-26 11:59:59", True, None),
        ("2024-04-26 12:00", False, None),
        ("2024-04-26 16:59:59", True, None),
        ("2024-04-26 17:00", False, "2024-05-02 08:00"),
        ("2024-04-27 09:00", False, "2024-05-02 08:00"),
        ("2024-05-03 18:00", False, "2024-05-04 08:00"),
        ("2024-05-04 09:00", True, None),
    ],
)
def test_next_opening_moves_only_what_comes_too_late(moment: str, *, is_open: bool, next_opening: str | None) -> None:
    """Only a day off and the time from closing on move to the next working day's opening."""
    asked = at(moment)

    assert is_open is CALENDAR.is_open(asked)
    assert CALENDAR.next_opening(asked) == at(next_opening or moment)


def test_local_day_is_the_day_of_the_calendars_zone() -> None:
    """Late evening in UTC is already the next day in Vietnam, covered or not."""
    assert CALENDAR.local_day(datetime(2024, 4, 26, 17, tzinfo=UTC)) == date(2024, 4, 27)
    assert CALENDAR.local_day(datetime(2040, 1, 1, tzinfo=UTC)) == date(2040, 1, 1)
    with pytest.raises(NaiveInstantError):
        CALENDAR.local_day(datetime(2024, 4, 26))  # noqa: DTZ001 - the missing zone is the mistake


def test_days_explain_themselves() -> None:
    """The days of a stretch come in order, with the reasons of each."""
    stretch = list(CALENDAR.days(date(2024, 4, 27), date(2024, 4, 30)))

    assert [(day.working, day.weekend, [fact.kind for fact in day.facts]) for day in stretch] == [
        (False, True, []),
        (False, True, []),
        (False, False, [DayKind.SWAP_OFF]),
        (False, False, [DayKind.HOLIDAY]),
    ]
    assert list(CALENDAR.days(date(2024, 4, 30), date(2024, 4, 27))) == []


def test_values_are_standard_under_a_test_clock(freezer: FrozenDateTimeFactory) -> None:
    """A calendar compiled and asked while a test clock runs answers with standard values."""
    freezer.move_to("2026-02-13 03:00")
    calendar = vietnam(2026, 2026, name="frozen")
    now = datetime.now(tz=UTC)
    today = calendar.local_day(now)

    assert type(now).__name__ == "FakeDatetime"
    answers = [today, calendar.nth_working_day(now.date(), 3), calendar.closing_time(today), calendar.last]
    answers += [calendar.add_working_minutes(now, 90), calendar.next_opening(now + timedelta(hours=12))]
    assert [type(answer).__name__ for answer in answers] == ["date", "date", "datetime", "date", "datetime", "datetime"]


def test_equality_is_about_content() -> None:
    """A calendar equals one of the same content, hashes alike, and nothing else."""
    assert vietnam(name="other") == CALENDAR
    assert hash(CALENDAR) == hash(vietnam(name="other"))
    assert CALENDAR.hash != CALENDAR
    assert repr(CALENDAR).startswith("<WorkCalendar 'vn-public' 2018-01-01 to 2027-12-31 sha256:")


def test_calendars_are_immutable() -> None:
    """Nothing about a compiled calendar can be set."""
    with pytest.raises(AttributeError):
        CALENDAR.name = "another"  # type: ignore[misc]  # the mistake under test


def test_two_predicates(
    layer: Callable[..., CalendarLayer], week: Callable[..., OfficeHours], fact: Callable[..., DayFact]
) -> None:
    """Reception on a Saturday morning does not make the Saturday count."""
    office = layer(
        "office",
        Level.OFFICE,
        reception=week("saturday", "08:00-11:30"),
        days=(
            fact("2024-05-11", DayKind.CLOSURE),
            fact("2024-05-12", DayKind.RECEPTION_ONLY),
            fact("2024-05-13", DayKind.RECEPTION_ONLY, hours=(Interval.parse("09:00-10:00"),)),
            fact("2024-05-18", DayKind.RECEPTION_ONLY),
        ),
    )
    calendar = compile_calendar([layer(), office], name="office")
    days = [date(2024, 5, number) for number in (4, 10, 11, 12, 13, 18)]

    assert [calendar.is_working(day) for day in days] == [False, True, False, False, False, False]
    assert [calendar.is_reception(day) for day in days] == [True, True, False, True, True, True]
    assert [calendar.reception_hours(day) for day in days] == [
        ((480, 690),),
        ((480, 720), (780, 1020)),
        (),
        ((480, 720), (780, 1020)),
        ((540, 600),),
        ((480, 690),),
    ]
    assert isinstance(calendar, WorkCalendar)
