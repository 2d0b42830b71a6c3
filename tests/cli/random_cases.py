"""
Random cases of ``dossierflow due`` over all columns.

Hours at which something changes, days near days off, pauses of every kind, and
terms that leave the calendar.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from tests.cli.oracle_due import CALENDARS, CLOCK, LAST, OFF, TZ, WORKED, Answer, BeyondTheCalendarError, answer

if TYPE_CHECKING:
    import random

NEAR = sorted(OFF | WORKED)
HOURS = [
    "00:00",
    "06:30",
    "07:59",
    "08:00",
    "08:01",
    "09:30",
    "11:59",
    "12:00",
    "12:30",
    "12:59",
    "13:00",
    "13:01",
    "14:59",
    "15:00",
    "15:01",
    "16:59",
    "17:00",
    "17:01",
    "20:15",
    "23:59",
]
CUTOFFS = ["", "", "", "", "15:00", "14:59", "10:30", "16:30", "12:00", "17:00", "08:00", "07:30"]
UNITS = {
    "working_day": ("working day", "ngày làm việc", 45, 1),
    "day": ("day", "ngày", 60, 1),
    "week": ("week", "tuần", 10, 7),
    "month": ("month", "tháng", 14, 30),
    "year": ("year", "năm", 3, 365),
    "working_hour": ("working hour", "giờ làm việc", 60, 0),
    "hour": ("hour", "giờ", 200, 0),
    "minute": ("minute", "phút", 4000, 0),
}
"""For each unit: its English and Vietnamese names, the most of it in a case, and its days."""


def any_day(dice: random.Random) -> date:
    """Return a day, often near days off and exchanged Saturdays, at the end of a month, or beside a leap day."""
    kind = dice.random()
    if kind < 0.35:
        found = dice.choice(NEAR) + timedelta(days=dice.randint(-12, 6))
    elif kind < 0.5:
        year, month = dice.randint(2018, 2027), dice.randint(1, 12)
        found = date(year, month, monthrange(year, month)[1] - dice.randint(0, 2))
    elif kind < 0.55:
        found = date(dice.choice([2020, 2024]), 2, dice.choice([28, 29]))
    elif kind < 0.6:
        found = LAST - timedelta(days=dice.randint(7, 90))
    else:
        found = date(2018, 1, 1) + timedelta(days=dice.randint(0, 3640))
    return min(max(found, date(2018, 1, 2)), date(2027, 12, 24))


def any_hour(dice: random.Random) -> str:
    """Return a time of day, often one at which something changes."""
    return dice.choice(HOURS) if dice.random() < 0.8 else f"{dice.randint(0, 23):02d}:{dice.randint(0, 59):02d}"


def any_trigger(dice: random.Random, day: date, *, may_be_a_day: bool) -> str:
    """Write an instant of *day* in one of the ways that are read."""
    kind, hour = dice.random(), any_hour(dice)
    if kind < 0.12 and may_be_a_day:
        return day.isoformat()
    if kind < 0.2:
        return f"{day}T{hour}:{dice.randint(0, 59):02d}"
    if kind < 0.28:
        abroad = timezone(timedelta(hours=dice.choice([0, 9, -5])))
        return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=TZ).astimezone(abroad).isoformat("T", "minutes")
    return f"{day}{dice.choice('TTT ')}{hour}"


def any_pauses(dice: random.Random, day: date, unit: str, *, back: bool) -> str:
    """Return up to four pauses in any order: overlapping, of no length, of days, or open."""
    pauses: list[str] = []
    most, days = UNITS[unit][2:]
    span = most * days or 14
    for _ in range(dice.choice([0, 0, 0, 1, 1, 2, 3, 4])):
        after = dice.randint(-span // 3 - 2, span + 2) if dice.random() < 0.5 else dice.randint(-6, 20)
        since = datetime.fromisoformat(f"{day + timedelta(days=-after if back else after)}T{any_hour(dice)}")
        minutes = dice.choice([0, dice.randint(1, 600), 1440, dice.randint(0, 15000), dice.randint(15000, 86000)])
        until = since + timedelta(minutes=minutes)
        whole = dice.random() < 0.25
        start, end = (f"{one.date()}" if whole else f"{one:%Y-%m-%dT%H:%M}" for one in (since, until))
        pauses.append(f"{start}/{'' if dice.random() < 0.12 else end}")
    return ";".join(pauses)


def any_case(dice: random.Random, number: int) -> tuple[dict[str, str], int, str]:
    """Return a row with every column filled or blank, and what its term means."""
    unit = dice.choice(list(UNITS))
    english, vietnamese, most, _ = UNITS[unit]
    amount = min(
        dice.choice([1, 1, 2, 3, 5, 8, 10, 15, 20, 30]) if dice.random() < 0.6 else dice.randint(1, most), most
    )
    plural = "s" if amount > 1 else ""
    clock, back, day, cutoff = unit in CLOCK, dice.random() < 0.2, any_day(dice), dice.choice(CUTOFFS)
    row = {
        "id": str(number),
        "trigger": any_trigger(dice, day, may_be_a_day=not (clock or cutoff)),
        "term": dice.choice([f"{amount} {english}{plural}", f"{amount} {vietnamese}", f"{amount:02d} {vietnamese}"]),
        "from": dice.choice(["", "instant"] if clock else ["", "next_day", "same_day"]),
        "receipt": dice.choice(["", "as_is", "next_opening"]),
        "cutoff": cutoff,
        "cutoff_effect": dice.choice(["", "starts_later", "result_later"]) if cutoff else "",
        "roll": dice.choice(["", "none", "forward", "backward"]),
        "direction": "before" if back else dice.choice(["", "after"]),
        "ends": dice.choice(["", "same_time"] if clock else ["", "close_of_business", "midnight"]),
        "pauses": any_pauses(dice, day, unit, back=back),
        "calendar": dice.choice(["", "", *CALENDARS]),
    }
    return row, amount, unit


def expected(row: dict[str, str], amount: int, unit: str) -> Answer | None:
    """Return what the second computation says; none where it leaves the calendar."""
    try:
        found = answer(row, amount, unit)
    except BeyondTheCalendarError:
        return None
    return found if not found.due_date or "2018" <= found.due_date[:4] <= "2027" else None
