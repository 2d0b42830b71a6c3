"""Other agencies: their silence, and how many of them a step waits for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.engine import commands as c

if TYPE_CHECKING:
    from collections.abc import Callable

DONE = c.CompleteStep(step="consult", action="done")
SEND = c.HandOff(handoffs=("fire_opinion",))


def answer(name: str, opinion: Any = "agreed") -> c.AnswerHandoff:
    """Return an answer."""
    return c.AnswerHandoff(handoff=name, opinion=opinion)


# Sent on 3 February, due 12 days later: 15 February is a Sunday in Tết, so Monday 23 February.
SILENCE = [
    ("deemed_consent", "consent_deemed", "deemed_agreed", "lapsed", True),
    ("proceed", "opinion_lapsed", "lapsed", "lapsed", True),
    ("escalate", "handoff_escalated", "escalated", "missed", False),
]


@pytest.mark.parametrize(("silence", "event", "status", "clock", "goes_on"), SILENCE, ids=[row[0] for row in SILENCE])
def test_the_three_meanings_of_silence(
    open_desk: Callable[..., Any], silence: str, event: str, status: str, clock: str, *, goes_on: bool
) -> None:
    """Silence is consent, or is passed over, or is only reported and still owed."""
    desk = open_desk(lambda written: written["handoffs"]["fire_opinion"].update(silence=silence, suspends=["total"]))
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", SEND)
    assert desk.due("fire_answer") == date(2026, 2, 23)
    assert desk.due() is None
    assert desk.tick("2026-02-23 17:00:01") == [event]

    assert desk.now.handoffs["fire_opinion"].status.value == status
    assert desk.state("fire_answer") == clock
    assert desk.state() == ("running" if goes_on else "suspended")
    assert desk.do("2026-02-24 09:00", "officer", DONE).is_accepted == goes_on


def test_an_escalated_handoff_is_still_answered(open_desk: Callable[..., Any]) -> None:
    """Reported silence does not end the duty: the answer comes late, and the clock says so."""
    desk = open_desk(lambda written: written["handoffs"]["fire_opinion"].update(silence="escalate"))
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", SEND)
    assert desk.code("2026-02-24 09:00", "fire", c.AcknowledgeHandoff(handoff="fire_opinion")) == "handoff_acknowledged"
    desk.did("2026-02-24 10:00", "fire", answer("fire_opinion", "disagreed"))

    assert desk.state("fire_answer") == "met_late"
    assert desk.now.handoffs["fire_opinion"].opinion == "disagreed"
    desk.did("2026-02-24 11:00", "officer", DONE)


def test_an_answer_at_the_last_instant_is_no_silence(desk: Any) -> None:
    """At the due instant itself the agency may still answer."""
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", SEND)
    desk.did("2026-02-23 17:00", "fire", answer("fire_opinion"))
    assert (desk.state("fire_answer"), desk.now.handoffs["fire_opinion"].status.value) == ("met", "answered")


JOINS: list[tuple[object, list[str], bool]] = [
    ("all", [], False),
    ("all", ["fire"], False),
    ("all", ["fire", "planning"], True),
    ("any", [], False),
    ("any", ["planning"], True),
    (2, ["fire"], False),
    (2, ["fire", "planning"], True),
    (1, ["fire"], True),
]


@pytest.mark.parametrize(("join", "answers", "goes_on"), JOINS)
def test_how_many_answers_a_step_waits_for(
    open_desk: Callable[..., Any], join: object, answers: list[str], *, goes_on: bool
) -> None:
    """All, any, or so many of the agencies needed for this dossier; the rest are released."""
    desk = open_desk(lambda written: written["steps"]["consult"].update(join=join))
    desk.consult(work="other")
    desk.did("2026-02-03 10:00", "officer", c.HandOff(handoffs=("fire_opinion", "planning_opinion")))
    for name in answers:
        desk.did("2026-02-03 11:00", name, answer(f"{name}_opinion"))
    assert desk.do("2026-02-03 12:00", "officer", DONE).is_accepted == goes_on

    still_open = [name for name, sent in desk.now.handoffs.items() if sent.status.is_open]
    assert (still_open == []) == (goes_on or len(answers) == 2)
    if goes_on:
        assert not any(desk.now.deadlines[name].is_open for name in ("fire_answer", "planning_answer"))


def test_a_join_of_so_many_waits_for_no_more_than_are_needed(open_desk: Callable[..., Any]) -> None:
    """Two of two agencies, one of which this dossier does not need: one answer is enough."""
    desk = open_desk(lambda written: written["steps"]["consult"].update(join=2))
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", SEND)
    desk.did("2026-02-03 11:00", "fire", answer("fire_opinion"))
    desk.did("2026-02-03 12:00", "officer", DONE)


def test_work_given_back_may_be_sent_again(desk: Any) -> None:
    """An answer ``returned`` is none: the step still waits, and the handoff may be sent once more."""
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", SEND)
    desk.did("2026-02-03 11:00", "fire", answer("fire_opinion", "returned"))
    assert desk.state("fire_answer") == "met"
    assert desk.code("2026-02-03 12:00", "officer", DONE) == "handoffs_open"

    desk.did("2026-02-03 13:00", "officer", SEND)
    assert (desk.state("fire_answer"), desk.now.deadlines["fire_answer"].run) == ("running", 2)


def test_what_is_recalled_is_no_longer_owed(desk: Any) -> None:
    """Recalling cancels the clock; silence has no effect any more, and the handoff may be sent again."""
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", SEND)
    desk.did("2026-02-03 11:00", "officer", c.RecallHandoff(handoff="fire_opinion", reason="nhầm"))
    assert desk.state("fire_answer") == "cancelled"
    assert desk.tick("2026-02-27 09:00") == ["deadline_missed"]
    assert desk.now.handoffs["fire_opinion"].status.value == "recalled"


def test_a_corrected_fact_does_not_revive_a_recalled_handoff(open_desk: Callable[..., Any]) -> None:
    """A limit with a condition starts by a correction only while its handoff awaits an answer."""
    desk = open_desk(lambda written: written["limits"]["fire_answer"].update(when={"work": "other"}))
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", SEND)
    desk.did("2026-02-03 11:00", "receiver", c.Correct(fact="work", value="other", reason="nhầm"))
    assert desk.state("fire_answer") == "running"

    desk.did("2026-02-03 12:00", "officer", c.RecallHandoff(handoff="fire_opinion", reason="nhầm"))
    desk.did("2026-02-03 13:00", "receiver", c.Correct(fact="work", value="house", reason="nhầm"))
    desk.did("2026-02-03 14:00", "receiver", c.Correct(fact="work", value="other", reason="nhầm"))
    assert desk.state("fire_answer") == "cancelled"


def test_the_same_handoff_twice_in_one_command_is_refused(desk: Any) -> None:
    """Sending all at once sends each once, and a refusal leaves nothing sent."""
    desk.consult()
    assert desk.code("2026-02-03 10:00", "officer", c.HandOff(handoffs=("fire_opinion",) * 2)) == "handoff_already_sent"
    assert desk.now.handoffs == {}


def test_a_limit_on_the_silence_of_several_is_only_missed(open_desk: Callable[..., Any]) -> None:
    """Where a silence limit does not belong to one open handoff, nothing is deemed."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["both"] = dict(
            written["limits"]["fire_answer"],
            starts={"later_of": ["fire_opinion.sent", "surveyed"]},
            stops=["decided"],
            term="1 day",
        )

    desk = open_desk(change)
    desk.survey()
    desk.did("2026-02-05 09:00", "officer", c.CompleteStep(step="paint", action="painted"))
    desk.did("2026-02-05 10:00", "officer", c.CompleteStep(step="measure", action="measured"))
    assert desk.tick("2026-02-09 09:00") == ["deadline_missed"]
    assert desk.state("both") == "missed"
    assert desk.now.handoffs["fire_opinion"].status.value == "answered"


def test_an_answer_ends_silence_even_where_the_limit_waits_for_more(open_desk: Callable[..., Any]) -> None:
    """A silence limit that stops at something else is met by the answer too; consent is not deemed afterwards."""
    desk = open_desk(lambda written: written["limits"]["fire_answer"].update(stops=["decided"]))
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", SEND)
    desk.did("2026-02-04 10:00", "fire", answer("fire_opinion", "disagreed"))
    assert desk.state("fire_answer") == "met"
    assert desk.tick("2026-03-30 09:00") == ["deadline_missed"]


def test_a_recall_waits_for_the_step(desk: Any) -> None:
    """What is not of an open step cannot be recalled."""
    desk.sign()
    recalling = c.RecallHandoff(handoff="fire_opinion", reason="nhầm")
    assert desk.code("2026-02-06 09:00", "officer", recalling) == "handoff_not_open"
    assert desk.code("2026-02-06 09:00", "officer", c.RecallHandoff(handoff="navy", reason="x")) == "handoff_unknown"
