"""
Where a dossier can go: the steps as a graph.

Only the possible moves are told, not whether the facts of a dossier allow
them. Besides the outcomes of steps, a dossier moves when a supplement or a
payment comes, and when silence ends it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dossierflow.procedure.limits import MissEffect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossierflow.procedure.limits import Limit, Milestone
    from dossierflow.procedure.model import Procedure

END = "end."
FORK = "fork."
JOIN = "join"

_Fork = str | None
"""The innermost fork in whose track a step is open; none outside all tracks."""


class Flow:
    """
    The moves of one procedure, from step to step and to its ends.

    Names that do not exist lead nowhere, so that a faulty procedure can be
    looked at too.
    """

    def __init__(self, procedure: Procedure) -> None:
        """Walk through *procedure* from its reception."""
        self._procedure = procedure
        self._moves: defaultdict[str, set[str]] = defaultdict(set)
        self._led_to: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._opened_in: defaultdict[str, set[_Fork]] = defaultdict(set)
        self._ahead: list[tuple[str, _Fork]] = []
        self.stray_joins: set[tuple[str, str]] = set()
        """Step and action that join where no track is open."""
        self._walk()

    @property
    def reachable(self) -> frozenset[str]:
        """The steps that a dossier can come to."""
        return frozenset(self._moves)

    @property
    def ending(self) -> frozenset[str]:
        """The steps from which an end can be reached."""
        back: defaultdict[str, set[str]] = defaultdict(set)
        for step, places in self._moves.items():
            for place in places:
                back[place].add(step)
        return _closure([place for place in back if place.startswith(END)], back)

    @property
    def circular_forks(self) -> frozenset[str]:
        """The forks that open again inside their own tracks."""
        outer = {fork: {one for one in around if one} for fork, around in self._opened_in.items()}
        return frozenset(fork for fork, around in outer.items() if fork in _closure(around, outer))

    def shared_steps(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield fork, track, an earlier track and the first step that both lead to, which would be open twice."""
        for name, fork in self._procedure.forks.items():
            owners: dict[str, str] = {}
            for track_id, track in fork.tracks.items():
                steps = self._within_track(track.start)
                common = next((step for step in self._procedure.steps if step in steps and step in owners), None)
                if common is not None:
                    yield name, track_id, owners[common], common
                owners |= dict.fromkeys(steps, track_id)

    def _within_track(self, start: str) -> frozenset[str]:
        """Return the steps that may be open in a track that begins with *start*, before it joins."""
        others = self._other_moves()
        inside: defaultdict[str, set[str]] = defaultdict(set)
        for name, step in self._procedure.steps.items():
            inside[name].update(others[name])
            for action in step.actions.values():
                inside[name].add(action.to)
        for name, fork in self._procedure.forks.items():
            inside[FORK + name].update([fork.then, *(track.start for track in fork.tracks.values())])
        return _closure([start], inside) & self._procedure.steps.keys()

    def may_run_in(self, limit: Limit) -> frozenset[str]:
        """Return the steps in which the clock of *limit* may be running, if nothing has stopped it."""
        running = self.reachable
        for milestone in limit.start_milestones:
            running &= self._after(milestone)
        return running

    def _after(self, milestone: Milestone) -> frozenset[str]:
        """Return the steps that may be open once *milestone* is reached; in doubt, every one."""
        procedure = self._procedure
        owner, _, event = milestone.partition(".")
        if event in {"entered", "started"} and owner in procedure.steps:
            return _closure([owner], self._moves)
        if event == "completed" and owner in procedure.steps:
            return _closure(self._moves[owner], self._moves)
        if event == "paid" and owner in procedure.fees:
            fee = procedure.fees[owner]
            return _closure([fee.to] if fee.to else fee.steps, self._moves)
        marking = [
            (name, key)
            for name, step in procedure.steps.items()
            for key, action in step.actions.items()
            if milestone in action.marks
        ]
        if not marking or milestone in self._marked_elsewhere():
            return self.reachable
        return _closure([place for action in marking for place in self._led_to[action]], self._moves)

    def _marked_elsewhere(self) -> set[str]:
        procedure = self._procedure
        return {
            *procedure.reception.marks,
            *(mark for fork in procedure.forks.values() for mark in fork.marks),
            *(procedure.supplement.marks if procedure.supplement else ()),
        }

    def _walk(self) -> None:
        others = self._other_moves()
        self._ahead.append((self._procedure.reception.first, None))
        seen: set[tuple[str, _Fork]] = set()
        while self._ahead:
            name, fork = self._ahead.pop()
            if (name, fork) in seen or name not in self._procedure.steps:
                continue
            seen.add((name, fork))
            # A step that leads nowhere is reached all the same.
            self._moves[name].update(others[name])
            self._ahead += [(place, fork) for place in others[name]]
            for key, action in self._procedure.steps[name].actions.items():
                if action.to == JOIN and fork is None:
                    self.stray_joins.add((name, key))
                self._led_to[name, key].update(self._open(action.to, fork))
                self._moves[name] |= self._led_to[name, key]

    def _open(self, target: str, fork: _Fork) -> Iterator[str]:
        """Yield what *target* opens in a track of *fork*, and put it on the list of places to visit."""
        if target.startswith(FORK) and (inner := target.removeprefix(FORK)) in self._procedure.forks:
            self._opened_in[inner].add(fork)
            self._ahead.append((self._procedure.forks[inner].then, fork))
            for track in self._procedure.forks[inner].tracks.values():
                self._ahead.append((track.start, inner))
                yield track.start
        elif target == JOIN and fork is not None:
            # What follows is visited where the fork was opened, and not within its tracks.
            yield self._procedure.forks[fork].then
        else:
            self._ahead.append((target, fork))
            yield target

    def _other_moves(self) -> Mapping[str, list[str]]:
        """Return the moves of each step that are not its own outcomes."""
        moves: defaultdict[str, list[str]] = defaultdict(list)
        supplement = self._procedure.supplement
        if supplement and supplement.back_to:
            for step in supplement.steps:
                moves[step].append(supplement.back_to)
        for fee in self._procedure.fees.values():
            if fee.to:
                for step in fee.steps:
                    moves[step].append(fee.to)
        for limit in self._procedure.limits.values():
            if limit.on_missed.effect is MissEffect.END:
                for step in self._waiting(limit):
                    moves[step].append(f"{END}{limit.on_missed.to}")
        return moves

    def _waiting(self, limit: Limit) -> Iterator[str]:
        """Yield the steps in which silence under *limit* can end the dossier."""
        for milestone in limit.start_milestones:
            owner, _, event = milestone.partition(".")
            if event in {"entered", "started"}:
                yield owner
            if milestone == "supplement_requested" and self._procedure.supplement:
                yield from self._procedure.supplement.steps
            if owner in self._procedure.fees:
                yield from self._procedure.fees[owner].steps


def _closure(places: Iterable[str], moves: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return *places* and everything that *moves* lead to."""
    found: set[str] = set()
    ahead = list(places)
    while ahead:
        place = ahead.pop()
        if place not in found:
            found.add(place)
            ahead += moves.get(place, ())
    return frozenset(found)
