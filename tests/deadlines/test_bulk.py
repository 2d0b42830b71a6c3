"""
Columns against the kernel, row by row.

The rows cross every choice of counting with every unit, with triggers and
pauses near days off, near the ends of the calendar and beyond them, in a
calendar without changes of clocks and in one with them.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dossierflow.citation import Citation
from dossierflow.deadlines import Counting, Ledger, Suspension, Term, Unit, due, profile
from dossierflow.deadlines.bulk import UNITS, Countings, DueColumns, Pauses, RowError, Terms, due_days
from dossierflow.errors import CalendarCoverageError, TermError
from dossierflow.worktime import CalendarLayer, Interval, Level, OfficeHours, WorkCalendar, compile_calendar, vietnam

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAY = timedelta(days=1)
NAT = np.datetime64("NaT")


@cache
def berlin() -> WorkCalendar:
    """Return a calendar with changes of clocks, days of different lengths, and offices open at midnight."""
    cite = (Citation(doc="test"),)
    long = tuple(Interval.parse(text) for text in ("00:00-12:00", "13:00-24:00"))
    short = (Interval.parse("09:00-12:30"),)
    week = OfficeHours(monday=long, tuesday=short, thursday=long, friday=short, sunday=short, cite=cite)
    layer = CalendarLayer(
        name="berlin",
        level=Level.NATIONAL,
        zone="Europe/Berlin",
        first=date(2021, 1, 5),
        last=date(2022, 5, 20),
        confirmed_until=date(2021, 9, 1),
        weekly=week,
    )
    return compile_calendar([layer], name="berlin")


CALENDARS = {"ten years": vietnam, "two years": lambda: vietnam(2021, 2022), "berlin": berlin}
CLOCK = ("working_hour", "hour", "minute")
AMOUNTS: dict[str, list[float]] = {
    "working_day": [0, 1, 2, 3, 5, 10, 20, 0.5, 1.5, 0.1, 600],
    "day": [0, 1, 2, 7, 30, 45, 0.5, 0.3],
    "week": [0, 1, 2, 6, 0.5],
    "month": [0, 1, 2, 3, 13],
    "year": [0, 1, 2],
    "working_hour": [0, 1, 4, 8, 20, 0.5, 0.01],
    "hour": [0, 1, 12, 24, 72, 0.25],
    "minute": [0, 10, 90, 0.5],
}
IMPOSSIBLE = [-1, float("nan"), float("inf"), 5e5]


def a_counting(dice: random.Random, *, clock: bool) -> Counting:
    """Return any choices that fit hours and minutes, or whole days."""
    starts = "instant" if clock else dice.choice(["next_day", "same_day"])
    cutoff = dice.choice([None, None, time(15), time(11, 30), time(7)])
    least = dice.choice([0, 0, 0, 2, 3])
    return Counting.model_validate(
        {
            "starts": starts,
            "receipt": dice.choice(["as_is", "next_opening"]),
            "cutoff": cutoff,
            "cutoff_effect": cutoff and dice.choice(["starts_later", "result_later"]),
            "roll": dice.choice(["none", "forward", "backward"]),
            "direction": dice.choice(["after", "after", "before"]),
            "ends": "same_time" if clock else dice.choice(["close_of_business", "midnight"]),
            "month_end": dice.choice(["clamp", "refuse"]),
            "broken_term": dice.choice(["art146", "art146", "refuse"]),
            "clear": starts != "same_day" and dice.random() < 0.2,
            "min_working_days": least,
            "min_working_days_from": least and least + dice.choice([0, 1, 4]),
            "fraction_of_day": {"hours": dice.choice([7, 8])},
        }
    )


class Row(NamedTuple):
    """One row, with times that are in UTC and have no zone."""

    amount: float
    unit: str
    counting: int
    trigger: datetime | None
    pauses: list[tuple[datetime, datetime | None]]


def a_row(dice: random.Random, calendar: WorkCalendar, countings: list[Counting], *, days: bool) -> Row:
    """Return a row with every column chosen at random."""
    unit = dice.choice([unit for unit in AMOUNTS if not days or unit not in CLOCK])
    amount = dice.choice(AMOUNTS[unit])
    amount = dice.choice(IMPOSSIBLE) if dice.random() < 0.01 else amount
    amount = 3 if days and amount != int(amount if abs(amount) < 1e9 else 0) else amount
    fits = [
        number for number, one in enumerate(countings) if (one.refuses(Unit(unit)) is None) != (dice.random() < 0.02)
    ]
    span = (calendar.last - calendar.first).days
    ends = dice.choice([dice.randrange(-3, 4), span + dice.randrange(-40, 3)])
    offset = dice.randrange(-5, span + 6) if dice.random() < 0.7 else ends
    second = dice.choice([0, 28740, 28800, 54000, 54060, 61199, 61200, 86399, dice.randrange(86400)])
    midnight = datetime.combine(calendar.first, time(0), calendar.tz).astimezone(UTC).replace(tzinfo=None)
    trigger = midnight + DAY * offset + timedelta(seconds=second)
    pauses: list[tuple[datetime, datetime | None]] = []
    for _ in range(dice.choice([0, 0, 0, 1, 1, 2, 3])):
        pauses.append(a_pause(dice, calendar, trigger, pauses))
    return Row(amount, unit, dice.choice(fits), None if dice.random() < 0.005 else trigger, pauses)


def a_pause(
    dice: random.Random, calendar: WorkCalendar, trigger: datetime, others: list[tuple[datetime, datetime | None]]
) -> tuple[datetime, datetime | None]:
    """Return a pause that may touch or overlap the others, lie beyond the calendar, be open, empty, or impossible."""
    start = trigger + timedelta(seconds=dice.choice([0, 3600, -54000, dice.randrange(-1_000_000, 5_000_000)]))
    if dice.random() < 0.3:
        start = trigger + DAY * dice.randrange(-3, 9)
    if dice.random() < 0.1:
        start = datetime.combine(calendar.last, time(0)) + DAY * dice.randrange(-5, 20)
    if others and others[-1][1] is not None and dice.random() < 0.4:
        start = others[-1][1]
    if dice.random() < 0.15:
        return start, None
    length = dice.choice([0, 37, 1800, 18000, 86400 * dice.randrange(9), dice.randrange(1_500_000)])
    return start, start + timedelta(seconds=-5 if dice.random() < 0.002 else length)


def counted(rows: list[Row], countings: list[Counting], calendar: WorkCalendar, *, days: bool) -> DueColumns:
    """Count *rows* as columns, of instants or of local days."""
    kind = "datetime64[s]"
    moments = [NAT if row.trigger is None else np.datetime64(row.trigger, "s") for row in rows]
    starts = [np.datetime64(start, "s") for row in rows for start, _ in row.pauses]
    ends = [NAT if end is None else np.datetime64(end, "s") for row in rows for _, end in row.pauses]
    columns = [np.array(column, dtype=kind) for column in (moments, starts, ends)]
    if days:
        columns = [local_days(column, calendar) for column in columns]
    offsets = np.cumsum([0, *(len(row.pauses) for row in rows)])
    return due_days(
        columns[0],
        Terms(
            np.array([row.amount for row in rows], dtype=np.float64),
            np.array([UNITS.index(Unit(row.unit)) for row in rows], dtype=np.int64),
        ),
        counting=Countings(countings, np.array([row.counting for row in rows], dtype=np.int64)),
        calendar=calendar,
        pauses=Pauses(offsets, columns[1], columns[2]),
    )


def local_days(column: NDArray[np.datetime64], calendar: WorkCalendar) -> NDArray[np.datetime64]:
    """Return the local days of instants, one by one."""
    found = [NAT if np.isnat(at) else np.datetime64(on_clock(at.item(), calendar).date()) for at in column]
    return np.array(found, dtype="datetime64[D]")


def on_clock(at: datetime, calendar: WorkCalendar) -> datetime:
    """Return the instant *at*, in UTC, on the clocks of *calendar*."""
    return at.replace(tzinfo=UTC).astimezone(calendar.tz)


def expected(row: Row, countings: list[Counting], calendar: WorkCalendar, *, days: bool) -> object:
    """Return what the kernel says of *row*: an error, that it stands still, or when it is due."""

    def moment(at: datetime) -> datetime:
        if not days:
            return at.replace(tzinfo=UTC)
        return datetime.combine(on_clock(at, calendar).date(), time(0), calendar.tz)

    if row.trigger is None or row.amount != row.amount:
        return RowError.MISSING
    whole = abs(row.amount) < 1e9 and row.amount == int(row.amount)
    try:
        ledger = Ledger(
            Term(amount=int(row.amount) if whole else Decimal(repr(row.amount)), unit=Unit(row.unit)),
            countings[row.counting],
            moment(row.trigger),
            tuple(Suspension(moment(start), end and moment(end), "pause") for start, end in row.pauses),
        )
        found = due(ledger, calendar)
    except CalendarCoverageError:
        return RowError.COVERAGE
    except (TermError, ValidationError):
        return RowError.REFUSED
    return found and (found.day, found.at.astimezone(UTC).replace(tzinfo=None), found.provisional)


def outcome(columns: DueColumns, index: int) -> object:
    """Return what *columns* say of a row, in the same words."""
    error = RowError(int(columns.error[index]))
    nothing = np.isnat(columns.day[index]) and np.isnat(columns.at[index]) and not columns.provisional[index]
    if error is not RowError.NONE:
        assert nothing
        assert not columns.suspended[index]
        return error
    if columns.suspended[index]:
        assert nothing
        return None
    return columns.day[index].item(), columns.at[index].item(), bool(columns.provisional[index])


def differences(seed: int, name: str, count: int, *, days: bool) -> list[object]:
    """Return the rows of which columns and kernel say different things."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    calendar = CALENDARS[name]()
    countings = [a_counting(dice, clock=number % 3 == 0) for number in range(30)]
    rows = [a_row(dice, calendar, countings, days=days) for _ in range(count)]
    columns = counted(rows, countings, calendar, days=days)
    return [
        (row, outcome(columns, index), expected(row, countings, calendar, days=days))
        for index, row in enumerate(rows)
        if outcome(columns, index) != expected(row, countings, calendar, days=days)
    ]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("name", CALENDARS)
