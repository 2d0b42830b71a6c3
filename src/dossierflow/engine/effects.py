"""
The consequences of one act, in the order in which they follow.

An event carries its effects, and a dossier is the fold of the effects of its
events: no rule of the procedure is needed to replay it. Due dates inside
effects record what was true under the calendar that the event names; the
budget and the ledger from which they follow are kept beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from dossierflow.deadlines.explanation import Due as _Due
from dossierflow.deadlines.ledger import Anchor
from dossierflow.deadlines.term import Term
from dossierflow.frozen import Canonical
from dossierflow.procedure.facts import FactValue
from dossierflow.procedure.model import ProcedureRef


def _due_from_json(value: object) -> object:
    if not isinstance(value, dict):
        return value
    if value.keys() != set(_Due._fields):
        # an unknown key must fail as bad data does, not as a bad call
        msg = "a due date has the keys at, day and provisional, and no others"
        raise ValueError(msg)
    return _Due(**value)


def _due_to_json(due: _Due) -> dict[str, object]:
    return {"at": due.at, "day": due.day, "provisional": due.provisional}


Due = Annotated[
    _Due,
    PlainSerializer(_due_to_json),
    BeforeValidator(_due_from_json),
    WithJsonSchema(
        {
            "title": "Due",
            "description": "When a term ends.",
            "type": "object",
            "properties": {
                "at": {"type": "string", "format": "date-time"},
                "day": {"type": "string", "format": "date"},
                "provisional": {"type": "boolean"},
            },
            "required": ["at", "day", "provisional"],
            "additionalProperties": False,
        }
    ),
]
"""A due date, written to JSON with the names of its parts."""


class Lifecycle(StrEnum):
    """Where a dossier stands as a whole."""

    SUBMITTED = "submitted"
    RECEPTION_REFUSED = "reception_refused"
    IN_PROGRESS = "in_progress"
    WITHDRAWING = "withdrawing"
    STOPPED = "stopped"
    CLOSED = "closed"
    DECIDED = "decided"
    RETURNED = "returned"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing further can happen."""
        return self in {Lifecycle.RECEPTION_REFUSED, Lifecycle.STOPPED, Lifecycle.CLOSED, Lifecycle.RETURNED}


class HandoffStatus(StrEnum):
    """Where a handoff stands."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    DEEMED_AGREED = "deemed_agreed"
    """The agency stayed silent, which counts as consent."""
    LAPSED = "lapsed"
    """The agency stayed silent; the work goes on without it."""
    ESCALATED = "escalated"
    """The agency stayed silent; it still owes its answer."""
    RETURNED = "returned"
    """The agency gave the work back unanswered; it may be sent again."""
    RECALLED = "recalled"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still awaited."""
        return self in {HandoffStatus.SENT, HandoffStatus.ACKNOWLEDGED, HandoffStatus.ESCALATED}

    @property
    def is_in(self) -> bool:
        """Tell whether it counts towards the join."""
        return self in {HandoffStatus.ANSWERED, HandoffStatus.DEEMED_AGREED, HandoffStatus.LAPSED}


@dataclass(frozen=True, slots=True)
class VersionPinned(Canonical):
    """The dossier is governed by this version from now on."""

    procedure: ProcedureRef
    kind: Literal["version_pinned"] = "version_pinned"


@dataclass(frozen=True, slots=True)
class LifecycleChanged(Canonical):
    """The dossier as a whole moved on; *end* names the end it reached."""

    to: Lifecycle
    end: str | None = None
    kind: Literal["lifecycle_changed"] = "lifecycle_changed"


@dataclass(frozen=True, slots=True)
class TrackMoved(Canonical):
    """A track is now in state *to*: a step, a step with what it waits for, or none when it is over."""

    track: str
    to: str | None
    kind: Literal["track_moved"] = "track_moved"


@dataclass(frozen=True, slots=True)
class StepAssigned(Canonical):
    """Somebody took up the work of a step."""

    step: str
    person: str | None
    kind: Literal["step_assigned"] = "step_assigned"


@dataclass(frozen=True, slots=True)
class MilestoneReached(Canonical):
    """A named instant, now known; reached again, it moves."""

    milestone: str
    at: datetime
    kind: Literal["milestone_reached"] = "milestone_reached"


