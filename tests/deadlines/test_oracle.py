"""
The kernel against a walk that knows nothing of it.

The oracle below takes every rule literally: it steps through days, or through
minutes, one at a time, with plain dictionaries and no table. It uses the
calendar only as a set of working days.
"""

from __future__ import annotations

import random
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest

from dossierflow.deadlines import (
    Anchor,
    Counting,
    Extension,
    Ledger,
    Suspension,
    Term,
    Unit,
    balance,
    due,
    explain,
    profile,
    replay,
)
from dossierflow.errors import TermError
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
CALENDAR = vietnam()
ZONE = CALENDAR.tz
FIRST, LAST = date(2018, 1, 1), date(2027, 12, 31)
HOURS = [(8, 12), (13, 17)]


@cache
def working_days() -> frozenset[date]:
    """Return the working days of the calendar as a plain set."""
    span = (LAST - FIRST).days + 1
    return frozenset(day for day in (FIRST + DAY * index for index in range(span)) if CALENDAR.is_working(day))


@dataclass
class Case:
    """One row of choices, in words, with local times that have no zone."""

    amount: int | Decimal
    unit: str
    trigger: datetime
    choices: dict[str, object]
    pauses: list[tuple[datetime, datetime | None]]
    extensions: list[tuple[int, str, str]]


class RefusedError(Exception):
    """The rules forbid to count this."""


