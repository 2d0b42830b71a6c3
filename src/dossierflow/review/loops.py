"""
Loops that nothing bounds.

A loop is harmless where a move in it can be made a certain number of times only
(a supplement), or where one statutory clock of an agency runs through all of it
and is neither stopped nor started anew there. Where the applicant takes part,
each round is his own choice; that is worth a note.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.procedure.limits import APPLICANT, LimitKind
from dossierflow.review.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.review.clock_walk import Walk
    from dossierflow.review.graph import Graph, Move, Place


@dataclass(frozen=True, slots=True)
class Loop:
    """Places that lead back to the first of them."""

    places: tuple[Place, ...]
    asks: bool
    """Whether the applicant takes part in it."""

    @property
    def severity(self) -> Severity:
        """A round in which the applicant takes part is his own choice."""
        return Severity.NOTE if self.asks else Severity.WARNING


def loops(graph: Graph, walks: Mapping[str, Walk]) -> Iterator[Loop]:
    """Yield, for each knot of places that lead to each other, its shortest loop without a bound."""
    knots: list[frozenset[Place]] = []
    for place in _in_order(graph):
        if any(place in knot for knot in knots):
            continue
        knot = _knot(graph, place)
        if not knot:
            continue
        knots.append(knot)
        if not _is_timed(graph, knot, walks):
            yield Loop(_round(graph, place, knot), _asks_applicant(graph, knot))


def _in_order(graph: Graph) -> list[Place]:
    """Return the places in the order of the steps in the file."""
    order = {name: number for number, name in enumerate(graph.procedure.steps)}
    return sorted((place for place in graph.places if not place.is_end), key=lambda place: (order[place.name], place))


def _free(graph: Graph, place: Place) -> Iterator[Move]:
    """Yield the moves from *place* that can be made any number of times and lead elsewhere or repeat the step."""
    for move in graph.moves.get(place, ()):
        if not move.bounded and move.batches and (move.to != place or _repeats(place, move)):
            yield move


def _repeats(place: Place, move: Move) -> bool:
    return f"{place.name}.entered" in move.batches[-1] or move.answers


def _knot(graph: Graph, place: Place) -> frozenset[Place]:
    """Return the places that *place* leads to and that lead back to it; none if it never comes back."""
    forward = _closure(graph, place)
    return frozenset(other for other in forward if place in _closure(graph, other))


def _closure(graph: Graph, place: Place) -> frozenset[Place]:
    """Return what follows *place* after at least one move."""
    found: set[Place] = set()
    ahead = [place]
    while ahead:
        for move in _free(graph, ahead.pop()):
            if move.to not in found:
                found.add(move.to)
                ahead.append(move.to)
    return frozenset(found)


def _round(graph: Graph, start: Place, knot: frozenset[Place]) -> tuple[Place, ...]:
    """Return the shortest way from *start* through *knot* back to it, without the return."""
    ways: dict[Place, tuple[Place, ...]] = {start: (start,)}
    ahead = deque([start])
    while True:
        place = ahead.popleft()
        for move in _free(graph, place):
            if move.to == start:
                return ways[place]
            if move.to in knot and move.to not in ways:
                ways[move.to] = (*ways[place], move.to)
                ahead.append(move.to)


def _is_timed(graph: Graph, knot: frozenset[Place], walks: Mapping[str, Walk]) -> bool:
    """Tell whether one statutory clock of an agency runs through the whole of *knot*."""
    touched = {
        milestone
        for place in knot
        for move in _free(graph, place)
        if move.to in knot
        for batch in (*move.batches, tuple(move.loose))
        for milestone in batch
    }
    steps = {place.name for place in knot}
    return any(
        limit.kind is LimitKind.STATUTORY
        and limit.party != APPLICANT
        and steps <= walks[name].running_in
        and not touched.intersection(limit.start_milestones)
        and not touched.intersection(limit.stops)
        for name, limit in graph.procedure.limits.items()
    )


def _asks_applicant(graph: Graph, knot: frozenset[Place]) -> bool:
    steps = [graph.procedure.steps[place.name] for place in knot]
    answers = any(move.answers for place in knot for move in _free(graph, place) if move.to in knot)
    return answers or any(step.by.agency == APPLICANT for step in steps)
