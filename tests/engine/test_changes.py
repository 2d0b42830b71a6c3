"""Corrections of facts and milestones, and moves to another version."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from dossierflow.engine import commands as c
from dossierflow.engine import event_to_json
from dossierflow.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

SEND = c.HandOff(handoffs=("fire_opinion",))
MOVE = c.Migrate(version="2", reason="luật mới")


def at(words: str) -> datetime:
    """Return an instant of Hanoi."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def fact(name: str, value: Any) -> c.Correct:
    """Return the correction of a fact."""
    return c.Correct(fact=name, value=value, reason="nhập nhầm")


def milestone(name: str, instant: str) -> c.Correct:
    """Return the correction of a milestone."""
    return c.Correct(milestone=name, instant=at(instant), reason="nhập nhầm")


def test_a_corrected_fact_takes_another_row_of_the_table(desk: Any) -> None:
    """15 days for a house become 20 for other works, counted from the same trigger."""
    desk.receive("2026-02-05 09:00")
    assert desk.due() == date(2026, 2, 23)
    desk.did("2026-02-06 09:00", "receiver", fact("work", "other"))
    assert desk.due() == date(2026, 2, 25)
    assert desk.now.facts["work"] == "other"
    assert [event.type for event in desk.log] == ["submitted", "received", "corrected"]


def test_a_term_and_a_condition_on_the_same_fact_are_both_followed(open_desk: Callable[..., Any]) -> None:
    """A limit whose condition still holds takes the row of the corrected fact."""
    desk = open_desk(lambda written: written["limits"]["total"].update(when={"work": ["house", "other"]}))
    desk.receive("2026-02-05 09:00")
    desk.did("2026-02-06 09:00", "receiver", fact("work", "other"))
    assert desk.due() == date(2026, 2, 25)