class Oracle:
    """Walks one case, day by day or minute by minute."""

    def __init__(self, case: Case) -> None:
        """Walk *case*."""
        self.case = case
        self.work = working_days()
        self.step = -1 if case.choices["direction"] == "before" else 1

    def due(self) -> tuple[date, datetime] | None:
        """Return the last day and the last instant, or none while the term stands still."""
        at, late = self.received()
        self.start = at.date()
        chain = [(self.case.amount, self.case.unit, "first")]
        for amount, unit, anchor in self.case.extensions:
            if anchor == "trigger":
                chain = []
            chain.append((amount, unit, "first" if anchor == "trigger" else anchor))
        place: tuple[date, datetime | None] | None = (self.start, at)
        for amount, unit, anchor in chain:
            if anchor == "rolled_due":
                place = self.rolled(place, chain)
            if place is None:
                return None
            place = self.link(place, amount, unit, first=anchor == "first")
            if place is None:
                return None
        place = self.rolled(place, chain)
        if place is None:
            return None
        day, instant = place
        if late:
            day += DAY
            while day not in self.work:
                day += DAY
            instant = instant and datetime.combine(day, instant.time())
        if instant is None:
            instant = self.end(day)
        return day, instant

    def received(self) -> tuple[datetime, bool]:
        """Return the event after receipt and cut-off, and whether the result is a day later."""
        choices, at = self.case.choices, self.case.trigger
        closed = at.date() not in self.work or at.time() >= time(17)
        if choices["receipt"] == "next_opening" and closed:
            # nobody is moved twice, so that a cut-off before the opening does not bite there
            return self.opening_after(at.date()), False
        cutoff = choices["cutoff"]
        late = cutoff is not None and at.date() in self.work and at.time().replace(second=0) > cutoff
        if late and choices["cutoff_effect"] == "starts_later":
            return self.opening_after(at.date()), False
        return at, late

    def opening_after(self, day: date) -> datetime:
        """Return the opening of the next working day."""
        day += DAY
        while day not in self.work:
            day += DAY
        return datetime.combine(day, time(8))

    def end(self, day: date) -> datetime:
        """Return the end of a day."""
        if self.case.choices["ends"] == "close_of_business":
            return datetime.combine(day, time(17))
        return datetime.combine(day + DAY, time(0))

    def is_out(self, day: date) -> bool:
        """Tell whether a pause takes the day out."""
        return any(start.date() < day and (end is None or day <= end.date()) for start, end in self.case.pauses)

    def is_open(self, day: date) -> bool:
        """Tell whether an open pause takes the day out."""
        return any(start.date() < day and end is None for start, end in self.case.pauses)

    def link(
        self, place: tuple[date, datetime | None], amount: int | Decimal, unit: str, *, first: bool
    ) -> tuple[date, datetime | None] | None:
        """Run one term of the chain."""
        day, at = place
        if unit in {"hour", "minute", "working_hour"} or amount != int(amount):
            end = self.minutes(at or self.end(day), amount, unit)
            return end and (end.date(), end)
        found = self.days(day, int(amount), unit, first=first)
        if found is None:
            return None
        if self.case.choices["ends"] == "same_time" and at is not None:
            return found, datetime.combine(found, at.time())
        return found, None

    def days(self, start: date, amount: int, unit: str, *, first: bool) -> date | None:
        """Walk whole days."""
        if amount == 0:
            return start
        same_day = first and self.case.choices["starts"] == "same_day"
        found: date | None
        if unit in {"week", "month", "year"}:
            found = self.corresponding(start, amount, unit)
            lacks_the_day = unit != "week" and found.day != start.day
            if same_day and not (lacks_the_day and self.step > 0):
                found -= DAY * self.step
            inside = start if same_day else start + DAY * self.step
            broken = False
            while True:
                broken |= self.is_out(inside)
                if inside == found:
                    break
                inside += DAY * self.step
            if broken and self.case.choices["broken_term"] == "refuse":
                raise RefusedError
            if broken:
                amount *= {"week": 7, "month": 30, "year": 365}[unit]
                found = self.walk(start, amount, working=False, with_start=same_day)
        else:
            found = self.walk(start, amount, working=unit == "working_day", with_start=same_day)
        if first and self.case.choices["clear"] and found is not None:
            found = self.walk(found, 1, working=unit == "working_day", with_start=False)
        return found

    def walk(self, start: date, amount: int, *, working: bool, with_start: bool) -> date | None:
        """Step from day to day until enough have been counted."""
        day = start if with_start else start + DAY * self.step
        while True:
            if self.is_open(day):
                return None
            if not self.is_out(day) and (not working or day in self.work):
                amount -= 1
                if amount == 0:
                    return day
            day += DAY * self.step

    def corresponding(self, start: date, amount: int, unit: str) -> date:
        """Return the corresponding day of a later week, month or year."""
        if unit == "week":
            return start + DAY * 7 * amount * self.step
        year, month = start.year, start.month
        for _ in range(amount * (12 if unit == "year" else 1)):
            month += self.step
            if month in {0, 13}:
                year, month = year + self.step, {0: 12, 13: 1}[month]
        length = monthrange(year, month)[1]
        if start.day > length and self.case.choices["month_end"] == "refuse":
            raise RefusedError
        return date(year, month, min(start.day, length))

    def minutes(self, at: datetime, amount: int | Decimal, unit: str) -> datetime | None:
        """Step from minute to minute until enough have been counted."""
        if unit == "day" and self.case.choices["broken_term"] == "refuse":
            raise RefusedError
        working = unit in {"working_hour", "working_day"}
        left = int(amount * {"minute": 1, "hour": 60, "working_hour": 60, "working_day": 480, "day": 1440}[unit])
        while left:
            begin = at if self.step > 0 else at - MINUTE
            covering = [end for start, end in self.case.pauses if start <= begin and (end is None or begin < end)]
            if None in covering:
                return None
            open_now = begin.date() in self.work and any(low <= begin.hour < high for low, high in HOURS)
            left -= not covering and (open_now or not working)
            at += MINUTE * self.step
        return at

    def rolled(
        self, place: tuple[date, datetime | None] | None, chain: list[tuple[int | Decimal, str, str]]
    ) -> tuple[date, datetime | None] | None:
        """Apply the least number of working days, then the roll."""
        if place is None:
            return None
        day, at = place
        least = self.case.choices["min_working_days"]
        named = sum(
            int(amount) * {"week": 7, "month": 30, "year": 365}.get(unit, 1)
            for amount, unit, _ in chain
            if unit not in {"hour", "minute", "working_hour"}
        )
        if least and at is None and named >= int(str(self.case.choices["min_working_days_from"])):
            enough = self.walk(
                self.start, int(str(least)), working=True, with_start=self.case.choices["starts"] == "same_day"
            )
            if enough is None:
                return None
            day = max(day, enough) if self.step > 0 else min(day, enough)
        move = {"none": 0, "forward": 1, "backward": -1}[str(self.case.choices["roll"])]
        while move and day not in self.work:
            day += DAY * move
        return day, at and datetime.combine(day, at.time())


