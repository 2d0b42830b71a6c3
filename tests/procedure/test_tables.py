"""Decision tables: the checker against a table of cases, and against trying every dossier."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossierflow.citation import LegalText
from dossierflow.procedure import Fact, FactType, FindingKind, Range, analyse
from dossierflow.procedure.tables import MOST_CELLS, MOST_CHECKS, MOST_FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossierflow.procedure import Finding

NAME = LegalText(vi="Dữ kiện", en="Fact")
LOWEST, HIGHEST = -2, 7
FACTS = {
    "kind": Fact(name=NAME, type=FactType.ENUM, values=("new", "adjust", "extend")),
    "house": Fact(name=NAME, type=FactType.BOOLEAN),
    "floors": Fact(name=NAME, type=FactType.INTEGER, at_least=LOWEST, at_most=HIGHEST),
    "open": Fact(name=NAME, type=FactType.INTEGER),
    "low": Fact(name=NAME, type=FactType.INTEGER, at_least=0),
    "high": Fact(name=NAME, type=FactType.INTEGER, at_most=10),
}


def told(findings: Sequence[Finding]) -> list[tuple[str, tuple[int, ...], str]]:
    """Return kind, rows and example of each finding."""
    return [(finding.kind.value, finding.rows, finding.shown()) for finding in findings]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{}], []),
        ([{"house": True}, {"house": False}], []),
        ([{"kind": "new"}, {"kind": ("adjust", "extend")}], []),
        ([{"house": True}], [("gap", (), "house: false")]),
        ([{"kind": ("new", "extend")}], [("gap", (), "kind: adjust")]),
        ([{}, {}], [("dead_row", (0, 1), "")]),
        ([{"floors": Range(at_most=3)}, {"floors": Range(at_least=4)}], []),
        ([{"floors": Range(at_most=3)}, {"floors": Range(at_least=5)}], [("gap", (), "floors: 4")]),
        ([{"floors": Range(at_most=3)}, {"floors": Range(at_least=3)}], [("overlap", (0, 1), "floors: 3")]),
        ([{"floors": 3}, {"floors": (4, 5)}], [("gap", (), "floors: -2")]),
        ([{"open": Range(at_least=5)}], [("gap", (), "open: 4")]),
        ([{"open": Range(at_most=5)}], [("gap", (), "open: 6")]),
        (
            [{"open": 10**9}, {"open": Range(at_most=10**9)}],
            [("gap", (), "open: 1000000001"), ("overlap", (0, 1), "open: 1000000000")],
        ),
        ([{"low": Range(at_most=5)}, {"low": Range(at_least=6)}], []),
        ([{"high": Range(at_least=11)}, {}], [("dead_row", (0,), "high: 11")]),
        ([{"high": Range(at_most=5)}, {"high": Range(at_least=6)}], []),
        ([{"low": Range(at_most=-1)}, {}], [("dead_row", (0,), "low: -1")]),
        ([{"kind": ("gone",)}, {}], [("dead_row", (0,), "kind: gone")]),
        ([{"open": "many"}, {}], [("dead_row", (0,), "open: many")]),
        ([{"house": True}, {"house": False}, {"kind": "new"}], [("dead_row", (0, 2), "house: true, kind: new")]),
        (
            [{"house": True}, {"kind": "new"}],
            [("gap", (), "house: false, kind: adjust"), ("overlap", (0, 1), "house: true, kind: new")],
        ),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_an_example(
    rows: list[dict[str, object]], expected: list[tuple[str, tuple[int, ...], str]]
) -> None:
    """Gaps, overlaps and dead rows, each with a dossier that shows it."""
    assert sorted(told(analyse(rows, FACTS))) == sorted(expected)


def test_a_table_is_judged_for_the_dossiers_that_the_limit_is_for() -> None:
    """What the limit's own condition leaves out is neither a gap nor an overlap."""
    rows = [{"kind": "new"}, {"kind": ("adjust", "extend")}]

    assert told(analyse(rows[:1], FACTS, given={"kind": "new"})) == []
    assert told(analyse(rows, FACTS, given={"kind": "new", "house": True})) == [("dead_row", (1,), "kind: adjust")]


def test_the_number_of_combinations_is_told() -> None:
    """A finding says how many combinations show it."""
    (gap,) = analyse([{"house": True, "kind": ("new", "adjust", "extend")}], FACTS)

    assert (gap.kind, gap.cells) == (FindingKind.GAP, 3)


def wide(count: int) -> dict[str, Fact]:
    """Return *count* facts of two values each."""
    return {f"f{number}": Fact(name=NAME, type=FactType.BOOLEAN) for number in range(count)}


