"""
What a database asks for at least: the same rows, written with SQLAlchemy and nothing around it.

The values of the rows are ready before anything is timed. What is added goes
through SQLAlchemy's mapper alone, because SQLModel makes its rows more slowly,
into tables with the columns and primary keys of the library's own; they have
no foreign keys, because the mapper does not order rows by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Column, String, Table, Text, func, insert, select, update
from sqlalchemy.orm import registry

from dossierflow.store.sql.clocks import upsert
from dossierflow.store.sql.dialects import insert_or
from dossierflow.store.sql.rows import deadline_values, dossier_values, event_values, touched_limits
from dossierflow.store.sql.tables import DEADLINES, DOSSIERS, EVENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from dossierflow.engine import Dossier, Event
    from dossierflow.store.sql.rows import Values


class Row:
    """A row that says nothing but its values."""

    def __init__(self, values: Values) -> None:
        for name, value in values.items():
            setattr(self, name, value)


class DossierRow(Row):
    """One dossier."""


class EventRow(Row):
    """One event."""


class DeadlineRow(Row):
    """One run of one limit."""


_mapping = registry()
for _row, _like in ((DossierRow, DOSSIERS), (EventRow, EVENTS), (DeadlineRow, DEADLINES)):
    _columns = [Column(column.name, column.type, primary_key=column.primary_key) for column in _like.columns]
    _mapping.map_imperatively(_row, Table(f"plain_{_like.name}", _mapping.metadata, *_columns))

WORKFLOWS = Table(
    "workflow", _mapping.metadata, Column("id", String, primary_key=True), Column("body", Text, nullable=False)
)
"""Where a host of SpiffWorkflow keeps its JSON."""


@dataclass(frozen=True, slots=True)
class Written:
    """The rows that keeping one decision writes."""

    dossier: Values
    events: list[Values]
    deadlines: list[Values]

    @classmethod
    def of(cls, dossier: Dossier, events: Sequence[Event]) -> Written:
        """Return the rows for *dossier* and the *events* that led to it, as the store writes them."""
        clocks = deadline_values(dossier, touched_limits(events))
        return cls(dossier_values(dossier), [event_values(event) for event in events], clocks)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return 1 + len(self.events) + len(self.deadlines)


def add_and_commit(session: Session, rows: Written) -> None:
    """Add all rows as new ones and commit."""
    session.add_all(
        [
            DossierRow(rows.dossier),
            *(EventRow(values) for values in rows.events),
            *(DeadlineRow(values) for values in rows.deadlines),
        ]
    )
    session.commit()


def plain_rows_of(session: Session, dossier: str) -> int:
    """Return how many plain rows belong to *dossier*."""
    count = 0
    for table in _mapping.metadata.tables.values():
        owner = table.c.dossier if "dossier" in table.c else table.c.id
        count += session.connection().scalar(select(func.count()).select_from(table).where(owner == dossier)) or 0
    return count


def write_and_commit(session: Session, rows: Written) -> None:
    """Execute the statements that keep a decision, one by one, and commit."""
    dossier = rows.dossier["id"]
    connection = session.connection()
    connection.execute(update(DOSSIERS).where(DOSSIERS.c.id == dossier).values(rows.dossier))
    connection.execute(insert(EVENTS), rows.events)
    if rows.deadlines:
        connection.execute(upsert(insert_or(connection, DEADLINES)), rows.deadlines)
    session.commit()


def create_plain_tables(engine: Engine) -> None:
    """Create the plain tables and that of workflows."""
    _mapping.metadata.create_all(engine)


def add_workflow(session: Session, workflow: str, body: str) -> None:
    """Add a workflow and commit."""
    session.connection().execute(insert(WORKFLOWS), [{"id": workflow, "body": body}])
    session.commit()


def workflow_body(session: Session, workflow: str) -> str:
    """Return the JSON of a workflow."""
    return str(session.connection().scalar(select(WORKFLOWS.c.body).where(WORKFLOWS.c.id == workflow)))


def keep_workflow(session: Session, workflow: str, body: str) -> None:
    """Write the JSON of a workflow and commit."""
    session.connection().execute(update(WORKFLOWS).where(WORKFLOWS.c.id == workflow).values(body=body))
    session.commit()
