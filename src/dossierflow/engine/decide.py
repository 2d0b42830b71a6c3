"""
The pure core: a command, a dossier and a rulebook give an event or a refusal.

No clock is read, nothing is written, nothing is random: the same inputs give
the same bytes. Timers that were due before the command are fired by
`dossierflow.engine.timers` first; `decide` itself looks at one command only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.acts import ACTS, SILENT
from dossierflow.engine.acts.promises import settle_appointment
from dossierflow.engine.draft import Draft
from dossierflow.engine.effects import Lifecycle
from dossierflow.engine.events import GENESIS, Event, sealed
from dossierflow.engine.refusals import RefusalCode, refusal
from dossierflow.engine.work import ActRefused, Work
from dossierflow.errors import VersionInForceError

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.citation import Citation
    from dossierflow.engine.actors import Actor
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.refusals import Refusal
    from dossierflow.engine.rulebook import CompiledProcedure, Rulebook
    from dossierflow.procedure.model import Procedure


@dataclass(frozen=True, slots=True)
class Accepted:
    """One event, and the dossier after it."""

    event: Event
    dossier: Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Who gives a command, when it takes place, when it is entered, and under which key."""

    by: Actor
    at: datetime
    recorded_at: datetime
    command_id: str | None = None


def decide(
    rulebook: Rulebook, dossier: Dossier | None, command: c.Command, circumstances: Circumstances
) -> Accepted | Refusal:
    """
    Decide one command.

    Args:
        rulebook: The procedure versions and calendars that exist.

        dossier: The dossier before; none before it is submitted.

        command: What is asked.

        circumstances: Who asks, and when.

    Raises:
        UnknownNameError: the command names a procedure that does not exist, or
            the dossier is pinned to a version that is not loaded.
        CalendarCoverageError: a deadline runs past the calendar.
    """
    refused = _refused_at_the_door(rulebook, dossier, command, circumstances)
    if refused is not None:
        return refused
    try:
        compiled = _governing(rulebook, dossier, command, circumstances.at)
        work = Work(rulebook, compiled, Draft(dossier), circumstances.by, circumstances.at)
        _require_open_for(work, command)
        ACTS[type(command)](work, command)
        if type(command) not in SILENT:
            settle_appointment(work)
    except ActRefused as act:
        return act.refusal
    return conclude(work, command, circumstances, command.event)


def conclude(work: Work, command: c.Command, circumstances: Circumstances, event_type: str) -> Accepted:
    """Seal the consequences of an act into an event, and return it with the dossier after it."""
    base = work.draft.base
    personal = None
    dossier_id = base.id if base is not None else ""
    if isinstance(command, c.Submit):
        dossier_id = command.dossier
        personal = dict(command.personal) or None
        command = command.model_copy(update={"personal": {}})
    event = sealed(
        Event(
            dossier=dossier_id,
            sequence=1 if base is None else base.version + 1,
            type=event_type,
            occurred_at=circumstances.at,
            recorded_at=circumstances.recorded_at,
            actor=circumstances.by,
            command_id=circumstances.command_id,
            act=command,  # type: ignore[arg-type] # the union of all commands, seen here through their base
            effects=tuple(work.draft.effects),
            basis=tuple(work.basis) or work.procedure.basis,
            procedure=work.procedure.ref,
            calendar=work.compiled.calendar_ref,
            previous=GENESIS if base is None else base.head,
            personal=personal,
        )
    )
    work.draft.take(event)
    return Accepted(event, work.draft.freeze())


def _refused_at_the_door(
    rulebook: Rulebook, dossier: Dossier | None, command: c.Command, circumstances: Circumstances
) -> Refusal | None:
    at, recorded_at = circumstances.at, circumstances.recorded_at
    if recorded_at < at:
        return refusal(RefusalCode.RECORDED_TOO_EARLY, recorded=recorded_at.isoformat(), at=at.isoformat())
    if dossier is None:
        return None if isinstance(command, c.Submit) else refusal(RefusalCode.NOT_SUBMITTED)
    if isinstance(command, c.Submit):
        return refusal(RefusalCode.ALREADY_SUBMITTED)
    return _refused_by_its_state(rulebook, dossier, command, circumstances)


def _refused_by_its_state(
    rulebook: Rulebook, dossier: Dossier, command: c.Command, circumstances: Circumstances
) -> Refusal | None:
    at = circumstances.at
    if type(command) not in ACTS:
        return refusal(RefusalCode.NOT_AUTHORISED, owner="system", actor=circumstances.by)
    if dossier.lifecycle.is_over:
        basis = _basis_of_the_end(rulebook.compiled(dossier.procedure).procedure, dossier)
        return refusal(RefusalCode.DOSSIER_ENDED, *basis, state=dossier.end or dossier.lifecycle.value)
    if at < dossier.last_at:
        return refusal(RefusalCode.TIME_GOES_BACK, at=at.isoformat(), last=dossier.last_at.isoformat())
    return None


def _basis_of_the_end(procedure: Procedure, dossier: Dossier) -> tuple[Citation, ...]:
    """Return the law by which the dossier ended as it did."""
    end = procedure.ends.get(dossier.end or "")
    if end is not None:
        return end.cite or procedure.basis
    if dossier.lifecycle is Lifecycle.STOPPED and procedure.withdrawal is not None:
        return procedure.withdrawal.cite
    return procedure.reception.cite


def _governing(rulebook: Rulebook, dossier: Dossier | None, command: c.Command, at: datetime) -> CompiledProcedure:
    if dossier is not None:
        return rulebook.compiled(dossier.procedure)
    assert isinstance(command, c.Submit)  # noqa: S101 -- the door lets only a submission in without a dossier
    library = rulebook.library
    if command.version is not None:
        return rulebook.compiled(library.get(command.procedure, command.version).ref)
    # the day of filing is the local day of the procedure's own calendar, which all its versions share
    newest = library.versions(command.procedure)[-1]
    day = rulebook.compiled(newest.ref).calendars[newest.calendar].local_day(at)
    try:
        return rulebook.compiled(library.governing(command.procedure, {"submitted": day}).ref)
    except VersionInForceError as error:
        raise ActRefused(refusal(RefusalCode.VERSION_NOT_IN_FORCE, why=str(error))) from error


_ALWAYS = (c.Correct, c.Migrate)
_OPEN_FOR: dict[Lifecycle, tuple[type[c.Command], ...]] = {
    Lifecycle.SUBMITTED: (c.Submit, c.Receive, c.RefuseReception, c.RequestWithdrawal, *_ALWAYS),
    Lifecycle.WITHDRAWING: (c.Stop, c.Correct),
    Lifecycle.DECIDED: (c.ReturnResult, c.Correct),
}
_CLOSED_BECAUSE: dict[Lifecycle, RefusalCode] = {
    Lifecycle.SUBMITTED: RefusalCode.NOT_RECEIVED,
    Lifecycle.WITHDRAWING: RefusalCode.WITHDRAWAL_PENDING,
    Lifecycle.DECIDED: RefusalCode.DECISION_EXISTS,
}


def _require_open_for(work: Work, command: c.Command) -> None:
    lifecycle = work.draft.lifecycle
    allowed = _OPEN_FOR.get(lifecycle)
    if allowed is not None and not isinstance(command, allowed):
        raise work.refused(_CLOSED_BECAUSE[lifecycle])