def test_instants_equal_the_kernel(seed: int, name: str) -> None:
    """Seventy-five thousand rows of all columns crossed have the day, the instant, the marks and the error."""
    assert differences(seed, name, 2500, days=False) == []


@pytest.mark.parametrize("seed", range(10))
def test_days_equal_the_kernel(seed: int) -> None:
    """Twenty-five thousand rows of bare days have what the kernel says of their first moments."""
    assert differences(100 + seed, "ten years", 2500, days=True) == []


@given(seed=st.integers(0, 2**32), name=st.sampled_from(sorted(CALENDARS)), count=st.integers(0, 4), days=st.booleans())
def test_a_few_rows_equal_the_kernel(seed: int, name: str, count: int, days: bool) -> None:  # noqa: FBT001
    """Batches of no row, one row and a few rows are counted like large ones."""
    assert differences(seed, name, count, days=days) == []


WAYS = [
    {},
    {"receipt": "next_opening"},
    {"cutoff": time(15), "cutoff_effect": "starts_later"},
    {"receipt": "next_opening", "cutoff": time(15), "cutoff_effect": "result_later"},
    {"receipt": "next_opening", "cutoff": time(17, 30), "cutoff_effect": "starts_later", "direction": "before"},
    {"roll": "none", "ends": "midnight"},
]
HOURS = [0, 8 * 3600, 15 * 3600, 15 * 3600 + 60, 17 * 3600 - 1, 17 * 3600, 17 * 3600 + 1800, 17 * 3600 + 1860]


