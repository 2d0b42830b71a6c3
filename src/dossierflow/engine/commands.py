"""
The acts of a dossier's life, as somebody asks for them.

A command names what is wanted; whether the procedure and the law allow it is
decided by the engine. Every field is plain data, so a command can come from a
form, a file or a queue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from dossierflow.deadlines.term import Term
from dossierflow.frozen import Canonical, Frozen
from dossierflow.procedure.facts import FactValue, Name

T = TypeVar("T")


def _sorted_keys(values: Mapping[str, T]) -> Mapping[str, T]:
    return dict(sorted(values.items()))


_SORTED = AfterValidator(_sorted_keys)
FactValues = Annotated[Mapping[str, FactValue], _SORTED]
"""Facts by name, kept in alphabetical order so that events are canonical as written."""


class Personal(Canonical, Frozen):
    """
    A personal fact with the salt of its commitment.

    The salt comes from the host, at least 16 random characters: without it a
    redacted value could be guessed from its commitment.
    """

    # neither shows itself: a command that is logged, or an error that quotes it, must not tell them
    model_config = ConfigDict(hide_input_in_errors=True)

    value: FactValue = Field(repr=False)
    salt: str = Field(min_length=16, repr=False)


class Command(Canonical, Frozen):
    """Base of all commands; `do` tells them apart in files."""

    # an error about a submission would quote its personal facts
    model_config = ConfigDict(hide_input_in_errors=True)

    event: ClassVar[str]
    """The event that an accepted command becomes."""


def fingerprint(command: Command) -> str:
    """
    Return what tells *command* from another one given under the same key; personal facts are left out.

    >>> fingerprint(Receive(number="H-1")) == fingerprint(Receive(number="H-2"))
    False
    """
    text = command.model_dump_json(exclude={"personal"})
    return f"{command.event}:{hashlib.sha256(text.encode()).hexdigest()}"


class Submit(Command):
    """File a dossier (nộp hồ sơ)."""

    event: ClassVar[str] = "submitted"
    do: Literal["submit"] = "submit"
    dossier: str = Field(min_length=1)
    procedure: str
    version: str | None = None
    """None: the version in force on the day of filing."""

    channel: Name
    facts: FactValues = {}
    personal: Annotated[Mapping[str, Personal], _SORTED] = {}


class Receive(Command):
    """Receive the dossier and issue the receipt and appointment slip (tiếp nhận, hẹn trả)."""

    event: ClassVar[str] = "received"
    do: Literal["receive"] = "receive"
    number: str | None = None
    """The dossier number (mã hồ sơ) printed on the slip."""


class RefuseReception(Command):
    """Refuse to receive the dossier (từ chối tiếp nhận)."""

    event: ClassVar[str] = "reception_refused"
    do: Literal["refuse_reception"] = "refuse_reception"
    ground: Name | None = None
    reason: str = Field(min_length=1)


class StartStep(Command):
    """Take up the work of a step."""

    event: ClassVar[str] = "step_started"
    do: Literal["start_step"] = "start_step"
    step: Name


class CompleteStep(Command):
    """Finish a step with an outcome that leads to another step."""

    event: ClassVar[str] = "step_completed"
    do: Literal["complete_step"] = "complete_step"
    step: Name
    action: Name
    reason: str | None = None
    facts: FactValues = {}


class Decide(Command):
    """Finish the last step with a result in the applicant's favour."""

    event: ClassVar[str] = "decided"
    do: Literal["decide"] = "decide"
    step: Name
    action: Name
    reason: str | None = None
    facts: FactValues = {}


class Refuse(Command):
    """Finish the last step by refusing or returning the dossier, with reasons (từ chối giải quyết)."""

    event: ClassVar[str] = "refused"
    do: Literal["refuse"] = "refuse"
    step: Name
    action: Name
    reason: str = Field(min_length=1)
    facts: FactValues = {}


class RequestSupplement(Command):
    """Ask the applicant to complete the dossier (yêu cầu bổ sung, hoàn thiện hồ sơ)."""

    event: ClassVar[str] = "supplement_requested"
    do: Literal["request_supplement"] = "request_supplement"
    step: Name | None = None
    """None: the one step that is open."""

    items: tuple[str, ...] = Field(min_length=1)
    reason: str = Field(min_length=1)


class AnswerSupplement(Command):
    """Hand in what was asked for (nộp bổ sung)."""

    event: ClassVar[str] = "supplement_answered"
    do: Literal["answer_supplement"] = "answer_supplement"
    step: Name | None = None
    items: tuple[str, ...] = ()


class Pause(Command):
    """Stop the clock for a reason that the procedure lists (tạm dừng)."""

    event: ClassVar[str] = "paused"
    do: Literal["pause"] = "pause"
    reason: Name
    step: Name | None = None
    note: str | None = None


class Resume(Command):
    """End a pause."""

    event: ClassVar[str] = "resumed"
    do: Literal["resume"] = "resume"
    step: Name | None = None
    note: str | None = None


