"""
One way, move by move: which clocks it starts and stops, and where its tracks are.

The instant of each move is given from outside (`Timing`), so the same course
serves to find out what lies inside what, and to time it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from dossierflow.engine.causes import stands_still
from dossierflow.procedure.facts import holds
from dossierflow.procedure.flow import END, FORK
from dossierflow.procedure.limits import MissEffect
from dossierflow.procedure.paths import Move, MoveKind, Walk, batches
from dossierflow.review.time.clocks import Clocks, Ended
from dossierflow.review.time.columns import START

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.review.time.columns import Node


class Timing(Protocol):
    """Says when each move happens."""

    def moment(self, number: int, move: Move, clocks: Clocks) -> Node:
        """Return the instant of *move*, as the clocks stand before it."""
        ...


class AtOnce:
    """Everything happens at the instant of filing: only the order counts."""

    def moment(self, number: int, move: Move, clocks: Clocks) -> Node:  # noqa: ARG002 -- the order is enough
        """Return the start."""
        return START


class Course:
    """A way that is gone."""

    def __init__(self, walk: Walk, clocks: Clocks, timing: Timing) -> None:
        """Go *walk* to its end."""
        self.walk = walk
        self.clocks = clocks
        self.moments: list[Node] = []
        """The instant of each move."""
        self._places: dict[str, str] = {}
        self._sent: set[str] = set()
        for number, move in enumerate(walk.moves):
            clocks.number = number
            now = timing.moment(number, move, clocks)
            self.moments.append(now)
            self._make(move, now)

    def _make(self, move: Move, now: Node) -> None:
        clocks, procedure = self.clocks, self.clocks.procedure
        match move.kind:
            case MoveKind.ASK:
                rule = procedure.supplement
                still = [limit for limit in sorted(rule.clock) if stands_still(rule, limit)] if rule else []
                clocks.hold("supplement", still, now)
            case MoveKind.ANSWER:
                clocks.settle_supplement(now)
            case MoveKind.BILL:
                clocks.hold(f"fee.{move.name}", procedure.fees[str(move.name)].suspends, now)
            case MoveKind.PAY:
                clocks.release(f"fee.{move.name}", now)
            case MoveKind.PAUSE:
                clocks.hold(f"pause.{move.name}", procedure.pauses[str(move.name)].suspends, now)
            case MoveKind.RESUME:
                clocks.release(f"pause.{move.name}", now)
            case MoveKind.SEND:
                for name in move.handoffs:
                    self._sent.add(name)
                    clocks.hold(f"handoff.{name}", procedure.handoffs[name].suspends, now)
            case MoveKind.REPLY:
                self._sent.discard(str(move.name))
                clocks.release(f"handoff.{move.name}", now)
            case MoveKind.LAPSE:
                clocks.end((str(move.name),), Ended.LAPSED, now)
            case _:
                pass
        self._go(move, now)
        self._settle(move, now)

    def _go(self, move: Move, now: Node) -> None:
        """Leave the step that is left, reach what is reached, enter what is entered."""
        clocks, procedure = self.clocks, self.clocks.procedure
        reached = list(batches(procedure, move))
        if _completes(move):
            self._drop_handoffs(str(move.step), now)
            self._leave(move.track, now)
        elif move.kind is MoveKind.JOINED:
            self._close_branches(str(move.name), now)
        if move.kind is MoveKind.ANSWER:
            clocks.reach(reached.pop(0), now)
            if move.to is not None:
                self._abandon(move.track, now)
        decided = ("decided",) in reached
        for batch in reached[: len(reached) - decided - len(move.opens)]:
            clocks.reach(batch, now)
        if decided:
            clocks.decide(now)
        elif move.kind is MoveKind.RETURN or (move.to or "").startswith(END):
            clocks.close(now)
        elif move.to is not None and move.to in procedure.steps:
            self._enter(move.track, move.to, now)
        self._open(move, now)

    def _settle(self, move: Move, now: Node) -> None:
        """End the clocks that bounded what is over."""
        clocks = self.clocks
        if move.kind is MoveKind.RESUME:
            clocks.end([*clocks.awaited(f"{move.name}.started", MissEffect.RESUME)], Ended.MET, now)
        elif move.kind is MoveKind.REPLY:
            clocks.end([*clocks.awaited(f"{move.name}.sent", MissEffect.SILENCE)], Ended.MET, now)

    def _open(self, move: Move, now: Node) -> None:
        for name in move.opens:
            start = self.clocks.procedure.forks[str(move.to).removeprefix(FORK)].tracks[name].start
            self.clocks.reach((f"{start}.entered",), now)
            self._enter(name, start, now)

    def _enter(self, track: str, step: str, now: Node) -> None:
        """Stand in *step*, whose milestone is reached already, and let it hold what it holds."""
        self._places[track] = step
        held = self.clocks.procedure.steps[step].suspends
        if held and f"step.{step}" not in self.clocks.causes:
            self.clocks.hold(f"step.{step}", held, now)

    def _leave(self, track: str, now: Node) -> None:
        step = self._places.pop(track, None)
        if step is not None and step not in self._places.values():
            self.clocks.release(f"step.{step}", now)

    def _abandon(self, track: str, now: Node) -> None:
        """Leave a step without having completed it: what only it could end is no longer owed."""
        clocks = self.clocks
        step = self._places[track]
        self._drop_handoffs(step, now)
        self._leave(track, now)
        inside = clocks.compiled.only_in(step)
        limits = {name: clocks.procedure.limits[name] for name in clocks.open}
        own = [
            name
            for name, rule in limits.items()
            if inside.issuperset(rule.start_milestones) and inside.issuperset(rule.stops)
        ]
        clocks.end(own, Ended.CANCELLED, now)

    def _close_branches(self, fork: str, now: Node) -> None:
        """Close the tracks of *fork*; those that have not come in leave undone what only they could do."""
        clocks = self.clocks
        for name, track in clocks.procedure.forks[fork].tracks.items():
            if name not in self._places or not holds(track.when, clocks.facts):
                continue
            self._abandon(name, now)
            inside = clocks.compiled.only_in_track(name)
            stranded = [limit for limit in clocks.open if inside.issuperset(clocks.procedure.limits[limit].stops)]
            clocks.end(stranded, Ended.CANCELLED, now)

    def _drop_handoffs(self, step: str, now: Node) -> None:
        for name in self._still_sent(self.clocks.procedure.steps[step].handoffs):
            self._sent.discard(name)
            self.clocks.release(f"handoff.{name}", now)
            self.clocks.end([*self.clocks.awaited(f"{name}.sent")], Ended.CANCELLED, now)

    def _still_sent(self, handoffs: Iterable[str]) -> list[str]:
        return [name for name in handoffs if name in self._sent]


def _completes(move: Move) -> bool:
    """Tell whether *move* finishes its step."""
    if move.kind is MoveKind.LAPSE:
        return move.action is not None
    return move.kind is MoveKind.ACT or (move.kind is MoveKind.PAY and move.to is not None)
