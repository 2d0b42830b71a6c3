"""
The counting rules that only a procedure can show, played as stories with dates counted by hand.

The stories stand in examples/, or here where one entry more or less is the
point; each says in both languages why a date is what it is.
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dossierflow.deadlines import Anchor, Extension, Ledger, Term, due, profile
from dossierflow.procedure import ProcedureLibrary, catalogue
from dossierflow.reading import read_document
from dossierflow.render.dossier import names_of
from dossierflow.render.explanation import explanation_text
from dossierflow.render.reasons import named_reasons
from dossierflow.render.story import story_of, story_text
from dossierflow.simulate import ScenarioRun, read_scenario, run_scenario, scenario_from
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from dossierflow.citation import Language

EXAMPLES = Path(__file__).parents[2] / "examples"
BASE = (Path(__file__).parents[1] / "broken" / "scenarios" / "base.yaml").read_text(encoding="utf-8")
CALENDAR = vietnam()


def at(text: str) -> datetime:
    """Return the local instant written *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=CALENDAR.tz)


def played(story: str, until: str | None = None) -> ScenarioRun:
    """Play the story of that name up to an instant."""
    file = read_scenario(EXAMPLES / f"{story}.scenario.yaml")
    return run_scenario(file, until=None if until is None else at(until))


def told(run: ScenarioRun, limit: str, lang: Language) -> str:
    """Return the explanation of one limit as the dossier stands."""
    assert run.dossier is not None
    explanation = run.engine.explain(run.dossier, limit)
    return explanation_text(named_reasons(explanation, names_of(run.engine, run.dossier, lang)), lang)


def due_of(run: ScenarioRun, limit: str) -> str | None:
    """Return the due instant of one limit as the dossier stands, or none while it is suspended."""
    assert run.dossier is not None
    found = run.dossier.deadlines[limit].due
    return found and found.at.replace(tzinfo=None).isoformat(" ", "minutes")


@pytest.mark.parametrize(
    ("story", "limit", "until", "expected", "vi", "en"),
    [
        # 5. Received at 15:20 on a Friday: the result is due on Monday.
        (
            "birth-registration/after-three",
            "registration",
            "2026-07-10 15:21",
            "2026-07-13 17:00",
            "Do nhận sau giờ quy định, hạn chuyển sang 13/07/2026",
            "Received too late in the day, so the due date moves to 13 Jul 2026",
        ),
        # 5. Received at 15:20 on Thursday 28 August, counted from Friday; 1 and 2 September are off: 3, 4, 5 September.
        (
            "catalogue/birth-bundle/received-after-three",
            "total",
            "2025-08-28 15:21",
            "2025-09-05 17:00",
            "Nhận sau 15:00 nên tính là nhận lúc 08:00 thứ Sáu, ngày 29/08/2025",
            "Received after 15:00, so it counts as 08:00 on Friday 29 August 2025",
        ),
        # 6. Submitted on Thursday at 15:20, complete and received on Friday: the 15 days begin on Saturday 7 February.
        (
            "building-permit/tet-2026",
            "total",
            "2026-02-06 08:01",
            "2026-02-23 17:00",
            "Mốc bắt đầu: 08:00 thứ Sáu, ngày 06/02/2026",
            "Starting event: 08:00 on Friday 6 February 2026",
        ),
        # 20, 22. A second complaint in a remote area: 60 days from 10 June end on Sunday 9 August; 70 at most.
        (
            "catalogue/complaint/complex-second-complaint-from-a-remote-area",
            "total",
            "2026-06-10 09:01",
            "2026-08-10 17:00",
            "Thời hạn: 60 ngày",
            "Term: 60 days",
        ),
        (
            "catalogue/complaint/complex-second-complaint-from-a-remote-area",
            "total",
            "2026-07-20 09:06",
            "2026-08-19 17:00",
            "Thời hạn mới 70 ngày thay cho thời hạn cũ, tính lại từ mốc bắt đầu",
            "A new term of 70 days replaces the old one, from the starting event",
        ),
        # 23. Public posting from 14 to 29 October is taken out of 27 working days.
        (
            "catalogue/land-registration/first-certificate-on-an-island",
            "registration",
            "2025-10-30 08:00",
            "2025-11-27 17:00",
            "15-29/10 (15): tạm dừng",
            "15-29 Oct (15): suspended",
        ),
        # 24. While a supplement is awaited there is no due date; the term then restarts, goes on, or goes on with more.
        (
            "building-permit/tet-2026",
            "total",
            "2026-02-12 12:00",
            None,
            "còn lại 10 ngày",
            "10 days left",
        ),
        (
            "building-permit/tet-2026",
            "total",
            "2026-02-24 09:01",
            "2026-03-11 17:00",
            "Mốc bắt đầu: 09:00 thứ Ba, ngày 24/02/2026",
            "Starting event: 09:00 on Tuesday 24 February 2026",
        ),
        (
            "catalogue/height-approval/height-approved-after-a-supplement",
            "total",
            "2026-07-23 09:01",
            "2026-08-10 17:00",
            "17-23/07 (7): tạm dừng",
            "17-23 Jul (7): suspended",
        ),
        (
            "catalogue/mineral-licence-reissue/mining-licence-with-twenty-five-more-days",
            "appraisal",
            "2026-07-31 09:01",
            "2026-09-24 17:00",
            "Gia hạn 25 ngày, tính tiếp từ khi hết thời hạn",
            "Extended by 25 days from the end of the term",
        ),
        # 25. Twelve days for an answer from 26 February; then silence is consent.
        (
            "building-permit/tet-2026",
            "planning_answer",
            "2026-02-27 08:00",
            "2026-03-10 17:00",
            "12 ngày: 27/02-10/03 (12)",
            "12 days: 27 Feb-10 Mar (12)",
        ),
        # 28. Filed on the evening before the new law: fifteen days of the old one, not seven working days.
        (
            "building-permit/transition-2026",
            "total",
            None,
            "2026-07-16 17:00",
            "Thời hạn: 15 ngày",
            "Term: 15 days",
        ),
        # 29. The sector's cut-off stands before the Code, which has none; its source is the sector's.
        (
            "birth-registration/after-three",
            "registration",
            "2026-07-10 15:21",
            "2026-07-13 17:00",
            "Nhận sau 15:00 nên kết quả được trả vào ngày làm việc tiếp theo  [123/2015/NĐ-CP, Điều 5 khoản 3",
            "Received after 15:00, so the result is due on the next working day  [123/2015/NĐ-CP, Điều 5 khoản 3",
        ),
    ],
)
def test_the_rule_gives_this_date_and_says_why(
    story: str, limit: str, until: str | None, expected: str | None, vi: str, en: str
) -> None:
    """The due date at that instant of the story is as counted by hand, and is explained in both languages."""
    run = played(story, until)

    assert due_of(run, limit) == expected
    assert vi in told(run, limit, "vi")
    assert en in told(run, limit, "en")


