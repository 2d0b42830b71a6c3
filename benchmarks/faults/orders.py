"""The work that is disturbed: commands with ids of their own, each in a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.faults.examination import CHANNEL
from dossierflow.engine.actors import APPLICANT_ACTOR
from dossierflow.store import handle_in_store
from dossierflow.store.sql import create_tables, open_database
from dossierflow.testing.contracts.life import ENGINE, FILED
from dossierflow.testing.sample import LIFE, instant, submission

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from dossierflow.engine import Actor, Decision
    from dossierflow.engine.commands import Command
    from dossierflow.store import Units


@dataclass(frozen=True, slots=True)
class Order:
    """One command that somebody wants carried out, exactly once."""

    id: str
    dossier: str
    command: Command
    by: Actor
    at: datetime


def orders(dossier: str, acts: int = len(LIFE)) -> tuple[Order, ...]:
    """Return the submission of *dossier* and the first *acts* of its life."""
    filed = Order(f"{dossier}/0", dossier, submission(dossier), APPLICANT_ACTOR, FILED)
    rest = (
        Order(f"{dossier}/{number}", dossier, command, by, instant(at))
        for number, (at, by, command) in enumerate(LIFE[:acts], start=1)
    )
    return (filed, *rest)


def carry_out(units: Units, order: Order) -> Decision:
    """Carry *order* out and commit; carried out before, it changes nothing."""
    with units() as unit:
        decision = handle_in_store(
            ENGINE, unit.store, order.dossier, order.command, by=order.by, at=order.at, command_id=order.id
        )
        decision.or_raise()
    return decision


def prepared(target: str) -> Engine:
    """Open the database at *target*, a URL or a file, and make the tables that are missing."""
    database = open_database(target, must_exist=False)
    create_tables(database)
    return database


__all__ = ["CHANNEL", "Order", "carry_out", "orders", "prepared"]
