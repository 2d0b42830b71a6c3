"""The shipped assertions pass where all is well, and say everything that is not."""

from __future__ import annotations

from datetime import datetime

import pytest

from dossierflow.engine import Decision, Engine, RefusalCode
from dossierflow.engine.actors import Actor
from dossierflow.procedure.catalogue import shipped
from dossierflow.simulate.clock import VirtualClock
from dossierflow.simulate.desk import Desk
from dossierflow.simulate.owners import actor_of
from dossierflow.testing import assert_accepted, assert_dossier, assert_events, assert_refused
from dossierflow.worktime import vietnam

ENGINE = Engine(shipped("building-permit"), vietnam())
FILED = datetime(2026, 2, 6, 8, tzinfo=vietnam().tz)
DESK = Desk(ENGINE, VirtualClock(FILED))
DOSSIER = DESK.file("building-permit", facts={"work": "house"})


def test_what_is_so_passes() -> None:
    """Everything that a scenario can expect can be asserted, at any instant."""
    officer = actor_of(ENGINE.procedure_of(DOSSIER), ENGINE.procedure_of(DOSSIER).steps["appraise"].by)
    assert_dossier(
        ENGINE,
        DOSSIER,
        at=FILED,
        events=DESK.events(DOSSIER),
        actors={"officer": officer},
        status="received",
        steps=["appraise"],
        due={"total": "2026-02-23"},
        suspended={"total": []},
        allowed={"officer": "start_step appraise"},
    )
    assert_dossier(ENGINE, DOSSIER, at=FILED.replace(month=3), state={"total": "missed"})


def test_everything_that_is_not_so_is_told() -> None:
    """One message has every difference, with the explanation of due dates in the language asked for."""
    with pytest.raises(AssertionError) as caught:
        assert_dossier(ENGINE, DOSSIER, at=FILED, status="done", due={"total": "2026-02-24"}, lang="vi")

    told = str(caught.value)
    assert told.startswith(
        "dossier T-1 (building-permit@2021-01-01) at 2026-02-06T08:00+07:00:\nstatus (2026-02-06T08:00+07:00)\n"
    )
    assert "  mong đợi: done\n  thực tế: received\n" in told
    assert (
        "due.total (2026-02-06T08:00+07:00)\n  mong đợi: 2026-02-24\n  thực tế: 2026-02-23T17:00:00+07:00\n"
        "  vì sao:\n    Hạn: thứ Hai" in told
    )


def test_a_difference_tells_the_log_and_the_refusal() -> None:
    """Where no due date is explained: the last events, and why somebody may not act; what was told once is named."""
    officer = Actor(agency="authority", role="officer")
    with pytest.raises(AssertionError) as caught:
        assert_dossier(
            ENGINE,
            DOSSIER,
            at=FILED,
            events=[*DESK.events(DOSSIER)] * 5,
            actors={"officer": officer},
            status="done",
            end="issued",
            allowed={"officer": "decide decide issue"},
        )

    told = str(caught.value)
    assert "    what had happened by then:\n      ... 2 events before\n" in told
    assert "      2026-02-06T08:00+07:00 received (one_stop/receiver)\n" in told
    assert "end (2026-02-06T08:00+07:00)\n  expected: issued\n  found: none\n  why: as above (status)\n" in told
    assert "    step_not_open: the step 'decide' is not open; open: appraise\n    basis: " in told
    assert "    allowed: start_step appraise; complete_step appraise" in told


def test_an_unknown_expectation_is_refused() -> None:
    """A misspelt name never passes."""
    with pytest.raises(TypeError, match="statu: Extra inputs"):
        assert_dossier(ENGINE, DOSSIER, at=FILED, statu="done")


def test_decisions_are_accepted_or_refused() -> None:
    """Each helper passes on its own kind and says what it found instead of it."""
    accepted, refused = DESK.act(DOSSIER, "start_step appraise"), DESK.act(DOSSIER, "decide decide issue")

    assert assert_accepted(accepted) == accepted.dossier
    assert_refused(refused, RefusalCode.STEP_NOT_OPEN)
    assert_refused(refused, "step_not_open")
    with pytest.raises(AssertionError, match=r"found:    refused: step_not_open: .*\nallowed:  "):
        assert_accepted(refused)
    with pytest.raises(AssertionError, match="found:    accepted: step_started"):
        assert_refused(accepted, RefusalCode.STEP_NOT_OPEN)
    with pytest.raises(AssertionError, match="expected: refused: not_authorised\nfound:    refused: step_not_open"):
        assert_refused(refused, "not_authorised")
    with pytest.raises(AssertionError, match="nothing has been submitted"):
        assert_accepted(Decision(dossier=None, events=()))
    with pytest.raises(AssertionError, match="a repeated command"):
        assert_refused(Decision(dossier=DOSSIER, events=()), "not_authorised")


def test_events_are_compared_side_by_side() -> None:
    """All types in their order; differences are marked, missing ones too."""
    events = DESK.events(DESK.file("building-permit"))

    assert_events(events, "submitted", "received")
    with pytest.raises(AssertionError) as caught:
        assert_events(events, "submitted", "decided", "returned")
    assert [line.split() for line in str(caught.value).splitlines()] == [
        ["expected", "found"],
        ["1", "submitted", "submitted"],
        [">", "2", "decided", "received"],
        [">", "3", "returned", "-"],
    ]