@pytest.mark.parametrize("words", ["same day", "5 working days", "10 days", "2 weeks", "1 month", "1 year"])
@pytest.mark.parametrize("choices", WAYS, ids=str)
@pytest.mark.parametrize("days", [False, True], ids=["instants", "days"])
def test_one_table_for_all_rows_equals_counting_them(words: str, choices: dict[str, object], *, days: bool) -> None:
    """One term of many rows, answered from a table, is the same as each row counted, for every day and hour."""
    term, calendar = Term.of(words), vietnam(2023, 2024)
    counting = profile("vn-general").counting(term.unit, **choices)
    every_day = np.arange("2022-12-30", "2025-01-03", dtype="datetime64[D]")
    local = np.append((every_day[:, None] + np.array(HOURS, dtype="timedelta64[s]")).ravel(), NAT)
    triggers = every_day.repeat(6) if days else local - np.timedelta64(7, "h")
    backwards = Countings([counting], np.zeros(len(triggers), dtype=np.int8))
    nothing = Pauses(np.zeros(len(triggers) + 1, dtype=np.int64), triggers[:0], triggers[:0])

    table = due_days(triggers, term, counting=counting, calendar=calendar)
    picked = due_days(triggers, term, counting=backwards, calendar=calendar)
    each = due_days(triggers, term, counting=counting, calendar=calendar, pauses=nothing)

    for found in (table, picked):
        assert {name: getattr(found, name).tobytes() for name in NAMES} == {
            name: getattr(each, name).tobytes() for name in NAMES
        }
    assert len(table) == len(triggers)


