"""The days and instants at which rules of time go wrong."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import dossierflow
from dossierflow.simulate.edges import edge_days, edge_instants
from dossierflow.testing.strategies import edge_days as edge_day_strategy
from dossierflow.testing.strategies import edge_instants as edge_instant_strategy
from dossierflow.worktime import CalendarLayer, compile_calendar, vietnam

CALENDAR = vietnam()
YEAR = edge_days(CALENDAR, date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 2, 13),  # the last working day before Tết
        date(2026, 2, 14),  # the first day off
        date(2026, 2, 22),  # the last day off
        date(2026, 2, 23),  # the first working day after
        date(2026, 8, 22),  # worked in exchange
        date(2026, 8, 31),  # off in exchange, and the end of a month
        date(2026, 2, 28),
        date(2026, 3, 1),
        date(2026, 12, 31),  # the last confirmed day
    ],
)
def test_the_days_that_a_lawyer_would_ask_about_are_there(day: date) -> None:
    """Blocks of days off, exchanges, month ends and the end of what is confirmed."""
    assert day in YEAR


def test_plain_days_are_left_out() -> None:
    """A weekend like any other, away from the end of a month, is no edge."""
    assert {date(2026, 3, 10), date(2026, 3, 13), date(2026, 3, 14), date(2026, 3, 16)}.isdisjoint(YEAR)
    assert len(YEAR) < 365 / 2


def test_a_block_that_the_bounds_cut_is_looked_at_as_a_whole() -> None:
    """Only days between the bounds come back, in order and once each; where a bound lies is no edge."""
    days = edge_days(CALENDAR, date(2026, 2, 12), date(2026, 2, 16), also=[date(2026, 2, 12)])

    assert days == (date(2026, 2, 12), date(2026, 2, 13), date(2026, 2, 14))


def test_leap_days_are_edges() -> None:
    """29 February, the day before and the day after."""
    days = edge_days(CALENDAR, date(2024, 2, 26), date(2024, 3, 2))
    assert {date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)} <= set(days)


@given(st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.integers(0, 90))
def test_both_sides_of_every_long_block_are_found(first: date, length: int) -> None:
    """Compared with a walk over the days: a change at the edge of three or more days off is always there."""
    last = first + timedelta(days=length)
    found = set(edge_days(CALENDAR, first, last))
    day = first
    while day + timedelta(days=3) <= last:
        block = [day + timedelta(days=number) for number in range(4)]
        works = [CALENDAR.is_working(one) for one in block]
        if works == [True, False, False, False]:
            assert set(block[:2]) <= found
        if works == [False, False, False, True]:
            assert set(block[2:]) <= found
        day += timedelta(days=1)


def test_instants_lie_around_opening_closing_and_the_hour() -> None:
    """Each with the minute before and after."""
    told = [at.strftime("%H:%M") for at in edge_instants(CALENDAR, date(2026, 3, 10), hours=[time(9)])]

    assert told == ["07:59", "08:00", "08:01", "08:59", "09:00", "09:01", "16:59", "17:00", "17:01"]


@given(st.data())
def test_strategies_draw_from_them(data: st.DataObject) -> None:
    """What Hypothesis draws is an edge."""
    bounds = (date(2026, 1, 1), date(2026, 12, 31))
    assert data.draw(edge_day_strategy(CALENDAR, *bounds)) in YEAR
    assert data.draw(edge_instant_strategy(CALENDAR, *bounds)).date() in YEAR


def in_files() -> tuple[dict[date, str], set[date]]:
    """Return the marked days and the working days of the shipped years, read from the calendar files alone."""
    marked: dict[date, str] = {}
    working: set[date] = set()
    for file in sorted((Path(dossierflow.__file__).parent / "worktime" / "data" / "vn").glob("*.yaml")):
        told: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
        marked |= {one["day"]: one["kind"] for one in told["days"]}
        names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        weekly = [name in told["weekly"] for name in names]
        for number in range((told["last"] - told["first"]).days + 1):
            day = told["first"] + timedelta(days=number)
            kind = marked.get(day)
            if kind == "swap_work" or (weekly[day.weekday()] and kind in {None, "hours"}):
                working.add(day)
    return marked, working


def by_the_book(
    marked: dict[date, str], working: set[date], weekly_off: set[int], first: date, last: date, confirmed: date
) -> set[date]:
    """Return the edges, written down as the law's reader would: day by day, without the library."""
    day, found = first, set[date]()
    while day <= last:
        around = {day - timedelta(days=1), day, day + timedelta(days=1)}
        if marked.get(day) in {"swap_off", "swap_work", "hours", "reception_only"}:
            found |= around
        if day.month != (day + timedelta(days=1)).month or (day.month, day.day) == (2, 29) or day == confirmed:
            found |= around
        if day not in working:
            start = end = day
            while start > first and start - timedelta(days=1) not in working:
                start -= timedelta(days=1)
            while end < last and end + timedelta(days=1) not in working:
                end += timedelta(days=1)
            block = [start + timedelta(days=number) for number in range((end - start).days + 1)]
            before, after = start - timedelta(days=1), end + timedelta(days=1)
            is_weekly = all(one.weekday() in weekly_off for one in block)
            if not is_weekly or before.weekday() in weekly_off or after.weekday() in weekly_off:
                found |= {before, start, end, after}
        day += timedelta(days=1)
    return {one for one in found if first <= one <= last}


