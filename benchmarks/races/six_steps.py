"""Six steps from start to end, loaded and saved as text around each, against SpiffWorkflow."""

from __future__ import annotations

from benchmarks.dossiers import OFFICER, STEPS, accepting, engine, moment, received
from benchmarks.harness import Contestant, Race, always
from benchmarks.peers import spiff
from dossierflow.engine import Dossier, NationalStatus, event_from_json, event_to_json
from dossierflow.store import dossier_from_json, dossier_to_json

ABOUT = """
A web host handles one request at a time: it loads the case, completes one step and saves it again; here six times, from
a case that has just been received to its end. SpiffWorkflow loads and saves its workflow as JSON. The library loads a
snapshot of the dossier and saves snapshot and audit event, or keeps the log alone and replays it. Each of its steps has
a guard and a clock of its own under a clock for the whole; the six user tasks of the BPMN file have none. The last line
is the six commands alone, on dossiers that stay in memory.
"""

_COMMANDS = tuple((accepting(step), moment(step)) for step in range(1, STEPS + 1))


def race() -> Race:
    """Build the race."""
    return Race(
        name="six-steps",
        title="Six steps, loaded and saved as text",
        about=ABOUT,
        operation="one step",
        contestants=(
            Contestant(
                name="dossierflow, snapshot and event",
                is_ours=True,
                operations=STEPS,
                prepare=always(with_snapshots),
                outcome=_dossier_done,
            ),
            Contestant(
                name="dossierflow, log replayed",
                is_ours=True,
                operations=STEPS,
                prepare=always(with_the_log),
                outcome=_log_done,
            ),
            Contestant(
                name="dossierflow, live commands alone",
                is_ours=True,
                operations=STEPS,
                prepare=always(in_memory),
                outcome=_done,
            ),
            Contestant(
                name="SpiffWorkflow", operations=STEPS, prepare=always(spiff.six_steps), outcome=spiff.steps_done
            ),
        ),
        expected=STEPS,
    )


_RECEIVED, _EVENTS = received("six-steps")
_SNAPSHOT = dossier_to_json(_RECEIVED)
_LOG = tuple(event_to_json(event) for event in _EVENTS)


def with_snapshots() -> str:
    """Load the snapshot, decide, save snapshot and event, six times; return the last snapshot."""
    kept, log = _SNAPSHOT, list(_LOG)
    for command, at in _COMMANDS:
        decision = engine().handle(dossier_from_json(kept), command, by=OFFICER, at=at)
        kept = dossier_to_json(decision.or_raise())
        log += [event_to_json(event) for event in decision.events]
    return kept


def with_the_log() -> list[str]:
    """Replay the log, decide, append to the log, six times; return the log."""
    log = list(_LOG)
    for command, at in _COMMANDS:
        dossier = engine().replay(event_from_json(line) for line in log)
        decision = engine().handle(dossier, command, by=OFFICER, at=at)
        log += [event_to_json(event) for event in decision.events]
    return log


def in_memory() -> Dossier:
    """Decide six times; return the dossier."""
    dossier = _RECEIVED
    for command, at in _COMMANDS:
        dossier = engine().handle(dossier, command, by=OFFICER, at=at).or_raise()
    return dossier


def steps_done(dossier: Dossier) -> int:
    """Return how many steps *dossier* has completed, if it has been decided."""
    done = sum(name.startswith("step_") and name.endswith(".completed") for name in dossier.milestones)
    return done if dossier.status is NationalStatus.DONE else 0


def _done(returned: object) -> object:
    assert isinstance(returned, Dossier)
    return steps_done(returned)


def _dossier_done(returned: object) -> object:
    return steps_done(dossier_from_json(str(returned)))


def _log_done(returned: object) -> object:
    assert isinstance(returned, list)
    return _done(engine().replay(event_from_json(line) for line in returned))
