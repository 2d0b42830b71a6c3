"""
The table of moves of one procedure version, executed by `transitions`.

This is the only module that imports `transitions`. One machine serves every
dossier of a version: it holds no model, decorates nothing, has no automatic
transitions and no callbacks named by strings, and it never owns a state. A
bare token with a ``state`` is sent through it and thrown away.

Every source and destination is known to be a state before the machine is
built: `transitions` would silently create a misspelt initial state, and would
find a misspelt destination only when somebody goes there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import transitions as _t

from dossierflow.engine.dossier import FORKED, JOINED
from dossierflow.engine.effects import Lifecycle
from dossierflow.errors import DefinitionError, Problem
from dossierflow.procedure.facts import holds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dossierflow.procedure.facts import Facts, Matcher
    from dossierflow.procedure.model import Procedure

_LIFECYCLE_MOVES = (
    ("receive", "submitted", "in_progress"),
    ("refuse_reception", "submitted", "reception_refused"),
    ("request_withdrawal", "submitted", "withdrawing"),
    ("request_withdrawal", "in_progress", "withdrawing"),
    ("stop", "withdrawing", "stopped"),
    ("decide", "in_progress", "decided"),
    ("decide", "submitted", "decided"),
    ("close", "in_progress", "closed"),
    ("close", "submitted", "closed"),
    ("close", "decided", "closed"),
    ("return_result", "decided", "returned"),
)


_Move = tuple[str, str, str, "Mapping[str, Matcher] | None"]
"""Name, source, destination and condition."""


class _Token:
    """Carries a state through the machine; undecorated and thrown away."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class MoveTable:
    """What may follow what, in one procedure version."""

    def __init__(self, procedure: Procedure) -> None:
        """
        Build the machine of *procedure*.

        Raises:
            DefinitionError: A move leads to a place that does not exist, or a name is one of the engine's own.
        """
        moves = [(name, source, target, None) for name, source, target in _LIFECYCLE_MOVES]
        track_moves = list(_track_moves(procedure))
        states = {lifecycle.value for lifecycle in Lifecycle} | set(_track_states(procedure))
        _refuse_unknown(procedure, track_moves, states)
        self._machine = _t.Machine(
            model=None,
            states=sorted(states),
            initial="submitted",
            auto_transitions=False,
            send_event=True,
        )
        for name, source, target, condition in (*moves, *track_moves):
            conditions = None if not condition else _guard(condition)
            self._machine.add_transition(name, source, target, conditions=conditions)
        self._track_states = frozenset(_track_states(procedure))
        self._sources: dict[str, frozenset[str]] = {}
        for name, source, _, _ in (*moves, *track_moves):
            self._sources[name] = self._sources.get(name, frozenset()) | {source}

    def has_state(self, state: str) -> bool:
        """Tell whether a track can be in *state* in this version."""
        return state in self._track_states

    def knows(self, state: str, move: str) -> bool:
        """Tell whether *move* exists in *state*, whatever its condition."""
        return state in self._sources.get(move, ())

    def follow(self, state: str, move: str, facts: Facts) -> str | None:
        """
        Return the state after *move*, or None where its condition does not hold.

        Raises:
            KeyError: the move does not exist in *state*; ask `knows` first.
        """
        if not self.knows(state, move):
            raise KeyError((state, move))
        token = _Token(state)
        # transitions has stubs that type the model as Any; the token only needs `state`
        event = cast("Any", self._machine.events[move])
        return token.state if event.trigger(token, facts=facts) else None


def action_move(step: str, action: str) -> str:
    """Return the name of the move that an action of a step makes."""
    return f"{step}>{action}"


def _guard(condition: Mapping[str, Matcher]) -> Callable[[_t.EventData], bool]:
    def condition_holds(event: _t.EventData) -> bool:
        return holds(condition, event.kwargs["facts"])

    return condition_holds


def _refuse_unknown(procedure: Procedure, moves: list[_Move], states: set[str]) -> None:
    problems = [
        Problem(str(procedure), 0, name, f"leads to {state!r}, which does not exist; name a step, an end or a fork")
        for name, _, state, _ in moves
        if state not in states
    ]
    if JOINED in procedure.steps:
        problems.append(Problem(str(procedure), 0, f"steps.{JOINED}", "the name is reserved for joins; choose another"))
    if problems:
        raise DefinitionError(problems)


def _track_states(procedure: Procedure) -> Iterator[str]:
    """Yield every state that a track can be in, ends included."""
    yield JOINED
    yield from procedure.steps
    yield from (f"end.{name}" for name in procedure.ends)
    yield from (f"{FORKED}{name}" for name in procedure.forks)
    for step in procedure.steps:
        yield from (f"{step}?pause.{name}" for name, pause in procedure.pauses.items() if _covers(pause.steps, step))
        yield from (f"{step}?fee.{name}" for name, fee in procedure.fees.items() if step in fee.steps)
        if procedure.supplement is not None and step in procedure.supplement.steps:
            yield f"{step}?supplement"


def _covers(steps: tuple[str, ...], step: str) -> bool:
    return not steps or step in steps


def _track_moves(procedure: Procedure) -> Iterator[_Move]:
    for step_id, step in procedure.steps.items():
        for action_id, action in step.actions.items():
            target = JOINED if action.to == "join" else action.to
            yield action_move(step_id, action_id), step_id, target, action.when
        for pause_id, pause in procedure.pauses.items():
            if _covers(pause.steps, step_id):
                waiting = f"{step_id}?pause.{pause_id}"
                yield f"pause.{pause_id}", step_id, waiting, None
                yield "resume", waiting, step_id, None
    for fork_id, fork in procedure.forks.items():
        yield "join", f"{FORKED}{fork_id}", fork.then, None
    for fee_id, fee in procedure.fees.items():
        for step_id in fee.steps:
            waiting = f"{step_id}?fee.{fee_id}"
            yield f"fee.{fee_id}", step_id, waiting, None
            yield f"paid.{fee_id}", waiting, fee.to or step_id, None
    if procedure.supplement is not None:
        for step_id in procedure.supplement.steps:
            waiting = f"{step_id}?supplement"
            yield "supplement", step_id, waiting, None
            yield "answer", waiting, procedure.supplement.back_to or step_id, None
