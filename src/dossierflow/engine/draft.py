"""
The one place where effects change a dossier.

`evolve` folds recorded events through it; deciding a command fills one step by
step, so that a later consequence can depend on an earlier one. Both use the
same changes, hence replay cannot differ from the live run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dossierflow.deadlines.ledger import Extension, Suspension
from dossierflow.engine import effects as fx
from dossierflow.engine.commands import Apologise, Extend, RequestSupplement, Submit, fingerprint
from dossierflow.engine.dossier import Deadline, Dossier, HandoffState, resumed, shifted, step_of
from dossierflow.engine.events import GENESIS
from dossierflow.errors import EventFormatError

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.deadlines.explanation import Due
    from dossierflow.engine.commands import Command
    from dossierflow.engine.events import Event
    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.model import ProcedureRef

_WORK_EVENTS = frozenset(
    {"step_started", "step_completed", "supplement_requested", "payment_requested", "paused", "handed_off"}
)


class Draft:
    """A dossier in the making: mutable, private to one act or one replay."""

    __slots__ = (
        "applied",
        "appointment",
        "assigned",
        "base",
        "channel",
        "counts",
        "deadlines",
        "effects",
        "end",
        "facts",
        "handoffs",
        "head",
        "id",
        "last_at",
        "lifecycle",
        "milestones",
        "past",
        "personal",
        "procedure",
        "taken_up",
        "tracks",
        "version",
    )

    def __init__(self, base: Dossier | None) -> None:
        self.base = base
        self.effects: list[fx.Effect] = []
        self.id = base.id if base else ""
        self.channel = base.channel if base else ""
        self.version = base.version if base else 0
        self.head = base.head if base else GENESIS
        self.last_at: datetime | None = base.last_at if base else None
        self.taken_up = base is not None and base.taken_up
        self.procedure: ProcedureRef | None = base.procedure if base else None
        self.lifecycle = base.lifecycle if base else fx.Lifecycle.SUBMITTED
        self.end = base.end if base else None
        self.facts: dict[str, FactValue] = dict(base.facts) if base else {}
        self.personal: dict[str, str] = dict(base.personal) if base else {}
        self.tracks: dict[str, str] = dict(base.tracks) if base else {}
        self.milestones: dict[str, datetime] = dict(base.milestones) if base else {}
        self.deadlines: dict[str, Deadline] = dict(base.deadlines) if base else {}
        self.past: tuple[Deadline, ...] = base.past_deadlines if base else ()
        self.handoffs: dict[str, HandoffState] = dict(base.handoffs) if base else {}
        self.appointment = base.appointment if base else None
        self.assigned: dict[str, str | None] = dict(base.assigned) if base else {}
        self.counts: dict[str, int] = dict(base.counts) if base else {}
        self.applied: dict[str, str] = dict(base.applied) if base else {}

    def emit(self, effect: fx.Effect) -> None:
        """Record *effect* as the next consequence, and apply it."""
        self.effects.append(effect)
        _CHANGES[type(effect)](self, effect)

    def follow(self, event: Event) -> None:
        """
        Go through a recorded event.

        Raises:
            EventFormatError: it does not follow: another dossier, or a gap in the sequence.
        """
        if event.sequence != self.version + 1 or (self.version and event.dossier != self.id):
            owner = f"dossier {self.id!r}" if self.version else "a new dossier"
            msg = f"event {event.id} does not follow: {owner} expects sequence {self.version + 1}"
            raise EventFormatError(msg)
        for effect in event.effects:
            _CHANGES[type(effect)](self, effect)
        self.take(event)

    def take(self, event: Event) -> None:
        """Take over what *event* itself says, once its effects have been applied."""
        act = event.act
        if isinstance(act, Submit):
            self.id, self.channel = event.dossier, act.channel
        self.version, self.head, self.last_at = event.sequence, event.hash, event.occurred_at
        self.taken_up = self.taken_up or event.type in _WORK_EVENTS
        if event.command_id is not None:
            self.applied[event.command_id] = fingerprint(act)
        counted = _counted(act)
        if counted is not None:
            self.counts[counted] = self.counts.get(counted, 0) + 1

    def freeze(self) -> Dossier:
        """
        Return the dossier as it now stands; the draft must not be used after.

        Raises:
            EventFormatError: no event has pinned a procedure version.
        """
        if self.procedure is None or self.last_at is None:
            msg = f"the events of dossier {self.id!r} pin no procedure version"
            raise EventFormatError(msg)
        return Dossier(
            id=self.id,
            procedure=self.procedure,
            channel=self.channel,
            version=self.version,
            head=self.head,
            last_at=self.last_at,
            lifecycle=self.lifecycle,
            end=self.end,
            facts=self.facts,
            personal=self.personal,
            tracks=self.tracks,
            milestones=self.milestones,
            deadlines=self.deadlines,
            past_deadlines=self.past,
            handoffs=self.handoffs,
            appointment=self.appointment,
            assigned=self.assigned,
            counts=self.counts,
            taken_up=self.taken_up,
            applied=self.applied,
        )


def _counted(act: Command) -> str | None:
    """Return under which name the law counts *act*, if it does."""
    if isinstance(act, RequestSupplement):
        return "supplement"
    if isinstance(act, Extend):
        return f"extension.{act.extension}"
    return "reappointment" if isinstance(act, Apologise) and act.appointment is not None else None


_Change = Callable[[Draft, Any], None]
_CHANGES: dict[type, _Change] = {}
"""How each kind of effect changes a draft; filled below, one function a kind."""


def _of(kind: type) -> Callable[[_Change], _Change]:
    def keep(change: _Change) -> _Change:
        _CHANGES[kind] = change
        return change

    return keep


@_of(fx.VersionPinned)
def _(draft: Draft, effect: fx.VersionPinned) -> None:
    draft.procedure = effect.procedure


@_of(fx.LifecycleChanged)
def _(draft: Draft, effect: fx.LifecycleChanged) -> None:
    draft.lifecycle = effect.to
    draft.end = effect.end if effect.end is not None else draft.end


@_of(fx.TrackMoved)
def _(draft: Draft, effect: fx.TrackMoved) -> None:
    if effect.to is None:
        draft.tracks.pop(effect.track, None)
    else:
        draft.tracks[effect.track] = effect.to
    if draft.assigned:
        open_steps = {step_of(state) for state in draft.tracks.values()}
        draft.assigned = {step: person for step, person in draft.assigned.items() if step in open_steps}


@_of(fx.StepAssigned)
def _(draft: Draft, effect: fx.StepAssigned) -> None:
    draft.assigned[effect.step] = effect.person


@_of(fx.MilestoneReached)
def _(draft: Draft, effect: fx.MilestoneReached) -> None:
    draft.milestones[effect.milestone] = effect.at


@_of(fx.DeadlineStarted)
def _(draft: Draft, effect: fx.DeadlineStarted) -> None:
    earlier = draft.deadlines.get(effect.limit)
    if earlier is not None:
        draft.past = (*draft.past, earlier)
    draft.deadlines[effect.limit] = Deadline(
        limit=effect.limit,
        run=effect.run,
        party=effect.party,
        term=effect.term,
        trigger=effect.trigger,
        calendar=effect.calendar,
        due=effect.due,
    )


@_of(fx.DeadlineSuspended)
def _(draft: Draft, effect: fx.DeadlineSuspended) -> None:
    clock = draft.deadlines[effect.limit]
    stop = Suspension(start=effect.at, end=None, reason=effect.reason)
    draft.deadlines[effect.limit] = replace(clock, suspensions=(*clock.suspensions, stop), due=effect.due)


@_of(fx.DeadlineResumed)
def _(draft: Draft, effect: fx.DeadlineResumed) -> None:
    clock = draft.deadlines[effect.limit]
    draft.deadlines[effect.limit] = replace(resumed(clock, effect.reason, effect.at), due=effect.due)


@_of(fx.SuspensionCorrected)
def _(draft: Draft, effect: fx.SuspensionCorrected) -> None:
    clock = draft.deadlines[effect.limit]
    moved = shifted(clock, effect.reason, effect.was, effect.now)
    draft.deadlines[effect.limit] = replace(moved, due=effect.due, missed_at=_still(clock, effect.due))


@_of(fx.DeadlineExtended)
def _(draft: Draft, effect: fx.DeadlineExtended) -> None:
    clock = draft.deadlines[effect.limit]
    more = Extension(term=effect.term, anchor=effect.anchor, reason=effect.reason)
    draft.deadlines[effect.limit] = replace(clock, extensions=(*clock.extensions, more), due=effect.due)


@_of(fx.DeadlineRevised)
def _(draft: Draft, effect: fx.DeadlineRevised) -> None:
    clock = draft.deadlines[effect.limit]
    draft.deadlines[effect.limit] = replace(
        clock,
        term=effect.term,
        trigger=effect.trigger,
        due=effect.due,
        missed_at=_still(clock, effect.due),
        party=effect.party or clock.party,
        calendar=effect.calendar or clock.calendar,
    )


def _still(clock: Deadline, due: Due | None) -> datetime | None:
    """Return when *clock* was missed; a due date that has moved has not been missed yet."""
    return clock.missed_at if due == clock.due else None


@_of(fx.DeadlineMissed)
def _(draft: Draft, effect: fx.DeadlineMissed) -> None:
    draft.deadlines[effect.limit] = replace(draft.deadlines[effect.limit], missed_at=effect.at)


@_of(fx.DeadlineEnded)
def _(draft: Draft, effect: fx.DeadlineEnded) -> None:
    clock = draft.deadlines[effect.limit]
    draft.deadlines[effect.limit] = replace(clock, ending=effect.ending, ended_at=effect.at)


@_of(fx.HandoffMoved)
def _(draft: Draft, effect: fx.HandoffMoved) -> None:
    draft.handoffs[effect.handoff] = HandoffState(effect.to, effect.at, effect.opinion)


@_of(fx.AppointmentSet)
def _(draft: Draft, effect: fx.AppointmentSet) -> None:
    draft.appointment = effect


@_of(fx.FactSet)
def _(draft: Draft, effect: fx.FactSet) -> None:
    draft.facts[effect.fact] = effect.value


@_of(fx.PersonalFactCommitted)
def _(draft: Draft, effect: fx.PersonalFactCommitted) -> None:
    draft.personal[effect.fact] = effect.commitment


def evolve(dossier: Dossier | None, event: Event) -> Dossier:
    """
    Return the dossier after *event*.

    Args:
        dossier: The dossier before; none before its first event.

        event: The next event of its log.

    Raises:
        EventFormatError: *event* does not follow: another dossier, or a gap in the sequence.
    """
    draft = Draft(dossier)
    draft.follow(event)
    return draft.freeze()


def fold(events: Iterable[Event]) -> Dossier | None:
    """
    Return the dossier that *events*, its whole log, make; None for an empty log.

    The same as `evolve` over each event, without a dossier in between.

    Raises:
        EventFormatError: an event does not follow the one before it.
    """
    draft = Draft(None)
    for event in events:
        draft.follow(event)
    return draft.freeze() if draft.version else None
