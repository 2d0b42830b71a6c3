"""
A node that fires deadlines when DBOS says that their time has come.

One small workflow function is registered. It loads the dossier, looks whether
the deadline still holds, and lets the engine fire it, in one transaction; a
repetition finds it fired. What fails becomes an incident that the ordinary
sweep takes up, which stays as the second line.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossierflow.delivery.durable.timers import APPLICATION_VERSION, QUEUE, WORKFLOW, Timers
from dossierflow.delivery.durable.units import TimedUnit, timed_units
from dossierflow.errors import DossierflowError, StoreError
from dossierflow.store.clocks import OpenClock, open_clocks
from dossierflow.store.sql.opening import open_database
from dossierflow.store.sql.units import sql_units
from dossierflow.worktime.instants import plain

try:
    from dbos import DBOS
except ImportError as error:  # pragma: no cover - the tests have dbos
    _MSG = "timers on DBOS need dbos; install it with: pip install 'dossierflow[dbos]'"
    raise ImportError(_MSG) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dossierflow.engine.engine import Engine

_TRIES: Final = 3
_RETRY_AFTER: Final = timedelta(minutes=5)
_LONGEST_REASON: Final = 200


class Fired(StrEnum):
    """What became of a deadline whose time had come; kept by DBOS as the result of its workflow."""

    FIRED = "fired"
    MOVED = "moved"
    """It had ended, or moved to another date; nothing happened."""

    EARLY = "early"
    """The clock of the node is behind; it was enqueued again."""

    INCIDENT = "incident"
    """It failed, and an incident tells why."""


class TimerWorker:
    """One node; a process has at most one, because DBOS has one instance in a process."""

    def __init__(
        self,
        target: str,
        engine: Engine,
        *,
        node: str,
        clock: Callable[[], datetime],
        channels: Iterable[str] = (),
        concurrency: int = 4,
        poll: timedelta = timedelta(seconds=1),
        horizon: timedelta | None = None,
    ) -> None:
        """
        Fire the deadlines of the database at *target*.

        Args:
            target: The database that keeps the dossiers.

            engine: Knows their procedures and calendars.

            node: Name of this node, the same after a restart: it then takes up
                what it had begun.

            clock: What time it is.

            channels: Those of the outbox that are told of every event.

            concurrency: Deadlines that this node fires at once.

            poll: How often the queue is looked at; deadlines fire so much late.

            horizon: As `Timers` takes it.

        Raises:
            StoreError: *node* is empty, or *concurrency* or *poll* is nothing.
        """
        if not node or concurrency < 1 or poll <= timedelta(0):
            msg = "a node has a name, a concurrency of 1 or more, and a time between two looks at the queue"
            raise StoreError(msg)
        self._engine, self._node, self._clock = engine, node, clock
        self._concurrency, self._poll = concurrency, poll
        self._timers = Timers(target, clock=clock, horizon=horizon)
        self._database = open_database(target)
        self._units = timed_units(sql_units(self._database, channels=channels), self._timers)

    def start(self) -> None:
        """Begin to fire, in threads of DBOS; unfinished deadlines of this node are taken up first."""
        DBOS(
            config={
                "name": "dossierflow",
                "system_database_url": self._database.url.render_as_string(hide_password=False),
                "application_version": APPLICATION_VERSION,
                "executor_id": self._node,
                "log_level": "WARNING",
                "max_executor_threads": 2 * self._concurrency + 8,
            }
        )

        @DBOS.step(name="dossierflow.fire_once", retries_allowed=True, max_attempts=8, interval_seconds=0.5)
        def fire_once(dossier: str, limit: str, run: int, party: str, due: str) -> str:
            return self.fire(dossier, limit, run, party, due)

        @DBOS.workflow(name=WORKFLOW)
        def fire_when_due(dossier: str, limit: str, run: int, party: str, due: str) -> str:
            return fire_once(dossier, limit, run, party, due)

        DBOS.listen_queues([QUEUE])
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self._concurrency,
            polling_interval_sec=self._poll.total_seconds(),
            on_conflict="always_update",
        )

    def stop(self, *, within: timedelta = timedelta(seconds=10)) -> None:
        """Finish what has begun, and end; what takes longer is taken up by the next start."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=int(within.total_seconds()))
        self._timers.close()
        self._database.dispose()

    def take_over(self, node: str) -> int:
        """
        Enqueue again what a node that will not come back had begun, and return how many deadlines that were.

        What the other node fires nevertheless is found fired.
        """
        begun = DBOS.list_workflows(status="PENDING", executor_id=node, name=WORKFLOW, load_input=False)
        DBOS.resume_workflows([one.workflow_id for one in begun], queue_name=QUEUE)
        return len(begun)

    def fire(self, dossier: str, limit: str, run: int, party: str, due: str) -> str:
        """
        Fire one deadline if it still holds; what the workflow does.

        Raises:
            Exception: The database is away; the step is tried again.
        """
        clock = OpenClock(dossier=dossier, limit=limit, run=run, party=party, due=datetime.fromisoformat(due))
        failure: Exception | None = None
        for _ in range(_TRIES):
            try:
                with self._units() as unit:
                    return self._fire(unit, clock).value
            except Exception as error:  # noqa: BLE001 -- others were faster, a stale connection, or a poisoned dossier
                failure = error
        assert failure is not None  # noqa: S101 -- the loop has run
        # if the database is away this fails too, and the step is tried again later
        self._report(clock.dossier, failure)
        return Fired.INCIDENT.value

    def _fire(self, unit: TimedUnit, clock: OpenClock) -> Fired:
        before, now = unit.store.load(clock.dossier), plain(self._clock())
        if before is None or clock not in open_clocks(before):
            return Fired.MOVED
        if clock.due >= now:
            self._timers.put(unit.sql, [clock], suffix=f"+{now.isoformat()}")
            return Fired.EARLY
        decision = self._engine.tick(before, now)
        if not decision.events or decision.dossier is None:
            msg = f"clock {clock.id} runs, has run out, and does not fire"
            raise StoreError(msg)
        unit.store.append(decision.dossier, decision.events, expected_version=before.version)
        return Fired.FIRED

    def _report(self, dossier: str, error: Exception) -> None:
        now = plain(self._clock())
        code = error.code if isinstance(error, DossierflowError) else type(error).__name__
        # further lines of a database's error repeat the values of the row, personal facts among them
        reason = (str(error).splitlines() or [code])[0][:_LONGEST_REASON]
        with self._units() as unit:
            unit.incidents.report(dossier, at=now, error=code, reason=reason, retry_at=now + _RETRY_AFTER)
