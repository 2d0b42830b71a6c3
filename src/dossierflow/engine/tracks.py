"""
Tracks of a dossier: which step is open, how it is left, and where that leads.

A dossier has one track, ``main``, until a fork opens parallel ones; each track
is in one step, and may wait there for a supplement, a fee or the end of a pause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import clocks
from dossierflow.engine import effects as fx
from dossierflow.engine.causes import beginning, holding
from dossierflow.engine.dossier import FORKED, JOINED, step_of, wait_of
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
    here = sorted(work.draft.tracks.items())
    states = {track: state for track, state in here if step_of(state) in work.procedure.steps}
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
    """Let the clocks go on that stood still for *step*, unless another track is in it too."""
    if sum(step_of(state) == step for state in work.draft.tracks.values()) <= 1:
        clocks.resume(work, f"step.{step}")


def abandon(work: Work, track: str) -> None:
    """Leave the step of *track* without having completed it: what only the step could end is no longer owed."""
    state = work.draft.tracks[track]
    step = step_of(state)
    drop_handoffs(work, work.procedure.steps[step].handoffs)
    leave(work, step)
    _drop_wait(work, state)
    inside = work.compiled.only_in(step)
    for limit in clocks.open_limits(work):
        rule = work.procedure.limits[limit]
        if inside.issuperset(rule.start_milestones) and inside.issuperset(rule.stops):
            clocks.end(work, (limit,), fx.Ending.CANCELLED)


def complete(work: Work, track: str, target: str, marks: Iterable[str] = ()) -> None:
    """Complete the step of *track* and go to *target*: a step, a fork, a join or an end."""
    step = step_of(work.draft.tracks[track])
    drop_handoffs(work, work.procedure.steps[step].handoffs)
    leave(work, step)
    reached = (f"{step}.completed", *marks)
    kind, _, name = target.rpartition(".")
    if kind == "end":
        clocks.reach(work, *reached)
        end_dossier(work, name)
    elif kind == "fork":
        work.emit(fx.TrackMoved(track, f"{FORKED}{name}"))
        clocks.reach(work, *reached)
        _open_fork(work, track, name)
    elif target == JOINED:
        work.emit(fx.TrackMoved(track, JOINED))
        clocks.reach(work, *reached)
        _join_if_in(work, track)
    else:
        enter(work, track, target, reached)


def end_dossier(work: Work, end: str) -> None:
    """End the dossier: every track closes, every clock that nothing can stop any more is cancelled."""
    rule = work.procedure.ends[end]
    work.cite(rule.cite)
    work.become(ending_move(work, end), end)
    if not rule.kind.is_decision:
        close_everything(work)
        return
    work.emit(fx.MilestoneReached("decided", work.at))
    clocks.stop_at(work, ("decided",))
    close_everything(work, but=work.compiled.stopping.get("returned", ()))
    clocks.start_at(work, ("decided",))


def ending_move(work: Work, end: str) -> str:
    """Return the move by which a dossier comes to *end*."""
    return "decide" if work.procedure.ends[end].kind.is_decision else "close"


def close_everything(work: Work, but: Iterable[str] = ()) -> None:
    """Close all tracks, recall all open handoffs, cancel all open clocks *but* those named; these run on."""
    for track in sorted(work.draft.tracks):
        work.emit(fx.TrackMoved(track, None))
    drop_handoffs(work, sorted(work.draft.handoffs))
    kept = set(but)
    clocks.end(work, [limit for limit in clocks.open_limits(work) if limit not in kept], fx.Ending.CANCELLED)
    for limit in clocks.open_limits(work):
        for reason in sorted(holding(work.draft.deadlines[limit])):
            clocks.resume_one(work, limit, reason)


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
    clocks.resume(work, f"handoff.{name}")


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


def _drop_wait(work: Work, state: str) -> None:
    """Give up what a track waits for: its clocks go on, and what was owed meanwhile no longer is."""
    reason = state.partition("?")[2]
    if not reason or any(other.endswith(f"?{reason}") and other != state for other in work.draft.tracks.values()):
        return
    clocks.resume(work, reason)
    clocks.end(work, work.compiled.starting.get(beginning(reason), ()), fx.Ending.CANCELLED)


def _open_fork(work: Work, track: str, name: str) -> None:
    fork = work.procedure.forks[name]
    for branch, rule in fork.tracks.items():
        if holds(rule.when, work.draft.facts):
            enter(work, branch, rule.start)
    _finish_fork_if_in(work, track, fork)


def _join_if_in(work: Work, branch: str) -> None:
    for track, fork in _open_forks(work):
        if branch in fork.tracks:
            _finish_fork_if_in(work, track, fork)


def _open_forks(work: Work) -> list[tuple[str, Fork]]:
    """Return the forks that are open, with the track that waits at each."""
    return [
        (track, work.procedure.forks[state.removeprefix(FORKED)])
        for track, state in sorted(work.draft.tracks.items())
        if state.startswith(FORKED)
    ]


def _finish_fork_if_in(work: Work, track: str, fork: Fork) -> None:
    branches = {name: work.draft.tracks[name] for name in fork.tracks if name in work.draft.tracks}
    if not enough(fork.join, len(branches), sum(state == JOINED for state in branches.values())):
        return
    for branch in branches:
        _close_branch(work, branch)
    kind, _, end = fork.then.rpartition(".")
    if kind == "end":
        clocks.reach(work, *fork.marks)
        end_dossier(work, end)
    else:
        enter(work, track, fork.then, fork.marks)


def _close_branch(work: Work, branch: str) -> None:
    """Close one track of a fork; if it has not arrived, what only it could end is no longer owed."""
    state = work.draft.tracks[branch]
    if state.startswith(FORKED):
        for inner in work.procedure.forks[state.removeprefix(FORKED)].tracks:
            if inner in work.draft.tracks:
                _close_branch(work, inner)
    elif state != JOINED:
        abandon(work, branch)
    work.emit(fx.TrackMoved(branch, None))
    if state != JOINED:
        inside = work.compiled.only_in_track(branch)
        stranded = [name for name in clocks.open_limits(work) if inside.issuperset(_stops(work, name))]
        clocks.end(work, stranded, fx.Ending.CANCELLED)


def _stops(work: Work, limit: str) -> tuple[str, ...]:
    return work.procedure.limits[limit].stops
