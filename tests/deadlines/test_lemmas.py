"""What must hold for every ledger, whatever its dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from dossierflow.deadlines import Ledger, Suspension, Term, Unit, balance, due, due_if_resumed_at, explain, profile
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    import random

CALENDAR = vietnam()
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

instants = st.datetimes(datetime(2018, 3, 1), datetime(2025, 6, 30)).map(  # noqa: DTZ001 - the zone follows
    lambda at: at.replace(second=0, microsecond=0, tzinfo=CALENDAR.tz)
)
lengths = st.integers(0, 40 * 24 * 60).map(lambda minutes: minutes * MINUTE)
whole_days = st.sampled_from([Unit.WORKING_DAY, Unit.DAY])
all_units = st.sampled_from([unit for unit in Unit if unit is not Unit.YEAR])
amounts = st.integers(1, 60)


def ledger_of(amount: int, unit: Unit, trigger: datetime, **choices: object) -> Ledger:
    """Return a ledger of the general profile."""
    return Ledger(Term(amount=amount, unit=unit), profile("vn-general").counting(unit, **choices), trigger)


def last_instant(ledger: Ledger) -> datetime:
    """Return the last instant of a term that runs to its end."""
    found = due(ledger, CALENDAR)
    assert found is not None
    return found.at


def pause(start: datetime, length: timedelta) -> Suspension:
    """Return a suspension of some *length*."""
    return Suspension(start, start + length, "pause")


@given(all_units, st.integers(1, 10), instants, lengths)
def test_a_later_event_is_never_due_earlier(unit: Unit, amount: int, trigger: datetime, later: timedelta) -> None:
    """The due date is monotone in the event; hours that roll to a working day are so in days."""
    one, other = (ledger_of(amount, unit, at) for at in (trigger, trigger + later))
    assert last_instant(one).date() <= last_instant(other).date()
    still, later_still = (ledger_of(amount, unit, at, roll="none") for at in (trigger, trigger + later))
    assert last_instant(still) <= last_instant(later_still)


@given(all_units, st.integers(1, 10), st.integers(0, 5), instants)
def test_a_longer_term_is_never_due_earlier(unit: Unit, amount: int, more: int, trigger: datetime) -> None:
    """The due date is monotone in the length of the term; hours that roll to a working day are so in days."""
    short, long = (ledger_of(length, unit, trigger) for length in (amount, amount + more))
    assert last_instant(short).date() <= last_instant(long).date()
    still, longer = (ledger_of(length, unit, trigger, roll="none") for length in (amount, amount + more))
    assert last_instant(still) <= last_instant(longer)


def test_hours_that_roll_keep_their_time_of_day() -> None:
    """Two hours from Saturday 22:00 end on Monday at 00:00, one hour on Monday at 23:00: each at its own minute."""
    saturday = datetime(2026, 3, 7, 22, tzinfo=CALENDAR.tz)
    ends = [last_instant(ledger_of(amount, Unit.HOUR, saturday)) for amount in (1, 2)]
    assert [f"{end:%a %H:%M}" for end in ends] == ["Mon 23:00", "Mon 00:00"]


@given(whole_days, amounts, amounts, instants)
def test_counting_in_two_steps_is_counting_once(unit: Unit, some: int, more: int, trigger: datetime) -> None:
    """Whole days add up, as long as nothing rolls in between."""
    once = last_instant(ledger_of(some + more, unit, trigger, roll="none"))
    first = last_instant(ledger_of(some, unit, trigger, roll="none"))
    assert last_instant(ledger_of(more, unit, first, roll="none")) == once


@given(all_units, st.integers(1, 10), instants, lengths)
def test_a_pause_of_no_length_changes_nothing(unit: Unit, amount: int, trigger: datetime, after: timedelta) -> None:
    """Suspending and resuming in the same instant leaves every due date where it was."""
    plain = ledger_of(amount, unit, trigger)
    paused = replace(plain, suspensions=(pause(trigger + after, timedelta(0)),))
    assert due(paused, CALENDAR) == due(plain, CALENDAR)


@given(all_units, st.integers(1, 10), instants, lengths, lengths, st.integers(0, 100))
def test_splitting_a_pause_changes_nothing(
    unit: Unit, amount: int, trigger: datetime, after: timedelta, length: timedelta, share: int
) -> None:
    """One pause and its two parts, in either order, give the same due date."""
    start = trigger + after
    part = length * share // 100
    plain = ledger_of(amount, unit, trigger)
    whole = replace(plain, suspensions=(pause(start, length),))
    parts = (pause(start, part), pause(start + part, length - part))
    assert due(replace(plain, suspensions=parts), CALENDAR) == due(whole, CALENDAR)
    assert due(replace(plain, suspensions=parts[::-1]), CALENDAR) == due(whole, CALENDAR)


@given(all_units, st.integers(1, 10), instants, st.lists(st.tuples(lengths, lengths), max_size=4), st.randoms())
def test_the_order_of_pauses_does_not_matter(
    unit: Unit,
    amount: int,
    trigger: datetime,
    pauses: list[tuple[timedelta, timedelta]],
    dice: random.Random,
) -> None:
    """Pauses may be told in any order."""
    told = [pause(trigger + after, length) for after, length in pauses]
    plain = ledger_of(amount, unit, trigger)
    mixed = list(told)
    dice.shuffle(mixed)
    assert due(replace(plain, suspensions=tuple(told)), CALENDAR) == due(
        replace(plain, suspensions=tuple(mixed)), CALENDAR
    )


@given(
    st.sampled_from([Unit.WORKING_DAY, Unit.DAY, Unit.WEEK, Unit.WORKING_HOUR, Unit.HOUR, Unit.MINUTE]),
    st.integers(1, 10),
    instants,
    lengths,
    lengths,
    lengths,
)
def test_a_longer_pause_is_never_due_earlier(
    unit: Unit, amount: int, trigger: datetime, after: timedelta, length: timedelta, more: timedelta
) -> None:
    """
    Lengthening a pause never brings a due date forward.

    Months and years have their own test; hours that roll keep their time of day.
    """
    roll = {"roll": "none"} if unit.is_clock else {}
    plain = ledger_of(amount, unit, trigger, **roll)
    short, long = (replace(plain, suspensions=(pause(trigger + after, span),)) for span in (length, length + more))
    assert last_instant(plain) <= last_instant(short) <= last_instant(long)


@given(st.sampled_from([Unit.MONTH, Unit.YEAR]), st.integers(1, 2), instants, lengths, lengths, lengths)
def test_a_longer_pause_of_a_broken_month_is_never_due_earlier(
    unit: Unit, amount: int, trigger: datetime, after: timedelta, length: timedelta, more: timedelta
) -> None:
    """
    Once a month or year is broken, lengthening the pause never brings the due date forward.

    Breaking it may: Civil Code 2015, art. 146.1 then gives a month 30 days, a
    year 365, and January has one more.
    """
    plain = ledger_of(amount, unit, trigger)
    short, long = (replace(plain, suspensions=(pause(trigger + after, span),)) for span in (length, length + more))
    is_broken = any(step.kind == "broken_term" for step in explain(short, CALENDAR).steps)
    if is_broken:
        assert last_instant(short) <= last_instant(long)
    else:
        assert last_instant(short) == last_instant(plain)


def test_breaking_a_month_may_bring_the_date_forward() -> None:
    """A month of 31 days that is broken for one day ends no later than unbroken: 30 days and one are 31."""
    plain = ledger_of(1, Unit.MONTH, datetime(2026, 3, 10, 9, tzinfo=CALENDAR.tz), roll="none")
    one_day = replace(plain, suspensions=(pause(datetime(2026, 3, 16, 9, tzinfo=CALENDAR.tz), DAY),))
    longer = ledger_of(2, Unit.MONTH, datetime(2026, 7, 1, 9, tzinfo=CALENDAR.tz), roll="none")
    broken = replace(longer, suspensions=(pause(datetime(2026, 7, 16, 9, tzinfo=CALENDAR.tz), DAY),))
    assert last_instant(one_day) == last_instant(plain)
    assert last_instant(broken) == last_instant(longer) - DAY


@given(all_units, st.integers(1, 10), instants, lengths)
def test_an_open_pause_leaves_no_date_or_changes_nothing(
    unit: Unit, amount: int, trigger: datetime, after: timedelta
) -> None:
    """While suspended there is no due date, unless the term has run out before: then it is the one without a pause."""
    plain = ledger_of(amount, unit, trigger)
    suspended = plain.suspend(trigger + after, "pause")
    found = due(suspended, CALENDAR)
    broken = any(step.kind == "broken_term" for step in explain(suspended, CALENDAR).steps)
    assert found is None or broken or found == due(plain, CALENDAR)
    resumed = due_if_resumed_at(suspended, CALENDAR, trigger + after)
    assert resumed == due(plain, CALENDAR)
    assert balance(suspended, CALENDAR, trigger + after).suspended == (found is None)


@given(whole_days, amounts, instants, st.lists(st.tuples(lengths, lengths), max_size=3))
def test_counted_and_skipped_days_partition_the_term(
    unit: Unit, amount: int, trigger: datetime, pauses: list[tuple[timedelta, timedelta]]
) -> None:
    """Every day after the start up to the end is either counted or passed over, and the counted ones are the term."""
    told = tuple(pause(trigger + after, length) for after, length in pauses)
    steps = explain(replace(ledger_of(amount, unit, trigger), suspensions=told), CALENDAR).steps
    step = next(step for step in steps if step.kind == "count")
    days = sorted([*step.counted, *(skip.day for skip in step.skipped)])
    start = CALENDAR.local_day(trigger)
    assert days == [start + DAY * index for index in range(1, len(days) + 1)]
    assert len(step.counted) == amount
    assert days[-1] == step.counted[-1] == step.after


@given(whole_days, amounts, instants)
def test_the_balance_counts_down_day_by_day(unit: Unit, amount: int, trigger: datetime) -> None:
    """From the start to the due day nothing is left in the end, and each counted day uses one."""
    ledger = ledger_of(amount, unit, trigger, roll="none")
    counted = next(step for step in explain(ledger, CALENDAR).steps if step.kind == "count").counted
    before: date = CALENDAR.local_day(trigger)
    assert balance(ledger, CALENDAR, trigger).used == 0
    for used, day in enumerate(counted, start=1):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=CALENDAR.tz)
        assert before < day
        assert balance(ledger, CALENDAR, noon)[:3] == (amount, used, amount - used)
        before = day
