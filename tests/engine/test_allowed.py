"""What may be done now, and why the rest may not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from dossierflow.engine import APPLICANT_ACTOR, Actor
from dossierflow.engine import commands as c
from dossierflow.engine.allowed import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

OFFICER = Actor(agency="authority", role="officer")
HEAD = Actor(agency="authority", role="head")
RECEIVER = Actor(agency="one_stop", role="receiver")


def at(words: str) -> datetime:
    """Return an instant of Hanoi."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def given(desk: Any, by: Actor, when: str = "2026-02-04 08:00") -> set[str]:
    """Return the acts that are given."""
    return {one.act for one in desk.engine.allowed(desk.now, by=by, at=at(when)) if one.is_given}


def test_each_actor_sees_what_is_theirs(desk: Any) -> None:
    """After reception the officer works, the head may extend, the applicant may withdraw."""
    desk.receive()
    assert given(desk, OFFICER) == {
        "start_step check",
        "complete_step check ok",
        "complete_step check tall",
        "refuse check bad",
        "request_supplement check",
        "pause check flood",
        "request_payment check charge",
        "apologise",
        "apologise with another appointment",
    }
    assert given(desk, HEAD) == {
        "refuse check back",
        "pause check flood",
        "extend complex",
        "apologise",
        "apologise with another appointment",
    }
    assert given(desk, APPLICANT_ACTOR) == {"request_withdrawal"}


def test_before_reception_there_is_the_one_stop_unit(desk: Any) -> None:
    """A submitted dossier may be received, refused, or taken back."""
    desk.submit()
    assert given(desk, RECEIVER, "2026-02-02 09:00") == {"receive", "refuse_reception wrong_office"}


def test_due_timers_are_taken_into_account(desk: Any) -> None:
    """What is asked about an instant is answered as of that instant, without keeping anything."""
    desk.receive()
    assert "request_supplement check" not in given(desk, OFFICER, "2026-02-06 08:00")
    assert desk.now.version == 2


def test_the_rest_says_why_not(desk: Any) -> None:
    """Every act of the procedure is listed, refused with its code."""
    desk.consult()
    found = {one.act: one.refusal for one in desk.engine.allowed(desk.now, by=OFFICER, at=at("2026-02-04 08:00"))}
    assert found["hand_off fire_opinion"] is None
    assert found["hand_off planning_opinion"].code.value == "handoff_not_needed"
    assert found["complete_step consult done"].code.value == "handoffs_open"
    assert found["return_result"].code.value == "not_authorised"


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ({"type": "boolean"}, True),
        ({"type": "date"}, "2000-01-01"),
        ({"type": "text"}, "-"),
        ({"type": "enum", "values": ["a", "b"]}, "a"),
        ({"type": "integer", "at_most": -3}, -3),
        ({"type": "integer", "at_least": 7}, 7),
        ({"type": "integer"}, {"at_least": 40}),
        ({"type": "integer"}, {"at_most": -40}),
        ({"type": "integer", "at_most": 9}, {"at_most": 12}),
        ({"type": "enum", "values": ["a", "b"]}, ["b"]),
    ],
    ids=str,
)
def test_facts_that_an_act_needs_are_filled_in(open_desk: Callable[..., Any], fact: Any, value: Any) -> None:
    """A permission says that the act may be done, whatever is entered with it."""

    def change(written: dict[str, Any]) -> None:
        written["facts"]["found"] = {"name": {"vi": "x", "en": "x"}, "ask": "processing", **fact}
        way = {"name": {"vi": "x", "en": "x"}, "to": "consult", "sets": ["found"], "when": {"found": value}}
        written["steps"]["check"]["actions"]["finding"] = way

    desk = open_desk(change)
    desk.receive()
    assert "complete_step check finding" in given(desk, OFFICER)

    desk = open_desk(lambda written: (change(written), written["steps"]["check"]["actions"]["finding"].pop("when")))
    desk.receive()
    assert "complete_step check finding" in given(desk, OFFICER)


def test_an_act_of_two_steps_is_listed_once(open_desk: Callable[..., Any]) -> None:
    """Where two open steps may ask the same agency, the act is one."""

    def change(written: dict[str, Any]) -> None:
        for step in ("measure", "paint"):
            written["steps"][step]["handoffs"] = ["fire_opinion"]

    desk = open_desk(change)
    desk.survey()
    for actor, is_given in ((OFFICER, True), (APPLICANT_ACTOR, False)):
        found = desk.engine.allowed(desk.now, by=actor, at=at("2026-02-05 08:00"))
        assert [one.is_given for one in found if one.act == "hand_off fire_opinion"] == [is_given]


WORDS = [
    (c.Pause(step="check", reason="flood"), "pause check flood"),
    (c.HandOff(handoffs=("fire_opinion", "planning_opinion")), "hand_off fire_opinion, planning_opinion"),
    (c.RefuseReception(reason="x"), "refuse_reception"),
    (c.Apologise(reason="x"), "apologise"),
    (c.Apologise(reason="x", appointment=at("2026-03-01 08:00")), "apologise with another appointment"),
]


@pytest.mark.parametrize(("command", "words"), WORDS, ids=[row[1] for row in WORDS])
def test_acts_in_words(command: c.Command, words: str) -> None:
    """An act is named by what it does and to what."""
    assert in_words(command) == words
