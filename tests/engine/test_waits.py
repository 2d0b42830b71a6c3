"""Pauses and fees: listed, bounded, and ended by those to whom that belongs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dossierflow.engine import commands as c

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE = c.Pause(reason="flood")


def test_a_pause_stops_the_clock_and_its_end_lets_it_go_on(desk: Any) -> None:
    """15 days from 2 February, paused from the 3rd to the 12th: nine days are not counted."""
    desk.receive()
    assert desk.due() == date(2026, 2, 23)
    desk.did("2026-02-03 10:00", "officer", PAUSE)
    assert desk.due() is None
    desk.did("2026-02-12 10:00", "officer", c.Resume())
    # one day used; 14 more from the 13th on end on 26 February
    assert desk.due() == date(2026, 2, 26)
    assert desk.state("flood_bound") == "met"


def test_a_pause_of_zero_length_changes_nothing(desk: Any) -> None:
    """Paused and resumed at one instant, the due date is what it was."""
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", PAUSE)
    desk.did("2026-02-03 10:00", "officer", c.Resume())
    assert desk.due() == date(2026, 2, 23)


def test_a_pause_ends_by_itself_at_its_bound(desk: Any) -> None:
    """Ten days after 3 February end on the 13th; the pause lapses and the slip shows the new day."""
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", PAUSE)
    assert desk.tick("2026-02-13 17:00:01") == ["deadline_missed", "pause_expired"]

    assert dict(desk.now.tracks) == {"main": "check"}
    assert desk.state("flood_bound") == "lapsed"
    # one day used; 14 more from the 14th on end on the 27th
    assert desk.due() == date(2026, 2, 27)
    assert desk.now.appointment.day == date(2026, 2, 27)


def test_a_bound_that_waits_for_more_ends_with_its_pause(open_desk: Callable[..., Any]) -> None:
    """A bound whose limit does not name the end of the pause is met by it all the same, and starts anew."""
    desk = open_desk(lambda written: written["limits"]["flood_bound"].update(stops=["decided"]))
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", PAUSE)
    desk.did("2026-02-04 10:00", "officer", c.Resume())
    desk.did("2026-02-05 10:00", "officer", PAUSE)
    assert (desk.state("flood_bound"), desk.now.deadlines["flood_bound"].run) == ("running", 2)


def everywhere(written: dict[str, Any]) -> None:
    """Allow the pause in every step, and a second reason besides."""
    written["pauses"]["flood"]["steps"] = []
    written["pauses"]["storm"] = dict(written["pauses"]["flood"], unbounded=True)


def test_a_reason_that_is_gone_is_gone_for_every_step(open_desk: Callable[..., Any]) -> None:
    """Two tracks paused for one reason go on together."""
    desk = open_desk(everywhere)
    desk.survey()
    for step in ("measure", "paint"):
        desk.did("2026-02-05 09:00", "officer", c.Pause(step=step, reason="flood"))
    desk.did("2026-02-06 09:00", "officer", c.Resume(step="paint"))
    assert (desk.now.tracks["measuring"], desk.now.tracks["painting"]) == ("measure", "paint")
    assert desk.state() == "running"


def test_two_reasons_hold_the_clock_until_both_are_gone(open_desk: Callable[..., Any]) -> None:
    """The clock goes on with the last of the reasons; naming no step is then ambiguous."""
    desk = open_desk(everywhere)
    desk.survey()
    desk.did("2026-02-05 09:00", "officer", c.Pause(step="measure", reason="flood"))
    desk.did("2026-02-05 10:00", "officer", c.Pause(step="paint", reason="storm"))
    assert desk.code("2026-02-06 08:00", "officer", c.Resume()) == "step_ambiguous"
    desk.did("2026-02-06 09:00", "officer", c.Resume(step="paint"))
    assert desk.state() == "suspended"
    desk.did("2026-02-06 10:00", "officer", c.Resume(step="measure"))
    assert desk.state() == "running"


def test_somebody_else_may_lift_a_pause(open_desk: Callable[..., Any]) -> None:
    """With ``lift_by`` the one who paused may not end it."""
    lift = {"agency": "authority", "role": "head"}
    desk = open_desk(lambda written: written["pauses"]["flood"].update(lift_by=lift))
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", PAUSE)
    assert desk.code("2026-02-04 10:00", "officer", c.Resume()) == "not_authorised"
    desk.did("2026-02-04 10:00", "head", c.Resume())


def test_lateness_is_not_cured_by_a_pause(desk: Any) -> None:
    """A clock that has run out stays missed through a pause."""
    desk.receive()
    desk.did("2026-02-24 10:00", "officer", PAUSE)
    assert (desk.state(), desk.due()) == ("missed", date(2026, 2, 23))
    desk.did("2026-02-25 10:00", "officer", c.Resume())
    assert (desk.state(), desk.now.deadlines["total"].suspensions) == ("missed", ())


def test_a_fee_stops_the_clock_until_it_is_paid(desk: Any) -> None:
    """Asked on 3 February and paid on the 10th: seven days are not counted."""
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.RequestPayment(fee="charge", amount=75_000))
    assert (desk.due(), int(desk.now.status)) == (None, 6)
    desk.did("2026-02-10 10:00", "treasury", c.ConfirmPayment(fee="charge", receipt="BL-1"))
    # one day used; 14 more from the 11th on end on 24 February
    assert desk.due() == date(2026, 2, 24)
    assert desk.state("pay") == "met"


def test_a_fee_that_is_never_paid_ends_the_dossier(desk: Any) -> None:
    """Five working days after 3 February end on the 10th; then the dossier is closed."""
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.RequestPayment(fee="charge"))
    assert desk.due("pay") == date(2026, 2, 10)
    assert desk.tick("2026-02-10 17:00:01") == ["deadline_missed", "dossier_closed"]
    assert (desk.now.end, desk.state("pay"), desk.state()) == ("closed", "lapsed", "cancelled")


def test_a_clock_that_starts_while_a_fee_is_owed_stands_still(open_desk: Callable[..., Any]) -> None:
    """A limit that a corrected fact makes owed waits for the payment like the others."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["others"] = dict(
            written["limits"]["ask"], starts="received", stops=["decided"], when={"work": "other"}, term="20 days"
        )
        written["supplement"]["clock"]["others"] = "runs"
        written["fees"]["charge"]["suspends"] = ["total", "others"]

    desk = open_desk(change)
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.RequestPayment(fee="charge"))
    desk.did("2026-02-05 10:00", "receiver", c.Correct(fact="work", value="other", reason="nhầm"))
    (stop,) = desk.now.deadlines["others"].suspensions
    assert (stop.reason, stop.start) == ("fee.charge", desk.now.milestones["charge.requested"])