NAMES = ("day", "at", "provisional", "suspended", "error")


def test_one_provisional_day_is_marked_from_the_table() -> None:
    """Rows that reach into years that nobody has decided are marked, and only those."""
    term = Term.of("5 working days")
    days = np.arange("2026-12-01", "2027-01-10", dtype="datetime64[D]").repeat(400)

    found = due_days(days, term, counting=profile("vn-general").counting(term.unit), calendar=vietnam())

    assert found.provisional.any()
    assert (found.provisional == (found.day > np.datetime64("2026-12-31"))).all()


def test_rows_far_from_every_edge_are_plain() -> None:
    """Rows of decided years have no mark at all."""
    term = Term.of("5 working days")
    days = np.arange("2024-01-01", "2024-12-01", dtype="datetime64[D]").repeat(50)

    found = due_days(days, term, counting=profile("vn-general").counting(term.unit), calendar=vietnam())

    assert not (found.provisional | found.suspended | found.error.astype(bool)).any()
    assert found.day[::50].tolist() == [vietnam().nth_working_day(day, 5) for day in days[::50].tolist()]


def test_whole_numbers_may_be_nothing_or_less() -> None:
    """In a column of whole numbers nothing is the same day, and less than nothing is refused."""
    terms = Terms(np.array([0, -1, 5]), Unit.WORKING_DAY)
    days = np.array(["2024-04-24"] * 3, dtype="datetime64[D]")

    found = due_days(days, terms, counting=profile("vn-general").counting(Unit.WORKING_DAY), calendar=vietnam())

    assert found.day.tolist() == [date(2024, 4, 24), None, date(2024, 5, 4)]
    assert found.error.tolist() == [RowError.NONE, RowError.REFUSED, RowError.NONE]


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_finer_instants_keep_their_fractions(unit: str) -> None:
    """Triggers finer than seconds give microseconds, and the answer of the kernel for them."""
    term, calendar = Term.of("3 working hours"), vietnam()
    counting = profile("vn-general").counting(term.unit)
    at = datetime(2024, 4, 24, 3, 30, 20, 125_000)  # noqa: DTZ001 - numpy's instants have no zone
    triggers = np.array([at, None], dtype=f"datetime64[{unit}]")
    starts, ends = (np.array([at + timedelta(minutes=minutes)], dtype="datetime64[s]") for minutes in (30, 50))
    pauses = Pauses(np.array([0, 1, 1]), starts, ends)
    ledger = Ledger(
        term,
        counting,
        at.replace(tzinfo=UTC),
        (Suspension(starts[0].item().replace(tzinfo=UTC), ends[0].item().replace(tzinfo=UTC), "pause"),),
    )

    found = due_days(triggers, term, counting=counting, calendar=calendar, pauses=pauses)

    assert found.at.dtype == "datetime64[us]"
    assert found.at[0].item() == due(ledger, calendar).at.astimezone(UTC).replace(tzinfo=None)
    assert found.error.tolist() == [RowError.NONE, RowError.MISSING]


def test_bytes_in_the_other_order_are_read_right() -> None:
    """A column as another machine writes it has the same due dates."""
    term = Term.of("5 working days")
    counting = profile("vn-general").counting(term.unit)
    days = np.array(["2024-04-24", "2024-04-30"], dtype="datetime64[D]")

    found = due_days(days.astype(">M8[D]"), term, counting=counting, calendar=vietnam())

    assert (found.day == due_days(days, term, counting=counting, calendar=vietnam()).day).all()


def test_a_missing_start_of_a_pause_is_an_error_of_its_row() -> None:
    """A pause without a start spoils its row and no other."""
    term = Term.of("5 working days")
    days = np.array(["2024-04-24", "2024-04-24"], dtype="datetime64[D]")
    pauses = Pauses(np.array([0, 0, 1]), np.array([NAT], dtype="datetime64[D]"), days[:1])

    found = due_days(days, term, counting=profile("vn-general").counting(term.unit), calendar=vietnam(), pauses=pauses)

    assert found.error.tolist() == [RowError.NONE, RowError.MISSING]


