"""
The engine: the one object through which a host moves dossiers.

It holds procedures and calendars and nothing else. Every method is a pure
function of its arguments; keeping dossiers and events is the host's business,
for which `dossierflow.store` is the default.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossierflow.deadlines.account import balance
from dossierflow.deadlines.compute import explain
from dossierflow.engine.actors import SYSTEM_ACTOR
from dossierflow.engine.allowed import permissions
from dossierflow.engine.commands import fingerprint
from dossierflow.engine.decide import Circumstances, decide
from dossierflow.engine.draft import fold
from dossierflow.engine.refusals import Refusal, RefusalCode, refusal
from dossierflow.engine.revising import reproject
from dossierflow.engine.rulebook import Rulebook
from dossierflow.engine.timers import fire_due, next_timer
from dossierflow.errors import CommandRefusedError, UnknownNameError
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from dossierflow.deadlines.account import Balance
    from dossierflow.deadlines.explanation import Explanation
    from dossierflow.deadlines.ledger import Ledger
    from dossierflow.engine.actors import Actor
    from dossierflow.engine.allowed import Permission
    from dossierflow.engine.commands import Command
    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.engine.events import Event
    from dossierflow.engine.timers import Timer
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """
    What came of a command.

    Timers that were due before the command have fired even where the command
    itself is refused: their events are part of the decision and must be kept.
    """

    dossier: Dossier | None
    """The dossier after all *events*; none only where a submission was refused."""

    events: tuple[Event, ...]
    """New events in order; those of timers first, the command's own last."""

    refusal: Refusal | None = None
    is_repeat: bool = False
    """The command had been applied before under the same id; nothing happened now."""

    @property
    def is_accepted(self) -> bool:
        """Tell whether the command was carried out, now or before."""
        return self.refusal is None

    def or_raise(self) -> Dossier:
        """
        Return the dossier of an accepted command.

        Raises:
            CommandRefusedError: the command was refused.
        """
        if self.refusal is not None or self.dossier is None:
            raise CommandRefusedError(self.refusal)
        return self.dossier