@dataclass(frozen=True, slots=True)
class DeadlineStarted(Canonical):
    """A clock started: the budget, the trigger, and the due date that follows."""

    limit: str
    run: int
    party: str
    term: Term
    trigger: datetime
    due: Due | None
    calendar: str
    kind: Literal["deadline_started"] = "deadline_started"


@dataclass(frozen=True, slots=True)
class DeadlineSuspended(Canonical):
    """A clock stands still; without a due date unless it had run out."""

    limit: str
    reason: str
    at: datetime
    due: Due | None
    kind: Literal["deadline_suspended"] = "deadline_suspended"


@dataclass(frozen=True, slots=True)
class DeadlineResumed(Canonical):
    """One reason for standing still is gone; another may remain."""

    limit: str
    reason: str
    at: datetime
    due: Due | None
    kind: Literal["deadline_resumed"] = "deadline_resumed"


@dataclass(frozen=True, slots=True)
class DeadlineExtended(Canonical):
    """A clock got more time."""

    limit: str
    term: Term
    anchor: Anchor
    reason: str
    due: Due | None
    kind: Literal["deadline_extended"] = "deadline_extended"


@dataclass(frozen=True, slots=True)
class DeadlineRevised(Canonical):
    """A correction or another version changed the term or the trigger."""

    limit: str
    term: Term
    trigger: datetime
    due: Due | None
    before: Due | None
    party: str | None = None
    """Who owes it from now on; none where that is as it was."""

    calendar: str | None = None
    """On whose days it is counted from now on; none where that is as it was."""

    kind: Literal["deadline_revised"] = "deadline_revised"


@dataclass(frozen=True, slots=True)
class SuspensionCorrected(Canonical):
    """A clock stood still from or until another instant than had been entered."""

    limit: str
    reason: str
    was: datetime
    now: datetime
    due: Due | None
    before: Due | None
    kind: Literal["suspension_corrected"] = "suspension_corrected"


@dataclass(frozen=True, slots=True)
class DeadlineMissed(Canonical):
    """A clock ran out before it was stopped."""

    limit: str
    at: datetime
    kind: Literal["deadline_missed"] = "deadline_missed"


class Ending(StrEnum):
    """How a clock ended."""

    MET = "met"
    """Stopped by what it was waiting for, in time or late."""
    LAPSED = "lapsed"
    """Ran out, and silence had its effect."""
    CANCELLED = "cancelled"
    """No longer owed, because the dossier ended or moved another way."""
    SUPERSEDED = "superseded"
    """Replaced by a new run or another limit."""


@dataclass(frozen=True, slots=True)
class DeadlineEnded(Canonical):
    """A clock is over."""

    limit: str
    ending: Ending
    at: datetime
    kind: Literal["deadline_ended"] = "deadline_ended"


@dataclass(frozen=True, slots=True)
class HandoffMoved(Canonical):
    """A handoff was sent, acknowledged, answered, deemed, recalled or cancelled."""

    handoff: str
    to: HandoffStatus
    at: datetime
    opinion: str | None = None
    kind: Literal["handoff_moved"] = "handoff_moved"


@dataclass(frozen=True, slots=True)
class AppointmentSet(Canonical):
    """The promise printed on the slip: the day on which the applicant is told to come."""

    day: date
    at: datetime
    cause: Literal["due", "reappointment"]
    kind: Literal["appointment_set"] = "appointment_set"


@dataclass(frozen=True, slots=True)
class FactSet(Canonical):
    """A fact is known, or known better."""

    fact: str
    value: FactValue
    kind: Literal["fact_set"] = "fact_set"


@dataclass(frozen=True, slots=True)
class PersonalFactCommitted(Canonical):
    """A personal fact is known to the host; the event binds it without telling it."""

    fact: str
    commitment: str
    kind: Literal["personal_fact_committed"] = "personal_fact_committed"


Effect = Annotated[
    VersionPinned
    | LifecycleChanged
    | TrackMoved
    | StepAssigned
    | MilestoneReached
    | DeadlineStarted
    | DeadlineSuspended
    | DeadlineResumed
    | DeadlineExtended
    | DeadlineRevised
    | SuspensionCorrected
    | DeadlineMissed
    | DeadlineEnded
    | HandoffMoved
    | AppointmentSet
    | FactSet
    | PersonalFactCommitted,
    Field(discriminator="kind"),
]
