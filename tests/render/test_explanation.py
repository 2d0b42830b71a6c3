"""Explanations in words: the officer's Vietnamese, the glossary's English, Markdown and JSON."""

from __future__ import annotations

import json
import random
import unicodedata
from datetime import datetime, time
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from dossierflow.citation import Citation
from dossierflow.deadlines import (
    Anchor,
    Explanation,
    Extension,
    Ledger,
    SkipKind,
    Skipped,
    StepKind,
    Term,
    Unit,
    explain,
    profile,
)
from dossierflow.render.explanation import explanation_json, explanation_markdown, explanation_text
from dossierflow.render.sentences import sentences_of
from dossierflow.render.words import words_of
from dossierflow.render.words.en import UNITS_EN, WORDS_EN
from dossierflow.render.words.vi import UNITS_VI, WORDS_VI
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from dossierflow.citation import Language

CALENDAR = vietnam()
DECREE = (Citation(doc="217/2026/NĐ-CP", at="Điều 54"),)
CUT = (Citation(doc="63/2024/NĐ-CP", at="Điều 7"),)


def at(text: str) -> datetime:
    """Return the local instant written *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=CALENDAR.tz)


def ledger(term: str, trigger: str, **choices: object) -> Ledger:
    """Return a cited ledger of the general profile."""
    wanted = Term.of(term)
    counting = profile("vn-general").counting(wanted.unit, cite=CUT, **choices)
    return Ledger(wanted, counting, at(trigger), cite=DECREE)


LEAST = ("min_working_days", "min_working_days_from")
TET = ledger("10 working days", "2026-02-05 15:20", cutoff="15:00", cutoff_effect="starts_later")

TET_VI = """\
Hạn: thứ Sáu, ngày 27/02/2026, hết giờ làm việc (17:00)
 Thời hạn: 10 ngày làm việc  [217/2026/NĐ-CP, Điều 54]
 1. Mốc bắt đầu: 15:20 thứ Năm, ngày 05/02/2026  [Bộ luật Dân sự 2015, Điều 147]
 2. Nhận sau 15:00 nên tính là nhận lúc 08:00 thứ Sáu, ngày 06/02/2026  [63/2024/NĐ-CP, Điều 7]
 3. Ngày 06/02/2026 không tính; bắt đầu tính từ ngày tiếp theo  [Bộ luật Dân sự 2015, Điều 147 khoản 2; \
Điều 147 khoản 3]
 4. 10 ngày làm việc: 09-13/02 (5), 23-27/02 (5). Không tính: 07-08/02 (2), 14-15/02 (2), 21-22/02 (2): \
nghỉ cuối tuần; 16-20/02 (5): Tết Nguyên đán [TET]  [217/2026/NĐ-CP, Điều 54]
 5. Ngày cuối cùng là ngày làm việc: không dời  [Bộ luật Dân sự 2015, Điều 148 khoản 5]
 6. Hết hạn khi hết giờ làm việc: 17:00 thứ Sáu, ngày 27/02/2026  [Bộ luật Dân sự 2015, Điều 148 khoản 1; \
Giờ làm việc của cơ quan (chưa kiểm chứng)]
 Lịch làm việc vn-public (HASH), đã xác định đến hết ngày 31/12/2026
 Chưa kiểm chứng: các căn cứ ghi “chưa kiểm chứng” chưa được đối chiếu với văn bản gốc."""

TET_EN = """\
Due: Friday 27 February 2026, close of business (17:00)
 Term: 10 working days  [217/2026/NĐ-CP, Điều 54]
 1. Starting event: 15:20 on Thursday 5 February 2026  [Bộ luật Dân sự 2015, Điều 147]
 2. Received after 15:00, so it counts as 08:00 on Friday 6 February 2026  [63/2024/NĐ-CP, Điều 7]
 3. 6 Feb 2026 is not counted; counting starts with the day after  [Bộ luật Dân sự 2015, Điều 147 khoản 2; \
Điều 147 khoản 3]
 4. 10 working days: 9-13 Feb (5), 23-27 Feb (5). Not counted: 7-8 Feb (2), 14-15 Feb (2), 21-22 Feb (2): weekend; \
