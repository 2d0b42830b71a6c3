"""Tracks in parallel: which open, when they join, and what becomes of those that are given up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.engine import commands as c
from dossierflow.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Callable

PAINTED = c.CompleteStep(step="paint", action="painted")
MEASURED = c.CompleteStep(step="measure", action="measured")
ASKING = c.RequestSupplement(step="measure", items=("mốc giới",), reason="thiếu")
LATER = "2026-02-05 09:00"


def any_track(written: dict[str, Any]) -> None:
    """Let the fork go on with the first track that arrives."""
    written["forks"]["survey"]["join"] = "any"
    written["supplement"]["ask_within"] = None


def test_all_tracks_join_before_the_work_goes_on(desk: Any) -> None:
    """The fork waits for both, in any order; its marks are reached with the join."""
    desk.survey()
    desk.did(LATER, "officer", PAINTED)
    assert dict(desk.now.tracks) == {"main": "fork.survey", "measuring": "measure", "painting": "joined"}

    desk.did("2026-02-06 09:00", "officer", MEASURED)
    assert dict(desk.now.tracks) == {"main": "sign"}
    assert "surveyed" in desk.now.milestones


def test_a_track_opens_only_where_its_condition_holds(desk: Any) -> None:
    """Other works than houses are not painted."""
    desk.survey(work="other")
    assert dict(desk.now.tracks) == {"main": "fork.survey", "measuring": "measure"}
    desk.did(LATER, "officer", MEASURED)
    assert dict(desk.now.tracks) == {"main": "sign"}


def test_a_fork_without_any_track_is_passed_at_once(open_desk: Callable[..., Any]) -> None:
    """Where no condition holds there is nothing to wait for."""

    def neither(written: dict[str, Any]) -> None:
        for track in written["forks"]["survey"]["tracks"].values():
            track["when"] = {"work": "house"}

    desk = open_desk(neither)
    desk.survey(work="other")
    assert dict(desk.now.tracks) == {"main": "sign"}


def test_a_track_may_refuse_the_whole_dossier(desk: Any) -> None:
    """A refusal in one track ends the others and cancels what is owed in them."""
    desk.survey()
    desk.did(LATER, "officer", c.Refuse(step="measure", action="hopeless", reason="sai mốc"))
    assert dict(desk.now.tracks) == {}
    assert (desk.now.lifecycle.value, desk.now.end) == ("decided", "refused")
    assert desk.state() == "met"


def test_the_first_track_may_be_enough(open_desk: Callable[..., Any]) -> None:
    """With ``any`` the other track is given up and what only it could end is cancelled; the rest runs on."""

    def change(written: dict[str, Any]) -> None:
        any_track(written)
        base = written["limits"]["ask"]
        written["limits"] |= {
            "measuring_time": dict(base, starts="measure.entered", stops=["measure.completed"], term="9 days"),
            "from_the_start": dict(base, starts="received", stops=["measure.completed"], term="30 days"),
            "until_decided": dict(base, starts="measure.entered", stops=["decided"], term="30 days"),
        }
        written["supplement"]["clock"] |= dict.fromkeys(("measuring_time", "from_the_start", "until_decided"), "runs")

    desk = open_desk(change)
    desk.survey()
    desk.did(LATER, "officer", PAINTED)
    assert dict(desk.now.tracks) == {"main": "sign"}
    states = {name: desk.state(name) for name in ("measuring_time", "from_the_start", "until_decided")}
    assert states == {"measuring_time": "cancelled", "from_the_start": "cancelled", "until_decided": "running"}


def test_a_track_given_up_while_it_waits_for_a_supplement_holds_nothing(open_desk: Callable[..., Any]) -> None:
    """The total goes on, and the applicant's silence no longer closes the dossier."""
    desk = open_desk(any_track)
    desk.survey()
    desk.did("2026-02-04 10:00", "officer", ASKING)
    assert desk.due() is None

    desk.did(LATER, "officer", PAINTED)
    assert desk.state("supp") == "cancelled"
    assert desk.due() == date(2026, 2, 23)
    assert "dossier_closed" not in desk.tick("2026-06-01 09:00")


