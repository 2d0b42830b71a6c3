"""
Decision tables: does exactly one row fit every dossier?

A table is checked over all combinations of facts that a dossier can have.
Whole numbers are cut into the ranges between which no row tells a difference,
so the check is exact however large the numbers are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

from dossierflow.procedure.facts import Fact, FactType, FactValue, Matcher, Range, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_CELLS = 100_000
"""The largest number of combinations that is examined."""

MOST_CHECKS = 50 * MOST_CELLS
"""The largest number of combinations times rows."""

MOST_FINDINGS = 50
"""How many things wrong with one table are told."""

COUNTABLE = (FactType.ENUM, FactType.BOOLEAN, FactType.INTEGER)
"""Types whose values can be gone through; dates and texts are none."""


Example = tuple[tuple[str, FactValue], ...]
"""Facts by name."""


class FindingKind(StrEnum):
    """What is wrong with a table."""

    GAP = "gap"
    """A dossier fits no row."""
    OVERLAP = "overlap"
    """A dossier fits two rows."""
    DEAD_ROW = "dead_row"
    """A row fits no dossier, or none that an earlier row does not fit."""
    TOO_LARGE = "too_large"
    """There are more combinations than are examined."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a table."""

    kind: FindingKind
    rows: tuple[int, ...]
    """Rows concerned, counted from 0; none for a gap."""

    example: Example
    """Facts that show it; for a row that fits no dossier, what it asks for."""

    cells: int
    """How many combinations show it, ranges of numbers counted as one."""

    def shown(self) -> str:
        """Return the example as messages write it: ``kind: new, floors: 3``."""
        return ", ".join(f"{name}: {_written(value)}" for name, value in self.example)


@dataclass(frozen=True, slots=True)
class _Axis:
    """The values of one fact, one for each range between which no row tells a difference."""

    name: str
    values: tuple[FactValue, ...]
    rows: tuple[int, ...]
    """For each value the rows that accept it, as bits."""


def analyse(
    rows: Sequence[Mapping[str, Matcher]],
    facts: Mapping[str, Fact],
    *,
    given: Mapping[str, Matcher] | None = None,
) -> tuple[Finding, ...]:
    """
    Return what is wrong with a table in which exactly one row must fit.

    Args:
        rows: The condition of each row.

        facts: The declared facts. Every fact that is used must be among them
            and be countable (`COUNTABLE`).

        given: A condition that every examined dossier meets.

    >>> from dossierflow.citation import LegalText
    >>> floors = Fact(name=LegalText(vi="Số tầng", en="Floors"), type=FactType.INTEGER, at_least=1)
    >>> low, high = {"floors": Range(at_most=3)}, {"floors": Range(at_least=5)}
    >>> [(finding.kind.value, finding.shown()) for finding in analyse([low, high], {"floors": floors})]
    [('gap', 'floors: 4')]
    """
    given = given or {}
    axes = [_axis(name, rows, facts[name], given) for name in _used(rows)]
    cells = prod(len(axis.values) for axis in axes)
    if cells > MOST_CELLS or cells * len(rows) > MOST_CHECKS:
        return (Finding(FindingKind.TOO_LARGE, (), (), cells),)
    tally = _Tally(rows)
    names = tuple(axis.name for axis in axes)
    for cell in product(*(zip(axis.values, axis.rows, strict=True) for axis in axes)):
        fitting = tally.every
        for _, accepting in cell:
            fitting &= accepting
        tally.count(fitting, tuple(zip(names, (value for value, _ in cell), strict=True)))
    return tuple(islice(tally.findings(), MOST_FINDINGS))


