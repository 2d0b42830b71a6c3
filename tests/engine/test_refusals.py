"""Every refusal, provoked; and the page that explains them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.deadlines.term import Term
from dossierflow.engine import Actor, RefusalCode
from dossierflow.engine import commands as c
from dossierflow.engine.refusal_sentences import SENTENCES

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "refusals.md"
MAY = "2026-02-03 10:00"
ASKING = c.RequestSupplement(items=("bản vẽ",), reason="thiếu")
OK = c.CompleteStep(step="check", action="ok")
SEND = c.HandOff(handoffs=("fire_opinion",))
SALT = "0123456789abcdef"


def filing(**more: Any) -> c.Submit:
    """Return a submission about a house, with what is given changed."""
    return c.Submit.model_validate(
        {"dossier": "H1", "procedure": "permit", "channel": "online", "facts": {"work": "house"}} | more
    )


def extending(term: str = "10 days", name: str = "complex", **more: Any) -> c.Extend:
    """Return an extension."""
    return c.Extend(extension=name, term=Term.of(term), reason="phức tạp", **more)


def appointing(desk: Any, days: int = 20) -> c.Apologise:
    """Return an apology that appoints a day so many days after the one on the slip."""
    return c.Apologise(reason="quá tải", appointment=desk.now.appointment.at + timedelta(days=days))


def correcting(**what: Any) -> c.Correct:
    """Return a correction."""
    return c.Correct(reason="nhập nhầm", **what)


def _late(desk: Any) -> Any:
    desk.receive()
    return desk.do("2026-03-09 09:00", "head", extending())


def _used_up(desk: Any) -> Any:
    desk.receive()
    desk.did(MAY, "officer", ASKING)
    desk.did("2026-02-04 10:00", "applicant", c.AnswerSupplement())
    return desk.do("2026-02-04 11:00", "officer", ASKING)


def _pending(desk: Any) -> Any:
    desk.survey()
    desk.did("2026-02-04 10:00", "officer", c.RequestSupplement(step="measure", items=("mốc giới",), reason="thiếu"))
    return desk.do("2026-02-04 11:00", "officer", c.RequestSupplement(step="paint", items=("màu",), reason="thiếu"))


def _waits(desk: Any) -> Any:
    desk.receive()
    desk.did(MAY, "officer", ASKING)
    return desk.do("2026-02-04 11:00", "officer", OK)


def _reused(desk: Any) -> Any:
    desk.receive()
    desk.did(MAY, "officer", OK, command_id="k")
    return desk.do("2026-02-03 11:00", "officer", c.CompleteStep(step="consult", action="skip"), command_id="k")


def _after(prepare: str, actor: str, command: Any, when: str = "2026-02-09 10:00", **facts: Any) -> Any:
    """Return what prepares a desk, gives one command, and returns what came of it."""

    def provoked(desk: Any) -> Any:
        if prepare:
            getattr(desk, prepare)(**facts)
        return desk.do(when, actor, command(desk) if callable(command) else command)

    return provoked


def _stopped(desk: Any) -> Any:
    desk.receive()
    desk.did(MAY, "applicant", c.RequestWithdrawal())
    desk.did(MAY, "receiver", c.Stop())
    return desk.do("2026-02-04 10:00", "officer", OK)


def _pending_withdrawal(desk: Any) -> Any:
    desk.receive()
    desk.did(MAY, "applicant", c.RequestWithdrawal())
    return desk.do("2026-02-04 10:00", "officer", OK)


def _sent_twice(desk: Any) -> Any:
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", SEND)
    return desk.do("2026-02-03 11:00", "officer", SEND)


def _acknowledged_twice(desk: Any) -> Any:
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", SEND)
    desk.did("2026-02-03 11:00", "fire", c.AcknowledgeHandoff(handoff="fire_opinion"))
    return desk.do("2026-02-03 12:00", "fire", c.AcknowledgeHandoff(handoff="fire_opinion"))


def _extended_twice(desk: Any) -> Any:
    desk.receive()
    desk.did("2026-02-04 09:00", "head", extending())
    return desk.do("2026-02-04 10:00", "head", extending())


def _appointed_twice(desk: Any) -> Any:
    desk.receive()
    desk.did("2026-02-04 09:00", "officer", appointing(desk))
    return desk.do("2026-02-04 10:00", "officer", appointing(desk))


def _out_of_order(desk: Any) -> Any:
    desk.receive()
    desk.did(MAY, "officer", c.Pause(reason="flood"))
    desk.did("2026-02-05 10:00", "officer", c.Resume())
    earlier = desk.now.milestones["flood.started"] - timedelta(hours=1)
    return desk.do("2026-02-06 09:00", "officer", correcting(milestone="flood.ended", instant=earlier))


def _future(desk: Any) -> Any:
    desk.receive()
    later = desk.now.last_at + timedelta(days=30)
    return desk.do(MAY, "receiver", correcting(milestone="received", instant=later))


def _past_the_calendar(desk: Any) -> Any:
    desk.receive(work="other")
    endless = extending("99 years", "agreed", agreed=True)
    found = desk.engine.allowed(desk.now, by=Actor(agency="authority", role="head"), at=desk.now.last_at)
    assert all(one.refusal is None or one.refusal.code is not RefusalCode.NOT_COUNTABLE for one in found)
    return desk, endless


R = RefusalCode
PROVOKED: dict[RefusalCode, Callable[[Any], Any]] = {
    R.NOT_AUTHORISED: _after("receive", "receiver", OK),
    R.TIME_GOES_BACK: _after("receive", "officer", OK, "2026-01-30 10:00"),
    R.RECORDED_TOO_EARLY: lambda desk: (
        desk.receive(),
        desk.do("2026-02-09 10:00", "officer", OK, recorded_at=desk.now.last_at),
    )[1],
    R.VERSION_CONFLICT: lambda desk: (desk.receive(), desk.do(MAY, "officer", OK, expected_version=1))[1],
    R.COMMAND_ID_REUSED: _reused,
    R.ALREADY_SUBMITTED: _after("submit", "applicant", filing()),
    R.NOT_SUBMITTED: _after("", "officer", OK),
    R.NOT_RECEIVED: _after("submit", "officer", OK),
    R.ALREADY_RECEIVED: _after("receive", "receiver", c.Receive()),
    R.DOSSIER_ENDED: _stopped,
    R.DECISION_EXISTS: _after("decide", "applicant", c.RequestWithdrawal()),
    R.WITHDRAWAL_PENDING: _pending_withdrawal,
    R.NOTHING_TO_STOP: _after("receive", "receiver", c.Stop()),
    R.NOTHING_TO_RETURN: _after("receive", "receiver", c.ReturnResult()),
    R.CHANNEL_UNKNOWN: _after("", "applicant", filing(channel="pigeon")),
    R.FACT_UNKNOWN: _after("", "applicant", filing(facts={"work": "house", "colour": "red"})),
    R.FACT_MISSING: _after("", "applicant", filing(facts={})),
    R.FACT_INVALID: _after("", "applicant", filing(facts={"work": "castle"})),
    R.FACT_PERSONAL: _after("", "applicant", filing(facts={"work": "house", "owner": "Nguyễn Văn A"})),
    R.GROUND_UNKNOWN: _after("submit", "receiver", c.RefuseReception(ground="rain", reason="mưa")),
    R.STEP_NOT_OPEN: _after("receive", "officer", c.CompleteStep(step="sign", action="grant")),
    R.STEP_AMBIGUOUS: _after("survey", "officer", ASKING),
    R.STEP_WAITS: _waits,
    R.ACTION_UNKNOWN: _after("receive", "officer", c.CompleteStep(step="check", action="burn")),
    R.ACTION_NEEDS_ANOTHER_COMMAND: _after(
        "receive", "officer", c.CompleteStep(step="check", action="bad", reason="x")
    ),
    R.CONDITION_NOT_MET: _after("receive", "officer", c.CompleteStep(step="check", action="tall", facts={"floors": 2})),
    R.HANDOFFS_OPEN: _after("consult", "officer", c.CompleteStep(step="consult", action="done")),
    R.SUPPLEMENT_NOT_HERE: _after("consult", "officer", ASKING),
    R.SUPPLEMENT_USED_UP: _used_up,
    R.SUPPLEMENT_TOO_LATE: _after("receive", "officer", ASKING, "2026-02-06 08:00"),
    R.NOTHING_TO_ANSWER: _after("receive", "applicant", c.AnswerSupplement()),
    R.PAUSE_NOT_LISTED: _after("receive", "officer", c.Pause(reason="lunch")),
    R.NOT_PAUSED: _after("receive", "officer", c.Resume()),
    R.FEE_UNKNOWN: _after("receive", "officer", c.RequestPayment(fee="gift")),
    R.PAYMENT_NOT_REQUESTED: _after("receive", "treasury", c.ConfirmPayment(fee="charge")),
    R.HANDOFF_UNKNOWN: _after("consult", "officer", c.HandOff(handoffs=("navy",))),
    R.HANDOFF_NOT_NEEDED: _after("consult", "officer", c.HandOff(handoffs=("planning_opinion",))),
    R.HANDOFF_ALREADY_SENT: _sent_twice,
    R.HANDOFF_NOT_OPEN: _after("consult", "fire", c.AnswerHandoff(handoff="fire_opinion", opinion="agreed")),
    R.HANDOFF_ACKNOWLEDGED: _acknowledged_twice,
    R.EXTENSION_UNKNOWN: _after("receive", "head", extending(name="agreed", agreed=True)),
    R.EXTENSION_USED_UP: _extended_twice,
    R.EXTENSION_TOO_LONG: _after("receive", "head", extending("11 days")),
    R.EXTENSION_TOO_LATE: _late,
    R.EXTENSION_NOT_LONGER: _after("receive", "head", extending("20 days", "agreed", agreed=True), work="other"),
    R.AGREEMENT_MISSING: _after("receive", "head", extending("60 days", "agreed"), work="other"),
    R.LIMIT_NOT_RUNNING: lambda desk: (
        desk.receive(),
        desk.did(MAY, "officer", c.Pause(reason="flood")),
        desk.do("2026-02-04 10:00", "officer", appointing(desk)),
    )[2],
    R.REAPPOINTMENT_USED_UP: _appointed_twice,
    R.REAPPOINTMENT_TOO_LATE: _after("receive", "officer", appointing, "2026-02-23 08:00"),
    R.REAPPOINTMENT_NOT_LATER: _after("receive", "officer", lambda desk: appointing(desk, days=0)),
    R.CORRECTION_UNCLEAR: _after("receive", "receiver", correcting(fact="work")),
    R.MILESTONE_NOT_REACHED: _after(
        "receive", "receiver", lambda desk: correcting(milestone="decided", instant=desk.now.last_at)
    ),
    R.CORRECTION_IN_THE_FUTURE: _future,
    R.CORRECTION_OUT_OF_ORDER: _out_of_order,
    R.VERSION_UNKNOWN: _after("receive", "receiver", c.Migrate(version="9", reason="thử")),
    R.VERSION_NOT_IN_FORCE: _after("", "applicant", filing(), "2020-06-01 09:00"),
    R.FILING_WINDOW: lambda desk: desk,
    R.SUPPLEMENT_PENDING: lambda desk: desk,
    R.RIGHT_NOT_GIVEN: lambda desk: desk,
    R.REASON_MISSING: lambda desk: desk,
    R.MIGRATION_IMPOSSIBLE: lambda desk: desk,
    R.NOT_COUNTABLE: lambda desk: desk,
}
NEEDS_ANOTHER_PROCEDURE = {
    R.FILING_WINDOW,
    R.SUPPLEMENT_PENDING,
    R.RIGHT_NOT_GIVEN,
    R.REASON_MISSING,
    R.MIGRATION_IMPOSSIBLE,
    R.NOT_COUNTABLE,
}


@pytest.mark.parametrize("code", [code for code in PROVOKED if code not in NEEDS_ANOTHER_PROCEDURE])
def test_each_refusal_can_be_provoked(desk: Any, code: RefusalCode) -> None:
    """The command of the row is refused with its code, in both languages and with a basis of law."""
    decision = PROVOKED[code](desk)

    assert decision.refusal is not None
    assert decision.refusal.code is code
    assert "{" not in decision.refusal.reason.vi + decision.refusal.reason.en
    assert all(event.actor.agency == "system" for event in decision.events)


def test_a_second_supplement_is_refused_while_one_is_awaited(open_desk: Callable[..., Any]) -> None:
    """Tracks in parallel do not each ask for their own: the applicant is asked once, for everything."""

    def several(written: dict[str, Any]) -> None:
        written["supplement"] |= {"max": "unlimited", "steps": ["check", "measure", "paint"], "ask_within": None}

    decision = _pending(open_desk(several))
    assert decision.refusal is not None
    assert decision.refusal.code is R.SUPPLEMENT_PENDING


@pytest.mark.parametrize(
    ("part", "actor", "command"),
    [
        ("withdrawal", "applicant", c.RequestWithdrawal()),
        ("supplement", "officer", ASKING),
        ("apology", "officer", c.Apologise(reason="quá tải")),
    ],
)
def test_a_right_that_the_procedure_does_not_give_is_refused(
    open_desk: Callable[..., Any], part: str, actor: str, command: c.Command
) -> None:
    """Without a rule there is no withdrawal, no supplement, no apology."""
    desk = open_desk(lambda written: written.pop(part))
    desk.receive()
    assert desk.code(MAY, actor, command) == R.RIGHT_NOT_GIVEN


def test_a_dossier_is_filed_neither_too_early_nor_too_late(open_desk: Callable[..., Any]) -> None:
    """Counted back from the event, both ends of the window are in time."""

    def fair(written: dict[str, Any]) -> None:
        written["facts"]["opens"] = {"name": {"vi": "Ngày mở", "en": "Opening"}, "type": "date"}
        window = {"before": "opens", "not_earlier": "30 days", "not_later": "5 working days"}
        written["filing"] = [window | {"cite": [{"doc": "Quy định của bài kiểm thử"}]}]

    facts = {"work": "house", "opens": "2026-02-27"}
    # 30 days before 27 February is 28 January; five working days before it are 26 to 23, and the 13th
    for when, is_refused in (("2026-01-27", True), ("2026-01-28", False), ("2026-02-13", False), ("2026-02-14", True)):
        decision = open_desk(fair).do(f"{when} 09:00", "applicant", filing(facts=facts))
        refused = decision.refusal
        assert (refused is not None and refused.code is R.FILING_WINDOW) == is_refused, when


def test_a_reason_may_be_asked_of_an_outcome_that_goes_on(open_desk: Callable[..., Any]) -> None:
    """An action with ``reason`` is refused without one."""
    desk = open_desk(lambda written: written["steps"]["check"]["actions"]["ok"].update(reason=True))
    desk.receive()
    assert desk.code(MAY, "officer", OK) == R.REASON_MISSING
    desk.did(MAY, "officer", c.CompleteStep(step="check", action="ok", reason="đủ điều kiện"))


def test_a_version_without_the_open_step_cannot_be_moved_to(open_desk: Callable[..., Any]) -> None:
    """What is open must have its place in the other version; the refusal names what has none."""

    def first(written: dict[str, Any]) -> None:
        written["effective"] = {"from": "2021-01-01", "to": "2026-06-30"}

    def second(written: dict[str, Any]) -> None:
        written |= {"version": "2", "effective": {"from": "2026-07-01"}}
        written["steps"]["inspect"] = written["steps"].pop("check")
        written["reception"]["first"] = "inspect"
        written["supplement"]["steps"] = ["inspect"]
        written["limits"]["ask"]["stops"] = ["inspect.completed"]
        written["pauses"]["flood"]["steps"] = written["fees"]["charge"]["steps"] = ["inspect"]

    desk = open_desk(first, second)
    desk.receive()
    decision = desk.do(MAY, "receiver", c.Migrate(version="2", reason="luật mới"))
    assert decision.refusal is not None
    assert decision.refusal.code is R.MIGRATION_IMPOSSIBLE
    assert "check" in decision.refusal.reason.vi


def test_what_cannot_be_counted_is_told_among_the_permissions(open_desk: Callable[..., Any]) -> None:
    """One act that would run past the calendar hides none of the others, neither in a refusal."""

    def endless(written: dict[str, Any]) -> None:
        written["extensions"]["complex"]["at_most"] = "9 years"

    desk = open_desk(endless)
    desk.receive()
    head = Actor(agency="authority", role="head")
    found = {one.act: one.refusal for one in desk.engine.allowed(desk.now, by=head, at=desk.now.last_at)}
    refused = found["extend complex"]
    assert refused is not None
    assert refused.code is R.NOT_COUNTABLE
    assert desk.code(MAY, head, OK) == R.NOT_AUTHORISED


HALVES = [
    correcting(),
    correcting(fact="work", value="other", milestone="received"),
    correcting(value="other"),
    correcting(milestone="received"),
    correcting(fact="work", value="other", milestone="received", instant="2026-02-02T08:30:00+07:00"),
]


@pytest.mark.parametrize("command", HALVES, ids=range(len(HALVES)))
def test_half_a_correction_is_none(desk: Any, command: c.Correct) -> None:
    """Neither, both, or one and a half of a fact and a milestone are refused."""
    desk.receive()
    assert desk.code(MAY, "receiver", command) == R.CORRECTION_UNCLEAR


@pytest.mark.parametrize(
    ("facts", "code"), [({}, R.FACT_MISSING), ({"floors": 4, "work": "other"}, R.FACT_UNKNOWN)], ids=["none", "more"]
)
def test_an_outcome_takes_the_facts_that_it_sets(desk: Any, facts: Any, code: str) -> None:
    """Neither less nor more than the action asks for is entered with it."""
    desk.receive()
    assert desk.code(MAY, "officer", c.CompleteStep(step="check", action="tall", facts=facts)) == code


def test_no_code_is_left_unprovoked() -> None:
    """A code added to the engine needs a row in the table and a sentence in both languages."""
    assert set(PROVOKED) == set(RefusalCode) == set(SENTENCES)


@pytest.mark.parametrize("code", RefusalCode)
def test_both_languages_say_the_same(code: RefusalCode) -> None:
    """The Vietnamese and the English sentence name the same things."""
    sentence = SENTENCES[code]
    named = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in (sentence.vi, sentence.en)]
    assert named[0] == named[1] or code is R.ACTION_NEEDS_ANOTHER_COMMAND


def rows() -> dict[str, list[str]]:
    """Return the rows of the page's tables by code."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return {row[0].strip("`"): row[1:] for row in cells}


def test_the_page_explains_every_refusal() -> None:
    """The reference has one row per code: both sentences as the engine says them, when, and what to do."""
    found = rows()
    assert list(found) == [code.value for code in RefusalCode]
    for code in RefusalCode:
        english, vietnamese, when, remedy = found[code.value]
        assert (english, vietnamese) == (SENTENCES[code].en, SENTENCES[code].vi), code
        assert when, code
        assert remedy, code
