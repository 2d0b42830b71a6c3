"""
One clock along every path: does it start, and what stops it?

The walk goes through the graph of moves with what matters for the clock: which
of its start milestones have been reached, and whether it runs. It follows the
engine: of milestones reached together, stops come before starts; at an end
that is no decision every clock is cancelled; a step that is left without having
been completed takes with it the clocks that only it could end.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.engine.inside import milestones_only_in
from dossierflow.procedure.flow import END
from dossierflow.procedure.rules import NewLimit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.review.graph import Batch, Graph, Move, Place


class _State(NamedTuple):
    place: Place
    reached: frozenset[str]
    """Which of the clock's start milestones have been reached."""

    running: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """What came of following one clock."""

    started: bool
    """Whether it starts on some path."""

    left_running: tuple[Place, ...] | None
    """The shortest path on which the dossier is decided while it runs; none if there is none."""

    running_in: frozenset[str]
    """The steps in which it may be running."""


def walk(graph: Graph, limit: str) -> Walk:
    """Follow the clock of *limit* along every path of *graph*."""
    clock = _Clock(graph, limit)
    first = clock.after(_State(graph.start.to, frozenset(), running=False), graph.start)
    came_from: dict[_State, _State | None] = {first: None}
    ahead = deque([first])
    started, left_running = False, None
    running_in: set[str] = set()
    while ahead:
        state = ahead.popleft()
        started |= state.running or clock.starts <= state.reached
        if state.running:
            running_in.add(state.place.name)
        if state.place.is_end and state.running and left_running is None:
            left_running = tuple(_path(state, came_from))
        for move in graph.moves.get(state.place, ()):
            following = clock.after(state, move)
            if following not in came_from:
                came_from[following] = state
                ahead.append(following)
    return Walk(started, left_running, frozenset(running_in))


class _Clock:
    """What the moves of a graph do to one clock."""

    def __init__(self, graph: Graph, limit: str) -> None:
        procedure = graph.procedure
        rule = procedure.limits[limit]
        self.limit = limit
        self.procedure = procedure
        self.starts = frozenset(rule.start_milestones)
        self.stops = frozenset(rule.stops)
        supplement = procedure.supplement
        models = {name: supplement.model_of(name) for name in supplement.clock} if supplement else {}
        self.replaced = isinstance(models.get(limit), NewLimit)
        self.replaces = any(isinstance(model, NewLimit) and model.new_limit == limit for model in models.values())
        inside = {step: milestones_only_in(procedure, frozenset({step})) for step in procedure.steps}
        self.owned_by = {step for step, only in inside.items() if self.starts | self.stops <= only}

    def after(self, state: _State, move: Move) -> _State:
        """Return how the clock stands once *move* has been made from *state*."""
        reached, running = state.reached, state.running
        if move.loose:
            running = running and not self.stops & move.loose
            reached |= self.starts & move.loose
        for number, batch in enumerate(move.batches):
            reached, running = self._at(batch, reached, running=running)
            if move.answers and number == 1:
                running = self.replaces or (running and not self.replaced)
        if move.leaves in self.owned_by or move.lapses == self.limit:
            running = False
        if move.to.is_end:
            reached, running = self._ended(move.to, reached, running=running)
        return _State(move.to, reached, running)

    def _at(self, batch: Batch, reached: frozenset[str], *, running: bool) -> tuple[frozenset[str], bool]:
        if self.stops.intersection(batch):
            running = False
        begun = self.starts.intersection(batch)
        reached |= begun
        return reached, running or (bool(begun) and self.starts <= reached)

    def _ended(self, end: Place, reached: frozenset[str], *, running: bool) -> tuple[frozenset[str], bool]:
        if not self.procedure.ends[end.name.removeprefix(END)].kind.is_decision:
            return reached, False
        for batch in (("decided",), ("returned",)):
            reached, running = self._at(batch, reached, running=running)
        return reached, running


def _path(state: _State | None, came_from: dict[_State, _State | None]) -> Iterator[Place]:
    """Yield the places that led to *state*, the first one first."""
    chain: list[Place] = []
    while state is not None:
        chain.append(state.place)
        state = came_from[state]
    yield from reversed(chain)
