"""What the steps of an explanation say."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dossierflow.citation import Citation
from dossierflow.deadlines import (
    Anchor,
    Explanation,
    Extension,
    Ledger,
    SkipKind,
    StepKind,
    Suspension,
    Term,
    due,
    explain,
    profile,
    replay,
)
from dossierflow.worktime import DayKind, vietnam

CALENDAR = vietnam()
CITE = (Citation(doc="217/2026/NĐ-CP", at="Điều 54"),)
OTHER = (Citation(doc="118/2025/NĐ-CP", at="Điều 18"),)


def at(text: str) -> datetime:
    """Return the local instant written *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=CALENDAR.tz)


def ledger(term: str, trigger: str, **choices: object) -> Ledger:
    """Return a cited ledger of the general profile."""
    wanted = Term.of(term)
    return Ledger(wanted, profile("vn-general").counting(wanted.unit, **choices), at(trigger), cite=CITE)


def kinds(explanation: Explanation) -> str:
    """Return the kinds of the steps."""
    return " ".join(step.kind.value for step in explanation.steps)


@pytest.mark.parametrize(
    ("term", "choices", "expected"),
    [
        ("5 working days", {}, "received start count roll end"),
        ("same day", {}, "received count roll end"),
        ("1 month", {}, "received start corresponding roll end"),
        ("0.5 working days", {}, "received start work roll end"),
        ("4 hours", {}, "received start elapse roll end"),
        ("5 working days", {"receipt": "next_opening"}, "received next_opening start count roll end"),
        ("5 working days", {"clear": True}, "received start count clear roll end"),
        (
            "2 days",
            {"min_working_days": 2, "min_working_days_from": 2, "roll": "none"},
            "received start count minimum roll end",
        ),
        (
            "5 working days",
            {"receipt": "next_opening", "cutoff": "07:30", "cutoff_effect": "starts_later"},
            "received next_opening start count roll end",
        ),
        (
            "5 working days",
            {"receipt": "next_opening", "cutoff": "07:30", "cutoff_effect": "result_later"},
            "received next_opening start count roll end",
        ),
    ],
)
def test_one_step_for_each_thing_done(term: str, choices: dict[str, object], expected: str) -> None:
    """Every rule that had a say has its step, in the order of the computation, and no other has."""
    told = explain(ledger(term, "2026-03-07 09:00", **choices), CALENDAR)
    assert kinds(told) == expected
    assert replay(told) == told.due


def test_the_parts_of_a_chain() -> None:
    """Each extension says from where it counts, and brings its own source and steps."""
    extended = ledger("5 days", "2026-03-02 09:00")
    extended = extended.extend(Extension(Term.of("1 month"), Anchor.TRIGGER, "luật mới", OTHER))
    extended = extended.extend(Extension(Term.of("2 days"), Anchor.ROLLED_DUE, "hồ sơ phức tạp", OTHER))
    extended = extended.extend(Extension(Term.of("4 hours"), Anchor.DUE, "mất điện"))
    told = explain(extended, CALENDAR)
    assert kinds(told) == "received start extended corresponding roll extended count extended elapse roll end"
    assert [step.cite for step in told.steps if step.kind is StepKind.COUNT] == [OTHER]
    assert [step.param("anchor") for step in told.steps if step.kind is StepKind.EXTENDED] == [
        "trigger",
        "rolled_due",
        "due",
    ]
    assert replay(told) == told.due == due(extended, CALENDAR)


def test_days_off_bring_their_reason() -> None:
    """A day that was passed over has the kind, the name and the source that the calendar gives it."""
    step = explain(ledger("1 working day", "2026-02-13 09:00"), CALENDAR).steps[2]
    assert [(skip.day.day, skip.kind) for skip in step.skipped] == [
        (14, SkipKind.WEEKEND),
        (15, SkipKind.WEEKEND),
        *((day, SkipKind.HOLIDAY) for day in range(16, 21)),
        (21, SkipKind.WEEKEND),
        (22, SkipKind.WEEKEND),
    ]
    assert all(skip.name and skip.cite for skip in step.skipped if skip.kind is SkipKind.HOLIDAY)
    assert step.counted == (date(2026, 2, 23),)
    assert step.param("no such parameter") is None


