"""
A store in a relational database, inside the host's own transaction.

Import this module only where a database is used: it brings SQLModel along. It
speaks SQLite and PostgreSQL.
"""

from __future__ import annotations

from dossierflow.store.sql.sqlite import open_sqlite
from dossierflow.store.sql.store import SqlStore
from dossierflow.store.sql.tables import DeadlineRow, DossierRow, EventRow, create_tables

__all__ = [
    "DeadlineRow",
    "DossierRow",
    "EventRow",
    "SqlStore",
    "create_tables",
    "open_sqlite",
]
