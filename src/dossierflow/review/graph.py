"""
The ways of a dossier through a procedure, with what is reached on each.

A place is a step inside the forks that are open around it. A move leads to
another place or to an end, and says which milestones are reached on the way, in
the order in which the engine reaches them. Conditions on facts are not looked
at: every move that some dossier might make is there.

A fork has two kinds of moves: into each of its tracks, and over it to what
follows. What the tracks do meanwhile is told as *loose* milestones, reached in
an unknown order or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dossierflow.citation import LegalText
from dossierflow.procedure.flow import END, FORK, JOIN
from dossierflow.procedure.limits import MissEffect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossierflow.procedure import Action, Fork, Procedure

Batch = tuple[str, ...]
"""Milestones reached together: first they stop clocks, then they start them."""


class Place(NamedTuple):
    """Where a track of a dossier is: in a step, or at an end."""

    name: str
    """A step, or ``end.<name>``."""

    forks: tuple[str, ...] = ()
    """The forks in whose tracks the step is open, the outermost first."""

    @property
    def is_end(self) -> bool:
        """Tell whether the dossier is over."""
        return self.name.startswith(END)


@dataclass(frozen=True, slots=True)
class Move:
    """One way from a place to the next."""

    to: Place
    batches: tuple[Batch, ...]
    loose: frozenset[str] = frozenset()
    """Milestones that other tracks may reach meanwhile."""

    leaves: str | None = None
    """The step that is left without having been completed."""

    answers: bool = False
    """Whether it is the answer to a supplement."""

    lapses: str | None = None
    """The limit whose running out makes the move."""

    bounded: bool = False
    """Whether it can be made a certain number of times only."""


class Graph:
    """All places that a dossier can come to, and the moves between them."""

    def __init__(self, procedure: Procedure) -> None:
        """Walk through *procedure* from its reception."""
        self.procedure = procedure
        self.start = Move(
            Place(procedure.reception.first),
            (("submitted",), self._entering(procedure.reception.first, "received", *procedure.reception.marks)),
        )
        self._silences = _silences(procedure)
        self._inside = {name: self._reached_inside(fork) for name, fork in procedure.forks.items()}
        self.moves: Mapping[Place, tuple[Move, ...]] = self._walk()

    @property
    def places(self) -> frozenset[Place]:
        """Every place that a dossier can come to, ends included."""
        return frozenset(self.moves)

    def name_of(self, place: Place) -> LegalText:
        """Return what people call *place*."""
        if place.is_end:
            return self.procedure.ends[place.name.removeprefix(END)].name
        return self.procedure.steps[place.name].name

    def path_in_words(self, path: Iterable[Place]) -> LegalText:
        """Return *path* as a chain of names; a place that follows itself is told once."""
        names: list[LegalText] = []
        for place in path:
            if not names or names[-1] != self.name_of(place):
                names.append(self.name_of(place))
        return LegalText(vi=" → ".join(name.vi for name in names), en=" → ".join(name.en for name in names))

    def _walk(self) -> dict[Place, tuple[Move, ...]]:
        found: dict[Place, tuple[Move, ...]] = {}
        ahead = [self.start.to]
        while ahead:
            place = ahead.pop()
            if place in found or not self._exists(place):
                continue
            found[place] = () if place.is_end else tuple(self._from(place))
            ahead += [move.to for move in found[place]]
        return found

    def _exists(self, place: Place) -> bool:
        return place.name in self.procedure.steps or place.name.removeprefix(END) in self.procedure.ends

    def _from(self, place: Place) -> Iterator[Move]:
        for action in self.procedure.steps[place.name].actions.values():
            yield from self._by_action(place, action)
        yield from self._by_interruption(place)
        for limit, to in self._silences[place.name]:
            # What is waited for begins in this very move; everything else has begun before.
            begun = tuple(one for one in self.procedure.limits[limit].start_milestones if one.endswith("requested"))
            yield Move(Place(f"{END}{to}"), (begun,), lapses=limit)

    def _by_action(self, place: Place, action: Action) -> Iterator[Move]:
        reached = (f"{place.name}.completed", *action.marks)
        forks = self.procedure.forks
        if action.to == JOIN:
            if place.forks:
                fork = place.forks[-1]
                yield self._over(fork, place.forks[:-1], (reached,))
        elif action.to.startswith(FORK):
            name = action.to.removeprefix(FORK)
            if name in forks and name not in place.forks:
                yield self._over(name, place.forks, (reached,))
                for track in forks[name].tracks.values():
                    within = (*place.forks, name)
                    yield Move(Place(track.start, within), (reached, self._entering(track.start)))
        elif action.to.startswith(END):
            yield Move(Place(action.to), (reached,))
        else:
            yield Move(Place(action.to, place.forks), (self._entering(action.to, *reached),))

    def _over(self, name: str, outer: tuple[str, ...], batches: tuple[Batch, ...]) -> Move:
        """Return the move to what follows the fork *name*."""
        fork = self.procedure.forks[name]
        if fork.then.startswith(END):
            return Move(Place(fork.then), (*batches, fork.marks), loose=self._inside[name])
        return Move(Place(fork.then, outer), (*batches, self._entering(fork.then, *fork.marks)), self._inside[name])

    def _by_interruption(self, place: Place) -> Iterator[Move]:
        procedure, step = self.procedure, place.name
        rule = procedure.supplement
        if rule is not None and step in rule.steps:
            to = rule.back_to or step
            batches = (("supplement_requested",), ("supplement_answered", *rule.marks))
            left = step if to != step else None
            entering = (self._entering(to),) if left else ()
            bounded = rule.max != "unlimited"
            yield Move(Place(to, place.forks), (*batches, *entering), leaves=left, answers=True, bounded=bounded)
        for name, fee in procedure.fees.items():
            if step in fee.steps:
                to = fee.to or step
                paid = (f"{name}.paid",) if to == step else self._entering(to, f"{step}.completed", f"{name}.paid")
                yield Move(Place(to, place.forks), ((f"{name}.requested",), paid))
        for name, pause in procedure.pauses.items():
            if not pause.steps or step in pause.steps:
                yield Move(place, ((f"{name}.started",), (f"{name}.ended",)))
        for name in procedure.steps[step].handoffs:
            yield Move(place, tuple((f"{name}.{event}",) for event in ("sent", "acknowledged", "answered")))

    def _entering(self, step: str, *before: str) -> Batch:
        return (*before, f"{step}.entered", f"{step}.started")

    def _reached_inside(self, fork: Fork) -> frozenset[str]:
        """Return every milestone that the tracks of *fork* may reach."""
        procedure = self.procedure
        found: set[str] = set()
        seen: set[str] = set()
        ahead = [track.start for track in fork.tracks.values()]
        while ahead:
            name = ahead.pop()
            if name.startswith(FORK) and (inner := procedure.forks.get(name.removeprefix(FORK))):
                found |= set(inner.marks)
                ahead += [
                    one for one in (inner.then, *(track.start for track in inner.tracks.values())) if one not in seen
                ]
            if name in seen or name not in procedure.steps:
                continue
            seen.add(name)
            found |= {f"{name}.entered", f"{name}.started", f"{name}.completed"}
            for move in self._by_interruption(Place(name)):
                found |= {milestone for batch in move.batches for milestone in batch}
                ahead.append(move.to.name)
            for action in procedure.steps[name].actions.values():
                found |= set(action.marks)
                ahead.append(action.to)
        return frozenset(found)


def _silences(procedure: Procedure) -> defaultdict[str, list[tuple[str, str]]]:
    """Return, for each step, the limits whose silence can end the dossier there, and the ends."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, limit in procedure.limits.items():
        if limit.on_missed.effect is not MissEffect.END:
            continue
        for milestone in limit.start_milestones:
            owner, _, event = milestone.partition(".")
            steps: tuple[str, ...] = ()
            if event in {"entered", "started"}:
                steps = (owner,)
            elif milestone == "supplement_requested" and procedure.supplement is not None:
                steps = procedure.supplement.steps
            elif event == "requested" and owner in procedure.fees:
                steps = procedure.fees[owner].steps
            else:
                steps = tuple(procedure.steps)
            for step in steps:
                found[step].append((name, str(limit.on_missed.to)))
    return found
