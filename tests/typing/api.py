"""
The public API as hosts write it: checked by mypy and pyright, never executed.

Every assertion says what a type checker must infer; code that misuses the API
stands beside it with the error that it must give.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import assert_type
from zoneinfo import ZoneInfo

from dossierflow import (
    APPLICANT_ACTOR,
    Actor,
    Balance,
    Deadline,
    Decision,
    Dossier,
    Due,
    Engine,
    Event,
    Explanation,
    Ledger,
    NationalStatus,
    Permission,
    Procedure,
    ProcedureLibrary,
    Refusal,
    RefusalCode,
    Term,
    Timer,
    Unit,
    WorkCalendar,
    catalogue,
    commands,
    due,
    evolve,
    explain,
    load_procedure,
    load_procedures,
    profile,
    vietnam,
)

AT = datetime(2026, 2, 6, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def calendars() -> None:
    """A calendar answers with dates and instants."""
    calendar = assert_type(vietnam(), WorkCalendar)
    assert_type(calendar.nth_working_day(date(2024, 4, 24), 5), date)
    assert_type(calendar.opening(date(2024, 4, 24)), datetime | None)
    assert_type(calendar.hash, str)


def terms() -> None:
    """A term keeps its unit; a number of days is no term."""
    term = assert_type(Term.of("5 working days"), Term)
    assert_type(term.amount, int | Decimal)
    assert_type(term.unit, Unit)
    term.amount = 6  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def deadlines() -> None:
    """The kernel takes a ledger and a calendar."""
    term = Term.of("5 working days")
    ledger = Ledger(term=term, counting=profile("vn-general").counting(term.unit), trigger=AT)
    assert_type(due(ledger, vietnam()), Due | None)
    assert_type(explain(ledger, vietnam()), Explanation)
    due(term, vietnam())  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def engine() -> None:
    """A command gives a decision; what may be absent says so."""
    library = assert_type(catalogue(), ProcedureLibrary)
    assert_type(load_procedure(Path("my-permit.yaml")), Procedure)
    desk = Engine(load_procedures(Path("procedures")), vietnam())
    desk = Engine(library, {"vn-public": vietnam()})
    filing = commands.Submit(dossier="H", procedure="building-permit", channel="online", facts={"work": "house"})
    decision = assert_type(desk.handle(None, filing, by=APPLICANT_ACTOR, at=AT), Decision)
    assert_type(decision.dossier, Dossier | None)
    assert_type(decision.events, tuple[Event, ...])
    assert_type(decision.refusal, Refusal | None)
    dossier = assert_type(decision.or_raise(), Dossier)
    assert_type(dossier.deadlines, Mapping[str, Deadline])
    assert_type(dossier.deadlines["total"].due, Due | None)
    assert_type(dossier.status, NationalStatus)
    assert_type(desk.next_timer(dossier), Timer | None)
    assert_type(desk.balance(dossier, "total", AT), Balance)
    assert_type(desk.allowed(dossier, by=Actor(agency="authority", role="officer"), at=AT), tuple[Permission, ...])
    assert_type(evolve(dossier, decision.events[0]), Dossier)
    desk.handle(dossier, filing, APPLICANT_ACTOR, AT)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    dossier.version = 2  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def refusals(refusal: Refusal) -> None:
    """A refusal has a stable code and a reason in both languages."""
    assert_type(refusal.code, RefusalCode)
    assert_type(refusal.reason.text("vi"), str)
    refusal.reason.text("fr")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
