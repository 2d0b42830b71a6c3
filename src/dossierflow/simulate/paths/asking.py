"""
Which facts a dossier is asked about where it stands, and which may still be asked about from there on.

A fact is settled when something first depends on it. So facts that are asked
for one after the other are not multiplied with each other, and what is never
asked again tells two dossiers apart no longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from dossierflow.engine.dossier import FORKED, is_in_a_step, step_of
from dossierflow.engine.effects import Lifecycle
from dossierflow.procedure.facts import holds
from dossierflow.procedure.flow import FORK, JOIN
from dossierflow.procedure.paths import axes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossierflow.engine.dossier import Dossier
    from dossierflow.procedure.facts import FactValue, Matcher
    from dossierflow.procedure.model import Procedure

FILING, RECEPTION, RETURNING = "filing.", "reception.", "returning."
"""Places that are no steps; no step has such a name."""

MOST_COMBINATIONS = 20_000
"""How many combinations of values are gone through at most where several facts are asked for at once."""

MOST_ALIKE = 256
"""How many of them are tried at most, those alike of which all conditions say the same."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Facts that are settled in one way."""

    facts: tuple[tuple[str, FactValue], ...]
    """All facts on which something depends; those that are not settled have any value."""

    settled: frozenset[str] = frozenset()

    @property
    def values(self) -> Mapping[str, FactValue]:
        """The facts by name."""
        return dict(self.facts)


