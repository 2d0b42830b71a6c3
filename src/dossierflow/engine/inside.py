"""
What only one step, or one track of a fork, can bring about.

A clock that nothing else can stop is no longer owed once the step or the track
is given up; every other clock runs on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine.dossier import FORKED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.procedure.model import Procedure


def steps_of_track(procedure: Procedure, start: str) -> frozenset[str]:
    """Return the steps that a track can come to which begins in *start*, those of forks inside it included."""
    found: set[str] = set()
    todo = [start]
    while todo:
        place = todo.pop()
        if place in procedure.steps and place not in found:
            found.add(place)
            todo += [action.to for action in procedure.steps[place].actions.values()]
        elif place.startswith(FORKED):
            fork = procedure.forks[place.removeprefix(FORKED)]
            todo += [fork.then, *(track.start for track in fork.tracks.values())]
    return frozenset(found)


def milestones_only_in(procedure: Procedure, steps: frozenset[str]) -> frozenset[str]:
    """Return the milestones that no step but *steps* can reach."""
    found = {f"{step}.{event}" for step in steps for event in ("entered", "started", "completed")}
    within = {name for step in steps for name in procedure.steps[step].handoffs}
    outside = {name for step in procedure.steps.keys() - steps for name in procedure.steps[step].handoffs}
    found |= {f"{name}.{event}" for name in within - outside for event in ("sent", "acknowledged", "answered")}
    found |= {f"{name}.{event}" for name in _fees(procedure, steps) for event in ("requested", "paid")}
    found |= {f"{name}.{event}" for name in _pauses(procedure, steps) for event in ("started", "ended")}
    marked = set(_marks(procedure, steps))
    return frozenset(found | marked - set(_marks(procedure, procedure.steps.keys() - steps)) - _other_marks(procedure))


def _fees(procedure: Procedure, steps: frozenset[str]) -> Iterator[str]:
    return (name for name, fee in procedure.fees.items() if steps.issuperset(fee.steps))


def _pauses(procedure: Procedure, steps: frozenset[str]) -> Iterator[str]:
    everywhere = tuple(procedure.steps)
    return (name for name, pause in procedure.pauses.items() if steps.issuperset(pause.steps or everywhere))


def _marks(procedure: Procedure, steps: frozenset[str] | set[str]) -> Iterator[str]:
    return (mark for step in steps for action in procedure.steps[step].actions.values() for mark in action.marks)


def _other_marks(procedure: Procedure) -> set[str]:
    """Return the milestones that reception, forks and supplements reach."""
    supplement = procedure.supplement
    return {
        *procedure.reception.marks,
        *(mark for fork in procedure.forks.values() for mark in fork.marks),
        *(supplement.marks if supplement is not None else ()),
    }
