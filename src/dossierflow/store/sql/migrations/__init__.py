"""Every revision of the tables, as steps of Alembic; run by `dossierflow.store.sql.upgrade`."""

from __future__ import annotations
