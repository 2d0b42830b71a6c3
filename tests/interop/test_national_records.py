"""Records of the national portal become drafts, and nothing about time goes missing on the way."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossierflow.errors import DefinitionError
from dossierflow.interop.national_records import NOTES, NationalRecord, draft_of, read_records, record_of
from dossierflow.interop.national_records.channels import ways_of
from dossierflow.interop.national_records.limits import limits_of
from dossierflow.interop.national_records.outline import Side, office_steps, steps_of
from dossierflow.interop.national_records.records import clean
from dossierflow.interop.national_records.remarks import MESSAGES
from dossierflow.interop.national_records.sources import sources_of

RECORDS = Path(__file__).parents[1] / "data" / "national-records"
HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"
SINCE = date(2026, 7, 1)


def _record(code: str) -> NationalRecord:
    (record,) = read_records(RECORDS / f"{code}.json")
    return record


def _codes(code: str) -> list[str]:
    return [remark.code for remark in draft_of(_record(code), since=SINCE).remarks]


TABLES = [
    ("Trực tiếp2 Ngày làm việc100,000 Việt Nam Đồng(100.000 đồng/giấy)", {"counter": "2 working days"}, []),
    (
        "Trực tuyến12 NgàyMiễn phí(8.000.000/lần)Trực tiếp12 NgàyMiễn phí",
        {"online": "12 days", "counter": "12 days"},
        [],
    ),
    ("Trực tuyến1Miễn phí", {}, ["no_unit", "no_limit"]),
    ("Trực tuyến120 VNĐ", {}, ["run_together", "no_limit"]),
    ("Trực tiếp1 Giờ500 VNĐ(tàu)", {"counter": "1 hour"}, ["ambiguous_hours"]),
    ("Trực tiếp4 Giờ làm việcMiễn phí", {"counter": "4 working hours"}, []),
    ("Dịch vụ bưu chính0,5 Ngày làm việcMiễn phí", {"post": "0.5 working days"}, []),
    ("Trực tuyếnKhông có thông tinMiễn phí05 ngày làm việc", {"online": "5 working days"}, ["from_description"]),
    ("Trực tuyếnKhông có thông tinMiễn phítheo quy định", {}, ["no_limit"]),
    (
        "Trực tuyếnKhông có thông tinKhông có thông tin(1) 20 ngày với đất; 30 ngày với nhà",
        {},
        ["description_unread", "no_limit"],
    ),
    ("Trực tuyến10 NgàyMiễn phí10 ngày làm việc kể từ khi nhận", {"online": "10 days"}, ["contradiction"]),
    ("Trực tuyến3 NgàyMiễn phíTrực tuyến10 NgàyMiễn phí", {}, ["limits_differ", "no_limit"]),
    (
        "Trực tuyến8 Ngày làm việcMiễn phíTrực tiếp18 Ngày làm việcMiễn phí",
        {"online": "8 working days", "counter": "18 working days"},
        ["channels_differ"],
    ),
    ("Trực tuyến5 NgàyMiễn phíTrực tuyếnKhông có thông tinMiễn phí", {}, ["no_limit"]),
    ("Nộp tại Ủy ban nhân dân", {}, ["channels_unread", "no_channels", "no_limit"]),
    ("", {}, ["no_channels", "no_limit"]),
]


@pytest.mark.parametrize(("table", "terms", "codes"), TABLES)
def test_the_table_of_channels_is_read_or_told(table: str, terms: dict[str, str], codes: list[str]) -> None:
    """A limit is read where column and text leave no doubt, and every doubt has its remark."""
    found = limits_of(HEADER + table)

    assert {channel: str(term) for channel, term in found.terms.items()} == terms
    assert [remark.code for remark in found.remarks] == codes


def test_a_way_named_in_a_description_begins_no_row() -> None:
    """Only a way followed at once by a limit begins a row."""
    rows = ways_of("Trực tiếp10 NgàyMiễn phí- Trực tiếp: nộp tại Sở. - Trực tuyến: qua cổng.").rows

    assert [(row.channel, row.printed) for row in rows] == [("counter", "10 Ngày")]
    assert rows[0].said.startswith("- Trực tiếp: nộp tại Sở")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Trực tuyến", "Trực tiếp", "Dịch vụ bưu chính"]),
            st.integers(1, 365),
            st.sampled_from(["Ngày làm việc", "Ngày", "Giờ làm việc"]),
            st.sampled_from(["Miễn phí", "Không có thông tin", "100,000 Việt Nam Đồng"]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_table_that_was_run_together_comes_apart_again(rows: list[tuple[str, int, str, str]]) -> None:
    """Every row that has a unit comes back as it was written."""
    text = HEADER + "".join(f"{way}{amount} {unit}{fee}" for way, amount, unit, fee in rows)

    found = ways_of(text)

    assert [row.printed for row in found.rows] == [f"{amount} {unit}" for _, amount, unit, _ in rows]
    assert found.unread == ""


SOURCES = [
    ("Luật 49/2019/QH1449/2019/QH14", ["49/2019/QH14"], []),
    ("PHÍ TẠI VIỆT NAM25/2021/TT-BTCLuật", ["25/2021/TT-BTC"], []),
    ("Quy định phí25/2021/TT-BTCQUY ĐỊNH MỚI", ["25/2021/TT-BTC"], []),
    ("Nghị quyết66.19/2026/NQ-CP", ["66.19/2026/NQ-CP"], []),
    ("Luật sửa đổi 202323/2023/QH15", [], ["202323/2023/QH15"]),
    ("118/2025/NĐ-CQuy định", [], ["118/2025/NĐ-CQuy"]),
    ("Không nêu", [], []),
]


@pytest.mark.parametrize(("text", "read", "unread"), SOURCES)
def test_numbers_of_documents_are_taken_only_where_they_are_clear(
    text: str, read: list[str], unread: list[str]
) -> None:
    """A number whose ends are not certain is told, not guessed."""
    found = sources_of("Tên văn bản pháp lýMã văn bản" + text)

    assert (list(found.documents), list(found.unread)) == (read, unread)


OUTLINES = [
    ("Bước 1: Nộp hồ sơ\nBước 2: Thẩm định hồ sơ, nếu đạt thì cấp\nBước 3: Trả kết quả", ["Thẩm định hồ sơ"]),
    ("- Bước 1. Nộp hồ sơ\n- Bước 2. Xem xét hồ sơ\n- Bước 3. Quyết định", ["Xem xét hồ sơ", "Quyết định"]),
    ("Bước 1: Nộp hồ sơ\nBước 3: Thẩm định", []),
    ("Bước 1: Nộp hồ sơ\nBước 2: Hội đồng họp", []),
    ("Bước 1: Trả kết quả\nBước 2: Thẩm định", []),
    ("Bước 1: Nộp hồ sơ\nBước 2:", []),
    ("Sở thẩm định trong 10 ngày.", []),
    ("Bước 1: Thẩm định " + "rất dài " * 30, ["Thẩm định rất dài"]),
]


@pytest.mark.parametrize(("text", "titles"), OUTLINES)
def test_steps_are_taken_only_where_all_are_somebodys(text: str, titles: list[str]) -> None:
    """A text whose steps are not all known gives none."""
    found = [step.title for step in office_steps(steps_of(text))]

    assert len(found) == len(titles)
    assert all(step.startswith(title) for step, title in zip(found, titles, strict=True))
    assert all(len(step) <= 91 for step in found)


def test_everybody_who_takes_a_step_is_told_apart() -> None:
    """The applicant's, the counter's, the office's and the returning step are four things."""
    text = "Bước 1: Cá nhân nộp hồ sơ\nBước 2: Tiếp nhận hồ sơ\nBước 3: Tổ chức thẩm định\nBước 4: Trả kết quả"

    assert [step.side for step in steps_of(text)] == [Side.APPLICANT, Side.RECEPTION, Side.OFFICE, Side.RETURN]


