"""Wordings of the law against labels set by hand: no wrong reading, few missed ones."""

from __future__ import annotations

import csv
import itertools
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from dossierflow.deadlines.term import Term, Unit
from dossierflow.deadlines.wording import COLUMNS, LONGEST, read_wording, read_wordings, reading_row
from dossierflow.deadlines.words.refusals import REFUSALS

ROOT = Path(__file__).resolve().parents[2]
SETS = ROOT / "tests" / "data" / "wordings"
REPORT = ROOT / "docs" / "explanation" / "reading-the-laws-words.md"
NAMED_EXCEPTIONS = {"extension", "parts", "equivalent"}


def rows_of(name: str) -> list[dict[str, str]]:
    """Read one labelled set."""
    with (SETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Score:
    """How the readings of one set compare with its labels."""

    wordings: int
    limits: int
    """Wordings whose label is an amount."""
    read: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


def score(name: str) -> Score:
    """Compare amount and unit of every wording with its label."""
    rows = rows_of(name)
    labels = [(row["amount"], row["unit"]) for row in rows]
    found = [reading_row(read_wording(row["text"])) for row in rows]
    got = [(row["amount"], row["unit"]) for row in found]
    pairs = list(zip(rows, labels, got, strict=True))
    return Score(
        wordings=len(rows),
        limits=sum(label != ("", "") for label in labels),
        read=sum(reading != ("", "") for reading in got),
        wrong=tuple(row["text"] for row, label, reading in pairs if reading not in {label, ("", "")}),
        missed=tuple(row["text"] for row, label, reading in pairs if reading == ("", "") != label),
    )


@pytest.mark.parametrize(
    ("name", "least_recall"),
    [
        ("published", 1.0),
        ("national", 1.0),
        ("internal", 1.0),
        ("held_out", 0.94),
        ("records", 0.93),
        ("counters", 0.96),
        ("second_look", 0.91),
    ],
)
def test_no_wording_is_read_wrongly(name: str, least_recall: float) -> None:
    """No reading of a labelled set differs from its label, and enough of the limits are read."""
    result = score(name)

    assert result.wrong == ()
    assert 1 - len(result.missed) / result.limits >= least_recall


def test_the_report_prints_the_measured_figures() -> None:
    """The table of the explanation is the table these sets give today."""
    row = re.compile(r"^\| `(\w+)` \|[^|]*\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", re.MULTILINE)
    printed = row.findall(REPORT.read_text("utf-8"))
    measured = []
    for name in ("published", "national", "internal", "held_out", "records", "counters", "second_look"):
        result = score(name)
        measured.append((name, *(str(n) for n in (result.wordings, result.limits, result.read, len(result.wrong)))))

    assert measured == printed


@pytest.mark.parametrize("name", ["published", "held_out"])
def test_start_and_cutoff_are_the_labelled_ones(name: str) -> None:
    """Where a limit is read, its event, its cut-off and what the label calls a qualifier are right too."""
    different = []
    for row in rows_of(name):
        found = reading_row(read_wording(row["text"]))
        cutoff = f"{row['cutoff']} {row['cutoff_effect']}".strip()
        qualifiers = set(filter(None, row["qualifiers"].split(";")))
        starts = row["starts"] if found["amount"] else ""
        if (found["starts"], found["cutoff"]) != (starts, cutoff) or not qualifiers <= set(
            found["qualifiers"].split(";")
        ):
            different.append((row["text"], found))

    assert different == []


def test_published_values_are_contradicted_only_where_the_words_do_not_say_them() -> None:
    """Three readings differ from the published column: an extended limit, and two units that stood in a heading."""
    units = {"calendar_day": "day", "consecutive_day": "day"}
    differing = []
    for row in rows_of("published"):
        found = reading_row(read_wording(row["text"]))
        listed = row["listed_value"].lstrip("+")
        value = str(Decimal(listed).normalize()) if re.fullmatch(r"\d+\.\d+", listed) else listed
        unit = units.get(row["listed_unit"], row["listed_unit"])
        if found["amount"] and (Decimal(found["amount"]), found["unit"]) != (_number(value), unit):
            differing.append((row["text"], found["qualifiers"]))

    extended, *headed = differing

    assert extended[0].startswith("không quá 30 ngày, kể từ ngày thụ lý")
    assert extended[1] == "at_most;conditional;extension"
    assert headed == [("13,5 ngày", "ambiguous_unit"), ("10,0 ngày", "")]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"[\d.E+]+", text) else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \u00a0\t", "empty"),
        ("x" * (LONGEST + 1), "too_long"),
        ("Không có thông tin", "not_stated"),
        ("Giờ hành chính", "no_amount"),
        ("1", "no_unit"),
        ("0,25", "no_unit"),
        ("120,000", "no_unit"),
        ("02 buổi", "unknown_unit"),
        ("01 quý", "unknown_unit"),
        ("0 ngày", "zero"),
        ("nửa tháng", "fraction"),
        ("1,5 năm", "fraction"),
        ("1.000 ngày", "ambiguous_number"),
        ("1/3 ngày", "ambiguous_number"),
        ("-5 ngày", "ambiguous_number"),
        ("A5 ngày", "ambiguous_number"),
        ("٥5 ngày", "ambiguous_number"),
        ("2025 ngày", "ambiguous_number"),
        ("1200 tháng", "ambiguous_number"),
        ("0912 giờ", "ambiguous_number"),
        ("quá 30 ngày mà không nộp", "condition"),
        ("lưu trú quá 24 giờ phải khai báo", "condition"),
        ("trong thời hạn 30 ngày mà người nộp chưa bổ sung", "condition"),
        ("nếu không có ý kiến trong 05 ngày làm việc", "condition"),
        ("trường hợp không bổ sung trong thời hạn 30 ngày", "condition"),
        ("If no reply is received within 30 days, consent is deemed given", "condition"),
        ("dự kiến 3 ngày", "estimate"),
        ("khoảng 10 ngày", "estimate"),
        ("usually within 5 working days", "estimate"),
        ("05 ngày làm việc (kể cả ngày nhận hồ sơ)", "start_day"),
        ("sinh con trong 60 ngày", "unframed"),
        ("cư trú trong 30 ngày trước khi nộp hồ sơ", "unframed"),
        ("Nghỉ phép: 12 ngày", "unframed"),
        ("thời gian nghỉ không quá 5 ngày", "not_a_limit"),
        ("15 (mười sáu) ngày", "contradictory_number"),
        ("mười sáu (15) ngày", "contradictory_number"),
        ("168 giờ (tương đương 21 ngày)", "contradictory_unit"),
        ("40 giờ làm việc (06 ngày làm việc)", "contradictory_unit"),
        ("7 + 3 ngày", "stray_number"),
        ("Cột 5: 10 ngày", "stray_number"),
        ("30 ngày (đường bộ 15 ngày)", "two_terms"),
        ("06 ngày làm việc và 30 ngày", "two_terms"),
        ("01 tháng 15 ngày", "two_terms"),
        ("05 ngày làm việc hoặc ngay trong ngày", "two_terms"),
        ("20 ngày, trong đó thẩm định 15 ngày, trình ký 10 ngày", "two_terms"),
        ("trả lời ngay đối với hồ sơ trực tiếp, 01 ngày làm việc đối với hồ sơ trực tuyến", "two_terms"),
        ("10-25", "range"),
        ("03 đến 05 ngày", "range"),
        ("hai hoặc ba ngày", "range"),
        ("between ten and fifteen days", "range"),
        ("từ 05 ngày trở lên", "unbounded"),
        ("trước ngày 30 tháng 6 hàng năm", "fixed_date"),
        ("đến 31/12: 05 ngày", "fixed_date"),
        ("30 ngày, không kể ngày nghỉ", "days_off"),
        ("30 ngày, tính theo ngày làm việc", "mixed_day"),
        ("thời hạn không quá 02 năm: 145 USD/thẻ", "not_a_limit"),
        ("24 giờ/07 ngày trong tuần", "not_a_limit"),
        ("07 giờ 30 đến 11 giờ 30", "not_a_limit"),
        ("trước 25:00", "not_a_limit"),
        ("05 ngày; sau 15 giờ hoặc sau 16 giờ thì trả vào ngày làm việc tiếp theo", "not_a_limit"),
        ("sau 15 giờ 5 ngày làm việc tiếp theo", "not_a_limit"),
        ("không quá một lần", "not_a_limit"),
        ("mỗi ngày 08 giờ làm việc", "not_a_limit"),
        ("Giấy phép có thời hạn 05 năm", "not_a_limit"),
        ("không áp dụng thời hạn 05 ngày làm việc", "not_a_limit"),
        ("bãi bỏ thời hạn 10 ngày", "not_a_limit"),
        ("the limit of 5 days does not apply", "not_a_limit"),
        ("còn 3 ngày làm việc", "unframed"),
        ("Hồ sơ đang xử lý. Còn 03 ngày làm việc", "unframed"),
        ("2 years' probation", "unread_after_unit"),
        ("giảm 02 ngày làm việc", "reduction"),
        ("làm công tác chuyên môn 05 năm", "unframed"),
        ("giấy khám sức khỏe trong thời hạn 12 tháng kể từ ngày cấp", "unframed"),
        ("không trong thời hạn 05 ngày", "unframed"),
        ("5 ngày lam việc", "unread_after_unit"),
        ("5 ngày (lm việc)", "unread_after_unit"),
        ("02 ngày rưỡi", "unread_after_unit"),
        ("05 ngày hành chính", "unread_after_unit"),
        ("05 ngày; sau 15 giờ thì chuyển vào ngày làm việc tiếp theo", "cutoff_unread"),
        ("05 ngày; nếu muộn thì ngày làm việc tiếp theo", "cutoff_unread"),
    ],
)
def test_what_is_not_certain_is_refused(text: str, code: str) -> None:
    """Each trap is refused under the code that names it."""
    reading = read_wording(text)

    assert reading.term is None
    assert (reading.error or "").partition(":")[0] == code


