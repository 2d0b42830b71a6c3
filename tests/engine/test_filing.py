"""Filing windows, terms per unit, and a second appointment: what the engine makes of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossierflow.engine import APPLICANT_ACTOR, Actor, Engine
from dossierflow.engine import commands as c
from dossierflow.engine.refusals import RefusalCode
from dossierflow.procedure import procedure_from
from dossierflow.reading import read_document
from dossierflow.worktime import vietnam

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BASE = """
procedure: stall
code: "9.000002"
version: "1"
name: {vi: Quầy hàng, en: Stall}
effective: {from: "2026-01-01"}
status: enacted
basis: [{doc: Test}]
counting: vn-general
calendar: vn-public
channels: [counter]
agencies:
  office:
    name: {vi: Phòng, en: Office}
    roles: {clerk: {name: {vi: Nhân viên, en: Clerk}}}
    acts_for: [applicant]
facts:
  opens: {name: {vi: Ngày mở, en: Opening day}, type: date}
  goods: {name: {vi: Hàng hóa, en: Goods}, type: enum, values: [food, clothes]}
  notes: {name: {vi: Số tờ, en: Number of notes}, type: integer, at_least: 1}
filing:
  - {before: opens, not_earlier: 60 days, not_later: 7 working days, when: {goods: food}, cite: [{doc: Test}]}
reception:
  by: {agency: office, role: clerk}
  first: check
  marks: [complete]
  appointment: checking
  next_appointments: [signing]
  cite: [{doc: Test}]
limits:
  checking:
    name: {vi: Kiểm tra, en: Checking}
    kind: statutory
    party: office
    starts: complete
    stops: [sent]
    cases:
      - {when: {notes: {at_most: 20}}, term: 5 working days, per: notes}
      - {when: {notes: {at_least: 21}}, term: 60 days}
    on_missed: {effect: overdue}
    cite: [{doc: Test}]
  signing:
    name: {vi: Ký, en: Signing}
    kind: statutory
    party: office
    starts: sign.entered
    stops: [decided]
    term: 3 working days
    on_missed: {effect: overdue}
    cite: [{doc: Test}]
steps:
  check:
    name: {vi: Kiểm tra, en: Check}
    by: {agency: office}
    actions:
      pass: {name: {vi: Đạt, en: Pass}, to: pay, marks: [sent]}
  pay:
    name: {vi: Nộp tiền, en: Pay}
    by: {agency: applicant}
    actions:
      paid: {name: {vi: Đã nộp, en: Paid}, to: sign}
  sign:
    name: {vi: Ký, en: Sign}
    by: {agency: office}
    actions:
      grant: {name: {vi: Cấp, en: Grant}, to: end.granted}
apology: {by: {agency: office}, max: 1, at_least_before: null, cite: [{doc: Test}]}
returning: {by: {agency: office, role: clerk}}
ends:
  granted: {name: {vi: Đã cấp, en: Granted}, kind: granted}
"""
CALENDAR = vietnam()
OFF = (date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1))
"""Days off from Monday to Friday between April and June 2026: Hùng Kings, Reunification Day, Labour Day."""
ENGINE = Engine([procedure_from(read_document(BASE))], CALENDAR)
CLERK = Actor(agency="office", role="clerk")


def submission(day: date, **facts: str | int) -> tuple[c.Submit, datetime]:
    """Return a submission at nine of *day* for food and one note, unless said otherwise, and its instant."""
    given = {"opens": "2026-06-15", "goods": "food", "notes": 1, **facts}
    return c.Submit(dossier="S-1", procedure="stall", channel="counter", facts=given), at(day)


def at(day: date, hour: int = 9) -> datetime:
    """Return an hour of *day* in Hanoi."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=HANOI)