@pytest.mark.parametrize("code", ["1.012787", "1.009436", "3.000345"])
def test_a_record_with_a_limit_makes_a_procedure(code: str) -> None:
    """The reader takes the draft as it stands, under the first day that was given."""
    draft = draft_of(_record(code), since=SINCE)

    assert draft.problems == ()
    assert draft.procedure is not None
    assert draft.procedure.code == code
    assert draft.file_name == f"{draft.procedure}.yaml"


def test_limits_by_channel_become_a_table() -> None:
    """Ways with different limits become rows, and the difference is told."""
    draft = draft_of(_record("1.012787"), since=SINCE)

    assert draft.procedure is not None
    cases = draft.procedure.limits["total"].cases
    assert {str(case.term) for case in cases} == {"8 working days", "18 working days"}
    assert "channels_differ" in [remark.code for remark in draft.remarks]


def test_numbered_steps_of_the_office_become_steps() -> None:
    """The two steps of the office stand in the draft, those of the applicant and the counter do not."""
    draft = draft_of(_record("3.000521"), since=SINCE)

    assert draft.procedure is not None
    assert [step.name.vi for step in draft.procedure.steps.values()] == [
        "Tổ chức thẩm định",
        "Quyết định cấp giấy phép/ không cấp giấy phép",
    ]


INCOMPLETE = [
    ("2.002033", "limits", "run_together"),
    ("1.002417", "limits", "limits_differ"),
    ("1.003851", "agencies.agency.name", "no_agency"),
]


