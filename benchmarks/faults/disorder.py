"""
Commands that arrive twice, late, in the wrong order, made for another version, or by a clock that jumps.

Both kinds of disorder are drawn from a seed. Whatever arrives is either carried
out or refused with a code; both are counted.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks.dossiers import FACTS, OFFICER, RECEIVER, START, STEPS, accepting, engine
from benchmarks.faults.examination import CHANNEL, Findings, examine
from dossierflow.engine.actors import APPLICANT_ACTOR
from dossierflow.engine.commands import Receive, Submit
from dossierflow.store import handle_in_store, sweep_store
from dossierflow.store.sql import sql_units

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from dossierflow.engine import Actor, Decision
    from dossierflow.engine.commands import Command

COPIES = 3
"""How often every command arrives, at least."""

JUMPS = (timedelta(hours=-1), timedelta(days=-40), timedelta(minutes=3), timedelta(hours=-7), timedelta(days=2))
"""How far the clock of the host is off, in turn."""

MOST_ROUNDS = 50


@dataclass(slots=True)
class Disordered:
    """What came of disorder."""

    sent: int = 0
    carried_out: int = 0
    repeats: int = 0
    refused: Counter[str] = field(default_factory=Counter[str])
    """By code."""

    findings: Findings = field(default_factory=Findings)

    def count(self, decision: Decision) -> bool:
        """Count what came of one command, and tell whether it was carried out, now or before."""
        self.sent += 1
        if decision.refusal is not None:
            self.refused[decision.refusal.code.value] += 1
        elif decision.is_repeat:
            self.repeats += 1
        else:
            self.carried_out += 1
        return decision.is_accepted


def wishes(dossier: str) -> list[tuple[str, Command, Actor]]:
    """Return ids, commands and actors of a life in six steps."""
    submit = Submit(dossier=dossier, procedure="six-steps", channel="online", facts=FACTS)
    steps = ((accepting(step), OFFICER) for step in range(1, STEPS + 1))
    life = ((submit, APPLICANT_ACTOR), (Receive(), RECEIVER), *steps)
    return [(f"{dossier}/{number}", command, by) for number, (command, by) in enumerate(life)]


def shuffle(database: Engine, dossiers: int, seed: int) -> Disordered:
    """Let every command of so many lives arrive several times in a random order, again and again until all are kept."""
    dice, found = random.Random(seed), Disordered()  # noqa: S311 -- an order, not a secret
    units, acknowledged, at = sql_units(database, channels=[CHANNEL]), set[str](), START
    for number in range(dossiers):
        dossier = f"H26.{number}"
        life = wishes(dossier)
        for _ in range(MOST_ROUNDS):
            arriving = life * COPIES
            dice.shuffle(arriving)
            for name, command, by in arriving:
                at += timedelta(seconds=1)
                # every third sender says for which version, and has often not seen the latest
                made_for = dice.randrange(STEPS + 2) if dice.random() < 1 / 3 else None
                with units() as unit:
                    decision = handle_in_store(
                        engine(),
                        unit.store,
                        dossier,
                        command,
                        by=by,
                        at=at,
                        command_id=name,
                        expected_version=made_for or None,
                    )
                if found.count(decision):
                    acknowledged.add(name)
            if acknowledged >= {name for name, _, _ in life}:
                break
    found.findings = examine(database, acknowledged)
    return found


def jump(database: Engine, dossiers: int) -> Disordered:
    """
    Let the host's clock be wrong at every other command, and sweep with the wrong clock too.

    What a clock that is ahead has written stays: acts that follow at the true
    time are refused until that time has passed, as in a register with a wrong date.
    """
    units, found, acknowledged = sql_units(database, channels=[CHANNEL]), Disordered(), set[str]()
    for number in range(dossiers):
        dossier, at = f"H26.{number}", START
        for place, (name, command, by) in enumerate(wishes(dossier)):
            at += timedelta(hours=1)
            wrong = at + JUMPS[(number + place) % len(JUMPS)]
            for moment in (wrong, at, _after(database, dossier, at)):
                with units() as unit:
                    sweep_store(engine(), unit.store, moment)
                    decision = handle_in_store(
                        engine(), unit.store, dossier, command, by=by, at=moment, command_id=name
                    )
                if found.count(decision):
                    acknowledged.add(name)
    found.findings = examine(database, acknowledged)
    return found


def _after(database: Engine, dossier: str, at: datetime) -> datetime:
    """Return the first minute, from *at* on, at which an act on *dossier* is in order again."""
    with sql_units(database)() as unit:
        kept = unit.store.load(dossier)
    return at if kept is None else max(at, kept.last_at + timedelta(minutes=1))