def test_a_limit_comes_and_goes_with_its_condition(open_desk: Callable[..., Any]) -> None:
    """A corrected fact cancels what is no longer owed, and starts it again from the old trigger."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["houses"] = dict(
            written["limits"]["ask"], starts="received", stops=["decided"], when={"work": "house"}, term="10 days"
        )
        written["supplement"]["clock"]["houses"] = "runs"

    desk = open_desk(change)
    desk.receive()
    assert desk.due("houses") == date(2026, 2, 12)
    desk.did("2026-02-03 09:00", "receiver", fact("work", "other"))
    assert desk.state("houses") == "cancelled"
    desk.did("2026-02-04 09:00", "receiver", fact("work", "house"))
    assert (desk.state("houses"), desk.due("houses")) == ("running", date(2026, 2, 12))


def test_a_limit_that_was_met_is_not_started_again_by_a_fact(open_desk: Callable[..., Any]) -> None:
    """What has been done is done, whatever the facts turn out to be."""
    desk = open_desk(lambda written: written["limits"]["ask"].update(when={"work": ["house", "other"]}))
    desk.consult()
    assert desk.state("ask") == "met"
    desk.did("2026-02-04 09:00", "receiver", fact("work", "other"))
    assert (desk.state("ask"), desk.now.deadlines["ask"].run) == ("met", 1)


@pytest.mark.parametrize(
    ("prepare", "command"),
    [
        ("charge.requested", (c.RequestPayment(fee="charge"), c.ConfirmPayment(fee="charge"), "treasury")),
        ("flood.started", (c.Pause(reason="flood"), c.Resume(), "officer")),
        (
            "supplement_requested",
            (c.RequestSupplement(items=("x",), reason="thiếu"), c.AnswerSupplement(), "applicant"),
        ),
        ("check.started", (c.StartStep(step="check"), c.CompleteStep(step="check", action="ok"), "officer")),
    ],
    ids=["fee", "pause", "supplement", "step"],
)
def test_a_fact_starts_no_clock_of_what_is_over(open_desk: Callable[..., Any], prepare: str, command: Any) -> None:
    """A limit of a fee, pause, supplement or step starts by a fact only while that is still awaited."""
    begin, finish, actor = command

    def change(written: dict[str, Any]) -> None:
        written["limits"]["extra"] = dict(
            written["limits"]["ask"],
            starts=prepare,
            stops=["check.completed" if prepare == "check.started" else "decided"],
            when={"work": "other"},
            term="30 days",
        )
        written["supplement"]["clock"]["extra"] = "runs"

    for is_over in (True, False):
        desk = open_desk(change)
        desk.receive()
        desk.did("2026-02-03 09:00", "officer", begin)
        if is_over:
            desk.did("2026-02-03 10:00", actor, finish)
        desk.did("2026-02-03 11:00", "receiver", fact("work", "other"))
        assert ("extra" in desk.now.deadlines) != is_over


def test_a_corrected_start_moves_the_trigger(desk: Any) -> None:
    """The dossier was complete on 30 January already: 15 days from then end on 14 February, and roll to the 23rd."""
    desk.receive("2026-02-05 09:00")
    desk.did("2026-02-06 09:00", "receiver", milestone("complete", "2026-01-30 16:00"))
    assert desk.now.deadlines["total"].trigger == at("2026-01-30 16:00")
    desk.did("2026-02-06 10:00", "receiver", milestone("complete", "2026-01-28 16:00"))
    assert desk.due() == date(2026, 2, 12)


def test_a_corrected_start_in_the_past_is_missed_at_once(desk: Any) -> None:
    """A due date that turns out to be over is entered as missed as of the correction, not before it."""
    desk.receive("2026-02-05 09:00")
    desk.did("2026-02-13 09:00", "receiver", milestone("complete", "2026-01-20 16:00"))
    assert desk.tick("2026-02-13 09:00:01")[-1] == "deadline_missed"
    assert desk.log[-1].occurred_at == at("2026-02-13 09:00")
    assert desk.now.deadlines["total"].missed_at == at("2026-02-04 17:00")


def test_a_restarted_run_is_not_moved_by_the_first_milestone(desk: Any) -> None:
    """A run that began with the answer to a supplement has a trigger of its own."""
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.RequestSupplement(items=("x",), reason="thiếu"))
    desk.did("2026-02-05 10:00", "applicant", c.AnswerSupplement())
    before = desk.now.deadlines["total"]
    desk.did("2026-02-06 09:00", "receiver", milestone("received", "2026-01-30 08:00"))
    assert desk.now.deadlines["total"] == before


def test_the_later_of_two_starts_is_the_trigger(open_desk: Callable[..., Any]) -> None:
    """A clock that waits for two milestones is moved by correcting either."""
    both = {"later_of": ["received", "check.started"]}
    desk = open_desk(lambda written: written["limits"]["total"].update(starts=both))
    desk.receive()
    assert "total" not in desk.now.deadlines
    desk.did("2026-02-05 09:00", "officer", c.StartStep(step="check"))
    assert desk.now.deadlines["total"].trigger == at("2026-02-05 09:00")
    desk.did("2026-02-06 09:00", "officer", milestone("check.started", "2026-02-03 09:00"))
    assert desk.now.deadlines["total"].trigger == at("2026-02-03 09:00")
    desk.did("2026-02-06 10:00", "officer", milestone("received", "2026-02-04 08:00"))
    assert desk.now.deadlines["total"].trigger == at("2026-02-04 08:00")


def test_an_answer_entered_late_is_in_time_once_corrected(desk: Any) -> None:
    """The answer came on the 20th and was entered on the 25th: after the correction it is met, not met late."""
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", SEND)
    desk.did("2026-02-13 10:00", "fire", c.AnswerHandoff(handoff="fire_opinion", opinion="agreed"))
    desk.did("2026-02-24 10:00", "officer", c.CompleteStep(step="consult", action="skip"))
    desk.did("2026-02-24 11:00", "head", c.Decide(step="sign", action="grant"))
    assert desk.state() == "met_late"

    desk.did("2026-02-25 10:00", "receiver", milestone("decided", "2026-02-13 10:00"))
    assert desk.state() == "met"
    desk.did("2026-02-25 11:00", "receiver", milestone("decided", "2026-02-24 09:00"))
    assert desk.state() == "met_late"


def test_a_clock_that_something_else_stopped_is_not_moved(desk: Any) -> None:
    """Asking for the supplement met the limit to ask; when the check was finished does not matter to it."""
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.RequestSupplement(items=("x",), reason="thiếu"))
    desk.did("2026-02-04 10:00", "applicant", c.AnswerSupplement())
    desk.did("2026-02-05 10:00", "officer", c.CompleteStep(step="check", action="ok"))
    desk.did("2026-02-06 10:00", "receiver", milestone("check.completed", "2026-02-05 09:00"))
    assert desk.now.deadlines["ask"].ended_at == at("2026-02-03 10:00")


# Each waits from 3 to 5 February; corrected to begin a day earlier, or to end a day later, one more day is not counted.
SPANS = [
    ("flood.started", "flood.ended", "officer", c.Pause(reason="flood"), c.Resume()),
    ("charge.requested", "charge.paid", "treasury", c.RequestPayment(fee="charge"), c.ConfirmPayment(fee="charge")),
    (
        "supplement_requested",
        "supplement_answered",
        "applicant",
        c.RequestSupplement(items=("x",), reason="thiếu"),
        c.AnswerSupplement(),
    ),
]


@pytest.mark.parametrize("span", SPANS, ids=[row[0] for row in SPANS])
def test_corrected_ends_of_a_wait_move_the_due_date(open_desk: Callable[..., Any], span: Any) -> None:
    """A wait that began or ended at another instant takes out other days of the term."""
    start, end, actor, begin, finish = span

    def change(written: dict[str, Any]) -> None:
        written["supplement"]["clock"]["total"] = "resume"
        written["supplement"]["marks"] = []
        written["limits"]["total"] |= {"cases": [], "term": "10 working days"}

    desk = open_desk(change)
    desk.receive()
    desk.did("2026-02-04 10:00", "officer", begin)
    desk.did("2026-02-04 11:00", "receiver", milestone(start, "2026-02-04 09:00"))
    assert desk.due() is None
    desk.did("2026-02-05 10:00", actor, finish)
    # one working day out of the ten that end on 23 February
    assert desk.due() == date(2026, 2, 24)
    desk.did("2026-02-09 10:00", "receiver", milestone(start, "2026-02-03 10:00"))
    assert desk.due() == date(2026, 2, 25)
    desk.did("2026-02-09 11:00", "receiver", milestone(end, "2026-02-06 10:00"))
    assert desk.due() == date(2026, 2, 26)


def test_a_milestone_that_holds_no_clock_moves_none(desk: Any) -> None:
    """Correcting when work was taken up changes the milestone and nothing else."""
    desk.receive()
    desk.did("2026-02-03 09:00", "officer", c.StartStep(step="check"))
    before = desk.now.deadlines
    desk.did("2026-02-04 09:00", "officer", milestone("check.started", "2026-02-02 10:00"))
    assert desk.now.deadlines == before
    assert desk.now.milestones["check.started"] == at("2026-02-02 10:00")


def test_only_those_who_have_the_dossier_may_correct(desk: Any) -> None:
    """The agency that received it and those in whose steps it is; the applicant may not, nor agencies consulted."""
    desk.receive()
    for actor, is_accepted in (("receiver", True), ("officer", True), ("fire", False), ("applicant", False)):
        assert desk.do("2026-02-03 09:00", actor, fact("work", "other")).is_accepted == is_accepted


def test_a_clock_that_a_correction_revives_stands_still_for_what_holds_it(open_desk: Callable[..., Any]) -> None:
    """Late when the agency was asked, and not late any more: the clock has stood still since the question."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["total"] |= {"cases": [], "term": "10 working days"}
        written["handoffs"]["fire_opinion"]["suspends"] = ["total"]

    desk = open_desk(change)
    desk.submit("2026-01-29 08:00")
    desk.did("2026-01-29 09:00", "receiver", c.Receive())
    desk.did("2026-01-30 09:00", "officer", c.CompleteStep(step="check", action="ok"))
    assert desk.due() == date(2026, 2, 12)
    desk.did("2026-02-13 09:00", "officer", SEND)
    assert desk.state() == "missed"

    desk.did("2026-02-13 10:00", "receiver", milestone("complete", "2026-02-05 09:00"))
    assert desk.state() == "suspended"
    desk.did("2026-02-24 09:00", "fire", c.AnswerHandoff(handoff="fire_opinion", opinion="agreed"))
    # 6, 9, 10, 11, 12 and 13 February are used; 25, 26, 27 February and 2 March are left
    assert desk.due() == date(2026, 3, 2)


