"""When two dossiers stand alike: the same can happen to both from now on, so that one of them need be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine.dossier import is_in_a_step, step_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.engine.dossier import Dossier
    from dossierflow.procedure.model import Procedure


def standing_of(procedure: Procedure, dossier: Dossier) -> tuple[object, ...]:
    """
    Return how *dossier* stands, its facts left out, as far as that decides what can happen to it.

    Of clocks it is where each stands and in which order those that run will run
    out; how much time each has left is not looked at.
    """
    counts = {name: min(many, _bound(procedure, name)) for name, many in dossier.counts.items()}
    starts = (limit.start_milestones for limit in procedure.limits.values())
    joint = {name for names in starts if len(names) > 1 for name in names}
    return (
        dossier.lifecycle,
        tuple(sorted(dossier.tracks.items())),
        tuple(sorted(counts.items())),
        tuple(_handoffs(procedure, dossier)),
        tuple((name, clock.state.value) for name, clock in sorted(dossier.deadlines.items()) if clock.is_open),
        tuple(sorted(name for name, clock in dossier.deadlines.items() if not clock.is_open)),
        tuple(_running(dossier)),
        tuple(sorted(joint & dossier.milestones.keys())),
        tuple(sorted(set(dossier.assigned) & _steps(dossier))),
    )


def _handoffs(procedure: Procedure, dossier: Dossier) -> Iterator[tuple[str, str]]:
    entered = {
        name: dossier.milestones[f"{step}.entered"]
        for step in sorted(_steps(dossier) & procedure.steps.keys())
        for name in procedure.steps[step].handoffs
    }
    for name, one in sorted(dossier.handoffs.items()):
        # answered before its step was entered, or entered again, it counts for nothing any more
        if one.status.is_open or (name in entered and one.since >= entered[name]):
            yield name, one.status.value


def _running(dossier: Dossier) -> list[str]:
    """Return the clocks that will run out, the next first."""
    known = ((one.due.at, name) for name, one in dossier.deadlines.items() if one.is_open and one.due is not None)
    return [name for _, name in sorted(known) if dossier.deadlines[name].missed_at is None]


def _steps(dossier: Dossier) -> set[str]:
    return {step_of(state) for state in dossier.tracks.values() if is_in_a_step(state)}


def _bound(procedure: Procedure, name: str) -> int:
    """Return from how many times on more of it change nothing."""
    supplement = procedure.supplement
    if name == "supplement" and supplement is not None:
        return supplement.max if isinstance(supplement.max, int) else 1
    if name == "reappointment" and procedure.apology is not None:
        return procedure.apology.max
    rule = procedure.extensions.get(name.removeprefix("extension."))
    return 1 if rule is None else rule.max