def test_every_refusal_has_a_trap_that_reaches_it() -> None:
    """No code is left that nothing produces."""
    marks = next(mark for mark in test_what_is_not_certain_is_refused.pytestmark if mark.name == "parametrize")

    assert {code for _, code in marks.args[1]} == set(REFUSALS)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("năm năm kể từ ngày ký", Term(amount=5, unit=Unit.YEAR)),
        ("năm ngày", Term(amount=5, unit=Unit.DAY)),
        ("mười năm", Term(amount=10, unit=Unit.YEAR)),
        ("mười lăm ngày", Term(amount=15, unit=Unit.DAY)),
        ("½ ngày làm việc", Term(amount=Decimal("0.5"), unit=Unit.WORKING_DAY)),
        ("1/2 ngày làm việc", Term(amount=Decimal("0.5"), unit=Unit.WORKING_DAY)),
        ("nửa ngày làm việc", Term(amount=Decimal("0.5"), unit=Unit.WORKING_DAY)),
        ("07 (bảy) ngày làm việc", Term(amount=7, unit=Unit.WORKING_DAY)),
        ("20 ngày (hai mươi ngày)", Term(amount=20, unit=Unit.DAY)),
        ("24h", Term(amount=24, unit=Unit.HOUR)),
        ("05 giờ hành chính", Term(amount=5, unit=Unit.WORKING_HOUR)),
        ("7 working days", Term(amount=7, unit=Unit.WORKING_DAY)),
        ("within thirty-five days of receipt of the application", Term(amount=35, unit=Unit.DAY)),
        ("same day", Term(amount=0, unit=Unit.WORKING_DAY)),
    ],
)
def test_numbers_and_units_in_all_their_forms(text: str, term: Term) -> None:
    """Digits, words, fractions and both languages give the same terms."""
    assert term == read_wording(text).term


