"""A dossier as an aggregate of the eventsourcing library, kept in memory or in SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID  # noqa: TC003 - eventsourcing reads annotations at run time

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from sqlalchemy import make_url

from benchmarks.dossiers import OFFICER, RECEIVER, START

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eventsourcing.domain import DomainEventProtocol


class Permit(Aggregate):
    """A dossier that moves from step to step; an event says who, when and by which action."""

    @event("Submitted")
    def __init__(self, procedure: str) -> None:
        self.procedure = procedure
        self.step = ""
        self.last_at = ""
        self.last_by = ""

    @event("Received")
    def receive(self, by: str, at: str) -> None:
        """Receive the dossier into its first step."""
        self.step = "check"
        self.last_at = at
        self.last_by = by

    @event("StepCompleted")
    def complete(self, step: str, action: str, to: str, by: str, at: str) -> None:
        """Complete *step*."""
        assert self.step == step, action
        self.step = to
        self.last_at = at
        self.last_by = by


def permits(database: Path | None = None) -> Application[UUID]:
    """Return an application that keeps permits in the SQLite file *database*, or in memory."""
    if database is None:
        return Application()
    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(database)})


def permits_on_server(url: str) -> Application[UUID]:
    """Return an application that keeps permits in the PostgreSQL database of a SQLAlchemy URL, on a Unix socket."""
    named = make_url(url)
    env = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": named.database or "",
        "POSTGRES_HOST": str(named.query["host"]),
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": named.username or "",
        "POSTGRES_PASSWORD": "none",
    }
    return Application(env=env)


def move(permit: Permit, number: int) -> None:
    """Complete the step that *permit* is in, as its event number *number*."""
    action, to = ("pass_on", "appraise") if permit.step == "check" else ("pass_back", "check")
    permit.complete(permit.step, action, to, OFFICER.person or "", START.replace(minute=number % 60).isoformat())


def aged(length: int) -> Permit:
    """Return a permit with *length* events, at least 2, that have not been saved."""
    permit = Permit("to-and-fro@1")
    permit.receive(RECEIVER.role, START.isoformat())
    for number in range(2, length):
        move(permit, number)
    return permit


def fold(events: Sequence[DomainEventProtocol[UUID]]) -> object:
    """Return the permit that *events* make."""
    permit: Permit | None = None
    for one in events:
        # the protocol of stored events does not name what every aggregate event can do
        permit = cast("Any", one).mutate(permit)
    return permit
