"""Tables as plain text: the same bytes on every screen."""

from __future__ import annotations

from dossierflow.render.tables import Table, indented, parts_text, table_text

TABLE = Table(("Thời hạn", "Hạn"), (("Cấp giấy phép", "11/03/2026"), ("x", "")))


def test_columns_are_as_wide_as_their_longest_cell() -> None:
    """Cells are aligned, headings have a rule, no line ends with a space."""
    assert table_text(TABLE).splitlines() == [
        "Thời hạn       Hạn",
        "-------------  ----------",
        "Cấp giấy phép  11/03/2026",
        "x",
    ]


def test_a_table_without_rows_shows_its_headings() -> None:
    """Nothing found is a table too."""
    assert table_text(Table(("A", "BB"), ())) == "A  BB\n-  --"


def test_parts_are_divided_by_empty_lines() -> None:
    """Text and tables follow one another."""
    assert parts_text(["before", Table(("A",), (("1",),)), "after"]) == "before\n\nA\n-\n1\n\nafter"


def test_empty_lines_are_not_indented() -> None:
    """Only lines with something in them move."""
    assert indented("a\n\nb", 3) == "   a\n\n   b"
