"""Working time to the second, against a walk over seconds."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from dossierflow.deadlines import Ledger, Suspension, Term, Unit, due, explain, profile, replay
from dossierflow.deadlines.minutes import minutes_of
from dossierflow.errors import TermError
from dossierflow.worktime import vietnam

CALENDAR = vietnam()
SECOND = timedelta(seconds=1)


def is_open(at: datetime) -> bool:
    """Tell whether the office works in the second that begins *at*."""
    return CALENDAR.is_working(at.date()) and at.hour in {8, 9, 10, 11, 13, 14, 15, 16}


def walk(at: datetime, seconds: int, pauses: list[tuple[datetime, datetime]]) -> datetime:
    """Step from second to second until enough working seconds are over."""
    while seconds:
        seconds -= is_open(at) and not any(start <= at < end for start, end in pauses)
        at += SECOND
    return at


@pytest.mark.parametrize("seed", range(40))
def test_working_minutes_keep_their_seconds_around_suspensions(seed: int) -> None:
    """Starts, ends and suspensions at odd seconds are counted to the second, and the steps add up to it."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    counting = profile("vn-general").counting(Unit.WORKING_HOUR)
    morning = datetime(2026, 3, 6, 7, 58, tzinfo=CALENDAR.tz)
    for _ in range(5):
        trigger = morning + SECOND * dice.randrange(9 * 3600)
        pauses = []
        for _ in range(dice.randrange(4)):
            start = trigger + SECOND * dice.randrange(-600, 9000)
            pauses.append((start, start + SECOND * dice.choice([1, 59, 60, 61, dice.randrange(8000)])))
        hours = dice.choice([1, 2])
        ledger = Ledger(
            Term(amount=hours, unit=Unit.WORKING_HOUR),
            counting,
            trigger,
            tuple(Suspension(start, end, "pause") for start, end in pauses),
        )
        told = explain(ledger, CALENDAR)
        found = due(ledger, CALENDAR)
        assert found is not None
        assert found.at == walk(trigger, hours * 3600, pauses), (trigger, pauses)
        assert told.due == found == replay(told)


@pytest.mark.parametrize("seed", range(6))
def test_counting_back_lands_where_counting_on_began(seed: int) -> None:
    """Going back some working minutes from an instant and on again by as many returns to its last working second."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    back = profile("vn-general").counting(Unit.WORKING_HOUR, direction="before")
    for _ in range(6):
        trigger = datetime(2026, 3, 4, tzinfo=CALENDAR.tz) + SECOND * dice.randrange(7 * 24 * 3600)
        hours = dice.randrange(1, 10)
        found = due(Ledger(Term(amount=hours, unit=Unit.WORKING_HOUR), back, trigger), CALENDAR)
        assert found is not None
        assert is_open(found.at)
        end = walk(found.at, hours * 3600, [])
        assert not any(is_open(end + SECOND * index) for index in range(0, int((trigger - end).total_seconds()), 60))


@pytest.mark.parametrize(
    ("trigger", "start", "end", "expected"),
    [
        # Half a minute is left at the suspension; it ends in the lunch break.
        ("11:00:00", "11:59:30", "12:30:00", "13:00:30"),
        # Of the half minute that is left, twenty seconds lie before lunch.
        ("10:00:00", "10:59:30", "11:59:40", "13:00:10"),
        ("10:00:00", "10:59:30", "11:59:30", "12:00:00"),
        ("10:00:30", "10:30:00", "11:00:00", "11:30:30"),
    ],
)
def test_parts_of_a_minute_do_not_fall_into_the_break(trigger: str, start: str, end: str, expected: str) -> None:
    """The seconds that are left after a suspension are worked before and after a break, never in it."""

    def at(text: str) -> datetime:
        return datetime.fromisoformat(f"2026-03-06 {text}").replace(tzinfo=CALENDAR.tz)

    counting = profile("vn-general").counting(Unit.WORKING_HOUR)
    ledger = Ledger(Term.of("1 working hour"), counting, at(trigger)).suspend(at(start), "pause").resume(at(end))
    found = due(ledger, CALENDAR)
    assert found is not None
    assert found.at == at(expected)


def test_weeks_have_no_minutes() -> None:
    """Only units that are counted by the clock, or days of which a part is counted, have minutes."""
    assert [minutes_of(unit, 8) for unit in (Unit.MINUTE, Unit.HOUR, Unit.WORKING_DAY, Unit.DAY)] == [1, 60, 480, 1440]
    with pytest.raises(TermError, match="months are not counted in minutes"):
        minutes_of(Unit.MONTH, 8)