def working_days_between(first: date, last: date) -> int:
    """Count the working days from *first* to *last*, both inclusive, one by one."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(day.weekday() < 5 and day not in OFF for day in days)


def test_a_dossier_is_accepted_on_exactly_the_days_of_its_window() -> None:
    """Day by day: at most 60 days before, and 7 working days lie between the filing day and the event."""
    event = date(2026, 6, 15)
    for back in range(80):
        day = event - timedelta(days=back)
        command, instant = submission(day)
        # The day of the event is not counted; the day of filing is the seventh.
        in_time = back <= 60 and working_days_between(day, event - timedelta(days=1)) >= 7
        refusal = ENGINE.handle(None, command, by=APPLICANT_ACTOR, at=instant).refusal

        assert (refusal is None) == in_time, day
        assert refusal is None or refusal.code is RefusalCode.FILING_WINDOW


def test_a_refused_filing_names_the_window_and_its_source() -> None:
    """Both ends of the window, the day, and the citation of the window itself."""
    command, instant = submission(date(2026, 6, 12))
    refusal = ENGINE.handle(None, command, by=APPLICANT_ACTOR, at=instant).refusal

    assert refusal is not None
    assert refusal.reason.en == (
        "counted back from 2026-06-15, dossiers are filed from 2026-04-16 to 2026-06-04; "
        "this one was filed on 2026-06-12"
    )
    assert "tính lùi từ ngày 2026-06-15" in refusal.reason.vi
    assert [str(cite) for cite in refusal.basis] == ["Test"]


def test_a_window_binds_only_those_it_is_for() -> None:
    """Clothes may be filed for the day before."""
    command, instant = submission(date(2026, 6, 14), goods="clothes")

    assert ENGINE.handle(None, command, by=APPLICANT_ACTOR, at=instant).refusal is None


@pytest.mark.parametrize(
    ("notes", "expected"),
    [(1, "5 working days"), (3, "15 working days"), (20, "100 working days"), (21, "60 days"), (500, "60 days")],
)
def test_a_term_per_unit_is_multiplied_by_the_number_of_units(notes: int, expected: str) -> None:
    """Each note has its term; a row without a factor is a term for the whole."""
    command, instant = submission(date(2026, 5, 20), notes=notes)
    submitted = ENGINE.handle(None, command, by=APPLICANT_ACTOR, at=instant).dossier
    received = ENGINE.handle(submitted, c.Receive(), by=CLERK, at=instant).dossier

    assert received is not None
    assert str(received.deadlines["checking"].term) == expected


def test_a_corrected_number_corrects_the_term() -> None:
    """Two notes that turn out to be four have twice the time."""
    command, instant = submission(date(2026, 5, 20), notes=2)
    dossier = ENGINE.handle(None, command, by=APPLICANT_ACTOR, at=instant).dossier
    dossier = ENGINE.handle(dossier, c.Receive(), by=CLERK, at=instant).dossier
    dossier = ENGINE.handle(dossier, c.Correct(fact="notes", value=4, reason="Đếm lại"), by=CLERK, at=instant).dossier

    assert dossier is not None
    assert str(dossier.deadlines["checking"].term) == "20 working days"


def test_the_second_appointment_is_printed_when_its_limit_starts() -> None:
    """The first promise stands until then, also while nobody owes anything; an apology moves the one that counts."""
    command, instant = submission(date(2026, 5, 20))
    dossier = ENGINE.handle(None, command, by=APPLICANT_ACTOR, at=instant).dossier
    printed: list[date | None] = []
    acts: tuple[tuple[c.Command, Actor, date], ...] = (
        (c.Receive(), CLERK, date(2026, 5, 20)),
        (c.CompleteStep(step="check", action="pass"), CLERK, date(2026, 5, 25)),
        (c.CompleteStep(step="pay", action="paid"), APPLICANT_ACTOR, date(2026, 6, 3)),
        (c.Apologise(reason="Bận", appointment=at(date(2026, 6, 10), 16)), CLERK, date(2026, 6, 5)),
    )
    for act, by, day in acts:
        decision = ENGINE.handle(dossier, act, by=by, at=at(day))
        assert decision.refusal is None
        dossier = decision.dossier
        printed.append(dossier.appointment.day if dossier is not None and dossier.appointment is not None else None)

    assert printed == [date(2026, 5, 27), date(2026, 5, 27), date(2026, 6, 8), date(2026, 6, 10)]
