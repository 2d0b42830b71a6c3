"""Supplements over Tết 2026, under every clock model of the law, with days counted by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.engine import commands as c

if TYPE_CHECKING:
    from collections.abc import Callable

ASKING = c.RequestSupplement(items=("bản vẽ",), reason="thiếu")
REVISED = "2026-02-24 09:00"


def ten_days(model: object, policy: object = None) -> Callable[[dict[str, Any]], None]:
    """Give the total ten working days, and the supplement one clock model."""

    def change(written: dict[str, Any]) -> None:
        total = written["limits"]["total"]
        total.pop("cases")
        total["term"] = "10 working days"
        written["limits"]["revised"] = dict(
            total, starts="supplement_answered", stops=["decided"], term="4 working days", when={"work": "house"}
        )
        written["supplement"]["clock"] |= {"total": model, "revised": "runs"}
        if policy is not None:
            reason = {"vi": "luật không nói", "en": "the law is silent"}
            written["supplement"]["policy"] = {"total": {"clock": policy, "reason": reason}}

    return change


# Received on Monday 2 February: the tenth working day is Monday 23 February, for 14 to 22 February are off.
# Asked on Thursday 5 February after three days; seven are left. Answered on Tuesday 24 February.
MODELS = [
    ("restart", None, date(2026, 3, 10), "running", "ten days from 25 February"),
    ("resume", None, date(2026, 3, 5), "running", "seven days from 25 February"),
    ({"remaining_plus": "5 working days"}, None, date(2026, 3, 12), "running", "seven and five days"),
    ("runs", None, date(2026, 2, 23), "missed", "untouched"),
    ("unstated", "resume", date(2026, 3, 5), "running", "the policy resumes"),
    ("unstated", "restart", date(2026, 3, 10), "running", "the policy restarts"),
]


@pytest.mark.parametrize(("model", "policy", "due", "state", "why"), MODELS, ids=[row[4] for row in MODELS])
def test_what_a_supplement_does_to_the_clock(
    open_desk: Callable[..., Any], model: object, policy: object, due: date, state: str, why: str
) -> None:
    """The clock stands still while the applicant has the dossier, then follows its model."""
    desk = open_desk(ten_days(model, policy))
    desk.receive()
    assert desk.due() == date(2026, 2, 23)

    desk.did("2026-02-05 10:00", "officer", ASKING)
    stands_still = model != "runs"
    assert desk.due() == (None if stands_still else date(2026, 2, 23)), why

    desk.did(REVISED, "applicant", c.AnswerSupplement())
    assert (desk.due(), desk.state()) == (due, state)


def test_a_new_limit_takes_the_place_of_the_old(open_desk: Callable[..., Any]) -> None:
    """The old clock is superseded, the new one runs four working days, and no other run of the old one starts."""
    desk = open_desk(ten_days({"new_limit": "revised"}))
    desk.receive()
    desk.did("2026-02-05 10:00", "officer", ASKING)
    desk.did(REVISED, "applicant", c.AnswerSupplement())

    assert desk.state() == "superseded"
    assert desk.due("revised") == date(2026, 3, 2)
    assert desk.now.deadlines["total"].run == 1
    assert desk.now.appointment.day == date(2026, 3, 2)


def test_where_the_new_limit_does_not_exist_the_old_clock_goes_on(open_desk: Callable[..., Any]) -> None:
    """A limit that is only for houses replaces nothing in a dossier about other works."""
    desk = open_desk(ten_days({"new_limit": "revised"}))
    desk.receive(work="other")
    desk.did("2026-02-05 10:00", "officer", ASKING)
    desk.did(REVISED, "applicant", c.AnswerSupplement())

    assert desk.due() == date(2026, 3, 5)
    assert "revised" not in desk.now.deadlines


def test_two_clocks_replaced_by_one_limit_start_it_once(open_desk: Callable[..., Any]) -> None:
    """A limit that stands in for several others has one run."""

    def change(written: dict[str, Any]) -> None:
        ten_days({"new_limit": "revised"})(written)
        written["limits"]["inner"] = dict(written["limits"]["total"], within="total")
        written["supplement"]["clock"]["inner"] = {"new_limit": "revised"}
        written["supplement"]["marks"] = []

    desk = open_desk(change)
    desk.receive()
    desk.did("2026-02-05 10:00", "officer", ASKING)
    desk.did(REVISED, "applicant", c.AnswerSupplement())

    assert desk.state("inner") == desk.state("total") == "superseded"
    assert desk.now.deadlines["revised"].run == 1
    assert all(one.ending is not None for one in desk.now.past_deadlines)


def test_a_second_supplement_restarts_an_open_replacement(open_desk: Callable[..., Any]) -> None:
    """A replacement still running when it is needed again ends superseded and begins anew."""

    def change(written: dict[str, Any]) -> None:
        ten_days({"new_limit": "revised"})(written)
        written["supplement"] |= {"max": 2, "ask_within": None}
        written["limits"]["other"] = dict(written["limits"]["total"], starts="check.started")
        written["supplement"]["clock"]["other"] = {"new_limit": "revised"}

    desk = open_desk(change)
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", ASKING)
    desk.did("2026-02-04 10:00", "applicant", c.AnswerSupplement())
    desk.did("2026-02-04 11:00", "officer", c.StartStep(step="check"))
    desk.did("2026-02-05 10:00", "officer", ASKING)
    desk.did("2026-02-06 10:00", "applicant", c.AnswerSupplement())

    assert desk.now.deadlines["revised"].run == 2
    assert [(one.limit, one.ending.value) for one in desk.now.past_deadlines if one.limit == "revised"] == [
        ("revised", "superseded")
    ]


def test_a_term_that_ran_out_while_asking_has_nothing_added_and_is_held_by_nothing(
    open_desk: Callable[..., Any],
) -> None:
    """Asked on its last day the term still ends that day; the answer adds nothing and leaves no open suspension."""

    def change(written: dict[str, Any]) -> None:
        ten_days({"remaining_plus": "5 working days"})(written)
        written["supplement"]["ask_within"] = None

    desk = open_desk(change)
    desk.receive()
    desk.did("2026-02-23 10:00", "officer", ASKING)
    assert desk.due() == date(2026, 2, 23)

    desk.did("2026-02-25 09:00", "applicant", c.AnswerSupplement())
    clock = desk.now.deadlines["total"]
    assert (clock.state.value, clock.due.day, clock.extensions) == ("missed", date(2026, 2, 23), ())
    assert all(stop.end is not None for stop in clock.suspensions)


def test_silence_of_the_applicant_closes_the_dossier(desk: Any) -> None:
    """Fifteen working days after 3 February end on 3 March; a second later the dossier is closed."""
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", ASKING)
    assert desk.due("supp") == date(2026, 3, 3)
    assert desk.tick("2026-03-03 17:00:00") == []
    assert desk.tick("2026-03-03 17:00:01") == ["dossier_closed"]

    assert (desk.now.lifecycle.value, desk.now.end) == ("closed", "closed")
    assert (desk.state("supp"), desk.state("total")) == ("lapsed", "cancelled")
    assert desk.log[-1].occurred_at == desk.now.deadlines["supp"].due.at


def test_an_answer_at_the_last_instant_is_in_time(desk: Any) -> None:
    """At 17:00 of the last day the applicant may still answer."""
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", ASKING)
    desk.did("2026-03-03 17:00:00", "applicant", c.AnswerSupplement())
    assert desk.state("supp") == "met"


def test_the_answer_may_lead_back_to_another_step(open_desk: Callable[..., Any]) -> None:
    """With ``back_to`` the step that asked is given up: what only it could end is cancelled, the rest runs on."""

    def change(written: dict[str, Any]) -> None:
        written["steps"]["appraise"] = dict(written["steps"]["check"], handoffs=["fire_opinion"])
        written["steps"]["check"]["actions"]["ok"]["to"] = "appraise"
        written["limits"]["appraisal"] = dict(
            written["limits"]["ask"], starts="appraise.entered", stops=["appraise.completed"], term="10 days"
        )
        written["limits"]["work"] = dict(
            written["limits"]["ask"], starts="appraise.entered", stops=["decided"], term="30 days"
        )
        written["supplement"] |= {"steps": ["appraise"], "back_to": "check", "ask_within": None}
        written["supplement"]["clock"] |= {"appraisal": "resume", "work": "resume"}

    desk = open_desk(change)
    desk.receive()
    desk.did("2026-02-03 09:00", "officer", c.CompleteStep(step="check", action="ok"))
    desk.did("2026-02-03 10:00", "officer", c.HandOff(handoffs=("fire_opinion",)))
    desk.did("2026-02-03 11:00", "officer", ASKING)
    desk.did("2026-02-04 10:00", "counter", c.AnswerSupplement())

    assert dict(desk.now.tracks) == {"main": "check"}
    assert (desk.state("appraisal"), desk.state("work"), desk.state("fire_answer")) == (
        "cancelled",
        "running",
        "cancelled",
    )
    assert desk.now.handoffs["fire_opinion"].status.value == "cancelled"
    assert desk.now.deadlines["total"].run == 2


def test_the_last_moment_to_ask_is_the_end_of_its_limit(desk: Any) -> None:
    """Three working days after 2 February end on the 5th at 17:00, inclusive."""
    desk.receive()
    desk.did("2026-02-05 17:00:00", "officer", ASKING)
    assert desk.state("ask") == "met"


def test_a_clock_that_starts_while_a_supplement_is_awaited_stands_still(open_desk: Callable[..., Any]) -> None:
    """A limit that a corrected fact makes owed while the applicant has the dossier waits for the answer too."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["others"] = dict(
            written["limits"]["ask"], starts="received", stops=["decided"], when={"work": "other"}, term="20 days"
        )
        written["supplement"]["clock"]["others"] = "resume"

    desk = open_desk(change)
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", ASKING)
    desk.did("2026-02-04 10:00", "receiver", c.Correct(fact="work", value="other", reason="nhập nhầm"))
    assert desk.state("others") == "suspended"

    desk.did("2026-02-05 10:00", "applicant", c.AnswerSupplement())
    assert desk.state("others") == "running"
