"""
The facts that a dossier may have, cut into situations that no rule tells apart.

Two dossiers are in the same situation if every condition of the procedure holds
for both or for neither, and every quantity that multiplies a term is the same.
One of them stands for all: what is proved of it is proved of each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from dossierflow.procedure.facts import holds
from dossierflow.procedure.tables import representatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.procedure.facts import Facts, FactValue, Matcher
    from dossierflow.procedure.model import Procedure

MOST_CELLS = 20_000
"""The largest number of combinations of facts that is gone through."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Facts that stand for all dossiers of which every condition says the same."""

    facts: tuple[tuple[str, FactValue], ...]
    """Only facts that some condition or quantity uses, by name."""

    cells: int = 1
    """How many combinations of facts are like this one, ranges of numbers counted as one."""


@dataclass(frozen=True, slots=True)
class Partition:
    """All situations of a procedure."""

    situations: tuple[Situation, ...]
    cells: int
    """How many combinations of facts there are, ranges of numbers counted as one."""

    @property
    def is_complete(self) -> bool:
        """Tell whether all of them were gone through; otherwise there were too many, and none was."""
        return self.cells <= MOST_CELLS


def situations(procedure: Procedure) -> Partition:
    """
    Return the situations in which a dossier of *procedure* can be.

    >>> from dossierflow.procedure import catalogue
    >>> [situation.facts for situation in situations(catalogue().get("criminal-record", "2026-07-01")).situations]
    [(('channel', 'counter'),), (('channel', 'online'),), (('channel', 'post'),)]
    """
    conditions = tuple(_conditions(procedure))
    found = axes_of(procedure)
    names, axes = tuple(found), tuple(found.values())
    quantities = _quantities(procedure)
    cells = prod(len(axis) for axis in axes)
    if cells > MOST_CELLS:
        return Partition((), cells)
    first: dict[tuple[FactValue, ...], tuple[tuple[str, FactValue], ...]] = {}
    alike: Counter[tuple[FactValue, ...]] = Counter()
    for values in product(*axes):
        facts = dict(zip(names, values, strict=True))
        sign = (*(holds(condition, facts) for condition in conditions), *(facts[name] for name in quantities))
        first.setdefault(sign, tuple(facts.items()))
        alike[sign] += 1
    return Partition(tuple(Situation(facts, alike[sign]) for sign, facts in first.items()), cells)


def axes_of(procedure: Procedure) -> dict[str, tuple[FactValue, ...]]:
    """
    Return the facts on which something depends, each with the values that conditions tell apart.

    >>> from dossierflow.procedure import catalogue
    >>> axes_of(catalogue().get("criminal-record", "2026-07-01"))
    {'channel': ('counter', 'online', 'post')}
    """
    conditions, quantities = tuple(_conditions(procedure)), _quantities(procedure)
    names = dict.fromkeys([*(name for condition in conditions for name in condition), *quantities])
    return {name: _axis(procedure, name, conditions, quantities) for name in names}


def guards(procedure: Procedure) -> Iterator[Mapping[str, Matcher]]:
    """Yield the conditions that decide where a dossier can go."""
    for step in procedure.steps.values():
        yield from (action.when for action in step.actions.values() if action.when)
    yield from (handoff.when for handoff in procedure.handoffs.values() if handoff.when)
    for fork in procedure.forks.values():
        yield from (track.when for track in fork.tracks.values() if track.when)


def open_to(procedure: Procedure, facts: Facts) -> tuple[bool, ...]:
    """Return which of the `guards` hold: two dossiers with the same answer can go the same ways."""
    return tuple(holds(condition, facts) for condition in guards(procedure))


def _quantities(procedure: Procedure) -> tuple[str, ...]:
    return tuple(sorted({name for limit in procedure.limits.values() for name in limit.quantities}))


def _conditions(procedure: Procedure) -> Iterator[Mapping[str, Matcher]]:
    yield from guards(procedure)
    for limit in procedure.limits.values():
        yield from (condition for condition in (limit.when, *(case.when for case in limit.cases)) if condition)
    yield from (rule.when for rule in procedure.extensions.values() if rule.when)


def _axis(
    procedure: Procedure, name: str, conditions: tuple[Mapping[str, Matcher], ...], quantities: tuple[str, ...]
) -> tuple[FactValue, ...]:
    """Return the values of one fact that conditions tell apart; of a quantity, the least and the most as well."""
    fact = procedure.known_facts[name]
    found = representatives(fact, [condition[name] for condition in conditions if name in condition])
    if name not in quantities:
        return found
    # A term that is multiplied is longest just before the number at which another row begins.
    least, lowest = fact.at_least or 1, [value - 1 for value in found if isinstance(value, int)]
    most = least + 1 if fact.at_most is None else fact.at_most
    return tuple(dict.fromkeys([*found, *(value for value in [*lowest, most] if value >= least)]))
