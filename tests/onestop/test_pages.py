"""The pages about the office say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossierflow.onestop import NUMBER_PATTERNS, STATUS_CODES, TRANSITIONS, StatusFault
from dossierflow.onestop.forms import FORMS
from dossierflow.onestop.indicators import (
    INDICATOR_GROUPS,
    MEASURES,
    RATES,
    SCORING_RULES,
    Difference,
    Timeliness,
)
from dossierflow.onestop.records import HostRecord

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def rows(page: str) -> list[list[str]]:
    """Return the cells of every row of every table on a page."""
    lines = (REFERENCE / page).read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]


def test_every_code_is_on_its_page() -> None:
    """Each code stands there with its name, what may follow it and its trap."""
    told = {row[0]: row for row in rows("status-codes.md")}
    for code, one in STATUS_CODES.items():
        after = ", ".join(str(int(other)) for other in sorted(TRANSITIONS[code])) or "none"
        trap = "" if one.trap is None else one.trap.en
        assert told[str(int(code))][1:3] == [one.name.vi, f"`{code.name}`"]
        assert told[str(int(code))][4:] == [after, trap]
    assert {f"`{fault.value}`" for fault in StatusFault} <= set(told)
    for pattern, rule in NUMBER_PATTERNS.items():
        assert told[f"`{pattern.value}`"][1] == f"`{rule.written}`"


@pytest.mark.parametrize("keys", [MEASURES, SCORING_RULES, INDICATOR_GROUPS, [rule.key for rule in RATES]])
def test_every_number_rate_and_rule_is_on_its_page(keys: object) -> None:
    """No number, rate, group or rule of the score is missing from the reference."""
    told = {row[0] for row in rows("indicators.md")}

    assert {f"`{key}`" for key in keys} <= told  # type: ignore[attr-defined] # mappings and lists alike


def test_names_and_reasons_are_on_the_page() -> None:
    """Numbers have their names in both languages; every result and reason of a difference is explained."""
    told = rows("indicators.md")
    text = (REFERENCE / "indicators.md").read_text("utf-8")

    assert all([f"`{key}`", one.name.en, one.name.vi] in told for key, one in MEASURES.items())
    assert {f"`{one.value}`" for one in Difference} <= {row[0] for row in told}
    assert all(f"`{one.value}`" in text for one in Timeliness)
    assert all(f"`{name}`" in text for name in HostRecord.__slots__)


def test_every_form_is_on_its_page() -> None:
    """Each form stands there with its title and both numbers."""
    told = {row[0]: row for row in rows("forms.md")}
    for kind, rule in FORMS.items():
        row = told[f"`{kind.value}`"]
        assert row[1:4] == [rule.title.vi, rule.number_2025, rule.number_2018 or "none"]