def ledger_of(case: Case) -> Ledger:
    """Put *case* into the words of the library."""

    def local(at: datetime) -> datetime:
        return at.replace(tzinfo=ZONE)

    return Ledger(
        term=Term(amount=case.amount, unit=Unit(case.unit)),
        counting=Counting.model_validate({**case.choices, "fraction_of_day": {"hours": 8}}),
        trigger=local(case.trigger),
        suspensions=tuple(
            Suspension(local(start), None if end is None else local(end), "pause") for start, end in case.pauses
        ),
        extensions=tuple(
            Extension(Term(amount=amount, unit=Unit(unit)), Anchor(anchor), "more")
            for amount, unit, anchor in case.extensions
        ),
    )


def outcome_of(ledger: Ledger) -> tuple[date, datetime] | str | None:
    """Return what the kernel says, in the words of the oracle."""
    try:
        found = due(ledger, CALENDAR)
    except TermError:
        return "refused"
    return found and (found.day, found.at.replace(tzinfo=None))


def expected_of(case: Case) -> tuple[date, datetime] | str | None:
    """Return what the oracle says."""
    try:
        return Oracle(case).due()
    except RefusedError:
        return "refused"


EDGES = [
    date(2021, 2, 9),
    date(2022, 1, 28),
    date(2023, 4, 28),
    date(2024, 2, 28),
    date(2024, 4, 26),
    date(2024, 8, 30),
]
AMOUNTS = {
    "working_day": [0, 1, 2, 3, 5, 10, 20, Decimal("0.5"), Decimal("1.5")],
    "day": [0, 1, 2, 7, 15, 30, 45, Decimal("0.5")],
    "week": [1, 2, 6],
    "month": [0, 1, 2, 3],
    "year": [1],
    "working_hour": [0, 1, 4, 8, 20],
    "hour": [0, 1, 12, 24, 72],
    "minute": [0, 10, 90],
}
CLOCK = {"working_hour", "hour", "minute"}


def any_instant(dice: random.Random) -> datetime:
    """Return a local instant, often near days off, often near the hours that matter."""
    if dice.random() < 0.5:
        day = dice.choice(EDGES) + DAY * dice.randrange(-3, 9)
    else:
        day = date(2021, 3, 1) + DAY * dice.randrange(1200)
    hour = dice.choice([time(0), time(7, 59), time(8), time(11, 59), time(12, 30), time(15), time(15, 1), time(16, 59)])
    return datetime.combine(
        day, dice.choice([hour, time(17), time(23, 59), time(dice.randrange(24), dice.randrange(60))])
    )


def any_pauses(dice: random.Random, trigger: datetime) -> list[tuple[datetime, datetime | None]]:
    """Return up to three pauses in any order, some before, beside or over one another."""
    pauses: list[tuple[datetime, datetime | None]] = []
    for _ in range(dice.choice([0, 0, 1, 1, 2, 3])):
        start = trigger + MINUTE * dice.choice([0, 60, 600, -900, dice.randrange(-9000, 60000)])
        length = dice.choice([0, 30, 300, dice.randrange(20000)])
        pauses.append((start, None if dice.random() < 0.15 else start + MINUTE * length))
    return pauses


def any_choices(dice: random.Random, unit: str) -> dict[str, object]:
    """Return any choices that do not contradict one another."""
    clock = unit in CLOCK
    starts = "instant" if clock else dice.choice(["next_day", "same_day"])
    least, least_from = dice.choice([(0, 0), (0, 0), (0, 0), (2, 2), (2, 3), (3, 3), (2, 11)])
    cutoff = dice.choice([None, None, time(15), time(11, 30), time(7)])
    return {
        "starts": starts,
        "receipt": dice.choice(["as_is", "next_opening"]),
        "cutoff": cutoff,
        "cutoff_effect": cutoff and dice.choice(["starts_later", "result_later"]),
        "roll": dice.choice(["none", "forward", "backward"]),
        "direction": dice.choice(["after", "after", "before"]),
        "ends": "same_time" if clock else dice.choice(["close_of_business", "midnight"]),
        "month_end": dice.choice(["clamp", "clamp", "refuse"]),
        "broken_term": dice.choice(["art146", "art146", "refuse"]),
        "clear": starts != "same_day" and dice.random() < 0.2,
        "min_working_days": least,
        "min_working_days_from": least_from,
    }