# -- other versions -----------------------------------------------------------------------------------------------


def first(written: dict[str, Any]) -> None:
    """End the first version with February 2026."""
    written["effective"] = {"from": "2021-01-01", "to": "2026-02-28"}


def second(*changes: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], None]:
    """Return the second version, from March 2026 on, after *changes*."""

    def change(written: dict[str, Any]) -> None:
        written |= {"version": "2", "effective": {"from": "2026-03-01"}}
        for one in changes:
            one(written)

    return change


def moved(open_desk: Callable[..., Any], *changes: Callable[[dict[str, Any]], object], facts: Any = None) -> Any:
    """Return a desk whose dossier has moved to the second version on 4 February."""
    desk = open_desk(first, second(*changes))
    desk.receive(**(facts or {}))
    desk.did("2026-02-04 09:00", "receiver", MOVE)
    return desk


def test_moving_to_a_version_that_says_the_same_changes_no_clock(open_desk: Callable[..., Any]) -> None:
    """The version is pinned, and nothing else happens; a miss is not entered twice."""
    desk = open_desk(first, second())
    desk.receive()
    desk.tick("2026-02-24 09:00")
    before = desk.now.deadlines
    desk.did("2026-02-24 10:00", "receiver", MOVE)
    assert [effect.kind for effect in desk.log[-1].effects] == ["version_pinned"]
    assert desk.now.deadlines == before
    assert desk.tick("2026-03-30 09:00") == []


