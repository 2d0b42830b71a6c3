"""The table of moves, held against the procedure read without it, and the traps of the library that runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import transitions
from hypothesis import given, settings
from hypothesis import strategies as st

from dossierflow.engine.effects import Lifecycle
from dossierflow.engine.machine import MoveTable, action_move
from dossierflow.errors import DefinitionError
from dossierflow.procedure.facts import holds
from dossierflow.testing.strategies import procedures

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.procedure.model import Procedure

Model = dict[tuple[str, str], tuple[str, Any]]
"""State and move, with the destination and the condition."""

LIFECYCLE: Model = {
    ("submitted", "receive"): ("in_progress", {}),
    ("submitted", "refuse_reception"): ("reception_refused", {}),
    ("submitted", "request_withdrawal"): ("withdrawing", {}),
    ("submitted", "decide"): ("decided", {}),
    ("submitted", "close"): ("closed", {}),
    ("in_progress", "request_withdrawal"): ("withdrawing", {}),
    ("in_progress", "decide"): ("decided", {}),
    ("in_progress", "close"): ("closed", {}),
    ("withdrawing", "stop"): ("stopped", {}),
    ("decided", "close"): ("closed", {}),
    ("decided", "return_result"): ("returned", {}),
}


def model_of(procedure: Procedure) -> Model:
    """Return every move of *procedure* as a plain dictionary."""
    model = dict(LIFECYCLE)
    for step_id, step in procedure.steps.items():
        for action_id, action in step.actions.items():
            target = "joined" if action.to == "join" else action.to
            model[step_id, f"{step_id}>{action_id}"] = (target, action.when)
        for pause_id, pause in procedure.pauses.items():
            if step_id in (pause.steps or procedure.steps):
                model[step_id, f"pause.{pause_id}"] = (f"{step_id}?pause.{pause_id}", {})
                model[f"{step_id}?pause.{pause_id}", "resume"] = (step_id, {})
        for fee_id, fee in procedure.fees.items():
            if step_id in fee.steps:
                model[step_id, f"fee.{fee_id}"] = (f"{step_id}?fee.{fee_id}", {})
                model[f"{step_id}?fee.{fee_id}", f"paid.{fee_id}"] = (fee.to or step_id, {})
        supplement = procedure.supplement
        if supplement is not None and step_id in supplement.steps:
            model[step_id, "supplement"] = (f"{step_id}?supplement", {})
            model[f"{step_id}?supplement", "answer"] = (supplement.back_to or step_id, {})
    for fork_id, fork in procedure.forks.items():
        model[f"fork.{fork_id}", "join"] = (fork.then, {})
    return model


@settings(max_examples=40, deadline=None)
@given(procedures(), st.sampled_from(["house", "other"]), st.integers(1, 6))
def test_the_table_is_the_procedure_and_nothing_else(procedure: Procedure, work: str, floors: int) -> None:
    """From every state by every move: the model's destination, or none, or no such move."""
    table, model = MoveTable(procedure), model_of(procedure)
    states = sorted({state for state, _ in model} | {target for target, _ in model.values()} | {"joined"})
    moves = sorted({move for _, move in model})
    for state in states:
        for move in moves:
            assert table.knows(state, move) == ((state, move) in model)
            if (state, move) not in model:
                with pytest.raises(KeyError):
                    table.follow(state, move, {})
                continue
            target, condition = model[state, move]
            facts = {"work": work, "floors": floors}
            assert table.follow(state, move, facts) == (target if holds(condition, facts) else None)


def test_the_engine_holds_every_lifecycle_and_leaves_the_last_ones_alone(make: Callable[..., Procedure]) -> None:
    """No move leads out of an end of the dossier, and every other lifecycle can be left."""
    table = MoveTable(make())
    moves = {move for _, move in LIFECYCLE}
    for lifecycle in Lifecycle:
        leads_on = any(table.knows(lifecycle.value, move) for move in moves)
        assert leads_on != lifecycle.is_over


def test_states_of_tracks_and_of_the_whole_are_kept_apart(make: Callable[..., Procedure]) -> None:
    """A lifecycle is no state of a track, nor is anything misspelt."""
    table = MoveTable(make())
    assert all(table.has_state(state) for state in ("check", "check?pause.flood", "fork.survey", "joined"))
    assert not any(table.has_state(state) for state in ("submitted", "chekc", "sign?pause.flood", "consult?supplement"))


MISSPELT: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("action", lambda written: written["steps"]["check"]["actions"]["ok"].update(to="consutl")),
    ("end", lambda written: written["steps"]["sign"]["actions"]["grant"].update(to="end.grant")),
    ("fork", lambda written: written["steps"]["consult"]["actions"]["done"].update(to="fork.surwey")),
    ("then", lambda written: written["forks"]["survey"].update(then="sing")),
    ("back_to", lambda written: written["supplement"].update(back_to="chekc")),
    ("fee", lambda written: written["fees"]["charge"].update(to="chekc")),
]


@pytest.mark.parametrize(("place", "change"), MISSPELT, ids=[row[0] for row in MISSPELT])
def test_a_misspelt_destination_is_no_new_state(
    make: Callable[..., Procedure], place: str, change: Callable[[dict[str, Any]], object]
) -> None:
    """The library would find it only when somebody goes there; here it is refused when the table is built."""
    with pytest.raises(DefinitionError, match="which does not exist"):
        MoveTable(make(change))
    assert place


def test_nothing_moves_by_itself_and_no_model_is_decorated(make: Callable[..., Procedure]) -> None:
    """No automatic transitions, no queue, no model, no callbacks found by name."""
    machine = MoveTable(make())._machine
    assert machine.models == []
    assert not machine.auto_transitions
    assert not machine.has_queue
    assert not any(name.startswith("to_") for name in machine.events)
    found = [
        transition for event in machine.events.values() for many in event.transitions.values() for transition in many
    ]
    assert found
    for transition in found:
        assert (transition.before, transition.after, transition.prepare) == ([], [], [])
        assert all(callable(condition.func) for condition in transition.conditions)
    assert (machine.before_state_change, machine.after_state_change, machine.finalize_event) == ([], [], [])


def test_an_error_in_a_condition_is_not_swallowed(make: Callable[..., Procedure]) -> None:
    """What goes wrong while a condition is looked at reaches whoever asked."""

    class Broken(dict[str, Any]):
        def __contains__(self, key: object) -> bool:
            msg = f"no {key}"
            raise RuntimeError(msg)

    table = MoveTable(make())
    with pytest.raises(RuntimeError, match="floors"):
        table.follow("check", action_move("check", "tall"), Broken())
    assert table.follow("check", action_move("check", "tall"), {"floors": 3}) == "consult"


def test_the_traps_are_where_we_think_they_are() -> None:
    """The library does create misspelt initial states and automatic moves; without this the guards would be idle."""
    careless = transitions.Machine(states=["a", "b"], initial="aa")
    assert "aa" in careless.states
    assert "to_b" in careless.events
