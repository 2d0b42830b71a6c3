"""The golden cases of the shipped procedures: dated by a second computation, and noticing every changed number."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from tests.review.coverage import CASES, PAGE, digest, report, suite
from tests.review.day_walker import ends, rule_of

from dossierflow.procedure import catalogue
from dossierflow.review.mutation.trial import Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.procedure import Procedure

VERSIONS = list(catalogue())
TABLES = sorted(CASES.glob("*/*.cases.csv"))


def rows(table: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def walked(row: dict[str, str]) -> str:
    """Return when the term in the note of *row* ends; of two terms the second begins where the first ends."""
    first, chained, second = row["note"].partition(", then ")
    at = datetime.fromisoformat(row.get("from") or row["received"])
    rule = rule_of(row["note"])
    if not chained:
        return f"{ends(rule, at):%Y-%m-%dT%H:%M}"
    middle = ends(replace(rule_of(first), rolls=False, cutoff=rule.cutoff, late=rule.late), at)
    return f"{ends(replace(rule_of(second), cutoff=None), middle):%Y-%m-%dT%H:%M}"


def test_every_version_has_its_table() -> None:
    """No shipped version is without golden cases, and no table is without its version and in another's folder."""
    assert sorted(table.name.removesuffix(".cases.csv") for table in TABLES) == sorted(map(str, VERSIONS))
    assert all(table.name.startswith(f"{table.parent.name}@") for table in TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_expected_days_are_those_of_the_second_computation(table: Path) -> None:
    """Every expected due date is the one that walking from day to day gives for the term in the note."""
    dated = [row for row in rows(table) if row.get("due")]

    assert dated
    for row in dated:
        assert row["due"] == walked(row), row["case"]
        assert row["source"]


@pytest.mark.parametrize("procedure", VERSIONS, ids=str)
def test_every_limit_has_a_case_with_its_term(procedure: Procedure) -> None:
    """Each term that the file states stands in the note of a case of its limit."""
    found = [row for row in rows(CASES / procedure.procedure / f"{procedure}.cases.csv") if row.get("from")]

    for name, limit in procedure.limits.items():
        notes = [row["note"] for row in found if row["limit"] == name]
        for term in limit.terms:
            assert any(re.search(rf"(^|\(){re.escape(str(term))}\b", note) for note in notes), (name, term)


def test_filing_windows_are_counted_from_the_note() -> None:
    """The first and last days of filing windows are what counting back from the day in the note gives."""
    seen = 0
    for table in TABLES:
        for row in rows(table):
            shape = re.fullmatch(r"(\d+) days before (\d{4}-\d{2}-\d{2})", row["note"])
            if shape and row["case"].startswith("filed on the"):
                seen += 1
                submitted = datetime.fromisoformat(row["submitted"]).date()
                assert (date.fromisoformat(shape[2]) - submitted).days == int(shape[1])
    assert seen >= 3


def test_all_cases_pass() -> None:
    """The library answers every case of the catalogue as its file says."""
    assert [f"{one.place} {one.case.name}" for one in suite().run().failed] == []


@pytest.mark.parametrize("procedure", VERSIONS[::4], ids=str)
def test_a_changed_number_is_noticed(procedure: Procedure) -> None:
    """Of a sample of versions, every second number that is changed by one is noticed by a case."""
    found = report(procedure, every=2, numbers=True)

    assert [one.id for one in found.unnoticed] == []
    assert found.count(Verdict.NOTICED)


def test_without_its_cases_a_change_is_not_noticed() -> None:
    """The sample can fail: with the tables left out, changed terms pass unseen."""
    procedure = next(one for one in VERSIONS if one.procedure == "complaint")
    scenario = suite().choose(lambda case: case.file.endswith(".yaml")).of("complaint")
    changed = [one for one in report(procedure, numbers=True).trials if one.by is not None and ".csv" in one.by]

    passing = [one for one in changed if scenario.run((one.mutation.procedure,)).is_fine]

    assert len(passing) > 10


def test_the_page_is_of_these_files() -> None:
    """The page of coverage was written from the files as they are, and no number on it is unnoticed."""
    text = PAGE.read_text("utf-8")
    table = [[cell.strip() for cell in row.strip("|").split("|")] for row in text.splitlines() if row.startswith("| ")]

    assert [(row[0], row[-1].strip("`")) for row in table[1:]] == [(str(one), digest(one)) for one in VERSIONS]
    assert {row[4] for row in table[1:]} == {"100 %"}
