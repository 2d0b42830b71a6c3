"""Every counting rule as a table: what goes in, which day and minute come out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossierflow.citation import Citation
from dossierflow.deadlines import Anchor, Extension, Ledger, Term, due, due_if_resumed_at, profile
from dossierflow.errors import CalendarCoverageError, TermError
from dossierflow.worktime import CalendarLayer, Interval, Level, OfficeHours, compile_calendar, vietnam

CALENDAR = vietnam()


def at(text: str) -> datetime:
    """Return the local instant written *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=CALENDAR.tz)


def ledger(term: str, trigger: str, **choices: object) -> Ledger:
    """Return a ledger of the general profile with some *choices* of its own."""
    wanted = Term.of(term)
    return Ledger(wanted, profile("vn-general").counting(wanted.unit, **choices), at(trigger))


def paused(plain: Ledger, *pauses: str) -> Ledger:
    """Return *plain* with suspensions written ``start/end``, or ``start/`` while open."""
    for pause in pauses:
        start, end = pause.split("/")
        plain = plain.suspend(at(start), "chờ ý kiến")
        plain = plain.resume(at(end)) if end else plain
    return plain


def due_text(of: Ledger) -> str | None:
    """Return the last instant of *of* as text, or none while it stands still."""
    found = due(of, CALENDAR)
    return found and found.at.replace(tzinfo=None).isoformat(" ", "minutes")


@pytest.mark.parametrize(
    ("term", "trigger", "expected"),
    [
        # Civil Code 147.2-3, 148.1: the day of the event is not counted.
        ("1 day", "2026-03-02 09:00", "2026-03-03 17:00"),
        ("1 working day", "2026-03-06 09:00", "2026-03-09 17:00"),
        # A day off as the day of the event: the next working day is the first.
        ("1 working day", "2026-03-07 09:00", "2026-03-09 17:00"),
        ("same day", "2026-03-02 09:00", "2026-03-02 17:00"),
        ("0 days", "2026-03-02 09:00", "2026-03-02 17:00"),
        # 148.5: the last day of days, weeks, months rolls off a day off.
        ("5 days", "2026-03-02 09:00", "2026-03-09 17:00"),
        ("1 week", "2026-03-02 09:00", "2026-03-09 17:00"),
        ("1 week", "2026-02-09 09:00", "2026-02-23 17:00"),
        # 148.3-4: the corresponding day, or the last day of the month.
        ("1 month", "2026-02-02 09:00", "2026-03-02 17:00"),
        ("1 month", "2025-01-31 09:00", "2025-02-28 17:00"),
        ("1 month", "2024-01-31 09:00", "2024-02-29 17:00"),
        ("13 months", "2023-01-31 09:00", "2024-02-29 17:00"),
        ("1 year", "2024-02-29 09:00", "2025-02-28 17:00"),
        ("1 year", "2025-12-31 09:00", "2026-12-31 17:00"),
        # 147.1: hours and minutes start at once and end at the same minute of a working day.
        ("12 hours", "2026-03-02 09:10", "2026-03-02 21:10"),
        ("24 hours", "2026-03-06 09:10", "2026-03-09 09:10"),
        ("90 minutes", "2026-03-02 23:30", "2026-03-03 01:00"),
        ("8 working hours", "2026-03-06 15:00", "2026-03-09 15:00"),
        ("1 working hour", "2026-03-06 16:00", "2026-03-06 17:00"),
        ("1 working hour", "2026-03-06 11:30", "2026-03-06 13:30"),
        # Parts of a day are hours: eight of a working day, 24 of a day.
        ("0.5 working days", "2026-03-06 15:00", "2026-03-09 10:00"),
        ("1.5 working days", "2026-03-06 08:00", "2026-03-09 12:00"),
        ("0.5 days", "2026-03-02 09:00", "2026-03-02 21:00"),
    ],
)
def test_units(term: str, trigger: str, expected: str) -> None:
    """Each unit ends where the Civil Code and the documented conventions say."""
    assert due_text(ledger(term, trigger)) == expected


