"""
Whose term changes: the dossiers that two versions of a limit treat alike.

Only facts that one of the two versions asks for tell dossiers apart, so a
handful of kinds stands for every dossier, and each pair of terms is counted
once however many kinds have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.engine.rulebook import MissingFactError
from dossierflow.procedure.facts import FactType, holds
from dossierflow.review.cells import kinds_of_dossiers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.deadlines.term import Term
    from dossierflow.engine.rulebook import CompiledProcedure
    from dossierflow.procedure.facts import Fact, FactValue

Kind = dict[str, "FactValue"]
"""The facts of one kind of dossier, by name."""


@dataclass(frozen=True, slots=True)
class TermPair:
    """The term of one limit under two versions, and who has it."""

    limit: str
    before: Term | None
    """None where the first version gives no such term: the limit does not exist, or no row fits."""

    after: Term | None
    kinds: tuple[Kind, ...]
    """The kinds of dossiers with these two terms; one kind without facts where no fact matters."""


def term_pairs(before: CompiledProcedure, after: CompiledProcedure) -> Iterator[TermPair]:
    """Yield the terms of every limit that one of the versions has, the second version's limits first."""
    for name in dict.fromkeys([*after.procedure.limits, *before.procedure.limits]):
        yield from _of_limit(name, before, after)


def _of_limit(name: str, before: CompiledProcedure, after: CompiledProcedure) -> Iterator[TermPair]:
    limits = [one.procedure.limits[name] for one in (before, after) if name in one.procedure.limits]
    facts = merged_facts(before.procedure.known_facts, after.procedure.known_facts)
    found: dict[tuple[Term | None, Term | None], list[Kind]] = {}
    for kind in kinds_of_dossiers(limits, facts):
        found.setdefault((_term(before, name, kind), _term(after, name, kind)), []).append(kind)
    for (first, second), kinds in found.items():
        if first is not None or second is not None:
            yield TermPair(name, first, second, tuple(kinds))


def _term(compiled: CompiledProcedure, name: str, kind: Kind) -> Term | None:
    rule = compiled.procedure.limits.get(name)
    if rule is None or not holds(rule.when, kind):
        return None
    try:
        return compiled.term(name, kind)[0]
    except MissingFactError:
        # a value that only the other version knows, or a gap in the table
        return None


def merged_facts(before: Mapping[str, Fact], after: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return every fact of the two versions, with the values that either of them allows."""
    return {
        name: _merged(before[name], after[name]) if name in before and name in after else {**after, **before}[name]
        for name in dict.fromkeys([*after, *before])
    }


def _merged(before: Fact, after: Fact) -> Fact:
    if before.type is not after.type:
        return after
    if before.type is FactType.ENUM:
        return after.model_copy(update={"values": tuple(dict.fromkeys([*after.values, *before.values]))})
    if before.type is FactType.INTEGER:
        lows, highs = (before.at_least, after.at_least), (before.at_most, after.at_most)
        low = None if None in lows else min(one for one in lows if one is not None)
        high = None if None in highs else max(one for one in highs if one is not None)
        return after.model_copy(update={"at_least": low, "at_most": high})
    return after