def test_every_edge_of_the_shipped_years_is_found() -> None:
    """Ten years, computed from the files by hand: not a day more and not a day less."""
    marked, working = in_files()
    first, last = CALENDAR.first, CALENDAR.last
    wanted = by_the_book(marked, working, {5, 6}, first, last, date(2026, 12, 31))

    assert set(edge_days(CALENDAR, first, last)) == wanted
    assert {date(2024, 4, 26), date(2024, 5, 4), date(2025, 4, 26), date(2025, 5, 2)} <= wanted


@pytest.mark.parametrize(
    "day",
    [date(2026, 6, 14), date(2026, 2, 18), date(2026, 3, 1), date(2026, 2, 23), date(2026, 1, 1), date(2026, 5, 31)],
)
def test_a_window_cuts_edges_and_makes_none(day: date) -> None:
    """The edges of a part of the calendar are those of the whole that lie in it, wherever the part begins or ends."""
    whole = set(edge_days(CALENDAR, date(2026, 1, 1), date(2026, 12, 31)))

    assert set(edge_days(CALENDAR, day, date(2026, 12, 31))) == {one for one in whole if one >= day}
    assert set(edge_days(CALENDAR, date(2026, 1, 1), day)) == {one for one in whole if one <= day}


WEEKS = {
    "friday and saturday off": ({4, 5}, {}),
    "only sunday off": ({6}, {}),
    "saturday until noon": ({6}, {5: "08:00-12:00"}),
    "no day off": (set[int](), {}),
}


@pytest.mark.parametrize("name", WEEKS)
def test_calendars_of_other_weeks(name: str) -> None:
    """Other weekends, half days and no exchanges at all: the weekly days off are never edges by themselves."""
    off, short = WEEKS[name]
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    cite = ({"doc": "own"},)
    hours = {one: [short.get(number, "08:00-17:00")] for number, one in enumerate(names) if number not in off}
    fact = {"name": {"vi": "n", "en": "n"}, "status": "enacted", "known_from": "2025-01-01", "cite": cite}
    marked = {date(2026, 5, 7): "holiday", date(2026, 7, 1): "holiday", date(2026, 3, 10): "hours"}
    days = [{"day": str(day), "kind": kind, **fact} for day, kind in marked.items()]
    days[-1] |= {"hours": ["08:00-12:00"]}
    told = {
        "name": "own",
        "level": "national",
        "zone": "Asia/Dubai",
        "first": "2026-01-01",
        "last": "2026-12-31",
        "confirmed_until": "2026-10-15",
        "schedule": {"known_from": "2025-01-01", "cite": cite},
        "weekly": {**hours, "cite": cite},
        "days": days,
    }
    calendar = compile_calendar([CalendarLayer.model_validate_json(json.dumps(told))], name="own")
    first, last = calendar.first, calendar.last
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    working = {day for day in every if day.weekday() not in off and marked.get(day) != "holiday"}
    wanted = by_the_book(marked, working, off, first, last, date(2026, 10, 15))

    assert set(edge_days(calendar, first, last)) == wanted
    assert date(2026, 10, 16) in wanted


def test_weekends_are_edges_where_they_are_asked_for() -> None:
    """Then every last working day and every first one is there."""
    days = set(edge_days(CALENDAR, date(2026, 3, 2), date(2026, 3, 20), weekends=True))

    assert {date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 13)} <= days
    assert {date(2026, 3, 4), date(2026, 3, 10)}.isdisjoint(days)