def test_payment_may_open_another_step(open_desk: Callable[..., Any]) -> None:
    """With ``to`` the step that asked is completed by the payment, and its handoffs are dropped."""

    def change(written: dict[str, Any]) -> None:
        written["fees"]["charge"] |= {"steps": ["consult"], "to": "sign"}

    desk = open_desk(change)
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", c.HandOff(handoffs=("fire_opinion",)))
    desk.did("2026-02-03 11:00", "officer", c.RequestPayment(fee="charge"))
    desk.did("2026-02-04 10:00", "treasury", c.ConfirmPayment(fee="charge"))
    assert dict(desk.now.tracks) == {"main": "sign"}
    assert "consult.completed" in desk.now.milestones
    assert desk.now.handoffs["fire_opinion"].status.value == "cancelled"
    assert desk.state() == "running"


def test_a_clock_that_starts_in_a_step_that_stops_it_stands_still(open_desk: Callable[..., Any]) -> None:
    """Started and held by entering one step, it runs from leaving it."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["next"] = dict(
            written["limits"]["ask"], starts="consult.entered", stops=["decided"], term="3 working days"
        )
        written["supplement"]["clock"]["next"] = "runs"
        written["steps"]["consult"]["suspends"] = ["next"]

    desk = open_desk(change)
    desk.consult("2026-02-03 09:00")
    assert desk.state("next") == "suspended"
    desk.did("2026-02-10 09:00", "officer", c.CompleteStep(step="consult", action="skip"))
    assert desk.due("next") == date(2026, 2, 13)


def test_a_bound_without_its_pause_is_only_missed(open_desk: Callable[..., Any]) -> None:
    """A bound that begins after the pause has ended expires nothing."""

    def change(written: dict[str, Any]) -> None:
        later = {"later_of": ["flood.started", "check.completed"]}
        written["limits"]["flood_bound"] |= {"starts": later, "stops": ["decided"], "term": "1 day"}

    desk = open_desk(change)
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", PAUSE)
    desk.did("2026-02-04 10:00", "officer", c.Resume())
    desk.did("2026-02-04 11:00", "officer", c.CompleteStep(step="check", action="ok"))
    assert desk.tick("2026-02-06 09:00") == ["deadline_missed"]
    assert desk.state("flood_bound") == "missed"


def test_a_step_may_stop_the_clock_while_it_lasts(open_desk: Callable[..., Any]) -> None:
    """A posting outside the term: the clock stands still from entering the step until it is left."""
    desk = open_desk(lambda written: written["steps"]["consult"].update(suspends=["total"]))
    desk.consult("2026-02-03 09:00")
    assert desk.due() is None
    desk.did("2026-02-10 09:00", "officer", c.CompleteStep(step="consult", action="skip"))
    # one day used; 14 more from the 11th on end on 24 February
    assert desk.due() == date(2026, 2, 24)