@pytest.mark.parametrize(
    ("choices", "trigger", "term", "expected"),
    [
        ({"receipt": "as_is"}, "2026-03-06 17:00", "1 working day", "2026-03-09 17:00"),
        ({"receipt": "next_opening"}, "2026-03-06 16:59:59", "1 working day", "2026-03-09 17:00"),
        ({"receipt": "next_opening"}, "2026-03-06 17:00", "1 working day", "2026-03-10 17:00"),
        ({"receipt": "next_opening"}, "2026-03-07 10:00", "1 working day", "2026-03-10 17:00"),
        ({"receipt": "next_opening"}, "2026-03-09 06:00", "1 working day", "2026-03-10 17:00"),
        ({"receipt": "next_opening"}, "2026-03-07 10:00", "2 hours", "2026-03-09 10:00"),
        (
            {"cutoff": "15:00", "cutoff_effect": "starts_later"},
            "2026-03-05 15:00:59",
            "1 working day",
            "2026-03-06 17:00",
        ),
        ({"cutoff": "15:00", "cutoff_effect": "starts_later"}, "2026-03-05 15:01", "1 working day", "2026-03-09 17:00"),
        ({"cutoff": "15:00", "cutoff_effect": "starts_later"}, "2026-03-06 15:01", "1 working day", "2026-03-10 17:00"),
        # On a day off the cut-off says nothing.
        ({"cutoff": "15:00", "cutoff_effect": "starts_later"}, "2026-03-07 15:01", "1 working day", "2026-03-09 17:00"),
        ({"cutoff": "15:00", "cutoff_effect": "result_later"}, "2026-03-05 15:00:59", "same day", "2026-03-05 17:00"),
        ({"cutoff": "15:00", "cutoff_effect": "result_later"}, "2026-03-05 15:01", "same day", "2026-03-06 17:00"),
        ({"cutoff": "15:00", "cutoff_effect": "result_later"}, "2026-03-06 15:01", "same day", "2026-03-09 17:00"),
        ({"cutoff": "15:00", "cutoff_effect": "result_later"}, "2026-03-05 15:01", "2 hours", "2026-03-06 17:01"),
        (
            {"cutoff": "15:00", "cutoff_effect": "result_later", "receipt": "next_opening"},
            "2026-03-05 18:00",
            "same day",
            "2026-03-06 17:00",
        ),
    ],
)
def test_receipt_and_cutoff(choices: dict[str, object], trigger: str, term: str, expected: str) -> None:
    """Receipt moves late events to the next opening; a cut-off bites strictly after its minute, on working days."""
    assert due_text(ledger(term, trigger, **choices)) == expected


