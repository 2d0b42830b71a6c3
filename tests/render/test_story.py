"""Stories as they are told: kept outputs, refusals in names, JSON that agrees with the run."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dossierflow.deadlines.explanation import StepKind
from dossierflow.engine.dossier import ClockState
from dossierflow.reading import read_document
from dossierflow.render.dossier import dossier_json, dossier_text, names_of, status_line
from dossierflow.render.story import story_json, story_of, story_text
from dossierflow.render.timeline import timeline_rows
from dossierflow.simulate import read_scenario, run_scenario, scenario_from

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.citation import Language
    from dossierflow.simulate import ScenarioRun

ROOT = Path(__file__).parents[2]
KEPT = (
    "air-transport-licence/supplement-and-silence",
    "air-transport-licence/unpaid",
    "birth-registration/after-three",
    "birth-registration/online-silence",
    "birth-registration/same-day",
    "building-permit/tet-2026",
    "building-permit/transition-2026",
    "building-permit/v2-2026",
)
"""The stories whose whole text is kept; that every story goes as it says is tested with the scenarios."""

TET = ROOT / "examples/building-permit/tet-2026.scenario.yaml"
BASE = (ROOT / "tests/broken/scenarios/base.yaml").read_text(encoding="utf-8")
HASHES = re.compile(r"(sha256:)[0-9a-f]{8,}|\b[0-9a-f]{12}\b(?=  )")


def masked(text: str) -> str:
    """Return the text without hashes, which have tests of their own."""
    return HASHES.sub(lambda found: f"{found[1] or ''}{'#' * 8}", text)


def run_of(path: Path) -> ScenarioRun:
    """Play a story."""
    return run_scenario(read_scenario(path))


def story(timeline: str, head: str = "", until: datetime | None = None) -> ScenarioRun:
    """Play the sample story with other entries after reception."""
    text = BASE.partition("expect:\n  - at: end")[0].replace("actors:\n", f"actors:\n{head}")
    return run_scenario(scenario_from(read_document(text + timeline)), until=until)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", KEPT)
def test_stories_are_told_as_they_were(name: str, lang: Language, golden: Callable[[str, str], None]) -> None:
    """The whole text of the worked examples, in both languages, is kept and compared."""
    run = run_of(ROOT / f"examples/{name}.scenario.yaml")

    golden(f"stories/{name}.{lang}.txt", masked(story_text(story_of(run, lang))) + "\n")


@pytest.mark.parametrize("path", [TET], ids=["tet-2026"])
def test_a_story_as_json_is_told_as_it_was(path: Path, golden: Callable[[str, str], None]) -> None:
    """The JSON of the worked example is kept and compared."""
    told = json.dumps(story_json(story_of(run_of(path), "en")), ensure_ascii=False, indent=1)

    golden("stories/building-permit/tet-2026.json", masked(told) + "\n")


def test_the_json_of_a_story_agrees_with_its_run() -> None:
    """Rows, events, expectations and dossier are those of the run; personal values are never in it."""
    run = run_of(TET)
    told = json.loads(json.dumps(story_json(story_of(run, "vi"))))

    assert [row["event"] for row in told["timeline"] if row["event"]] == [event.id for event in run.events]
    assert [row["refusal"]["code"] for row in told["timeline"] if row["refusal"]] == [
        one.decision.refusal.code.value for one in run.played if one.decision.refusal
    ]
    assert [event["hash"] for event in told["events"]] == [event.hash for event in run.events]
    assert all("personal" not in event for event in told["events"])
    assert len(told["expectations"]) == len(run.outcomes)
    assert told["as_expected"] is True
    assert told["dossier"]["status_code"] == 10
    assert {one["limit"] for one in told["explanations"]} == {
        "total",
        "check",
        "guidance",
        "fire_answer",
        "planning_answer",
    }


def test_every_change_of_a_due_date_is_explained() -> None:
    """Whatever started, suspended, restarted or extended an open clock is explained, in the words of the rule."""
    told = story_of(run_of(TET), "en")

    assert [(one.event.type, one.limit) for one in told.explained] == [
        ("received", "check"),
        ("received", "total"),
        ("supplement_requested", "total"),
        ("supplement_answered", "total"),
        ("supplement_answered", "guidance"),
        ("handed_off", "fire_answer"),
        ("handed_off", "planning_answer"),
        ("extended", "total"),
    ]
    steps = {step.kind: step for one in told.explained for step in one.explanation.steps}
    assert steps[StepKind.STANDS_STILL].param("reason") == "awaiting the supplement"
    assert steps[StepKind.EXTENDED].param("reason") == "Further review is needed"


def test_explanations_can_be_left_out() -> None:
    """Without them the text has one part less, and the JSON one key."""
    told = story_of(run_of(TET), "en")

    assert "HOW EACH TIME LIMIT WAS COUNTED" in story_text(told)
    assert "HOW EACH TIME LIMIT WAS COUNTED" not in story_text(told, explain=False)
    assert "explanations" not in story_json(told, explain=False)


@pytest.mark.parametrize(
    ("lang", "open_steps"), [("vi", "bước: Đăng ký thường trú"), ("en", "step: Register residence")]
)
def test_only_the_steps_that_are_open_are_named(lang: Language, open_steps: str) -> None:
    """A track that waits at a fork, or has arrived at its join, is in no step."""
    path = ROOT / "examples/catalogue/birth-bundle/on-paper-late-across-tet.scenario.yaml"
    run = run_scenario(read_scenario(path), until=datetime.fromisoformat("2024-02-01T08:00+07:00"))

    assert run.dossier is not None
    assert set(run.dossier.tracks.values()) == {"fork.after_birth", "joined", "register_residence"}
    assert status_line(run.dossier, names_of(run.engine, run.dossier, lang)).endswith(f"; {open_steps}")


def test_a_story_that_has_not_begun_is_told() -> None:
    """Stopped before the submission there is no dossier, no event and no refusal."""
    run = run_scenario(read_scenario(TET), until=datetime.fromisoformat("2026-01-01T00:00+07:00"))
    text = story_text(story_of(run, "en"))

    assert "There is no dossier yet." in text
    assert "All 0 expectations are met." in text
    assert dossier_json(run.engine, run.dossier, run.until) is None
    assert dossier_text(run.engine, run.dossier, run.until, "vi") == "Chưa có hồ sơ."


def test_failed_expectations_are_listed() -> None:
    """Line, field, expected and found are all in the sentence."""
    run = run_scenario(scenario_from(read_document(BASE.replace("status: received", "status: done"))))
    text = story_text(story_of(run, "en"), explain=False)

    assert "1 of 4 expectations are not met:" in text
    assert "line 19, expect[0].status: expected done, found received" in text


REFUSED = [
    (
        "start_step",
        "step: apraise",
        "step_not_open",
        "bước “apraise” không phải bước đang thực hiện; đang thực hiện: “Thẩm định hồ sơ",
    ),
    ("complete_step", "step: appraise\n    action: fine", "action_unknown", "chỉ có “Hồ sơ đủ, hợp lệ”, “Không đủ"),
    (
        "complete_step",
        "step: appraise\n    action: ineligible",
        "action_needs_another_command",
        "dẫn đến “Không cấp giấy phép xây dựng”; hãy dùng lệnh “từ chối”",
    ),
    ("resume", "step: appraise", "not_paused", "bước này không bị tạm dừng"),
    ("hand_off", "handoffs: [fire_opinion]", "handoff_unknown", "không được gửi “Lấy ý kiến về phòng cháy"),
    ("answer_handoff", "handoff: fire_opinion\n    opinion: agreed", "handoff_not_open", "trạng thái: chưa gửi"),
    ("confirm_payment", "fee: stamp", "payment_not_requested", "chưa yêu cầu nộp khoản “stamp”"),
    (
        "extend",
        "extension: further_review\n    term: 10 days\n    reason: x",
        "not_authorised",
        "việc này do Lãnh đạo cơ quan (Cơ quan có thẩm quyền cấp giấy phép xây dựng)",
    ),
]


@pytest.mark.parametrize(("do", "data", "code", "words"), REFUSED)
def test_a_refusal_speaks_the_names_of_the_procedure(do: str, data: str, code: str, words: str) -> None:
    """Steps, actions, handoffs, people and states are named as the procedure names them."""
    entry = f"  - at: 2026-02-09T09:00\n    do: {do}\n    by: officer\n    {data}\n    expect: {{refused: {code}}}\n"
    run = story(entry)

    assert run.failures == ()
    assert words in story_text(story_of(run, "vi"))


LEADER = "  leader: {agency: authority, role: leader}\n"


def test_terms_and_instants_in_refusals_are_said_in_words() -> None:
    """A term has its unit in words, an instant its day as people write it."""
    run = story(
        "  - at: 2026-02-09T09:00\n    do: extend\n    by: leader\n    extension: further_review\n    term: 11 days\n"
        "    reason: x\n    expect: {refused: extension_too_long}\n"
        "  - at: 2026-02-23T08:00\n    do: apologise\n    by: leader\n    reason: x\n    appointment: +2 days 17:00\n"
        "    expect: {refused: reappointment_too_late}\n"
        "  - at: 2026-02-23T09:00\n    do: start_step\n    by: officer\n    step: appraise\n"
        "    occurred: 2026-02-05T09:00\n    expect: {refused: time_goes_back}\n",
        LEADER,
    )
    text = story_text(story_of(run, "en"))

    assert run.failures == ()
    assert "an extension is at most 10 days, counted in the same unit; 11 days asked for" in text
    assert "at the latest 1 day before the due date, on 22 Feb 2026" in text
    assert "the act is dated 5 Feb 2026 09:00, before the last event of" in text


def test_late_and_repeated_acts_are_told_as_such() -> None:
    """An act entered later shows both instants; one done before changes nothing."""
    start = "  - at: 2026-02-09T09:00\n    do: start_step\n    by: officer\n    step: appraise\n    command_id: k\n"
    run = story(f"{start}    occurred: 2026-02-06T10:00\n{start}  - at: +1 day\n    do: wait\n")
    rows = timeline_rows(run, "en")
    text = story_text(story_of(run, "en"))

    assert [row.kind for row in rows] == ["act", "act", "act", "repeat", "wait"]
    assert "(entered at 9 Feb 2026 09:00)" in text
    assert "done before; nothing changes" in text
    assert "The system: waits until this moment" in text


def test_a_story_shows_what_ran_out_after_its_last_entry() -> None:
    """Stopped later, the limits that ran out in between are rows of the system, and overdue is counted."""
    run = story("", until=datetime.fromisoformat("2026-02-25T12:00+07:00"))
    rows = timeline_rows(run, "en")

    assert [row.kind for row in rows] == ["act", "act", "timer", "timer"]
    text = dossier_text(run.engine, run.dossier, run.until, "en")
    assert "overdue by 2 days" in text
    assert "overdue by 1 working day" in text


def test_a_breach_is_shown_after_the_dossier_is_stopped() -> None:
    """What ran out and was called off afterwards is called off, and says how late it was by then."""
    late = "  - at: 2026-02-25T12:00\n    do: request_withdrawal\n    by: applicant\n    reason: Không xây nữa\n"
    run = story(f"{late}  - at: +1 hour\n    do: stop\n    by: receiver\n    reason: Theo đề nghị\n")

    assert run.dossier is not None
    assert run.dossier.deadlines["total"].state is ClockState.CANCELLED
    assert "cancelled (overdue by 2 days)" in dossier_text(run.engine, run.dossier, run.until, "en")
    assert "không còn phải thực hiện (quá hạn 2 ngày)" in dossier_text(run.engine, run.dossier, run.until, "vi")


def test_a_submission_refused_leaves_no_dossier_but_is_told() -> None:
    """The procedure's newest version gives the names while there is no dossier."""
    run = run_scenario(
        scenario_from(read_document(BASE.replace("facts: {work: house}", "facts: {work: shed}"))),
        until=datetime.fromisoformat("2026-02-05T16:00+07:00"),
    )
    text = story_text(story_of(run, "vi"))

    assert "[fact_invalid]" in text
    assert "Loại công trình" in text


