"""Versions by name and by date, and the one that governs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dossierflow.citation import Citation, Effective
from dossierflow.errors import DefinitionError, UnknownNameError, VersionInForceError
from dossierflow.procedure import Anchor, Procedure, ProcedureLibrary, Transition, load_procedure

STALL = load_procedure(Path(__file__).parent / "market-stall@2026-01-01.yaml")
CITE = (Citation(doc="Test"),)


def version(
    name: str, first: str, last: str | None = None, keep_if: Anchor | None = None, procedure: str = "market-stall"
) -> Procedure:
    """Return a version in force from *first* to *last*."""
    return STALL.model_copy(
        update={
            "procedure": procedure,
            "version": name,
            "effective": Effective(
                from_=date.fromisoformat(first), to=None if last is None else date.fromisoformat(last)
            ),
            "transition": None if keep_if is None else Transition(keep_if=keep_if, cite=CITE),
        }
    )


ONE = version("1", "2020-01-01", "2021-12-31")
TWO = version("2", "2022-01-01", "2023-12-31", Anchor.FILED_BEFORE)
THREE = version("3", "2024-01-01", "2024-12-31", Anchor.COMPLETE_BEFORE)
FIVE = version("5", "2026-01-01", None, Anchor.RECEIVED_BEFORE)
OTHER = version("1", "2020-01-01", procedure="fish-stall")
LIBRARY = ProcedureLibrary([FIVE, OTHER, THREE, ONE, TWO])


def test_versions_are_ordered_by_their_first_day() -> None:
    """The order of the files does not matter."""
    assert LIBRARY.ids == ("fish-stall", "market-stall")
    assert LIBRARY.versions("market-stall") == (ONE, TWO, THREE, FIVE)
    assert [str(procedure) for procedure in LIBRARY] == [
        "fish-stall@1",
        "market-stall@1",
        "market-stall@2",
        "market-stall@3",
        "market-stall@5",
    ]
    assert len(LIBRARY) == 5


def test_a_version_is_found_by_its_name() -> None:
    """Identifier and version name one procedure."""
    assert LIBRARY.get("market-stall", "2") is TWO


def test_an_unknown_name_lists_the_known_ones() -> None:
    """Both a procedure and a version of it can be unknown."""
    with pytest.raises(UnknownNameError, match="there is no procedure 'stall'; known: fish-stall, market-stall"):
        LIBRARY.versions("stall")
    with pytest.raises(UnknownNameError, match="there is no version of 'market-stall' '4'; known: 1, 2, 3, 5"):
        LIBRARY.get("market-stall", "4")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2020-01-01", ONE),
        ("2021-12-31", ONE),
        ("2022-01-01", TWO),
        ("2024-12-31", THREE),
        ("2026-01-01", FIVE),
        ("2999-12-31", FIVE),
    ],
)
def test_the_version_in_force_is_found_by_date(on: str, expected: Procedure) -> None:
    """The first and the last day belong to the period."""
    assert LIBRARY.in_force("market-stall", date.fromisoformat(on)) is expected


@pytest.mark.parametrize("on", ["2019-12-31", "2025-01-01", "2025-12-31"])
def test_no_version_is_taken_where_none_is_in_force(on: str) -> None:
    """Before the first version and in a gap the last known one is not taken."""
    with pytest.raises(VersionInForceError, match=f"no version of 'market-stall' is in force on {on}; known: 1 "):
        LIBRARY.in_force("market-stall", date.fromisoformat(on))


@pytest.mark.parametrize(
    ("milestones", "expected"),
    [
        # no clause looks back
        ({"submitted": "2021-12-31"}, ONE),
        ({"submitted": "2022-01-01"}, TWO),
        # filed before version 2: stays under version 1
        ({"submitted": "2021-12-31", "received": "2022-01-03"}, ONE),
        ({"submitted": "2021-12-31", "asked": "2023-06-01"}, ONE),
        ({"submitted": "2022-01-01", "asked": "2023-06-01"}, TWO),
        # version 3 asks whether the dossier was complete, not when it was filed
        ({"submitted": "2023-12-01", "complete": "2024-01-01"}, THREE),
        ({"submitted": "2023-12-01", "complete": "2023-12-31", "asked": "2024-02-01"}, TWO),
        ({"submitted": "2023-12-01", "asked": "2024-02-01"}, THREE),
        # two clauses in a row lead back two versions
        ({"submitted": "2021-12-31", "complete": "2023-12-31", "asked": "2024-02-01"}, ONE),
        ({"submitted": "2025-06-01", "received": "2026-01-01"}, FIVE),
    ],
)
def test_the_governing_version_follows_the_transition_clauses(milestones: dict[str, str], expected: Procedure) -> None:
    """The version of the latest date, and older ones as long as the clauses keep the dossier there."""
    dates = {name: date.fromisoformat(day) for name, day in milestones.items()}

    assert LIBRARY.governing("market-stall", dates) is expected


def test_a_clause_that_leads_to_a_missing_version_is_an_error() -> None:
    """A dossier kept under older law is not handled under the new one because the old file is missing."""
    dates = {"received": date(2025, 12, 31), "asked": date(2026, 2, 1)}

    with pytest.raises(VersionInForceError, match="in force on 2025-12-31"):
        LIBRARY.governing("market-stall", dates)


def test_without_a_date_nothing_governs() -> None:
    """At least the day of submission must be given."""
    with pytest.raises(VersionInForceError, match="give at least the day of submission"):
        LIBRARY.governing("market-stall", {})


def test_the_same_version_may_come_twice() -> None:
    """Two files that say the same do not contradict each other."""
    assert len(ProcedureLibrary([ONE, ONE.model_copy()])) == 1


def test_two_different_procedures_cannot_have_one_version() -> None:
    """A version that changes its content without changing its name is refused."""
    changed = ONE.model_copy(update={"code": "9.000009"})

    with pytest.raises(DefinitionError) as refused:
        ProcedureLibrary([ONE, changed])

    assert str(refused.value) == (
        "market-stall@1: version: 2 different procedures have this name and version; give each its own"
    )


@pytest.mark.parametrize(
    ("earlier", "first"),
    [
        (ONE, "2021-12-31"),
        (version("1", "2020-01-01"), "2022-01-01"),
    ],
)
def test_two_versions_cannot_be_in_force_on_one_day(earlier: Procedure, first: str) -> None:
    """Overlaps are told, also those of a version that never ends."""
    with pytest.raises(DefinitionError) as refused:
        ProcedureLibrary([version("2", first), earlier])

    assert str(refused.value) == (
        f"market-stall@1: effective: market-stall@2 is in force from {first}, when this version still is; "
        "end this one the day before with 'effective.to'"
    )