def test_a_track_given_up_while_it_is_paused_or_owes_a_fee_holds_nothing(open_desk: Callable[..., Any]) -> None:
    """Neither a pause nor a fee of a track that is given up keeps the clock still or closes the dossier."""

    def change(written: dict[str, Any]) -> None:
        any_track(written)
        written["pauses"]["flood"]["steps"] = []
        written["fees"]["charge"]["steps"] = ["measure"]

    for waiting, clock in (
        (c.Pause(step="measure", reason="flood"), "flood_bound"),
        (c.RequestPayment(step="measure", fee="charge"), "pay"),
    ):
        desk = open_desk(change)
        desk.survey()
        desk.did("2026-02-04 10:00", "officer", waiting)
        assert desk.due() is None
        desk.did(LATER, "officer", PAINTED)
        assert desk.state() == "running"
        assert desk.state(clock) == "cancelled"
        assert desk.tick("2026-06-01 09:00") == ["deadline_missed"]


def test_a_wait_that_another_track_shares_goes_on(open_desk: Callable[..., Any]) -> None:
    """A pause holds as long as one track is paused for its reason."""

    def change(written: dict[str, Any]) -> None:
        any_track(written)
        written["pauses"]["flood"]["steps"] = []
        tracks = written["forks"]["survey"]["tracks"]
        written["steps"]["dig"] = written["steps"]["measure"] | {"handoffs": []}
        tracks["digging"] = {"name": {"vi": "Đào", "en": "Dig"}, "start": "dig"}
        written["forks"]["survey"]["join"] = 1

    desk = open_desk(change)
    desk.survey()
    desk.did("2026-02-04 10:00", "officer", c.Pause(step="measure", reason="flood"))
    desk.did("2026-02-04 11:00", "officer", c.Pause(step="dig", reason="flood"))
    desk.did("2026-02-04 12:00", "officer", PAINTED)
    assert desk.state() == "running"
    assert dict(desk.now.tracks) == {"main": "sign"}


def nested(written: dict[str, Any]) -> None:
    """Let the measuring track fork once more, into two."""
    any_track(written)
    steps = written["steps"]
    for name in ("north", "south"):
        steps[name] = {
            "name": {"vi": name, "en": name},
            "by": {"agency": "authority"},
            "actions": {"done": {"name": {"vi": "xong", "en": "done"}, "to": "join"}},
        }
    steps["map"] = dict(steps["north"])
    steps["measure"]["actions"]["measured"]["to"] = "fork.sides"
    sides = {name: {"name": {"vi": name, "en": name}, "start": name} for name in ("north", "south")}
    written["forks"]["sides"] = {"tracks": sides, "join": "all", "then": "map"}


def test_a_fork_inside_a_track_joins_into_the_track(open_desk: Callable[..., Any]) -> None:
    """Inner tracks join first; the track goes on, and joins the outer fork."""
    desk = open_desk(nested)
    desk.survey(work="other")
    desk.did(LATER, "officer", MEASURED)
    assert dict(desk.now.tracks) == {
        "main": "fork.survey",
        "measuring": "fork.sides",
        "north": "north",
        "south": "south",
    }
    for step in ("north", "south", "map"):
        desk.did("2026-02-06 09:00", "officer", c.CompleteStep(step=step, action="done"))
    assert dict(desk.now.tracks) == {"main": "sign"}


def test_a_track_given_up_takes_its_inner_tracks_with_it(open_desk: Callable[..., Any]) -> None:
    """Nothing of a nested fork stays open once the outer one has joined."""
    desk = open_desk(nested)
    desk.survey()
    desk.did(LATER, "officer", MEASURED)
    desk.did("2026-02-06 09:00", "officer", c.CompleteStep(step="north", action="done"))
    desk.did("2026-02-06 10:00", "officer", PAINTED)
    assert dict(desk.now.tracks) == {"main": "sign"}


