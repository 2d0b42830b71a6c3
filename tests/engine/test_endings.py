"""Withdrawal, decision, and what is still owed between the decision and the handing over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dossierflow.engine import commands as c

if TYPE_CHECKING:
    from collections.abc import Callable


def fetching(effect: dict[str, str], **more: Any) -> Callable[[dict[str, Any]], None]:
    """Give the applicant 60 days from the decision to fetch the result."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["fetch"] = dict(
            written["limits"]["supp"],
            starts="decided",
            stops=["returned"],
            term="60 days",
            on_missed=effect,
            **more,
        )

    return change


def test_a_withdrawal_is_stopped_by_the_one_stop_unit(desk: Any) -> None:
    """Nothing but the stop notice and corrections is possible once the applicant has asked to stop."""
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", c.HandOff(handoffs=("fire_opinion",)))
    desk.did("2026-02-04 10:00", "counter", c.RequestWithdrawal(reason="không xây nữa"))
    assert int(desk.now.status) == 7
    assert desk.code("2026-02-04 11:00", "fire", c.AcknowledgeHandoff(handoff="fire_opinion")) == "withdrawal_pending"

    desk.did("2026-02-05 10:00", "receiver", c.Stop())
    assert (int(desk.now.status), dict(desk.now.tracks)) == (8, {})
    assert desk.now.handoffs["fire_opinion"].status.value == "cancelled"
    assert {one.ending.value for one in desk.now.deadlines.values()} == {"met", "cancelled"}


def test_a_withdrawal_may_come_before_reception(desk: Any) -> None:
    """What is submitted may be taken back before anybody has received it."""
    desk.submit()
    desk.did("2026-02-02 10:00", "applicant", c.RequestWithdrawal())
    desk.did("2026-02-02 11:00", "receiver", c.Stop())
    assert desk.now.lifecycle.is_over


def test_silence_does_not_overtake_a_withdrawal(desk: Any) -> None:
    """The term to answer runs out after the request to stop: it is missed, and the dossier is stopped, not closed."""
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.RequestSupplement(items=("bản vẽ",), reason="thiếu"))
    desk.did("2026-03-03 10:00", "applicant", c.RequestWithdrawal())
    assert desk.tick("2026-03-05 09:00") == ["deadline_missed"]
    desk.did("2026-03-05 10:00", "receiver", c.Stop())
    assert desk.now.lifecycle.value == "stopped"


def test_silence_takes_no_action_while_the_dossier_is_withdrawn(open_desk: Callable[..., Any]) -> None:
    """Nor does silence that would take an outcome of a step."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["silent"] = dict(
            written["limits"]["ask"],
            starts="check.entered",
            stops=["check.completed"],
            on_missed={"effect": "action", "to": "ok"},
        )
        written["supplement"]["clock"]["silent"] = "runs"

    desk = open_desk(change)
    desk.receive()
    desk.did("2026-02-03 10:00", "applicant", c.RequestWithdrawal())
    assert desk.tick("2026-02-06 09:00") == ["deadline_missed", "deadline_missed"]
    assert dict(desk.now.tracks) == {"main": "check"}


def test_a_decision_stops_the_total_and_cancels_the_rest(desk: Any) -> None:
    """What waits for the decision is met; what waits for anything else is no longer owed."""
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", c.HandOff(handoffs=("fire_opinion",)))
    desk.did("2026-02-04 10:00", "officer", c.CompleteStep(step="consult", action="skip"))
    desk.did("2026-02-05 10:00", "head", c.Decide(step="sign", action="grant"))
    assert (desk.state(), desk.state("fire_answer")) == ("met", "cancelled")
    assert (int(desk.now.status), desk.now.end) == (9, "granted")


def test_a_dossier_given_back_is_closed_without_a_decision(desk: Any) -> None:
    """An end of kind ``returned`` is none that could be handed over."""
    desk.receive()
    desk.did("2026-02-03 10:00", "head", c.Refuse(step="check", action="back", reason="không thuộc thẩm quyền"))
    assert (desk.now.lifecycle.value, desk.state()) == ("closed", "cancelled")
    assert "decided" not in desk.now.milestones


def test_a_clock_that_stops_with_the_handing_over_outlives_the_decision(open_desk: Callable[..., Any]) -> None:
    """It runs on to the day of return, even where a step held it at the decision."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["total"]["stops"] = ["returned"]
        written["steps"]["sign"]["suspends"] = ["total"]

    desk = open_desk(change)
    desk.sign()
    assert desk.state() == "suspended"
    desk.did("2026-02-06 09:00", "head", c.Decide(step="sign", action="grant"))
    assert (desk.state(), desk.due()) == ("running", date(2026, 2, 23))
    desk.did("2026-02-24 09:00", "receiver", c.ReturnResult())
    assert desk.state() == "met_late"


def test_a_result_that_is_not_fetched_may_close_the_dossier(open_desk: Callable[..., Any]) -> None:
    """A limit from the decision runs, and its silence closes even a decided dossier."""
    desk = open_desk(fetching({"effect": "end", "to": "closed"}))
    desk.decide()
    assert desk.due("fetch") == date(2026, 4, 7)
    assert desk.tick("2026-04-08 09:00") == ["dossier_closed"]
    assert (desk.now.lifecycle.value, desk.state("fetch")) == ("closed", "lapsed")


def test_silence_makes_no_second_decision(open_desk: Callable[..., Any]) -> None:
    """Where a limit would end a decided dossier by another decision, it is only missed."""
    desk = open_desk(fetching({"effect": "end", "to": "refused"}))
    desk.decide()
    assert desk.tick("2026-04-08 09:00") == ["deadline_missed"]
    desk.did("2026-04-09 09:00", "receiver", c.ReturnResult())
    assert (desk.state("fetch"), desk.now.end) == ("met_late", "granted")


def test_a_fact_corrected_after_the_decision_starts_no_clock(open_desk: Callable[..., Any]) -> None:
    """Only what the handing over can stop is owed after the decision."""

    def change(written: dict[str, Any]) -> None:
        base = dict(written["limits"]["ask"], starts="received", when={"work": "other"}, term="90 days")
        written["limits"] |= {
            "work_only": dict(base, stops=["paint.completed"]),
            "to_the_end": dict(base, stops=["returned"]),
        }
        written["supplement"]["clock"] |= dict.fromkeys(("work_only", "to_the_end"), "runs")

    desk = open_desk(change)
    desk.decide()
    desk.did("2026-02-09 09:00", "receiver", c.Correct(fact="work", value="other", reason="nhầm"))
    assert "work_only" not in desk.now.deadlines
    assert desk.state("to_the_end") == "running"
