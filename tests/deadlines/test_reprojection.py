"""Which deadlines a new calendar moves, and the days that move them."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from dossierflow.deadlines import Counting, Ledger, Suspension, Term, due, profile
from dossierflow.deadlines.bulk import Countings, Pauses, RowError, due_days, reproject_columns
from dossierflow.deadlines.reprojection import day_changes, reproject
from dossierflow.errors import CalendarCoverageError, CalendarError
from dossierflow.worktime import (
    CalendarLayer,
    Interval,
    Level,
    OfficeHours,
    WorkCalendar,
    compile_calendar,
    vietnam,
    vietnam_layers,
)

EARLY = vietnam(2026, 2027, as_known_on=date(2025, 11, 1))
LATE = vietnam(2026, 2027)
SWAP = [date(2026, 1, 2), date(2026, 1, 10)]
CULTURE_DAY = [date(2026, 11, 24), date(2027, 11, 24)]
GENERAL = profile("vn-general")


def a_ledger(words: str, trigger: date, **choices: object) -> Ledger:
    """Return the ledger of a term that starts on a morning."""
    term = Term.of(words)
    at = datetime(trigger.year, trigger.month, trigger.day, 2, 30, tzinfo=UTC)
    return Ledger(term, GENERAL.counting(term.unit, **choices), at)


def test_days_that_changed_have_their_sources() -> None:
    """The swap and the new holiday are found, each with what was decided."""
    changes = day_changes(EARLY, LATE)

    assert [change.day for change in changes] == [*SWAP, *CULTURE_DAY]
    assert [(change.worked_before, change.worked_after) for change in changes] == [
        (True, False),
        (False, True),
        (True, False),
        (True, False),
    ]
    assert [str(change.cite[0]) for change in changes[:3]] == [
        "Công văn 12729/VPCP-KGVX",
        "Công văn 12729/VPCP-KGVX",
        "Nghị quyết 28/2026/QH16, Điều 2",
    ]
    assert [str(change.cite[0]) for change in day_changes(LATE, EARLY)[:1]] == ["Công văn 12729/VPCP-KGVX"]
    assert day_changes(LATE, LATE) == ()


def test_a_moved_deadline_is_told_with_its_reason() -> None:
    """Of three deadlines the one with half of the swap moves; one lies elsewhere, one has both halves."""
    open_deadlines = [
        ("half", a_ledger("3 working days", date(2026, 1, 1))),
        ("elsewhere", a_ledger("3 working days", date(2026, 3, 2))),
        ("both", a_ledger("9 working days", date(2026, 1, 1))),
    ]

    (move,) = reproject(open_deadlines, EARLY, LATE)

    assert move.key == "half"
    assert move.before == due(open_deadlines[0][1], EARLY)
    assert move.after == due(open_deadlines[0][1], LATE)
    assert [change.day for change in move.why] == SWAP[:1]
    assert move.problem is None


def test_other_hours_are_changes_too() -> None:
    """A day on which the office closes earlier moves the instants of that day."""
    week = vietnam_layers(2026, 2026)[0].weekly
    assert week is not None
    short = OfficeHours.model_validate({**week.model_dump(), "friday": (Interval.parse("08:00-12:00"),)})
    office = CalendarLayer(
        name="office", level=Level.OFFICE, first=date(2026, 1, 1), last=date(2026, 1, 31), weekly=short
    )
    after = compile_calendar([*vietnam_layers(2026, 2026), office], name="office")

    moves = reproject([("x", a_ledger("1 working day", date(2026, 1, 15)))], vietnam(2026, 2026), after)

    assert [(move.before.day, move.after.day) for move in moves if move.before and move.after] == [
        (date(2026, 1, 16), date(2026, 1, 16))
    ]
    assert [change.day for change in moves[0].why] == [date(2026, 1, 16)]


def test_what_becomes_certain_does_not_move() -> None:
    """That the days of a deadline are confirmed is no move."""
    layers = vietnam_layers(2026, 2027)
    sure = layers[1].model_copy(update={"confirmed_until": date(2027, 12, 31)})
    after = compile_calendar([layers[0], sure], name="sure")

    assert reproject([("x", a_ledger("5 working days", date(2027, 3, 1)))], LATE, after) == ()


@pytest.mark.parametrize(
    ("ledger", "narrow", "wide"),
    [
        (a_ledger("30 working days", date(2026, 12, 1)), vietnam(2026, 2026), LATE),
        (
            a_ledger("30 working days", date(2026, 1, 20), direction="before", roll="none"),
            vietnam(2026, 2026),
            vietnam(2025, 2026),
        ),
    ],
    ids=["after", "before"],
)
def test_a_deadline_that_cannot_be_counted_is_told(ledger: Ledger, narrow: WorkCalendar, wide: WorkCalendar) -> None:
    """A deadline that runs out of one of the calendars is among the moves, on whichever side that one is."""
    (shrunk,) = reproject([("x", ledger)], wide, narrow)
    (grown,) = reproject([("x", ledger)], narrow, wide)

    assert shrunk.before == grown.after == due(ledger, wide)
    assert shrunk.after is grown.before is None
    assert "covers 2026-01-01 to 2026-12-31" in str(shrunk.problem)
    assert shrunk.problem == grown.problem


def test_a_term_that_would_stand_still_is_told() -> None:
    """A holiday on which the term had run out leaves it to an open suspension, and the whole rest is shown."""
    ledger = a_ledger("1 working day", date(2026, 11, 23))
    ledger = ledger.suspend(datetime(2026, 11, 24, 2, tzinfo=UTC), "waiting")

    moves = reproject([("x", ledger)], EARLY, LATE)

    assert [(move.before is None, move.after) for move in moves] == [(False, None)]
    assert [change.day for change in moves[0].why] == CULTURE_DAY


def test_a_calendar_of_another_zone_is_refused() -> None:
    """Moving the clocks is no correction of a calendar."""
    layer = vietnam_layers(2026, 2026)[0].model_copy(update={"zone": "Europe/Berlin"})

    with pytest.raises(CalendarError, match="a calendar keeps its time zone"):
        reproject([], vietnam(2026, 2026), compile_calendar([layer], name="far away"))


def some_ledgers(dice: random.Random, count: int) -> list[Ledger]:
    """Return ledgers around the days that changed, some of them backward, some paused."""
    ledgers = []
    for _ in range(count):
        trigger = date(2026, 1, 1) + timedelta(days=dice.choice([*range(20), *range(300, 340), *range(700, 725)]))
        words = dice.choice(["1 working day", "5 working days", "20 working days", "10 days"])
        back = dice.random() < 0.3
        choices = {"direction": "before", "roll": "backward"} if back else {"direction": "after", "roll": "forward"}
        ledger = a_ledger(words, trigger, **choices)
        if dice.random() < 0.3:
            start = ledger.trigger + timedelta(days=dice.randrange(-3, 6))
            end = None if dice.random() < 0.3 else start + timedelta(days=dice.randrange(9))
            ledger = Ledger(ledger.term, ledger.counting, ledger.trigger, (Suspension(start, end, "pause"),))
        ledgers.append(ledger)
    return ledgers


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", ["instants", "days"])
def test_columns_move_as_ledgers_do(seed: int, kind: str) -> None:
    """The rows, their ends and their reasons are those of the ledgers."""
    ledgers = some_ledgers(random.Random(seed), 300)  # noqa: S311 - repeatable, not secret
    words = dict.fromkeys(str(ledger.term) for ledger in ledgers)
    for term in map(Term.of, words):
        own = [ledger for ledger in ledgers if ledger.term == term]
        ways: list[Counting] = list({ledger.counting.direction: ledger.counting for ledger in own}.values())
        offsets = np.cumsum([0, *(len(ledger.suspensions) for ledger in own)])
        pauses = [pause for ledger in own for pause in ledger.suspensions]
        columns = [
            np.array([at and at.replace(tzinfo=None) for at in moments], dtype="datetime64[s]")
            for moments in (
                [ledger.trigger for ledger in own],
                [pause.start for pause in pauses],
                [pause.end for pause in pauses],
            )
        ]
        if kind == "days":
            columns = [column.astype("datetime64[D]") for column in columns]

        found = reproject_columns(
            columns[0],
            term,
            counting=Countings(ways, np.array([ways.index(ledger.counting) for ledger in own])),
            before=EARLY,
            after=LATE,
            pauses=Pauses(offsets, columns[1], columns[2]),
        )
        moves = reproject(enumerate(own), EARLY, LATE)

        assert found.row.tolist() == [move.key for move in moves]
        assert found.after.day.tolist() == [move.after and move.after.day for move in moves]
        assert found.before.day.tolist() == [move.before and move.before.day for move in moves]
        assert [found.why(place) for place in range(len(moves))] == [move.why for move in moves]
        assert [bool(error) for error in found.after.error | found.before.error] == [bool(m.problem) for m in moves]


def test_columns_with_one_way_of_counting_move() -> None:
    """One way of counting for all rows needs no column."""
    term = Term.of("3 working days")
    days = np.array(["2026-01-01", "2026-03-02", "NaT"], dtype="datetime64[D]")

    found = reproject_columns(days, term, counting=GENERAL.counting(term.unit), before=EARLY, after=LATE)

    assert found.row.tolist() == [0, 2]
    assert found.after.error.tolist() == [RowError.NONE, RowError.MISSING]
    assert [change.day for change in found.why(0)] == SWAP[:1]


def test_nothing_is_hidden_by_an_error() -> None:
    """The kernel refuses what the preview reports."""
    ledger = a_ledger("30 working days", date(2027, 12, 1))

    with pytest.raises(CalendarCoverageError):
        due(ledger, LATE)

    assert [move.problem is not None for move in reproject([("x", ledger)], EARLY, LATE)] == [True]
    at = np.array(["2027-12-01"], dtype="datetime64[D]")
    assert due_days(at, ledger.term, counting=ledger.counting, calendar=LATE).error.tolist() == [RowError.COVERAGE]
