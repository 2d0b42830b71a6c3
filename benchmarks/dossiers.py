"""The procedures that are measured, an engine for them, and dossiers on their way through."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.engine import APPLICANT_ACTOR, Actor, Engine
from dossierflow.engine.commands import CompleteStep, Decide, Receive, Submit
from dossierflow.procedure import load_procedures
from dossierflow.worktime.vietnam import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.engine import Dossier, Event
    from dossierflow.engine.commands import Command

FOLDER = Path(__file__).parent / "procedures"
STEPS = 6
FACTS = {"kind": "new"}
GUARD = {"kind": ("new", "adjust")}
"""The condition of every ``accept`` in ``six-steps.yaml``."""

RECEIVER = Actor(agency="office", role="receiver")
OFFICER = Actor(agency="office", role="officer", person="o-17")
_NUMBERS = count(1)
START = datetime(2026, 3, 2, 8, 0, tzinfo=vietnam().tz)


@cache
def engine() -> Engine:
    """Return an engine of the invented procedures under the shipped calendar."""
    return Engine(load_procedures(FOLDER), vietnam())


def received(procedure: str, dossier: str = "H26.1") -> tuple[Dossier, tuple[Event, ...]]:
    """Return a dossier of *procedure* that has just been received, with its events."""
    facts = FACTS if procedure == "six-steps" else {}
    submit = Submit(dossier=dossier, procedure=procedure, channel="online", facts=facts)
    first = engine().handle(None, submit, by=APPLICANT_ACTOR, at=START)
    second = engine().handle(first.or_raise(), Receive(), by=RECEIVER, at=START + timedelta(minutes=10))
    return second.or_raise(), first.events + second.events


def numbered() -> Iterator[str]:
    """Yield ids of dossiers that no other call yields."""
    return (f"H26.{number}" for number in _NUMBERS)


def accepting(step: int) -> Command:
    """Return the command that accepts step number *step*, counted from 1, of ``six-steps``."""
    if step == STEPS:
        return Decide(step=f"step_{step}", action="accept")
    return CompleteStep(step=f"step_{step}", action="accept")


def moment(step: int) -> datetime:
    """Return when step number *step* is accepted."""
    return START + timedelta(hours=step)


@cache
def to_and_fro(length: int) -> tuple[Event, ...]:
    """Return a log of *length* events, at least 2, of a dossier that two steps hand to each other."""
    dossier, events = received("to-and-fro")
    moves = (CompleteStep(step="check", action="pass_on"), CompleteStep(step="appraise", action="pass_back"))
    log = list(events)
    for number in range(length - len(events)):
        at = START + timedelta(minutes=30 * (number + 1))
        decision = engine().handle(dossier, moves[number % 2], by=OFFICER, at=at)
        dossier = decision.or_raise()
        log += decision.events
    return tuple(log)
