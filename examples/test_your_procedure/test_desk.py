"""A host's own code, tried at instants that matter to the law."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from dossierflow.engine import RefusalCode
from dossierflow.testing import assert_accepted, assert_dossier, assert_events, assert_refused
from dossierflow.testing.strategies import edge_days
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from freezegun.api import FrozenDateTimeFactory

    from dossierflow.engine import Dossier, Engine
    from dossierflow.simulate.desk import Desk
    from dossierflow.simulate.stepping import SteppingClock


def days_left(dossier: Dossier) -> int:
    """Return what the host's page shows: whole days until the appointment, from the host's own clock."""
    due = dossier.deadlines["total"].due
    return 0 if due is None else (due.day - datetime.now(UTC).astimezone(vietnam().tz).date()).days


@pytest.mark.dossier_clock("2026-02-12T09:00")
def test_an_event_over_tet(engine: Engine, dossier_clock: SteppingClock, dossier_factory: Desk) -> None:
    """Five working days, of which Tết takes out a week; a minute later it is late."""
    dossier = dossier_factory("pavement-use", facts={"purpose": "event"})
    assert_dossier(engine, dossier, at=dossier_clock.now(), due={"total": "2026-02-26"}, steps=["check"])

    assert_refused(dossier_factory.act(dossier, "decide sign permit"), RefusalCode.STEP_NOT_OPEN)
    dossier = assert_accepted(dossier_factory.act(dossier, "complete_step check fit"))
    assert dossier_clock.jump_to_next_timer(dossier).limit == "total"
    dossier = dossier_factory.tick(dossier)
    assert_dossier(engine, dossier, at=dossier_clock.now(), state={"total": "missed"}, steps=["sign"])
    assert_events(dossier_factory.events(dossier), "submitted", "received", "step_completed", "deadline_missed")


@pytest.mark.dossier_clock("2026-03-02T09:00")
def test_the_page_counts_days(
    freezer: FrozenDateTimeFactory, dossier_clock: SteppingClock, dossier_factory: Desk
) -> None:
    """Code that asks the machine for the time gets the instant at which the dossier stands."""
    dossier = dossier_factory("pavement-use", facts={"purpose": "building"})
    assert days_left(dossier) == 14

    dossier_clock.jump("3 working days", at="07:00")
    assert days_left(dossier) == 11
    freezer.move_to("2026-03-16T01:00:00Z")
    assert days_left(dossier) == 0
    assert dossier_clock.now().isoformat() == "2026-03-16T08:00:00+07:00"


CALENDAR = vietnam()


@given(edge_days(CALENDAR, date(2026, 1, 2), date(2026, 6, 30)))
def test_the_last_day_is_always_worked(day: date) -> None:
    """Around Tết, exchanged days and month ends, five working days never end on a day off."""
    assert CALENDAR.is_working(CALENDAR.nth_working_day(day, 5))
