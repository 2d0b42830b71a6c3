"""
The tables: dumb rows, with what a host may want to search in columns of its own.

The truth is in the text of every event; all other columns are derived from it,
so that nobody has to read JSON to sort, join or count. Table models validate
nothing, so nothing but the store writes them; the database checks what it can.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Identity, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from dossierflow.engine.dossier import ClockState
from dossierflow.store.sql.types import BIG_NUMBER, Instant

if TYPE_CHECKING:
    from sqlalchemy import Table

RUNNING: Final = "state = 'running'"
OPEN: Final = "done_at IS NULL"
WAITING: Final = "state = 'waiting'"
UNRESOLVED: Final = "resolved_at IS NULL"
_STATES: Final = ", ".join(f"'{state.value}'" for state in ClockState)


def _check(table: str, name: str, condition: str) -> CheckConstraint:
    return CheckConstraint(condition, name=f"dossierflow_{table}_{name}")


def _partial(name: str, *columns: str, where: str, is_unique: bool = False) -> Index:
    """Return an index of the rows *where* something holds, however many others there are."""
    condition = text(where)
    return Index(name, *columns, unique=is_unique, sqlite_where=condition, postgresql_where=condition)


class DossierRow(SQLModel, table=True):
    """One dossier as its last event left it."""

    __tablename__ = "dossierflow_dossier"  # pyright: ignore[reportAssignmentType] # SQLModel types it as a method
    __table_args__ = (
        _check("dossier", "version_counts", "version >= 1"),
        _check("dossier", "status_is_national", "status BETWEEN 1 AND 10"),
        _check("dossier", "head_is_a_hash", "head LIKE 'sha256:%'"),
    )

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
    last_at: datetime = Field(sa_type=Instant)
    snapshot: str = Field(sa_type=Text)
    """The dossier as JSON, made anew from the events at any time."""


class EventRow(SQLModel, table=True):
    """One event, written once."""

    __tablename__ = "dossierflow_event"  # pyright: ignore[reportAssignmentType] # SQLModel types it as a method
    __table_args__ = (
        _check("event", "sequence_counts", "sequence >= 1"),
        _check("event", "format_counts", "format >= 1"),
        _check("event", "is_chained", "hash LIKE 'sha256:%' AND previous LIKE 'sha256:%' AND hash <> previous"),
    )

    dossier: str = Field(primary_key=True, foreign_key="dossierflow_dossier.id")
    sequence: int = Field(primary_key=True)
    event_id: str
    type: str
    occurred_at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)
    hash: str
    previous: str
    body: str = Field(sa_type=Text)
    """The event without personal facts, byte for byte as it is logged."""

    personal: str | None = Field(default=None, sa_type=Text)
    """Personal facts with their salts as JSON; the one thing that may be removed."""

    format: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    """Version of the format in which *body* is written."""


class DeadlineRow(SQLModel, table=True):
    """One run of one limit, for lists and sweeps."""

    __tablename__ = "dossierflow_deadline"  # pyright: ignore[reportAssignmentType] # SQLModel types it as a method
    __table_args__ = (
        # A sweep looks only at clocks that run, however many have ended.
        _partial("dossierflow_deadline_running", "due_at", "dossier", where=RUNNING),
        _partial("dossierflow_deadline_unwarned", "warned", "due_at", where=RUNNING),
        _check("deadline", "run_counts", "run >= 1"),
        _check("deadline", "state_is_known", f"state IN ({_STATES})"),
        _check("deadline", "running_is_due", "state <> 'running' OR due_at IS NOT NULL"),
        _check("deadline", "warned_counts", "warned >= 0"),
    )

    dossier: str = Field(primary_key=True, foreign_key="dossierflow_dossier.id")
    limit_id: str = Field(primary_key=True)
    run: int = Field(primary_key=True)
    party: str
    state: str
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    """None exactly while suspended."""

    warned: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    """The last stage of warning that was given of this due date; 0 for none."""


class IncidentRow(SQLModel, table=True):
    """A dossier at which a sweep failed."""

    __tablename__ = "dossierflow_incident"  # pyright: ignore[reportAssignmentType] # SQLModel types it as a method
    __table_args__ = (
        _partial("dossierflow_incident_open", "dossier", where=UNRESOLVED, is_unique=True),
        _check("incident", "attempts_count", "attempts >= 1"),
        _check("incident", "somebody_resolves", "(resolved_at IS NULL) = (resolved_by IS NULL)"),
    )

    id: int | None = Field(default=None, sa_column=Column(BIG_NUMBER, Identity(), primary_key=True))
    dossier: str = Field(foreign_key="dossierflow_dossier.id", index=True)
    error: str
    reason: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=Instant)
    last_at: datetime = Field(sa_type=Instant)
    attempts: int
    retry_at: datetime | None = Field(default=None, sa_type=Instant)
    """When a sweep tries again by itself; none where a person has to resolve it."""

    resolved_at: datetime | None = Field(default=None, sa_type=Instant)
    resolved_by: str | None = None
    note: str | None = Field(default=None, sa_type=Text)


class OutboxRow(SQLModel, table=True):
    """Something to be told on one channel."""

    __tablename__ = "dossierflow_outbox"  # pyright: ignore[reportAssignmentType] # SQLModel types it as a method
    __table_args__ = (
        UniqueConstraint("channel", "message_id", name="dossierflow_outbox_once"),
        ForeignKeyConstraint(
            ["dossier", "sequence"],
            ["dossierflow_event.dossier", "dossierflow_event.sequence"],
            name="dossierflow_outbox_event",
        ),
        _partial("dossierflow_outbox_waiting", "channel", "position", where=WAITING),
        _partial("dossierflow_outbox_open", "channel", "dossier", "position", where=OPEN),
        _check("outbox", "state_is_known", "state IN ('waiting', 'dead', 'delivered', 'discarded')"),
        _check("outbox", "done_is_dated", "(state IN ('delivered', 'discarded')) = (done_at IS NOT NULL)"),
        _check("outbox", "says_something", "body IS NOT NULL OR sequence IS NOT NULL"),
        _check("outbox", "attempts_count", "attempts >= 0"),
    )

    position: int | None = Field(default=None, sa_column=Column(BIG_NUMBER, Identity(), primary_key=True))
    channel: str
    message_id: str
    dossier: str
    kind: str
    type: str
    at: datetime = Field(sa_type=Instant)
    sequence: int | None = None
    """Of a message about an event; its body is that of the event, and is not kept twice."""

    body: str | None = Field(default=None, sa_type=Text)
    state: str = "waiting"
    not_before: datetime | None = Field(default=None, sa_type=Instant)
    """Until when it is claimed, or put off."""

    attempts: int = 0
    reason: str | None = Field(default=None, sa_type=Text)
    done_at: datetime | None = Field(default=None, sa_type=Instant)


DOSSIERS: Final[Table] = SQLModel.metadata.tables["dossierflow_dossier"]
EVENTS: Final[Table] = SQLModel.metadata.tables["dossierflow_event"]
DEADLINES: Final[Table] = SQLModel.metadata.tables["dossierflow_deadline"]
INCIDENTS: Final[Table] = SQLModel.metadata.tables["dossierflow_incident"]
OUTBOX: Final[Table] = SQLModel.metadata.tables["dossierflow_outbox"]

TABLES: Final = (DOSSIERS, EVENTS, DEADLINES, INCIDENTS, OUTBOX)
"""Every table of the library, those first that others refer to."""