def test_a_table_with_too_many_combinations_is_not_examined() -> None:
    """Seventeen facts of two values are more than are gone through; sixteen are not."""
    assert 2**16 <= MOST_CELLS < 2**17
    (large,) = analyse([dict.fromkeys(wide(17), True)], wide(17))
    (gap,) = analyse([dict.fromkeys(wide(16), True)], wide(16))

    assert (large.kind, large.cells, large.rows, large.example) == (FindingKind.TOO_LARGE, 2**17, (), ())
    assert gap.kind is FindingKind.GAP


def test_a_table_with_too_many_rows_for_its_combinations_is_not_examined() -> None:
    """Time is bounded by combinations times rows."""
    facts = wide(16)
    rows = [dict.fromkeys(facts, True)] * (MOST_CHECKS // 2**16 + 1)

    assert [finding.kind for finding in analyse(rows, facts)] == [FindingKind.TOO_LARGE]


def test_only_so_many_findings_are_told() -> None:
    """A table full of mistakes does not drown its reader."""
    rows = [{"open": Range(at_least=number)} for number in range(MOST_FINDINGS + 10)]

    assert len(analyse(rows, FACTS)) == MOST_FINDINGS


def dossiers() -> Iterator[dict[str, object]]:
    """Yield every dossier of the three bounded facts."""
    for kind, house, floors in product(("new", "adjust", "extend"), (True, False), range(LOWEST, HIGHEST + 1)):
        yield {"kind": kind, "house": house, "floors": floors}


def fits(row: Mapping[str, object], dossier: Mapping[str, object]) -> bool:
    """Tell whether *row* fits, without the code under test."""
    for name, wanted in row.items():
        value = dossier[name]
        if isinstance(wanted, Range):
            low = wanted.at_least if wanted.at_least is not None else LOWEST
            high = wanted.at_most if wanted.at_most is not None else HIGHEST
            if not low <= value <= high:
                return False
        elif value not in (wanted if isinstance(wanted, tuple) else (wanted,)):
            return False
    return True


bounds = st.one_of(st.none(), st.integers(LOWEST - 2, HIGHEST + 2))
ranges = (
    st.tuples(bounds, bounds)
    .filter(lambda pair: pair != (None, None) and (None in pair or pair[0] <= pair[1]))
    .map(lambda pair: Range(at_least=pair[0], at_most=pair[1]))
)
numbers = st.integers(LOWEST - 1, HIGHEST + 1)
matchers = {
    "kind": st.lists(st.sampled_from(("new", "adjust", "extend")), min_size=1, max_size=3, unique=True).map(tuple),
    "house": st.booleans(),
    "floors": st.one_of(ranges, numbers, st.lists(numbers, min_size=1, max_size=3, unique=True).map(tuple)),
}
conditions = st.fixed_dictionaries({}, optional=matchers)


@settings(max_examples=300)
@given(rows=st.lists(conditions, min_size=1, max_size=5), given_=conditions)
def test_the_checker_agrees_with_trying_every_dossier(rows: list[dict[str, object]], given_: dict[str, object]) -> None:
    """Exactly the gaps, overlaps and dead rows that trying out all dossiers finds."""
    examined = [dossier for dossier in dossiers() if fits(given_, dossier)]
    fitting = [[number for number, row in enumerate(rows) if fits(row, dossier)] for dossier in examined]
    first = {found[0] for found in fitting if found}
    overlaps = {pair for found in fitting for pair in combinations(found, 2) if set(pair) <= first}

    findings = analyse(rows, FACTS, given=given_)

    by_kind = {kind: [finding for finding in findings if finding.kind is kind] for kind in FindingKind}
    # A condition that no dossier meets leaves nothing to be missed, also where the table does not use its facts.
    assert bool(by_kind[FindingKind.GAP]) == ([] in fitting) or not examined
    if examined:
        assert {finding.rows for finding in by_kind[FindingKind.OVERLAP]} == overlaps
        assert {finding.rows[-1] for finding in by_kind[FindingKind.DEAD_ROW]} == set(range(len(rows))) - first
    for finding in (*by_kind[FindingKind.GAP], *by_kind[FindingKind.OVERLAP]):
        example = dict(finding.example)
        shown = [number for number, row in enumerate(rows) if fits(row, example)]
        assert shown == [] if finding.kind is FindingKind.GAP else set(finding.rows) <= set(shown)
        assert all(fits({name: given_[name]}, example) for name in given_ if name in example)
