"""What may interrupt the work: supplements, fees, pauses, handoffs, extensions, apologies, withdrawal."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dossierflow.citation import Citation, LegalText
from dossierflow.deadlines.term import Term, Unit
from dossierflow.frozen import Frozen
from dossierflow.procedure.facts import Condition, Name
from dossierflow.procedure.steps import Who


class Reception(Frozen):
    """How a submitted dossier is received at the one-stop unit."""

    by: Who
    first: Name
    """The step that opens with reception."""

    marks: tuple[Name, ...] = ()
    """Milestones reached with reception besides ``received``; usually ``complete``."""

    appointment: Name | None = None
    """The limit whose due date is printed on the slip as the appointment."""

    next_appointments: tuple[Name, ...] = ()
    """Limits whose due dates are printed on further slips, in this order, each from its start."""

    grounds: dict[Name, LegalText] = {}
    """Grounds on which reception may be refused; empty means any, with a reason."""

    cite: tuple[Citation, ...] = Field(min_length=1)

    @property
    def appointments(self) -> tuple[str, ...]:
        """The limits whose due dates are promised on a slip, in their order; none without an appointment."""
        return () if self.appointment is None else (self.appointment, *self.next_appointments)


class FilingWindow(Frozen):
    """When a dossier may be filed, counted back from a day that the applicant names."""

    before: Name
    """The fact, a date, from which days are counted back; that day itself is not counted."""

    not_earlier: Term | None = None
    """The longest time before; the day on which it begins is the first on which one may file."""

    not_later: Term | None = None
    """The shortest time before; the day on which it begins is the last on which one may file."""

    when: Condition = {}
    """The window binds only where this holds."""

    cite: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_bounded_in_whole_days(self) -> Self:
        bounds = [bound for bound in (self.not_earlier, self.not_later) if bound is not None]
        if not bounds:
            msg = "a filing window has not_earlier, not_later or both"
            raise ValueError(msg)
        for bound in bounds:
            if bound.unit not in {Unit.DAY, Unit.WORKING_DAY} or bound.amount != int(bound.amount):
                msg = f"found {str(bound)!r}; a window is counted in whole days or working days"
                raise ValueError(msg)
        return self


class RemainingPlus(Frozen):
    """The clock resumes with the time that remained, plus *remaining_plus*."""

    remaining_plus: Term


class NewLimit(Frozen):
    """The clock is replaced by the limit *new_limit*."""

    new_limit: Name


ClockModel = Literal["restart", "resume", "runs", "unstated"] | RemainingPlus | NewLimit
"""
What a supplement does to a clock.

``restart``: stands still, then counts from zero. ``resume``: stands still, then
goes on. ``runs``: is not touched. ``unstated``: the law does not say, so a
`Policy` must.
"""

SettledClockModel = Literal["restart", "resume", "runs"] | RemainingPlus | NewLimit


class Policy(Frozen):
    """A local choice where the law is silent, with its reason."""

    clock: SettledClockModel
    reason: LegalText
    cite: tuple[Citation, ...] = ()


class Supplement(Frozen):
    """Asking the applicant to complete the dossier."""

    max: Annotated[int, Field(ge=1)] | Literal["unlimited"]
    """How often it may be asked."""

    steps: tuple[Name, ...] = Field(min_length=1)
    """Steps in which it may be asked."""

    by: Who | None = None
    """Who asks; none means the step's own agency and role."""

    ask_within: Name | None = None
    """The limit before whose end it must be asked."""

    clock: dict[Name, ClockModel]
    policy: dict[Name, Policy] = {}
    back_to: Name | None = None
    """The step that opens when the answer comes; none means the step that asked."""

    marks: tuple[Name, ...] = ()
    """Milestones reached with the answer besides ``supplement_answered``; usually ``complete``."""

    cite: tuple[Citation, ...] = Field(min_length=1)

    def model_of(self, limit: str) -> SettledClockModel:
        """Return what the supplement does to the clock of *limit*, with the policy where the law is silent."""
        model = self.clock.get(limit, "runs")
        return self.policy[limit].clock if model == "unstated" else model


