"""Every command, carried out once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dossierflow.deadlines.term import Term
from dossierflow.engine import commands as c
from dossierflow.engine.acts import ACTS

if TYPE_CHECKING:
    from collections.abc import Callable


def _requested(desk: Any) -> None:
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.RequestSupplement(items=("bản vẽ",), reason="thiếu"))


def _paused(desk: Any) -> None:
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.Pause(reason="flood"))


def _charged(desk: Any) -> None:
    desk.receive()
    desk.did("2026-02-03 10:00", "officer", c.RequestPayment(fee="charge", amount=75_000))


def _sent(desk: Any) -> None:
    desk.consult()
    desk.did("2026-02-03 10:00", "officer", c.HandOff(handoffs=("fire_opinion",)))


def _withdrawn(desk: Any) -> None:
    desk.receive()
    desk.did("2026-02-03 10:00", "applicant", c.RequestWithdrawal())


FILING = c.Submit(dossier="H1", procedure="permit", channel="online", facts={"work": "house"})
HAPPY: list[tuple[Callable[[Any], object], str, c.Command, str, int, dict[str, str]]] = [
    (lambda _: None, "applicant", FILING, "submitted", 1, {}),
    (lambda desk: desk.submit(), "receiver", c.Receive(number="H-26"), "received", 2, {"main": "check"}),
    (
        lambda desk: desk.submit(),
        "receiver",
        c.RefuseReception(ground="wrong_office", reason="thuộc tỉnh khác"),
        "reception_refused",
        3,
        {},
    ),
    (lambda desk: desk.receive(), "officer", c.StartStep(step="check"), "step_started", 4, {"main": "check"}),
    (
        lambda desk: desk.receive(),
        "officer",
        c.CompleteStep(step="check", action="ok"),
        "step_completed",
        4,
        {"main": "consult"},
    ),
    (lambda desk: desk.sign(), "head", c.Decide(step="sign", action="grant"), "decided", 9, {}),
    (
        lambda desk: desk.receive(),
        "officer",
        c.Refuse(step="check", action="bad", reason="trái quy hoạch"),
        "refused",
        9,
        {},
    ),
    (
        lambda desk: desk.receive(),
        "officer",
        c.RequestSupplement(items=("bản vẽ",), reason="thiếu"),
        "supplement_requested",
        5,
        {"main": "check?supplement"},
    ),
    (_requested, "applicant", c.AnswerSupplement(items=("bản vẽ",)), "supplement_answered", 4, {"main": "check"}),
    (lambda desk: desk.receive(), "officer", c.Pause(reason="flood"), "paused", 4, {"main": "check?pause.flood"}),
    (_paused, "officer", c.Resume(), "resumed", 4, {"main": "check"}),
    (
        lambda desk: desk.receive(),
        "officer",
        c.RequestPayment(fee="charge", amount=75_000),
        "payment_requested",
        6,
        {"main": "check?fee.charge"},
    ),
    (_charged, "treasury", c.ConfirmPayment(fee="charge"), "payment_confirmed", 4, {"main": "check"}),
    (
        lambda desk: desk.receive(),
        "head",
        c.Extend(extension="complex", term=Term.of("10 days"), reason="phức tạp"),
        "extended",
        2,
        {"main": "check"},
    ),
    (
        lambda desk: desk.consult(),
        "officer",
        c.HandOff(handoffs=("fire_opinion",), content="xin ý kiến"),
        "handed_off",
        4,
        {"main": "consult"},
    ),
    (_sent, "fire", c.AcknowledgeHandoff(handoff="fire_opinion"), "handoff_acknowledged", 4, {"main": "consult"}),
    (
        _sent,
        "fire",
        c.AnswerHandoff(handoff="fire_opinion", opinion="agreed"),
        "handoff_answered",
        4,
        {"main": "consult"},
    ),
    (
        _sent,
        "officer",
        c.RecallHandoff(handoff="fire_opinion", reason="gửi nhầm"),
        "handoff_recalled",
        4,
        {"main": "consult"},
    ),
    (lambda desk: desk.receive(), "officer", c.Apologise(reason="quá tải"), "apologised", 2, {"main": "check"}),
    (lambda desk: desk.receive(), "applicant", c.RequestWithdrawal(), "withdrawal_requested", 7, {"main": "check"}),
    (_withdrawn, "receiver", c.Stop(), "stopped", 8, {}),
    (lambda desk: desk.decide(), "receiver", c.ReturnResult(note="trực tiếp"), "result_returned", 10, {}),
    (
        lambda desk: desk.receive(),
        "receiver",
        c.Correct(fact="work", value="other", reason="nhập nhầm"),
        "corrected",
        2,
        {"main": "check"},
    ),
    (
        lambda desk: desk.receive(),
        "receiver",
        c.Migrate(version="1", reason="thử"),
        "version_moved",
        2,
        {"main": "check"},
    ),
]


@pytest.mark.parametrize("row", HAPPY, ids=[row[2].do for row in HAPPY])
def test_each_command_does_what_it_says(desk: Any, row: Any) -> None:
    """An accepted command is one event of its own type, and leads to the status and state of the table."""
    prepare, actor, command, event, status, tracks = row
    prepare(desk)
    last = desk.dossier.last_at if desk.dossier else datetime(2026, 2, 2, tzinfo=UTC)
    decision = desk.do(last + timedelta(hours=1), actor, command)

    assert decision.refusal is None
    assert [one.type for one in decision.events][-1] == event
    assert dict(desk.now.tracks) == tracks
    assert int(desk.now.status) == status


def test_the_table_holds_every_command_that_a_person_may_give() -> None:
    """A command added to the engine needs a row here."""
    assert {type(row[2]) for row in HAPPY} == set(ACTS)


def test_every_event_names_its_basis(desk: Any) -> None:
    """Each act carries a citation, of the rule it rests on or of the procedure."""
    desk.decide()
    assert all(event.basis for event in desk.log)


def test_whoever_takes_up_a_step_is_named_until_it_is_left(desk: Any) -> None:
    """The dossier says who works on an open step, and forgets it with the step."""
    desk.receive()
    desk.did("2026-02-03 09:00", "officer", c.StartStep(step="check"))
    assert dict(desk.now.assigned) == {"check": "NV-017"}

    desk.did("2026-02-03 10:00", "officer", c.CompleteStep(step="check", action="ok"))
    assert dict(desk.now.assigned) == {}


def test_open_steps_are_told_without_forks_and_joins(desk: Any) -> None:
    """A track that waits for others is in no step."""
    desk.survey()
    assert desk.now.steps == ("measure", "paint")

    desk.did("2026-02-05 09:00", "officer", c.CompleteStep(step="paint", action="painted"))
    assert desk.now.steps == ("measure",)