class RequestPayment(Command):
    """Ask the applicant to pay (yêu cầu thực hiện nghĩa vụ tài chính)."""

    event: ClassVar[str] = "payment_requested"
    do: Literal["request_payment"] = "request_payment"
    fee: Name
    step: Name | None = None
    amount: int | None = Field(default=None, ge=0)
    """In the smallest unit of the currency: whole đồng."""


class ConfirmPayment(Command):
    """Confirm that the fee has been paid in full."""

    event: ClassVar[str] = "payment_confirmed"
    do: Literal["confirm_payment"] = "confirm_payment"
    fee: Name
    receipt: str | None = None


class Extend(Command):
    """Lengthen a limit under one of the procedure's extension rules (gia hạn)."""

    event: ClassVar[str] = "extended"
    do: Literal["extend"] = "extend"
    extension: Name
    term: Term
    reason: str = Field(min_length=1)
    agreed: bool = False
    """Whether the applicant has agreed, where the rule asks for it."""


class HandOff(Command):
    """Pass work to other agencies, all at once (lấy ý kiến, chuyển xử lý)."""

    event: ClassVar[str] = "handed_off"
    do: Literal["hand_off"] = "hand_off"
    handoffs: tuple[Name, ...] = Field(min_length=1)
    content: str | None = None


class AcknowledgeHandoff(Command):
    """Confirm that the work passed on has arrived."""

    event: ClassVar[str] = "handoff_acknowledged"
    do: Literal["acknowledge_handoff"] = "acknowledge_handoff"
    handoff: Name


class AnswerHandoff(Command):
    """Answer the asking agency."""

    event: ClassVar[str] = "handoff_answered"
    do: Literal["answer_handoff"] = "answer_handoff"
    handoff: Name
    opinion: Literal["agreed", "disagreed", "done", "returned"]
    note: str | None = None


class RecallHandoff(Command):
    """Take back what was passed on and is not answered yet."""

    event: ClassVar[str] = "handoff_recalled"
    do: Literal["recall_handoff"] = "recall_handoff"
    handoff: Name
    reason: str = Field(min_length=1)


class Apologise(Command):
    """Apologise for lateness and, if still allowed, appoint another day (xin lỗi và hẹn lại)."""

    event: ClassVar[str] = "apologised"
    do: Literal["apologise"] = "apologise"
    reason: str = Field(min_length=1)
    appointment: AwareDatetime | None = None
    """The new appointment; none apologises without appointing another day."""


class RequestWithdrawal(Command):
    """Ask, as the applicant, to stop the procedure (rút hồ sơ)."""

    event: ClassVar[str] = "withdrawal_requested"
    do: Literal["request_withdrawal"] = "request_withdrawal"
    reason: str | None = None


class Stop(Command):
    """Stop the procedure at the applicant's request (thông báo dừng giải quyết)."""

    event: ClassVar[str] = "stopped"
    do: Literal["stop"] = "stop"
    reason: str | None = None


class ReturnResult(Command):
    """Hand the result to the applicant (trả kết quả)."""

    event: ClassVar[str] = "result_returned"
    do: Literal["return_result"] = "return_result"
    note: str | None = None


class Correct(Command):
    """
    Put right what was entered wrongly; nothing is rewritten, the correction is appended.

    Either a fact gets another value or a milestone another instant; deadlines
    that depend on it are revised.
    """

    event: ClassVar[str] = "corrected"
    do: Literal["correct"] = "correct"
    fact: Name | None = None
    value: FactValue | None = None
    milestone: str | None = None
    instant: AwareDatetime | None = None
    reason: str = Field(min_length=1)


class Migrate(Command):
    """Move the dossier to another version of its procedure."""

    event: ClassVar[str] = "version_moved"
    do: Literal["migrate"] = "migrate"
    version: str
    reason: str = Field(min_length=1)


class Elapse(Command):
    """A time limit runs out. Made by the engine's timers, never by a person."""

    event: ClassVar[str] = "deadline_elapsed"
    do: Literal["elapse"] = "elapse"
    limit: str
    due: datetime
    """The instant at which the limit ran out."""


class Reproject(Command):
    """Recompute open deadlines under calendars as they are known now. Made by `Engine.reproject`."""

    event: ClassVar[str] = "deadlines_revised"
    do: Literal["reproject"] = "reproject"
    cause: str = Field(min_length=1)
    """What changed, with its decision number."""


AnyCommand = Annotated[
    Submit
    | Receive
    | RefuseReception
    | StartStep
    | CompleteStep
    | Decide
    | Refuse
    | RequestSupplement
    | AnswerSupplement
    | Pause
    | Resume
    | RequestPayment
    | ConfirmPayment
    | Extend
    | HandOff
    | AcknowledgeHandoff
    | AnswerHandoff
    | RecallHandoff
    | Apologise
    | RequestWithdrawal
    | Stop
    | ReturnResult
    | Correct
    | Migrate
    | Elapse
    | Reproject,
    Field(discriminator="do"),
]