DAYS = np.array(["2024-04-24", "2024-04-25"], dtype="datetime64[D]")
INSTANTS = DAYS.astype("datetime64[s]")
INDEX = np.array([0, 0])
FIVE = Term.of("5 working days")
BAD_COLUMNS = [
    ({"triggers": np.array([1, 2])}, "triggers must be one column of datetime64"),
    ({"triggers": DAYS.reshape(1, 2)}, "of 2 dimensions"),
    ({"triggers": DAYS.astype("datetime64[h]")}, "found datetime64\\[h\\]"),
    ({"triggers": np.array([1], dtype="datetime64[ns]")}, "finer than a microsecond"),
    ({"terms": Terms(np.array([1]), Unit.DAY)}, "amounts must be 2 numbers"),
    ({"terms": Terms(np.array(["1", "2"]), Unit.DAY)}, "amounts must be 2 numbers"),
    ({"terms": Terms(np.array([1, 2]), np.array([0.5, 1]))}, "units must be a Unit"),
    ({"terms": Terms(np.array([1, 2]), np.array([0, 8]))}, "from 0 to 7; found 0 to 8"),
    ({"counting": Countings([], INDEX)}, "from 0 to -1"),
    ({"counting": Countings([], np.array([0]))}, "found int64 of shape"),
    ({"terms": Term.of("2 hours")}, "starts must be 'instant'"),
    ({"terms": Term.of("0.5 working days")}, "triggers and pauses must be instants"),
    ({"terms": Term.of("0.01 days")}, "14.40 minutes"),
    ({"pauses": Pauses(np.array([0]), DAYS, DAYS)}, "must be 3 whole numbers"),
    ({"pauses": Pauses(np.array([0.0, 1, 2]), DAYS, DAYS)}, "must be 3 whole numbers"),
    ({"pauses": Pauses(np.array([0, 1, 2]), DAYS, DAYS[:1])}, "found 1 ends"),
    ({"pauses": Pauses(np.array([1, 1, 2]), DAYS, DAYS)}, "must rise from 0 to 2"),
    ({"pauses": Pauses(np.array([0, 1, 1]), DAYS, DAYS)}, "must rise from 0 to 2"),
    ({"pauses": Pauses(np.array([0, 3, 2]), DAYS, DAYS)}, "must rise from 0 to 2"),
    ({"pauses": Pauses(np.array([0, 1, 2]), DAYS, INSTANTS)}, "not one of each"),
    (
        {"triggers": INSTANTS, "terms": Term.of("0.5 working days"), "pauses": Pauses(np.array([0, 1, 2]), DAYS, DAYS)},
        "triggers and pauses must be instants",
    ),
]


@pytest.mark.parametrize(("columns", "message"), BAD_COLUMNS)
def test_columns_that_do_not_fit_are_refused(columns: dict[str, object], message: str) -> None:
    """What is wrong with a whole column is an error that says what was found."""
    given = {"triggers": DAYS, "terms": FIVE, "counting": profile("vn-general").counting(FIVE.unit), **columns}

    with pytest.raises(TermError, match=message):
        due_days(given.pop("triggers"), given.pop("terms"), calendar=vietnam(), **given)


def test_a_counting_that_does_not_fit_one_term_spoils_its_rows() -> None:
    """Where ways of counting are a column, a term that one of them refuses is an error of its rows."""
    counting = profile("vn-general")
    ways = Countings([counting.counting(Unit.WORKING_DAY), counting.counting(Unit.HOUR)], np.array([0, 1]))

    found = due_days(DAYS, FIVE, counting=ways, calendar=vietnam())

    assert found.error.tolist() == [RowError.NONE, RowError.REFUSED]


def test_amounts_beyond_every_calendar_are_not_covered() -> None:
    """A huge amount runs past the calendar; one that no term may have is refused, as by the kernel."""
    terms = Terms(np.array([9_999_999, 10_000_000, 2**62, 5]), Unit.WORKING_DAY)

    days = np.repeat(DAYS, 2)
    found = due_days(days, terms, counting=profile("vn-general").counting(Unit.WORKING_DAY), calendar=vietnam())

    assert found.error.tolist() == [RowError.COVERAGE, RowError.REFUSED, RowError.REFUSED, RowError.NONE]
