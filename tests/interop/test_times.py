"""What the time cells of published tables say."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import pytest

from dossierflow.deadlines import Term
from dossierflow.interop.internal_procedures import TimeKind, read_words
from dossierflow.interop.internal_procedures.headings import Column, meaning, unit_in
from dossierflow.interop.internal_procedures.times import hours_of, in_words, read_time
from dossierflow.office import Cell

TIMED = [
    ("0,5 ngày", "0.5 days", 4),
    ("0.25 ngày làm việc", "0.25 working days", 2),
    ("1/2 ngày", "0.5 days", 4),
    ("½ ngày làm việc", "0.5 working days", 4),
    ("1 1/2 ngày", "1.5 days", 12),
    ("nửa ngày", "0.5 days", 4),
    ("04 giờ", "4 hours", 4),
    ("04 giờ làm việc", "4 working hours", 4),
    ("08h", "8 hours", 8),
    ("8h làm việc", "8 working hours", 8),
    ("15 phút", "15 minutes", Fraction(1, 4)),
    ("15'", "15 minutes", Fraction(1, 4)),
    ("Trong ngày", "same day", 0),
    ("Ngay trong ngày làm việc", "same day", 0),
    ("Tối đa 03 ngày", "3 days", 24),
    ("Không quá 02 giờ làm việc", "2 working hours", 2),
    ("05 ngày LV", "5 working days", 40),
    ("07 ngày (các cơ quan được lấy ý kiến)", "7 days", 56),
    ("21 ngày (168 giờ)", "21 days", 168),
    ("30 ngày | 240 giờ", "30 days", 240),
    ("01 ngày 04 giờ", "12 working hours", 12),
    ("03 ngày (không tính thời gian lấy ý kiến)", "3 days", 24),
    ("1 tháng", "1 month", None),
]


@pytest.mark.parametrize(("text", "term", "hours"), TIMED)
def test_a_time_is_read(text: str, term: str, hours: int | None) -> None:
    """A time in words is read, and its hours count eight a day."""
    read = read_words(text)

    assert (str(read.term), read.hours) == (term, hours)
    assert read.quote == text


@pytest.mark.parametrize(
    "text",
    [
        "Không tính thời gian",
        "Giờ hành chính",
        "Không quy định",
        "-",
        "–",
        "0",
        "...",
        "Không tính vào 15 ngày",
        "Theo giấy hẹn",
    ],
)
def test_a_step_may_have_no_time_of_its_own(text: str) -> None:
    """Phrases that exclude a step from the count are no mistake and add nothing."""
    read = read_words(text)

    assert (read.kind, read.hours, read.term) == (TimeKind.UNTIMED, 0, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("07", "no_unit"),
        ("1/2", "no_unit"),
        ("2-3 ngày", "range"),
        ("từ 2 đến 3 ngày", "range"),
        ("05 ngày (30 ngày)", "two_times"),
        ("01 ngày 30 tháng", "two_times"),
        ("Khoảng 3 ngày", "loose"),
        ("Theo quy định", "time_unread"),
        ("01 buổi", "time_unread"),
        ("0,5 ngày/01 hồ sơ", "time_unread"),
    ],
)
def test_a_time_is_not_guessed(text: str, reason: str) -> None:
    """Ranges, bare numbers and loose words are named, not read."""
    read = read_words(text)

    assert (read.kind, read.reason, read.hours) == (TimeKind.UNREAD, reason, None)


@pytest.mark.parametrize(
    ("text", "unit", "term"),
    [
        ("07", "ngày", "7 days"),
        ("1/2", "ngày làm việc", "0.5 working days"),
        ("0,25", "ngày làm việc", "0.25 working days"),
        ("07 (cơ quan được lấy ý kiến)", "ngày", "7 days"),
        ("4", "giờ", "4 hours"),
        ("04 giờ", "ngày", "4 hours"),
    ],
)
def test_the_heading_gives_bare_numbers_their_unit(text: str, unit: str, term: str) -> None:
    """A unit in the heading holds for numbers without one, and for no others."""
    assert str(read_words(text, unit).term) == term


def test_times_that_depend_are_kept_with_their_conditions() -> None:
    """Several lines with a condition each are cases; without conditions they are a mistake."""
    for text in (
        "7 ngày làm việc (cấp mới)\n5 ngày làm việc (gia hạn)",
        "Cấp mới: 7 ngày làm việc; gia hạn: 5 ngày làm việc",
    ):
        read = read_words(text)
        assert read.kind is TimeKind.CASES
        assert [(str(term), when.lower()) for term, when in read.terms] == [
            ("7 working days", "cấp mới"), ("5 working days", "gia hạn"),
        ]  # fmt: skip
        assert (read.term, read.hours) == (None, None)
    assert read_words("7 ngày làm việc\n5 ngày làm việc").reason == "two_times"


def test_cells_say_more_than_their_text() -> None:
    """A day is Excel's doing; a unit may stand in the number format; an empty cell is empty."""
    day = datetime(2026, 2, 1)  # noqa: DTZ001 -- a sheet knows no zones

    assert read_time(Cell(1, 1, day, "2026-02-01")).reason == "time_is_date"
    assert str(read_time(Cell(1, 1, 0.5, "0.5", format='0.0" ngày"')).term) == "0.5 days"
    assert str(read_time(Cell(1, 1, 0.5, "0.5"), "ngày làm việc").term) == "0.5 working days"
    assert read_time(None).kind is TimeKind.BLANK