@pytest.mark.parametrize("term", ["7 working days", "20 days", "1 month", "8 working hours", "0.5 working days"])
def test_a_term_as_files_write_it_is_read(term: str) -> None:
    """What `Term` prints, this reads."""
    assert Term.of(term) == read_wording(term).term


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("24 giờ", "ambiguous_unit"),
        ("0,5 ngày", "ambiguous_unit"),
        ("ít nhất 15 ngày", "at_least"),
        ("không quá 15 ngày", "at_most"),
        ("sau 15 ngày", "after"),
        ("05 ngày làm việc trước ngày khởi công", "before"),
        ("trước ít nhất 05 ngày làm việc", "before"),
        ("05 ngày đối với nhà ở", "conditional"),
        ("72 giờ liên tục", "consecutive"),
        ("80 giờ làm việc (tương đương 10 ngày làm việc)", "equivalent"),
        ("được gia hạn 10 ngày", "extension"),
        ("10 ngày (không tính thời gian niêm yết)", "not_counted"),
        ("20 ngày, trong đó thẩm định 15 ngày, trình ký 05 ngày", "parts"),
        ("05 ngày làm việc/hồ sơ", "per_item"),
        ("ngay trong ngày", "same_day"),
        ("15 ngày hoặc theo quy định của luật chuyên ngành", "unless_otherwise"),
        ("05 ngày, tính lại từ đầu khi bổ sung", "restart"),
    ],
)
def test_qualifiers_say_what_else_the_words_mean(text: str, qualifier: str) -> None:
    """Each qualifier is set by words that mean it, beside a term."""
    reading = read_wording(text)

    assert reading.term is not None
    assert qualifier in reading.qualifiers