def test_a_moved_clock_keeps_its_trigger_and_takes_the_new_term(open_desk: Callable[..., Any]) -> None:
    """Another term, party and calendar hold from the move on, counted from the old trigger."""

    def shorter(written: dict[str, Any]) -> None:
        written["limits"]["total"] |= {"cases": [], "term": "7 days", "party": "one_stop"}

    desk = moved(open_desk, shorter)
    clock = desk.now.deadlines["total"]
    assert (clock.due.day, clock.party, clock.run) == (date(2026, 2, 9), "one_stop", 1)
    assert desk.now.procedure.version == "2"
    assert desk.engine.procedure_of(desk.now).version == "2"


def test_a_limit_that_the_new_version_lacks_is_superseded_and_may_come_back(open_desk: Callable[..., Any]) -> None:
    """Moving back, it is owed again from its trigger, in a new run; while it is gone it cannot be explained."""

    def without(written: dict[str, Any]) -> None:
        del written["limits"]["ask"], written["supplement"]["ask_within"], written["supplement"]["clock"]["ask"]

    desk = moved(open_desk, without)
    assert desk.state("ask") == "superseded"
    with pytest.raises(UnknownNameError, match="limit of permit@2"):
        desk.engine.explain(desk.now, "ask")
    desk.did("2026-02-05 09:00", "receiver", c.Migrate(version="1", reason="nhầm"))
    assert (desk.state("ask"), desk.now.deadlines["ask"].run, desk.due("ask")) == ("running", 2, date(2026, 2, 5))


