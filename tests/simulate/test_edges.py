"""The days and instants at which rules of time go wrong."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossierflow.simulate.edges import edge_days, edge_instants
from dossierflow.testing.strategies import edge_days as edge_day_strategy
from dossierflow.testing.strategies import edge_instants as edge_instant_strategy
from dossierflow.worktime import vietnam

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


def test_a_block_that_the_bounds_cut_is_an_edge_too() -> None:
    """Only days between the bounds come back, in order and once each."""
    days = edge_days(CALENDAR, date(2026, 2, 12), date(2026, 2, 16), also=[date(2026, 2, 12)])

    assert days == (date(2026, 2, 12), date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 16))


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