@pytest.mark.parametrize(("code", "field", "remark"), INCOMPLETE)
def test_what_the_record_does_not_say_is_missing_and_told(code: str, field: str, remark: str) -> None:
    """The draft does not pass the reader, which names the key; a remark names the reason."""
    draft = draft_of(_record(code), since=SINCE)

    assert not draft.is_whole
    assert [problem.field for problem in draft.problems] == [field]
    assert remark in _codes(code)


def test_without_a_first_day_the_draft_has_none() -> None:
    """A date of effect is never made up: the keys are missing, and the remark names the decision to read."""
    draft = draft_of(_record("1.012787"))

    assert {problem.field for problem in draft.problems} == {"version", "effective"}
    assert [remark.quote for remark in draft.remarks if remark.code == "no_date"] == ["3380/QĐ-BNNMT"]


def test_limits_in_the_steps_and_consulted_agencies_are_told() -> None:
    """What the text says about time and about others is quoted for the person who goes on writing."""
    remarks = draft_of(_record("1.009436"), since=SINCE).remarks

    quotes = [remark.quote for remark in remarks if remark.code == "limit_in_steps"]
    assert any(quote.startswith("Trong thời hạn 07 ngày kể từ ngày nhận được văn bản lấy ý kiến") for quote in quotes)
    assert [remark.quote for remark in remarks if remark.code == "consulted"] == [
        "Bộ Tài chính, Bộ Công an, Bộ Quốc phòng, Bộ Y tế"
    ]


def test_an_empty_record_tells_everything_that_is_missing() -> None:
    """A record that says nothing gives a draft that says so, never an exception."""
    draft = draft_of(record_of({"ma_thu_tuc": ""}, place="x"))

    codes = {remark.code for remark in draft.remarks}
    assert {"no_code", "no_name", "no_agency", "no_result", "no_date", "no_channels", "no_limit"} <= codes
    assert draft.file_name == "tthc.yaml"
    assert not draft.is_whole


def test_a_text_that_would_be_yaml_stays_a_text() -> None:
    """Quotes, colons, brackets and line ends of a record cannot become keys of the draft."""
    hostile = 'Cấp "phép": {a: b}\nsteps: {x: y} # &a *a'
    record = record_of(
        {
            "ma_thu_tuc": "1.000001",
            "ten_thu_tuc": hostile,
            "co_quan_thuc_hien": hostile,
            "so_quyet_dinh": "1/QĐ: {x}",
            "ket_qua_xu_ly": "Giấy: phép",
            "cach_thuc_thuc_hien": HEADER + "Trực tiếp5 NgàyMiễn phí",
        },
        place="x",
    )

    draft = draft_of(record, since=SINCE)

    assert draft.procedure is not None
    assert draft.procedure.name.vi == " ".join(hostile.split())


@given(st.dictionaries(st.sampled_from(["ma_thu_tuc", "ten_thu_tuc", "trinh_tu_thuc_hien", "can_cu_phap_ly",
                                        "cach_thuc_thuc_hien", "ket_qua_xu_ly", "co_quan_thuc_hien"]),
                       st.text(max_size=200), min_size=1))  # fmt: skip
def test_no_text_breaks_the_importer(texts: dict[str, str]) -> None:
    """Whatever a record holds, there is a draft, whole or with its problems."""
    draft = draft_of(record_of(texts, place="x"), since=SINCE)

    assert draft.is_whole != bool(draft.problems)


CLEANED = [
    ("<p>05&nbsp;ngày<br/>làm việc</p>", "05 ngày\nlàm việc"),
    ("Không có thông tin", ""),
    ("a\u200bb\u202ec", "abc"),
    ("Nga\u0300y", "Ngày"),
    ("a\r\nb\u2028c", "a\nb\nc"),
    ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
]


@pytest.mark.parametrize(("text", "expected"), CLEANED)
def test_mark_up_and_invisible_characters_go(text: str, expected: str) -> None:
    """What a page adds to a text is taken out; what the text says stays."""
    assert clean(text) == expected


def test_what_was_taken_out_is_told() -> None:
    """A field with mark-up or invisible characters has a remark, one with odd spaces has not."""
    record = record_of(
        {"ten_thu_tuc": "<b>A</b>", "ma_thu_tuc": "1\u200b", "linh_vuc": "a\xa0b", "moi": "x"}, place="x"
    )

    assert record.mended == ("ma_thu_tuc", "ten_thu_tuc")
    assert record.unknown == ("moi",)
    assert {"mended", "unknown_key"} <= {remark.code for remark in draft_of(record).remarks}


