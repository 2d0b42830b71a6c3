"""
Kinds of dossiers that some rules treat alike.

Only the facts that the rules name are told apart, and whole numbers only at the
bounds that the rules set, so a handful of examples stands for all dossiers.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from dossierflow.procedure.facts import FactType, FactValue, Range, holds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossierflow.procedure.facts import Fact, Matcher
    from dossierflow.procedure.limits import Limit

MOST_KINDS = 20_000
"""The largest number of kinds of dossiers that is gone through."""


def kinds_of_dossiers(limits: Sequence[Limit], facts: Mapping[str, Fact]) -> Iterator[dict[str, FactValue]]:
    """
    Yield the facts of one dossier of each kind that *limits* tell apart.

    Args:
        limits: Their tables, conditions and quantities tell dossiers apart.

        facts: The declared facts. Those that cannot be gone through, and
            combinations beyond `MOST_KINDS`, are left out.
    """
    rows = [row for limit in limits for row in (limit.when, *(case.when for case in limit.cases))]
    names = list(dict.fromkeys(name for row in rows for name in row))
    names += sorted({name for limit in limits for name in limit.quantities} - set(names))
    values = [_values(facts[name], [row[name] for row in rows if name in row]) for name in names if name in facts]
    known = [name for name in names if name in facts]
    for number, combination in enumerate(product(*values)):
        if number >= MOST_KINDS:
            return
        yield dict(zip(known, combination, strict=True))


def applying(limits: Sequence[Limit], facts: Mapping[str, FactValue]) -> bool:
    """Tell whether every one of *limits* exists for a dossier with *facts*."""
    return all(holds(limit.when, facts) for limit in limits)


def shown(facts: Mapping[str, FactValue]) -> str:
    """
    Return *facts* as messages write them.

    >>> shown({"kind": "new", "urgent": True})
    'kind: new, urgent: true'
    """
    return ", ".join(
        f"{name}: {str(value).lower() if isinstance(value, bool) else value}" for name, value in facts.items()
    )


def _values(fact: Fact, matchers: Sequence[Matcher]) -> list[FactValue]:
    if fact.type is FactType.ENUM:
        return [*fact.values]
    if fact.type is FactType.BOOLEAN:
        return [True, False]
    if fact.type is FactType.INTEGER:
        return [*_numbers(fact, matchers)]
    # Of dates and texts only the values that the rules name are known.
    return [*dict.fromkeys(value for matcher in matchers for value in _named(matcher))]


def _named(matcher: Matcher) -> tuple[FactValue, ...]:
    """Return the single values that *matcher* names."""
    if isinstance(matcher, Range):
        return ()
    return matcher if isinstance(matcher, tuple) else (matcher,)


def _numbers(fact: Fact, matchers: Sequence[Matcher]) -> list[int]:
    """Return one number for each range that *matchers* cannot tell apart; without any, one number."""
    cuts = {cut for matcher in matchers for cut in _cuts(matcher)}
    lowest = fact.at_least if fact.at_least is not None else min(cuts, default=1) - 1
    return sorted(number for number in {lowest, *cuts} if fact.refuses(number) is None)


def _cuts(matcher: Matcher) -> Iterator[int]:
    """Yield the numbers at which *matcher* begins or ceases to accept."""
    if isinstance(matcher, Range):
        if matcher.at_least is not None:
            yield matcher.at_least
        if matcher.at_most is not None:
            yield matcher.at_most + 1
    for value in _named(matcher):
        if isinstance(value, int):
            yield from (value, value + 1)