def any_case(dice: random.Random) -> Case:
    """Return a case with every column chosen at random."""
    unit = dice.choice(list(AMOUNTS))
    trigger = any_instant(dice)
    extensions = []
    for _ in range(dice.choice([0, 0, 0, 1, 2])):
        other = dice.choice(list(AMOUNTS))
        whole = [amount for amount in AMOUNTS[other] if isinstance(amount, int)]
        extensions.append((dice.choice(whole), other, dice.choice(["due", "rolled_due", "trigger"])))
    pauses = any_pauses(dice, trigger)
    return Case(dice.choice(AMOUNTS[unit]), unit, trigger, any_choices(dice, unit), pauses, extensions)


@pytest.mark.parametrize("seed", range(16))
def test_all_parameters_crossed_equal_the_walk(seed: int) -> None:
    """Six thousand four hundred random rows of choices give the day, the instant and the refusal of the walk."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(400):
        case = any_case(dice)
        assert outcome_of(ledger_of(case)) == expected_of(case), case


@pytest.mark.parametrize("seed", range(8))
def test_explanation_is_the_computation(seed: int) -> None:
    """The explanation has the due date of the bare computation, and its steps add up to it again."""
    dice = random.Random(1000 + seed)  # noqa: S311 - repeatable, not secret
    for _ in range(400):
        case = any_case(dice)
        ledger = ledger_of(case)
        if outcome_of(ledger) == "refused":
            with pytest.raises(TermError):
                explain(ledger, CALENDAR)
            continue
        told = explain(ledger, CALENDAR)
        assert told.due == due(ledger, CALENDAR), case
        assert replay(told) == told.due, case


@pytest.mark.parametrize("seed", range(4))
def test_what_is_used_and_what_is_left_make_the_whole(seed: int) -> None:
    """At any instant used and remaining add up, stand still together with the due date, and end at nothing left."""
    dice = random.Random(2000 + seed)  # noqa: S311 - repeatable, not secret
    for _ in range(400):
        case = any_case(dice)
        ledger = ledger_of(case)
        if outcome_of(ledger) == "refused":
            continue
        found = due(ledger, CALENDAR)
        at = any_instant(dice).replace(tzinfo=ZONE)
        account = balance(ledger, CALENDAR, at)
        assert account.used + account.remaining == account.total, case
        assert account.used >= 0, case
        assert account.remaining >= 0, case
        paused = any(end is None and start.replace(tzinfo=ZONE) <= at for start, end in case.pauses)
        assert account.suspended or not (found is None and paused), case
        if found is not None:
            end = balance(ledger, CALENDAR, found.at)
            assert end.overdue == 0, case
            assert account.overdue == 0 or at > found.at, case


def whole_days() -> Iterator[tuple[date, datetime]]:
    """Yield every day of ten years with a morning on it."""
    for index in range((date(2027, 9, 30) - FIRST).days):
        day = FIRST + DAY * index
        yield day, datetime.combine(day, time(9, 30), ZONE)


@pytest.mark.parametrize("n", range(1, 61))
def test_working_days_from_every_day_of_ten_years(n: int) -> None:
    """The n-th working day after every day from 2018 to 2027 is the n-th that a walk over a plain set meets."""
    counting = profile("vn-general").counting(Unit.WORKING_DAY)
    term = Term(amount=n, unit=Unit.WORKING_DAY)
    ordered = sorted(working_days())
    place = 0
    for day, morning in whole_days():
        while ordered[place] <= day:
            place += 1
        assert due(Ledger(term, counting, morning), CALENDAR).day == ordered[place + n - 1], day


@pytest.mark.parametrize("n", [1, 5, 20, 60])
@pytest.mark.parametrize("roll", ["none", "forward", "backward"])
def test_days_from_every_day_of_ten_years(n: int, roll: str) -> None:
    """The n-th day after every day of ten years, rolled or not, is the one a walk over a plain set meets."""
    counting = profile("vn-general").counting(Unit.DAY, roll=roll)
    term, work = Term(amount=n, unit=Unit.DAY), working_days()
    for day, morning in whole_days():
        expected = day + DAY * n
        while roll != "none" and expected not in work:
            expected += DAY if roll == "forward" else -DAY
        found = due(Ledger(term, counting, morning), CALENDAR)
        assert found is not None
        assert found.day == expected, day
