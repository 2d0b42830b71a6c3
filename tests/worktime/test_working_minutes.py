"""Working minutes against a walk along the clock, and their laws."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossierflow.errors import CalendarCoverageError, TermError
from dossierflow.worktime import DayKind, Interval, compile_calendar, vietnam
from dossierflow.worktime.minutes import MinuteTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.worktime import CalendarLayer, DayFact, OfficeHours

CALENDAR = vietnam()
TZ = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_MINUTE = timedelta(minutes=1)
OFF_2024 = frozenset(
    ("01-01", "02-08", "02-09", "02-12", "02-13", "02-14", "04-18", "04-29", "04-30", "05-01", "09-02", "09-03")
)


def at(text: str) -> datetime:
    """Return the instant that a Vietnamese clock shows as *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


def is_working_minute(moment: datetime) -> bool:
    """Say by hand whether the minute that starts at *moment* counts, in 2024."""
    if f"{moment:%m-%d}" != "05-04" and (moment.weekday() > 4 or f"{moment:%m-%d}" in OFF_2024):
        return False
    return 8 <= moment.hour < 12 or 13 <= moment.hour < 17


def walk(moment: datetime, n: int) -> datetime:
    """Walk minute by minute until *n* working minutes have passed."""
    while n:
        n -= is_working_minute(moment)
        moment += ONE_MINUTE
    return moment


def test_adding_equals_a_walk() -> None:
    """Adding minutes to moments around the May holidays and Tết equals a walk along the clock."""
    random = Random(20240426)  # noqa: S311 - samples, not secrets
    for start in (at("2024-04-25 00:00"), at("2024-02-06 00:00"), at("2024-08-29 00:00")):
        for _ in range(60):
            moment = start + timedelta(minutes=random.randrange(12 * 1440))
            n = random.choice((1, 30, 60, 239, 240, 241, 479, 480, 481, random.randrange(1, 1500)))
            assert walk(moment, n) == CALENDAR.add_working_minutes(moment, n)


def test_counting_equals_a_walk() -> None:
    """Counting minutes between two moments equals counting along the clock."""
    random = Random(20240504)  # noqa: S311 - samples, not secrets
    for _ in range(60):
        one = at("2024-04-25 00:00") + timedelta(minutes=random.randrange(9 * 1440))
        other = one + timedelta(minutes=random.randrange(4 * 1440))
        counted, moment = 0, one
        while moment < other:
            counted += is_working_minute(moment)
            moment += ONE_MINUTE
        assert counted == CALENDAR.working_minutes_between(one, other)
        assert -counted == CALENDAR.working_minutes_between(other, one)


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2024-04-26 16:00", 60, "2024-04-26 17:00"),
        ("2024-04-26 16:00", 61, "2024-05-02 08:01"),
        ("2024-04-26 11:00", 60, "2024-04-26 12:00"),
        ("2024-04-26 12:30", 1, "2024-04-26 13:01"),
        ("2024-04-26 17:00", 480, "2024-05-02 17:00"),
        ("2024-05-03 17:00", 480, "2024-05-04 17:00"),
        ("2024-04-26 09:30:20", 60, "2024-04-26 10:30:20"),
        ("2024-04-26 11:59:20", 1, "2024-04-26 13:00:20"),
        ("2024-04-26 16:59:59.999999", 1, "2024-05-02 08:00:59.999999"),
        ("2024-04-26 12:00:30", 1, "2024-04-26 13:01"),
        ("2024-04-27 10:00:30", 1, "2024-05-02 08:01"),
        ("2024-04-27 10:00:30", 0, "2024-04-27 10:00:30"),
    ],
)
def test_adds_working_minutes(start: str, n: int, expected: str) -> None:
    """A term ends with its last working minute, on this side of a break; seconds carry over."""
    assert at(expected) == CALENDAR.add_working_minutes(at(start), n)


@pytest.mark.parametrize(
    ("after", "through", "expected"),
    [
        ("2024-04-26 08:00:30", "2024-04-26 08:01:29", 0),
        ("2024-04-26 08:00:30", "2024-04-26 08:01:30", 1),
        ("2024-04-26 08:01:29", "2024-04-26 08:00:30", 0),
        ("2024-04-26 08:01:30", "2024-04-26 08:00:30", -1),
        ("2024-04-26 11:59:30", "2024-04-26 13:00:30", 1),
        ("2024-04-27 00:00", "2024-05-01 23:59", 0),
    ],
)
def test_counts_full_minutes(after: str, through: str, expected: int) -> None:
    """A begun minute does not count; reversed, the count changes its sign alone."""
    assert expected == CALENDAR.working_minutes_between(at(after), at(through))


moments = st.datetimes(datetime(2018, 1, 1), datetime(2026, 6, 30), timezones=st.just(TZ))  # noqa: DTZ001 - bounds
amounts = st.integers(1, 20_000)


@given(moments, amounts)
def test_counting_undoes_adding(moment: datetime, n: int) -> None:
    """From a moment to n minutes after it there are n minutes, whatever its seconds."""
    due = CALENDAR.add_working_minutes(moment, n)

    assert n == CALENDAR.working_minutes_between(moment, due)
    assert due > moment


