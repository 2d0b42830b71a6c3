"""Units of work on a database: one session, one transaction, everything that is kept."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from dossierflow.store.sql.clocks import SqlClocks
from dossierflow.store.sql.dialects import begin_writing
from dossierflow.store.sql.incidents import SqlIncidents
from dossierflow.store.sql.outbox import SqlOutbox
from dossierflow.store.sql.store import SqlStore
from dossierflow.store.units import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from contextlib import AbstractContextManager

    from sqlalchemy import Engine


class SqlUnit(Unit):
    """Store, index, outbox and incidents in the transaction of the host's session."""

    def __init__(self, session: Session, *, channels: Iterable[str] = ()) -> None:
        """
        Use *session*, of SQLModel or SQLAlchemy, and never commit or close it.

        Args:
            session: The host's session, whose own tables may be written in the same transaction.

            channels: Those of the outbox that are told of every event.
        """
        self.session = session
        self._store = SqlStore(session, channels=channels)
        self._clocks = SqlClocks(session)
        self._outbox = SqlOutbox(session)
        self._incidents = SqlIncidents(session)

    @property
    def store(self) -> SqlStore:
        """Dossiers and events."""
        return self._store

    @property
    def clocks(self) -> SqlClocks:
        """Clocks that run."""
        return self._clocks

    @property
    def outbox(self) -> SqlOutbox:
        """Messages to others."""
        return self._outbox

    @property
    def incidents(self) -> SqlIncidents:
        """Failures of sweeps."""
        return self._incidents

    def attempt(self) -> AbstractContextManager[object]:
        """Open a savepoint."""
        begin_writing(self.session.connection())
        return self.session.begin_nested()


def sql_units(engine: Engine, *, channels: Iterable[str] = ()) -> Callable[[], AbstractContextManager[SqlUnit]]:
    """
    Return what opens units of work on the database of *engine*, each on a connection of its own.

    Leaving a unit in order commits; leaving it with an exception rolls back. In
    SQLite a unit is the one writer from its beginning, and waits to become it.
    """
    told = tuple(channels)

    @contextmanager
    def unit() -> Generator[SqlUnit]:
        with Session(engine) as session:
            begin_writing(session.connection())
            yield SqlUnit(session, channels=told)
            session.commit()

    return unit
