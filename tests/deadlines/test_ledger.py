"""The ledger accepts what can be counted and refuses the rest at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dossierflow.citation import Citation
from dossierflow.deadlines import Anchor, Extension, Ledger, Suspension, Term, profile
from dossierflow.errors import NaiveInstantError, TermError

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAIVE = NOON.replace(tzinfo=None)


def ledger(term: str = "5 working days") -> Ledger:
    """Return a ledger of the general profile."""
    wanted = Term.of(term)
    return Ledger(wanted, profile("vn-general").counting(wanted.unit), NOON)


def test_an_instant_needs_a_zone() -> None:
    """A naive trigger, start or end is refused by name."""
    with pytest.raises(NaiveInstantError, match="a term is triggered at 2026-03-02T12:00:00, which has no time zone"):
        Ledger(ledger().term, ledger().counting, NAIVE)
    with pytest.raises(NaiveInstantError, match="a suspension starts at"):
        Suspension(NAIVE, None, "x")
    with pytest.raises(NaiveInstantError, match="a suspension ends at"):
        Suspension(NOON, NAIVE, "x")


def test_a_suspension_does_not_end_before_it_starts() -> None:
    """An end before the start is refused with both instants; an end at the start is no suspension at all."""
    with pytest.raises(TermError, match=r"'bão' ends at 2026-03-02T11:00:00\+00:00, before it starts"):
        Suspension(NOON, NOON - HOUR, "bão")
    assert Suspension(NOON, NOON, "bão").end == NOON


@pytest.mark.parametrize(
    ("of", "under", "message"),
    [
        ("8 hours", "5 working days", "hours and minutes start at once"),
        ("5 working days", "8 hours", "whole days do not start at an instant"),
    ],
)
def test_the_choices_must_fit_the_unit(of: str, under: str, message: str) -> None:
    """Choices made for hours do not count days, nor the other way round."""
    with pytest.raises(TermError, match=message):
        Ledger(Term.of(of), ledger(under).counting, NOON)


def test_suspending_and_resuming() -> None:
    """A ledger is suspended from one call to the other, and none of its predecessors changes."""
    plain, cite = ledger(), (Citation(doc="217/2026/NĐ-CP"),)
    suspended = plain.suspend(NOON, "chờ bổ sung", cite)
    resumed = suspended.resume(NOON + HOUR)
    assert (plain.suspended, suspended.suspended, resumed.suspended) == (False, True, False)
    assert resumed.suspensions == (Suspension(NOON, NOON + HOUR, "chờ bổ sung", cite),)
    again = resumed.suspend(NOON + 2 * HOUR, "chờ ý kiến").resume(NOON + 3 * HOUR)
    assert [one.end for one in again.suspensions] == [NOON + HOUR, NOON + 3 * HOUR]


def test_suspending_twice_and_resuming_nothing_are_refused() -> None:
    """There is one open suspension at most, and only an open one can end."""
    suspended = ledger().suspend(NOON, "chờ bổ sung")
    with pytest.raises(TermError, match="suspended already"):
        suspended.suspend(NOON + HOUR, "chờ ý kiến")
    with pytest.raises(TermError, match="no suspension is open"):
        ledger().resume(NOON)
    with pytest.raises(TermError, match="before it starts"):
        suspended.resume(NOON - HOUR)


def test_the_chain_of_terms() -> None:
    """Extensions follow the term; one that counts from the trigger replaces all before it."""
    week, month = Term.of("1 week"), Term.of("1 month")
    extended = ledger().extend(Extension(week, Anchor.DUE, "")).extend(Extension(month, Anchor.TRIGGER, ""))
    assert ledger().chain == (Term.of("5 working days"),)
    assert extended.chain == (month,)
    assert extended.extend(Extension(week, Anchor.ROLLED_DUE, "")).chain == (month, week)
