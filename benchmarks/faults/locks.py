"""A database that another writer holds for longer than anybody waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text, update
from sqlalchemy.exc import OperationalError

from benchmarks.faults.examination import CHANNEL, Findings, examine
from benchmarks.faults.orders import carry_out, orders, prepared
from dossierflow.engine.commands import Submit
from dossierflow.store.sql import open_sqlite, sql_units
from dossierflow.store.sql.tables import DOSSIERS

if TYPE_CHECKING:
    from sqlalchemy import Engine, Executable

    from benchmarks.faults.orders import Order

WAIT = 50
"""Milliseconds that a writer waits here."""


@dataclass(slots=True)
class Locked:
    """What came of a lock."""

    refused: int = 0
    errors: set[str] = field(default_factory=set)
    findings: Findings = field(default_factory=Findings)


def lock(target: str, dossiers: int) -> Locked:
    """
    Hold the dossier before every act of so many lives, let the act fail, let go, and repeat it.

    Args:
        target: An empty database, a file or a URL.

        dossiers: How many lives.
    """
    holder, impatient = prepared(target), _impatient(target)
    units, found, acknowledged = sql_units(impatient, channels=[CHANNEL]), Locked(), list[str]()
    for number in range(dossiers):
        for order in orders(f"S-{number}"):
            with holder.begin() as connection:
                connection.execute(_held(order, connection.dialect.name))
                try:
                    carry_out(units, order)
                except OperationalError as error:
                    found.refused += 1
                    found.errors.add(str(error.orig).splitlines()[0])
            carry_out(units, order)
            acknowledged.append(order.id)
    found.findings = examine(holder, acknowledged)
    impatient.dispose()
    holder.dispose()
    return found


def _held(order: Order, dialect: str) -> Executable:
    """Return a statement after which nobody else writes the dossier; in SQLite, any statement that writes."""
    if dialect == "postgresql" and isinstance(order.command, Submit):
        # there is no row to hold yet
        return text("LOCK TABLE dossierflow_dossier IN EXCLUSIVE MODE")
    return update(DOSSIERS).where(DOSSIERS.c.id == order.dossier).values(head=DOSSIERS.c.head)


def _impatient(target: str) -> Engine:
    if "://" not in target:
        return open_sqlite(target, busy_timeout=WAIT)
    return create_engine(target, connect_args={"options": f"-c lock_timeout={WAIT}"})