def test_corrections_and_withdrawals_are_told() -> None:
    """A corrected milestone moves a due date; a withdrawal waits for the stop notice."""
    run = story(
        "  - at: 2026-02-09T09:00\n    do: correct\n    by: receiver\n    milestone: complete\n"
        "    instant: 2026-02-05T15:30\n    reason: Ghi nhầm\n"
        "  - at: 2026-02-09T10:00\n    do: correct\n    by: receiver\n    fact: work\n    value: other\n"
        "    reason: Nhầm\n"
        "  - at: 2026-02-10T09:00\n    do: request_withdrawal\n    by: applicant\n"
        "  - at: 2026-02-10T10:00\n    do: stop\n    by: receiver\n"
    )
    text = story_text(story_of(run, "vi"))

    assert run.failures == ()
    assert "đính chính thời điểm nhận đủ hồ sơ thành 05/02/2026 15:30" in text
    assert "đính chính “Loại công trình” thành “other”" in text
    assert "đổi thành" in text
    assert "Công dân yêu cầu rút hồ sơ (7)" in text
    assert "Kết thúc: đã dừng giải quyết" in text
    assert "không còn phải thực hiện" in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mineral-licence-reissue/late-at-every-stage", "thủ tục không có quy định cho việc này (gửi văn bản xin lỗi)"),
        ("mineral-licence-reissue/late-at-every-stage", "không ở trạng thái chờ trả lời; trạng thái: chưa gửi"),
        ("labour-need-approval/refused-in-two-steps", "thủ tục không có quy định cho việc này (đề nghị rút hồ sơ)"),
        (
            "work-permit-exemption/filed-within-the-window",
            "hồ sơ phải nộp từ ngày 16/04/2026 đến hết ngày 05/06/2026 (tính lùi từ ngày 15/06/2026)",
        ),
        ("driving-licence/filed-a-day-too-late-for-the-examination", "hồ sơ phải nộp chậm nhất ngày 04/06/2026"),
        ("building-permit/no-way-back-to-the-older-law", "phiên bản đó không có “Loại đề nghị”"),
        ("building-permit/guided-and-still-not-enough", "phiên bản đó không có “Hoàn thiện hồ sơ theo hướng dẫn”"),
        (
            "building-permit/no-way-back-to-the-older-law",
            "không hợp lệ: ghi “enlarge”; chỉ được ghi một trong: new, adjust",
        ),
        (
            "counterfeit-money-test/more-than-twenty-notes-refused-with-reasons",
            "ghi 0; chỉ được ghi số nguyên, từ 1 trở lên",
        ),
        ("domestic-adoption/supplement-asked-twice-then-refused", "chỉ được ghi true (có) hoặc false (không)"),
        ("environmental-permit/turned-away-as-incomplete", "(căn cứ: Hồ sơ chưa đầy đủ, hợp lệ; lý do: Thiếu báo cáo"),
        ("environmental-permit/turned-away-as-incomplete", "từ chối tiếp nhận với căn cứ “Hồ sơ chưa đầy đủ, hợp lệ”"),
    ],
)
def test_refusals_are_told_in_words_of_the_language(name: str, said: str) -> None:
    """Acts, steps, facts and grounds have their Vietnamese names; what was never sent is not said to be answered."""
    run = run_of(ROOT / f"examples/catalogue/{name}.scenario.yaml")

    assert said in story_text(story_of(run, "vi"))