def test_skip_kinds_are_the_calendars_and_two_more() -> None:
    """Every kind of the calendar that can make a day count for nothing can be told."""
    off = {kind.value for kind in DayKind if kind.is_off} | {"reception_only"}
    assert {kind.value for kind in SkipKind} == off | {"weekend", "suspended"}


@pytest.mark.parametrize(
    ("of", "steps", "left"),
    [
        (ledger("5 working days", "2026-03-02 09:00"), "received start count stands_still", 3),
        (ledger("5 days", "2026-03-04 09:00"), "received start stands_still", 5),
        (ledger("5 days", "2026-03-06 09:00"), "received start stands_still", 5),
        (ledger("5 days", "2026-03-04 09:00", starts="same_day"), "received start count stands_still", 4),
        (ledger("1 month", "2026-03-02 09:00"), "received start broken_term count stands_still", 28),
        (ledger("2 days", "2026-03-02 09:00", clear=True), "received start count stands_still", None),
        (
            ledger("2 days", "2026-03-01 09:00", min_working_days=3, min_working_days_from=3, roll="none").extend(
                Extension(Term.of("1 day"), Anchor.DUE, "")
            ),
            "received start count extended count roll end",
            None,
        ),
        (ledger("3 hours", "2026-03-04 09:00"), "received start elapse stands_still", 120),
        (ledger("3 working hours", "2026-03-04 08:30:30"), "received start work stands_still", 180 - 89.5),
        (ledger("3 hours", "2026-03-06 09:00"), "received start stands_still", 180),
        (ledger("3 days", "2026-03-12 09:00", direction="before"), "received start stands_still", 3),
    ],
)
def test_a_term_that_stands_still_says_what_is_left(of: Ledger, steps: str, left: float | None) -> None:
    """The last step names the suspension and the rest of the term; what ran before is told as ever."""
    told = explain(of.suspend(at("2026-03-04 10:00"), "chờ bổ sung", OTHER), CALENDAR)
    last = told.steps[-1]
    assert kinds(told) == steps
    if last.kind is StepKind.STANDS_STILL:
        assert (told.due, last.after, last.cite, last.param("reason")) == (None, None, OTHER, "chờ bổ sung")
        assert replay(told) is None
        assert (last.amount is None) == (left is None)
        assert left is None or float(last.amount or 0) == left
    else:
        assert replay(told) == told.due


def test_a_least_number_of_working_days_stands_still() -> None:
    """Where the days of the term are over but its working days are not, the explanation stops there."""
    waiting = ledger("2 days", "2026-03-06 09:00", min_working_days=2, min_working_days_from=2, roll="none").suspend(
        at("2026-03-08 09:00"), "x"
    )
    told = explain(waiting, CALENDAR)
    assert kinds(told) == "received start count stands_still"
    assert told.due is None


def test_suspended_hours_name_every_reason() -> None:
    """Where two suspensions overlap, the time that did not run names the reasons and sources of both."""
    running = ledger("3 hours", "2026-03-04 09:00")
    both = Ledger(
        running.term,
        running.counting,
        running.trigger,
        (
            Suspension(at("2026-03-04 10:00"), at("2026-03-04 11:00"), "mất điện", CITE),
            Suspension(at("2026-03-04 10:30"), at("2026-03-04 11:30"), "bão", OTHER),
        ),
    )
    step = next(step for step in explain(both, CALENDAR).steps if step.kind is StepKind.SUSPENDED)
    assert (step.param("reason"), step.cite) == ("mất điện; bão", (*CITE, *OTHER))
    assert (step.before, step.after) == (at("2026-03-04 10:00"), at("2026-03-04 11:30"))


def test_the_calendar_that_was_asked_is_named() -> None:
    """An explanation names the calendar, its content and how far it is decided."""
    used = explain(ledger("1 day", "2026-03-02 09:00"), CALENDAR).calendar
    assert used == (CALENDAR.name, CALENDAR.hash, "Asia/Ho_Chi_Minh", CALENDAR.confirmed_until)