class _Tally:
    """What has been seen of a table while its cells are gone through; rows are bits of a number."""

    def __init__(self, rows: Sequence[Mapping[str, Matcher]]) -> None:
        self.rows = rows
        self.every = (1 << len(rows)) - 1
        self._first = 0
        self._together = [0] * len(rows)
        self._fits: dict[int, tuple[Example, int]] = {}

    def count(self, fitting: int, example: Example) -> None:
        """Note that the rows *fitting*, and no others, fit *example*."""
        if fitting not in self._fits:
            # The lowest bit is the row that a reader meets first.
            self._first |= fitting & -fitting
            for row in _bits(fitting):
                self._together[row] |= fitting
        known, cells = self._fits.get(fitting, (example, 0))
        self._fits[fitting] = known, cells + 1

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong: gaps first, then row by row."""
        if 0 in self._fits:
            yield Finding(FindingKind.GAP, (), *self._fits[0])
        for row in range(len(self.rows)):
            earlier = self._together[row] & ((1 << row) - 1)
            if self._first >> row & 1:
                # A dead row is told once, not once more for each row that it meets.
                for other in _bits(earlier & self._first):
                    yield Finding(FindingKind.OVERLAP, (other, row), *self._shared(row, other))
            elif earlier:
                other = next(_bits(earlier))
                yield Finding(FindingKind.DEAD_ROW, (other, row), *self._shared(row, other))
            else:
                wanted = tuple((name, _one_of(matcher)) for name, matcher in self.rows[row].items())
                yield Finding(FindingKind.DEAD_ROW, (row,), wanted, 0)

    def _shared(self, row: int, other: int) -> tuple[Example, int]:
        both = 1 << row | 1 << other
        seen = [fit for fitting, fit in self._fits.items() if fitting & both == both]
        return seen[0][0], sum(cells for _, cells in seen)


def _bits(number: int) -> Iterator[int]:
    """Yield the places of the bits of *number* that are set, lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _used(rows: Iterable[Mapping[str, Matcher]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name in row))


def _axis(name: str, rows: Sequence[Mapping[str, Matcher]], fact: Fact, given: Mapping[str, Matcher]) -> _Axis:
    matchers = [condition[name] for condition in (*rows, given) if name in condition]
    only = {name: given[name]} if name in given else {}
    values = tuple(value for value in _values(fact, matchers) if holds(only, {name: value}))
    return _Axis(name, values, tuple(_accepting(name, value, rows) for value in values))


def _accepting(name: str, value: FactValue, rows: Sequence[Mapping[str, Matcher]]) -> int:
    return sum(
        1 << number for number, row in enumerate(rows) if name not in row or holds({name: row[name]}, {name: value})
    )


def representatives(fact: Fact, matchers: Iterable[Matcher]) -> tuple[FactValue, ...]:
    """
    Return values of *fact* such that whatever value a dossier has, *matchers* treat one of these alike.

    Of dates and texts, they are those that are named, and one that is not.
    """
    if fact.type in COUNTABLE:
        return tuple(_values(fact, matchers))
    named = [one for matcher in matchers for one in (matcher if isinstance(matcher, tuple) else (matcher,))]
    found = [value for value in named if isinstance(value, str)]
    unnamed = "-" if fact.type is FactType.TEXT else next(day for day in _DAYS if day not in found)
    return tuple(dict.fromkeys([*found, unnamed]))


_DAYS = tuple(f"{year}-01-01" for year in range(2000, 2100))


def _values(fact: Fact, matchers: Iterable[Matcher]) -> Iterator[FactValue]:
    """Yield one value of *fact* for each range that *matchers* cannot tell apart."""
    if fact.type is FactType.ENUM:
        yield from fact.values
    elif fact.type is FactType.BOOLEAN:
        yield from (True, False)
    else:
        yield from _numbers(fact, sorted(set(_cuts(matchers))))


def _numbers(fact: Fact, cuts: Sequence[int]) -> Iterator[int]:
    """Yield the lowest number of each range; of the one that is open downwards, the highest."""
    if fact.at_least is not None:
        yield fact.at_least
    else:
        below = cuts[0] - 1 if cuts else 0
        yield below if fact.at_most is None else min(below, fact.at_most)
    for cut in cuts:
        above = fact.at_least is None or cut > fact.at_least
        if above and (fact.at_most is None or cut <= fact.at_most):
            yield cut


def _cuts(matchers: Iterable[Matcher]) -> Iterator[int]:
    """Yield the numbers at which some matcher begins or ceases to accept."""
    for matcher in matchers:
        if isinstance(matcher, Range):
            if matcher.at_least is not None:
                yield matcher.at_least
            if matcher.at_most is not None:
                yield matcher.at_most + 1
            continue
        for value in matcher if isinstance(matcher, tuple) else (matcher,):
            if isinstance(value, int) and not isinstance(value, bool):
                yield from (value, value + 1)


def _one_of(matcher: Matcher) -> FactValue:
    if isinstance(matcher, Range):
        bound = matcher.at_most if matcher.at_least is None else matcher.at_least
        # A range has at least one bound; both sides are never open.
        return 0 if bound is None else bound
    return matcher[0] if isinstance(matcher, tuple) else matcher


def _written(value: FactValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
