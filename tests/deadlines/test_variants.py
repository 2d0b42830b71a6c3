"""One thing different at a time: which due date follows."""

from __future__ import annotations

from datetime import datetime

import pytest

from dossierflow.deadlines import Anchor, Change, Extension, Ledger, Term, profile, sensitivity
from dossierflow.errors import CalendarCoverageError, TermError
from dossierflow.worktime import vietnam

CALENDAR = vietnam()


def at(text: str) -> datetime:
    """Return the local instant written *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=CALENDAR.tz)


def variants(ledger: Ledger) -> dict[str, tuple[str | None, bool]]:
    """Return the variants of *ledger*: the change, the day that follows, and whether it moved."""
    return {
        variant.change.value: (variant.due and f"{variant.due.day:%m-%d}", variant.moved)
        for variant in sensitivity(ledger, CALENDAR)
    }


def ledger(term: str, trigger: str, **choices: object) -> Ledger:
    """Return a ledger of the general profile."""
    wanted = Term.of(term)
    return Ledger(wanted, profile("vn-general").counting(wanted.unit, **choices), at(trigger))


def test_the_plain_term() -> None:
    """Of a plain term: the day before and after, the day of receipt, the receipt rule, the roll."""
    assert variants(ledger("5 days", "2026-03-02 18:00")) == {
        "one_day_earlier": ("03-06", True),
        "one_day_later": ("03-09", False),
        "start_day_counted": ("03-06", True),
        "receipt_next_opening": ("03-09", False),
        "without_roll": ("03-07", True),
    }


def test_everything_that_can_be_taken_away() -> None:
    """A suspension, an extension, a cut-off, clear days and a least number of working days can each be left out."""
    more = {"receipt": "next_opening", "cutoff": "15:00", "cutoff_effect": "starts_later"}
    rich = ledger("5 working days", "2026-03-02 15:30", clear=True, min_working_days=2, min_working_days_from=2, **more)
    rich = rich.suspend(at("2026-03-04 09:00"), "x").resume(at("2026-03-05 09:00"))
    rich = rich.extend(Extension(Term.of("1 working day"), Anchor.DUE, "x"))
    found = variants(rich)
    assert found == {
        "one_day_earlier": ("03-12", True),
        "one_day_later": ("03-16", True),
        "receipt_as_is": ("03-13", False),
        "without_cutoff": ("03-12", True),
        "with_roll": ("03-13", False),
        "without_clear_days": ("03-12", True),
        "without_minimum": ("03-13", False),
        "without_suspensions": ("03-12", True),
        "without_extensions": ("03-12", True),
    }


def test_while_suspended() -> None:
    """While a term stands still, its variants do too, except the one without the suspension."""
    found = variants(
        ledger("5 working days", "2026-03-02 09:00", starts="same_day").suspend(at("2026-03-04 09:00"), "x")
    )
    assert found["without_suspensions"] == ("03-06", True)
    assert found["one_day_later"] == (None, False)
    assert found["start_day_not_counted"] == (None, False)


def test_before_an_event_rolling_goes_back() -> None:
    """The roll that a backward term could have is the backward one."""
    assert variants(ledger("3 days", "2026-03-04 09:00", direction="before", roll="none"))["with_roll"] == (
        "02-27",
        True,
    )


def test_variants_that_cannot_be_counted_are_left_out() -> None:
    """A change that leads outside the calendar, or that a choice refuses, is no variant; the ledger must count."""
    last = sensitivity(ledger("1 working day", "2027-12-30 09:00"), CALENDAR)
    assert Change.ONE_DAY_LATER not in {variant.change for variant in last}
    month = ledger("1 month", "2026-01-28 09:00", month_end="refuse")
    assert Change.ONE_DAY_LATER not in {variant.change for variant in sensitivity(month, CALENDAR)}
    with pytest.raises(CalendarCoverageError):
        sensitivity(ledger("1 working day", "2027-12-31 09:00"), CALENDAR)
    with pytest.raises(TermError):
        sensitivity(ledger("1 month", "2026-01-31 09:00", month_end="refuse"), CALENDAR)