BROKEN = [
    ("", 1, "is not JSON"),
    ("[1]", 0, "found a number; a record is an object"),
    ("true", 0, "found true or false"),
    ('{"ten": "x"}', 0, "none of the keys of a record is here"),
    ('{"ten_thu_tuc": ["x"]}', 0, "found a list; the portal prints text here"),
    ('{"ten_thu_tuc": "a", "ten_thu_tuc": "b"}', 0, "stands twice"),
    ('{"ten_thu_tuc": NaN}', 0, "NaN is not a value of JSON"),
    ('{"ten_thu_tuc": "a"}\n{"ten_thu_tuc": }\n', 2, "is not JSON"),
    ("[" * 100_000, 0, "nested too deeply"),
]


@pytest.mark.parametrize(("text", "line", "message"), BROKEN)
def test_a_file_that_holds_no_records_is_refused(tmp_path: Path, text: str, line: int, message: str) -> None:
    """The file, the line where there is one, and what is wrong."""
    file = tmp_path / "records.json"
    file.write_text(text, "utf-8")

    with pytest.raises(DefinitionError) as caught:
        list(read_records(file))

    (problem,) = caught.value.problems
    assert problem.line == line
    assert message in problem.message


def test_a_file_that_is_not_there_or_not_text_or_too_large_is_refused(tmp_path: Path) -> None:
    """Nothing is read of a file that cannot be one of records."""
    (tmp_path / "latin.json").write_bytes(b'{"ten_thu_tuc": "\xe9"}')
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate((64 << 20) + 1)

    for name, message in (("none", "cannot be read"), ("latin", "cannot be read"), ("huge", "at most 67,108,864")):
        with pytest.raises(DefinitionError, match=message):
            list(read_records(tmp_path / f"{name}.json"))


def test_lists_and_lines_of_records_are_numbered(tmp_path: Path) -> None:
    """A list and a file with one record a line hold the same records."""
    records = [{"ma_thu_tuc": f"1.00000{number}", "ten_thu_tuc": None} for number in range(3)]
    (tmp_path / "list.json").write_text(json.dumps(records), "utf-8")
    (tmp_path / "lines.json").write_text("\n".join(map(json.dumps, records)), "utf-8-sig")

    for name in ("list.json", "lines.json"):
        found = list(read_records(tmp_path / name))
        assert [record.code for record in found] == ["1.000000", "1.000001", "1.000002"]
        assert [record.place.rpartition("#")[2] for record in found] == ["1", "2", "3"]


def test_every_remark_speaks_both_languages() -> None:
    """No sentence is missing, and no two kinds of remark say the same."""
    assert all(vi and en and vi != en for vi, en in MESSAGES.values())
    assert len({vi for vi, _ in MESSAGES.values()}) == len(MESSAGES)


@pytest.mark.parametrize("code", MESSAGES)
def test_a_remark_is_documented(code: str) -> None:
    """The page lists the code with its weight and its sentence."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "national-records.md").read_text("utf-8")

    weight = "note" if code in NOTES else "to do"
    assert f"| `{code}` | {weight} | {MESSAGES[code][1]} |" in page


HOSTILE = [
    "1" * 200_000,
    "1/2020/" * 30_000,
    "Trực tuyến1" * 20_000,
    "(" * 200_000,
    "Bước 1: " * 20_000,
    "<a" * 100_000,
]


@pytest.mark.parametrize("field", ["trinh_tu_thuc_hien", "cach_thuc_thuc_hien", "can_cu_phap_ly"])
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:7])
def test_long_fields_without_sense_are_read_once(field: str, text: str) -> None:
    """Text that almost begins something at every character takes as long as any other; a search of squares hangs."""
    draft = draft_of(record_of({"ma_thu_tuc": "1.000001", field: text}, place="x"), since=SINCE)

    assert not draft.is_whole
    assert len(draft.remarks) < 20


def test_a_supplement_is_quoted_with_its_sentence() -> None:
    """The quotation ends with the sentence, and after eighty characters where there is none."""
    steps = f"Tiếp nhận. Nếu thiếu thì yêu cầu bổ sung trong 03 ngày; sau đó giải quyết. {'a' * 300}"
    remarks = draft_of(record_of({"ma_thu_tuc": "1", "trinh_tu_thuc_hien": steps}, place="x")).remarks
    long = draft_of(record_of({"ma_thu_tuc": "1", "trinh_tu_thuc_hien": f"{'a ' * 99}bổ sung"}, place="x")).remarks

    assert [one.quote for one in remarks if one.code == "supplement"] == ["Nếu thiếu thì yêu cầu bổ sung trong 03 ngày"]
    assert [one.quote for one in long if one.code == "supplement"] == [f"{'a ' * 40}bổ sung"]
