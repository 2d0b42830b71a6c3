"""A due date in working days against the date libraries, for speed and for being right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from benchmarks.days import ALL_DAYS, CALENDAR, triggers, walk_days
from benchmarks.harness import Contestant, Race, always
from benchmarks.peers import day_libraries as peers
from benchmarks.results import Table
from dossierflow.deadlines import Ledger, Term, due, profile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.harness import Effort

ABOUT = """
The 20th working day after each of 500 random days of 2018 to 2027, one call for each: a date goes in, a date comes out.
All libraries are fed with the same days off and swapped working days; those that know only a mask of weekdays also run
with the usual Monday-to-Friday mask, which cannot say that a Saturday is worked. The first line is the calendar's
arithmetic, which is what the peers do; the second is the whole rule of the Civil Code on an instant: receipt, the day
that is not counted, the last day that rolls, the closing hour.
"""

DAYS = 20
OURS = "dossierflow, calendar"
OURS_RULE = "dossierflow, whole rule"
FASTEST_RIGHT = "bizdays, seven-day mask"
CHECKED = (1, 5, 20, -1, -5, -20)
"""Working days that are added where answers are checked."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    add: Callable[[date, int], date]
    is_ours: bool = False
    is_right: bool = True


def _entries() -> tuple[_Entry, ...]:
    return (
        _Entry(OURS, our_days, is_ours=True),
        _Entry(OURS_RULE, our_rule(), is_ours=True),
        _Entry(FASTEST_RIGHT, peers.bizdays_of(swaps=True)),
        _Entry("bizdays, Monday to Friday", peers.bizdays_of(swaps=False), is_right=False),
        _Entry("numpy.busday_offset, seven-day mask", peers.numpy_of(swaps=True)),
        _Entry("numpy.busday_offset, Monday to Friday", peers.numpy_of(swaps=False), is_right=False),
        _Entry("pandas CustomBusinessDay, seven-day mask", peers.pandas_of(swaps=True)),
        _Entry("pandas CustomBusinessDay, Monday to Friday", peers.pandas_of(swaps=False), is_right=False),
        _Entry("python-holidays, fed with our days", peers.holidays_fed()),
        _Entry("python-holidays, its own Vietnamese days", peers.holidays_own(), is_right=False),
        _Entry("workalendar, told of swaps in each call", peers.workalendar_of(swaps=True)),
        _Entry("workalendar, not told of swaps", peers.workalendar_of(swaps=False), is_right=False),
    )


def our_days(day: date, n: int) -> date:
    """Return the *n*-th working day after *day*, or before it, by the calendar alone."""
    return CALENDAR.nth_working_day(day, n) if n > 0 else CALENDAR.nth_working_day_before(day, -n)


def our_rule() -> Callable[[date, int], date]:
    """Return a function that asks the deadline kernel with a ledger, forward and backward."""
    profile_ = profile("vn-general")
    terms = {abs(n): Term.of(f"{abs(n)} working days") for n in CHECKED}
    after = profile_.counting(terms[DAYS].unit)
    before = profile_.counting(terms[DAYS].unit, direction="before", roll="backward")
    morning = time(9, 30)

    def add(day: date, n: int) -> date:
        at = datetime.combine(day, morning, CALENDAR.tz)
        found = due(Ledger(terms[abs(n)], after if n > 0 else before, at), CALENDAR)
        assert found is not None
        return found.day

    return add


def race() -> Race:
    """Build the race."""
    days = triggers(500)
    return Race(
        name="due-date",
        title="A due date in working days",
        about=ABOUT,
        operation="one due date",
        contestants=tuple(_contestant(entry, days) for entry in _entries()),
        expected=[walk_days(day, DAYS) for day in days],
        tables=_wrong_answers,
    )


def _contestant(entry: _Entry, days: Sequence[date]) -> Contestant:
    # The calendar is asked as a host asks it, without a function in between, like the peers that need none.
    if entry.name == OURS:
        after: Callable[[date, int], date] = CALENDAR.nth_working_day
    else:
        after = entry.add
    return Contestant(
        name=entry.name,
        is_ours=entry.is_ours,
        is_right=entry.is_right,
        operations=len(days),
        prepare=always(lambda: [after(day, DAYS) for day in days]),
    )


def _wrong_answers(effort: Effort) -> tuple[Table, ...]:
    asked = [
        (day, n, answer)
        for day in ALL_DAYS[:: effort.sample]
        for n in CHECKED
        if (answer := walk_days(day, n)) is not None
    ]
    rows = tuple(
        (
            entry.name,
            sum(entry.add(day, n) != answer for day, n, answer in asked),
            sum(n == DAYS and entry.add(day, n) != answer for day, n, answer in asked),
        )
        for entry in _entries()
    )
    last = sum(n == DAYS for _, n, _ in asked)
    steps = "every day" if effort.sample == 1 else f"every {effort.sample}th day"
    counts = ", ".join(f"{n:+}" for n in CHECKED)
    title = f"Wrong answers against a walk from day to day: {steps} of 2018 to 2027, {counts} working days"
    return (Table(title, ("library", f"wrong of {len(asked):,}", f"of them +{DAYS}, of {last:,}"), rows),)
