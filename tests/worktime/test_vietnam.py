"""The shipped Vietnamese calendar, against a list of days typed independently of its files."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from dossierflow.citation import Status
from dossierflow.errors import CalendarCoverageError, CalendarError
from dossierflow.worktime import DayKind, vietnam, vietnam_layers

CALENDAR = vietnam()
ONE_DAY = timedelta(days=1)

# Weekdays off and weekend days worked, month-day.
OFF = {
    2018: "01-01 02-14 02-15 02-16 02-19 02-20 04-25 04-30 05-01 09-03 12-31",
    2019: "01-01 02-04 02-05 02-06 02-07 02-08 04-15 04-29 04-30 05-01 09-02",
    2020: "01-01 01-23 01-24 01-27 01-28 01-29 04-02 04-30 05-01 09-02",
    2021: "01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03",
    2022: "01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02",
    2023: "01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04",
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
    2027: "01-01 02-05 02-08 02-09 04-16 04-30 05-03 09-02 11-24",
}
WORKED = {2019: "01-05 05-04", 2024: "05-04", 2025: "04-26", 2026: "01-10 08-22"}
DAYS_OFF = {date.fromisoformat(f"{year}-{day}") for year, days in OFF.items() for day in days.split()}
DAYS_WORKED = {date.fromisoformat(f"{year}-{day}") for year, days in WORKED.items() for day in days.split()}
ALL_DAYS = [date(2018, 1, 1) + timedelta(days=number) for number in range(3652)]
WORKING = [day for day in ALL_DAYS if day in DAYS_WORKED or (day.weekday() < 5 and day not in DAYS_OFF)]

GOLDEN_HASH = "sha256:2241c2fd5c5ace65f149fe9fd3697981af147bc0c022c13b520d52115da226c4"


def test_every_day_is_what_the_list_says() -> None:
    """The calendar and the independent list agree on every day of ten years."""
    assert [day for day in ALL_DAYS if CALENDAR.is_working(day)] == WORKING


def test_nth_working_day_equals_a_walk() -> None:
    """Counting 1 to 60 working days from every day equals walking day by day."""
    working = frozenset(WORKING)
    for day in ALL_DAYS:
        walked, found = day, 0
        while found < 60 and walked < ALL_DAYS[-1]:
            walked += ONE_DAY
            if walked in working:
                found += 1
                assert walked == CALENDAR.nth_working_day(day, found)
        if found < 60:
            with pytest.raises(CalendarCoverageError):
                CALENDAR.nth_working_day(day, found + 1)


def test_nth_working_day_before_equals_a_walk() -> None:
    """Counting 1 to 30 working days back from every day equals walking day by day."""
    working = frozenset(WORKING)
    for day in ALL_DAYS:
        walked, found = day, 0
        while found < 30 and walked > ALL_DAYS[0]:
            walked -= ONE_DAY
            if walked in working:
                found += 1
                assert walked == CALENDAR.nth_working_day_before(day, found)
        if found < 30:
            with pytest.raises(CalendarCoverageError):
                CALENDAR.nth_working_day_before(day, found + 1)


def test_rolls_equal_a_walk() -> None:
    """Rolling keeps a working day and otherwise finds the nearest one in its direction."""
    working = frozenset(WORKING)
    for day in ALL_DAYS[3:-3]:
        ahead = (
            next(later for later in ALL_DAYS[ALL_DAYS.index(day) :] if later in working) if day not in working else day
        )
        assert ahead == CALENDAR.roll_forward(day)
        assert CALENDAR.roll_backward(day) == (
            day if day in working else max(early for early in WORKING if early < day)
        )


@pytest.mark.parametrize(
    ("off", "work"),
    [
        ("2018-12-31", "2019-01-05"),
        ("2019-04-29", "2019-05-04"),
        ("2024-04-29", "2024-05-04"),
        ("2025-05-02", "2025-04-26"),
        ("2026-01-02", "2026-01-10"),
        ("2026-08-31", "2026-08-22"),
    ],
)
def test_every_swap_names_both_days(off: str, work: str) -> None:
    """Both halves of a swap say so, name each other, and the Saturday has Friday's hours."""
    free, worked = date.fromisoformat(off), date.fromisoformat(work)
    (left,), (right,) = CALENDAR.facts(free), CALENDAR.facts(worked)

    assert (DayKind.SWAP_OFF, worked) == (left.kind, left.swap_with)
    assert (DayKind.SWAP_WORK, free) == (right.kind, right.swap_with)
    assert CALENDAR.is_weekend(worked)
    assert not CALENDAR.is_weekend(free)
    assert CALENDAR.hours(worked) == CALENDAR.hours(worked - ONE_DAY)
    assert left.known_from == right.known_from < min(free, worked)


def test_there_are_no_other_swaps() -> None:
    """The six swaps of the notices are all there are."""
    swaps = [fact for day in CALENDAR.days(CALENDAR.first, CALENDAR.last) for fact in day.facts if fact.kind.is_swap]

    assert len(swaps) == 12


@pytest.mark.parametrize(
    ("after", "n", "expected"),
    [
        ("2024-04-24", 5, "2024-05-04"),
        ("2024-04-26", 1, "2024-05-02"),
        ("2026-02-05", 10, "2026-02-26"),
        ("2018-12-28", 1, "2019-01-02"),
        ("2019-01-04", 1, "2019-01-05"),
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-11-23", 1, "2026-11-25"),
    ],
)
def test_counts_across_swaps_and_holidays(after: str, n: int, expected: str) -> None:
    """Working days are counted over swapped Saturdays and holidays as an officer would."""
    assert date.fromisoformat(expected) == CALENDAR.nth_working_day(date.fromisoformat(after), n)


