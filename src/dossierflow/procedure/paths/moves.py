"""
What happens on a way through a procedure, one move after the other.

A move says who or what acts, in which step of which track, and where it leads.
When it happens is not said: the same moves serve every start day.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.procedure.flow import END, FORK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.paths.situations import Situation

MAIN = "main"
"""The track on which every dossier begins."""


class MoveKind(StrEnum):
    """What kind of thing happens; most are a command of the same meaning."""

    SUBMIT = "submit"
    RECEIVE = "receive"
    START = "start_step"
    """Somebody takes up a step whose taking up starts or stops a clock."""
    ACT = "act"
    """A step is finished with one of its actions."""
    JOINED = "joined"
    """Enough tracks of a fork are in; follows from the act before it."""
    ASK = "request_supplement"
    ANSWER = "answer_supplement"
    BILL = "request_payment"
    PAY = "confirm_payment"
    PAUSE = "pause"
    RESUME = "resume"
    SEND = "hand_off"
    REPLY = "answer_handoff"
    """A handoff comes back, be it by an answer or by what silence means."""
    LAPSE = "elapse"
    """A limit runs out, and its running out ends the dossier or takes an action."""
    RETURN = "return_result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One move of a dossier."""

    kind: MoveKind
    track: str = MAIN
    step: str | None = None
    """The step that is open when it happens; the first one for the reception."""

    name: str | None = None
    """The action, fee, pause, handoff, fork or limit that is meant."""

    action: str | None = None
    """The action that running out takes; of other moves none."""

    to: str | None = None
    """The step, ``end.<name>``, ``fork.<name>`` or ``join`` that follows; none where the step stays open."""

    opens: tuple[str, ...] = ()
    """The tracks that begin."""

    handoffs: tuple[str, ...] = ()
    """What is sent, all at once."""

    @property
    def key(self) -> str:
        """What the move covers, as a name: ``act.appraise.valid``, ``elapse.supplement_term``."""
        parts = (self.kind.value, self.step if self.kind is MoveKind.ACT else None, self.name)
        return ".".join(part for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class Walk:
    """
    One way through a procedure, from the submission to an end.

    The moves of parallel tracks follow each other track by track; in time they
    run side by side.
    """

    situation: Situation
    """Facts with which the way can be gone."""

    moves: tuple[Move, ...]

    @property
    def facts(self) -> dict[str, FactValue]:
        """The facts by name."""
        return dict(self.situation.facts)

    @property
    def end(self) -> str:
        """The end that is reached."""
        return next(str(move.to) for move in reversed(self.moves) if move.to is not None).removeprefix(END)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps in the order in which they are first entered."""
        return tuple(dict.fromkeys(move.step for move in self.moves if move.step is not None))

    @property
    def covers(self) -> frozenset[str]:
        """What the way comes through: ``step.appraise``, ``end.issued``, and the key of each move."""
        steps = {f"step.{step}" for step in self.steps}
        return frozenset(steps | {f"{END}{self.end}"} | {move.key for move in self.moves})


def batches(procedure: Procedure, move: Move) -> tuple[tuple[str, ...], ...]:
    """
    Return the milestones that *move* reaches, in the order of the engine.

    Those of one batch are reached together: first they stop clocks, then they
    start them.

    >>> from dossierflow.procedure import catalogue
    >>> record = catalogue().get("criminal-record", "2026-07-01")
    >>> batches(record, Move(kind=MoveKind.RECEIVE, step="issue"))
    (('received', 'complete'),)
    """
    return tuple(batch for batch in _batches(procedure, move) if batch)


def _batches(procedure: Procedure, move: Move) -> Iterator[tuple[str, ...]]:
    entered = (f"{move.to}.entered",) if move.to in procedure.steps else ()
    match move.kind:
        case MoveKind.SUBMIT | MoveKind.RETURN:
            yield (_SIMPLE[move.kind],)
        case MoveKind.RECEIVE:
            yield ("received", *procedure.reception.marks, *entered)
        case MoveKind.ACT | MoveKind.LAPSE:
            yield (*_completed(procedure, move), *entered)
        case MoveKind.JOINED:
            yield (*procedure.forks[str(move.name)].marks, *entered)
        case MoveKind.ANSWER:
            marks = procedure.supplement.marks if procedure.supplement is not None else ()
            yield ("supplement_answered", *marks)
            yield entered
        case MoveKind.PAY:
            yield (*((f"{move.step}.completed",) if entered else ()), f"{move.name}.paid", *entered)
        case MoveKind.SEND:
            yield tuple(f"{name}.sent" for name in move.handoffs)
        case MoveKind.ASK:
            yield (_SIMPLE[move.kind],)
        case _:
            yield (f"{move.step if move.kind is MoveKind.START else move.name}.{_SIMPLE[move.kind]}",)
    yield from _after(procedure, move)


_SIMPLE = {
    MoveKind.SUBMIT: "submitted",
    MoveKind.START: "started",
    MoveKind.ASK: "supplement_requested",
    MoveKind.BILL: "requested",
    MoveKind.PAUSE: "started",
    MoveKind.RESUME: "ended",
    MoveKind.REPLY: "answered",
    MoveKind.RETURN: "returned",
}


def _completed(procedure: Procedure, move: Move) -> tuple[str, ...]:
    """Return what a finished step reaches; running out that ends the dossier finishes none."""
    action = move.action if move.kind is MoveKind.LAPSE else move.name
    if action is None:
        return ()
    return (f"{move.step}.completed", *procedure.steps[str(move.step)].actions[action].marks)


def _after(procedure: Procedure, move: Move) -> Iterator[tuple[str, ...]]:
    """Yield what follows where the move leads: tracks begin, or the dossier is decided."""
    to = move.to or ""
    if to.startswith(END) and procedure.ends[to.removeprefix(END)].kind.is_decision:
        yield ("decided",)
    tracks = procedure.forks[to.removeprefix(FORK)].tracks if to.startswith(FORK) else {}
    yield from ((f"{tracks[name].start}.entered",) for name in move.opens)
