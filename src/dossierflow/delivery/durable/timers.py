"""
Enqueuing deadlines in the host's transaction.

DBOS keeps a delayed workflow as a row with the instant at which it may start;
no thread and no process waits for it. The row is written on the connection of
the host's session, so that a rollback leaves nothing behind. For that the
tables of DBOS must be in the database of the dossiers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from dossierflow.errors import StoreError
from dossierflow.store.clocks import open_clocks
from dossierflow.store.sql.opening import open_database
from dossierflow.store.sql.rows import touched_limits
from dossierflow.worktime.instants import plain

try:
    from dbos import DBOS, DBOSClient, EnqueueOptions, WorkflowSerializationFormat
except ImportError as error:  # pragma: no cover - the tests have dbos
    _MSG = "timers on DBOS need dbos; install it with: pip install 'dossierflow[dbos]'"
    raise ImportError(_MSG) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event
    from dossierflow.store.clocks import OpenClock
    from dossierflow.store.sql.units import SqlUnit

APPLICATION_VERSION: Final = "dossierflow-timers-1"
"""
Pinned: by default DBOS names a version by the hash of the source and leaves the workflows of every other one alone.
"""

QUEUE: Final = "dossierflow-timers"
WORKFLOW: Final = "dossierflow.fire"

_PAGE: Final = 500
_STRICTLY_AFTER: Final = timedelta(milliseconds=2)
"""A timer fires after its instant, and DBOS counts whole milliseconds."""


class Timers:
    """Writes deadlines into the queue, in the transaction of whoever moves them."""

    def __init__(self, target: str, *, clock: Callable[[], datetime], horizon: timedelta | None = None) -> None:
        """
        Enqueue into the database at *target*.

        Args:
            target: As `dossierflow.store.sql.open_database` takes it: the
                database that keeps the dossiers.

            clock: What time it is.

            horizon: Only what is due so soon is enqueued; the rest is enqueued
                by `promote`, which keeps the queue small. None for everything.

        Raises:
            StoreError: *horizon* is no time, or the database does not answer.
        """
        if horizon is not None and horizon <= timedelta(0):
            msg = f"a horizon of {horizon} enqueues nothing; give some hours, or leave it out"
            raise StoreError(msg)
        self._clock, self._horizon = clock, horizon
        self._database = open_database(target)
        self._client = DBOSClient(system_database_engine=self._database, lazy=True)

    def prepare(self) -> None:
        """Make the tables of DBOS, or bring them up to date; in PostgreSQL they are in the schema ``dbos``."""
        DBOS.migrate(self._database.url.render_as_string(hide_password=False))

    def put(self, unit: SqlUnit, clocks: Iterable[OpenClock], *, suffix: str = "") -> int:
        """
        Enqueue *clocks* in the transaction of *unit*, and return how many are due within the horizon.

        One that is enqueued already stays as it is. What a moved date leaves
        behind is not removed: it starts at the old date, finds that the date
        has moved, and ends.

        Args:
            unit: The transaction.

            clocks: Clocks that run.

            suffix: What sets this workflow apart from one of the same clock
                that has ended.
        """
        now, put = plain(self._clock()), 0
        for one in clocks:
            if self._horizon is not None and one.due > now + self._horizon:
                continue
            put += 1
            options: EnqueueOptions = {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
                "workflow_id": one.id + suffix,
                "app_version": APPLICATION_VERSION,
                "delay_seconds": max(one.due + _STRICTLY_AFTER - now, timedelta(0)).total_seconds(),
                # readable rows, and no pickle that somebody else could have written
                "serialization_type": WorkflowSerializationFormat.PORTABLE,
            }
            arguments = (one.dossier, one.limit, one.run, one.party, one.due.isoformat())
            self._client.enqueue_in_transaction(unit.session.connection(), options, *arguments)
        return put

    def put_moved(self, unit: SqlUnit, dossier: Dossier, events: Sequence[Event]) -> int:
        """
        Enqueue the clocks that *events* have started or moved, in the transaction of *unit*.

        Args:
            unit: The transaction in which *events* are kept.

            dossier: The dossier after them.

            events: What happened.
        """
        limits, now = touched_limits(events), plain(self._clock())
        moved = [one for one in open_clocks(dossier) if one.limit in limits]
        # a date moved back into the past may have had a workflow of its name that found it moved away
        past = [one for one in moved if one.due <= now]
        ahead = [one for one in moved if one.due > now]
        return self.put(unit, ahead) + self.put(unit, past, suffix=f"@{dossier.version}")

    def promote(self, units: Callable[[], AbstractContextManager[SqlUnit]], at: datetime) -> int:
        """
        Enqueue every clock of the index that is due within the horizon of *at*, and return how many there are.

        Run it more often than the horizon is long; and once, without a
        horizon, where dossiers were kept before DBOS was used.
        """
        until = datetime.max.replace(tzinfo=plain(at).tzinfo) if self._horizon is None else plain(at) + self._horizon
        last: OpenClock | None = None
        found = 0
        while True:
            with units() as unit:
                page = unit.clocks.due(until, after=last, limit=_PAGE)
                found += self.put(unit, page)
            if len(page) < _PAGE:
                return found
            last = page[-1]

    def close(self) -> None:
        """Close the connections."""
        self._client.destroy()
        self._database.dispose()