class Fee(Frozen):
    """A financial obligation of the applicant."""

    name: LegalText
    steps: tuple[Name, ...] = Field(min_length=1)
    """Steps in which it may be requested."""

    by: Who | None = None
    confirm_by: Who
    suspends: tuple[Name, ...] = ()
    to: Name | None = None
    """The step that opens with payment; none means the step that asked."""

    cite: tuple[Citation, ...] = Field(min_length=1)


class PauseReason(Frozen):
    """A reason for which the clock may be stopped, and no other."""

    name: LegalText
    by: Who
    lift_by: Who | None = None
    """Who may end it; none means whoever may begin it."""

    suspends: tuple[Name, ...] = Field(min_length=1)
    steps: tuple[Name, ...] = ()
    """Steps in which it may begin; empty means every step."""

    unbounded: bool = False
    """Set where the law puts no bound; otherwise a limit must start at ``<pause>.started``."""

    cite: tuple[Citation, ...] = Field(min_length=1)


class Silence(StrEnum):
    """What it means when a consulted agency does not answer in time."""

    DEEMED_CONSENT = "deemed_consent"
    """It is taken to agree, and answers for it."""
    PROCEED = "proceed"
    """The work goes on without its opinion."""
    ESCALATE = "escalate"
    """No effect on the case; the head of the one-stop unit is told."""


class Handoff(Frozen):
    """Work passed to another agency, to be answered."""

    name: LegalText
    kind: Literal["consult", "transfer", "forward"]
    to: Who
    when: Condition = {}
    """The handoff is needed only where this holds."""

    silence: Silence
    suspends: tuple[Name, ...] = ()
    """Limits whose clock stands still meanwhile; empty means the main clock runs."""

    cite: tuple[Citation, ...] = Field(min_length=1)


class ExtensionRule(Frozen):
    """A limit may be lengthened under this rule."""

    name: LegalText
    limit: Name
    by: Who
    max: int = Field(ge=1)
    at_most: Term | None
    """The longest extension at a time; none only where the parties agree freely."""

    anchor: Literal["due", "rolled_due", "trigger"]
    """From where the extension counts."""

    agreement: bool = False
    """Whether the applicant must have agreed."""

    when: Condition = {}
    cite: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_bounded_or_agreed(self) -> Self:
        if self.at_most is None and not self.agreement:
            msg = "an extension without at_most needs the applicant's agreement"
            raise ValueError(msg)
        return self


class Apology(Frozen):
    """Apologising for lateness, and appointing another day."""

    by: Who
    max: int = Field(ge=0)
    """How often another day may be appointed."""

    at_least_before: Term | None
    """How long before the due date another day must be appointed at the latest; none where the law says nothing."""

    cite: tuple[Citation, ...] = Field(min_length=1)


class Withdrawal(Frozen):
    """The applicant's right to have the procedure stopped."""

    stop_by: Who
    cite: tuple[Citation, ...] = Field(min_length=1)


class Returning(Frozen):
    """Handing the result over."""

    by: Who
    cite: tuple[Citation, ...] = ()


class Anchor(StrEnum):
    """The event that decides which version governs a dossier in transit."""

    FILED_BEFORE = "filed_before"
    RECEIVED_BEFORE = "received_before"
    COMPLETE_BEFORE = "complete_before"

    @property
    def milestone(self) -> str:
        """The milestone whose date is compared with the new version's first day."""
        return {"filed_before": "submitted", "received_before": "received", "complete_before": "complete"}[self.value]


class Transition(Frozen):
    """Which dossiers stay under the older version when this one takes effect."""

    keep_if: Anchor
    cite: tuple[Citation, ...] = Field(min_length=1)


class RuleException(Frozen):
    """A rule for all procedures that does not bind this one, and the text that says so."""

    rule: str = Field(pattern=r"^[A-Z]{2,8}[0-9]{3}$")
    """Code of the rule, as a review tells it: ``DF502``."""

    reason: LegalText
    """Why the rule does not bind; shown with what it would have found."""

    cite: tuple[Citation, ...] = Field(min_length=1)