@pytest.mark.parametrize(
    ("event", "starts"),
    [
        ("kể từ ngày nhận hồ sơ hợp lệ", "complete"),
        ("kể từ ngày tiếp nhận hồ sơ đầy đủ và hợp lệ", "complete"),
        ("tính từ ngày nhận được hồ sơ đăng ký hợp lệ của doanh nghiệp", "complete"),
        ("kể từ ngày nộp đủ hồ sơ", "complete"),
        ("kể từ khi cơ quan có thẩm quyền, tổ chức tiếp nhận hồ sơ", "received"),
        ("sau khi tiếp nhận", "received"),
        ("kể từ ngày nộp hồ sơ", "submitted"),
        ("kể từ ngày nộp đủ phí", "fee_paid"),
        ("kể từ ngày nhận đủ hồ sơ và lệ phí", "complete_and_paid"),
        ("kể từ ngày nhận đủ hồ sơ và người nộp hoàn thành nghĩa vụ tài chính", "complete_and_paid"),
        ("kể từ ngày thụ lý", "accepted"),
        ("kể từ ngày nhận được đơn", "requested"),
        ("kể từ ngày cơ quan có thẩm quyền ra quyết định", "decided"),
        ("kể từ ngày gửi thông báo", "notified"),
        ("kể từ ngày nhận được thông báo", "notice_received"),
        ("kể từ ngày nhận được ý kiến", "consulted"),
        ("kể từ ngày nhận được hồ sơ bổ sung", "supplemented"),
        ("of receipt", "received"),
        ("from the date of filing", "submitted"),
        ("after receipt of a valid dossier", "complete"),
        ("kể từ ngày khởi công", "event"),
        ("kể từ ngày tiếp nhận thông tin", "event"),
        ("kể từ ngày nhận được hồ sơ đăng ký không hợp lệ", "event"),
        ("kể từ ngày nhận được hồ sơ của Sở Y tế", "event"),
        ("kể từ ngày nhận được hồ sơ trình", "event"),
        ("kể từ ngày nhận đủ hồ sơ hoặc có kết quả", "event"),
        ("kể từ ngày nhận đủ hồ sơ, biên bản", "event"),
        ("kể từ ngày nhận đủ hồ sơ và phí thẩm định hiện trường", "event"),
        ("kể từ ngày nhận đủ hồ sơ và có ý kiến. Người nộp nộp phí", "event"),
        ("kể từ khi cơ quan cơ quan cơ quan cơ quan cơ quan cơ quan cơ quan tiếp nhận hồ sơ", "event"),
        ("", ""),
    ],
)
def test_the_event_is_named_only_when_it_is_that_event(event: str, starts: str) -> None:
    """Known events have their names; joined, foreign and unknown ones are no more than events."""
    row = reading_row(read_wording(f"05 ngày {event}"))

    assert (row["amount"], row["unit"], row["starts"]) == ("5", "day", starts)