def test_a_term_starts_when_the_dossier_is_complete() -> None:
    """Rule 6: on the evening of the day on which the dossier was handed in, no clock runs yet."""
    run = played("building-permit/tet-2026", "2026-02-05 23:00")

    assert run.dossier is not None
    assert "total" not in run.dossier.deadlines


@pytest.mark.parametrize(
    ("day", "refused"),
    [("2026-06-04T16:00", False), ("2026-06-05T09:00", True)],
)
def test_a_window_before_an_event_is_counted_back(day: str, refused: bool) -> None:  # noqa: FBT001 -- a table
    """Rule 10: seven working days before 15 June are 4, 5, 8 to 12 June; the 4th is the last day to file."""
    text = (EXAMPLES / "catalogue/driving-licence/filed-a-day-too-late-for-the-examination.scenario.yaml").read_text(
        encoding="utf-8"
    )
    head = text.partition("timeline:")[0]
    story = f"{head}timeline:\n  - at: {day}\n    do: submit\n    by: applicant\n"
    story += "    expect: {refused: filing_window}\n" if refused else ""
    run = run_scenario(scenario_from(read_document(story)))

    assert [str(failure) for failure in run.failures] == []


WITH_DEEMED = """
    deemed:
      name: {vi: Coi như đã nhận qua bưu chính, en: Deemed received by post}
      after: 5 days
      cite: [{doc: Luật mẫu, at: Điều 1}]
"""


def test_a_limit_may_start_from_a_deemed_day(tmp_path: Path) -> None:
    """Rule 30: a term that starts five days after the request ends five days later, and says so in both languages."""
    source = Path(__file__).parents[2] / "src/dossierflow/procedure/catalogue/building-permit@2021-01-01.yaml"
    text = source.read_text(encoding="utf-8").replace("    starts: complete\n", f"    starts: complete{WITH_DEEMED}", 1)
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / source.name).write_text(text, encoding="utf-8")
    (tmp_path / "story.yaml").write_text(
        BASE.replace("procedure: building-permit\n", "procedure: building-permit\nprocedures: law\n").replace(
            "    expect: {due: {total: 2026-02-23}}\n", "    expect: {due: {total: 2026-02-26}}\n"
        ),
        encoding="utf-8",
    )
    run = run_scenario(read_scenario(tmp_path / "story.yaml"))

    assert [str(failure) for failure in run.failures] == []
    assert "Coi như đã nhận qua bưu chính: 5 ngày, 07-11/02 (5)" in told(run, "total", "vi")
    assert "Deemed received by post: 5 days, 7-11 Feb (5)" in told(run, "total", "en")


def chained(steps: int, days: int, trigger: str, **choices: object) -> list[datetime]:
    """Return the due instants of steps that follow one another, each from the due instant of the one before."""
    term, start = Term.of(f"{days} working days"), at(trigger)
    found: list[datetime] = []
    for _ in range(steps):
        end = due(Ledger(term, profile("vn-general").counting(term.unit, **choices), start), CALENDAR)
        assert end is not None
        start = end.at
        found.append(start)
    return found


