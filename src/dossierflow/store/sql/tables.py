"""
The tables: dumb rows, with what a host may want to search in columns of its own.

The truth is in two columns, the text of every event and the snapshot of every
dossier; all others are derived from them. Instants are text in UTC that sorts
as time does (``2026-02-05T08:20:00.000000Z``), the same in every database.
Table models validate nothing, so nothing but the store writes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

if TYPE_CHECKING:
    from sqlalchemy import Engine, Table


class DossierRow(SQLModel, table=True):
    """One dossier as its last event left it."""

    __tablename__ = "dossierflow_dossier"  # pyright: ignore[reportAssignmentType] # SQLModel types it as a method

    id: str = Field(primary_key=True)
    version: int
    """Number of events; the optimistic lock."""

    head: str
    status: int = Field(index=True)
    """National status code, 1 to 10."""

    lifecycle: str
    procedure_id: str = Field(index=True)
    procedure_version: str
    procedure_hash: str
    last_at: str
    snapshot: str = Field(sa_type=Text)
    """The dossier as JSON, made anew from the events at any time."""


class EventRow(SQLModel, table=True):
    """One event, written once."""

    __tablename__ = "dossierflow_event"  # pyright: ignore[reportAssignmentType] # SQLModel types it as a method

    dossier: str = Field(primary_key=True, foreign_key="dossierflow_dossier.id")
    sequence: int = Field(primary_key=True)
    event_id: str
    type: str
    occurred_at: str
    recorded_at: str
    hash: str
    previous: str
    body: str = Field(sa_type=Text)
    """The event without personal facts, byte for byte as it is logged."""

    personal: str | None = Field(default=None, sa_type=Text)
    """Personal facts with their salts as JSON; the one thing that may be removed."""


class DeadlineRow(SQLModel, table=True):
    """One run of one limit, for lists and sweeps."""

    __tablename__ = "dossierflow_deadline"  # pyright: ignore[reportAssignmentType] # SQLModel types it as a method
    __table_args__ = (
        # A sweep looks only at clocks that run, however many have ended.
        Index(
            "dossierflow_deadline_running",
            "due_at",
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )

    dossier: str = Field(primary_key=True, foreign_key="dossierflow_dossier.id")
    limit_id: str = Field(primary_key=True)
    run: int = Field(primary_key=True)
    party: str
    state: str
    due_at: str | None = None
    """None exactly while suspended."""


DOSSIERS: Final[Table] = SQLModel.metadata.tables["dossierflow_dossier"]
EVENTS: Final[Table] = SQLModel.metadata.tables["dossierflow_event"]
DEADLINES: Final[Table] = SQLModel.metadata.tables["dossierflow_deadline"]


def create_tables(engine: Engine) -> None:
    """
    Create the three tables where they are missing, and no table of the host.

    A host that keeps its schema with migrations finds them in
    ``SQLModel.metadata`` like its own.
    """
    SQLModel.metadata.create_all(engine, tables=[DOSSIERS, EVENTS, DEADLINES])
