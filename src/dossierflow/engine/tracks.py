"""
Tracks of a dossier: which step is open, how it is left, and where that leads.

A dossier has one track, ``main``, until a fork opens parallel ones; each track
is in one step, and may wait there for a supplement, a fee or the end of a pause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import clocks
from dossierflow.engine import effects as fx
from dossierflow.engine.dossier import step_of, wait_of
from dossierflow.engine.machine import JOINED
from dossierflow.engine.refusals import RefusalCode
from dossierflow.procedure.facts import holds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.engine.work import Work
    from dossierflow.procedure.steps import Fork, Join


def open_step(work: Work, step: str | None) -> tuple[str, str]:
    """
    Return the track in *step* and the state of that track.

    With no step named, the only open one is meant; with several open, the
    command is refused and must name one.
    """
    states = {track: state for track, state in work.draft.tracks.items() if step_of(state) in work.procedure.steps}
    listed = ", ".join(step_of(state) for state in states.values()) or "-"
    if step is None:
        if len(states) != 1:
            raise work.refused(RefusalCode.STEP_AMBIGUOUS, open=listed)
        return next(iter(states.items()))
    for track, state in states.items():
        if step_of(state) == step:
            return track, state
    raise work.refused(RefusalCode.STEP_NOT_OPEN, step=step, open=listed)


def require_at_work(work: Work, state: str) -> None:
    """Refuse if the track waits for something."""
    if wait_of(state) is not None:
        raise work.refused(RefusalCode.STEP_WAITS, step=step_of(state), wait=state.partition("?")[2])


def enter(work: Work, track: str, step: str, marks: Iterable[str] = ()) -> None:
    """Open *step* on *track*, reaching *marks* and the step's own milestone."""
    work.emit(fx.TrackMoved(track, step))
    clocks.reach(work, *marks, f"{step}.entered")
    clocks.suspend(work, work.procedure.steps[step].suspends, f"step.{step}")


def leave(work: Work, step: str) -> None:
    """Let the clocks go on that stood still for *step*."""
    clocks.resume(work, work.procedure.steps[step].suspends, f"step.{step}")


def abandon(work: Work, step: str) -> None:
    """Leave *step* without having completed it: what it started is no longer owed."""
    leave(work, step)
    started_by = (f"{step}.entered", f"{step}.started")
    owed = [limit for name in started_by for limit in work.compiled.starting.get(name, ())]
    clocks.end(work, owed, fx.Ending.CANCELLED)
    drop_handoffs(work, work.procedure.steps[step].handoffs)


def complete(work: Work, track: str, target: str, marks: Iterable[str] = ()) -> None:
    """Complete the step of *track* and go to *target*: a step, a fork, a join or an end."""
    step = step_of(work.draft.tracks[track])
    leave(work, step)
    reached = (f"{step}.completed", *marks)
    kind, _, name = target.rpartition(".")
    if kind == "end":
        clocks.reach(work, *reached)
        end_dossier(work, name)
    elif kind == "fork":
        clocks.reach(work, *reached)
        _open_fork(work, track, name)
    elif target == JOINED:
        work.emit(fx.TrackMoved(track, JOINED))
        clocks.reach(work, *reached)
        _join_if_in(work, track)
    else:
        enter(work, track, target, reached)


def end_dossier(work: Work, end: str) -> None:
    """End the dossier: every track closes, every clock still owed is cancelled."""
    rule = work.procedure.ends[end]
    work.cite(rule.cite)
    lifecycle = fx.Lifecycle.DECIDED if rule.kind.is_decision else fx.Lifecycle.CLOSED
    work.emit(fx.LifecycleChanged(lifecycle, end))
    if rule.kind.is_decision:
        work.emit(fx.MilestoneReached("decided", work.at))
        clocks.stop_at(work, ("decided",))
    close_everything(work)
    if rule.kind.is_decision:
        clocks.start_at(work, ("decided",))


def close_everything(work: Work) -> None:
    """Close all tracks, recall all open handoffs, cancel all open clocks."""
    for track in tuple(work.draft.tracks):
        work.emit(fx.TrackMoved(track, None))
    drop_handoffs(work, tuple(work.draft.handoffs))
    clocks.end(work, tuple(work.draft.deadlines), fx.Ending.CANCELLED)


def drop_handoffs(work: Work, handoffs: Iterable[str]) -> None:
    """Cancel those of *handoffs* that still await an answer, with their clocks."""
    for name in handoffs:
        sent = work.draft.handoffs.get(name)
        if sent is not None and sent.status.is_open:
            close_handoff(work, name, fx.HandoffStatus.CANCELLED)
            clocks.end(work, work.compiled.starting.get(f"{name}.sent", ()), fx.Ending.CANCELLED)


def close_handoff(work: Work, name: str, status: fx.HandoffStatus, opinion: str | None = None) -> None:
    """Move a handoff to a state in which no answer is awaited, and let the main clock go on."""
    work.emit(fx.HandoffMoved(name, status, work.at, opinion))
    clocks.resume(work, work.procedure.handoffs[name].suspends, f"handoff.{name}")


def enough(join: Join, wanted: int, arrived: int) -> bool:
    """
    Tell whether a join is satisfied.

    >>> enough("all", 3, 2), enough("any", 3, 1), enough(2, 3, 2), enough(2, 1, 1)
    (False, True, True, True)
    """
    if wanted == 0:
        return True
    if isinstance(join, int):
        return arrived >= min(join, wanted)
    return arrived == wanted if join == "all" else arrived >= 1


def _open_fork(work: Work, track: str, name: str) -> None:
    work.emit(fx.TrackMoved(track, f"fork.{name}"))
    fork = work.procedure.forks[name]
    for branch, rule in fork.tracks.items():
        if holds(rule.when, work.draft.facts):
            enter(work, branch, rule.start)
    _finish_fork_if_in(work, track, fork)


def _join_if_in(work: Work, branch: str) -> None:
    for track, state in tuple(work.draft.tracks.items()):
        kind, _, name = state.partition(".")
        if kind == "fork" and branch in work.procedure.forks[name].tracks:
            _finish_fork_if_in(work, track, work.procedure.forks[name])


def _finish_fork_if_in(work: Work, track: str, fork: Fork) -> None:
    branches = {name: work.draft.tracks[name] for name in fork.tracks if name in work.draft.tracks}
    if not enough(fork.join, len(branches), sum(state == JOINED for state in branches.values())):
        return
    for branch, state in branches.items():
        if state != JOINED:
            abandon(work, step_of(state))
        work.emit(fx.TrackMoved(branch, None))
    kind, _, end = fork.then.rpartition(".")
    if kind == "end":
        clocks.reach(work, *fork.marks)
        end_dossier(work, end)
    else:
        enter(work, track, fork.then, fork.marks)