@pytest.mark.parametrize(
    ("choices", "term", "trigger", "expected"),
    [
        ({"starts": "same_day"}, "1 working day", "2026-03-02 09:00", "2026-03-02 17:00"),
        ({"starts": "same_day"}, "2 working days", "2026-03-07 09:00", "2026-03-10 17:00"),
        ({"starts": "same_day"}, "3 days", "2026-03-02 09:00", "2026-03-04 17:00"),
        ({"starts": "same_day"}, "1 month", "2026-02-03 09:00", "2026-03-02 17:00"),
        ({"starts": "same_day"}, "1 day", "2018-01-01 09:00", "2018-01-02 17:00"),
        # The day before a day that February lacks is the last of February, not the last but one.
        ({"starts": "same_day", "roll": "none"}, "1 month", "2026-01-31 09:00", "2026-02-28 17:00"),
        ({"starts": "same_day", "roll": "none"}, "1 month", "2026-01-29 09:00", "2026-02-28 17:00"),
        ({"starts": "same_day", "roll": "none"}, "1 month", "2026-01-28 09:00", "2026-02-27 17:00"),
        ({"starts": "same_day", "roll": "none"}, "1 year", "2024-02-29 09:00", "2025-02-28 17:00"),
        ({"clear": True}, "5 working days", "2026-03-02 09:00", "2026-03-10 17:00"),
        ({"clear": True}, "2 days", "2026-03-02 09:00", "2026-03-05 17:00"),
        ({"clear": True}, "1 month", "2026-03-02 09:00", "2026-04-03 17:00"),
        ({"roll": "none"}, "5 days", "2026-03-02 09:00", "2026-03-07 17:00"),
        ({"roll": "backward"}, "5 days", "2026-03-02 09:00", "2026-03-06 17:00"),
        ({"ends": "midnight"}, "1 day", "2026-03-02 09:00", "2026-03-04 00:00"),
        ({"min_working_days": 2, "min_working_days_from": 2}, "2 days", "2026-03-06 09:00", "2026-03-10 17:00"),
        ({"min_working_days": 2, "min_working_days_from": 2}, "1 day", "2026-03-06 09:00", "2026-03-09 17:00"),
        ({"min_working_days": 2, "min_working_days_from": 2}, "5 days", "2026-03-02 09:00", "2026-03-09 17:00"),
        ({"min_working_days": 2, "min_working_days_from": 3}, "2 days", "2026-03-06 09:00", "2026-03-09 17:00"),
        ({"min_working_days": 2, "min_working_days_from": 3}, "3 days", "2026-03-06 09:00", "2026-03-10 17:00"),
        (
            {"min_working_days": 2, "min_working_days_from": 2, "roll": "none"},
            "24 hours",
            "2026-03-06 09:00",
            "2026-03-07 09:00",
        ),
        ({"direction": "before"}, "3 working days", "2026-03-05 09:00", "2026-03-02 17:00"),
        ({"direction": "before", "roll": "backward"}, "3 days", "2026-03-04 09:00", "2026-02-27 17:00"),
        ({"direction": "before", "roll": "forward"}, "3 days", "2026-03-04 09:00", "2026-03-02 17:00"),
        ({"direction": "before"}, "1 month", "2026-03-31 09:00", "2026-03-02 17:00"),
        ({"direction": "before", "starts": "same_day"}, "3 working days", "2026-03-05 09:00", "2026-03-03 17:00"),
        ({"direction": "before", "clear": True}, "2 working days", "2026-03-05 09:00", "2026-03-02 17:00"),
        ({"direction": "before", "roll": "none"}, "24 hours", "2026-03-09 09:10", "2026-03-08 09:10"),
        ({"direction": "before"}, "2 working hours", "2026-03-09 09:10", "2026-03-06 16:10"),
        ({"direction": "before"}, "2 working hours", "2026-03-08 20:00", "2026-03-06 15:00"),
        (
            {"direction": "before", "min_working_days": 2, "min_working_days_from": 2, "roll": "none"},
            "2 days",
            "2026-03-09 09:00",
            "2026-03-05 17:00",
        ),
    ],
)
def test_other_conventions(choices: dict[str, object], term: str, trigger: str, expected: str) -> None:
    """Each convention moves the due date as it says, and only that."""
    assert due_text(ledger(term, trigger, **choices)) == expected


