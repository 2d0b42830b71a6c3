"""What an actor may do now, and why the rest may not: every act of the procedure, tried without effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from dossierflow.deadlines.term import Term
from dossierflow.engine import commands as c
from dossierflow.engine.decide import Circumstances, decide
from dossierflow.engine.dossier import step_of
from dossierflow.engine.refusals import Refusal, RefusalCode, refusal
from dossierflow.errors import CalendarError, TermError
from dossierflow.procedure.facts import FactType, Range
from dossierflow.procedure.steps import EndKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dossierflow.engine.actors import Actor
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.rulebook import Rulebook
    from dossierflow.procedure.facts import Fact, FactValue, Matcher
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.steps import Action


@dataclass(frozen=True, slots=True)
class Permission:
    """One act, and whether it may be done now."""

    act: str
    """The act in words: ``complete_step check sufficient``."""

    refusal: Refusal | None
    """Why it may not be done; none where it may."""

    @property
    def is_given(self) -> bool:
        """Tell whether the act may be done."""
        return self.refusal is None


def permissions(rulebook: Rulebook, dossier: Dossier, by: Actor, at: datetime) -> tuple[Permission, ...]:
    """
    Try every act that the procedure knows in the dossier's present state.

    Args:
        rulebook: The procedure versions and calendars that exist.

        dossier: The dossier, with its timers fired up to *at*.

        by: Who would act.

        at: When.

    Texts and facts that an act needs are filled in with samples: a permission
    says that the act may be done, not that any content of it will do.
    """
    procedure = rulebook.compiled(dossier.procedure).procedure
    circumstances = Circumstances(by=by, at=at, recorded_at=at)
    found: dict[str, Permission] = {}
    for command in _candidates(procedure, dossier, at):
        act, refused = in_words(command), _refused(rulebook, dossier, command, circumstances)
        if act not in found or refused is None:
            found[act] = Permission(act, refused)
    return tuple(found.values())


def _refused(rulebook: Rulebook, dossier: Dossier, command: c.Command, circumstances: Circumstances) -> Refusal | None:
    try:
        outcome = decide(rulebook, dossier, command, circumstances)
    except (CalendarError, TermError) as error:
        # one act that runs past the calendar must not hide what may be done besides
        return refusal(RefusalCode.NOT_COUNTABLE, why=error)
    return outcome if isinstance(outcome, Refusal) else None


def in_words(command: c.Command) -> str:
    """
    Return a command as the words that name it.

    >>> in_words(c.CompleteStep(step="check", action="sufficient"))
    'complete_step check sufficient'
    """
    named = ("step", "action", "fee", "extension", "handoff", "handoffs", "ground")
    values: list[str | tuple[str, ...] | None] = [getattr(command, name, None) for name in named]
    if isinstance(command, c.Pause):
        values.append(command.reason)
    if isinstance(command, c.Apologise) and command.appointment is not None:
        values.append("with another appointment")
    words = (", ".join(value) if isinstance(value, tuple) else value for value in values if value)
    return " ".join((getattr(command, "do"), *words))  # noqa: B009 -- every command has it, their base does not


def _candidates(procedure: Procedure, dossier: Dossier, at: datetime) -> Iterator[c.Command]:
    yield c.Receive()
    for ground in procedure.reception.grounds or (None,):
        yield c.RefuseReception(ground=ground, reason="-")
    for step_id in dict.fromkeys(step_of(state) for _, state in sorted(dossier.tracks.items())):
        if step_id in procedure.steps:
            yield from _step_candidates(procedure, step_id)
    yield c.AnswerSupplement()
    yield c.Resume()
    for fee in procedure.fees:
        yield c.ConfirmPayment(fee=fee)
    for handoff in procedure.handoffs:
        yield c.AcknowledgeHandoff(handoff=handoff)
        yield c.AnswerHandoff(handoff=handoff, opinion="agreed")
        yield c.RecallHandoff(handoff=handoff, reason="-")
    for name, rule in procedure.extensions.items():
        yield c.Extend(extension=name, term=rule.at_most or Term.of("1 day"), reason="-", agreed=True)
    yield c.Apologise(reason="-")
    if dossier.appointment is not None:
        later = max(dossier.appointment.at, at) + timedelta(days=1)
        yield c.Apologise(reason="-", appointment=later)
    yield c.RequestWithdrawal()
    yield c.Stop()
    yield c.ReturnResult()


def _step_candidates(procedure: Procedure, step_id: str) -> Iterator[c.Command]:
    step = procedure.steps[step_id]
    yield c.StartStep(step=step_id)
    for action_id, action in step.actions.items():
        known = procedure.facts
        facts = {
            name: _wanted(known[name], action.when[name]) if name in action.when else _sample(known[name])
            for name in action.sets
        }
        yield _finishing(procedure, step_id, action_id, action, facts)
    yield c.RequestSupplement(step=step_id, items=("-",), reason="-")
    for pause in procedure.pauses:
        yield c.Pause(step=step_id, reason=pause)
    for fee in procedure.fees:
        yield c.RequestPayment(step=step_id, fee=fee)
    for handoff in step.handoffs:
        yield c.HandOff(handoffs=(handoff,))


def _finishing(
    procedure: Procedure, step: str, action_id: str, action: Action, facts: dict[str, FactValue]
) -> c.Command:
    kind, _, end = action.to.rpartition(".")
    if kind != "end":
        return c.CompleteStep(step=step, action=action_id, reason="-", facts=facts)
    if procedure.ends[end].kind is EndKind.GRANTED:
        return c.Decide(step=step, action=action_id, reason="-", facts=facts)
    return c.Refuse(step=step, action=action_id, reason="-", facts=facts)


def _wanted(fact: Fact, wanted: Matcher) -> FactValue:
    """Return a value of *fact* that an act asks for."""
    if isinstance(wanted, Range):
        bounds = [bound for bound in (wanted.at_least, fact.at_least) if bound is not None]
        if bounds:
            return max(bounds)
        return min(bound for bound in (wanted.at_most, fact.at_most) if bound is not None)
    return wanted[0] if isinstance(wanted, tuple) else wanted


def _sample(fact: Fact) -> FactValue:
    match fact.type:
        case FactType.ENUM:
            return fact.values[0]
        case FactType.BOOLEAN:
            return True
        case FactType.INTEGER:
            return fact.at_least if fact.at_least is not None else min(0, fact.at_most or 0)
        case FactType.DATE:
            return "2000-01-01"
        case FactType.TEXT:
            return "-"
        case _:
            assert_never(fact.type)
