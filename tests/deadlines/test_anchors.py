"""Days that the law puts in the place of an event: named days, and deemed service."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from pydantic import ValidationError

from dossierflow.citation import Citation, LegalText
from dossierflow.deadlines import (
    Change,
    Deeming,
    Ledger,
    NamedDay,
    StepKind,
    Term,
    due,
    explain,
    named_day,
    profile,
    replay,
    sensitivity,
)
from dossierflow.errors import CalendarCoverageError, TermError
from dossierflow.worktime import vietnam

CALENDAR = vietnam()
CITE = (Citation(doc="Bộ luật Dân sự 2015", at="Điều 146 khoản 2"),)
NAME = LegalText(vi="Coi như đã nhận", en="Deemed received")


def ledger(term: str, trigger: str, deeming: Deeming | None, **choices: object) -> Ledger:
    """Return a ledger whose event counts as *deeming* says."""
    wanted = Term.of(term)
    at = datetime.fromisoformat(trigger).replace(tzinfo=CALENDAR.tz)
    return Ledger(wanted, profile("vn-general").counting(wanted.unit, **choices), at, deeming=deeming)


def after(term: str) -> Deeming:
    """Return what puts *term* between the event and the day that it counts as."""
    return Deeming(name=NAME, after=Term.of(term), cite=CITE)


def on(day: NamedDay) -> Deeming:
    """Return what puts a named *day* in the place of the event."""
    return Deeming(name=NAME, day=day, cite=CITE)


@pytest.mark.parametrize(
    ("name", "of", "expected"),
    [
        ("start_of_month", date(2026, 2, 16), date(2026, 2, 1)),
        ("middle_of_month", date(2026, 2, 16), date(2026, 2, 15)),
        ("end_of_month", date(2026, 2, 16), date(2026, 2, 28)),
        ("end_of_month", date(2024, 2, 1), date(2024, 2, 29)),
        ("end_of_month", date(2026, 4, 30), date(2026, 4, 30)),
        ("start_of_year", date(2026, 12, 31), date(2026, 1, 1)),
        ("middle_of_year", date(2026, 1, 1), date(2026, 6, 30)),
        ("end_of_year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_named_days(name: str, of: date, expected: date) -> None:
    """The names mean the days of article 146: the 1st, the 15th, the last; 1 January, 30 June, 31 December."""
    assert named_day(NamedDay(name), of) == expected


@pytest.mark.parametrize(
    ("term", "trigger", "deeming", "expected"),
    [
        # Posted on Monday 2 March, deemed received on Saturday the 7th; the 7th is not counted.
        ("10 working days", "2026-03-02 16:00", after("5 days"), "2026-03-20"),
        ("10 days", "2026-03-02 16:00", after("5 days"), "2026-03-17"),
        # Five working days later: Monday 9 March.
        ("10 days", "2026-03-02 16:00", after("5 working days"), "2026-03-19"),
        # Over Tết: 16 to 20 February are off.
        ("3 working days", "2026-02-12 09:00", after("2 working days"), "2026-02-26"),
        # Without any term, the deemed day itself is the last, and moves off a day off.
        ("0 days", "2026-03-09 09:00", on(NamedDay.MIDDLE_OF_MONTH), "2026-03-16"),
        ("same day", "2026-03-09 09:00", on(NamedDay.END_OF_MONTH), "2026-03-31"),
        ("0 days", "2026-05-04 09:00", on(NamedDay.END_OF_MONTH), "2026-06-01"),
        ("10 working days", "2026-05-04 09:00", on(NamedDay.MIDDLE_OF_YEAR), "2026-07-14"),
    ],
)
def test_a_term_starts_from_the_deemed_day(term: str, trigger: str, deeming: Deeming, expected: str) -> None:
    """The event counts as one of the deemed day; the steps say so and add up."""
    asked = ledger(term, trigger, deeming)
    found = due(asked, CALENDAR)
    told = explain(asked, CALENDAR)
    step = next(step for step in told.steps if step.kind is StepKind.DEEMED)
    assert found is not None
    assert found.day.isoformat() == expected
    assert replay(told) == found == told.due
    assert step.cite == CITE


def test_a_deemed_day_has_no_late_hour() -> None:
    """A cut-off cannot be missed on a deemed day, and what is off waits for the next opening if receipt says so."""
    late = {"cutoff": "15:00", "cutoff_effect": "starts_later"}
    found = due(ledger("1 working day", "2026-03-02 16:00", after("1 day"), **late), CALENDAR)
    moved = due(ledger("1 working day", "2026-03-02 16:00", after("5 days"), receipt="next_opening"), CALENDAR)
    assert found is not None
    assert moved is not None
    assert (found.day.isoformat(), moved.day.isoformat()) == ("2026-03-04", "2026-03-10")


def test_suspensions_do_not_touch_what_an_event_counts_as() -> None:
    """A pause over the days in the post changes nothing: the term has not started yet."""
    plain = ledger("10 working days", "2026-03-02 09:00", after("5 days"))
    paused = plain.suspend(plain.trigger.replace(day=3), "bão").resume(plain.trigger.replace(day=5))
    assert due(paused, CALENDAR) == due(plain, CALENDAR)
    assert replay(explain(paused, CALENDAR)) == due(plain, CALENDAR)


def test_without_deeming_the_event_is_itself() -> None:
    """Sensitivity tells what the due date would be from the day on which the event happened."""
    variants = {
        one.change: one for one in sensitivity(ledger("10 days", "2026-03-02 16:00", after("5 days")), CALENDAR)
    }
    without = variants[Change.WITHOUT_DEEMING].due
    assert without is not None
    assert without.day == date(2026, 3, 12)
    assert variants[Change.WITHOUT_DEEMING].moved


@pytest.mark.parametrize("wrong", [{}, {"after": "5 days", "day": "end_of_month"}, {"after": "1 month"}])
def test_a_deeming_says_one_thing(wrong: dict[str, str]) -> None:
    """Nothing, two things at once, and lengths that are not whole days are refused."""
    with pytest.raises(ValidationError, match=r"give either 'after'|some whole days"):
        Deeming.model_validate({"name": NAME, "cite": CITE, **wrong})


def test_hours_cannot_start_from_a_deemed_day() -> None:
    """A deemed day has no time of day, so hours and parts of days are refused."""
    with pytest.raises(TermError, match=re.escape("cannot count '8 working hours' from a deemed day")):
        ledger("8 working hours", "2026-03-02 16:00", after("5 days"))
    with pytest.raises(TermError, match=re.escape("cannot count '0.5 days' from a deemed day")):
        ledger("0.5 days", "2026-03-02 16:00", after("5 days"))


def test_a_deemed_day_outside_the_calendar_is_an_error() -> None:
    """No day is guessed that the calendar does not cover."""
    with pytest.raises(CalendarCoverageError):
        due(ledger("1 day", "2027-12-30 09:00", after("5 days")), CALENDAR)
