"""Extensions, apologies, and the appointment on the slip."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.deadlines.term import Term
from dossierflow.engine import commands as c
from dossierflow.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Callable


def extending(term: str, name: str = "complex") -> c.Extend:
    """Return an extension to which the applicant has agreed."""
    return c.Extend(extension=name, term=Term.of(term), reason="phức tạp", agreed=True)


def appointing(desk: Any, days: int) -> c.Apologise:
    """Return an apology with a day so many days after the one on the slip."""
    return c.Apologise(reason="quá tải", appointment=desk.now.appointment.at + timedelta(days=days))


# 15 days from 2 February end on the 17th, a day of Tết, and roll to Monday the 23rd.
ANCHORS = [
    ("due", "10 days", date(2026, 2, 27), "ten days from the 17th"),
    ("rolled_due", "10 days", date(2026, 3, 5), "ten days from the 23rd"),
    ("trigger", "30 days", date(2026, 3, 4), "thirty days from 2 February instead of fifteen"),
]


@pytest.mark.parametrize(("anchor", "term", "due", "why"), ANCHORS, ids=[row[0] for row in ANCHORS])
def test_from_where_an_extension_counts(
    open_desk: Callable[..., Any], anchor: str, term: str, due: date, why: str
) -> None:
    """From the end as counted, from the end as rolled, or anew from the start."""
    desk = open_desk(lambda written: written["extensions"]["complex"].update(anchor=anchor, at_most="30 days"))
    desk.receive()
    assert desk.due() == date(2026, 2, 23)
    desk.did("2026-02-04 09:00", "head", extending(term))
    assert desk.due() == due, why
    assert desk.now.appointment.day == due


def test_an_extension_of_a_clock_that_stands_still_counts_when_it_goes_on(desk: Any) -> None:
    """Extended while paused there is no due date yet; it comes with the end of the pause."""
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.Pause(reason="flood"))
    desk.did("2026-02-04 09:00", "head", extending("10 days"))
    assert desk.due() is None
    desk.did("2026-02-05 10:00", "officer", c.Resume())
    # 15 days and two of the pause end on the 19th; ten more on 1 March, a Sunday
    assert desk.due() == date(2026, 3, 2)


def test_an_extension_never_shortens(open_desk: Callable[..., Any]) -> None:
    """A term from the start that ends before the present one is refused, even while the clock stands still."""
    desk = open_desk(lambda written: written["extensions"]["complex"].update(anchor="trigger"))
    desk.receive()
    assert desk.code("2026-02-04 09:00", "head", extending("5 days")) == "extension_not_longer"
    desk.did("2026-02-04 10:00", "officer", c.Pause(reason="flood"))
    assert desk.code("2026-02-04 11:00", "head", extending("5 days")) == "extension_not_longer"


def test_an_extension_under_agreement_may_be_of_any_length(desk: Any) -> None:
    """Where the parties agree freely, no bound is checked."""
    desk.receive(work="other")
    desk.did("2026-02-04 09:00", "head", extending("90 days", "agreed"))
    assert desk.due() == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("when", "is_accepted"),
    [("2026-02-22 23:59", True), ("2026-02-23 00:00", False), ("2026-02-23 16:59", False)],
)
def test_another_day_is_appointed_at_the_latest_a_day_before(desk: Any, when: str, *, is_accepted: bool) -> None:
    """Due on 23 February, the last day to appoint another is the 22nd, a Sunday."""
    desk.receive()
    decision = desk.do(when, "officer", appointing(desk, 7))
    assert decision.is_accepted == is_accepted
    if is_accepted:
        assert (desk.now.appointment.day, desk.now.appointment.cause) == (date(2026, 3, 2), "reappointment")
        assert desk.due() == date(2026, 2, 23), "a promise does not move the law's date"


def test_working_days_before_are_counted_as_such(open_desk: Callable[..., Any]) -> None:
    """One working day before 23 February, over Tết, is 13 February."""
    desk = open_desk(lambda written: written["apology"].update(at_least_before="1 working day"))
    desk.receive()
    assert desk.code("2026-02-14 08:00", "officer", appointing(desk, 7)) == "reappointment_too_late"
    desk = open_desk(lambda written: written["apology"].update(at_least_before="1 working day"))
    desk.receive()
    desk.did("2026-02-13 23:00", "officer", appointing(desk, 7))


def test_where_the_law_names_no_day_any_will_do(open_desk: Callable[..., Any]) -> None:
    """Without ``at_least_before`` another day may be appointed even after the due date."""
    desk = open_desk(lambda written: written["apology"].update(at_least_before=None))
    desk.receive()
    desk.did("2026-02-25 08:00", "officer", appointing(desk, 7))


@pytest.mark.parametrize("before", ["8 working hours", "0.5 working days", "1 week"])
def test_a_notice_in_anything_but_whole_days_is_refused(open_desk: Callable[..., Any], before: str) -> None:
    """Hours before a day have no meaning that could be counted; the procedure is not compiled."""
    with pytest.raises(DefinitionError, match="whole days or working days"):
        open_desk(lambda written: written["apology"].update(at_least_before=before))


def test_an_apology_alone_needs_no_day_and_is_not_counted(desk: Any) -> None:
    """Apologising without another day is always possible, and often."""
    desk.receive()
    for day in ("2026-02-24", "2026-02-25"):
        desk.did(f"{day} 09:00", "officer", c.Apologise(reason="quá tải"))
    assert "reappointment" not in desk.now.counts


def test_a_promise_made_in_an_apology_is_not_taken_back(desk: Any) -> None:
    """The end of a pause moves the due date, but not an appointment that is later already."""
    desk.receive()
    desk.did("2026-02-03 09:00", "officer", appointing(desk, 20))
    promised = desk.now.appointment
    desk.did("2026-02-03 10:00", "officer", c.Pause(reason="flood"))
    desk.did("2026-02-09 10:00", "officer", c.Resume())
    assert desk.now.appointment == promised


def test_the_slip_is_printed_anew_after_a_restart(desk: Any) -> None:
    """After the answer to a supplement the term begins anew, and so does the promise."""
    desk.receive()
    desk.did("2026-02-03 09:00", "officer", appointing(desk, 20))
    desk.did("2026-02-03 10:00", "officer", c.RequestSupplement(items=("bản vẽ",), reason="thiếu"))
    desk.did("2026-02-05 10:00", "applicant", c.AnswerSupplement())
    assert (desk.now.appointment.day, desk.now.appointment.cause) == (desk.due(), "due")


def test_the_answer_of_an_agency_that_held_the_clock_prints_the_slip_anew(open_desk: Callable[..., Any]) -> None:
    """Who ends a suspension makes no difference to what the applicant is told."""
    desk = open_desk(lambda written: written["handoffs"]["fire_opinion"].update(suspends=["total"]))
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", c.HandOff(handoffs=("fire_opinion",)))
    desk.did("2026-02-10 10:00", "fire", c.AnswerHandoff(handoff="fire_opinion", opinion="agreed"))
    assert desk.now.appointment.day == desk.due() == date(2026, 2, 24)


def test_a_correction_moves_the_due_date_and_not_the_promise(desk: Any) -> None:
    """What was promised stays promised when a fact turns out otherwise."""
    desk.receive("2026-02-05 09:00")
    promised = desk.now.appointment
    desk.did("2026-02-06 10:00", "receiver", c.Correct(fact="work", value="other", reason="nhầm"))
    assert (promised.day, desk.due()) == (date(2026, 2, 23), date(2026, 2, 25))
    assert desk.now.appointment == promised


def test_without_an_appointment_nothing_is_promised(open_desk: Callable[..., Any]) -> None:
    """A procedure may print no day."""

    def change(written: dict[str, Any]) -> None:
        written["reception"].pop("appointment")
        written.pop("apology")

    desk = open_desk(change)
    desk.receive()
    assert desk.now.appointment is None


def test_an_appointment_may_wait_for_its_limit(open_desk: Callable[..., Any]) -> None:
    """A limit that starts only with the signature promises nothing before."""

    def change(written: dict[str, Any]) -> None:
        written["limits"]["total"]["starts"] = "sign.entered"

    desk = open_desk(change)
    desk.consult()
    assert desk.now.appointment is None
    desk.did("2026-02-05 09:00", "officer", c.CompleteStep(step="consult", action="skip"))
    assert desk.now.appointment.day == desk.due() == date(2026, 2, 23)