@pytest.mark.parametrize(
    ("name", "said", "unsaid"),
    [
        ("driving-licence/card-that-waits-for-the-fee", "receives the dossier\n", "appoints the day"),
        (
            "death-bundle/person-over-eighty",
            "receives the dossier and appoints the day of the result\n",
            "receives the dossier\n",
        ),
    ],
)
def test_a_slip_is_issued_only_where_a_day_is_appointed(name: str, said: str, unsaid: str) -> None:
    """A procedure that appoints no day for the result has no slip to issue at reception."""
    text = story_text(story_of(run_of(ROOT / f"examples/catalogue/{name}.scenario.yaml"), "en"))

    assert said in text
    assert unsaid not in text


def test_what_may_be_paid_instead_is_the_fee_and_not_its_step() -> None:
    """Among the acts allowed instead, asking for a payment names what is paid."""
    run = run_of(ROOT / "examples/catalogue/driving-licence/card-issued-late-after-national-day.scenario.yaml")

    assert "ask for payment of “Fee for the licence”" in story_text(story_of(run, "en"))


@pytest.mark.parametrize(
    ("name", "lang", "said", "unsaid"),
    [
        ("air-transport-licence/unpaid", "vi", "hết thời hạn nộp phí thẩm định, hồ sơ kết thúc", "thời hạn “Thời hạn"),
        ("air-transport-licence/unpaid", "en", "the time limit for paying the fee ran out, and", "“Time limit"),
        (
            "air-transport-licence/supplement-and-silence",
            "vi",
            "sau khi hoàn thành bước “Nhận ý kiến các bộ” với kết quả “Đã đủ ý kiến”",
            "sau khi bước",
        ),
        (
            "air-transport-licence/supplement-and-silence",
            "en",
            "after the step “Collect the opinions” was completed with the outcome “All opinions are in”",
            "after:",
        ),
        ("air-transport-licence/supplement-and-silence", "en", "Appraisal: 10 working days begin anew", "superseded"),
        ("air-transport-licence/unpaid", "vi", "Người nộp hồ sơ: nộp trực tuyến", "Người nộp hồ sơ: nộp hồ sơ"),
        (
            "catalogue/port-entry/domestic-ship-not-cleared",
            "vi",
            "chỉ áp dụng khi “Có hàng nhập khẩu, quá cảnh” là có",
            "khi Có hàng",
        ),
        (
            "catalogue/complaint/complex-second-complaint-from-a-remote-area",
            "en",
            "Time limit for settling: 70 days in all, due 19 Aug 2026 17:00",
            "70 days more",
        ),
        (
            "catalogue/secured-transaction/outage-on-a-worked-saturday",
            "vi",
            "nộp qua kênh “land_office”",
            "nộp land_office",
        ),
        (
            "catalogue/secured-transaction/outage-on-a-worked-saturday",
            "en",
            "begins, to be done the same day, due 10 Jan 2026 17:00",
            "the same day begins",
        ),
        (
            "catalogue/passport/first-day-at-the-reception-desk",
            "vi",
            "“express”; ở bước này thủ tục không thu khoản nào",
            "(không có)",
        ),
        (
            "catalogue/passport/first-day-at-the-reception-desk",
            "vi",
            "đính chính hồ sơ nhưng không nêu nội dung",
            "“-”",
        ),
    ],
)
def test_stories_read_aloud(name: str, lang: Language, said: str, unsaid: str) -> None:
    """Sentences are whole, name nothing twice, and say of a case only what is so in it."""
    text = story_text(story_of(run_of(ROOT / f"examples/{name}.scenario.yaml"), lang))

    assert said in text
    assert unsaid not in text


def test_unmet_expectations_are_told_in_the_language_of_the_reader() -> None:
    """That a limit never started is said in Vietnamese; names and values stay as the file writes them."""
    run = story("expect:\n  - at: end\n    state: {guidance: running}\n")

    assert "mong đợi running, thực tế chưa bắt đầu tính" in story_text(story_of(run, "vi"))
