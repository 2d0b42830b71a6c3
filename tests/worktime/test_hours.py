"""Opening hours are read strictly and tabulated minute by minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dossierflow.worktime import Interval, OfficeHours
from dossierflow.worktime.hours import MINUTES_A_DAY, MinuteProfile, last_of_week

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.worktime.hours import Spans


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("08:00-12:00", 480, 720), ("00:00-24:00", 0, 1440), ("23:59-24:00", 1439, 1440), ("07:30-11:30", 450, 690)],
)
def test_reads_and_writes_intervals(text: str, start: int, end: int) -> None:
    """An interval is written as it is read."""
    interval = Interval.parse(text)

    assert (start, end, text) == (interval.start, interval.end, str(interval))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("8:00-12:00", "write opening hours as"),
        ("08:00 - 12:00", "write opening hours as"),
        ("", "write opening hours as"),
        ("08:60-12:00", "minutes 00 to 59"),
        ("08:00-24:01", "a day ends at 24:00"),
        ("12:00-12:00", "end after they start"),
        ("13:00-12:00", "end after they start"),
        ("٠٨:00-12:00", "write opening hours as"),
    ],
)
def test_refuses_other_writings(text: str, message: str) -> None:
    """Anything but HH:MM-HH:MM within one day is refused."""
    with pytest.raises(ValidationError, match=message):
        Interval.parse(text)


def test_refuses_numbers_in_the_wrong_order() -> None:
    """An interval made from numbers must end after it starts, too."""
    with pytest.raises(ValidationError, match="not after its start"):
        Interval(start=720, end=480)


def test_a_week_needs_an_opening_and_a_source(week: Callable[..., OfficeHours]) -> None:
    """A week without any hours, without a source or with overlaps is refused."""
    with pytest.raises(ValidationError, match="without any opening hours"):
        week("")
    with pytest.raises(ValidationError, match="at least 1 item"):
        OfficeHours(monday=(Interval.parse("08:00-12:00"),), cite=())
    with pytest.raises(ValidationError, match="must start after"):
        week("sunday", "08:00-12:00 12:00-17:00")


def test_the_last_day_of_the_week_sets_the_standard(week: Callable[..., OfficeHours]) -> None:
    """The last weekday with hours stands for an ordinary day."""
    assert last_of_week(week("monday tuesday").week) == ((480, 720), (780, 1020))


@st.composite
def patterns(draw: st.DrawFn) -> Spans:
    """Draw opening hours: a sorted even number of distinct minutes, paired."""
    cuts = sorted(draw(st.sets(st.integers(0, MINUTES_A_DAY), max_size=8)))
    return tuple(zip(cuts[::2], cuts[1::2], strict=False))


@given(patterns())
def test_profiles_agree_with_counting(pattern: Spans) -> None:
    """The profile equals counting open minutes one by one."""
    open_minutes = [minute for minute in range(MINUTES_A_DAY) if any(start <= minute < end for start, end in pattern)]
    profile = MinuteProfile.of(pattern)

    assert profile.starts == tuple(open_minutes)
    assert profile.worked == tuple(
        len([minute for minute in open_minutes if minute < now]) for now in range(MINUTES_A_DAY + 1)
    )