class Engine:
    """Decides commands about dossiers, fires their timers, explains their deadlines."""

    def __init__(
        self,
        procedures: ProcedureLibrary | Iterable[Procedure],
        calendars: WorkCalendar | Mapping[str, WorkCalendar] | Iterable[WorkCalendar],
    ) -> None:
        """
        Compile *procedures* against *calendars*.

        Raises:
            UnknownNameError: a procedure names a calendar that is not given.
        """
        self.rulebook = Rulebook(procedures, calendars)

    def handle(
        self,
        dossier: Dossier | None,
        command: Command,
        *,
        by: Actor,
        at: datetime,
        recorded_at: datetime | None = None,
        command_id: str | None = None,
        expected_version: int | None = None,
    ) -> Decision:
        """
        Decide *command*, after firing every timer due before *at*.

        Args:
            dossier: The dossier as loaded; none for a submission.

            command: What is asked.

            by: Who asks.

            at: When the act takes place; not before the dossier's last event.

            recorded_at: When it is entered, for acts of the past; as *at* by default.

            command_id: The host's idempotency key. A command under a key that
                was applied before changes nothing.

            expected_version: The version the command was made for; another one is refused.

        Raises:
            NaiveInstantError: *at* or *recorded_at* has no time zone.
            UnknownNameError: a procedure is named that does not exist.
            CalendarCoverageError: a deadline runs past the calendar.
        """
        at = plain(at)
        circumstances = Circumstances(
            by=by,
            at=at,
            recorded_at=at if recorded_at is None else plain(recorded_at),
            command_id=command_id,
        )
        repeated = _repeated(dossier, command, circumstances)
        if repeated is not None:
            return repeated
        if dossier is not None and expected_version not in {None, dossier.version}:
            refused = refusal(RefusalCode.VERSION_CONFLICT, actual=dossier.version, expected=expected_version)
            return Decision(dossier=dossier, events=(), refusal=refused)
        fired: tuple[Event, ...] = ()
        if dossier is not None:
            fired, dossier = fire_due(self.rulebook, dossier, at)
        outcome = decide(self.rulebook, dossier, command, circumstances)
        if isinstance(outcome, Refusal):
            return Decision(dossier=dossier, events=fired, refusal=self._with_alternatives(outcome, dossier, by, at))
        return Decision(dossier=outcome.dossier, events=(*fired, outcome.event))

    def tick(self, dossier: Dossier, at: datetime) -> Decision:
        """Fire every timer due before *at*."""
        events, dossier = fire_due(self.rulebook, dossier, plain(at))
        return Decision(dossier=dossier, events=events)

    def reproject(self, dossier: Dossier, *, at: datetime, cause: str, by: Actor = SYSTEM_ACTOR) -> Decision:
        """
        Revise, by one event, the open deadlines that this engine's calendars put on another day.

        The appointment on the slip stays as it was promised. Nothing moves: no event.

        Args:
            dossier: The dossier as kept.

            at: When the revision takes place.

            cause: What changed, with its decision number.

            by: Who orders it.
        """
        revised = reproject(self.rulebook, dossier, by=by, at=plain(at), cause=cause)
        if revised is None:
            return Decision(dossier=dossier, events=())
        return Decision(dossier=revised.dossier, events=(revised.event,))

    def next_timer(self, dossier: Dossier) -> Timer | None:
        """Return the next clock to run out; a sweep need not look before its instant has passed."""
        return next_timer(dossier)

    def allowed(self, dossier: Dossier, *, by: Actor, at: datetime) -> tuple[Permission, ...]:
        """Return every act of the procedure with whether *by* may do it at *at*, and why not."""
        _, current = fire_due(self.rulebook, dossier, plain(at))
        return permissions(self.rulebook, current, by, plain(at))

    def replay(self, events: Iterable[Event]) -> Dossier | None:
        """Fold *events*, the whole log of one dossier, into the dossier; None for an empty log."""
        return fold(events)

    def procedure_of(self, dossier: Dossier) -> Procedure:
        """Return the version that governs *dossier*."""
        return self.rulebook.compiled(dossier.procedure).procedure

    def ledger(self, dossier: Dossier, limit: str) -> Ledger:
        """
        Return budget and ledger of the latest run of *limit*, with their sources.

        Raises:
            UnknownNameError: the limit never started.
        """
        return self.ledger_of(dossier, _deadline(dossier, limit))

    def ledger_of(self, dossier: Dossier, deadline: Deadline) -> Ledger:
        """Return budget and ledger of one run of a limit, which may be a past one."""
        return self.rulebook.compiled(dossier.procedure).ledger_of(deadline, dossier.facts)

    def explain(self, dossier: Dossier, limit: str) -> Explanation:
        """Explain, step by step with citations, the due date of the latest run of *limit*."""
        return explain(self.ledger(dossier, limit), self._calendar(dossier, limit))

    def balance(self, dossier: Dossier, limit: str, at: datetime) -> Balance:
        """Return how much of the latest run of *limit* is used and remains at *at*."""
        return balance(self.ledger(dossier, limit), self._calendar(dossier, limit), plain(at))

    def _calendar(self, dossier: Dossier, limit: str) -> WorkCalendar:
        return self.rulebook.compiled(dossier.procedure).calendar_of(limit)

    def _with_alternatives(self, refused: Refusal, dossier: Dossier | None, by: Actor, at: datetime) -> Refusal:
        if dossier is None or dossier.lifecycle.is_over or at < dossier.last_at:
            return refused
        given = (one.act for one in permissions(self.rulebook, dossier, by, at) if one.is_given)
        return replace(refused, allowed=tuple(given))


def _deadline(dossier: Dossier, limit: str) -> Deadline:
    if limit not in dossier.deadlines:
        kind = "deadline"
        raise UnknownNameError(kind, limit, dossier.deadlines)
    return dossier.deadlines[limit]


def _repeated(dossier: Dossier | None, command: Command, circumstances: Circumstances) -> Decision | None:
    if dossier is None or circumstances.command_id is None:
        return None
    applied = dossier.applied.get(circumstances.command_id)
    if applied is None:
        return None
    if applied == fingerprint(command):
        return Decision(dossier=dossier, events=(), is_repeat=True)
    event = applied.partition(":")[0]
    refused = refusal(RefusalCode.COMMAND_ID_REUSED, id=circumstances.command_id, event=event)
    return Decision(dossier=dossier, events=(), refusal=refused)
