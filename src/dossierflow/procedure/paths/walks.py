"""
Every way through a procedure, with loops bounded.

The ways follow the engine: guards on facts, supplements, fees, pauses,
handoffs, tracks that run in parallel, silence that ends or acts. A loop is gone
through once, a supplement is asked as often as it may be (once where nothing
bounds it), a fee or a pause happens once on a way or not at all.

Left out is what may happen anywhere and leads nowhere else: corrections,
apologies, extensions, withdrawal, a handoff that is recalled or sent back, and
a dossier that is not received.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from dossierflow.procedure.facts import holds
from dossierflow.procedure.flow import END, FORK, JOIN
from dossierflow.procedure.limits import MissEffect
from dossierflow.procedure.paths.moves import MAIN, Move, MoveKind, Walk, batches
from dossierflow.procedure.paths.situations import Partition, Situation, open_to, situations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.steps import Action, Fork

MOST_WALKS = 5_000
"""How many ways are gone at most, of all situations that guards tell apart."""

MOST_VISITS = 100_000
"""How many steps are entered at most on the search for ways."""

LONGEST = 150
"""How many steps a way has at most, repeated ones included."""

MOST_SUPPLEMENTS = 3
"""How often a supplement is asked at most on one way, where the procedure allows more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How far ways are followed."""

    rounds: int = 1
    """How often a loop is gone through: a step is entered once more than so many times."""

    most: int = MOST_WALKS
    """How many ways are gone, of all situations that guards tell apart."""

    without: frozenset[str] = frozenset()
    """Fees and pauses that do not happen."""


DEFAULT_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Paths:
    """The ways through one procedure."""

    partition: Partition
    groups: tuple[tuple[tuple[Situation, ...], tuple[Walk, ...]], ...]
    """
    Situations in which a dossier can go the same ways, and these ways.

    The ways carry the first of the situations.
    """

    is_complete: bool
    """Whether no bound on numbers has cut ways or facts off; loops are bounded in any case."""

    @property
    def walks(self) -> tuple[Walk, ...]:
        """All ways, of the first situation in which each can be gone."""
        return tuple(walk for _, walks in self.groups for walk in walks)


def paths_of(procedure: Procedure, bounds: Bounds = DEFAULT_BOUNDS) -> Paths:
    """
    Return the ways through *procedure*, which must not contradict itself.

    >>> from dossierflow.procedure import catalogue
    >>> found = paths_of(catalogue().get("criminal-record", "2026-07-01"))
    >>> found.is_complete, sorted({walk.end for walk in found.walks})
    (True, ['issued', 'refused'])
    """
    partition = situations(procedure)
    alike: dict[tuple[bool, ...], list[Situation]] = {}
    for situation in partition.situations:
        alike.setdefault(open_to(procedure, dict(situation.facts)), []).append(situation)
    budget = _Budget(bounds.most, MOST_VISITS)
    groups = tuple((tuple(group), tuple(_walks(procedure, group[0], bounds, budget))) for group in alike.values())
    return Paths(partition, groups, partition.is_complete and not budget.cut)


def shortest(ways: Sequence[Walk]) -> dict[str, Walk]:
    """Return, for everything that some way covers (see `Walk.covers`), the way with the fewest moves."""
    found: dict[str, Walk] = {}
    for walk in sorted(ways, key=lambda one: len(one.moves)):
        for name in walk.covers:
            found.setdefault(name, walk)
    return dict(sorted(found.items()))


def walks(procedure: Procedure, situation: Situation, bounds: Bounds = DEFAULT_BOUNDS) -> Iterator[Walk]:
    """Yield the ways that a dossier in *situation* can go, as many as *bounds* allow."""
    yield from _walks(procedure, situation, bounds, _Budget(bounds.most, MOST_VISITS))


@dataclass(slots=True)
class _Budget:
    """What may still be spent on a search; a file that nobody can mean must not take forever."""

    walks: int
    visits: int
    cut: bool = False
    """Whether something was left out."""


def _walks(procedure: Procedure, situation: Situation, bounds: Bounds, budget: _Budget) -> Iterator[Walk]:
    first = procedure.reception.first
    so = replace(_So(), used=bounds.without).after(procedure, Move(kind=MoveKind.SUBMIT))
    so = so.after(procedure, Move(kind=MoveKind.RECEIVE, step=first, to=first))
    for found in _Walker(procedure, situation, bounds.rounds, budget).visit(first, MAIN, so, None):
        if budget.walks == 0:
            budget.cut = True
            return
        budget.walks -= 1
        yield Walk(situation, found.moves)


@dataclass(frozen=True, slots=True)
class _So:
    """How far a way has come."""

    moves: tuple[Move, ...] = ()
    visits: tuple[str, ...] = ()
    """The steps entered, each as often as it was."""

    asked: int = 0
    used: frozenset[str] = frozenset()
    """Fees and pauses that have been."""

    reached: frozenset[str] = frozenset()
    running: frozenset[str] = frozenset()
    """Limits that run and whose running out would end the dossier."""

    def after(self, procedure: Procedure, move: Move) -> _So:
        """Return how far it has come once *move* is made."""
        reached, running = self.reached, self.running
        for batch in batches(procedure, move):
            reached |= frozenset(batch)
            for name, limit in procedure.limits.items():
                if limit.on_missed.effect is not MissEffect.END:
                    continue
                starts = limit.start_milestones
                if any(milestone in limit.stops for milestone in batch):
                    running -= {name}
                if reached.issuperset(starts) and any(milestone in starts for milestone in batch):
                    running |= {name}
        return replace(self, moves=(*self.moves, move), reached=reached, running=running)


class _Walker:
    """Goes the ways of one situation."""

    def __init__(self, procedure: Procedure, situation: Situation, rounds: int, budget: _Budget) -> None:
        self.procedure = procedure
        self.budget = budget
        self.facts = dict(situation.facts)
        self.rounds = rounds
        self.noticed = {
            milestone
            for limit in procedure.limits.values()
            for milestone in (*limit.start_milestones, *limit.stops)
            if milestone.endswith(".started")
        }

    def visit(self, step: str, track: str, so: _So, joined: Callable[[_So], Iterator[_So]] | None) -> Iterator[_So]:
        """Yield the ways on from entering *step*; *joined* goes on where the track ends."""
        if so.visits.count(step) > self.rounds:
            return
        if self.budget.visits == 0 or len(so.visits) == LONGEST:
            self.budget.cut = True
            return
        self.budget.visits -= 1
        so = replace(so, visits=(*so.visits, step))
        if f"{step}.started" in self.noticed:
            so = so.after(self.procedure, Move(kind=MoveKind.START, track=track, step=step))
        yield from self._work(step, track, so, joined, 0)

    def _work(
        self, step: str, track: str, so: _So, joined: Callable[[_So], Iterator[_So]] | None, first: int
    ) -> Iterator[_So]:
        """Yield the ways on from working on *step*, with interruptions from number *first* on."""
        yield from self._finish(step, track, so, joined)
        yield from self._silence(step, track, so, joined)
        procedure = self.procedure
        kinds = [self._supplement, *(self._fee(name) for name in procedure.fees)]
        kinds += [self._pause(name) for name in procedure.pauses]
        for number, interrupted in enumerate(kinds):
            if number < first:
                continue
            for after, to in interrupted(step, track, so):
                if to is None:
                    yield from self._work(step, track, after, joined, number)
                else:
                    yield from self._go(to, track, after, joined)

    def _go(self, to: str, track: str, so: _So, joined: Callable[[_So], Iterator[_So]] | None) -> Iterator[_So]:
        if to.startswith(END):
            yield self._ended(to, so)
        elif to.startswith(FORK):
            yield from self._fork(to.removeprefix(FORK), track, so, joined)
        elif to == JOIN:
            yield from joined(so) if joined is not None else ()
        else:
            yield from self.visit(to, track, so, joined)

    def _ended(self, to: str, so: _So) -> _So:
        decided = self.procedure.ends[to.removeprefix(END)].kind.is_decision
        return so.after(self.procedure, Move(kind=MoveKind.RETURN)) if decided else so

    def _finish(self, step: str, track: str, so: _So, joined: Callable[[_So], Iterator[_So]] | None) -> Iterator[_So]:
        for key, action in self.procedure.steps[step].actions.items():
            if holds(action.when, self.facts):
                move = Move(
                    kind=MoveKind.ACT, track=track, step=step, name=key, to=action.to, opens=self._opened(action)
                )
                after = self._consulted(step, track, so).after(self.procedure, move)
                yield from self._go(action.to, track, after, joined)

    def _consulted(self, step: str, track: str, so: _So) -> _So:
        """Return *so* once the handoffs of *step* that are needed have been sent and have come back."""
        procedure = self.procedure
        wanted = [name for name in procedure.steps[step].handoffs if holds(procedure.handoffs[name].when, self.facts)]
        if wanted:
            so = so.after(procedure, Move(kind=MoveKind.SEND, track=track, step=step, handoffs=tuple(wanted)))
        for name in wanted:
            so = so.after(procedure, Move(kind=MoveKind.REPLY, track=track, step=step, name=name))
        return so

    def _silence(self, step: str, track: str, so: _So, joined: Callable[[_So], Iterator[_So]] | None) -> Iterator[_So]:
        """Yield the ways on from a limit that runs out while *step* is worked on."""
        procedure = self.procedure
        for name in sorted(so.running):
            yield self._lapsed(name, step, track, so)
        for name, limit in procedure.limits.items():
            key = limit.on_missed.to if limit.on_missed.effect is MissEffect.ACTION else None
            action = procedure.steps[step].actions.get(key) if key is not None else None
            waits = limit.start_milestones[0].partition(".")[0] == step and so.reached.issuperset(
                limit.start_milestones
            )
            if action is not None and waits and holds(action.when, self.facts):
                opens = self._opened(action)
                move = Move(
                    kind=MoveKind.LAPSE, track=track, step=step, name=name, action=key, to=action.to, opens=opens
                )
                yield from self._go(action.to, track, so.after(procedure, move), joined)

    def _lapsed(self, limit: str, step: str, track: str, so: _So) -> _So:
        to = f"{END}{self.procedure.limits[limit].on_missed.to}"
        move = Move(kind=MoveKind.LAPSE, track=track, step=step, name=limit, to=to)
        return self._ended(to, so.after(self.procedure, move))

    def _supplement(self, step: str, track: str, so: _So) -> Iterator[tuple[_So, str | None]]:
        rule = self.procedure.supplement
        if rule is None or step not in rule.steps:
            return
        if so.asked >= (1 if rule.max == "unlimited" else min(rule.max, MOST_SUPPLEMENTS)):
            return
        asked = so.after(self.procedure, Move(kind=MoveKind.ASK, track=track, step=step))
        yield from self._unheard(step, track, asked, so)
        to = rule.back_to if rule.back_to != step else None
        answered = asked.after(self.procedure, Move(kind=MoveKind.ANSWER, track=track, step=step, to=to))
        yield replace(answered, asked=so.asked + 1), to

    def _fee(self, name: str) -> Callable[[str, str, _So], Iterator[tuple[_So, str | None]]]:
        def asked_to_pay(step: str, track: str, so: _So) -> Iterator[tuple[_So, str | None]]:
            fee = self.procedure.fees[name]
            if step not in fee.steps or name in so.used:
                return
            billed = so.after(self.procedure, Move(kind=MoveKind.BILL, track=track, step=step, name=name))
            yield from self._unheard(step, track, billed, so)
            to = fee.to if fee.to != step else None
            paid = billed.after(self.procedure, Move(kind=MoveKind.PAY, track=track, step=step, name=name, to=to))
            yield replace(paid, used=so.used | {name}), to

        return asked_to_pay

    def _pause(self, name: str) -> Callable[[str, str, _So], Iterator[tuple[_So, str | None]]]:
        def paused(step: str, track: str, so: _So) -> Iterator[tuple[_So, str | None]]:
            steps = self.procedure.pauses[name].steps
            if (steps and step not in steps) or name in so.used:
                return
            after = so.after(self.procedure, Move(kind=MoveKind.PAUSE, track=track, step=step, name=name))
            after = after.after(self.procedure, Move(kind=MoveKind.RESUME, track=track, step=step, name=name))
            yield replace(after, used=so.used | {name}), None

        return paused

    def _unheard(self, step: str, track: str, waiting: _So, before: _So) -> Iterator[tuple[_So, str | None]]:
        """Yield the ways to an end of a limit that began with the waiting and runs out."""
        for name in sorted(waiting.running - before.running):
            to = f"{END}{self.procedure.limits[name].on_missed.to}"
            move = Move(kind=MoveKind.LAPSE, track=track, step=step, name=name, to=to)
            yield waiting.after(self.procedure, move), to

    def _opened(self, action: Action) -> tuple[str, ...]:
        fork = self.procedure.forks.get(action.to.removeprefix(FORK)) if action.to.startswith(FORK) else None
        return () if fork is None else self._tracks(fork)

    def _tracks(self, fork: Fork) -> tuple[str, ...]:
        return tuple(name for name, track in fork.tracks.items() if holds(track.when, self.facts))

    def _fork(self, name: str, outer: str, so: _So, joined: Callable[[_So], Iterator[_So]] | None) -> Iterator[_So]:
        fork = self.procedure.forks[name]
        opened = self._tracks(fork)
        needed = len(opened) if fork.join == "all" else min(1 if fork.join == "any" else fork.join, len(opened))
        for arriving in combinations(opened, needed):
            yield from self._tracks_in(name, arriving, outer, so, joined)

    def _tracks_in(
        self, name: str, ahead: tuple[str, ...], outer: str, so: _So, joined: Callable[[_So], Iterator[_So]] | None
    ) -> Iterator[_So]:
        fork = self.procedure.forks[name]
        if not ahead:
            over = so.after(self.procedure, Move(kind=MoveKind.JOINED, track=outer, name=name, to=fork.then))
            yield from self._go(fork.then, outer, over, joined)
            return

        def next_track(then: _So) -> Iterator[_So]:
            yield from self._tracks_in(name, ahead[1:], outer, then, joined)

        yield from self.visit(fork.tracks[ahead[0]].start, ahead[0], so, next_track)
