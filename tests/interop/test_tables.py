"""Tables as provinces publish them, and what is found in them by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.interop.published import HEAD, as_document, as_workbook, codes, imported, only, times

from dossierflow.errors import DefinitionError
from dossierflow.interop.internal_procedures import import_source

if TYPE_CHECKING:
    from tests.interop.published import Value

CENTRE, OFFICER, HEADMAN = "Bộ phận một cửa", "Chuyên viên", "Lãnh đạo Sở"
SOUND: list[tuple[Value, ...]] = [
    ("Bước 1", "Tiếp nhận hồ sơ", CENTRE, "Giờ hành chính", "Giấy hẹn"),
    ("Bước 2", "Thẩm định", OFFICER, "04 ngày", "Tờ trình"),
    ("Bước 3", "Ký", HEADMAN, "04 giờ", "Giấy phép"),
    ("Bước 4", "Trả kết quả", CENTRE, "Không tính thời gian", ""),
    ("", "Tổng thời gian giải quyết", "", "4,5 ngày", ""),
]


def test_a_sound_table_is_a_procedure() -> None:
    """Steps, roles, times, total, decision and day come into a draft that the reader takes."""
    one = only(imported(SOUND))
    procedure = one.draft.procedure

    assert codes(one) == [("bare_hours", "Bảng!D4")]
    assert one.sum.agrees
    assert procedure is not None
    assert (str(procedure), procedure.code) == ("tthc-1-000001@2026-01-05", "1.000001")
    assert procedure.name.vi == "Cấp giấy phép quầy hàng"
    assert str(procedure.basis[0]).startswith("12/QĐ-UBND ngày 05/01/2026")
    assert [(step.name.vi, step.by.agency) for step in procedure.steps.values()] == [
        ("Thẩm định", "office"),
        ("Ký", "office"),
    ]
    assert {name: str(limit.term) for name, limit in procedure.limits.items()} == {
        "total": "4.5 days", "step_1_time": "4 days", "step_2_time": "4 hours",
    }  # fmt: skip
    assert procedure.reception.by.agency == procedure.returning.by.agency == "centre"
    assert procedure.ends["granted"].result is not None
    assert procedure.ends["granted"].result.vi == "Giấy phép"


PARENT = [
    ("1", "a", OFFICER, "1 ngày"),
    ("2", "b", "Phòng", "{parent}"),
    ("2.1", "c", OFFICER, "3 ngày"),
    ("2.2", "d", OFFICER, "{child}"),
    ("", "Tổng cộng", "", "{total}"),
]
TWO_LEVELS = [
    ("5 ngày", "2 ngày", "6 ngày", []),
    ("5 ngày", "1 ngày", "5 ngày", [("part_differs", "Bảng!D3")]),
    ("", "2 ngày", "6 ngày", []),
    ("5 ngày", "2 ngày", "7 ngày", [("sum_differs", "Bảng!D6")]),
    ("5 ngày", "16 giờ", "48 giờ", [("bare_hours", "Bảng!D5")]),
]


@pytest.mark.parametrize(("parent", "child", "total", "expected"), TWO_LEVELS)
def test_two_levels_are_added_once(parent: str, child: str, total: str, expected: list[tuple[str, str]]) -> None:
    """A step that others divide counts through them, and must be their sum."""
    rows = [tuple(str(value).format(parent=parent, child=child, total=total) for value in row) for row in PARENT]

    one = only(imported(rows))

    assert [found for found in codes(one) if found[0] != "reception_assumed"] == expected
    assert [row.is_parent for row in one.rows] == [False, True, False, False]
    assert one.draft.is_whole


def test_a_parent_that_alone_has_a_time_bounds_its_parts() -> None:
    """Where only the divided step has a time, it is one limit over its parts."""
    rows = [
        ("1", "a", OFFICER, "5 ngày"),
        ("1.1", "b", OFFICER, ""),
        ("1.2", "c", HEADMAN, ""),
        ("Tổng cộng", "", "", "5 ngày"),
    ]

    one = only(imported(rows))

    assert one.draft.procedure is not None
    limit = one.draft.procedure.limits["step_1_time"]
    assert (limit.starts, limit.stops, str(limit.term)) == ("step_1.entered", ("step_2.completed",), "5 days")
    assert one.sum.agrees
    assert "no_time" not in dict(codes(one))


def test_a_time_merged_over_steps_counts_once() -> None:
    """One cell for several steps is one limit from the first to the last."""
    rows = [
        ("1", "a", OFFICER, "1 ngày"),
        ("2", "b", OFFICER, "07 ngày"),
        ("3", "c", HEADMAN, ""),
        ("", "Tổng cộng", "", "8 ngày"),
    ]

    one = only(imported(rows, ["D3:D4"]))

    assert one.sum.agrees
    assert ("shared_time", "Bảng!D3") in codes(one)
    assert one.draft.procedure is not None
    assert one.draft.procedure.limits["step_2_time"].stops == ("step_3.completed",)


def test_heads_over_two_rows_with_numbered_columns() -> None:
    """Merged heads, a second row of units and a row of column numbers belong to the head."""
    rows: list[tuple[Value, ...]] = [
        ("TT", "Nội dung", "Đơn vị", "Thời gian", None, "Ghi chú"),
        (None, None, None, "Ngày", "Giờ", None),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        (1, "Thẩm định", OFFICER, 2, 16, None),
        (2, "Lấy ý kiến", "Các sở, ngành", "07", None, None),
        (3, "Ký", HEADMAN, "1/2", 5, None),
        (None, "Tổng thời gian", None, "9,5", None, None),
    ]

    one = only(import_source(as_workbook(rows, ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"])))
    unmerged = only(import_source(as_workbook(rows)))

    assert times(one) == times(unmerged) == ["2 days", "7 days", "unread"]
    assert ("two_times", "Sheet!D6") in codes(one)
    assert [row.place for row in one.rows] == ["Sheet!B4", "Sheet!B5", "Sheet!B6"]


def test_several_procedures_in_one_sheet() -> None:
    """Each table takes the title, code and limit around it; signatures below are no steps."""
    rows: list[tuple[Value, ...]] = [
        ("QUY TRÌNH NỘI BỘ",),
        ("1. Thủ tục A (Mã TTHC: 1.000001)",),
        HEAD,
        ("Bước 1", "x", OFFICER, "1 ngày"),
        ("Bước 2", "y", HEADMAN, "2 ngày"),
        ("Tổng thời gian giải quyết TTHC", None, None, "03 ngày"),
        (),
        ("2. Quy trình nội bộ giải quyết TTHC: “B” (Mã số TTHC: 1.000002.H05)",),
        HEAD,
        ("B1", "x", OFFICER, "04 giờ"),
        ("Thời hạn giải quyết: 4 giờ",),
        ("Nơi nhận", None, "TM. ỦY BAN NHÂN DÂN"),
    ]

    found = import_source(as_workbook(rows))

    assert [(one.published.title, one.published.code, one.sum.agrees) for one in found.procedures] == [
        ("A", "1.000001", True), ("B", "1.000002.H05", True),
    ]  # fmt: skip
    assert [(remark.code, remark.place) for remark in found.remarks] == [
        ("passage_unread", "Sheet!A1"), ("passage_unread", "Sheet!A12"),
    ]  # fmt: skip
    assert [one.draft.is_whole for one in found.procedures] == [False, False]
    assert "effective: the key is missing" in str(found.procedures[0].draft.problems[0])


def test_a_document_of_a_province() -> None:
    """Title, code and limit stand in paragraphs; hours and days are added at eight a day."""
    above = [
        "(Ban hành kèm theo Quyết định số 2022/QĐ-UBND ngày 27 tháng 11 năm 2025)",
        "2. Quy trình nội bộ giải quyết TTHC: “Đăng ký hành nghề” (Mã số TTHC: 1.012993)",
        "Thời hạn giải quyết: 05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ (trong đó Sở: 05 ngày làm việc).",
    ]
    rows = [
        ("Thứ tự công việc", "Nội dung công việc", "Trách nhiệm thực hiện", "Thời gian thực hiện"),
        ("Bước 1", "Tiếp nhận hồ sơ", CENTRE, "0,5 ngày làm việc"),
        ("Bước 2", "Thẩm định", OFFICER, "04 ngày làm việc"),
        ("Bước 3", "Ký", HEADMAN, "04 giờ làm việc"),
        ("Bước 4", "Trả kết quả", CENTRE, "Không tính thời gian"),
    ]

    one = only(import_source(as_document(above, rows, ["Ghi chú: nộp trực tuyến"])))

    assert one.sum.agrees
    assert one.draft.procedure is not None
    assert str(one.draft.procedure) == "tthc-1-012993@2025-11-27"
    assert str(one.draft.procedure.limits["total"].term) == "5 working days"
    assert codes(one) == []


def test_sections_of_a_table_have_totals_of_their_own() -> None:
    """Phases follow each other and are checked one by one; cases are procedures of their own."""
    phases = [
        ("I", "Quy trình giải quyết tại cấp xã (10 ngày)", "", ""),
        ("1", "a", OFFICER, "4 ngày"), ("2", "b", OFFICER, "6 ngày"),
        ("II", "Quy trình giải quyết tại cấp tỉnh (15 ngày)", "", ""),
        ("3", "c", OFFICER, "15 ngày"), ("", "Tổng thời gian", "", "25 ngày"),
    ]  # fmt: skip
    cases = [
        ("I", "Trường hợp không lập hội đồng", "", ""), ("1", "a", OFFICER, "4 ngày"), ("Tổng cộng", "", "", "4 ngày"),
        ("II", "Trường hợp lập hội đồng", "", ""), ("1", "a", OFFICER, "4 ngày"), ("2", "b", OFFICER, "6 ngày"),
        ("Tổng cộng", "", "", "11 ngày"),
    ]  # fmt: skip

    assert only(imported(phases)).sum.agrees
    found = imported(cases).procedures
    assert [(one.published.table.variant, one.sum.agrees) for one in found] == [
        ("Trường hợp không lập hội đồng", True), ("Trường hợp lập hội đồng", False),
    ]  # fmt: skip
    assert ("sum_differs", "Bảng!D8") in codes(found[1])
    assert [one.draft.name for one in found] == ["tthc-1-000001", "tthc-1-000001-2"]


FOUND = [
    ([("1", "a", OFFICER, "")], "no_time", "Bảng!B2"),
    ([("1", "a", OFFICER, "2-3 ngày")], "range", "Bảng!D2"),
    ([("1", "a", OFFICER, "7 ngày (mới)\n5 ngày (gia hạn)")], "cases", "Bảng!D2"),
    ([("1", "a", OFFICER, "05")], "no_unit", "Bảng!D2"),
    ([("1", "a", OFFICER, "1 ngày"), ("1", "b", OFFICER, "1 ngày")], "number_repeated", "Bảng!B3"),
    ([("1", "a", OFFICER, "1 ngày"), ("3", "b", OFFICER, "1 ngày")], "number_gap", "Bảng!B3"),
    ([("1", "a", OFFICER, "1 ngày"), ("Tổng cộng", "", "", "chưa rõ")], "total_unread", "Bảng!D3"),
    ([("1", "a", OFFICER, "1 ngày (kể cả giám định)")], "time_words", "Bảng!D2"),
    ([("1", "a", OFFICER, "1 ngày"), ("Ghi chú: x", "", "", "")], "note_row", "Bảng!A3"),
    ([("1", "a", OFFICER, "1 tháng")], "total_unknown", "Bảng!A1"),
    ([("1", "a", OFFICER, "1 ngày")], "total_unstated", "Bảng!A1"),
    ([("x", "a", OFFICER, "1 ngày")], "number_unread", "Bảng!A2"),
    ([("1", "a", OFFICER, "1 ngày 4 giờ")], "days_and_hours", "Bảng!D2"),
    (
        [
            ("1", "a", OFFICER, "1 ngày"),
            ("2", "b", "Chủ đầu tư", "Không tính thời gian"),
            ("3", "c", OFFICER, "1 ngày"),
        ],
        "not_counted",
        "Bảng!D3",
    ),
]


@pytest.mark.parametrize(("rows", "code", "place"), FOUND, ids=[row[1] for row in FOUND])
def test_what_is_wrong_is_named_by_cell(rows: list[tuple[Value, ...]], code: str, place: str) -> None:
    """Every gap and mistake has its code and its cell."""
    assert (code, place) in codes(only(imported(rows)))


def test_bare_numbers_are_read_only_where_the_total_proves_the_unit() -> None:
    """Numbers without a unit take the total's if they then give the total; otherwise they stay unread."""
    proved = only(imported([("1", "a", OFFICER, "0,5"), ("2", "b", OFFICER, "07"), ("Tổng cộng", "", "", "7,5 ngày")]))
    open_ = only(imported([("1", "a", OFFICER, "0,5"), ("2", "b", OFFICER, "07"), ("Tổng cộng", "", "", "8 ngày")]))

    assert times(proved) == ["0.5 days", "7 days"]
    assert ("unit_from_total", "Bảng!D2") in codes(proved)
    assert times(open_) == ["unread", "unread"]
    assert [code for code, _ in codes(open_)].count("no_unit") == 2


def test_words_and_table_may_contradict_each_other() -> None:
    """A limit in the words above that is not the total of the table is named."""
    above = (
        "Thủ tục: A (Mã TTHC: 1.000001)",
        "Thời hạn giải quyết: 10 ngày",
        "Quyết định số 1/QĐ-UBND ngày 01/01/2026",
    )

    one = only(imported([("1", "a", OFFICER, "8 ngày"), ("Tổng cộng", "", "", "8 ngày")], above=above))

    assert ("limit_differs", "paragraph 2") in codes(one)


def test_work_that_begins_with_a_word_of_totals_is_a_step() -> None:
    """To compile, and an officer, are no totals: Tổng hợp, Công chức."""
    rows = [
        ("1", "Tổng hợp ý kiến", OFFICER, "1 ngày"),
        ("", "Công bố", "Công chức", "1 ngày"),
        ("Cộng", "", "", "2 ngày"),
    ]

    one = only(imported(rows))

    assert len(one.rows) == 2
    assert one.sum.agrees


def test_a_file_without_a_table_is_refused() -> None:
    """Where there is no table of steps, the error says what one looks like."""
    with pytest.raises(DefinitionError, match="no table of steps was found; its head must name the time"):
        imported([("a", "b")], head=("x", "y"))
