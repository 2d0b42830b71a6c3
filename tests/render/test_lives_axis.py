"""The time axis of drawn lives on days of 23 and 25 hours."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from dossierflow.render.lives.axis import axis_of
from dossierflow.worktime import zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

BERLIN = zone("Europe/Berlin")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def at(day: date, hour: int, tz: ZoneInfo = BERLIN) -> datetime:
    """Return a full hour on the wall."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=tz)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 6, 10), 24)])
def test_equal_times_have_equal_widths(day: date, hours: int) -> None:
    """A day is as wide as it is long; whether an instant is written in UTC or on the wall changes nothing."""
    start, end = at(day, 0), at(day + timedelta(days=1), 0)
    axis = axis_of([start, end], BERLIN, 900, 80)
    hour = axis.x(at(day, 13)) - axis.x(at(day, 12))

    assert axis.x(end) - axis.x(start) == pytest.approx(hours * hour)
    assert axis.x(start.astimezone(UTC)) == axis.x(start)
    assert axis.x(at(day, 5).astimezone(UTC)) == axis.x(at(day, 5))


@pytest.mark.parametrize(("day", "told"), [(SPRING, [0, 1, 3, 4]), (AUTUMN, [0, 1, 2, 2, 3])])
def test_hours_are_those_on_the_wall(day: date, told: list[int]) -> None:
    """The hour that is skipped has no line, the one that comes twice has two; they stand equally far apart."""
    axis = axis_of([at(day, 1), at(day, 1) + timedelta(minutes=5), at(day, 3)], BERLIN, 900, 80)
    ticks = [one for one in axis.ticks(20) if one.is_hour and one.at.astimezone(BERLIN).date() == day]
    places = [one.x for one in ticks][: len(told)]

    assert [one.at.astimezone(BERLIN).hour for one in ticks][: len(told)] == told
    assert all(b - a == pytest.approx(places[1] - places[0]) for a, b in itertools.pairwise(places))


def test_days_and_months_begin_at_midnight_on_the_wall() -> None:
    """Before and after the change of the clocks every line stands at a local midnight."""
    for length in (20, 400):
        axis = axis_of([at(SPRING, 9) - timedelta(days=5), at(SPRING, 9) + timedelta(days=length)], BERLIN, 900, 80)
        clocks = {(one.at.astimezone(BERLIN).hour, one.at.astimezone(BERLIN).minute) for one in axis.ticks(58)}

        assert clocks == {(0, 0)}
