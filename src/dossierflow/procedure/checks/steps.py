"""Cross-checks of steps, actions, forks and ends: every step is reached, and every step can end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure.checks.mistakes import Mistake, Place, missing, repeated, unknown
from dossierflow.procedure.facts import CHANNEL, Ask
from dossierflow.procedure.flow import END, FORK, JOIN, Flow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.steps import Action, Fork, Step

ENGINE_MILESTONES = ("submitted", "received", "supplement_requested", "supplement_answered", "decided", "returned")
"""Milestones that only the engine reaches; a file may mark ``complete`` and names of its own."""


def check_steps(procedure: Procedure) -> Iterator[Mistake]:
    """Yield what is wrong with the steps, forks and ends of *procedure*."""
    yield from check_marks(procedure.reception.marks, ("reception", "marks"))
    for name, step in procedure.steps.items():
        yield from _check_step(procedure, step, ("steps", name))
    for name, fork in procedure.forks.items():
        yield from _check_fork(fork, ("forks", name))
    yield from _check_names(procedure)
    if astray := [*_check_targets(procedure)]:
        # What cannot be reached follows from these; telling it as well would hide them.
        yield from astray
    else:
        yield from _check_flow(procedure)


def _check_step(procedure: Procedure, step: Step, place: Place) -> Iterator[Mistake]:
    yield from missing("handoff", step.handoffs, procedure.handoffs, (*place, "handoffs"))
    yield from repeated(step.handoffs, (*place, "handoffs"))
    yield from missing("limit", step.suspends, procedure.limits, (*place, "suspends"))
    if step.join != "all" and not step.handoffs:
        yield (*place, "join"), "the step waits for no handoff; remove 'join'"
    elif isinstance(step.join, int) and not 1 <= step.join <= len(step.handoffs):
        yield (*place, "join"), f"the step waits for {step.join} of its handoffs and has {len(step.handoffs)}"
    for name, action in step.actions.items():
        yield from _check_action(procedure, action, (*place, "actions", name))


def _check_action(procedure: Procedure, action: Action, place: Place) -> Iterator[Mistake]:
    yield from check_marks(action.marks, (*place, "marks"))
    yield from missing("fact", action.sets, (*procedure.facts, CHANNEL), (*place, "sets"))
    for number, name in enumerate(action.sets):
        if name == CHANNEL or (name in procedure.facts and procedure.facts[name].ask is not Ask.PROCESSING):
            yield (*place, "sets", number), f"{name!r} is known from submission; only facts asked in processing are set"
        elif name in procedure.facts and procedure.facts[name].personal:
            yield (*place, "sets", number), f"{name!r} is personal; personal facts are given at submission only"


def _check_fork(fork: Fork, place: Place) -> Iterator[Mistake]:
    if isinstance(fork.join, int) and not 1 <= fork.join <= len(fork.tracks):
        yield (*place, "join"), f"the fork waits for {fork.join} of its tracks and has {len(fork.tracks)}"
    yield from check_marks(fork.marks, (*place, "marks"))


def _check_targets(procedure: Procedure) -> Iterator[Mistake]:
    """Yield the steps, ends and forks to which something leads and that do not exist."""
    yield from _check_target(procedure, procedure.reception.first, ("reception", "first"))
    for name, step in procedure.steps.items():
        for key, action in step.actions.items():
            if action.to != JOIN:
                yield from _check_target(procedure, action.to, ("steps", name, "actions", key, "to"))
    for name, fork in procedure.forks.items():
        for key, track in fork.tracks.items():
            yield from _check_target(procedure, track.start, ("forks", name, "tracks", key, "start"))
        yield from _check_target(procedure, fork.then, ("forks", name, "then"))


def _check_target(procedure: Procedure, target: str, place: Place) -> Iterator[Mistake]:
    if target.startswith(END):
        kind, name, known = "end", target.removeprefix(END), tuple(procedure.ends)
    elif target.startswith(FORK):
        kind, name, known = "fork", target.removeprefix(FORK), tuple(procedure.forks)
    else:
        kind, name, known = "step", target, tuple(procedure.steps)
    if name not in known:
        yield place, unknown(kind, name, known)


def check_marks(marks: tuple[str, ...], place: Place) -> Iterator[Mistake]:
    """Yield what is wrong with *marks*, the milestones listed at *place*."""
    yield from repeated(marks, place)
    for number, mark in enumerate(marks):
        if mark in ENGINE_MILESTONES:
            yield (*place, number), f"{mark!r} is reached by itself; remove it"


def _check_names(procedure: Procedure) -> Iterator[Mistake]:
    """Yield the names whose milestones or tracks would be mistaken for each other."""
    owners: dict[str, str] = {}
    for kind in ("steps", "handoffs", "fees", "pauses"):
        for name in getattr(procedure, kind):
            if name in owners:
                yield (kind, name), f"{name!r} is one of the {owners[name]} too; their milestones would mix, rename one"
            owners.setdefault(name, kind)
    tracks: dict[str, str] = {}
    for name, fork in procedure.forks.items():
        for track in fork.tracks:
            if track in tracks:
                yield ("forks", name, "tracks", track), f"{track!r} is a track of {tracks[track]!r} too; rename one"
            tracks[track] = name
    if CHANNEL in procedure.facts:
        yield ("facts", CHANNEL), f"{CHANNEL!r} is known of every dossier and is not declared; remove it"
    yield from repeated(procedure.channels, ("channels",))


def _check_flow(procedure: Procedure) -> Iterator[Mistake]:
    flow = Flow(procedure)
    for step, action in sorted(flow.stray_joins):
        yield ("steps", step, "actions", action, "to"), "there is no track to join here; 'join' ends a track of a fork"
    for fork in sorted(flow.circular_forks):
        yield ("forks", fork), "the fork opens again inside its own tracks; it would never join"
    # a fork inside its own tracks shares all its steps with itself, which has been told
    for fork, track, other, step in () if flow.circular_forks else flow.shared_steps():
        place = ("forks", fork, "tracks", track, "start")
        yield place, f"leads to step {step!r}, as track {other!r} does; parallel tracks have steps of their own"
    for step in procedure.steps:
        if step not in flow.reachable:
            yield ("steps", step), "no dossier comes to this step; let an action lead to it, or remove it"
        elif step not in flow.ending:
            yield ("steps", step), "no end can be reached from this step; its dossiers would stay open for ever"
