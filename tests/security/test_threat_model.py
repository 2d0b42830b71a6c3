"""The page of the threat model: every claim has a test, and every test is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "threat-model.md"
LINK = re.compile(r"\[(test_\w+)\]\(([^)]+)\)")
NAMED = sorted(set(LINK.findall(PAGE.read_text("utf-8"))))


def _tests_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("name", "target"), NAMED, ids=[name for name, _ in NAMED])
def test_a_claim_is_proved_by_a_test_that_exists(name: str, target: str) -> None:
    """The file that is linked defines the test that is named."""
    assert name in _tests_of((PAGE.parent / target).resolve())


def test_every_claim_names_a_test() -> None:
    """No row of a table of claims is without one, and there are tables."""
    claims = PAGE.read_text("utf-8").partition("## Claims")[2].partition("## What is not defended")[0]
    rows = [line for line in claims.splitlines() if line.startswith("|") and not line.startswith(("| Claim", "|---"))]

    assert len(rows) > 25
    assert [row for row in rows if not LINK.search(row)] == []


def test_every_test_of_security_proves_a_claim() -> None:
    """A test that is made for a claim stands beside it; a helper of the tables may stand alone."""
    made = {name for path in Path(__file__).parent.glob("test_*.py") for name in _tests_of(path)}
    named = {name for name, _ in NAMED}
    own = _tests_of(Path(__file__))

    alone = {one for one in made - named - own if one.startswith("test_")}
    assert alone == {
        "test_a_log_of_somebody_else_is_not_taken_for_ones_own",
        "test_a_seal_is_not_fooled_by_a_hostile_line",
        "test_an_honest_log_is_intact_after_all_this",
        "test_what_a_spreadsheet_computes_becomes_text",
        "test_what_no_spreadsheet_computes_stays",
    }


def test_whoever_finds_a_weakness_is_told_where_to_go() -> None:
    """The page of the project says how to report, and leads to the threat model."""
    text = (ROOT / "SECURITY.md").read_text("utf-8")

    assert "docs/explanation/threat-model.md" in text
    assert "in private" in text
