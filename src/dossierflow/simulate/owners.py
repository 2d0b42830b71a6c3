"""Who does what: the agency and role to which the procedure gives an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.actors import APPLICANT_ACTOR, Actor
from dossierflow.engine.authority import APPLICANT_WHO
from dossierflow.engine.dossier import Wait, is_in_a_step, step_of, wait_of
from dossierflow.procedure.limits import APPLICANT

if TYPE_CHECKING:
    from dossierflow.engine.dossier import Dossier
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.steps import Who


def owner_of(procedure: Procedure, dossier: Dossier | None, command: c.Command) -> Actor:
    """
    Return one who may give *command*, as far as the procedure says so.

    Where the command names something that the procedure does not have, the
    receiving officer is returned: the engine refuses the command by name.

    Args:
        procedure: The version that governs.

        dossier: The dossier before the act; none before it is filed.

        command: What is asked.

    >>> from dossierflow.procedure.catalogue import shipped
    >>> str(owner_of(shipped("building-permit").versions("building-permit")[0], None, c.Receive()))
    'one_stop/receiver'
    """
    found = _of_step_acts(procedure, dossier, command) or _of_other_acts(procedure, command)
    return actor_of(procedure, found or procedure.reception.by)


def actor_of(procedure: Procedure, owner: Who) -> Actor:
    """Return somebody of the agency and role *owner*; of its first role where none is named."""
    if owner.agency == APPLICANT:
        return APPLICANT_ACTOR
    agency = procedure.agencies.get(owner.agency)
    role = owner.role or next(iter(agency.roles if agency is not None else ()), "")
    return Actor(agency=owner.agency, role=role)


def open_steps(dossier: Dossier | None) -> tuple[str, ...]:
    """Return the steps in which *dossier* is, and that wait for nothing."""
    states = () if dossier is None else tuple(dossier.tracks.values())
    return tuple(step_of(state) for state in states if is_in_a_step(state) and wait_of(state) is None)


def _of_step_acts(procedure: Procedure, dossier: Dossier | None, command: c.Command) -> Who | None:  # noqa: PLR0911 -- a table of kinds
    """Return whose act it is where that follows from a step."""
    match command:
        case c.StartStep(step=step):
            return _step(procedure, step)
        case c.CompleteStep() | c.Decide() | c.Refuse():
            actions = procedure.steps[command.step].actions if command.step in procedure.steps else {}
            own = actions[command.action].by if command.action in actions else None
            return own or _step(procedure, command.step)
        case c.RequestSupplement(step=step):
            own = None if procedure.supplement is None else procedure.supplement.by
            return own or _step(procedure, step or _only(dossier))
        case c.RequestPayment(fee=fee, step=step):
            own = procedure.fees[fee].by if fee in procedure.fees else None
            return own or _step(procedure, step or _only(dossier))
        case c.Resume():
            return _lifter(procedure, dossier)
        case c.HandOff(handoffs=(handoff, *_)) | c.RecallHandoff(handoff=handoff):
            senders = (step for step in procedure.steps.values() if handoff in step.handoffs)
            return next((step.by for step in senders), None)
        case _:
            return None


def _of_other_acts(procedure: Procedure, command: c.Command) -> Who | None:  # noqa: PLR0911 -- a table of kinds
    """Return whose act it is where a rule of the procedure names them."""
    match command:
        case c.Submit() | c.AnswerSupplement() | c.RequestWithdrawal():
            return APPLICANT_WHO
        case c.Pause(reason=reason) if reason in procedure.pauses:
            return procedure.pauses[reason].by
        case c.ConfirmPayment(fee=fee) if fee in procedure.fees:
            return procedure.fees[fee].confirm_by
        case c.Extend(extension=extension) if extension in procedure.extensions:
            return procedure.extensions[extension].by
        case c.AcknowledgeHandoff(handoff=handoff) | c.AnswerHandoff(handoff=handoff) if handoff in procedure.handoffs:
            return procedure.handoffs[handoff].to
        case c.Apologise() if procedure.apology is not None:
            return procedure.apology.by
        case c.Stop() if procedure.withdrawal is not None:
            return procedure.withdrawal.stop_by
        case c.ReturnResult():
            return procedure.returning.by
        case _:
            return None


def _step(procedure: Procedure, step: str | None) -> Who | None:
    return procedure.steps[step].by if step in procedure.steps else None


def _only(dossier: Dossier | None) -> str | None:
    return next(iter(open_steps(dossier)), None)


def _lifter(procedure: Procedure, dossier: Dossier | None) -> Who | None:
    for state in () if dossier is None else dossier.tracks.values():
        match wait_of(state):
            case (Wait.PAUSE, str(name)) if name in procedure.pauses:
                return procedure.pauses[name].lift_by or procedure.pauses[name].by
            case _:
                continue
    return None