@pytest.mark.parametrize(
    "words",
    [
        "0.5 working days",
        "7 days",
        "2 weeks",
        "1 month",
        "1 year",
        "8 working hours",
        "0.5 hours",
        "30 minutes",
        "same day",
    ],
)
def test_words_of_a_term_are_read_back(words: str) -> None:
    """What an annex writes is what an import reads."""
    assert read_words(in_words(Term.of(words))).term == Term.of(words)


def test_months_cannot_be_added() -> None:
    """No month, week or year has hours."""
    assert [hours_of(Term.of(words)) for words in ("1 week", "1 month", "1 year")] == [None, None, None]


HEADINGS = [
    ("Hà Tĩnh", "TT | Trình tự | Trách nhiệm | Thời gian | Biểu mẫu/Kết quả", "OCATR"),
    ("Cao Bằng", "Thứ tự công việc | Nội dung công việc | Trách nhiệm thực hiện | Thời gian thực hiện", "OCAT"),
    ("Lạng Sơn", "Số TT | Trình tự | Trách nhiệm thực hiện | Thời gian thực hiện", "OCAT"),
    ("Bắc Ninh", "Thứ tự | Nội dung công việc cụ thể | Đơn vị/Người thực hiện | Thời gian | Sản phẩm", "OCATR"),
    ("Nghệ An", "TT | Đơn vị/người thực hiện | Nội dung | Thời gian (mỗi ngày 08 giờ) | Mức độ DVC", "OACTN"),
    ("Hà Nội", "Tên bước | Đơn vị/người thực hiện | Nội dung | Thời hạn (ngày làm việc) | Biểu mẫu/kết quả", "OACTR"),
    ("Sơn La", "TT | Trình tự | Trách nhiệm | Sản phẩm | Thời gian", "OCART"),
    ("others", "STT | CÁC BƯỚC THỰC HIỆN | BỘ PHẬN GIẢI QUYẾT | THỜI HẠN | GHI CHÚ", "OCATN"),
    ("others", "Bước | Trình tự thực hiện | Người thực hiện | Thời gian tối đa | Kết quả thực hiện", "OCATR"),
]
LETTERS = {
    "O": Column.ORDER, "C": Column.CONTENT, "A": Column.ACTOR, "T": Column.TIME, "R": Column.RESULT, "N": Column.NOTE,
}  # fmt: skip


@pytest.mark.parametrize(("_province", "headings", "expected"), HEADINGS)
def test_headings_of_the_provinces_are_known(_province: str, headings: str, expected: str) -> None:
    """Each province words its headings in its own way."""
    assert [meaning(text) for text in headings.split(" | ")] == [LETTERS[letter] for letter in expected]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Thời hạn (ngày làm việc)", "ngày làm việc"),
        ("Thời gian (giờ)", "giờ"),
        ("Thời gian thực hiện (Ngày)", "ngày"),
        ("Số ngày", "ngày"),
        ("Thời gian (phút)", "phút"),
        ("Thời gian", None),
        ("Thời gian (mỗi ngày 08 giờ)", None),
        ("Thời gian (ngày/giờ)", None),
    ],
)
def test_a_heading_may_state_the_unit(heading: str, unit: str | None) -> None:
    """Only a heading with one unit gives it; what a day has in hours is no unit."""
    assert unit_in(heading) == unit


@pytest.mark.parametrize("text", ["", "Thời gian giải quyết: 5 ngày", "x" * 200, "Ghi", "Thẩm định hồ sơ"])
def test_other_texts_are_no_headings(text: str) -> None:
    """A text of a row is not taken for a heading."""
    assert meaning(text) is None
