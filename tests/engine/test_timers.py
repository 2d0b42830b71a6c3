"""Clocks that run out: when, in which order, and with what effect."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from dossierflow.engine import ClockState, Engine
from dossierflow.engine import commands as c
from dossierflow.procedure import catalogue
from dossierflow.procedure.limits import MissEffect, OnMissed
from dossierflow.simulate import VirtualClock
from dossierflow.simulate.desk import Desk
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable


def at(words: str) -> datetime:
    """Return an instant of Hanoi."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def silent(term: str, to: str = "ok", starts: str = "check.entered", **more: Any) -> Callable[[dict[str, Any]], None]:
    """Let silence take an action of the step `check` after *term*."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["silent"] = dict(
            written["limits"]["ask"],
            starts=starts,
            stops=["check.completed"],
            term=term,
            on_missed={"effect": "action", "to": to, "cite": [{"doc": "Im lặng"}]},
            **more,
        )
        written["supplement"]["clock"]["silent"] = "runs"

    return change


@pytest.mark.parametrize(
    ("when", "fires"),
    [
        ("2026-02-23 16:59:59", False),
        ("2026-02-23 17:00:00", False),
        ("2026-02-23 17:00:00.000001", True),
        ("2026-02-23 17:00:01", True),
    ],
)
def test_a_timer_fires_strictly_after_its_instant(desk: Any, when: str, *, fires: bool) -> None:
    """The whole of the last day is in time, its last instant included."""
    desk.consult()
    assert (desk.tick(when) == ["deadline_missed"]) == fires
    if fires:
        assert desk.log[-1].occurred_at == at("2026-02-23 17:00:00")
        assert desk.log[-1].actor.agency == "system"


def test_the_next_timer_is_the_earliest_running_clock(desk: Any) -> None:
    """Clocks that stand still, have run out or have ended are none; ties go by name."""
    desk.receive()
    timer = desk.engine.next_timer(desk.now)
    assert (timer.limit, timer.at) == ("ask", at("2026-02-05 17:00"))
    desk.tick("2026-02-06 09:00")
    assert desk.engine.next_timer(desk.now).limit == "total"
    desk.tick("2026-02-24 09:00")
    assert desk.engine.next_timer(desk.now) is None


def test_timers_of_one_instant_fire_in_the_order_of_their_names(open_desk: Callable[..., Any]) -> None:
    """Two clocks that run out together fire in a fixed order."""

    def twins(written: dict[str, Any]) -> None:
        for name in ("zebra", "aardvark"):
            written["limits"][name] = dict(written["limits"]["ask"], stops=["decided"])
            written["supplement"]["clock"][name] = "runs"

    desk = open_desk(twins)
    desk.receive()
    desk.tick("2026-02-06 09:00")
    assert [event.act.limit for event in desk.log[-3:]] == ["aardvark", "ask", "zebra"]


def test_timers_fire_before_a_later_command_even_where_it_is_refused(desk: Any) -> None:
    """A refused command brings the events of the timers with it."""
    desk.receive()
    decision = desk.do("2026-02-24 09:00", "fire", c.Receive())
    assert decision.refusal is not None
    assert [event.act.limit for event in decision.events] == ["ask", "total"]


def test_a_clock_that_another_timer_started_may_run_out_in_the_same_sweep(open_desk: Callable[..., Any]) -> None:
    """What silence brings about has its own clocks, and they run on in the sweep."""
    desk = open_desk(silent("2 days"))
    desk.receive()
    events = desk.tick("2026-03-30 09:00")
    assert events == ["silence_acted", "deadline_missed"]
    assert dict(desk.now.tracks) == {"main": "consult"}
    assert desk.state("silent") == "lapsed"
    assert "Im lặng" in map(str, desk.log[-2].basis)


def test_silence_takes_an_action_only_where_the_step_is_at_work(open_desk: Callable[..., Any]) -> None:
    """While the step waits for somebody else, its limit is missed and nothing is taken for granted."""
    desk = open_desk(silent("2 working days"))
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.Pause(reason="flood"))
    desk.tick("2026-02-05 09:00")
    assert dict(desk.now.tracks) == {"main": "check?pause.flood"}
    assert desk.state("silent") == "missed"


def test_silence_takes_no_action_whose_condition_does_not_hold(open_desk: Callable[..., Any]) -> None:
    """An outcome that is for other dossiers is not taken by silence either."""

    def change(written: dict[str, Any]) -> None:
        silent("2 working days", "others")(written)
        way = {"name": {"vi": "khác", "en": "other"}, "to": "consult", "when": {"work": "other"}}
        written["steps"]["check"]["actions"]["others"] = way

    desk = open_desk(change)
    desk.receive()
    desk.tick("2026-02-05 09:00")
    assert dict(desk.now.tracks) == {"main": "check"}


def test_silence_may_decide(open_desk: Callable[..., Any]) -> None:
    """Silence that grants ends the dossier with a decision, and drops the agencies still asked."""
    desk = open_desk(silent("2 working days", "at_once"))

    def change(written: dict[str, Any]) -> None:
        silent("2 working days", "at_once")(written)
        way = {"name": {"vi": "cấp", "en": "grant"}, "to": "end.granted"}
        written["steps"]["check"]["actions"]["at_once"] = way

    desk = open_desk(change)
    desk.receive()
    desk.tick("2026-02-05 09:00")
    assert (desk.now.lifecycle.value, desk.state("silent"), desk.state()) == ("decided", "lapsed", "met")


@pytest.mark.parametrize("effect", ["action", "end"])
def test_silence_without_time_is_none(open_desk: Callable[..., Any], effect: str) -> None:
    """A limit that is over before it began is missed, but nobody was silent: nothing follows, and nothing loops."""

    def change(written: dict[str, Any]) -> None:
        silent("0 minutes", "again")(written)
        way = {"name": {"vi": "lại", "en": "again"}, "to": "check"}
        written["steps"]["check"]["actions"]["again"] = way
        if effect == "end":
            written["limits"]["silent"]["on_missed"] = {"effect": "end", "to": "closed"}

    desk = open_desk(change)
    desk.receive()
    assert desk.tick("2026-02-02 09:00:01") == ["deadline_missed"]
    assert (dict(desk.now.tracks), desk.state("silent")) == ({"main": "check"}, "missed")


def test_an_end_may_come_before_reception(open_desk: Callable[..., Any]) -> None:
    """A limit from submission may decide a dossier that nobody has received."""

    def change(written: dict[str, Any]) -> None:
        silent("1 working day", starts="submitted")(written)
        written["limits"]["silent"] |= {"stops": ["received"], "on_missed": {"effect": "end", "to": "granted"}}

    desk = open_desk(change)
    desk.submit()
    assert desk.tick("2026-02-04 09:00") == ["dossier_closed"]
    assert desk.now.lifecycle.value == "decided"


def test_sweeping_seldom_or_often_is_the_same(open_desk: Callable[..., Any]) -> None:
    """Every hour or once at the end: the same events with the same hashes."""
    logs = []
    for step in (timedelta(hours=1), timedelta(days=40)):
        desk = open_desk(silent("2 days"))
        desk.receive()
        moment = at("2026-02-02 10:00")
        while moment < at("2026-03-14 10:00"):
            moment += step
            decision = desk.engine.tick(desk.now, moment)
            desk.dossier = decision.dossier
            desk.log += decision.events
        logs.append([event.hash for event in desk.log])
    assert logs[0] == logs[1]


def test_silence_that_acts_at_the_same_instant_is_in_time_for_other_limits() -> None:
    """What a limit does when it runs out is done at that instant, whatever the limits are called."""
    own = catalogue().get("passport", "2026-06-01")
    first = own.reception.first
    within = own.limits["total"].model_copy(update={"starts": f"{first}.entered", "stops": (f"{first}.completed",)})
    acting = OnMissed(effect=MissEffect.ACTION, to=next(iter(own.steps[first].actions)))
    limits = {"a_late": within, "z_acts": within.model_copy(update={"on_missed": acting})}
    engine = Engine([own.model_copy(update={"limits": {**own.limits, **limits}})], vietnam())
    desk = Desk(engine, VirtualClock(datetime(2026, 7, 6, 9, tzinfo=vietnam().tz)))
    dossier = desk.file("passport@2026-06-01")
    due = dossier.deadlines["a_late"].due
    assert due is not None
    after = engine.tick(dossier, due.at + timedelta(minutes=1))

    assert after.events[0].type == "silence_acted"
    assert after.dossier is not None
    assert (after.dossier.deadlines["a_late"].state, after.dossier.deadlines["a_late"].missed_at) == (
        ClockState.MET,
        None,
    )