@pytest.mark.parametrize(
    ("term", "trigger", "pauses", "expected"),
    [
        ("5 working days", "2026-03-02 09:00", ["2026-03-03 10:00/2026-03-05 10:00"], "2026-03-11 17:00"),
        # The day on which it begins is counted, the day on which it ends is not.
        ("5 working days", "2026-03-02 09:00", ["2026-03-03 10:00/2026-03-03 16:00"], "2026-03-09 17:00"),
        ("5 working days", "2026-03-02 09:00", ["2026-03-03 23:59/2026-03-04 00:01"], "2026-03-10 17:00"),
        ("5 working days", "2026-03-02 09:00", ["2026-03-06 10:00/2026-03-08 10:00"], "2026-03-09 17:00"),
        # One that begins on the last day, or later, changes nothing.
        ("5 working days", "2026-03-02 09:00", ["2026-03-09 10:00/"], "2026-03-09 17:00"),
        ("5 working days", "2026-03-02 09:00", ["2026-03-06 10:00/"], None),
        ("5 working days", "2026-03-02 09:00", ["2026-02-02 10:00/2026-02-20 10:00"], "2026-03-09 17:00"),
        ("5 working days", "2026-03-02 09:00", ["2026-02-02 10:00/2026-03-04 10:00"], "2026-03-11 17:00"),
        ("5 working days", "2026-03-02 09:00", ["2099-02-02 10:00/2099-03-04 10:00"], "2026-03-09 17:00"),
        ("same day", "2026-03-02 09:00", ["2026-03-02 10:00/"], "2026-03-02 17:00"),
        ("10 days", "2026-03-02 09:00", ["2026-03-03 10:00/2026-03-05 10:00"], "2026-03-16 17:00"),
        # Civil Code 146.1: a week, month or year that is interrupted has 7, 30 or 365 days.
        ("1 month", "2026-03-02 09:00", ["2026-03-09 10:00/2026-03-10 10:00"], "2026-04-02 17:00"),
        ("1 month", "2026-02-02 09:00", ["2026-02-09 10:00/2026-02-10 10:00"], "2026-03-05 17:00"),
        ("1 month", "2026-02-02 09:00", ["2026-02-09 10:00/2026-02-09 11:00"], "2026-03-02 17:00"),
        ("1 month", "2026-02-02 09:00", ["2026-03-02 10:00/2026-03-09 11:00"], "2026-03-02 17:00"),
        ("1 week", "2026-03-02 09:00", ["2026-03-03 10:00/2026-03-04 10:00"], "2026-03-10 17:00"),
        ("1 year", "2024-01-02 09:00", ["2024-01-03 10:00/2024-01-04 10:00"], "2025-01-02 17:00"),
        # A month of 31 days that is interrupted on its last day only has run out the day before.
        ("1 month", "2026-03-09 09:00", ["2026-04-08 10:00/2026-04-20 10:00"], "2026-04-08 17:00"),
        ("1 month", "2026-03-09 09:00", ["2026-04-08 10:00/"], "2026-04-08 17:00"),
        # Hours and minutes lose the very minutes.
        ("4 hours", "2026-03-02 09:00", ["2026-03-02 10:00/2026-03-02 11:30"], "2026-03-02 14:30"),
        ("4 hours", "2026-03-02 09:00", ["2026-03-02 13:00/"], "2026-03-02 13:00"),
        ("4 hours", "2026-03-02 09:00", ["2026-03-02 12:59/"], None),
        ("0 hours", "2026-03-02 09:00", ["2026-03-02 08:00/"], "2026-03-02 09:00"),
        ("4 working hours", "2026-03-02 09:00", ["2026-03-02 10:00/2026-03-02 14:00"], "2026-03-02 17:00"),
        ("4 working hours", "2026-03-02 09:00", ["2026-03-02 14:00/"], "2026-03-02 14:00"),
        ("4 working hours", "2026-03-02 09:00", ["2026-03-02 11:00/"], None),
        ("4 working hours", "2026-03-02 09:00", ["2099-03-02 11:00/"], "2026-03-02 14:00"),
        ("4 working hours", "2026-03-02 09:00", ["2026-03-01 11:00/2026-03-02 10:00"], "2026-03-02 15:00"),
    ],
)
def test_suspensions(term: str, trigger: str, pauses: list[str], expected: str | None) -> None:
    """A suspension takes out the days after its first up to its last, and leaves no due date while it is open."""
    assert due_text(paused(ledger(term, trigger), *pauses)) == expected


