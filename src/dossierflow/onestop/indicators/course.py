"""
The life of one dossier as the indicators need it: little of it, and kept while events stream by.

The fold of the events is the engine's own; beside it stands what scoring asks
for and a dossier does not keep: which appointment was given when, and how long
the applicant took for each supplement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dossierflow.engine.commands import AnswerSupplement, Apologise, Correct, Receive, RequestSupplement
from dossierflow.engine.dossier import status_of
from dossierflow.engine.draft import Draft
from dossierflow.engine.effects import AppointmentSet, DeadlineStarted, LifecycleChanged, MilestoneReached
from dossierflow.errors import EventFormatError
from dossierflow.onestop.history import StatusChange

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta

    from dossierflow.engine.dossier import NationalStatus
    from dossierflow.engine.effects import Effect
    from dossierflow.engine.events import Event

Cause = Literal["due", "supplement", "reappointment"]


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day that the applicant was told."""

    day: date
    at: datetime
    cause: Cause
    """``supplement``: the clock's answer to a supplement, which scoring does not follow."""

    answered: int
    """How many supplements had been answered before; what the day already allows for is not subtracted again."""


@dataclass(slots=True)
class Asked:
    """One supplement that was asked for."""

    at: datetime
    answered_at: datetime | None = None

    @property
    def took(self) -> timedelta | None:
        """How long the applicant took; none without an answer."""
        return None if self.answered_at is None else self.answered_at - self.at


class Course:
    """What has happened to one dossier so far."""

    __slots__ = (
        "apologies",
        "appointments",
        "changes",
        "draft",
        "ended_at",
        "first_due",
        "number",
        "supplements",
        "was_done",
    )

    def __init__(self) -> None:
        self.draft = Draft(None)
        self.number: str | None = None
        self.appointments: list[Appointment] = []
        self.supplements: list[Asked] = []
        self.apologies = 0
        self.ended_at: datetime | None = None
        """When it was refused at reception, stopped or closed."""
        self.first_due: dict[str, tuple[date, datetime]] = {}
        """Of every limit that started with reception, the due date that it had then."""
        self.was_done = False
        self.changes: list[StatusChange] = []

    @property
    def status(self) -> NationalStatus:
        """The code that it has now."""
        return status_of(self.draft.lifecycle, self.draft.tracks.values(), is_taken_up=self.draft.taken_up)

    @property
    def received_at(self) -> datetime | None:
        """When it was received, as last corrected; none before."""
        return self.draft.milestones.get("received")

    @property
    def decided_at(self) -> datetime | None:
        """When there was a result, as last corrected; none without one."""
        return self.draft.milestones.get("decided") if self.was_done else None

    def take(self, event: Event) -> None:
        """
        Go through the next event.

        Raises:
            EventFormatError: It does not follow the one before it.
        """
        try:
            self.draft.follow(event)
        except KeyError as error:
            msg = f"event {event.id} does not follow: it changes {error}, which nothing before it began"
            raise EventFormatError(msg) from error
        if "submitted" not in self.draft.milestones:
            msg = f"event {event.id} does not follow: its dossier was never filed"
            raise EventFormatError(msg)
        act = event.act
        if isinstance(act, Receive):
            self.number = act.number
        elif isinstance(act, Apologise):
            self.apologies += 1
        for effect in event.effects:
            self._note(event, effect)
        code = self.status
        if not self.changes or self.changes[-1].code is not code:
            self.changes.append(StatusChange(event.occurred_at, code, event.id))

    def _note(self, event: Event, effect: Effect) -> None:
        match effect:
            case MilestoneReached(milestone, at):
                self._reach(event, milestone, at)
            case AppointmentSet(day, at, cause):
                is_answer = isinstance(event.act, AnswerSupplement)
                answered = sum(one.answered_at is not None for one in self.supplements)
                self.appointments.append(Appointment(day, at, "supplement" if is_answer else cause, answered))
            case DeadlineStarted(limit=limit, due=due) if due is not None and isinstance(event.act, Receive):
                self.first_due[limit] = (due.day, due.at)
            case LifecycleChanged(to=to):
                self.was_done = self.was_done or to.value == "decided"
                self.ended_at = event.occurred_at if to.is_over and to.value != "returned" else self.ended_at
            case _:
                pass

    def _reach(self, event: Event, milestone: str, at: datetime) -> None:
        if milestone == "supplement_requested":
            if isinstance(event.act, RequestSupplement):
                self.supplements.append(Asked(at))
            elif isinstance(event.act, Correct) and self.supplements:
                self.supplements[-1].at = at
        elif milestone == "supplement_answered" and self.supplements:
            last = self.supplements[-1]
            if isinstance(event.act, AnswerSupplement) or last.answered_at is not None:
                last.answered_at = at
