"""What is used of a term, and what is left of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from dossierflow.deadlines import Anchor, Balance, Extension, Ledger, Term, Unit, balance, profile
from dossierflow.worktime import vietnam

CALENDAR = vietnam()


def at(text: str) -> datetime:
    """Return the local instant written *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=CALENDAR.tz)


def ledger(term: str, trigger: str, *pauses: str, **choices: object) -> Ledger:
    """Return a ledger of the general profile, with pauses written ``start/end``, or ``start/`` while open."""
    wanted = Term.of(term)
    made = Ledger(wanted, profile("vn-general").counting(wanted.unit, **choices), at(trigger))
    for pause in pauses:
        start, end = pause.split("/")
        made = made.suspend(at(start), "chờ ý kiến")
        made = made.resume(at(end)) if end else made
    return made


def row(text: str) -> Balance:
    """Read a balance written ``total used remaining unit suspended overdue``."""
    total, used, remaining, unit, suspended, overdue = text.split()
    numbers = [Decimal(number) if "." in number else int(number) for number in (total, used, remaining)]
    return Balance(numbers[0], numbers[1], numbers[2], Unit(unit), suspended == "yes", int(overdue))


MONDAY = "2026-03-02 09:00"
PAUSE = "2026-03-04 10:00/2026-03-06 10:00"


@pytest.mark.parametrize(
    ("of", "when", "expected"),
    [
        (ledger("5 working days", MONDAY), "2026-02-27 09:00", "5 0 5 working_day no 0"),
        (ledger("5 working days", MONDAY), "2026-03-02 23:00", "5 0 5 working_day no 0"),
        (ledger("5 working days", MONDAY), "2026-03-03 00:00", "5 1 4 working_day no 0"),
        (ledger("5 working days", MONDAY), "2026-03-08 12:00", "5 4 1 working_day no 0"),
        (ledger("5 working days", MONDAY), "2026-03-09 17:00", "5 5 0 working_day no 0"),
        # Late on the due day is late, but by no whole day yet.
        (ledger("5 working days", MONDAY), "2026-03-09 17:01", "5 5 0 working_day no 0"),
        (ledger("5 working days", MONDAY), "2026-03-11 08:00", "5 5 0 working_day no 2"),
        (ledger("5 days", MONDAY), "2026-03-09 17:00", "5 5 0 day no 0"),
        (ledger("5 days", MONDAY), "2026-03-11 08:00", "5 5 0 day no 2"),
        (ledger("1 month", MONDAY), "2026-03-12 08:00", "31 10 21 day no 0"),
        (ledger("2 weeks", MONDAY), "2026-03-12 08:00", "14 10 4 day no 0"),
        (ledger("same day", MONDAY), "2026-03-02 10:00", "0 0 0 working_day no 0"),
        (ledger("same day", MONDAY, starts="same_day"), "2026-03-03 10:00", "0 0 0 working_day no 1"),
        (ledger("3 days", MONDAY, starts="same_day"), "2026-03-02 10:00", "3 1 2 day no 0"),
        (ledger("3 working days", "2018-01-01 09:00", starts="same_day"), "2018-01-01 10:00", "3 0 3 working_day no 0"),
        (ledger("3 days", MONDAY, clear=True), "2026-03-04 10:00", "3 2 1 day no 0"),
        (ledger("3 days", MONDAY, clear=True), "2026-03-06 10:00", "3 3 0 day no 0"),
        # Suspended days are not used; the day of suspension is.
        (ledger("5 working days", MONDAY, PAUSE), "2026-03-04 09:00", "5 2 3 working_day no 0"),
        (ledger("5 working days", MONDAY, PAUSE), "2026-03-05 09:00", "5 2 3 working_day yes 0"),
        (ledger("5 working days", MONDAY, PAUSE), "2026-03-06 10:00", "5 2 3 working_day no 0"),
        (ledger("5 working days", MONDAY, "2026-03-04 10:00/"), "2026-04-05 09:00", "5 2 3 working_day yes 0"),
        (ledger("5 working days", MONDAY, "2026-03-09 10:00/"), "2026-03-10 09:00", "5 5 0 working_day no 1"),
        (ledger("1 month", MONDAY, "2026-03-04 10:00/"), "2026-04-05 09:00", "30 2 28 day yes 0"),
        (ledger("1 month", MONDAY, PAUSE), "2026-03-08 09:00", "30 4 26 day no 0"),
        # Terms before an event.
        (ledger("3 working days", MONDAY, direction="before"), "2026-02-25 12:00", "3 1 2 working_day no 0"),
        (
            ledger("3 days", MONDAY, direction="before", starts="same_day", roll="none"),
            "2026-03-01 12:00",
            "3 2 1 day no 1",
        ),
        # Hours and minutes.
        (ledger("4 hours", MONDAY), "2026-03-02 10:30", "4 1.5 2.5 hour no 0"),
        (ledger("4 hours", MONDAY), "2026-03-02 15:30", "4 4 0 hour no 2"),
        (ledger("4 hours", MONDAY, "2026-03-02 10:00/"), "2026-03-02 15:30", "4 1 3 hour yes 0"),
        (ledger("4 hours", MONDAY, "2026-03-02 13:00/"), "2026-03-02 15:30", "4 4 0 hour no 2"),
        (ledger("4 hours", MONDAY, direction="before"), "2026-03-02 07:30", "4 2.5 1.5 hour no 2"),
        (ledger("8 working hours", MONDAY), "2026-03-02 13:30", "8 3.5 4.5 working_hour no 0"),
        (ledger("8 working hours", MONDAY), "2026-03-04 09:30", "8 8 0 working_hour no 8"),
        (ledger("0.5 working days", MONDAY), "2026-03-02 11:00", "0.5 0.25 0.25 working_day no 0"),
        (ledger("90 minutes", MONDAY), "2026-03-02 09:30:59", "90 30 60 minute no 0"),
        (ledger("20 minutes", MONDAY), "2026-03-02 08:00", "20 0 20 minute no 0"),
    ],
)
def test_balances(of: Ledger, when: str, expected: str) -> None:
    """At an instant so much is used, so much is left, and so much overdue, in the unit of the term."""
    assert balance(of, CALENDAR, at(when)) == row(expected)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("2 working days", "7 1 6 working_day no 0"),
        ("4 working hours", "8 1 7 day no 0"),
        ("3 days", "10 1 9 day no 0"),
    ],
)
def test_extended_terms_are_one_account(more: str, expected: str) -> None:
    """An extension lengthens the whole; terms of several units are reckoned in days."""
    extended = ledger("5 working days", MONDAY).extend(Extension(Term.of(more), Anchor.DUE, ""))
    assert balance(extended, CALENDAR, at("2026-03-03 12:00")) == row(expected)


def test_hours_of_both_kinds_are_reckoned_in_days() -> None:
    """Elapsed hours and working hours do not add up in hours."""
    extended = ledger("24 hours", MONDAY).extend(Extension(Term.of("16 working hours"), Anchor.DUE, ""))
    assert balance(extended, CALENDAR, at("2026-03-03 12:00")) == row("3 1 2 day no 0")


def test_a_least_number_of_working_days_that_stands_still() -> None:
    """A term whose days are used but whose least number of working days is not reached is suspended."""
    waiting = ledger(
        "2 days", "2026-03-06 09:00", "2026-03-08 09:00/", min_working_days=2, min_working_days_from=2, roll="none"
    )
    assert balance(waiting, CALENDAR, at("2026-03-10 09:00")) == row("2 2 0 day yes 0")