def test_a_limit_that_no_longer_applies_is_cancelled_and_a_new_one_starts(open_desk: Callable[..., Any]) -> None:
    """Conditions and limits of the new version are brought into line at the move."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["ask"]["when"] = {"work": "other"}
        written["limits"]["fresh"] = dict(
            written["limits"]["flood_bound"], starts="received", stops=["decided"], on_missed={"effect": "overdue"}
        )
        written["supplement"]["clock"]["fresh"] = "runs"

    desk = moved(open_desk, change)
    assert desk.state("ask") == "cancelled"
    assert desk.due("fresh") == date(2026, 2, 12)


def test_what_holds_a_clock_is_what_the_new_version_says(open_desk: Callable[..., Any]) -> None:
    """A pause that no longer stops the clock lets it go on; one that does now stops it."""

    def pausing(written: dict[str, Any]) -> None:
        written["pauses"]["flood"]["suspends"] = ["ask"]

    desk = open_desk(first, second(pausing))
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.Pause(reason="flood"))
    assert (desk.state(), desk.state("ask")) == ("suspended", "running")
    desk.did("2026-02-04 09:00", "receiver", MOVE)
    assert (desk.state(), desk.state("ask")) == ("running", "suspended")
    desk.did("2026-02-05 09:00", "officer", c.Resume())
    assert (desk.state(), desk.state("ask")) == ("running", "running")


def _without_fire(written: dict[str, Any]) -> None:
    written["handoffs"].pop("fire_opinion")
    written["limits"].pop("fire_answer")
    written["steps"]["consult"]["handoffs"] = ["planning_opinion"]


MISFITS: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("fact", lambda written: written["facts"].pop("floors"), "floors"),
    ("value", lambda written: written["facts"]["floors"].update(at_most=3), "floors 5"),
    ("handoff", _without_fire, "fire_opinion"),
]


@pytest.mark.parametrize(("kind", "change", "named"), MISFITS, ids=[row[0] for row in MISFITS])
def test_what_has_no_place_in_the_new_version_is_named(
    open_desk: Callable[..., Any], kind: str, change: Callable[[dict[str, Any]], object], named: str
) -> None:
    """A fact that is unknown there, a value it cannot have, an open handoff: the move is refused."""

    def tall_only(written: dict[str, Any]) -> None:
        if kind == "fact":
            written["steps"]["check"]["actions"].pop("tall")
        change(written)

    desk = open_desk(first, second(tall_only))
    desk.receive()
    desk.did("2026-02-03 09:00", "officer", c.CompleteStep(step="check", action="tall", facts={"floors": 5}))
    desk.did("2026-02-03 10:00", "officer", SEND)
    decision = desk.do("2026-02-04 09:00", "receiver", MOVE)
    assert decision.refusal.code.value == "migration_impossible"
    assert named.split(" ", maxsplit=1)[0] in decision.refusal.reason.en


def test_a_track_that_nothing_would_join_cannot_be_moved(open_desk: Callable[..., Any]) -> None:
    """A track that the other version's fork does not have would wait for ever at its join."""

    def renamed(written: dict[str, Any]) -> None:
        tracks = written["forks"]["survey"]["tracks"]
        tracks["decorating"] = tracks.pop("painting")

    desk = open_desk(first, second(renamed))
    desk.survey()
    decision = desk.do("2026-02-05 09:00", "receiver", MOVE)
    assert decision.refusal.code.value == "migration_impossible"
    assert "painting" in decision.refusal.reason.en


def test_a_dry_run_is_just_not_keeping_what_comes_of_it(open_desk: Callable[..., Any]) -> None:
    """`handle` changes nothing: asked twice, it says the same bytes, and the dossier is as it was."""
    desk = open_desk(first, second(lambda written: written["limits"]["total"].update(cases=[], term="7 days")))
    dossier = desk.receive()
    moves = [
        desk.engine.handle(dossier, MOVE, by=desk.log[-1].actor, at=at("2026-02-04 09:00")).events for _ in range(2)
    ]
    assert [event_to_json(one) for one in moves[0]] == [event_to_json(one) for one in moves[1]]
    assert dossier.procedure.version == "1"
    assert desk.engine.replay(desk.log) == dossier
