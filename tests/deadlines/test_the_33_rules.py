"""
The counting rules of docs/explanation/rules, each with dates counted by hand and the sentence that explains it.

Rules that only a procedure can show (complete dossiers, tables, supplements,
handoffs, versions, promises) are in test_the_33_rules_in_procedures.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.deadlines import Anchor, Deeming, Extension, Ledger, NamedDay, Term, due, explain, profile, replay
from dossierflow.errors import TermError
from dossierflow.render.explanation import explanation_text
from dossierflow.worktime import (
    CalendarLayer,
    DayFact,
    DayKind,
    Interval,
    Level,
    OfficeHours,
    WorkCalendar,
    compile_calendar,
    vietnam,
    vietnam_layers,
)

CITE = (Citation(doc="Luật mẫu", at="Điều 1"),)
BY_POST = Deeming(
    name=LegalText(vi="Coi như đã nhận qua bưu chính", en="Deemed received by post"),
    after=Term.of("5 days"),
    cite=CITE,
)
MIDDLE = LegalText(vi="Hạn giao hàng", en="Day of delivery")
YEAR = {"level": Level.OFFICE, "first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def office_calendar(name: str, **layer: object) -> WorkCalendar:
    """Return the shipped calendar with one more layer on top, of an office."""
    own = CalendarLayer.model_validate({"name": name, **YEAR, **layer})
    return compile_calendar([*vietnam_layers(), own], name=name)


DAY = (Interval.parse("08:00-12:00"), Interval.parse("13:00-17:00"))
SIX_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
CALENDARS = {
    "vn-public": vietnam(),
    "six-days": office_calendar(
        "six-days", weekly=OfficeHours.model_validate({"cite": CITE, **dict.fromkeys(SIX_DAYS, DAY)})
    ),
    "flooded": office_calendar(
        "flooded",
        days=(
            DayFact(
                day=date(2026, 3, 10),
                kind=DayKind.CLOSURE,
                name=LegalText(vi="Ngập lụt", en="Flood"),
                status=Status.ANNOUNCED,
                known_from=date(2026, 3, 10),
                cite=CITE,
            ),
        ),
    ),
}


@dataclass(frozen=True)
class Case:
    """One row: what is asked, what comes out, and one sentence that says why, in both languages."""

    rule: int
    term: str
    trigger: str
    due: str | None
    vi: str
    en: str
    choices: dict[str, object] = field(default_factory=dict)
    pauses: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    deeming: Deeming | None = None
    calendar: str = "vn-public"

    @property
    def ledger(self) -> Ledger:
        """The row in the words of the library."""
        term, zone = Term.of(self.term), CALENDARS[self.calendar].tz
        counting = profile("vn-general").counting(term.unit, cite=CITE if self.choices else (), **self.choices)
        made = Ledger(term, counting, datetime.fromisoformat(self.trigger).replace(tzinfo=zone), deeming=self.deeming)
        for pause in self.pauses:
            start, end = (datetime.fromisoformat(text).replace(tzinfo=zone) for text in pause.split("/"))
            made = made.suspend(start, "chờ thẩm định").resume(end)
        for length, anchor in self.more:
            made = made.extend(Extension(Term.of(length), Anchor(anchor), "hồ sơ phức tạp", CITE))
        return made

    def __str__(self) -> str:
        """Return how the row is called in reports."""
        return f"{self.rule:02}-{self.term}-{self.trigger}-{'-'.join(map(str, self.choices.values()))}".replace(
            " ", "_"
        )


LATE = {"cutoff": "15:00", "cutoff_effect": "starts_later"}
LATE_RESULT = {"cutoff": "15:00", "cutoff_effect": "result_later"}
LEAST = {"min_working_days": 2, "min_working_days_from": 2}

CASES = (
    # 1. 25, 26 April; 2, 3 May; Saturday 4 May, worked in exchange for 29 April.
    Case(
        1,
        "5 working days",
        "2024-04-24 09:30",
        "2024-05-04 17:00",
        "Ngày 24/04/2024 không tính; bắt đầu tính từ ngày tiếp theo",
        "24 Apr 2024 is not counted; counting starts with the day after",
    ),
    Case(
        1,
        "1 day",
        "2026-03-02 23:59",
        "2026-03-03 17:00",
        "Ngày 02/03/2026 không tính",
        "2 Mar 2026 is not counted",
    ),
    # 2. The first day is counted: 24, 25, 26 April; 2, 3 May.
    Case(
        2,
        "5 working days",
        "2024-04-24 09:30",
        "2024-05-03 17:00",
        "Ngày 24/04/2024 được tính là ngày thứ nhất",
        "24 Apr 2024 counts as the first day",
        {"starts": "same_day"},
    ),
    Case(
        2,
        "1 month",
        "2026-04-01 08:00",
        "2026-05-04 17:00",
        "1 tháng: đến ngày 30/04/2026",
        "1 month: to 30 Apr 2026",
        {"starts": "same_day"},
    ),
    # 3. At once: two hours of Friday, six of Monday.
    Case(
        3,
        "8 working hours",
        "2026-03-06 15:00",
        "2026-03-09 15:00",
        "Tính ngay từ 15:00 thứ Sáu, ngày 06/03/2026",
        "Counting starts at once: 15:00 on Friday 6 March 2026",
    ),
    Case(
        3,
        "90 minutes",
        "2026-03-02 09:10",
        "2026-03-02 10:40",
        "Tính ngay từ 09:10 thứ Hai, ngày 02/03/2026",
        "Counting starts at once: 09:10 on Monday 2 March 2026",
    ),
    # 4. A Saturday counts as Monday, whose day is not counted then.
    Case(
        4,
        "1 working day",
        "2026-03-07 10:00",
        "2026-03-10 17:00",
        "10:00 thứ Bảy, ngày 07/03/2026 ngoài giờ làm việc nên tính là nhận lúc 08:00 thứ Hai, ngày 09/03/2026",
        "10:00 on Saturday 7 March 2026 is outside office hours and counts as 08:00 on Monday 9 March 2026",
        {"receipt": "next_opening"},
    ),
    Case(
        4,
        "1 working day",
        "2026-03-07 10:00",
        "2026-03-09 17:00",
        "Mốc bắt đầu: 10:00 thứ Bảy, ngày 07/03/2026",
        "Starting event: 10:00 on Saturday 7 March 2026",
        {"receipt": "as_is"},
    ),
    # 5. After 15:00 on a Thursday; 6 February is not counted; 9, 10, 11 February.
    Case(
        5,
        "3 working days",
        "2026-02-05 15:20",
        "2026-02-11 17:00",
        "Nhận sau 15:00 nên tính là nhận lúc 08:00 thứ Sáu, ngày 06/02/2026",
        "Received after 15:00, so it counts as 08:00 on Friday 6 February 2026",
        LATE,
    ),
    Case(
        5,
        "same day",
        "2026-03-06 15:01",
        "2026-03-09 17:00",
        "Nhận sau 15:00 nên kết quả được trả vào ngày làm việc tiếp theo",
        "Received after 15:00, so the result is due on the next working day",
        LATE_RESULT,
    ),
    Case(
        5,
        "same day",
        "2026-03-06 15:00",
        "2026-03-06 17:00",
        "Không tính thêm ngày nào: hạn là chính ngày 06/03/2026",
        "No day is added: the term ends on 6 Mar 2026 itself",
        LATE_RESULT,
    ),
    # 7. 21 August; Saturday 22 August, worked; 24, 25, 26 August. Over Tết: 23, 24, 25 February.
    Case(
        7,
        "5 working days",
        "2026-08-20 09:00",
        "2026-08-26 17:00",
        "trong đó 22/08: Làm bù cho ngày 31/08/2026",
        "of which 22 Aug: Worked in exchange for 31 August 2026",
    ),
    Case(
        7,
        "3 working days",
        "2026-02-13 09:00",
        "2026-02-25 17:00",
        "Không tính: 14-15/02 (2), 21-22/02 (2): nghỉ cuối tuần",
        "Not counted: 14-15 Feb (2), 21-22 Feb (2): weekend",
    ),
    # 8. Saturday 7 March; Saturday 14 February, before Tết: nine days later.
    Case(
        8,
        "5 days",
        "2026-03-02 09:00",
        "2026-03-09 17:00",
        "Ngày cuối cùng 07/03/2026 là ngày nghỉ (07-08/03 (2): nghỉ cuối tuần) nên dời sang 09/03/2026",
        "The last day, 7 Mar 2026, is off (7-8 Mar (2): weekend), so it moves forward to 9 Mar 2026",
    ),
    Case(
        8,
        "8 days",
        "2026-02-06 09:00",
        "2026-02-23 17:00",
        "nên dời sang 23/02/2026",
        "so it moves forward to 23 Feb 2026",
    ),
    # 9. The same five days, and no move.
    Case(
        9,
        "5 days",
        "2026-03-02 09:00",
        "2026-03-07 17:00",
        "Ngày cuối cùng là ngày nghỉ nhưng theo cách tính này không dời",
        "The last day is a day off, and this way of counting does not move it",
        {"roll": "none"},
    ),
    # 10. Three days before Wednesday 4 March: Sunday 1 March, and back to Friday.
    Case(
        10,
        "3 days",
        "2026-03-04 09:00",
        "2026-02-27 17:00",
        "Ngày cuối cùng 01/03/2026 là ngày nghỉ (28/02-01/03 (2): nghỉ cuối tuần) nên lùi về 27/02/2026",
        "The last day, 1 Mar 2026, is off (28 Feb-1 Mar (2): weekend), so it moves back to 27 Feb 2026",
        {"direction": "before", "roll": "backward"},
    ),
    Case(
        10,
        "3 working days",
        "2026-02-24 09:00",
        "2026-02-12 17:00",
        "Ngày 24/02/2026 không tính; tính ngược từ ngày liền trước",
        "24 Feb 2026 is not counted; counting goes back from the day before",
        {"direction": "before"},
    ),
    # 11. No 31 February; the corresponding weekday; a month is not thirty days.
    Case(
        11,
        "1 month",
        "2025-01-31 09:00",
        "2025-02-28 17:00",
        "1 tháng: tháng không có ngày tương ứng nên lấy ngày cuối tháng, 28/02/2025",
        "1 month: the month has no corresponding day, so its last day is taken, 28 Feb 2025",
    ),
    Case(
        11,
        "2 weeks",
        "2026-03-03 09:00",
        "2026-03-17 17:00",
        "2 tuần: đến ngày 17/03/2026",
        "2 weeks: to 17 Mar 2026",
    ),
    Case(
        11,
        "1 month",
        "2026-03-02 09:00",
        "2026-04-02 17:00",
        "1 tháng: đến ngày 02/04/2026",
        "1 month: to 2 Apr 2026",
    ),
    Case(11, "30 days", "2026-03-02 09:00", "2026-04-01 17:00", "30 ngày:", "30 days:"),
    # 12. Months first: 28 February, then ten days; days first would be 9 March.
    Case(
        12,
        "1 month",
        "2026-01-30 09:00",
        "2026-03-10 17:00",
        "Gia hạn 10 ngày, tính tiếp từ khi hết thời hạn",
        "Extended by 10 days from the end of the term",
        more=(("10 days", "due"),),
    ),
    # 13. One day of a month is taken out: 30 days, and one more.
    Case(
        13,
        "1 month",
        "2026-02-02 09:00",
        "2026-03-05 17:00",
        "Thời hạn bị gián đoạn nên 1 tháng được tính là 30 ngày",
        "The term is interrupted and is counted in days: 30 days for 1 month",
        pauses=("2026-02-09 10:00/2026-02-10 10:00",),
    ),
    Case(
        13,
        "1 week",
        "2026-03-02 09:00",
        "2026-03-10 17:00",
        "Thời hạn bị gián đoạn nên 1 tuần được tính là 7 ngày",
        "The term is interrupted and is counted in days: 7 days for 1 week",
        pauses=("2026-03-03 10:00/2026-03-04 10:00",),
    ),
    # 14. The middle of March is Sunday the 15th; the end of May, Sunday the 31st.
    Case(
        14,
        "0 days",
        "2026-03-02 09:00",
        "2026-03-16 17:00",
        "Hạn giao hàng: giữa tháng là ngày 15/03/2026",
        "Day of delivery: the middle of the month is 15 Mar 2026",
        deeming=Deeming(name=MIDDLE, day=NamedDay.MIDDLE_OF_MONTH, cite=CITE),
    ),
    Case(
        14,
        "0 days",
        "2026-05-04 09:00",
        "2026-06-01 17:00",
        "Hạn giao hàng: cuối tháng là ngày 31/05/2026",
        "Day of delivery: the end of the month is 31 May 2026",
        deeming=Deeming(name=MIDDLE, day=NamedDay.END_OF_MONTH, cite=CITE),
    ),
    # 15. The same day, at two hours.
    Case(
        15,
        "1 day",
        "2026-03-02 09:00",
        "2026-03-04 00:00",
        "Hết hạn lúc 24 giờ ngày 03/03/2026",
        "The term ends at 24:00 on 3 Mar 2026",
        {"ends": "midnight"},
    ),
    Case(
        15,
        "1 day",
        "2026-03-02 09:00",
        "2026-03-03 17:00",
        "Hết hạn khi hết giờ làm việc: 17:00 thứ Ba, ngày 03/03/2026",
        "The term ends at the close of business: 17:00 on Tuesday 3 March 2026",
    ),
    # 16. Every hour counts, and Saturday 09:10 becomes Monday 09:10; working hours skip the night.
    Case(
        16,
        "24 hours",
        "2026-03-06 09:10",
        "2026-03-09 09:10",
        "Hết hạn lúc 09:10 thứ Hai, ngày 09/03/2026",
        "The term ends at 09:10 on Monday 9 March 2026",
    ),
    Case(
        16,
        "8 working hours",
        "2026-03-05 09:10",
        "2026-03-06 09:10",
        "8 giờ làm việc: 05/03 (6 giờ 50 phút), 06/03 (1 giờ 10 phút)",
        "8 working hours: 5 Mar (6 hours 50 minutes), 6 Mar (1 hour 10 minutes)",
    ),
    # 17. The day after the fifth one.
    Case(
        17,
        "5 working days",
        "2026-03-02 09:00",
        "2026-03-10 17:00",
        "Ngày cuối cùng không tính, hạn là 10/03",
        "The last day is not counted, so the term ends on 10 Mar",
        {"clear": True},
    ),
    # 18. The same five days where Saturdays are worked: 3 to 7 March.
    Case(
        18,
        "5 working days",
        "2026-03-02 09:00",
        "2026-03-07 17:00",
        "5 ngày làm việc: 03-07/03 (5)",
        "5 working days: 3-7 Mar (5)",
        calendar="six-days",
    ),
    Case(
        18,
        "5 working days",
        "2026-03-02 09:00",
        "2026-03-09 17:00",
        "5 ngày làm việc: 03-06/03 (4), 09/03",
        "5 working days: 3-6 Mar (4), 9 Mar",
    ),
    # 19. Two days from a Friday hold no working day; Monday and Tuesday are added.
    Case(
        19,
        "2 days",
        "2026-03-06 09:00",
        "2026-03-10 17:00",
        "Chưa đủ số ngày làm việc tối thiểu nên tính thêm 09-10/03 (2)",
        "The term has too few working days; added: 9-10 Mar (2)",
        LEAST,
    ),
    Case(
        19,
        "1 day",
        "2026-03-06 09:00",
        "2026-03-09 17:00",
        "nên dời sang 09/03/2026",
        "so it moves forward to 9 Mar 2026",
        LEAST,
    ),
    # 20. Twenty-five calendar days from the start, in place of five working days.
    Case(
        20,
        "5 working days",
        "2026-03-02 09:00",
        "2026-03-27 17:00",
        "Thời hạn mới 25 ngày thay cho thời hạn cũ, tính lại từ mốc bắt đầu",
        "A new term of 25 days replaces the old one, from the starting event",
        more=(("25 days", "trigger"),),
    ),
    # 21. Five days end on Saturday the 7th and roll to Monday the 9th; two more from either, or seven from the start.
    Case(
        21,
        "5 days",
        "2026-03-02 09:00",
        "2026-03-09 17:00",
        "Gia hạn 2 ngày, tính tiếp từ khi hết thời hạn",
        "Extended by 2 days from the end of the term",
        more=(("2 days", "due"),),
    ),
    Case(
        21,
        "5 days",
        "2026-03-02 09:00",
        "2026-03-11 17:00",
        "Gia hạn 2 ngày, tính tiếp từ ngày đến hạn sau khi dời",
        "Extended by 2 days from the due date as moved",
        more=(("2 days", "rolled_due"),),
    ),
    # 23. Four days are taken out, three of them working days; a shift of the due date by four days gives the 20th.
    Case(
        23,
        "10 working days",
        "2026-03-02 09:00",
        "2026-03-19 17:00",
        "04-07/03 (4): tạm dừng, chờ thẩm định",
        "4-7 Mar (4): suspended, chờ thẩm định",
        pauses=("2026-03-03 10:00/2026-03-07 10:00",),
    ),
    # 30. Posted on the 2nd, deemed received on the 7th, ten days after which is the 17th.
    Case(
        30,
        "10 days",
        "2026-03-02 16:00",
        "2026-03-17 17:00",
        "Coi như đã nhận qua bưu chính: 5 ngày, 03-07/03 (5); sự kiện được tính là của ngày 07/03/2026",
        "Deemed received by post: 5 days, 3-7 Mar (5); the event counts as one of 7 Mar 2026",
        deeming=BY_POST,
    ),
    # 31. The office is under water on Tuesday the 10th.
    Case(
        31,
        "8 days",
        "2026-03-02 09:00",
        "2026-03-11 17:00",
        "Ngày cuối cùng 10/03/2026 là ngày nghỉ (10/03: cơ quan đóng cửa, Ngập lụt [Luật mẫu, Điều 1])",
        "The last day, 10 Mar 2026, is off (10 Mar: office closed, Flood [Luật mẫu, Điều 1])",
        calendar="flooded",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rule_gives_this_date_and_says_why(case: Case) -> None:
    """Due date and steps are as counted by hand; the sentence of the rule is told in Vietnamese and in English."""
    calendar, ledger = CALENDARS[case.calendar], case.ledger
    found, told = due(ledger, calendar), explain(ledger, calendar)

    assert found is not None
    assert found.at.replace(tzinfo=None).isoformat(" ", "minutes") == case.due
    assert replay(told) == found
    assert case.vi in explanation_text(told, "vi")
    assert case.en in explanation_text(told, "en")


def test_a_date_that_does_not_exist_can_be_refused() -> None:
    """Rule 11: where the law names no last day of the month, a month from the 31st is refused rather than guessed."""
    case = Case(11, "1 month", "2026-01-31 09:00", None, "", "", {"month_end": "refuse"})
    with pytest.raises(TermError, match="2026-01-31 has no corresponding day in 2026-02"):
        due(case.ledger, CALENDARS["vn-public"])


def test_days_before_months_would_be_another_date() -> None:
    """Rule 12: ten days and then a month from 30 January end on 9 March, a day before the other order."""
    case = Case(12, "10 days", "2026-01-30 09:00", None, "", "", more=(("1 month", "due"),))
    found = due(case.ledger, CALENDARS["vn-public"])
    assert found is not None
    assert found.day == date(2026, 3, 9)


def test_a_pause_that_lasts_leaves_no_due_date() -> None:
    """Rule 23: while the term stands still there is no due date, and both languages say so."""
    ledger = Case(23, "10 working days", "2026-03-02 09:00", None, "", "").ledger
    waiting = ledger.suspend(ledger.trigger.replace(day=3), "chờ thẩm định")
    told = explain(waiting, CALENDARS["vn-public"])
    assert due(waiting, CALENDARS["vn-public"]) is None
    assert "Hạn: chưa xác định, vì thời hạn đang tạm dừng" in explanation_text(told, "vi")
    assert "Due: not known while the term is suspended" in explanation_text(told, "en")
