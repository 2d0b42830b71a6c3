"""Incidents, in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text, update

from dossierflow.errors import UnknownNameError
from dossierflow.store.incidents import Incident, Incidents
from dossierflow.store.sql.dialects import insert_or
from dossierflow.store.sql.tables import INCIDENTS, UNRESOLVED
from dossierflow.store.utc import in_utc

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping
    from sqlalchemy.orm import Session

_IS_OPEN = INCIDENTS.c.resolved_at.is_(None)


class SqlIncidents(Incidents):
    """`dossierflow.store.Incidents` in the transaction of the host's session."""

    def __init__(self, session: Session) -> None:
        """Use *session*, and never commit or close it."""
        self._session = session

    @property
    def _connection(self) -> Connection:
        return self._session.connection()

    def report(self, dossier: str, *, at: datetime, error: str, reason: str, retry_at: datetime | None) -> Incident:
        """Open an incident, or count one more attempt; see `dossierflow.store.Incidents.report`."""
        now, again = in_utc(at), None if retry_at is None else in_utc(retry_at)
        said = {"error": error, "reason": reason, "last_at": now, "retry_at": again}
        new = insert_or(self._connection, INCIDENTS).values(dossier=dossier, opened_at=now, attempts=1, **said)
        counted = new.on_conflict_do_update(
            index_elements=[INCIDENTS.c.dossier],
            index_where=text(UNRESOLVED),
            set_={**said, "attempts": INCIDENTS.c.attempts + 1},
        )
        return _incident(self._connection.execute(counted.returning(*INCIDENTS.c)).mappings().one())

    def opened(self, *, after: int = 0, limit: int = 100) -> tuple[Incident, ...]:
        """List open incidents; see `dossierflow.store.Incidents.opened`."""
        wanted = select(INCIDENTS).where(_IS_OPEN, INCIDENTS.c.id > after).order_by(INCIDENTS.c.id).limit(limit)
        return tuple(_incident(row) for row in self._connection.execute(wanted).mappings())

    def of(self, dossier: str) -> tuple[Incident, ...]:
        """Return all incidents of a dossier; see `dossierflow.store.Incidents.of`."""
        wanted = select(INCIDENTS).where(INCIDENTS.c.dossier == dossier).order_by(INCIDENTS.c.id)
        return tuple(_incident(row) for row in self._connection.execute(wanted).mappings())

    def resolve(self, dossier: str, *, at: datetime, by: str, note: str | None = None) -> Incident:
        """Resolve the open incident of a dossier; see `dossierflow.store.Incidents.resolve`."""
        settled = {"retry_at": None, "resolved_at": in_utc(at), "resolved_by": by, "note": note}
        mine = update(INCIDENTS).where(INCIDENTS.c.dossier == dossier, _IS_OPEN).values(settled)
        row = self._connection.execute(mine.returning(*INCIDENTS.c)).mappings().one_or_none()
        if row is None:
            kind = "open incident of dossier"
            raise UnknownNameError(kind, dossier, (one.dossier for one in self.opened()))
        return _incident(row)


def _incident(row: RowMapping) -> Incident:
    return Incident(**{name: row[name] for name in INCIDENTS.c.keys()})  # noqa: SIM118 -- a collection of columns iterates over columns