@pytest.mark.parametrize(
    "text",
    [
        "Theo khoản 1, 2 và 3 Điều 5 Nghị định số 61/2018/NĐ-CP, thời hạn thẩm định không quá 20 ngày",
        "Bước 3: không quá 20 ngày",
        "không quá 20 ngày, theo Mẫu số 02",
        "không quá 20 ngày đối với đợt 2, theo 217/2026/NĐ-CP",
    ],
)
def test_numbers_of_laws_and_forms_are_no_amounts(text: str) -> None:
    """Articles, documents, forms and steps do not disturb the limit beside them."""
    assert read_wording(text).term == Term(amount=20, unit=Unit.DAY)


def test_immediately_is_kept_though_it_is_no_amount() -> None:
    """The word "ngay" is refused as a term and still told."""
    reading = read_wording("trả kết quả ngay khi nhận hồ sơ")

    assert (reading.term, reading.qualifiers) == (None, ("immediately",))


@pytest.mark.parametrize("joint", ["; ", ", ", ". ", " (", " hoặc ", " và ", " - ", " "])
def test_two_wordings_never_make_one_term(joint: str) -> None:
    """Joined wordings are refused unless the second is named as an extension, a part or an equivalent."""
    readings = [read_wording(row["text"]) for row in rows_of("published")]
    known = [reading for reading in readings if reading.term is not None][::3]
    silent = []
    for first, second in itertools.permutations(known, 2):
        both = read_wording(first.text + joint + second.text + (")" if joint == " (" else ""))
        if first.term != second.term and both.term is not None and not NAMED_EXCEPTIONS & set(both.qualifiers):
            silent.append(both.text)

    assert silent == []


@pytest.mark.parametrize("name", ["published", "held_out"])
def test_one_wrong_letter_never_changes_the_term(name: str) -> None:
    """A letter dropped, replaced, or swapped with the next leaves the term or stops the reading."""
    changed = []
    for row in rows_of(name):
        whole = read_wording(row["text"])
        if whole.term is not None:
            changed += [text for text in _misspellings(whole.text) if read_wording(text).term not in {whole.term, None}]

    assert changed == []


def _misspellings(text: str) -> set[str]:
    found = set()
    for at, letter in enumerate(text):
        if letter.isalpha():
            before, after = text[:at], text[at + 1 :]
            found |= {before + after, f"{before}x{after}", before + after[:1] + letter + after[1:]}
    return found


def test_a_row_has_the_columns_of_the_table() -> None:
    """The row of a wording that names everything holds every column."""
    text = "05 ngày làm việc kể từ ngày nhận đủ hồ sơ; hồ sơ nộp sau 15 giờ 30 thì tính từ ngày làm việc tiếp theo"
    row = reading_row(read_wording(text))

    assert tuple(row) == COLUMNS
    assert row == {
        "amount": "5",
        "unit": "working_day",
        "starts": "complete",
        "cutoff": "15:30 starts_later",
        "qualifiers": "",
        "unread": "hồ sơ nộp",
        "error": "",
    }


def test_many_wordings_are_read_as_they_come() -> None:
    """The batch reads lazily, in order, one reading for each row."""
    rows = iter(["5 ngày", "1", "2 tháng"])
    readings = read_wordings(rows)

    assert next(readings).term == Term(amount=5, unit=Unit.DAY)
    assert next(rows) == "1"
    assert [reading.text for reading in readings] == ["2 tháng"]
