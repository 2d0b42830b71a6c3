"""What might be done with a dossier: what is sensible, what leads on, and what is wild."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Term
from dossierflow.engine import commands as c
from dossierflow.engine.actors import APPLICANT_ACTOR, SYSTEM_ACTOR, Actor
from dossierflow.engine.dossier import is_in_a_step, step_of, wait_of
from dossierflow.engine.effects import Lifecycle
from dossierflow.procedure.facts import FactType
from dossierflow.procedure.limits import APPLICANT
from dossierflow.procedure.steps import EndKind
from dossierflow.simulate.desk import sample_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.engine.dossier import Dossier
    from dossierflow.procedure.facts import Fact, FactValue
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.steps import Action, Who

Choice = tuple[Actor, c.Command]
"""Who, and what."""

_REASON = "lý do"


def waiting(procedure: Procedure, dossier: Dossier) -> list[Choice]:
    """Return what would make a dossier wait, or be waited for longer, by those to whom it belongs."""
    found: list[Choice] = []
    for track, state in sorted(dossier.tracks.items()):
        if is_in_a_step(state) and wait_of(state) is None:
            found += _interruptions(procedure, track, step_of(state))
    for name, rule in procedure.extensions.items() if dossier.tracks else ():
        term = rule.at_most or Term.of("2 days")
        found.append((_actor(procedure, rule.by), c.Extend(extension=name, term=term, reason=_REASON, agreed=True)))
    for name, sent in dossier.handoffs.items():
        if sent.status.is_open and name in procedure.handoffs:
            asked = _actor(procedure, procedure.handoffs[name].to)
            found.append((asked, c.AcknowledgeHandoff(handoff=name)))
            found.append((asked, c.AnswerHandoff(handoff=name, opinion="returned")))
    return found


def onward(procedure: Procedure, dossier: Dossier) -> Iterator[Choice]:
    """Yield what leads towards an end, the shortest way first."""
    receiver = _actor(procedure, procedure.reception.by)
    if dossier.lifecycle is Lifecycle.SUBMITTED:
        yield receiver, c.Receive()
    elif dossier.lifecycle is Lifecycle.WITHDRAWING and procedure.withdrawal is not None:
        yield _actor(procedure, procedure.withdrawal.stop_by), c.Stop()
    elif dossier.lifecycle is Lifecycle.DECIDED:
        yield _actor(procedure, procedure.returning.by), c.ReturnResult()
    for name, sent in sorted(dossier.handoffs.items()):
        if sent.status.is_open and name in procedure.handoffs:
            yield _actor(procedure, procedure.handoffs[name].to), c.AnswerHandoff(handoff=name, opinion="agreed")
    for _, state in sorted(dossier.tracks.items()):
        if is_in_a_step(state):
            yield from _out_of(procedure, state)


def _out_of(procedure: Procedure, state: str) -> Iterator[Choice]:
    step_id, wait = step_of(state), wait_of(state)
    kind, name = (None, None) if wait is None else (wait[0].value, wait[1])
    if kind == "supplement":
        yield APPLICANT_ACTOR, c.AnswerSupplement(step=step_id)
    elif kind == "fee" and name is not None:
        yield _actor(procedure, procedure.fees[name].confirm_by), c.ConfirmPayment(fee=name)
    elif kind == "pause" and name is not None:
        rule = procedure.pauses[name]
        yield _actor(procedure, rule.lift_by or rule.by), c.Resume(step=step_id)
    if kind is not None:
        return
    step = procedure.steps[step_id]
    # an end before a join, a join before a step, and never back before every other way has been tried
    order = sorted(step.actions.items(), key=lambda item: (item[0] == "again", not item[1].to.startswith("end.")))
    for action_id, action in order:
        by = _actor(procedure, action.by or step.by)
        found = {name: values_of(procedure.facts[name]) for name in action.sets if name in procedure.facts}
        yield by, _finishing(procedure, step_id, action_id, action, {name: all_[0] for name, all_ in found.items()})
        if any(len(all_) > 1 for all_ in found.values()):
            last = {name: all_[-1] for name, all_ in found.items()}
            yield by, _finishing(procedure, step_id, action_id, action, last)
    for handoff in step.handoffs:
        yield _actor(procedure, step.by), c.HandOff(handoffs=(handoff,))


def _finishing(
    procedure: Procedure, step: str, action_id: str, action: Action, facts: dict[str, FactValue]
) -> c.Command:
    kind, _, end = action.to.rpartition(".")
    if kind != "end":
        return c.CompleteStep(step=step, action=action_id, facts=facts)
    if procedure.ends[end].kind is EndKind.GRANTED:
        return c.Decide(step=step, action=action_id, facts=facts)
    return c.Refuse(step=step, action=action_id, reason=_REASON, facts=facts)


def _interruptions(procedure: Procedure, track: str, step_id: str) -> Iterator[Choice]:
    step = procedure.steps[step_id]
    owner = _actor(procedure, step.by)
    if procedure.supplement is not None and step_id in procedure.supplement.steps:
        by = _actor(procedure, procedure.supplement.by or step.by)
        yield by, c.RequestSupplement(step=step_id, items=(track,), reason=_REASON)
    for name, pause in procedure.pauses.items():
        if not pause.steps or step_id in pause.steps:
            yield _actor(procedure, pause.by), c.Pause(step=step_id, reason=name)
    for name, fee in procedure.fees.items():
        if step_id in fee.steps:
            yield _actor(procedure, fee.by or step.by), c.RequestPayment(step=step_id, fee=name)
    if step.handoffs:
        yield owner, c.HandOff(handoffs=step.handoffs)
        yield owner, c.RecallHandoff(handoff=step.handoffs[0], reason=_REASON)
    yield owner, c.StartStep(step=step_id)


def wild(procedure: Procedure, dossier: Dossier, at: datetime, versions: Iterable[str] = ("2", "1")) -> list[Choice]:
    """Return acts that are rarely right, at *at*: corrections, moves to *versions*, other people's acts."""
    receiver, first = _actor(procedure, procedure.reception.by), procedure.reception.first
    officer = _actor(procedure, procedure.steps[first].by if first in procedure.steps else procedure.reception.by)
    counter = receiver.model_copy(update={"on_behalf_of": APPLICANT})
    found: list[Choice] = [
        (receiver, c.Correct(fact=name, value=value, reason=_REASON))
        for name, fact in procedure.facts.items()
        for value in values_of(fact)
    ]
    found += [(receiver, c.Migrate(version=version, reason=_REASON)) for version in versions]
    found += [
        (officer, c.Apologise(reason=_REASON)),
        (officer, c.Apologise(reason=_REASON, appointment=at + timedelta(days=20))),
        (APPLICANT_ACTOR, c.RequestWithdrawal()),
        (counter, c.RequestWithdrawal()),
        (counter, c.AnswerSupplement()),
        (receiver, c.Stop()),
        (receiver, c.RefuseReception(reason=_REASON)),
        (receiver, c.ReturnResult()),
        (officer, c.Decide(step=first, action="next")),
        (officer, c.CompleteStep(step=first, action="nowhere")),
        (officer, c.Pause(reason="lunch")),
        (officer, c.RequestPayment(fee="gift")),
        (officer, c.Submit(dossier="H-1", procedure=procedure.procedure, channel="online")),
        (SYSTEM_ACTOR, c.Elapse(limit="total", due=at)),
    ]
    found += [
        (receiver, c.Correct(milestone=name, instant=instant, reason=_REASON))
        for name, reached in sorted(dossier.milestones.items())
        for instant in (reached - timedelta(days=1), reached + timedelta(hours=5))
    ]
    return found


def values_of(fact: Fact) -> list[FactValue]:
    """
    Return some values that *fact* may have, the ordinary one first.

    >>> from dossierflow.procedure.catalogue import shipped
    >>> values_of(shipped("building-permit").versions("building-permit")[0].facts["work"])[0]
    'house'
    """
    match fact.type:
        case FactType.ENUM:
            return [*fact.values]
        case FactType.BOOLEAN:
            return [False, True]
        case FactType.INTEGER:
            low, high = fact.at_least, fact.at_most
            wanted = (4, 5, 2, *(one for one in (low, high) if one is not None))
            fitting = dict.fromkeys(one for one in wanted if fact.refuses(one) is None)
            return [*fitting] or [sample_of(fact)]
        case FactType.DATE:
            return [sample_of(fact), "2026-02-16"]
        case FactType.TEXT:
            return ["somebody"]


def _actor(procedure: Procedure, owner: Who) -> Actor:
    if owner.agency == APPLICANT:
        return APPLICANT_ACTOR
    roles = procedure.agencies[owner.agency].roles
    return Actor(agency=owner.agency, role=owner.role or next(iter(roles)))