16-20 Feb (5): Lunar New Year [TET]  [217/2026/NĐ-CP, Điều 54]
 5. The last day is a working day: not moved  [Bộ luật Dân sự 2015, Điều 148 khoản 5]
 6. The term ends at the close of business: 17:00 on Friday 27 February 2026  [Bộ luật Dân sự 2015, Điều 148 khoản 1; \
Giờ làm việc của cơ quan (unverified)]
 Calendar vn-public (HASH), decided up to and including 31 Dec 2026
 Unverified: nobody has compared the sources marked “unverified” with the original text."""


@pytest.mark.parametrize(("lang", "expected"), [("vi", TET_VI), ("en", TET_EN)])
def test_a_term_across_tet(lang: Language, expected: str) -> None:
    """Ten working days across Tết read as an officer would write them, each rule with its article."""
    feast = CALENDAR.facts(at("2026-02-16 00:00").date())[0]
    sources = "; ".join(str(cite) for cite in feast.cite)
    text = explanation_text(explain(TET, CALENDAR), lang)
    assert text == expected.replace("[TET]", f"[{sources}]").replace("HASH", CALENDAR.hash[:15])


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [60, 100])
def test_lines_are_wrapped(lang: Language, width: int) -> None:
    """With a width no line is longer, sentences go on under their text, and the words are the same."""
    told = explain(TET, CALENDAR)
    wrapped = explanation_text(told, lang, width)
    assert max(len(line) for line in wrapped.splitlines()) <= width
    assert wrapped.split() == explanation_text(told, lang).split()


def test_markdown() -> None:
    """Markdown has the due date in bold, one list item a step, and the same sentences as the text."""
    told = explain(TET, CALENDAR)
    page = explanation_markdown(told, "vi")
    assert page.startswith("**Hạn: thứ Sáu, ngày 27/02/2026, hết giờ làm việc (17:00)**\n\nThời hạn: 10 ngày làm việc")
    items = [line for line in page.splitlines() if line[:1].isdigit()]
    assert len(items) == len(told.steps)
    assert items[1] == (
        "2. Nhận sau 15:00 nên tính là nhận lúc 08:00 thứ Sáu, ngày 06/02/2026 *[63/2024/NĐ-CP, Điều 7]*"
    )
    assert page.endswith("văn bản gốc.\n")


def test_json_has_stable_keys() -> None:
    """The JSON carries every step and every day, and survives a round trip."""
    told = explain(TET, CALENDAR)
    data = json.loads(json.dumps(explanation_json(told)))
    assert list(data) == ["format", "due", "ledger", "calendar", "steps", "sensitivity"]
    assert data["format"] == "dossierflow/explanation@1"
    assert data["due"] == {"day": "2026-02-27", "at": "2026-02-27T17:00:00+07:00", "provisional": False}
    assert data["ledger"]["counting"]["cutoff"] == time(15).isoformat()
    step_keys = ["kind", "before", "after", "amount", "unit", "counted", "skipped", "worked", "params", "cite"]
    assert all(list(step) == step_keys for step in data["steps"])
    count = data["steps"][3]
    assert (count["amount"], count["unit"], len(count["counted"])) == (10, "working_day", 10)
    assert count["skipped"][0] == {"day": "2026-02-07", "kind": "weekend", "name": None, "reason": None, "cite": []}
    assert count["skipped"][4]["name"]["vi"].startswith("Tết Nguyên đán")


def test_json_of_the_rest() -> None:
    """Suspensions, extensions, exchanged days, fractions and a missing due date have their place in the JSON."""
    open_ended = ledger("30 days", "2026-01-29 09:00").suspend(at("2026-02-09 09:00"), "chờ bổ sung", CUT)
    data = explanation_json(explain(open_ended, CALENDAR))
    assert data["due"] is None
    assert data["steps"][-1]["after"] is None
    assert data["ledger"]["suspensions"][0]["end"] is None
    closed = open_ended.resume(at("2026-02-10 09:00")).extend(Extension(Term.of("2 days"), Anchor.DUE, "bão", CUT))
    data = explanation_json(explain(closed, CALENDAR))
    assert data["ledger"]["suspensions"][0]["end"] == "2026-02-10T09:00:00+07:00"
    assert data["ledger"]["extensions"][0]["term"] == "2 days"
    exchanged = explanation_json(explain(ledger("5 working days", "2024-04-24 09:00"), CALENDAR))
    assert [worked["day"] for worked in exchanged["steps"][2]["worked"]] == ["2024-05-04"]
    running = ledger("3 working hours", "2026-03-04 08:30:30").suspend(at("2026-03-04 10:00"), "mất điện")
    assert explanation_json(explain(running, CALENDAR))["steps"][2]["amount"] == "89.5"


@pytest.mark.parametrize(
    ("of", "lang", "expected"),
    [
        (ledger("same day", "2026-03-05 09:00"), "vi", "Thời hạn: trong ngày"),
        (ledger("same day", "2026-03-05 09:00"), "vi", "Không tính thêm ngày nào: hạn là chính ngày 05/03/2026"),
        (ledger("same day", "2026-03-05 09:00"), "en", "No day is added: the term ends on 5 Mar 2026 itself"),
        (
            ledger("same day", "2026-03-05 15:01", cutoff="15:00", cutoff_effect="result_later"),
            "vi",
            "Do nhận sau giờ quy định, hạn chuyển sang 06/03/2026",
        ),
        (
            ledger("same day", "2026-03-06 15:01", cutoff="15:00", cutoff_effect="result_later"),
            "en",
            "the due date moves to 9 Mar 2026. Days off: 7-8 Mar (2): weekend",
        ),
        (
            ledger("1 month", "2026-01-31 18:00", receipt="next_opening"),
            "vi",
            (
                "18:00 thứ Bảy, ngày 31/01/2026 ngoài giờ làm việc nên tính là nhận lúc 08:00 thứ Hai, "
                "ngày 02/02/2026. Ngày nghỉ: 31/01-01/02 (2): nghỉ cuối tuần"
            ),
        ),
        (
            ledger("1 month", "2027-01-29 09:00"),
            "vi",
            (
                "1 tháng: tháng không có ngày tương ứng nên lấy ngày cuối tháng, 28/02/2027  "
                "[217/2026/NĐ-CP, Điều 54; Bộ luật Dân sự 2015, Điều 148 khoản 3]"
            ),
        ),
        (
            ledger("1 month", "2027-01-29 09:00"),
            "vi",
            "Ngày cuối cùng 28/02/2027 là ngày nghỉ (28/02: nghỉ cuối tuần) nên dời sang 01/03/2027",
        ),
        (
            ledger("1 month", "2027-01-29 09:00"),
            "en",
            "Provisional: the days off after 31 Dec 2026 are not decided yet, so the date may change.",
        ),
        (ledger("1 month", "2026-03-09 09:00"), "en", "1 month: to 9 Apr 2026"),
        (ledger("5 days", "2026-03-02 09:00", roll="backward"), "vi", "nên lùi về 06/03/2026  [63/2024/NĐ-CP, Điều 7]"),
        (ledger("5 days", "2026-03-02 09:00", roll="none"), "vi", "là ngày nghỉ nhưng theo cách tính này không dời"),
        (ledger("5 days", "2026-03-02 09:00", ends="midnight"), "vi", "Hạn: thứ Hai, ngày 09/03/2026, hết 24 giờ"),
        (ledger("5 days", "2026-03-02 09:00", ends="midnight"), "vi", "Hết hạn lúc 24 giờ ngày 09/03/2026"),
        (ledger("5 days", "2026-03-02 09:00", starts="same_day"), "vi", "Ngày 02/03/2026 được tính là ngày thứ nhất"),
        (
            ledger("5 working days", "2026-03-02 09:00", clear=True),
            "vi",
            "Ngày cuối cùng không tính, hạn là 10/03  [63/2024/NĐ-CP, Điều 7]",
        ),
        (
            ledger("2 days", "2026-03-06 09:00", min_working_days=2, min_working_days_from=2),
            "en",
            "The term has too few working days; added: 9-10 Mar (2)  [63/2024/NĐ-CP, Điều 7]",
        ),
        (ledger("8 hours", "2026-03-02 09:10"), "vi", "Hạn: thứ Hai, ngày 02/03/2026, lúc 17:10"),
        (ledger("8 hours", "2026-03-02 09:10"), "vi", "8 giờ: từ 09:10 thứ Hai, ngày 02/03/2026 đến 17:10"),
        (
            ledger("8 working hours", "2026-03-06 15:20"),
            "vi",
            (
                "8 giờ làm việc: 06/03 (1 giờ 40 phút), 09/03 (6 giờ 20 phút), đến 15:20 thứ Hai, ngày 09/03/2026. "
                "Ngày nghỉ: 07-08/03 (2): nghỉ cuối tuần"
            ),
        ),
        (ledger("0.5 working days", "2026-03-06 15:20"), "vi", "Thời hạn: 0,5 ngày làm việc"),
        (ledger("10 minutes", "2026-03-06 15:20"), "en", "10 minutes: from 15:20 on Friday 6 March 2026 to 15:30"),
        (
            ledger("3 days", "2026-03-05 09:00", direction="before"),
            "vi",
            "Ngày 05/03/2026 không tính; tính ngược từ ngày liền trước",
        ),
        (
            ledger("2 hours", "2026-03-05 09:00", direction="before"),
            "en",
            "Counting goes back at once from 09:00 on Thursday 5 March 2026",
        ),
        (
            ledger("5 working days", "2024-04-24 09:00"),
            "vi",
            "25-26/04 (2), 02-04/05 (3), trong đó 04/05: Làm bù cho ngày 29/04/2024 [Công văn 2450/VPCP-KGVX",
        ),
        (ledger("5 working days", "2025-12-30 09:00"), "vi", "5 ngày làm việc: 31/12/2025, 05-08/01 (4)"),
        (ledger("5 days", "2025-12-29 09:00", roll="none"), "en", "5 days: 30 Dec 2025-3 Jan (5)"),
    ],
)
def test_sentences(of: Ledger, lang: Language, expected: str) -> None:
    """Each rule has its sentence, with the days and the source that belong to it."""
    assert expected in explanation_text(explain(of, CALENDAR), lang)


def test_sentences_of_suspensions_and_extensions() -> None:
    """Interrupted, suspended, extended and replaced terms are told with their reasons, and what is left is told."""
    month = ledger("1 month", "2026-01-29 09:00").suspend(at("2026-02-09 09:00"), "chờ bổ sung hồ sơ", CUT)
    text = explanation_text(explain(month, CALENDAR), "vi")
    assert text.startswith("Hạn: chưa xác định, vì thời hạn đang tạm dừng\n")
    assert "Thời hạn bị gián đoạn nên 1 tháng được tính là 30 ngày  [Bộ luật Dân sự 2015, Điều 146 khoản 1]" in text
    assert (
        "Tạm dừng từ 09:00 thứ Hai, ngày 09/02/2026: chờ bổ sung hồ sơ; còn lại 19 ngày  [63/2024/NĐ-CP, Điều 7]"
        in text
    )
    resumed = month.resume(at("2026-02-11 09:00"))
    assert "Không tính: 10-11/02 (2): tạm dừng, chờ bổ sung hồ sơ [63/2024/NĐ-CP, Điều 7]" in explanation_text(
        explain(resumed, CALENDAR), "vi"
    )
    for anchor, words in (
        (Anchor.DUE, "Gia hạn 5 ngày làm việc, tính tiếp từ khi hết thời hạn: bão"),
        (Anchor.ROLLED_DUE, "Gia hạn 5 ngày làm việc, tính tiếp từ ngày đến hạn sau khi dời: bão"),
        (Anchor.TRIGGER, "Thời hạn mới 5 ngày làm việc thay cho thời hạn cũ, tính lại từ mốc bắt đầu: bão"),
    ):
        extended = resumed.extend(Extension(Term.of("5 working days"), anchor, "bão", CUT))
        assert words in explanation_text(explain(extended, CALENDAR), "vi")
    hours = ledger("2 hours", "2026-03-05 09:00").suspend(at("2026-03-05 10:00"), "mất điện")
    assert "mất điện; còn lại 1 giờ" in explanation_text(explain(hours, CALENDAR), "vi")
    hours = hours.resume(at("2026-03-05 10:30"))
    assert (
        "Suspended from 10:00 on Thursday 5 March 2026 to 10:30 on Thursday 5 March 2026: mất điện"
        in explanation_text(explain(hours, CALENDAR), "en")
    )
    clear = ledger("2 days", "2026-03-02 09:00", clear=True).suspend(at("2026-03-04 10:00"), "bão")
    assert explanation_text(explain(clear, CALENDAR), "en").splitlines()[-2].endswith("4 March 2026: bão")
    night = ledger("2 working hours", "2026-03-06 18:00").suspend(at("2026-03-06 19:00"), "bão")
    assert "No working time from 18:00" in explanation_text(explain(night, CALENDAR), "en")


def test_the_tables_say_the_same() -> None:
    """Both languages have the same sentences with the same gaps, a word for every unit, and NFC text."""
    assert list(WORDS_VI) == list(WORDS_EN)
    assert set(UNITS_VI) == set(UNITS_EN) == set(Unit)
    for key, vietnamese in WORDS_VI.items():
        gaps = [{gap for _, gap, _, _ in Formatter().parse(text)} - {None} for text in (vietnamese, WORDS_EN[key])]
        assert gaps[0] == gaps[1], key
        assert unicodedata.is_normalized("NFC", vietnamese), key
    assert {f"skip.{kind.value}" for kind in SkipKind} <= set(WORDS_EN)


def any_explanation(dice: random.Random) -> Explanation:
    """Return the explanation of a ledger with choices, suspensions and extensions at random."""
    unit = dice.choice(list(Unit))
    choices: dict[str, object] = {
        "receipt": dice.choice(["as_is", "next_opening"]),
        "roll": dice.choice(["none", "forward", "backward"]),
        "direction": dice.choice(["after", "after", "before"]),
        "clear": dice.random() < 0.2,
        **dict(zip(LEAST, dice.choice([(0, 0), (2, 2), (2, 3), (3, 3)]), strict=True)),
    }
    if dice.random() < 0.5:
        choices |= {"cutoff": "15:00", "cutoff_effect": dice.choice(["starts_later", "result_later"])}
    if not unit.is_clock and not choices["clear"]:
        choices["starts"] = dice.choice(["next_day", "same_day"])
        choices["ends"] = dice.choice(["close_of_business", "midnight"])
    trigger = at("2022-01-20 00:00").replace(day=dice.randrange(1, 31), hour=dice.randrange(24))
    made = Ledger(Term(amount=dice.randrange(4), unit=unit), profile("vn-general").counting(unit, **choices), trigger)
    if unit is not Unit.WORKING_HOUR:
        made = made.suspend(trigger.replace(hour=23), "bão")
        made = made if dice.random() < 0.3 else made.resume(trigger.replace(month=dice.randrange(2, 4), day=3))
    if dice.random() < 0.4 and choices["direction"] == "after":
        more = Term(amount=dice.randrange(3), unit=dice.choice(list(Unit)))
        made = made.extend(Extension(more, dice.choice(list(Anchor)), "bão"))
    return explain(made, CALENDAR)


@pytest.mark.parametrize("seed", range(10))
def test_every_explanation_can_be_told(seed: int) -> None:
    """Whatever the choices, every step has a sentence in both languages without a gap left open."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(60):
        told = any_explanation(dice)
        for lang in ("vi", "en"):
            sentences = sentences_of(told, words_of(lang))
            assert len(sentences) == len(told.steps)
            assert all(sentence.text and "{" not in sentence.text for sentence in sentences)
            assert explanation_text(told, lang)
            assert explanation_markdown(told, lang)
        assert json.dumps(explanation_json(told))


@pytest.mark.parametrize("kind", list(SkipKind))
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_reason_can_be_told(kind: SkipKind, lang: Language) -> None:
    """A day passed over for any reason is told with its name, or the reason of its suspension."""
    told = explain(ledger("2 days", "2026-03-02 09:00"), CALENDAR)
    step = next(step for step in told.steps if step.kind is StepKind.COUNT)
    fact = CALENDAR.facts(at("2026-02-16 00:00").date())[0]
    skipped = (Skipped(step.before, kind, fact.name, fact.cite),)
    steps = tuple(
        type(one)(one.kind, one.before, one.after, one.amount, one.unit, one.counted, skipped) if one is step else one
        for one in told.steps
    )
    text = sentences_of(Explanation(told.ledger, told.calendar, told.due, steps), words_of(lang))[2].text
    assert (fact.name.text(lang).split(" (")[0] in text) is (kind is not SkipKind.WEEKEND)
