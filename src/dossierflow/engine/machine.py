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

from dossierflow.procedure.facts import holds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dossierflow.procedure.facts import Facts, Matcher
    from dossierflow.procedure.model import Procedure

JOINED = "joined"
"""State of a track that has arrived at its join."""

_LIFECYCLE_MOVES = (
    ("receive", "submitted", "in_progress"),
    ("refuse_reception", "submitted", "reception_refused"),
    ("request_withdrawal", "submitted", "withdrawing"),
    ("request_withdrawal", "in_progress", "withdrawing"),
    ("stop", "withdrawing", "stopped"),
    ("decide", "in_progress", "decided"),
    ("close", "in_progress", "closed"),
    ("close", "submitted", "closed"),
    ("return_result", "decided", "returned"),
)


class _Token:
    """Carries a state through the machine; undecorated and thrown away."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class MoveTable:
    """What may follow what, in one procedure version."""

    def __init__(self, procedure: Procedure) -> None:
        """Build the machine of *procedure*, whose references have been checked."""
        moves = [(name, source, target, None) for name, source, target in _LIFECYCLE_MOVES]
        track_moves = list(_track_moves(procedure))
        states = {state for move in (*moves, *track_moves) for state in move[1:3]} | {JOINED}
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
        self._states = frozenset(states)
        self._sources: dict[str, frozenset[str]] = {}
        for name, source, _, _ in (*moves, *track_moves):
            self._sources[name] = self._sources.get(name, frozenset()) | {source}

    def has_state(self, state: str) -> bool:
        """Tell whether *state* exists in this version."""
        return state in self._states

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


_Move = tuple[str, str, str, "Mapping[str, Matcher] | None"]


def _track_moves(procedure: Procedure) -> Iterator[_Move]:
    for step_id, step in procedure.steps.items():
        for action_id, action in step.actions.items():
            target = JOINED if action.to == "join" else action.to
            yield action_move(step_id, action_id), step_id, target, action.when
        for pause_id, pause in procedure.pauses.items():
            if not pause.steps or step_id in pause.steps:
                waiting = f"{step_id}?pause.{pause_id}"
                yield f"pause.{pause_id}", step_id, waiting, None
                yield "resume", waiting, step_id, None
    for fork_id, fork in procedure.forks.items():
        yield "join", f"fork.{fork_id}", fork.then, None
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