class Questions:
    """What one procedure asks, by place."""

    def __init__(self, procedure: Procedure) -> None:
        """Read the conditions of *procedure*."""
        self.procedure = procedure
        self.axes = axes_of(procedure)
        self._asked: dict[str, tuple[Mapping[str, Matcher], ...]] = {}
        self._live: dict[frozenset[str], tuple[Mapping[str, Matcher], ...]] = {}

    @cached_property
    def nothing_settled(self) -> Answers:
        """The answers before anything is asked."""
        return Answers(tuple((name, values[0]) for name, values in self.axes.items()))

    def places(self, dossier: Dossier) -> frozenset[str]:
        """Return where *dossier* is: its open steps, the forks at which tracks wait, or a place that is no step."""
        match dossier.lifecycle:
            case Lifecycle.SUBMITTED:
                return frozenset({RECEPTION})
            case Lifecycle.DECIDED:
                return frozenset({RETURNING})
            case Lifecycle.IN_PROGRESS:
                states = dossier.tracks.values()
                steps = {step_of(state) for state in states if is_in_a_step(state)}
                return frozenset(steps | {state for state in states if state.startswith(FORKED)})
            case _:
                return frozenset()

    def split(self, answers: Answers, places: frozenset[str]) -> tuple[list[Answers], int]:
        """
        Return *answers* in every way in which what is asked at *places* may be settled, and what was left out.

        The first keeps the values that there are. What is left out is the
        number of combinations, none where all of them were gone through.
        """
        asked = [condition for place in places for condition in self.asked_at(place)]
        new = tuple(dict.fromkeys(name for one in asked for name in one if name not in answers.settled))
        if not new:
            return [answers], 0
        live, settled, values = self.live(places), answers.settled | frozenset(new), answers.values
        axes = [(values[name], *(one for one in self.axes[name] if one != values[name])) for name in new]
        many = prod(map(len, axes))
        if many <= MOST_COMBINATIONS:
            rows = (dict(zip(new, row, strict=True)) for row in product(*axes))
            found = _alike(rows, values, live, settled)
            if len(found) <= MOST_ALIKE:
                return found, 0
        return _alike(self._cover(asked, new, values), values, live, settled), many

    def told(self, answers: Answers, places: frozenset[str]) -> tuple[bool | None, ...]:
        """Return what is known of everything that may still be asked from *places* on; none where it is open."""
        values = answers.values
        return tuple(_answer(condition, values, answers.settled) for condition in self.live(places))

    def asked_at(self, place: str) -> tuple[Mapping[str, Matcher], ...]:
        """Return the conditions on which something at *place* depends."""
        if place not in self._asked:
            self._asked[place] = tuple(one for one in self._conditions(place) if one)
        return self._asked[place]

    def live(self, places: frozenset[str]) -> tuple[Mapping[str, Matcher], ...]:
        """Return the conditions on which something depends at *places*, or wherever one can go from there."""
        if places not in self._live:
            ahead, seen = [*places], set[str]()
            while ahead:
                place = ahead.pop()
                if place not in seen:
                    seen.add(place)
                    ahead += self._next(place)
            found = (condition for place in sorted(seen) for condition in self.asked_at(place))
            self._live[places] = tuple({str(sorted(one.items(), key=str)): one for one in found}.values())
        return self._live[places]

    def _cover(
        self, asked: list[Mapping[str, Matcher]], new: tuple[str, ...], values: Mapping[str, FactValue]
    ) -> Iterator[dict[str, FactValue]]:
        """Yield few combinations in which each condition holds at least once, and does not at least once."""
        base = {name: values[name] for name in new}
        yield base
        for condition in asked:
            wanted = {name: matcher for name, matcher in condition.items() if name in base}
            yield base | {name: self._value(name, matcher, is_met=True) for name, matcher in wanted.items()}
            for name, matcher in wanted.items():
                yield base | {name: self._value(name, matcher, is_met=False)}

    def _value(self, name: str, matcher: Matcher, *, is_met: bool) -> FactValue:
        values = self.axes[name]
        return next((one for one in values if holds({name: matcher}, {name: one}) is is_met), values[0])

    def _conditions(self, place: str) -> Iterator[Mapping[str, Matcher]]:
        procedure = self.procedure
        milestones = set(self._milestones(place))
        for limit in procedure.limits.values():
            if milestones.intersection(limit.start_milestones):
                yield limit.when
        if place == FILING:
            yield from (window.when for window in procedure.filing)
        step = procedure.steps.get(place)
        if step is None:
            return
        yield from (rule.when for rule in procedure.extensions.values())
        yield from (procedure.handoffs[name].when for name in step.handoffs)
        told = {name for action in step.actions.values() for name in action.sets}
        yield from (limit.when for limit in procedure.limits.values() if told.intersection(limit.when))
        for action in step.actions.values():
            yield action.when
            if action.to.startswith(FORK):
                yield from (track.when for track in procedure.forks[action.to.removeprefix(FORK)].tracks.values())

    def _milestones(self, place: str) -> Iterator[str]:
        """Yield what can be reached while a dossier is at *place*; rather too much than too little."""
        procedure = self.procedure
        simple = {FILING: ("submitted",), RETURNING: ("returned",)}
        yield from simple.get(place, ())
        if place == RECEPTION:
            yield from ("received", *procedure.reception.marks, f"{procedure.reception.first}.entered")
        if place not in procedure.steps:
            return
        step = procedure.steps[place]
        yield from ("decided", *(f"{place}.{event}" for event in ("entered", "started", "completed")))
        yield from (f"{target}.entered" for target in self._next(place))
        yield from (mark for action in step.actions.values() for mark in action.marks)
        yield from (mark for fork in procedure.forks.values() for mark in fork.marks)
        yield from (f"{name}.{event}" for name in step.handoffs for event in ("sent", "acknowledged", "answered"))
        yield from (f"{name}.{event}" for name in procedure.fees for event in ("requested", "paid"))
        yield from (f"{name}.{event}" for name in procedure.pauses for event in ("started", "ended"))
        if procedure.supplement is not None:
            yield from ("supplement_requested", "supplement_answered", *procedure.supplement.marks)

    def _next(self, place: str) -> Iterator[str]:
        """Yield where one can go from *place*, tracks and what follows a fork included."""
        procedure = self.procedure
        if place in {FILING, RECEPTION}:
            yield from (RECEPTION,) if place == FILING else (procedure.reception.first,)
        if place.startswith(FORK):
            yield from self._fork(place.removeprefix(FORK))
        if place not in procedure.steps:
            return
        yield RETURNING
        for action in procedure.steps[place].actions.values():
            yield from self._to(action.to)
        if procedure.supplement is not None and procedure.supplement.back_to is not None:
            yield procedure.supplement.back_to
        yield from (fee.to for fee in procedure.fees.values() if fee.to is not None)

    def _to(self, to: str) -> Iterable[str]:
        if to.startswith(FORK):
            return [to, *self._fork(to.removeprefix(FORK))]
        return [fork.then for fork in self.procedure.forks.values()] if to == JOIN else [to]

    def _fork(self, name: str) -> Iterator[str]:
        fork = self.procedure.forks[name]
        yield fork.then
        yield from (track.start for track in fork.tracks.values())


def _answer(condition: Mapping[str, Matcher], values: Mapping[str, FactValue], settled: frozenset[str]) -> bool | None:
    """Return whether *condition* holds as far as facts are *settled*; none while that is open."""
    known = {name: matcher for name, matcher in condition.items() if name in settled}
    if not holds(known, values):
        return False
    return True if len(known) == len(condition) else None


def _alike(
    rows: Iterable[Mapping[str, FactValue]],
    values: Mapping[str, FactValue],
    conditions: Sequence[Mapping[str, Matcher]],
    settled: frozenset[str],
) -> list[Answers]:
    """Return *values* with each of *rows*, one of those of which all *conditions* say the same."""
    found: dict[tuple[bool | None, ...], Answers] = {}
    for row in rows:
        other = {**values, **row}
        sign = tuple(_answer(condition, other, settled) for condition in conditions)
        found.setdefault(sign, Answers(tuple(other.items()), settled))
    return [*found.values()]
