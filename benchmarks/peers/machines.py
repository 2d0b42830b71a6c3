"""The first step of ``six-steps`` as bare state machines: a state, a guard, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from statemachine import State, StateMachine
from transitions import EventData, Machine

from benchmarks.dossiers import FACTS, GUARD
from dossierflow.procedure import holds

if TYPE_CHECKING:
    from collections.abc import Callable

_MOVES = [
    {"trigger": "accept", "source": "step_1", "dest": "step_2"},
    {"trigger": "accept", "source": "step_2", "dest": "step_1"},
]
"""The event leads back and forth, so that it can be triggered for ever."""


class Token:
    """A model that the machine has not decorated."""

    __slots__ = ("state",)

    def __init__(self) -> None:
        self.state = "step_1"


class Model:
    """A model for the machine to decorate."""

    state: str
    accept: Callable[..., bool]


def _guard(event: EventData) -> bool:
    return holds(GUARD, event.kwargs["facts"])


def _machine(model: object) -> Machine:
    return Machine(
        model=model,
        states=["step_1", "step_2"],
        transitions=[{**move, "conditions": _guard} for move in _MOVES],
        initial="step_1",
        auto_transitions=False,
        send_event=True,
    )


def decorated() -> Callable[[], object]:
    """Return a trigger of `transitions` on a model that it has decorated; the trigger returns the state after."""
    model = Model()
    _machine(model)

    def trigger() -> str:
        model.accept(facts=FACTS)
        return model.state

    return trigger


def undecorated() -> Callable[[], object]:
    """Return a trigger of `transitions` on a bare object, the machine's way of least work."""
    # transitions has stubs that type the trigger as Any
    event: Any = _machine(None).events["accept"]
    token = Token()

    def trigger() -> str:
        event.trigger(token, facts=FACTS)
        return token.state

    return trigger


class Steps(StateMachine):
    """The same machine for python-statemachine."""

    step_1 = State(initial=True)
    step_2 = State()

    accept = step_1.to(step_2, cond="is_complete") | step_2.to(step_1, cond="is_complete")

    def is_complete(self, facts: dict[str, str]) -> bool:
        """Evaluate the guard."""
        return holds(GUARD, facts)


def statemachine() -> Callable[[], object]:
    """Return a trigger of python-statemachine."""
    machine = Steps()

    def trigger() -> str:
        machine.send("accept", facts=FACTS)
        return str(next(iter(machine.configuration)).id)

    return trigger
