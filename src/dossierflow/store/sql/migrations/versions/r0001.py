"""Dossiers, events and deadlines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "dossierflow_dossier",
        sa.Column("id", sa.String(), nullable=False, primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("lifecycle", sa.String(), nullable=False),
        sa.Column("procedure_id", sa.String(), nullable=False),
        sa.Column("procedure_version", sa.String(), nullable=False),
        sa.Column("procedure_hash", sa.String(), nullable=False),
        sa.Column("last_at", sa.String(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
    )
    op.create_index("ix_dossierflow_dossier_status", "dossierflow_dossier", ["status"])
    op.create_index("ix_dossierflow_dossier_procedure_id", "dossierflow_dossier", ["procedure_id"])
    op.create_table(
        "dossierflow_event",
        sa.Column("dossier", sa.String(), sa.ForeignKey("dossierflow_dossier.id"), nullable=False, primary_key=True),
        sa.Column("sequence", sa.Integer(), nullable=False, primary_key=True),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("occurred_at", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("personal", sa.Text(), nullable=True),
    )
    op.create_table(
        "dossierflow_deadline",
        sa.Column("dossier", sa.String(), sa.ForeignKey("dossierflow_dossier.id"), nullable=False, primary_key=True),
        sa.Column("limit_id", sa.String(), nullable=False, primary_key=True),
        sa.Column("run", sa.Integer(), nullable=False, primary_key=True),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.String(), nullable=True),
    )
    running = sa.text("state = 'running'")
    op.create_index(
        "dossierflow_deadline_running",
        "dossierflow_deadline",
        ["due_at"],
        sqlite_where=running,
        postgresql_where=running,
    )