@given(moments, amounts, amounts)
def test_adding_in_two_steps_is_adding_once(moment: datetime, some: int, more: int) -> None:
    """Adding some and then more minutes equals adding both at once."""
    twice = CALENDAR.add_working_minutes(CALENDAR.add_working_minutes(moment, some), more)

    assert CALENDAR.add_working_minutes(moment, some + more) == twice


@given(moments, moments, amounts)
def test_adding_is_monotone(one: datetime, other: datetime, n: int) -> None:
    """A later moment never ends earlier, and one minute more always ends later."""
    first, second = sorted((one, other))

    assert CALENDAR.add_working_minutes(first, n) <= CALENDAR.add_working_minutes(second, n)
    assert CALENDAR.add_working_minutes(first, n) < CALENDAR.add_working_minutes(first, n + 1)


@given(moments, amounts)
def test_the_zone_of_the_question_does_not_matter(moment: datetime, n: int) -> None:
    """The same instant on another clock gives the same instant, in the calendar's zone."""
    asked = CALENDAR.add_working_minutes(moment.astimezone(UTC), n)

    assert CALENDAR.add_working_minutes(moment, n) == asked
    assert asked.tzinfo is CALENDAR.tz


def test_refuses_to_add_backward() -> None:
    """Minutes are added forward only."""
    with pytest.raises(TermError, match="-1 is negative"):
        CALENDAR.add_working_minutes(at("2024-04-26 16:00"), -1)


@pytest.mark.parametrize(("moment", "n"), [("2027-12-31 16:00", 61), ("2027-12-31 16:00:01", 60)])
def test_refuses_to_run_off_the_end(moment: str, n: int) -> None:
    """A term that needs a minute or a second beyond the coverage is refused."""
    assert CALENDAR.add_working_minutes(at("2027-12-31 16:00"), 60) == at("2027-12-31 17:00")
    with pytest.raises(CalendarCoverageError, match="the count runs to a day outside"):
        CALENDAR.add_working_minutes(at(moment), n)


@given(st.lists(st.sampled_from([(), ((480, 720),), ((480, 720), (780, 1020)), ((0, 1440),)]), min_size=1, max_size=20))
def test_the_table_numbers_every_minute_once(hours: list[tuple[tuple[int, int], ...]]) -> None:
    """Numbering the working minutes of any days and finding them again gives the same minutes."""
    table = MinuteTable.of(hours)
    minutes = [(day, minute) for day, spans in enumerate(hours) for span in spans for minute in range(*span)]

    assert len(minutes) == table.total
    assert minutes == [table.start_of(number) for number in range(table.total)]
    assert [(day, minute + 1) for day, minute in minutes] == [table.end_of(n) for n in range(1, table.total + 1)]
    assert all(table.is_open(*minute) for minute in minutes)


def test_a_days_own_hours_count(layer: Callable[..., CalendarLayer], fact: Callable[..., DayFact]) -> None:
    """A day with its own hours counts its own minutes, up to midnight if they say so."""
    short = fact("2024-05-06", DayKind.HOURS, hours=(Interval.parse("08:00-11:00"),))
    late = fact("2024-05-07", DayKind.HOURS, hours=(Interval.parse("22:00-24:00"),))
    calendar = compile_calendar([layer(days=(short, late))], name="own hours")

    assert calendar.add_working_minutes(at("2024-05-06 10:00"), 61) == at("2024-05-07 22:01")
    assert calendar.add_working_minutes(at("2024-05-06 10:00"), 180) == at("2024-05-08 00:00")
    assert calendar.closing(date(2024, 5, 6)) == at("2024-05-06 11:00")
    assert calendar.closing_time(date(2024, 5, 7)) == at("2024-05-08 00:00")


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2024-03-29T16:00+01:00", 120, "2024-04-01T09:00+02:00"),
        ("2024-10-25T16:00+02:00", 120, "2024-10-28T09:00+01:00"),
        ("2024-03-29T15:00+00:00", 120, "2024-04-01T07:00+00:00"),
    ],
)
def test_a_change_of_clocks_takes_no_working_minutes(
    layer: Callable[..., CalendarLayer], start: str, n: int, expected: str
) -> None:
    """Over a weekend on which the clocks change, office hours stay office hours."""
    calendar = compile_calendar([layer(zone="Europe/Amsterdam")], name="nl")
    begun = datetime.fromisoformat(start)
    due = calendar.add_working_minutes(begun, n)

    assert due.astimezone(UTC) == datetime.fromisoformat(expected).astimezone(UTC)
    assert n == calendar.working_minutes_between(begun, due)


def test_minutes_are_those_on_the_wall(layer: Callable[..., CalendarLayer], week: Callable[..., OfficeHours]) -> None:
    """An office open all day counts 24 posted hours also on the day that has 23."""
    all_week = "monday tuesday wednesday thursday friday saturday sunday"
    calendar = compile_calendar([layer(zone="Europe/Amsterdam", weekly=week(all_week, "00:00-24:00"))], name="nl")
    before = datetime(2024, 3, 30, 23, 30, tzinfo=calendar.tz)

    assert calendar.add_working_minutes(before, 24 * 60) == datetime(2024, 3, 31, 23, 30, tzinfo=calendar.tz)
    assert calendar.add_working_minutes(before, 30) == datetime(2024, 3, 31, tzinfo=calendar.tz)
