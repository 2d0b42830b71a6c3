"""
Native instants, checked columns, warnings, incidents, the outbox.

PostgreSQL keeps instants as ``timestamp with time zone`` from here on; SQLite
keeps the text it had, which means the same.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CHECKS = {
    "dossier": {
        "version_counts": "version >= 1",
        "status_is_national": "status BETWEEN 1 AND 10",
        "head_is_a_hash": "head LIKE 'sha256:%'",
    },
    "event": {
        "sequence_counts": "sequence >= 1",
        "format_counts": "format >= 1",
        "is_chained": "hash LIKE 'sha256:%' AND previous LIKE 'sha256:%' AND hash <> previous",
    },
    "deadline": {
        "run_counts": "run >= 1",
        "state_is_known": "state IN ('running', 'suspended', 'missed', 'met', 'met_late', 'lapsed', 'cancelled', "
        "'superseded')",
        "running_is_due": "state <> 'running' OR due_at IS NOT NULL",
        "warned_counts": "warned >= 0",
    },
    "incident": {
        "attempts_count": "attempts >= 1",
        "somebody_resolves": "(resolved_at IS NULL) = (resolved_by IS NULL)",
    },
    "outbox": {
        "state_is_known": "state IN ('waiting', 'dead', 'delivered', 'discarded')",
        "done_is_dated": "(state IN ('delivered', 'discarded')) = (done_at IS NOT NULL)",
        "says_something": "body IS NOT NULL OR sequence IS NOT NULL",
        "attempts_count": "attempts >= 0",
    },
}
_INSTANTS = {"dossier": ("last_at",), "event": ("occurred_at", "recorded_at"), "deadline": ("due_at",)}
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Change the three tables, and make two more."""
    running = sa.text("state = 'running'")
    op.drop_index("dossierflow_deadline_running", "dossierflow_deadline")
    op.add_column("dossierflow_event", _counter("format", "1"))
    op.add_column("dossierflow_deadline", _counter("warned", "0"))
    for table in ("dossier", "event", "deadline"):
        _check_and_retype(table)
    for name, columns in (("running", ["due_at", "dossier"]), ("unwarned", ["warned", "due_at"])):
        op.create_index(
            f"dossierflow_deadline_{name}",
            "dossierflow_deadline",
            columns,
            sqlite_where=running,
            postgresql_where=running,
        )
    _make_incidents()
    _make_outbox()


def _counter(name: str, start: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text(start))


def _check_and_retype(table: str) -> None:
    is_native = op.get_bind().dialect.name == "postgresql"
    with op.batch_alter_table(f"dossierflow_{table}") as batch:
        for name, condition in _CHECKS[table].items():
            batch.create_check_constraint(f"dossierflow_{table}_{name}", sa.text(condition))
        for column in _INSTANTS[table] if is_native else ():
            batch.alter_column(column, type_=_instant(), postgresql_using=f"{column}::timestamptz")


def _instant() -> sa.TIMESTAMP | sa.String:
    return sa.TIMESTAMP(timezone=True) if op.get_bind().dialect.name == "postgresql" else sa.String()


def _checks(table: str) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(text, name=f"dossierflow_{table}_{name}") for name, text in _CHECKS[table].items()]


def _make_incidents() -> None:
    op.create_table(
        "dossierflow_incident",
        sa.Column("id", _NUMBER, sa.Identity(), primary_key=True, nullable=False),
        sa.Column("dossier", sa.String(), sa.ForeignKey("dossierflow_dossier.id"), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", _instant(), nullable=False),
        sa.Column("last_at", _instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", _instant(), nullable=True),
        sa.Column("resolved_at", _instant(), nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        *_checks("incident"),
    )
    unresolved = sa.text("resolved_at IS NULL")
    op.create_index("ix_dossierflow_incident_dossier", "dossierflow_incident", ["dossier"])
    op.create_index(
        "dossierflow_incident_open",
        "dossierflow_incident",
        ["dossier"],
        unique=True,
        sqlite_where=unresolved,
        postgresql_where=unresolved,
    )


def _make_outbox() -> None:
    op.create_table(
        "dossierflow_outbox",
        sa.Column("position", _NUMBER, sa.Identity(), primary_key=True, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("not_before", _instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("done_at", _instant(), nullable=True),
        sa.UniqueConstraint("channel", "message_id", name="dossierflow_outbox_once"),
        sa.ForeignKeyConstraint(
            ["dossier", "sequence"],
            ["dossierflow_event.dossier", "dossierflow_event.sequence"],
            name="dossierflow_outbox_event",
        ),
        *_checks("outbox"),
    )
    indexes = {
        "waiting": (["channel", "position"], "state = 'waiting'"),
        "open": (["channel", "dossier", "position"], "done_at IS NULL"),
    }
    for name, (columns, condition) in indexes.items():
        where = sa.text(condition)
        op.create_index(
            f"dossierflow_outbox_{name}", "dossierflow_outbox", columns, sqlite_where=where, postgresql_where=where
        )
