"""What is always true of a dossier, over generated procedures and generated lives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dossierflow.deadlines.compute import due
from dossierflow.engine import Dossier, Engine, event_from_json, event_to_json, evolve, redacted
from dossierflow.engine.actors import SYSTEM
from dossierflow.engine.dossier import is_in_a_step, step_of, wait_of
from dossierflow.engine.effects import DeadlineStarted, Ending, Lifecycle, LifecycleChanged
from dossierflow.engine.events import GENESIS, canonical_form, commitment, digest
from dossierflow.procedure.references import mistakes_in
from dossierflow.testing.strategies import Life, calendars, finish, instants, lives, procedures, versions
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator

DOSSIER = TypeAdapter(Dossier)
EXAMPLES = {"ci": 40, "deep": 2000}.get(settings.get_current_profile_name(), 200)
"""How many lives are made: few where every change is checked, many with ``--hypothesis-profile=deep``."""

SOME = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)


@st.composite
def some_lives(draw: st.DrawFn) -> Life:
    """Lives in one version or across two, on the days of Vietnam or of nowhere."""
    first = date(2025, 12, 20)
    if draw(st.integers(0, 2)) == 0:
        calendar = draw(calendars(first=first - timedelta(days=60), years=5))
        engine = Engine([draw(procedures(calendar=calendar.name))], calendar)
    else:
        calendar = vietnam()
        engine = Engine(draw(versions()) if draw(st.booleans()) else [draw(procedures())], calendar)
    return draw(lives(engine, start=draw(instants(calendar, first=first, days=70))))


LIVES = some_lives()


def logged(life: Life) -> list[str]:
    """Return the log of a life as it would be kept."""
    return [event_to_json(event) for event in life.log]


def last_instant(life: Life) -> datetime:
    """Return an instant after which every clock of these lives has run out."""
    return max(act.at for act in life.acts) + timedelta(days=500)


def dossiers(life: Life) -> Iterator[Dossier]:
    """Yield the dossier after each event."""
    dossier: Dossier | None = None
    for event in life.log:
        dossier = evolve(dossier, event)
        yield dossier


@settings(SOME, max_examples=EXAMPLES // 3)
@given(versions())
def test_generated_procedures_have_no_mistakes(made: tuple[Any, ...]) -> None:
    """What the strategies make, the reader would accept."""
    assert [list(mistakes_in(one)) for one in made] == [[], []]


def replaying_any_prefix_gives_the_dossier_of_that_moment(life: Life) -> None:
    """Events read back from JSON are the same bytes and fold into the same dossier, at every prefix."""
    kept = [event_from_json(line) for line in logged(life)]
    assert [event_to_json(event) for event in kept] == logged(life)
    number = 0
    for decision in life.decisions:
        number += len(decision.events)
        assert life.engine.replay(kept[:number]) == decision.dossier
    for event, dossier in zip(kept, dossiers(life), strict=True):
        assert life.engine.replay(kept[: event.sequence]) == dossier


def a_dossier_that_was_kept_and_loaded_goes_on_the_same_way(life: Life) -> None:
    """Deciding on a snapshot with its keys in another order, or on a replay, gives the same bytes."""
    for number, (act, before) in enumerate(zip(life.acts, life.before, strict=True)):
        if before is None:
            continue
        written = DOSSIER.dump_python(before, mode="json")
        loaded = DOSSIER.validate_python({key: _backwards(value) for key, value in written.items()}, strict=False)
        assert loaded == before
        again = act.take(life.engine, loaded)
        assert [event_to_json(one) for one in again.events] == [
            event_to_json(one) for one in life.decisions[number].events
        ]
        assert again.refusal == life.decisions[number].refusal


def _backwards(value: Any) -> Any:
    return dict(reversed(value.items())) if isinstance(value, dict) and value and "kind" not in value else value


@settings(SOME, max_examples=EXAMPLES // 2)
@given(LIVES, st.data())
def test_the_outcome_does_not_depend_on_when_timers_are_swept(life: Life, data: st.DataObject) -> None:
    """Sweeps at any instants between the acts change no byte of the log and nothing of the dossier."""
    engine, swept, log, latest = life.engine, None, [], life.acts[0].at
    for act, before in zip(life.acts, life.before, strict=True):
        while swept is not None and act.at > latest and data.draw(st.booleans()):
            latest += (act.at - latest) * data.draw(st.sampled_from((0.01, 0.5, 0.99)))
            sweep = engine.tick(swept, latest)
            swept = sweep.dossier
            log += sweep.events
        # a host expects the version that it has loaded, or wrongly the one before
        expected = act.expected_version
        if expected is not None and swept is not None and before is not None:
            expected += swept.version - before.version
        decision = replace(act, expected_version=expected).take(engine, swept)
        swept = decision.dossier
        log += decision.events
        latest = max(latest, act.at)
    assert swept is not None
    end = last_instant(life)
    log += engine.tick(swept, end).events
    whole = [*life.log, *engine.tick(life.dossier, end).events]
    assert [event_to_json(event) for event in log] == [event_to_json(event) for event in whole]
    assert engine.tick(swept, end).dossier == engine.tick(life.dossier, end).dossier


def recorded_due_dates_follow_from_budget_and_ledger(life: Life) -> None:
    """The due date of every open clock is what the kernel derives from what is kept beside it."""
    for dossier in dossiers(life):
        compiled = life.engine.rulebook.compiled(dossier.procedure)
        for deadline in dossier.deadlines.values():
            if deadline.is_open:
                ledger = life.engine.ledger_of(dossier, deadline)
                assert deadline.due == due(ledger, compiled.calendar_of(deadline.limit)), deadline.limit
                assert life.engine.explain(dossier, deadline.limit).due == deadline.due


def clocks_stand_still_exactly_while_something_holds_them(life: Life) -> None:
    """An open clock has no due date only while a cause holds it, and no cause holds it that is over."""
    for dossier in dossiers(life):
        for deadline in dossier.deadlines.values():
            if not deadline.is_open:
                continue
            held = {stop.reason for stop in deadline.suspensions if stop.end is None}
            causes = set(_causes(life.engine, dossier, deadline.limit))
            assert held <= causes, (deadline.limit, held, causes)
            if deadline.missed_at is None:
                assert causes <= held, (deadline.limit, held, causes)
            if deadline.due is None:
                assert held


def _causes(engine: Engine, dossier: Dossier, limit: str) -> Iterator[str]:
    """Yield, from what the dossier shows, everything for which *limit* must stand still."""
    procedure = engine.procedure_of(dossier)
    for state in dossier.tracks.values():
        wait, step = wait_of(state), step_of(state)
        if is_in_a_step(state) and limit in procedure.steps[step].suspends:
            yield f"step.{step}"
        if wait is None:
            continue
        kind, name = wait[0].value, wait[1]
        if kind == "supplement" and procedure.supplement and procedure.supplement.model_of(limit) != "runs":
            yield "supplement"
        if kind == "fee" and limit in procedure.fees[str(name)].suspends:
            yield f"fee.{name}"
        if kind == "pause" and limit in procedure.pauses[str(name)].suspends:
            yield f"pause.{name}"
    for name, sent in dossier.handoffs.items():
        if sent.status.is_open and limit in procedure.handoffs[name].suspends:
            yield f"handoff.{name}"


def no_command_is_half_applied(life: Life) -> None:
    """A refused command leaves events of timers only; an accepted one leaves one event, its own, at the end."""
    for act, before, decision in zip(life.acts, life.before, life.decisions, strict=True):
        own = [event for event in decision.events if event.actor.agency != SYSTEM]
        if decision.refusal is not None:
            assert own == []
            swept = before if before is None or not decision.events else life.engine.tick(before, act.at).dossier
            assert decision.dossier == swept
        elif decision.is_repeat:
            assert decision.events == ()
            assert decision.dossier is before
        else:
            assert own == [decision.events[-1]]
            assert own[0].type == act.command.event
            assert own[0].occurred_at == act.at


def a_command_given_twice_under_one_key_is_applied_once(life: Life) -> None:
    """The same command under its key changes nothing; another one under the key is refused."""
    for act, decision in zip(life.acts, life.decisions, strict=True):
        if act.command_id is None or not decision.is_accepted:
            continue
        again = act.take(life.engine, decision.dossier)
        assert again.is_repeat
        assert again.events == ()
        assert again.dossier is decision.dossier


def time_goes_forward(life: Life) -> None:
    """No event occurs before the one before it, and none is recorded before it occurs."""
    log = life.log
    assert all(earlier.occurred_at <= later.occurred_at for earlier, later in pairwise(log))
    assert all(event.recorded_at >= event.occurred_at for event in log)
    assert [event.sequence for event in log] == list(range(1, len(log) + 1))


def no_deadline_is_lost(life: Life) -> None:
    """Every run that started is on record with an ending once it is replaced or the dossier is over."""
    started = [
        (effect.limit, effect.run)
        for event in life.log
        for effect in event.effects
        if isinstance(effect, DeadlineStarted)
    ]
    for dossier in dossiers(life):
        kept = [(one.limit, one.run) for one in (*dossier.past_deadlines, *dossier.deadlines.values())]
        assert len(set(kept)) == len(kept)
        assert all(one.ending is not None for one in dossier.past_deadlines)
        stops = life.engine.procedure_of(dossier).limits
        for one in dossier.deadlines.values():
            if dossier.lifecycle.is_over:
                assert one.ending is not None, one.limit
            elif dossier.lifecycle is Lifecycle.DECIDED and one.is_open:
                assert "returned" in stops[one.limit].stops
    final = life.dossier
    assert sorted((one.limit, one.run) for one in (*final.past_deadlines, *final.deadlines.values())) == sorted(started)


def clocks_end_in_one_of_the_known_ways(life: Life) -> None:
    """A clock is missed before it lapses, and late exactly where it was stopped after its due date."""
    for one in (*life.dossier.past_deadlines, *life.dossier.deadlines.values()):
        if one.ending is Ending.LAPSED:
            assert one.missed_at is not None
        if one.ending is Ending.MET and one.due is not None and one.ended_at is not None:
            assert (one.state.value == "met_late") == (one.ended_at > one.due.at)
        assert (one.ending is None) == (one.ended_at is None)


def every_dossier_can_be_brought_to_its_end(life: Life) -> None:
    """From wherever a life has come to, somebody with the right roles can finish it."""
    finish(life.engine, life.dossier, max(act.at for act in life.acts) + timedelta(hours=1))


def the_lifecycle_follows_its_table(life: Life) -> None:
    """The dossier as a whole moves only as the table of moves says, and never on from an end."""
    table = {
        "submitted": {"in_progress", "reception_refused", "withdrawing", "decided", "closed"},
        "in_progress": {"withdrawing", "decided", "closed"},
        "withdrawing": {"stopped"},
        "decided": {"returned", "closed"},
    }
    state = "submitted"
    for event in life.log:
        for effect in event.effects:
            if isinstance(effect, LifecycleChanged):
                assert effect.to.value in table.get(state, set())
                state = effect.to.value


def the_chain_holds_and_personal_values_can_be_taken_out(life: Life) -> None:
    """Every event names the hash of the one before; redacting personal values changes no hash and leaves none."""
    previous = GENESIS
    for event in life.log:
        assert event.previous == previous
        assert event.hash == digest(event)
        assert b"SECRET" not in canonical_form(event)
        bare = redacted(event)
        assert "SECRET" not in event_to_json(bare)
        assert digest(bare) == event.hash
        for name, personal in (event.personal or {}).items():
            assert life.dossier.personal[name] == commitment(personal)
        previous = event.hash
    assert "SECRET" not in str(DOSSIER.dump_python(life.dossier))


def asking_what_is_allowed_never_changes_or_breaks_anything(life: Life) -> None:
    """Permissions come for every dossier and actor, and agree with what the engine then does."""
    at = max(act.at for act in life.acts)
    for act in life.acts[-2:]:
        before = DOSSIER.dump_json(life.dossier)
        first = life.engine.allowed(life.dossier, by=act.by, at=at)
        assert first == life.engine.allowed(life.dossier, by=act.by, at=at)
        assert DOSSIER.dump_json(life.dossier) == before


ALWAYS = (
    replaying_any_prefix_gives_the_dossier_of_that_moment,
    recorded_due_dates_follow_from_budget_and_ledger,
    clocks_stand_still_exactly_while_something_holds_them,
    no_command_is_half_applied,
    a_command_given_twice_under_one_key_is_applied_once,
    time_goes_forward,
    no_deadline_is_lost,
    clocks_end_in_one_of_the_known_ways,
    every_dossier_can_be_brought_to_its_end,
    the_lifecycle_follows_its_table,
    the_chain_holds_and_personal_values_can_be_taken_out,
    asking_what_is_allowed_never_changes_or_breaks_anything,
    a_dossier_that_was_kept_and_loaded_goes_on_the_same_way,
)
"""What can be read off a life; one life is made for all of them, for making it is what takes time."""


@SOME
@given(LIVES)
def test_what_is_always_true(life: Life) -> None:
    """Each of the statements named in ALWAYS holds of every life."""
    for statement in ALWAYS:
        statement(life)


@settings(SOME, max_examples=EXAMPLES // 4)
@given(LIVES)
def test_the_zone_in_which_an_instant_is_told_changes_no_deadline(life: Life) -> None:
    """The same acts told in another zone lead to the same deadlines at the same instants."""
    dossier: Dossier | None = None
    for act in life.acts:
        decision = replace(act, at=act.at.astimezone(UTC)).take(life.engine, dossier)
        dossier = decision.dossier
    assert dossier is not None
    assert dossier.deadlines == life.dossier.deadlines
    assert dossier.tracks == life.dossier.tracks


@pytest.fixture(autouse=True)
def _calendar_is_ready() -> None:
    """Read the shipped calendar before the first example is timed."""
    vietnam()