@pytest.mark.parametrize(
    ("term", "more", "expected"),
    [
        # 5 days from Monday end on Saturday, rolled to Monday 9 March.
        ("5 days", [("2 days", "due")], "2026-03-09 17:00"),
        ("5 days", [("2 days", "rolled_due")], "2026-03-11 17:00"),
        ("5 days", [("6 days", "trigger")], "2026-03-09 17:00"),
        ("5 days", [("8 working days", "trigger")], "2026-03-12 17:00"),
        ("5 working days", [("25 days", "trigger")], "2026-03-27 17:00"),
        ("5 working days", [("1 month", "due")], "2026-04-09 17:00"),
        ("5 working days", [("4 working hours", "due")], "2026-03-10 12:00"),
        ("4 working hours", [("2 working days", "due")], "2026-03-04 14:00"),
        ("4 working hours", [("1 day", "trigger")], "2026-03-03 09:00"),
        ("5 days", [("2 days", "due"), ("1 day", "rolled_due")], "2026-03-10 17:00"),
        ("5 days", [("2 days", "due"), ("1 day", "trigger"), ("1 day", "due")], "2026-03-04 17:00"),
    ],
)
def test_extensions(term: str, more: list[tuple[str, str]], expected: str) -> None:
    """Extensions go on from the end, from the end as rolled, or replace the whole term; the end rolls once."""
    extended = ledger(term, "2026-03-02 09:00")
    for length, anchor in more:
        extended = extended.extend(Extension(Term.of(length), Anchor(anchor), "hồ sơ phức tạp"))
    assert due_text(extended) == expected


def test_suspensions_apply_to_the_whole_chain() -> None:
    """A suspension within an extension lengthens it, an open one leaves it without a due date."""
    extended = ledger("5 working days", "2026-03-02 09:00").extend(Extension(Term.of("5 working days"), Anchor.DUE, ""))
    assert due_text(paused(extended, "2026-03-11 09:00/2026-03-12 09:00")) == "2026-03-17 17:00"
    assert due_text(paused(extended, "2026-03-11 09:00/")) is None
    rolled = ledger("5 days", "2026-03-02 09:00").extend(Extension(Term.of("2 days"), Anchor.ROLLED_DUE, ""))
    assert due_text(paused(rolled, "2026-03-04 09:00/")) is None


def test_a_least_number_of_working_days_can_stand_still() -> None:
    """Where the least number of working days is not reached before an open suspension, there is no due date."""
    plain = ledger("2 days", "2026-03-06 09:00", min_working_days=2, min_working_days_from=2, roll="none")
    assert due_text(paused(plain, "2026-03-08 09:00/")) is None
    more = plain.extend(Extension(Term.of("1 day"), Anchor.ROLLED_DUE, ""))
    assert due_text(paused(more, "2026-03-08 09:00/")) is None


def test_overlapping_and_unordered_suspensions_are_one() -> None:
    """Suspensions that overlap, touch or come in any order take out each day once."""
    plain = ledger("10 working days", "2026-03-02 09:00")
    one = paused(plain, "2026-03-03 09:00/2026-03-06 09:00")
    parts = paused(
        plain,
        "2026-03-04 12:00/2026-03-06 09:00",
        "2026-03-03 09:00/2026-03-04 12:00",
        "2026-03-03 10:00/2026-03-05 09:00",
    )
    assert due(one, CALENDAR) == due(parts, CALENDAR)


def test_resumption_gives_the_date_that_would_be() -> None:
    """While suspended, the due date that a resumption would give is known; without a suspension it is the due date."""
    plain = ledger("5 working days", "2026-03-02 09:00")
    open_ended = paused(plain, "2026-03-03 10:00/")
    found = due_if_resumed_at(open_ended, CALENDAR, at("2026-03-05 10:00"))
    assert found.at == at("2026-03-11 17:00")
    assert due_if_resumed_at(plain, CALENDAR, at("2026-03-05 10:00")) == due(plain, CALENDAR)


