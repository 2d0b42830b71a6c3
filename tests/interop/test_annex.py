"""Any procedure as a table, and back: the same steps and the same times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from dossierflow.interop.internal_procedures import Source, import_source
from dossierflow.interop.internal_procedures.annex import RECEIVED, RETURNED, annex, annex_rows
from dossierflow.office import read_document, read_workbook, write_document, write_workbook
from dossierflow.procedure import catalogue
from dossierflow.testing.strategies import procedures

if TYPE_CHECKING:
    from dossierflow.interop.internal_procedures import Import
    from dossierflow.procedure import Procedure

SHIPPED = list(catalogue())


def through_excel(procedure: Procedure) -> Import:
    """Export to .xlsx, and import what was written."""
    book = read_workbook(write_workbook({"Quy trình nội bộ": annex(procedure)}))
    return import_source(Source("a.xlsx", book.sheets, book.notices))


def through_word(procedure: Procedure) -> Import:
    """Export to .docx, and import what was written."""
    document = read_document(write_document(annex(procedure)))
    return import_source(Source("a.docx", document.blocks, document.notices))


def expected(procedure: Procedure) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the rows that an import must find between reception and return."""
    return [
        (
            row.content,
            row.actor,
            [(str(term), when or ("các trường hợp khác" if len(row.times) > 1 else "")) for term, when in row.times],
        )
        for row in annex_rows(procedure)
    ]


def found(read: Import) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the rows of the one imported procedure."""
    (one,) = read.procedures
    return [(row.content, row.actor, [(str(term), when) for term, when in row.time.terms]) for row in one.rows]


@pytest.mark.parametrize("procedure", SHIPPED, ids=str)
def test_the_catalogue_comes_back(procedure: Procedure) -> None:
    """Every shipped version gives the same steps, actors and times."""
    # Word takes longer to write: every third version goes through it too
    reads = [through_excel(procedure)] + ([through_word(procedure)] if SHIPPED.index(procedure) % 3 == 0 else [])
    for read in reads:
        first, *rows, last = found(read)
        assert (first[0], last[0]) == (RECEIVED, RETURNED)
        assert rows == expected(procedure)
        (one,) = read.procedures
        assert one.published.title == " ".join(procedure.name.vi.split())
        assert one.published.code == (procedure.code if procedure.code[0].isdigit() else "")
        assert one.published.day == (
            procedure.effective.from_.day, procedure.effective.from_.month, procedure.effective.from_.year,
        )  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(procedures())
def test_generated_procedures_come_back(procedure: Procedure) -> None:
    """Whatever a procedure says, its steps and times come back."""
    _, *rows, _ = found(through_excel(procedure))

    assert rows == expected(procedure)


def test_a_draft_says_the_same_steps_as_its_annex() -> None:
    """Import, export, import: the times of the drafts are the same."""
    (procedure,) = (one for one in SHIPPED if one.procedure == "child-protection")
    first = through_word(procedure).drafts[0].procedure
    assert first is not None
    again = through_excel(first).drafts[0].procedure
    assert again is not None

    assert {name: str(limit.term) for name, limit in first.limits.items()} == {
        name: str(limit.term) for name, limit in again.limits.items()
    }
    assert [step.name.vi for step in first.steps.values()] == [step.name.vi for step in procedure.steps.values()]
    assert sorted(str(limit.term) for limit in first.limits.values()) == sorted(
        str(limit.term) for limit in procedure.limits.values()
    )


def test_every_step_and_limit_is_in_the_annex() -> None:
    """No step and no limit is left out: each is in a row or in the list below."""
    for procedure in SHIPPED[::5]:
        document = read_document(write_document(annex(procedure)))
        text = "\n".join(
            [cell.text for table in document.tables for cell in table.cells]
            + [block.text for block in document.blocks if hasattr(block, "number")]
        )
        for step in procedure.steps.values():
            assert " ".join(step.name.vi.split()) in text
        assert len(annex_rows(procedure)) == len(procedure.steps)


def test_our_share_and_theirs_are_told_apart() -> None:
    """The row of totals says how much is the deciding agency's and how much other people's."""
    (procedure,) = (one for one in SHIPPED if str(one) == "land-registration@2025-07-01")
    rows = annex_rows(procedure)

    assert any(row.is_ours for row in rows)
    words = [
        cell.text
        for table in read_document(write_document(annex(procedure, agency="UBND XÃ A"))).tables
        for cell in table.cells
    ]
    assert "UBND XÃ A" in words
    assert "Tổng thời gian các bước" in words


def test_the_annex_is_the_same_bytes_every_time() -> None:
    """Nothing of the hour of writing is in the file."""
    assert write_document(annex(SHIPPED[0])) == write_document(annex(SHIPPED[0]))
