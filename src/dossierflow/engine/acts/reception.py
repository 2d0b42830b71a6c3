"""Filing and reception: submit, receive, refuse to receive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import clocks, tracks
from dossierflow.engine import effects as fx
from dossierflow.engine.acts.filing import require_within_windows
from dossierflow.engine.authority import APPLICANT_WHO
from dossierflow.engine.dossier import MAIN_TRACK
from dossierflow.engine.events import commitment
from dossierflow.engine.refusals import RefusalCode
from dossierflow.errors import VersionInForceError
from dossierflow.procedure.facts import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.engine.commands import Receive, RefuseReception, Submit
    from dossierflow.engine.work import Work
    from dossierflow.procedure.facts import FactValue


def submit(work: Work, command: Submit) -> None:
    """File the dossier under the version that governs it."""
    work.require(APPLICANT_WHO)
    procedure = work.procedure
    if command.channel not in procedure.channels:
        known = ", ".join(procedure.channels)
        raise work.refused(RefusalCode.CHANNEL_UNKNOWN, channel=command.channel, known=known)
    work.emit(fx.VersionPinned(procedure.ref))
    work.emit(fx.FactSet("channel", command.channel))
    set_facts(work, command.facts)
    for name, personal in command.personal.items():
        # before its value is looked at: what somebody took for personal is not repeated in a refusal
        if name in procedure.facts and not procedure.facts[name].personal:
            why = "it is not declared personal; give it among the other facts"
            raise work.refused(RefusalCode.FACT_INVALID, fact=name, why=why)
        _check(work, name, personal.value)
        work.emit(fx.PersonalFactCommitted(name, commitment(personal)))
    for name, fact in procedure.facts.items():
        if fact.ask is Ask.SUBMISSION and name not in work.draft.facts and name not in work.draft.personal:
            raise work.refused(RefusalCode.FACT_MISSING, fact=name)
    require_within_windows(work)
    clocks.reach(work, "submitted")


def receive(work: Work, command: Receive) -> None:  # noqa: ARG001 -- the number is kept in the event
    """Receive the dossier: the governing version is settled, the first step opens."""
    _require_submitted(work)
    work.require(work.procedure.reception.by)
    _settle_version(work)
    reception = work.procedure.reception
    work.cite(reception.cite)
    work.become("receive")
    tracks.enter(work, MAIN_TRACK, reception.first, ("received", *reception.marks))


def refuse_reception(work: Work, command: RefuseReception) -> None:
    """Refuse to receive the dossier, on a ground the procedure lists."""
    _require_submitted(work)
    reception = work.procedure.reception
    work.cite(reception.cite)
    work.require(reception.by)
    if reception.grounds and command.ground not in reception.grounds:
        raise work.refused(RefusalCode.GROUND_UNKNOWN, known=", ".join(reception.grounds))
    work.become("refuse_reception")
    tracks.close_everything(work)


def set_facts(work: Work, facts: Mapping[str, FactValue]) -> None:
    """Set *facts* after checking each against the procedure; personal ones are refused here."""
    for name, value in facts.items():
        _check(work, name, value)
        if work.procedure.facts[name].personal:
            raise work.refused(RefusalCode.FACT_PERSONAL, fact=name)
        work.emit(fx.FactSet(name, value))


def _check(work: Work, name: str, value: FactValue) -> None:
    fact = work.procedure.facts.get(name)
    if fact is None:
        raise work.refused(RefusalCode.FACT_UNKNOWN, fact=name)
    why = fact.refuses(value)
    if why is not None:
        raise work.refused(RefusalCode.FACT_INVALID, fact=name, why=why)


def _require_submitted(work: Work) -> None:
    if work.draft.lifecycle is not fx.Lifecycle.SUBMITTED:
        raise work.refused(RefusalCode.ALREADY_RECEIVED)


def _settle_version(work: Work) -> None:
    """Move to the version that governs by the date of reception, where the transition clause says so."""
    calendar = work.compiled.calendars[work.procedure.calendar]
    days = {
        "submitted": calendar.local_day(work.draft.milestones["submitted"]),
        "received": calendar.local_day(work.at),
    }
    try:
        governing = work.rulebook.library.governing(work.procedure.procedure, days)
    except VersionInForceError as error:
        raise work.refused(RefusalCode.VERSION_NOT_IN_FORCE, why=str(error)) from error
    if governing.ref != work.procedure.ref:
        if governing.transition is not None:
            work.cite(governing.transition.cite)
        work.compiled = work.rulebook.compiled(governing.ref)
        work.emit(fx.VersionPinned(governing.ref))
        clocks.end(work, tuple(work.draft.deadlines), fx.Ending.SUPERSEDED)
        clocks.start_at(work, ("submitted",))
