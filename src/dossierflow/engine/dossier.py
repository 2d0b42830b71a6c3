"""
A dossier as it stands: the fold of its events.

Dossiers are values. An accepted act yields a new one; nothing in it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum

from dossierflow.deadlines.explanation import Due
from dossierflow.deadlines.ledger import Extension, Suspension
from dossierflow.deadlines.term import Term
from dossierflow.engine.effects import AppointmentSet, Ending, HandoffStatus, Lifecycle
from dossierflow.procedure.facts import FactValue
from dossierflow.procedure.model import ProcedureRef

MAIN_TRACK = "main"

JOINED = "joined"
"""State of a track that has arrived at its join."""

FORKED = "fork."
"""How the state begins of a track that waits for those of a fork."""


class NationalStatus(IntEnum):
    """The ten status codes of the national portal (TrangThaiHoSo)."""

    SUBMITTED = 1
    RECEIVED = 2
    RECEPTION_REFUSED = 3
    PROCESSING = 4
    AWAITING_SUPPLEMENT = 5
    AWAITING_PAYMENT = 6
    WITHDRAWAL_REQUESTED = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10


class Wait(StrEnum):
    """What a step may be waiting for."""

    SUPPLEMENT = "supplement"
    FEE = "fee"
    PAUSE = "pause"


class ClockState(StrEnum):
    """Where one clock stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    MISSED = "missed"
    """Ran out and not stopped yet."""
    MET = "met"
    MET_LATE = "met_late"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One run of one limit: its budget, its ledger, and the due date that follows from them."""

    limit: str
    run: int
    """Counted from 1; a restarted clock is a new run."""

    party: str
    term: Term
    trigger: datetime
    calendar: str
    due: Due | None
    """None exactly while suspended; kept as it was once the clock has ended."""

    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    missed_at: datetime | None = None
    ending: Ending | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the clock is still owed: running, suspended or missed."""
        return self.ending is None

    @property
    def is_late(self) -> bool:
        """
        Tell whether the clock was met after its due date.

        The instant at which it was stopped decides, which a correction may move.
        """
        if self.ending is not Ending.MET or self.ended_at is None or self.due is None:
            return False
        return self.ended_at > self.due.at

    @property
    def state(self) -> ClockState:
        """Where the clock stands."""
        if self.ending is not None:
            return ClockState.MET_LATE if self.is_late else ClockState(self.ending.value)
        if self.missed_at is not None:
            return ClockState.MISSED
        return ClockState.SUSPENDED if self.due is None else ClockState.RUNNING


@dataclass(frozen=True, slots=True)
class HandoffState:
    """One handoff as it stands."""

    status: HandoffStatus
    since: datetime
    opinion: str | None = None


def resumed(clock: Deadline, reason: str, at: datetime) -> Deadline:
    """Return *clock* with its suspensions for *reason* ended *at*; its due date is not looked at."""
    ledger = tuple(
        replace(stop, end=at) if stop.end is None and stop.reason == reason else stop for stop in clock.suspensions
    )
    return replace(clock, suspensions=ledger)


def shifted(clock: Deadline, reason: str, was: datetime, now: datetime) -> Deadline:
    """Return *clock* with the ends of its suspensions for *reason* that were at *was* put at *now*."""
    ledger = tuple(
        replace(stop, start=now if stop.start == was else stop.start, end=now if stop.end == was else stop.end)
        if stop.reason == reason
        else stop
        for stop in clock.suspensions
    )
    return replace(clock, suspensions=ledger)


def step_of(state: str) -> str:
    """Return the step of a track state: ``check?supplement`` is in ``check``."""
    return state.partition("?")[0]


def is_in_a_step(state: str) -> bool:
    """Tell whether a track in *state* is in a step, rather than at a fork or at a join."""
    return state != JOINED and not state.startswith(FORKED)


def wait_of(state: str) -> tuple[Wait, str | None] | None:
    """
    Return what a track state waits for, and its name where it has one.

    >>> wait_of("check?fee.licence")
    (<Wait.FEE: 'fee'>, 'licence')
    >>> wait_of("check") is None
    True
    """
    waiting = state.partition("?")[2]
    if not waiting:
        return None
    kind, _, name = waiting.partition(".")
    return Wait(kind), name or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One dossier, with everything that its events have made of it."""

    id: str
    procedure: ProcedureRef
    channel: str
    version: int
    """Number of events so far; the next command may name it as the version it expects."""

    head: str
    """Hash of the last event."""

    last_at: datetime
    """Instant of the last event; no later act may occur before it."""

    lifecycle: Lifecycle
    end: str | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict[str, FactValue])
    personal: Mapping[str, str] = field(default_factory=dict[str, str])
    """Commitments to personal facts."""

    tracks: Mapping[str, str] = field(default_factory=dict[str, str])
    """State of every open track: the step, and what it waits for."""

    milestones: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    deadlines: Mapping[str, Deadline] = field(default_factory=dict[str, Deadline])
    """The latest run of every limit that ever started."""

    past_deadlines: tuple[Deadline, ...] = ()
    """Earlier runs, superseded or ended, oldest first."""

    handoffs: Mapping[str, HandoffState] = field(default_factory=dict[str, HandoffState])
    appointment: AppointmentSet | None = None
    assigned: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    """Who took up which open step."""

    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    """How often things happened that the law counts: ``supplement``, ``reappointment``, ``extension.<rule>``."""

    taken_up: bool = False
    """Whether work has begun since reception."""

    applied: Mapping[str, str] = field(default_factory=dict[str, str])
    """Idempotency keys of the commands applied, with the fingerprint of each command."""

    @property
    def steps(self) -> tuple[str, ...]:
        """The open steps, by track; a track that waits for others is in none."""
        return tuple(step_of(state) for state in self.tracks.values() if is_in_a_step(state))

    @property
    def status(self) -> NationalStatus:
        """The status code that the national portal shows."""
        return status_of(self.lifecycle, self.tracks.values(), is_taken_up=self.taken_up)


_STATUS_OF: Mapping[Lifecycle, NationalStatus] = {
    Lifecycle.SUBMITTED: NationalStatus.SUBMITTED,
    Lifecycle.RECEPTION_REFUSED: NationalStatus.RECEPTION_REFUSED,
    Lifecycle.WITHDRAWING: NationalStatus.WITHDRAWAL_REQUESTED,
    Lifecycle.STOPPED: NationalStatus.STOPPED,
    Lifecycle.CLOSED: NationalStatus.STOPPED,
    Lifecycle.DECIDED: NationalStatus.DONE,
    Lifecycle.RETURNED: NationalStatus.RETURNED,
}


def status_of(lifecycle: Lifecycle, states: Iterable[str], *, is_taken_up: bool) -> NationalStatus:
    """
    Return the status code of a dossier that stands so.

    Args:
        lifecycle: Where it stands as a whole.

        states: The states of its tracks.

        is_taken_up: Whether work has begun since reception.

    >>> status_of(Lifecycle.IN_PROGRESS, ["check?fee.licence"], is_taken_up=True)
    <NationalStatus.AWAITING_PAYMENT: 6>
    """
    fixed = _STATUS_OF.get(lifecycle)
    if fixed is not None:
        return fixed
    waits = {wait[0] for wait in map(wait_of, states) if wait is not None}
    if Wait.SUPPLEMENT in waits:
        return NationalStatus.AWAITING_SUPPLEMENT
    if Wait.FEE in waits:
        return NationalStatus.AWAITING_PAYMENT
    return NationalStatus.PROCESSING if is_taken_up else NationalStatus.RECEIVED