def test_undecided_days_are_not_in_the_calendar() -> None:
    """The proposal around 24 November 2026 and the choices of 2027 are left open, not guessed."""
    undecided = ["2026-11-23", "2027-02-03", "2027-02-04", "2027-02-10", "2027-02-11", "2027-09-01", "2027-09-03"]

    assert all(CALENDAR.is_working(date.fromisoformat(day)) for day in undecided)
    assert not CALENDAR.is_working(date(2026, 11, 28))
    assert CALENDAR.confirmed_until == date(2026, 12, 31)
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert CALENDAR.is_provisional(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2018-04-30", Status.UNVERIFIED),
        ("2018-02-16", Status.ANNOUNCED),
        ("2019-09-02", Status.ANNOUNCED),
        ("2021-04-21", Status.COMPUTED),
        ("2023-05-02", Status.COMPUTED),
        ("2024-04-30", Status.ENACTED),
        ("2026-02-16", Status.ANNOUNCED),
        ("2026-11-24", Status.ANNOUNCED),
        ("2027-02-06", Status.UNVERIFIED),
        ("2027-04-16", Status.COMPUTED),
        ("2027-09-02", Status.ENACTED),
    ],
)
def test_days_say_how_sure_they_are(day: str, status: Status) -> None:
    """Every kind of source has its status."""
    assert [status] == [fact.status for fact in CALENDAR.facts(date.fromisoformat(day))]


def test_every_day_names_a_legal_instrument() -> None:
    """No day cites a web page or a file of data; what is unverified rests on unverified citations alone."""
    for layer in vietnam_layers():
        for fact in layer.days:
            assert not any(mark in cite.doc for cite in fact.cite for mark in ("http", "github", ".vn", ".csv"))
            assert (fact.status is Status.UNVERIFIED) == all(cite.status is Status.UNVERIFIED for cite in fact.cite)


def test_office_hours_are_marked_as_a_convention() -> None:
    """The hours are stated as a local decision that nobody has verified."""
    for layer in vietnam_layers():
        assert layer.weekly is not None
        assert layer.weekly.cite[-1].status is Status.UNVERIFIED
        assert "local decision" in str(layer.weekly.cite[-1].note)


@pytest.mark.parametrize(
    ("known_on", "day", "working"),
    [
        ("2024-04-11", "2024-04-29", True),
        ("2024-04-12", "2024-04-29", False),
        ("2024-04-11", "2024-05-04", False),
        ("2024-04-12", "2024-05-04", True),
        ("2025-12-24", "2026-01-02", True),
        ("2025-12-25", "2026-01-02", False),
        ("2026-04-23", "2026-11-24", True),
        ("2026-04-24", "2026-11-24", False),
        ("2025-10-15", "2026-02-16", True),
        ("2025-10-16", "2026-02-16", False),
    ],
)
def test_knows_only_what_was_decided(known_on: str, day: str, *, working: bool) -> None:
    """A calendar as known on a date leaves out what was decided later."""
    then = vietnam(as_known_on=date.fromisoformat(known_on))

    assert working is then.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("known_on", "confirmed_until"),
    [
        ("2018-02-12", "2017-12-31"),
        ("2018-02-13", "2018-12-31"),
        ("2024-11-25", "2024-12-31"),
        ("2025-10-15", "2025-12-31"),
        ("2025-10-16", "2026-12-31"),
        ("2026-11-21", "2026-12-31"),
    ],
)
def test_confirms_only_what_was_announced(known_on: str, confirmed_until: str) -> None:
    """The last confirmed year is the last whose schedule had been announced."""
    then = vietnam(as_known_on=date.fromisoformat(known_on))

    assert date.fromisoformat(confirmed_until) == then.confirmed_until


def test_knowing_more_changes_only_unconfirmed_or_newly_decided_days() -> None:
    """From one notice to the next, days change only as the notice says."""
    dates = sorted({fact.known_from for layer in vietnam_layers() for fact in layer.days})
    for earlier, later in pairwise(dates):
        before, after = vietnam(as_known_on=earlier), vietnam(as_known_on=later)
        changed = [day for day in ALL_DAYS if before.is_working(day) != after.is_working(day)]
        assert all(any(fact.known_from == later for fact in after.facts(day)) for day in changed)


def test_ships_each_range_of_years_once() -> None:
    """Asking twice for the same calendar compiles it once; a part has the same days."""
    part = vietnam(2024, 2025)

    assert part is vietnam(2024, 2025)
    assert (date(2024, 1, 1), date(2025, 12, 31)) == (part.first, part.last)
    assert part.confirmed_until == date(2023, 12, 31) + timedelta(days=731)
    assert all(part.is_working(day) == CALENDAR.is_working(day) for day in ALL_DAYS if 2024 <= day.year <= 2025)


def test_a_year_may_end_within_a_swap() -> None:
    """A calendar of 2018 alone keeps the day off of a swap whose Saturday lies in 2019."""
    assert not vietnam(2018, 2018).is_working(date(2018, 12, 31))


@pytest.mark.parametrize(("first", "last"), [(2017, 2020), (2020, 2028), (2021, 2020)])
def test_ships_no_other_years(first: int, last: int) -> None:
    """Years that are not shipped are refused, not extrapolated."""
    with pytest.raises(CalendarError, match="shipped for 2018 to 2027"):
        vietnam(first, last)


def test_the_hash_changes_only_with_the_data() -> None:
    """The hash is pinned: it may change only in a change that says which day changed, and why."""
    assert CALENDAR.hash == GOLDEN_HASH
    assert vietnam(name="another name") == CALENDAR
    assert vietnam(2018, 2026) != CALENDAR
