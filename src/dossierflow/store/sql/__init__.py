"""
A store in a relational database, inside the host's own transaction.

Import this module only where a database is used: it brings SQLModel along. It
speaks SQLite and PostgreSQL.
"""

from __future__ import annotations

from dossierflow.store.sql.asynchronous import AsyncSqlStore
from dossierflow.store.sql.bulk import export_dossiers, import_dossiers
from dossierflow.store.sql.clocks import SqlClocks
from dossierflow.store.sql.incidents import SqlIncidents
from dossierflow.store.sql.opening import open_database
from dossierflow.store.sql.outbox import SqlOutbox
from dossierflow.store.sql.partitions import partition_events
from dossierflow.store.sql.schema import create_tables, upgrade
from dossierflow.store.sql.sqlite import open_sqlite, prepare_sqlite
from dossierflow.store.sql.store import SqlStore
from dossierflow.store.sql.tables import DeadlineRow, DossierRow, EventRow, IncidentRow, OutboxRow
from dossierflow.store.sql.units import SqlUnit, sql_units

__all__ = [
    "AsyncSqlStore",
    "DeadlineRow",
    "DossierRow",
    "EventRow",
    "IncidentRow",
    "OutboxRow",
    "SqlClocks",
    "SqlIncidents",
    "SqlOutbox",
    "SqlStore",
    "SqlUnit",
    "create_tables",
    "export_dossiers",
    "import_dossiers",
    "open_database",
    "open_sqlite",
    "partition_events",
    "prepare_sqlite",
    "sql_units",
    "upgrade",
]
