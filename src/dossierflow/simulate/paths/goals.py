"""
What a story can come to: steps, actions, other acts, ends, limits that run out, silence that acts, refusals.

The goals of a procedure follow from its file alone; whether a way leads to each
of them is found by `dossierflow.simulate.paths.search`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.effects import DeadlineMissed, LifecycleChanged, MilestoneReached
from dossierflow.engine.refusals import RefusalCode
from dossierflow.procedure.limits import MissEffect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.engine.events import Event
    from dossierflow.procedure.model import Procedure


class GoalKind(StrEnum):
    """What kind of thing is come to."""

    STEP = "step"
    ACTION = "action"
    """A step is finished with one of its outcomes."""
    ACT = "act"
    """Something else is done: a supplement asked, a fee paid, the dossier withdrawn."""
    END = "end"
    TIMER = "timer"
    """A limit runs out."""
    SILENCE = "silence"
    """A limit runs out and acts by itself."""
    REFUSAL = "refusal"
    """An act is refused because of what the procedure says."""
    DOOR = "door"
    """An act is refused whatever the procedure says: it is dated back, given twice, or names nothing that exists."""


@dataclass(frozen=True, slots=True, order=True)
class Goal:
    """One thing that a story can come to."""

    kind: GoalKind
    name: str

    def __str__(self) -> str:
        """Return ``kind.name``, which is stable: ``action.appraise.valid``."""
        return f"{self.kind.value}.{self.name}"


DOORS = frozenset(
    {
        RefusalCode.TIME_GOES_BACK,
        RefusalCode.RECORDED_TOO_EARLY,
        RefusalCode.VERSION_CONFLICT,
        RefusalCode.COMMAND_ID_REUSED,
        RefusalCode.ALREADY_SUBMITTED,
        RefusalCode.NOT_SUBMITTED,
        RefusalCode.NOT_RECEIVED,
        RefusalCode.ALREADY_RECEIVED,
        RefusalCode.DOSSIER_ENDED,
        RefusalCode.NOTHING_TO_RETURN,
        RefusalCode.CHANNEL_UNKNOWN,
        RefusalCode.FACT_UNKNOWN,
        RefusalCode.STEP_NOT_OPEN,
        RefusalCode.ACTION_UNKNOWN,
        RefusalCode.ACTION_NEEDS_ANOTHER_COMMAND,
        RefusalCode.PAUSE_NOT_LISTED,
        RefusalCode.NOT_PAUSED,
        RefusalCode.FEE_UNKNOWN,
        RefusalCode.PAYMENT_NOT_REQUESTED,
        RefusalCode.HANDOFF_UNKNOWN,
        RefusalCode.EXTENSION_UNKNOWN,
        RefusalCode.CORRECTION_UNCLEAR,
        RefusalCode.MILESTONE_NOT_REACHED,
        RefusalCode.CORRECTION_IN_THE_FUTURE,
        RefusalCode.VERSION_UNKNOWN,
        RefusalCode.VERSION_NOT_IN_FORCE,
        RefusalCode.RIGHT_NOT_GIVEN,
    }
)
"""The refusals that every procedure gives alike."""

ACTING = frozenset({MissEffect.END, MissEffect.ACTION, MissEffect.SILENCE, MissEffect.RESUME})
"""What a limit does that does not only run out."""

SILENT_EVENTS = frozenset(
    {"dossier_closed", "silence_acted", "consent_deemed", "opinion_lapsed", "handoff_escalated", "pause_expired"}
)
"""The events of limits that ran out and acted."""


def goals_of(procedure: Procedure) -> tuple[Goal, ...]:
    """
    Return what *procedure* names that a story can come to; refusals are not named, and found by trying.

    >>> from dossierflow.procedure import catalogue
    >>> [str(goal) for goal in goals_of(catalogue().get("criminal-record", "2026-07-01"))][:4]
    ['step.look_up', 'step.sign', 'action.look_up.found', 'action.look_up.refuse']
    """
    return tuple(dict.fromkeys(_goals(procedure)))


def _goals(procedure: Procedure) -> Iterator[Goal]:
    yield from (Goal(GoalKind.STEP, name) for name in sorted(procedure.steps))
    for name, step in sorted(procedure.steps.items()):
        yield from (Goal(GoalKind.ACTION, f"{name}.{key}") for key in sorted(step.actions))
    yield from (Goal(GoalKind.ACT, name) for name in _acts(procedure))
    yield from (Goal(GoalKind.END, name) for name in sorted(procedure.ends))
    yield from (Goal(GoalKind.TIMER, name) for name in sorted(procedure.limits))
    for name, limit in sorted(procedure.limits.items()):
        if limit.on_missed.effect in ACTING:
            yield Goal(GoalKind.SILENCE, name)


def _acts(procedure: Procedure) -> Iterator[str]:
    yield from ("receive", "refuse_reception")
    if procedure.supplement is not None:
        yield from ("request_supplement", "answer_supplement")
    for name in sorted(procedure.fees):
        yield from (f"request_payment.{name}", f"confirm_payment.{name}")
    for name in sorted(procedure.pauses):
        yield from (f"pause.{name}", f"resume.{name}")
    for name in sorted(procedure.handoffs):
        yield from (f"hand_off.{name}", f"answer_handoff.{name}")
    yield from (f"extend.{name}" for name in sorted(procedure.extensions))
    yield from ("apologise",) if procedure.apology is not None else ()
    yield from ("request_withdrawal", "stop") if procedure.withdrawal is not None else ()
    if any(end.kind.is_decision for end in procedure.ends.values()):
        yield "return_result"


def refused(code: RefusalCode) -> Goal:
    """Return the goal that is met by a refusal with *code*."""
    return Goal(GoalKind.DOOR if code in DOORS else GoalKind.REFUSAL, code.value)


def met_by(procedure: Procedure, events: Iterable[Event]) -> Iterator[Goal]:
    """Yield what *events* come to under *procedure*; the same goal may come more than once."""
    for event in events:
        for name in _done(event):
            yield Goal(GoalKind.ACTION if isinstance(event.act, _FINISHING) else GoalKind.ACT, name)
        for effect in event.effects:
            match effect:
                case MilestoneReached(milestone=name) if name.removesuffix(".entered") in procedure.steps:
                    if name.endswith(".entered"):
                        yield Goal(GoalKind.STEP, name.removesuffix(".entered"))
                case DeadlineMissed(limit=limit):
                    yield Goal(GoalKind.TIMER, limit)
                    if event.type in SILENT_EVENTS:
                        yield Goal(GoalKind.SILENCE, limit)
                case LifecycleChanged(end=str(end)):
                    yield Goal(GoalKind.END, end)
                case _:
                    pass


_FINISHING = (c.CompleteStep, c.Decide, c.Refuse)


def _done(event: Event) -> tuple[str, ...]:  # noqa: PLR0911 -- a table of kinds
    """Return the names of what was done; nothing of what nobody did."""
    match event.act:
        case c.CompleteStep(step=step, action=action) | c.Decide(step=step, action=action):
            return (f"{step}.{action}",)
        case c.Refuse(step=step, action=action):
            return (f"{step}.{action}",)
        case c.RequestPayment(fee=name) | c.ConfirmPayment(fee=name):
            return (f"{event.act.do}.{name}",)
        case c.Pause(reason=name) | c.Extend(extension=name) | c.AnswerHandoff(handoff=name):
            return (f"{event.act.do}.{name}",)
        case c.HandOff(handoffs=names):
            return tuple(f"hand_off.{name}" for name in names)
        case c.Resume():
            ended = (one.milestone for one in event.effects if isinstance(one, MilestoneReached))
            return tuple(f"resume.{name.removesuffix('.ended')}" for name in ended if name.endswith(".ended"))
        case c.Submit() | c.Elapse() | c.Reproject():
            return ()
        case _:
            return (event.act.do,)