def test_steps_fit_their_total_only_when_handed_over_in_time() -> None:
    """Rule 26: four steps of five working days are twenty; handed over after 15:00, three of them cost a day each."""
    whole = Term.of("20 working days")
    total = due(Ledger(whole, profile("vn-general").counting(whole.unit), at("2026-03-02 09:00")), CALENDAR)
    late = chained(4, 5, "2026-03-02 09:00", cutoff="15:00", cutoff_effect="starts_later")

    assert total is not None
    assert chained(4, 5, "2026-03-02 09:00")[-1] == total.at == at("2026-03-30 17:00")
    # 9, 17, 25 March and 2 April: each hand-over at 17:00 counts as the next morning.
    assert [day.date().isoformat() for day in late] == ["2026-03-09", "2026-03-17", "2026-03-25", "2026-04-02"]


def test_another_appointment_is_given_once() -> None:
    """Rule 27: the first re-appointment is printed, the second refused; the statutory due date does not move."""
    run = played("building-permit/tet-2026", "2026-03-20 16:30")
    refusals = [one.decision.refusal.code.value for one in run.played if one.decision.refusal is not None]

    assert refusals[-1] == "reappointment_used_up"
    assert due_of(run, "total") == "2026-03-23 17:00"
    assert "25/03/2026 17:00" in story_text(story_of(run, "vi"))
    assert "25 Mar 2026 17:00" in story_text(story_of(run, "en"))


def test_the_promise_is_not_the_statutory_date() -> None:
    """Rule 33: after the apology the slip says 25 March, and the permit is late on the 24th all the same."""
    run = played("building-permit/tet-2026")
    clock = run.dossier and run.dossier.deadlines["total"]

    assert run.dossier is not None
    assert clock
    assert run.dossier.appointment is not None
    assert run.dossier.appointment.day.isoformat() == "2026-03-25"
    assert clock.due is not None
    assert clock.due.day.isoformat() == "2026-03-23"
    assert clock.is_late
    assert "met, but late" in story_text(story_of(run, "en"))


LATE_ENTRY = """
  - at: 2026-02-12T16:00
    occurred: 2026-02-10T09:00
    do: request_supplement
    by: officer
    items: [Bản vẽ]
    reason: Thiếu bản vẽ
    expect: {due: {total: null}}
  - at: 2026-02-24T09:00
    do: wait
"""


def test_a_pause_entered_late_takes_effect_when_it_began() -> None:
    """Rule 32: entered on the 12th, effective from the 10th: eleven days are left; the event keeps both instants."""
    head = BASE.partition("expect:\n  - at: end")[0]
    run = run_scenario(scenario_from(read_document(head + LATE_ENTRY)))
    event = run.events[-1]

    assert [str(failure) for failure in run.failures] == []
    assert (event.occurred_at, event.recorded_at) == (at("2026-02-10 09:00"), at("2026-02-12 16:00"))
    assert "còn lại 11 ngày" in told(run, "total", "vi")
    assert "11 days left" in told(run, "total", "en")


def test_silence_is_consent_where_the_law_says_so() -> None:
    """Rule 25: a minute after the term for the answer the agency is taken to agree."""
    before, after = (played("building-permit/tet-2026", moment) for moment in ("2026-03-10 17:00", "2026-03-10 17:01"))

    assert before.dossier is not None
    assert after.dossier is not None
    assert before.dossier.handoffs["planning_opinion"].status.value == "sent"
    assert after.dossier.handoffs["planning_opinion"].status.value == "deemed_agreed"


def test_no_other_version_is_taken_where_none_is_in_force() -> None:
    """Rule 28: every shipped version begins where the one before ended, so that a day finds one version or none."""
    library: ProcedureLibrary = catalogue()
    for earlier, later in pairwise(library.versions("building-permit")):
        assert earlier.effective.to is None or earlier.effective.to < later.effective.from_


def test_three_rolled_terms_are_not_one_rolled_term() -> None:
    """Rule 21: three times ten days from 6 February, each from the moved end, end a week later than thirty days."""
    ten = Term.of("10 days")
    start = Ledger(ten, profile("vn-general").counting(ten.unit), at("2026-02-06 09:00"))
    ends = {}
    for anchor in (Anchor.DUE, Anchor.ROLLED_DUE):
        more = (Extension(ten, anchor, ""), Extension(ten, anchor, ""))
        found = due(Ledger(ten, start.counting, start.trigger, extensions=more), CALENDAR)
        assert found is not None
        ends[anchor] = found.day.isoformat()
    # 16 February rolls to the 23rd; 5 and 15 March; the 15th, a Sunday, to the 16th.
    assert ends == {Anchor.DUE: "2026-03-09", Anchor.ROLLED_DUE: "2026-03-16"}