@pytest.mark.parametrize(
    ("trigger", "pauses", "expected"),
    [
        ("2026-03-05 10:00", [], "2026-03-03 15:00"),
        ("2026-03-05 10:00", ["2026-03-04 09:00/2026-03-04 15:30"], "2026-03-03 08:30"),
        ("2026-03-05 10:00", ["2026-03-05 09:30/2026-03-06 09:00"], "2026-03-03 14:30"),
        ("2026-03-05 10:00", ["2026-02-20 09:00/2026-03-03 15:00"], "2026-03-03 15:00"),
        ("2026-03-05 10:00", ["2026-02-20 09:00/2026-03-03 15:01"], "2026-02-13 16:59"),
        ("2026-03-05 10:00", ["2026-03-04 09:00/2026-03-04 10:00:30"], "2026-03-03 13:59:30"),
        ("2026-03-05 10:00:20", ["2026-03-04 12:00/2026-03-04 13:00"], "2026-03-03 15:00:20"),
        ("2026-03-05 10:00", ["2026-03-06 09:00/2026-03-06 10:00"], "2026-03-03 15:00"),
        (
            "2026-03-05 10:00",
            ["2026-03-04 09:00/2026-03-04 10:00", "2026-03-04 15:00/2026-03-05 08:30"],
            "2026-03-03 10:30",
        ),
        ("2026-03-05 10:00", ["2026-03-04 09:00/"], None),
        ("2026-03-05 10:00", ["2026-03-05 10:00/"], "2026-03-03 15:00"),
    ],
)
def test_working_hours_before_an_event_leave_out_suspensions(
    trigger: str, pauses: list[str], expected: str | None
) -> None:
    """Twelve working hours before an event begin at the latest minute from which twelve are left that are not out."""
    found = due(paused(ledger("12 working hours", trigger, direction="before"), *pauses), CALENDAR)

    assert (found and found.at) == (expected and at(expected))


@pytest.mark.parametrize(
    ("term", "choices", "pauses", "message"),
    [
        ("1 month", {"month_end": "refuse"}, [], "has no corresponding day in 2026-02"),
        ("1 month", {"broken_term": "refuse"}, ["2026-02-03 09:00/2026-02-05 09:00"], "is interrupted by a suspension"),
        ("0.5 days", {"broken_term": "refuse"}, [], "is a part of a calendar day"),
        ("0.001 working hours", {}, [], "0.060 minutes; give a term of whole minutes"),
    ],
)
def test_refusals(term: str, choices: dict[str, object], pauses: list[str], message: str) -> None:
    """What the choices forbid is refused with a sentence, never guessed."""
    with pytest.raises(TermError, match=message):
        due(paused(ledger(term, "2026-01-31 09:00", **choices), *pauses), CALENDAR)


@pytest.mark.parametrize(
    ("term", "trigger", "choices"),
    [
        ("1 day", "2017-12-31 09:00", {}),
        ("1 day", "2028-01-01 09:00", {"direction": "before", "roll": "none"}),
        ("1 working day", "2017-12-31 09:00", {}),
        ("1 working day", "2027-12-31 09:00", {}),
        ("1 day", "2027-12-31 09:00", {"roll": "none"}),
        ("1 month", "2027-12-31 09:00", {"roll": "none"}),
        ("9000 years", "2027-12-31 09:00", {"roll": "none"}),
        ("9999999 days", "2027-12-31 09:00", {"roll": "none"}),
        ("9999999 days", "2027-12-31 09:00", {"roll": "none", "direction": "before"}),
        ("9999999 hours", "2027-12-31 09:00", {"roll": "none"}),
        ("9999999 hours", "2027-12-31 09:00", {"roll": "none", "direction": "before"}),
        ("9999998.5 days", "2027-12-31 09:00", {"roll": "none"}),
        ("9999999 working hours", "2027-12-31 09:00", {"roll": "none"}),
        ("99999 working days", "2027-12-31 09:00", {"direction": "before"}),
        ("2 days", "2018-01-02 09:00", {"direction": "before", "roll": "none"}),
        ("24 hours", "2027-12-31 09:00", {"roll": "none"}),
        ("1 working hour", "2027-12-31 16:30", {}),
    ],
)
def test_outside_the_calendar(term: str, trigger: str, choices: dict[str, object]) -> None:
    """A start or an end outside the calendar is an error that names the calendar, never a guess."""
    with pytest.raises(CalendarCoverageError, match="vn-public"):
        due(ledger(term, trigger, **choices), CALENDAR)


