"""What those to whom it belongs can sensibly do with a dossier as it stands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Term
from dossierflow.engine import commands as c
from dossierflow.engine.dossier import Wait, is_in_a_step, step_of, wait_of
from dossierflow.engine.effects import HandoffStatus, Lifecycle
from dossierflow.procedure.facts import holds
from dossierflow.procedure.flow import END
from dossierflow.procedure.steps import EndKind
from dossierflow.simulate.owners import owner_of
from dossierflow.simulate.paths.filing import value_of
from dossierflow.simulate.paths.turns import Turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.engine.dossier import Dossier
    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.model import Procedure

REASON = "Lý do ghi trong hồ sơ"
_SENT = HandoffStatus.SENT
LATER = timedelta(days=40)
"""How much later another appointment is."""


class Stage:
    """A dossier as it stands, and the facts with which it goes on."""

    def __init__(self, procedure: Procedure, dossier: Dossier, values: Mapping[str, FactValue]) -> None:
        """Look at *dossier*, governed by *procedure*; facts that steps find out take their *values*."""
        self.procedure, self.dossier, self.values = procedure, dossier, values

    def turn(self, command: c.Command, *, instant: tuple[str, timedelta] | None = None) -> Turn:
        """Return *command* as a turn of the one to whom it belongs."""
        return Turn(by=owner_of(self.procedure, self.dossier, command), command=command, instant=instant)

    @property
    def at_work(self) -> tuple[str, ...]:
        """The open steps that wait for nothing."""
        states = sorted(self.dossier.tracks.items())
        return tuple(step_of(state) for _, state in states if is_in_a_step(state) and wait_of(state) is None)

    @property
    def waiting(self) -> tuple[tuple[str, Wait, str | None], ...]:
        """The open steps that wait, with what for."""
        states = sorted(self.dossier.tracks.items())
        return tuple((step_of(state), *wait) for _, state in states if (wait := wait_of(state)) is not None)

    @property
    def sent(self) -> tuple[str, ...]:
        """The handoffs that await an answer."""
        return tuple(name for name, one in sorted(self.dossier.handoffs.items()) if one.status.is_open)

    def finishing(self, step: str, key: str) -> c.Command:
        """Return the command that finishes *step* with its action *key*."""
        action = self.procedure.steps[step].actions[key]
        facts = {name: value_of(self.procedure, name, self.values) for name in sorted(action.sets)}
        reason = REASON if action.reason else None
        if not action.to.startswith(END):
            return c.CompleteStep(step=step, action=key, facts=facts, reason=reason)
        if self.procedure.ends[action.to.removeprefix(END)].kind is EndKind.GRANTED:
            return c.Decide(step=step, action=key, facts=facts, reason=reason)
        return c.Refuse(step=step, action=key, facts=facts, reason=REASON)


def going(stage: Stage, *, is_narrow: bool = False) -> Iterator[Turn]:
    """
    Yield what leads somewhere: the dossier stands otherwise afterwards.

    Args:
        stage: The dossier as it stands.

        is_narrow: Whether of several parallel tracks only the first is gone on with, and without interruptions.
    """
    match stage.dossier.lifecycle:
        case Lifecycle.SUBMITTED:
            yield stage.turn(c.Receive())
        case Lifecycle.WITHDRAWING:
            yield stage.turn(c.Stop())
        case Lifecycle.DECIDED:
            yield stage.turn(c.ReturnResult())
        case Lifecycle.IN_PROGRESS:
            yield from _in_progress(stage, is_narrow=is_narrow)
        case _:
            pass


def _in_progress(stage: Stage, *, is_narrow: bool) -> Iterator[Turn]:
    for name in stage.sent:
        if f"{name}.acknowledged" in _watched(stage.procedure) and stage.dossier.handoffs[name].status is _SENT:
            yield stage.turn(c.AcknowledgeHandoff(handoff=name))
        yield stage.turn(c.AnswerHandoff(handoff=name, opinion="agreed"))
    for step, wait, what in stage.waiting:
        yield _over(stage, step, wait, str(what))
    at_work = stage.at_work
    if is_narrow and len(at_work) > 1:
        yield from _in_step(stage, at_work[0], is_narrow=True)
        return
    for step in at_work:
        yield from _in_step(stage, step)
    if stage.procedure.withdrawal is not None:
        yield stage.turn(c.RequestWithdrawal())


def aside(stage: Stage) -> Iterator[Turn]:
    """Yield what is done beside the way, and is tried but not followed."""
    procedure = stage.procedure
    if stage.dossier.lifecycle is Lifecycle.SUBMITTED:
        ground = next(iter(procedure.reception.grounds), None)
        yield stage.turn(c.RefuseReception(ground=ground, reason=REASON))
    if stage.dossier.lifecycle is not Lifecycle.IN_PROGRESS:
        return
    for name, rule in procedure.extensions.items():
        yield stage.turn(
            c.Extend(extension=name, term=rule.at_most or Term.of("10 days"), reason=REASON, agreed=rule.agreement)
        )
    if procedure.apology is not None:
        if procedure.apology.max and stage.dossier.appointment is not None:
            yield stage.turn(c.Apologise(reason=REASON), instant=("appointment", LATER))
        yield stage.turn(c.Apologise(reason=REASON))


def _in_step(stage: Stage, step: str, *, is_narrow: bool = False) -> Iterator[Turn]:
    procedure = stage.procedure
    rule = procedure.steps[step]
    if f"{step}.started" in _watched(procedure) and step not in stage.dossier.assigned:
        yield stage.turn(c.StartStep(step=step))
    wanted = tuple(
        name
        for name in rule.handoffs
        if holds(procedure.handoffs[name].when, stage.dossier.facts) and not _is_sent(stage, step, name)
    )
    if wanted:
        yield stage.turn(c.HandOff(handoffs=wanted))
    yield from (stage.turn(stage.finishing(step, key)) for key in rule.actions)
    if is_narrow:
        return
    if procedure.supplement is not None and step in procedure.supplement.steps:
        yield stage.turn(c.RequestSupplement(step=step, items=(REASON,), reason=REASON))
    for name, fee in procedure.fees.items():
        if step in fee.steps:
            yield stage.turn(c.RequestPayment(fee=name, step=step))
    for name, pause in procedure.pauses.items():
        if not pause.steps or step in pause.steps:
            yield stage.turn(c.Pause(reason=name, step=step))


def _is_sent(stage: Stage, step: str, handoff: str) -> bool:
    """Tell whether *handoff* is awaited, or came back since *step* was last entered."""
    sent = stage.dossier.handoffs.get(handoff)
    return sent is not None and (sent.status.is_open or sent.since >= stage.dossier.milestones[f"{step}.entered"])


def _over(stage: Stage, step: str, wait: Wait, name: str) -> Turn:
    """Return what ends a wait."""
    match wait:
        case Wait.SUPPLEMENT:
            return stage.turn(c.AnswerSupplement(step=step))
        case Wait.FEE:
            return stage.turn(c.ConfirmPayment(fee=name))
        case Wait.PAUSE:
            return stage.turn(c.Resume(step=step))


def _watched(procedure: Procedure) -> set[str]:
    """Return the milestones that start or stop a limit."""
    return {name for limit in procedure.limits.values() for name in (*limit.start_milestones, *limit.stops)}
