"""Open deadlines when the calendar becomes known better."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from dossierflow import APPLICANT_ACTOR, Actor, Dossier, Engine, catalogue, commands, vietnam
from dossierflow.engine.effects import DeadlineRevised

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
RECEIVER = Actor(agency="one_stop", role="receiver")
CAUSE = "CV 12729/VPCP-KGVX: 02/01/2026 off, 10/01/2026 worked"


def at(text: str) -> datetime:
    """Return an instant of Hanoi."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.fixture(scope="module")
def before() -> Engine:
    """An engine that knows the calendar as it was before the swap of January 2026 was announced."""
    return Engine(catalogue(), vietnam(as_known_on=date(2025, 12, 1)))


@pytest.fixture(scope="module")
def after() -> Engine:
    """An engine that knows the swap."""
    return Engine(catalogue(), vietnam())


def received(engine: Engine, moment: str) -> Dossier:
    """Return a building-permit dossier filed and received at one moment."""
    filing = commands.Submit(dossier="D", procedure="building-permit", channel="online", facts={"work": "house"})
    filed = engine.handle(None, filing, by=APPLICANT_ACTOR, at=at(moment)).or_raise()
    return engine.handle(filed, commands.Receive(), by=RECEIVER, at=at(moment)).or_raise()


def test_a_swap_announced_later_moves_the_check_and_not_the_promise(before: Engine, after: Engine) -> None:
    """Seven working days from 24 December 2025 skip 2 January once it is known to be off."""
    dossier = received(before, "2025-12-24T09:00")
    decision = after.reproject(dossier, at=at("2025-12-26T08:00"), cause=CAUSE)

    (event,) = decision.events
    revised = [effect for effect in event.effects if isinstance(effect, DeadlineRevised)]
    assert [(one.limit, one.before.day, one.due.day) for one in revised] == [
        ("check", date(2026, 1, 5), date(2026, 1, 6)),
    ]
    assert event.type == "deadlines_revised"
    assert event.calendar.hash == after.rulebook.calendars["vn-public"].hash
    assert decision.dossier.appointment == dossier.appointment


def test_nothing_moves_under_the_same_calendar(after: Engine) -> None:
    """Reprojecting under the calendar already used yields no event."""
    dossier = received(after, "2025-12-24T09:00")
    decision = after.reproject(dossier, at=at("2025-12-26T08:00"), cause=CAUSE)

    assert decision.events == ()
    assert decision.dossier is dossier


def test_a_miss_recorded_under_the_old_calendar_is_lifted_while_time_is_left(before: Engine, after: Engine) -> None:
    """A clock that ran out on 5 January under the old calendar has until the 6th under the new one."""
    dossier = before.tick(received(before, "2025-12-24T09:00"), at("2026-01-05T18:00")).dossier
    assert dossier.deadlines["check"].missed_at is not None

    revived = after.reproject(dossier, at=at("2026-01-06T08:00"), cause=CAUSE).dossier
    assert revived.deadlines["check"].missed_at is None
    assert revived.deadlines["check"].due.day == date(2026, 1, 6)

    too_late = after.reproject(dossier, at=at("2026-01-07T08:00"), cause=CAUSE)
    assert too_late.events == ()