def test_a_suspension_outside_the_calendar_is_looked_at_only_if_needed() -> None:
    """A backward term that ends within the calendar does not ask about a suspension before its first day."""
    back = ledger("1 working day", "2018-01-05 09:00", direction="before")
    assert due_text(paused(back, "2017-01-01 09:00/2017-02-01 09:00")) == "2018-01-04 17:00"
    with pytest.raises(CalendarCoverageError, match="vn-public"):
        due(paused(ledger("1 working day", "2027-12-30 09:00"), "2027-12-30 10:00/2028-02-01 09:00"), CALENDAR)


@pytest.mark.parametrize(
    ("trigger", "term", "choices", "provisional"),
    [
        ("2026-12-28 09:00", "3 working days", {}, False),
        ("2026-12-28 09:00", "4 working days", {}, True),
        ("2026-12-28 09:00", "4 days", {"roll": "backward"}, True),
        ("2027-01-04 09:00", "3 working days", {"direction": "before"}, True),
    ],
)
def test_provisional(trigger: str, term: str, choices: dict[str, object], provisional: bool) -> None:  # noqa: FBT001
    """A date is provisional as soon as a day after the last decided one was looked at."""
    found = due(ledger(term, trigger, **choices), CALENDAR)
    assert found is not None
    assert found.provisional is provisional


def test_elapsed_hours_are_hours_when_the_clocks_change() -> None:
    """Where summer time begins, 24 hours later is another time of day, and one day later is not."""
    week = OfficeHours(monday=(Interval.parse("08:00-17:00"),), cite=(Citation(doc="test"),))
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    layer = CalendarLayer(name="nl", level=Level.NATIONAL, zone="Europe/Amsterdam", first=first, last=last, weekly=week)
    calendar = compile_calendar([layer], name="nl")
    trigger = datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    hours = Term.of("24 hours")
    counting = profile("vn-general").counting(hours.unit, roll="none")
    found = due(Ledger(hours, counting, trigger), calendar)
    assert found is not None
    assert found.at.isoformat() == "2026-03-29T13:00:00+02:00"
    back = due(
        Ledger(hours, profile("vn-general").counting(hours.unit, roll="none", direction="before"), found.at), calendar
    )
    assert back is not None
    assert back.at == trigger


def test_a_zone_of_the_trigger_is_no_zone_of_the_answer() -> None:
    """The same instant written in another zone gives the same answer, in the zone of the calendar."""
    written = ledger("2 working days", "2026-03-02 01:30")
    elsewhere = Ledger(written.term, written.counting, written.trigger.astimezone(ZoneInfo("UTC")))
    assert due(written, CALENDAR) == due(elsewhere, CALENDAR)
    hour = ledger("2 hours", "2026-03-02 23:30", roll="none")
    found = due(Ledger(hour.term, hour.counting, hour.trigger.astimezone(ZoneInfo("UTC"))), CALENDAR)
    assert found is not None
    assert found.at.utcoffset() == timedelta(hours=7)
    assert found.day.isoformat() == "2026-03-03"


def test_suspension_of_a_term_before_an_event() -> None:
    """Days that a suspension takes out do not count for a backward term either; an open one leaves no date."""
    back = ledger("3 working days", "2026-03-12 09:00", direction="before")
    assert due_text(paused(back, "2026-03-09 09:00/2026-03-10 09:00")) == "2026-03-06 17:00"
    assert due_text(paused(back, "2026-03-10 09:00/")) is None
    assert due_text(paused(back, "2026-03-11 09:00/")) == "2026-03-09 17:00"
    hours = ledger("4 hours", "2026-03-12 12:00", direction="before")
    assert due_text(paused(hours, "2026-03-12 09:00/2026-03-12 11:00")) == "2026-03-12 06:00"
    assert due_text(paused(hours, "2026-03-12 11:00/")) is None
