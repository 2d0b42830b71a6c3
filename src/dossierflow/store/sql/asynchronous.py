"""
The same store for hosts that await: on an ``AsyncSession``, in its transaction.

Every call runs the ordinary store inside the session's own greenlet, so that
there is one implementation, and one set of contracts, for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from dossierflow.store.keeper import handle_in_store
from dossierflow.store.ports import EVERY_DOSSIER
from dossierflow.store.sql.units import SqlUnit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from dossierflow.engine.actors import Actor
    from dossierflow.engine.commands import Command
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Decision, Engine
    from dossierflow.engine.events import Event
    from dossierflow.store.ports import DossierFilter, DossierSummary

R = TypeVar("R")


class AsyncSqlStore:
    """Dossiers and events in tables beside the host's own, for hosts that await."""

    def __init__(self, session: AsyncSession, *, channels: Iterable[str] = ()) -> None:
        """
        Use *session*, and never commit or close it.

        Args:
            session: The host's session.

            channels: Those of the outbox that are told of every event.
        """
        self._session = session
        self._channels = tuple(channels)

    async def run(self, work: Callable[[SqlUnit], R]) -> R:
        """
        Run *work* with everything that is kept, in the transaction of the session.

        What it calls is the ordinary, waiting interface; it must not await.
        """
        return await self._session.run_sync(lambda session: work(SqlUnit(session, channels=self._channels)))

    async def handle(
        self,
        engine: Engine,
        dossier_id: str,
        command: Command,
        *,
        by: Actor,
        at: datetime,
        recorded_at: datetime | None = None,
        command_id: str | None = None,
        expected_version: int | None = None,
    ) -> Decision:
        """Handle *command* and keep what came of it; see `dossierflow.store.handle_in_store`."""
        return await self.run(
            lambda unit: handle_in_store(
                engine,
                unit.store,
                dossier_id,
                command,
                by=by,
                at=at,
                recorded_at=recorded_at,
                command_id=command_id,
                expected_version=expected_version,
            )
        )

    async def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """Keep *events*, and *dossier* as they left it; see `dossierflow.store.DossierStore.append`."""
        await self.run(lambda unit: unit.store.append(dossier, events, expected_version=expected_version))

    async def load(self, dossier: str, *, verify: bool = False) -> Dossier | None:
        """Return the dossier as its last event left it; see `dossierflow.store.DossierStore.load`."""
        return await self.run(lambda unit: unit.store.load(dossier, verify=verify))

    async def events(self, dossier: str, *, after: int = 0) -> tuple[Event, ...]:
        """Return the events of one dossier in order, those after the sequence *after*."""
        return await self.run(lambda unit: unit.store.events(dossier, after=after))

    async def head(self, dossier: str) -> str | None:
        """Return the hash of the last event; none if there is no such dossier."""
        return await self.run(lambda unit: unit.store.head(dossier))

    async def find(
        self, wanted: DossierFilter = EVERY_DOSSIER, *, after: str | None = None, limit: int = 100
    ) -> tuple[DossierSummary, ...]:
        """List dossiers in the order of their ids; see `dossierflow.store.DossierStore.find`."""
        return await self.run(lambda unit: unit.store.find(wanted, after=after, limit=limit))

    async def redact(self, dossier: str) -> int:
        """Remove the personal facts of a dossier for ever, and return how many events held some."""
        return await self.run(lambda unit: unit.store.redact(dossier))
