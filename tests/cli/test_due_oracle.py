"""Tables of random cases through the command line, compared with a second computation that shares no code with it."""

from __future__ import annotations

import csv
import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.cli.oracle_due import Answer
from tests.cli.random_cases import any_case, expected
from typer.testing import CliRunner

from dossierflow.cli import app

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = Answer("", "", "")


def compared(folder: Path, seed: int, rows: int) -> tuple[Counter[str], list[dict[str, str]]]:
    """Return how many random rows had which kind of answer, and those that differ from the second computation."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    cases = [any_case(dice, number) for number in range(rows)]
    source, out = folder / "cases.csv", folder / "result.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(cases[0][0]))
        writer.writeheader()
        writer.writerows(row for row, _, _ in cases)

    CliRunner().invoke(app, ["due", "--batch", str(source), "--out", str(out), "--json"])

    with out.open(encoding="utf-8", newline="") as file:
        results = list(csv.DictReader(file))
    assert len(results) == len(cases)
    seen, different = Counter[str](), list[dict[str, str]]()
    for (row, amount, unit), result in zip(cases, results, strict=True):
        wanted = expected(row, amount, unit)
        given = Answer(result["due_date"], result["due_at"], result["provisional"])
        outside = result["error"].startswith(f"calendar {row['calendar'] or 'vn-public'!r} covers")
        same = given == (wanted or REFUSED) and bool(result["error"]) == outside == (wanted is None)
        if not same or not row.items() <= result.items():
            different.append(result)
        seen["outside" if wanted is None else "dated" if given.due_date else "standing still"] += 1
    return seen, different


@pytest.mark.parametrize("seed", range(2))
def test_random_tables_give_what_the_text_says(tmp_path: Path, seed: int) -> None:
    """Two thousand rows over all columns have the due date, instant and mark of the second computation."""
    seen, different = compared(tmp_path, seed, 2000)

    assert different == []
    assert min(seen.values()) > 30
