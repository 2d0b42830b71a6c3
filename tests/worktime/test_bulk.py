"""The arrays of a calendar say what the calendar says; numpy's own business days agree with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossierflow.worktime import Level, WorkCalendar, compile_calendar, vietnam
from dossierflow.worktime.bulk import MinuteArrays, busday_calendar, calendar_arrays
from dossierflow.worktime.minutes import MinuteTable
from dossierflow.worktime.zones import ZoneTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.worktime import CalendarLayer, OfficeHours

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = ["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"]
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("n", [1, 5, 20, -1, -5, -20])
def test_numpy_agrees_on_every_day(n: int) -> None:
    """With a mask of seven days numpy comes to the same working day, from every day of ten years."""
    calendar, mask = vietnam(), busday_calendar(vietnam())
    asked = [one.day for one in calendar.days(date(2018, 3, 1), date(2027, 10, 31))]
    theirs = np.busday_offset(asked, n, roll="backward" if n > 0 else "forward", busdaycal=mask).tolist()
    ours = [calendar.nth_working_day(day, n) if n > 0 else calendar.nth_working_day_before(day, -n) for day in asked]

    assert [pair for pair in zip(asked, ours, theirs, strict=True) if pair[1] != pair[2]] == []


def test_arrays_are_made_once() -> None:
    """Calendars that say the same share their arrays."""
    assert calendar_arrays(vietnam()) is calendar_arrays(vietnam())


def test_days_are_those_of_the_calendar(layer: Callable[..., CalendarLayer], week: Callable[..., OfficeHours]) -> None:
    """Opening, closing, working and last instants are the calendar's, also where an office closes at midnight."""
    late = layer("late", Level.OFFICE, first=date(2024, 3, 1), last=date(2024, 4, 30), weekly=week(hours="13:00-24:00"))
    calendar = compile_calendar([layer(zone="Europe/Berlin"), late], name="test")
    arrays = calendar_arrays(calendar)

    for index, one in enumerate(calendar.days(calendar.first, calendar.last)):
        hours = calendar.hours(one.day)
        assert bool(arrays.before[index + 1] - arrays.before[index]) is one.working
        assert (int(arrays.opening[index]), int(arrays.closing[index])) == (
            (hours[0][0], hours[-1][1]) if hours else (0, 0)
        )
        assert EPOCH + int(arrays.closes[index]) * SECOND == calendar.closing_time(one.day)
        assert EPOCH + int(arrays.midnights[index]) * SECOND == midnight(one.day, calendar)


def midnight(day: date, calendar: WorkCalendar) -> datetime:
    """Return the first instant of *day*."""
    return datetime(day.year, day.month, day.day, tzinfo=calendar.tz)


HOURS = [
    [((480, 720), (780, 1020)), (), ((480, 720), (780, 1020))],
    [(), ((0, 720), (780, 1440)), ((600, 601),), (), ((480, 540),)],
    [(), ()],
]


@pytest.mark.parametrize("hours", HOURS, ids=["even", "uneven", "nothing"])
def test_minutes_are_those_of_the_table(hours: list[tuple[tuple[int, int], ...]]) -> None:
    """Every minute of every day is numbered as the table of one calendar numbers it."""
    table, arrays = MinuteTable.of(hours), MinuteArrays.of(hours)
    days = np.repeat(np.arange(len(hours)), 1440)
    minutes = np.tile(np.arange(1440), len(hours))

    assert arrays.total == table.total
    assert arrays.passed(days, minutes).tolist() == [table.worked(*at) for at in zip(days, minutes, strict=True)]
    assert arrays.is_open(days, minutes).tolist() == [table.is_open(*at) for at in zip(days, minutes, strict=True)]
    counts = np.arange(1, table.total + 1)
    starts, ends = arrays.start_of(counts - 1), arrays.end_of(counts)
    assert list(zip(*(part.tolist() for part in starts), strict=True)) == [table.start_of(int(n) - 1) for n in counts]
    assert list(zip(*(part.tolist() for part in ends), strict=True)) == [table.end_of(int(n)) for n in counts]


@given(
    zone=st.sampled_from(ZONES),
    ats=st.lists(st.integers(1_609_459_200, 1_672_444_800), min_size=1, max_size=20),
    per=st.sampled_from([1, 1_000_000]),
)
def test_clocks_show_what_the_zone_shows(zone: str, ats: list[int], per: int) -> None:
    """Instants go to the clocks of a zone and back as the standard library takes them."""
    tz = ZoneInfo(zone)
    table = ZoneTable.of(tz, date(2021, 1, 1), date(2022, 12, 31))
    near = [change + step for change in table.changes.tolist()[:4] for step in (-3600, -1, 0, 1, 1800, 3599, 3600)]
    seconds = [*ats, *near]
    utc = np.array(seconds, dtype=np.int64) * per

    local = table.to_local(utc, per)
    shown = [(EPOCH + at * SECOND).astimezone(tz) for at in seconds]
    assert local.tolist() == [ticks(at) * per for at in shown]
    assert table.is_second_time(utc, per).tolist() == [bool(at.fold) for at in shown]
    for fold in (0, 1):
        again = [(at.replace(fold=fold) - EPOCH) // SECOND * per for at in shown]
        assert table.to_utc(local, np.full(len(local), fold == 1), per).tolist() == again
    assert table.to_utc(local, per=per).tolist() == [(at.replace(fold=0) - EPOCH) // SECOND * per for at in shown]
    skipped = [at + 1800 for at in (table.changes + table.offsets[:-1]).tolist()]
    plain = [(datetime(1970, 1, 1, tzinfo=tz) + at * SECOND).replace(fold=0) for at in skipped]
    assert table.to_utc(np.array(skipped, dtype=np.int64)).tolist() == [(at - EPOCH) // SECOND for at in plain]


def ticks(at: datetime) -> int:
    """Return the seconds that the clocks show since 1970."""
    return (at.replace(tzinfo=UTC) - EPOCH) // SECOND


def test_changes_of_the_clocks_are_found_to_the_second() -> None:
    """The two changes of a European year are at one o'clock UTC."""
    table = ZoneTable.of(ZoneInfo("Europe/Berlin"), date(2024, 1, 1), date(2024, 12, 31))

    changes = [EPOCH + at * SECOND for at in table.changes.tolist()]

    assert changes == [datetime(2024, 3, 31, 1, tzinfo=UTC), datetime(2024, 10, 27, 1, tzinfo=UTC)]
    assert table.offsets.tolist() == [3600, 7200, 3600]


def test_changes_are_looked_for_in_two_centuries_only() -> None:
    """A column with a mistaken year does not make the search long."""
    table = ZoneTable.between(ZoneInfo("Asia/Ho_Chi_Minh"), 1, date.max.toordinal())

    assert 0 < len(table.changes) < 50
    assert table.offsets[-1] == 7 * 3600
