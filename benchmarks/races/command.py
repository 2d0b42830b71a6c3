"""One live command against bare state machines."""

from __future__ import annotations

from benchmarks.dossiers import OFFICER, accepting, engine, moment, received
from benchmarks.harness import Contestant, Race, always
from benchmarks.peers import machines
from dossierflow.engine import Decision

ABOUT = """
One accepted command: complete step 1 of six. The library checks timers, authority and the guard, moves the step through
`transitions`, ends the clock of step 1 as met, starts the clock of step 2 and derives its due date, and returns a new
dossier and an event chained by SHA-256 to the one before. The peers check the same guard (the same function on the same
facts) and change a state; they have no clocks, no authority and no record. They go back and forth between two states,
because they change in place; the library returns a new value and starts from the same one each time.
"""


def race() -> Race:
    """Build the race."""
    dossier, _ = received("six-steps")
    command, at = accepting(1), moment(1)
    handle = engine().handle

    def work() -> Decision:
        return handle(dossier, command, by=OFFICER, at=at)

    return Race(
        name="command",
        title="One live command",
        about=ABOUT,
        operation="one command, or one trigger",
        contestants=(
            Contestant(name="dossierflow, one command", is_ours=True, prepare=always(work), outcome=_step_after),
            Contestant(name="transitions, undecorated object", prepare=lambda _: machines.undecorated()),
            Contestant(name="transitions, decorated model", prepare=lambda _: machines.decorated()),
            Contestant(name="python-statemachine", prepare=lambda _: machines.statemachine()),
        ),
        expected="step_2",
    )


def _step_after(returned: object) -> object:
    """Return the step that the decision leads to, if its event tells of one clock ended and one started."""
    assert isinstance(returned, Decision)
    (event,) = returned.events
    kinds = [type(effect).__name__ for effect in event.effects]
    is_whole = kinds.count("DeadlineEnded") == kinds.count("DeadlineStarted") == 1
    return returned.or_raise().steps[0] if is_whole and event.hash != event.previous else kinds
