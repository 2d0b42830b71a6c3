"""Facts, their values, and conditions on them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from dossierflow.citation import LegalText
from dossierflow.procedure import Fact, FactType, Range, holds, unknown

NAME = LegalText(vi="Dữ kiện", en="Fact")
KIND = Fact(name=NAME, type=FactType.ENUM, values=("new", "adjust"))
AREA = Fact(name=NAME, type=FactType.INTEGER, at_least=1, at_most=9)
FLOORS = Fact(name=NAME, type=FactType.INTEGER, at_least=1)
DEPTH = Fact(name=NAME, type=FactType.INTEGER)
HOUSE = Fact(name=NAME, type=FactType.BOOLEAN)
BORN = Fact(name=NAME, type=FactType.DATE)
ADDRESS = Fact(name=NAME, type=FactType.TEXT)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (KIND, "new"),
        (AREA, 1),
        (AREA, 9),
        (FLOORS, 10**12),
        (DEPTH, -3),
        (HOUSE, False),
        (BORN, "2024-02-29"),
        (ADDRESS, ""),
    ],
)
def test_a_value_of_the_fact_is_accepted(fact: Fact, value: object) -> None:
    """Values of the fact's type, bounds included, are fine."""
    assert fact.refuses(value) is None


@pytest.mark.parametrize(
    ("fact", "value", "reason"),
    [
        (KIND, "old", "found 'old'; allowed: one of new, adjust"),
        (KIND, True, "found True; allowed: one of new, adjust"),
        (AREA, 0, "found 0; allowed: a whole number of at least 1 and at most 9"),
        (AREA, 10, "found 10; allowed: a whole number of at least 1 and at most 9"),
        (FLOORS, 0, "found 0; allowed: a whole number of at least 1"),
        (DEPTH, "3", "found '3'; allowed: a whole number"),
        (DEPTH, True, "found True; allowed: a whole number"),
        (HOUSE, 1, "found 1; allowed: true or false"),
        (BORN, "2023-02-29", "found '2023-02-29'; allowed: a date as YYYY-MM-DD"),
        (BORN, "20240229", "found '20240229'; allowed: a date as YYYY-MM-DD"),
        (BORN, 20240229, "found 20240229; allowed: a date as YYYY-MM-DD"),
        (ADDRESS, 7, "found 7; allowed: text"),
    ],
)
def test_another_value_is_refused_with_what_is_allowed(fact: Fact, value: object, reason: str) -> None:
    """What was found and what is allowed are both said."""
    assert fact.refuses(value) == reason


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        ({}, {}, True),
        ({"kind": "new"}, {"kind": "new"}, True),
        ({"kind": "new"}, {"kind": "adjust"}, False),
        ({"kind": "new"}, {}, False),
        ({"kind": ("new", "adjust")}, {"kind": "adjust"}, True),
        ({"kind": ("new", "adjust")}, {"kind": "extend"}, False),
        ({"house": True}, {"house": True}, True),
        ({"house": True}, {"house": 1}, False),
        ({"floors": 1}, {"floors": True}, False),
        ({"floors": Range(at_least=2)}, {"floors": 2}, True),
        ({"floors": Range(at_least=2)}, {"floors": 1}, False),
        ({"floors": Range(at_most=2)}, {"floors": 2}, True),
        ({"floors": Range(at_most=2)}, {"floors": 3}, False),
        ({"floors": Range(at_most=2)}, {"floors": True}, False),
        ({"floors": Range(at_most=2)}, {"floors": "1"}, False),
        ({"kind": "new", "floors": 1}, {"kind": "new", "floors": 2}, False),
    ],
)
def test_a_condition_holds_where_every_fact_has_an_allowed_value(
    condition: dict[str, object], facts: dict[str, object], expected: object
) -> None:
    """All parts must hold; true is not 1, and what is not known meets nothing."""
    assert holds(condition, facts) is expected


def test_what_is_not_known_is_listed_in_the_order_of_the_condition() -> None:
    """An unknown fact can be told apart from one with another value."""
    assert unknown({"area": 1, "kind": "new", "house": True}, {"kind": "old"}) == ("area", "house")


def test_a_range_without_numbers_is_refused() -> None:
    """Bounds that cross leave nothing."""
    with pytest.raises(ValidationError, match="the range from 3 to 2 is empty"):
        Range(at_least=3, at_most=2)
