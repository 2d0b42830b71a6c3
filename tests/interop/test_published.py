"""
Forty-six internal procedures as eight provinces published them in November and December 2025.

The rows were copied from the decisions; long texts are cut. Sums were counted by
hand beside them, so that they are held to a count that is not the library's.
"""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.interop.published import as_document, as_workbook

from dossierflow.interop.internal_procedures import Weight, import_procedures, import_source, weight
from dossierflow.interop.internal_procedures.times import hours_of
from dossierflow.review import Severity, review
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from dossierflow.interop.internal_procedures import Import, Imported

FILE = Path(__file__).parent / "data" / "published-internal-procedures.csv"
WRONG_IN_PRINT = {"1.014431": (15, 27), "1.014451": (51, 53)}
"""Sum of the steps and printed total, in days, of the two procedures whose decision does not add up."""

HALVES = {"2.001661": (5, 8), "2.000286": (15, 25)}
"""The provincial half of procedures whose total counts the commune's half too."""

HEAD = ("Thứ tự", "Nội dung công việc", "Trách nhiệm thực hiện", "Thời gian thực hiện")


def _rows() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["process_id"], []).append(row)
    return found


ROWS = _rows()


@pytest.fixture(scope="module")
def whole() -> Import:
    """Import the file once."""
    return import_procedures(FILE)


def test_all_are_imported_and_are_procedures(whole: Import) -> None:
    """Every published procedure becomes a draft that the reader takes, with every step."""
    assert len(whole.procedures) == len(ROWS) == 46
    assert [len(one.rows) for one in whole.procedures] == [len(rows) for rows in ROWS.values()]
    assert all(one.draft.is_whole for one in whole.procedures)
    assert len({one.draft.file_name for one in whole.procedures}) == 46


def test_thirty_two_totals_reproduce_and_two_are_wrong_in_print(whole: Import) -> None:
    """Of 36 printed totals 32 are the sum of their steps, 2 count another authority's half, 2 are wrong in print."""
    assert Counter(one.sum.agrees for one in whole.procedures) == {True: 32, False: 4, None: 10}

    differing = {
        one.published.code: (one.sum.added, one.sum.stated) for one in whole.procedures if one.sum.agrees is False
    }

    expected = {
        code: (Fraction(added * 8), Fraction(stated * 8))
        for code, (added, stated) in {**WRONG_IN_PRINT, **HALVES}.items()
    }
    assert differing == expected
    for one in whole.procedures:
        assert [remark.code for remark in one.mistakes] == (["sum_differs"] if one.sum.agrees is False else [])


def test_sums_are_those_counted_by_hand(whole: Import) -> None:
    """Each sum is the one that was counted beside the decision, in days or in hours."""
    for one, rows in zip(whole.procedures, ROWS.values(), strict=True):
        counted = Fraction(rows[0]["sum_of_steps"])
        in_hours = any("giờ" in row["time_raw"] and row["time_raw"] != "Giờ hành chính" for row in rows)
        assert one.sum.added == (counted if in_hours else counted * 8)


def test_the_drafts_pass_the_review(whole: Import) -> None:
    """A review of the drafts finds nothing but notes, as of anything that nobody has compared with its source."""
    calendar = vietnam()

    for one in whole.procedures[::5]:
        assert one.draft.procedure is not None
        found = review([one.draft.procedure], calendar=calendar)
        assert {finding.severity for finding in found.findings} <= {Severity.NOTE}


def _as_published(rows: list[dict[str, str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return what stands above one table, and its rows with a row of totals, as the decision has them."""
    code = rows[0]["tthc_code"] or "1.000000"
    above = [
        f"{rows[0]['decision'].replace('QĐ ', 'Quyết định số ', 1)}",
        f"Thủ tục: số {rows[0]['process_id']} (Mã TTHC: {code})",
    ]
    hours = any("giờ làm" in row["time_raw"] for row in rows)
    working = "làm việc" if any("làm việc" in row["time_raw"] for row in rows) else ""
    body = [(f"Bước {row['printed_step_no']}", row["content"], row["actor"], row["time_raw"]) for row in rows]
    if total := rows[0]["declared_total"]:
        unit = f"{'giờ' if hours else 'ngày'} {working}".strip()
        body.append(("Tổng thời gian giải quyết", "", "", f"{float(total):g} {unit}".replace(".", ",")))
    return above, [HEAD, *body]


@pytest.mark.parametrize("number", list(ROWS)[::3])
def test_workbooks_and_documents_say_the_same_as_the_table(number: str, whole: Import) -> None:
    """The same table as a stranger's .xlsx and .docx gives the same steps, times and sums."""
    above, rows = _as_published(ROWS[number])
    known = whole.procedures[list(ROWS).index(number)]

    for source in (as_workbook([*((text,) for text in above), *rows]), as_document(above, rows)):
        (one,) = import_source(source).procedures
        assert _said(one) == _said(known)
        assert one.sum.added == known.sum.added
        assert one.sum.agrees == known.sum.agrees
        assert one.draft.is_whole


def _said(one: Imported) -> list[tuple[str, str, str, str]]:
    return [(row.number, row.content, row.actor, str(row.time.term)) for row in one.rows]


def test_the_draft_keeps_every_time(whole: Import) -> None:
    """The internal limits of a draft add up to the sum of the table."""
    for one in whole.procedures:
        assert one.draft.procedure is not None
        terms = [limit.term for name, limit in one.draft.procedure.limits.items() if name != "total"]
        assert sum(hours_of(term) or 0 for term in terms if term is not None) == one.sum.added


def test_only_gaps_and_notes_are_left(whole: Import) -> None:
    """What remains to be told of the sound ones asks for additions, never for corrections."""
    weights = {weight(remark.code) for one in whole.procedures if one.sum.agrees for remark in one.draft.remarks}

    assert weights == {Weight.GAP, Weight.NOTE}
