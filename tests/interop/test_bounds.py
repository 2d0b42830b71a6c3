"""Files made to cost time: what is looked at is bounded, so they are refused or read at once."""

from __future__ import annotations

import pytest
from tests.interop.published import HEAD, codes, grid, imported, only

from dossierflow.errors import DefinitionError
from dossierflow.interop.internal_procedures import Source, import_source, read_words
from dossierflow.interop.internal_procedures.importing import MOST_PROCEDURES, MOST_STEPS
from dossierflow.interop.internal_procedures.times import LONGEST_TIME
from dossierflow.office import Paragraph

STEP = ("1", "a", "Chuyên viên", "1 ngày")


def test_a_long_time_cell_is_not_looked_at() -> None:
    """A time is short; what is longer is told, in its first characters."""
    read = read_words("(" + "1" * 32_000)

    assert (read.reason, len(read.quote)) == ("time_unread", LONGEST_TIME)


@pytest.mark.parametrize(
    "text",
    [
        "(" + "1" * 30_000,
        "Mã" + " " * 30_000 + "x",
        "Thủ tục" + ":" * 30_000,
        "Thời hạn giải quyết" * 1_500,
        "\n" * 30_000 + "x",
    ],
    ids=["bracket", "spaces", "colons", "repeated", "lines"],
)
def test_texts_made_to_be_slow_are_read(text: str) -> None:
    """Titles, totals and sections of 30,000 characters are looked at as far as a title goes."""
    source = Source("a.docx", (Paragraph(1, text), grid([HEAD, (text, "", "", ""), STEP, ("Tổng cộng", "", "", text)])))

    assert import_source(source).procedures[0].rows[-1].content == "a"


def test_unread_columns_are_told_and_a_wide_table_is_none() -> None:
    """Columns that are not understood are told once each; where most are not, it is no table of steps."""
    one = only(imported([STEP], head=(*HEAD, "Lĩnh vực", "Mức thu", "Cấp độ 4 trực tuyến")))

    assert [place for code, place in codes(one) if code == "column_unread"] == ["Bảng!F1", "Bảng!G1", "Bảng!H1"]
    with pytest.raises(DefinitionError, match="no table of steps was found"):
        imported([STEP], head=(*HEAD, *(f"x{number}" for number in range(2_000))))


def test_a_table_without_end_is_refused() -> None:
    """More steps or procedures than anybody publishes are refused with the bound."""
    with pytest.raises(DefinitionError, match=f"more than {MOST_STEPS} steps"):
        imported([STEP] * (MOST_STEPS + 1))
    with pytest.raises(DefinitionError, match=f"more than {MOST_PROCEDURES} procedures"):
        imported([HEAD, STEP] * (MOST_PROCEDURES + 1), head=())
    assert len(only(imported([STEP] * MOST_STEPS)).rows) == MOST_STEPS
