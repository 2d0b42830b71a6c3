"""Clocks: the machine's, and one that is turned by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from dossierflow.errors import NaiveInstantError
from dossierflow.simulate import ClockGoesBackError, SystemClock, VirtualClock

if TYPE_CHECKING:
    from freezegun.api import FrozenDateTimeFactory

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2026, 2, 5, 15, 20, tzinfo=VIETNAM)


def test_the_system_clock_shows_the_time_of_its_zone(freezer: FrozenDateTimeFactory) -> None:
    """Half past eleven at night in Greenwich is the next morning in Viet Nam, as a plain datetime."""
    freezer.move_to("2026-02-05 23:30:00")

    now = SystemClock(VIETNAM).now()

    assert now == datetime(2026, 2, 5, 23, 30, tzinfo=UTC)
    assert now.isoformat() == "2026-02-06T06:30:00+07:00"
    assert type(now).__module__ == "datetime"


def test_a_virtual_clock_stands_still_until_it_is_told() -> None:
    """It shows where it was put, and jumps where it is sent; staying is allowed."""
    clock = VirtualClock(START)

    assert clock.now() == START
    assert clock.jump_to(START) == START
    assert clock.jump_to(START + timedelta(hours=1)) == START + timedelta(hours=1) == clock.now()


def test_a_virtual_clock_never_goes_back() -> None:
    """A jump into the past is refused, names both instants, and leaves the clock where it was."""
    clock = VirtualClock(START)

    with pytest.raises(ClockGoesBackError, match=r"15:20.*cannot go back to .*15:19"):
        clock.jump_to(START - timedelta(minutes=1))
    assert clock.now() == START


def test_a_virtual_clock_wants_a_zone() -> None:
    """An instant without a zone is refused at the start and at a jump."""
    with pytest.raises(NaiveInstantError):
        VirtualClock(datetime(2026, 2, 5, 15, 20))  # noqa: DTZ001 -- the point of the test
    with pytest.raises(NaiveInstantError):
        VirtualClock(START).jump_to(datetime(2026, 2, 5, 15, 20))  # noqa: DTZ001 -- the point of the test