def test_an_inner_track_that_never_opened_is_not_missed(open_desk: Callable[..., Any]) -> None:
    """Giving up a nested fork closes the inner tracks that there are."""

    def change(written: dict[str, Any]) -> None:
        nested(written)
        written["forks"]["sides"]["tracks"]["south"]["when"] = {"work": "other"}

    desk = open_desk(change)
    desk.survey()
    desk.did(LATER, "officer", MEASURED)
    desk.did("2026-02-06 10:00", "officer", PAINTED)
    assert dict(desk.now.tracks) == {"main": "sign"}


def test_a_refusal_in_one_track_frees_what_another_held(open_desk: Callable[..., Any]) -> None:
    """A clock that runs to the handing over goes on after the decision, though another track was paused."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["total"]["stops"] = ["returned"]
        written["pauses"]["flood"]["steps"] = []

    desk = open_desk(change)
    desk.survey()
    desk.did("2026-02-05 09:00", "officer", c.Pause(step="paint", reason="flood"))
    assert desk.state() == "suspended"
    desk.did("2026-02-06 09:00", "officer", c.Refuse(step="measure", action="hopeless", reason="sai mốc"))
    assert (desk.state(), desk.state("flood_bound")) == ("running", "cancelled")
    desk.did("2026-02-09 09:00", "receiver", c.ReturnResult())
    assert desk.state() == "met"


def test_a_fork_may_lead_to_an_end(open_desk: Callable[..., Any]) -> None:
    """Once enough tracks are in, the dossier may be over."""
    desk = open_desk(lambda written: written["forks"]["survey"].update(then="end.granted"))
    desk.survey(work="other")
    desk.did(LATER, "officer", MEASURED)
    assert (desk.now.lifecycle.value, desk.now.end) == ("decided", "granted")
    assert "surveyed" in desk.now.milestones


def test_a_clock_that_starts_at_a_fork_is_not_held_by_the_step_that_is_left(open_desk: Callable[..., Any]) -> None:
    """A limit from the completion of a step does not stand still for that step."""

    def change(written: dict[str, Any]) -> None:
        written["steps"]["consult"]["suspends"] = ["after_consult"]
        written["limits"]["after_consult"] = dict(
            written["limits"]["ask"], starts="consult.completed", stops=["decided"], term="9 days"
        )
        written["supplement"]["clock"]["after_consult"] = "runs"

    desk = open_desk(change)
    desk.survey()
    assert desk.state("after_consult") == "running"


def test_a_payment_in_two_tracks_may_join_them(open_desk: Callable[..., Any]) -> None:
    """One payment is one: it moves every track that waits for it; each is left by itself."""

    def change(written: dict[str, Any]) -> None:
        any_track(written)
        written["fees"]["charge"]["steps"] = ["measure", "paint"]
        written["fees"]["charge"]["to"] = "last"
        written["steps"]["last"] = written["steps"]["sign"]

    desk = open_desk(change)
    desk.survey()
    desk.did(LATER, "officer", c.RequestPayment(step="measure", fee="charge"))
    desk.did(LATER, "officer", c.RequestPayment(step="paint", fee="charge"))
    desk.did("2026-02-06 09:00", "treasury", c.ConfirmPayment(fee="charge"))
    assert {desk.now.tracks[name] for name in ("measuring", "painting")} == {"last"}
    desk.did("2026-02-06 10:00", "head", c.Decide(step="last", action="grant"))
    assert desk.state() == "met"


@pytest.mark.parametrize("name", ["main", "joined"])
def test_names_of_the_engine_cannot_be_used(open_desk: Callable[..., Any], name: str) -> None:
    """A track called ``main`` or a step called ``joined`` is refused when the procedure is compiled."""

    def change(written: dict[str, Any]) -> None:
        if name == "main":
            tracks = written["forks"]["survey"]["tracks"]
            tracks["main"] = tracks.pop("painting")
        else:
            written["steps"]["joined"] = written["steps"].pop("sign")
            written["forks"]["survey"]["then"] = written["steps"]["consult"]["actions"]["skip"]["to"] = "joined"

    with pytest.raises(DefinitionError, match="choose another"):
        open_desk(change)
