"""
Deadlines on DBOS: enqueued in the host's transaction, fired once, whatever is killed.

The nodes are real processes on a real database. Their clocks are moved to the
days of the sample, a little before its deadlines run out.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from tests.conftest import SERVICES

from dossierflow import commands
from dossierflow.delivery.durable import Fired, TimedUnit, Timers, TimerWorker, timed_units
from dossierflow.engine.actors import APPLICANT_ACTOR
from dossierflow.engine.effects import DeadlineMissed
from dossierflow.errors import StoreError
from dossierflow.store import handle_in_store
from dossierflow.store.sql import SqlUnit, create_tables, open_database, sql_units
from dossierflow.testing.contracts.life import ENGINE, FILED, CrashError, live
from dossierflow.testing.sample import RECEIVER, instant, submission

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

NODE = Path(__file__).with_name("timer_node.py")
RECEIVED = instant("2026-02-06T08:00")
HELD = timedelta(seconds=90)
WAITING = "SELECT workflow_uuid, status, executor_id FROM {}workflow_status ORDER BY workflow_uuid"


class Database:
    """A database with our tables and those of DBOS."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.engine: Engine = open_database(target, must_exist=False)
        create_tables(self.engine)
        self.offset = timedelta(0)
        self.timers = Timers(target, clock=self.clock)
        self.timers.prepare()
        self.units = timed_units(sql_units(self.engine), self.timers)

    def clock(self) -> datetime:
        """Return what time it is in the days of the sample."""
        return datetime.now(UTC) + self.offset

    def set_clock(self, at: datetime) -> None:
        """Make it *at* now."""
        self.offset = at - datetime.now(UTC)

    def workflows(self) -> dict[str, str]:
        """Return the states of the workflows."""
        schema = "" if self.engine.dialect.name == "sqlite" else "dbos."
        with self.engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(text(WAITING.format(schema)))}

    def missed(self) -> list[tuple[str, str]]:
        """Return dossier and limit of every deadline that was found missed, as often as it was."""
        with self.units() as unit:
            logs = [unit.store.events(one.id) for one in unit.store.find(limit=1000)]
        found = [(log[0].dossier, effect) for log in logs for event in log for effect in event.effects]
        return sorted((dossier, one.limit) for dossier, one in found if isinstance(one, DeadlineMissed))

    def verify(self) -> None:
        """Check that every dossier is what its chain says."""
        with self.units() as unit:
            for one in unit.store.find(limit=1000):
                assert unit.store.load(one.id, verify=True) is not None

    def close(self) -> None:
        """Close the connections."""
        self.timers.close()
        self.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Return a database whose clock stands before the deadlines of the sample."""
    is_sqlite = request.param == "sqlite"
    made = Database(str(tmp_path / "office.sqlite") if is_sqlite else request.getfixturevalue("postgres_url"))
    made.set_clock(FILED)
    yield made
    made.close()


def first_due(database: Database) -> datetime:
    """Return when the first clock runs out."""
    with database.units() as unit:
        return unit.clocks.due(datetime(2100, 1, 1, tzinfo=UTC), limit=1)[0].due


def test_a_deadline_is_enqueued_with_its_event_or_not_at_all(database: Database) -> None:
    """After a rollback there is neither; after a commit both, once, however often the host repeats itself."""
    with suppress(CrashError), database.units() as unit:
        live(unit.store, "S-1", 1)
        raise CrashError
    assert database.workflows() == {}

    for _ in range(2):
        with database.units() as unit:
            live(unit.store, "S-1", 1)
    with database.units() as unit:
        expected = {one.id for one in unit.clocks.due(datetime(2100, 1, 1, tzinfo=UTC))}
    assert expected
    assert database.workflows() == dict.fromkeys(expected, "DELAYED")


def test_a_moved_deadline_is_another_workflow(database: Database) -> None:
    """The old one is left to find that the date has moved; the new one is enqueued with the events that moved it."""
    with database.units() as unit:
        live(unit.store, "S-1", 1)
    before = set(database.workflows())
    with database.units() as unit:
        live(unit.store, "S-1")
        now = {one.id for one in unit.clocks.due(datetime(2100, 1, 1, tzinfo=UTC))}

    assert now <= set(database.workflows())
    assert before <= set(database.workflows())


def test_beyond_the_horizon_waits_in_the_index(database: Database) -> None:
    """With a horizon the queue stays small, and promoting brings what has come near; twice is once."""
    near = Timers(database.target, clock=database.clock, horizon=timedelta(hours=48))
    units = timed_units(sql_units(database.engine), near)
    with units() as unit:
        live(unit.store, "S-1", 1)
    assert database.workflows() == {}
    due = first_due(database)

    assert near.promote(sql_units(database.engine), due - timedelta(hours=49)) == 0
    database.set_clock(due - timedelta(hours=47))
    assert near.promote(sql_units(database.engine), database.clock()) >= 1
    near.promote(sql_units(database.engine), database.clock())
    assert set(database.workflows().values()) == {"DELAYED"}
    near.close()


def test_what_was_kept_before_is_taken_in(database: Database) -> None:
    """Dossiers of a store that knew no DBOS are enqueued in one go."""
    with sql_units(database.engine)() as unit:
        for number in range(5):
            live(unit.store, f"S-{number}", 1)
    count = database.timers.promote(sql_units(database.engine), database.clock())

    assert count == len(database.workflows()) == 5 * len({one.split(":")[1] for one in database.workflows()})


def test_firing_looks_again(database: Database) -> None:
    """Early is enqueued again, due fires once, fired or unknown is left, and what fails is an incident."""
    with database.units() as unit:
        live(unit.store, "S-1", 1)
        clock = unit.clocks.due(datetime(2100, 1, 1, tzinfo=UTC), limit=1)[0]
    worker = TimerWorker(database.target, ENGINE, node="n", clock=database.clock)
    given = (clock.limit, clock.run, clock.party, clock.due.isoformat())
    early = worker.fire("S-1", *given)
    database.set_clock(clock.due + timedelta(seconds=1))
    results = [early, worker.fire("S-1", *given), worker.fire("S-1", *given), worker.fire("S-9", *given)]
    moved = worker.fire("S-1", clock.limit, clock.run, clock.party, (clock.due + HELD).isoformat())

    assert results == [Fired.EARLY, Fired.FIRED, Fired.MOVED, Fired.MOVED]
    assert moved == Fired.MOVED
    assert any(name.startswith(f"{clock.id}+") for name in database.workflows())
    with database.units() as unit:
        live(unit.store, "S-2", 1)
    stranger = TimerWorker(database.target, type(ENGINE)([], []), node="n", clock=database.clock)
    assert stranger.fire("S-2", *given) == Fired.INCIDENT
    with database.units() as unit:
        (incident,) = unit.incidents.of("S-2")
    assert (incident.error, incident.attempts) == ("unknown_name", 1)
    for one in (worker, stranger):
        one._timers.close()
        one._database.dispose()


def test_the_hosts_own_session(database: Database) -> None:
    """A host with a session of its own wraps it, and commits as ever."""
    with Session(database.engine) as session:
        unit = TimedUnit(SqlUnit(session), database.timers)
        handle_in_store(ENGINE, unit.store, "S-1", submission("S-1"), by=APPLICANT_ACTOR, at=FILED)
        handle_in_store(ENGINE, unit.store, "S-1", commands.Receive(), by=RECEIVER, at=RECEIVED)
        assert unit.store.load("S-1", verify=True) is not None
        assert (unit.store.head("S-1"), unit.store.redact("S-1")) != (None, None)
        session.commit()

    assert set(database.workflows().values()) == {"DELAYED"}


@pytest.mark.parametrize("wrong", [{"node": ""}, {"concurrency": 0}, {"poll": timedelta(0)}, {"horizon": -HELD}])
def test_a_node_that_cannot_be(tmp_path: Path, wrong: dict[str, str]) -> None:
    """It is refused with a reason."""
    with pytest.raises(StoreError):
        TimerWorker(str(tmp_path / "x"), ENGINE, **{"node": "n", "clock": lambda: FILED, **wrong})  # type: ignore[arg-type]  # wrong on purpose


class Node:
    """A node in a process of its own; leaving the block kills it."""

    def __init__(self, database: Database, name: str, *lost: str) -> None:
        command = [sys.executable, str(NODE), database.target, name, str(database.offset.total_seconds()), *lost]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        """Return the node, which may still be starting."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill it, as a power cut would."""
        with self.process:
            self.process.kill()

    def wait_until_ready(self) -> None:
        """Wait until it fires."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(30)


def until(done: Callable[[], bool], seconds: float = 120) -> None:
    """Look again and again until *done*, for so long at most."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.1)):
        try:
            if done():
                return
        except DBAPIError:
            pass  # the database is away for a moment
        pause.wait(0.1)
    pytest.fail(f"not done within {seconds} s")


def prepare(database: Database, count: int, ahead: timedelta) -> list[tuple[str, str]]:
    """Keep so many dossiers whose first deadline runs out so soon; return what must be missed."""
    with database.units() as unit:
        for number in range(count):
            live(unit.store, f"S-{number:03}", 1)
    due = first_due(database)
    schema = "" if database.engine.dialect.name == "sqlite" else "dbos."
    with database.engine.begin() as connection:
        # the test's own dossiers were enqueued with the clock of February; it is moved, and the queue with it
        connection.execute(text(f"DELETE FROM {schema}workflow_status"))  # noqa: S608 - names of ours
    database.set_clock(due - ahead)
    database.timers.promote(sql_units(database.engine), database.clock())
    with database.units() as unit:
        soon = unit.clocks.due(due + timedelta(seconds=1), limit=10_000)
    return sorted((one.dossier, one.limit) for one in soon)


def test_a_laptop(tmp_path: Path) -> None:
    """On SQLite one node fires everything once; killed in the middle, its next start takes up the rest."""
    database = Database(str(tmp_path / "office.sqlite"))
    database.set_clock(FILED)
    expected = prepare(database, 6, timedelta(seconds=1))
    with Node(database, "one"):
        until(lambda: len(database.missed()) >= 2)
    with Node(database, "one") as again:
        again.wait_until_ready()
        until(lambda: len(database.missed()) >= len(expected))
        assert again.stop() == 0

    assert database.missed() == expected
    database.verify()
    database.close()


def test_two_nodes_kills_and_a_crash_of_the_database(services: dict[str, str], tmp_path: Path) -> None:
    """Killed nodes and a database that loses its connections: each deadline fires once, and every chain holds."""
    if "DOSSIERFLOW_TEST_POSTGRES" not in services:
        pytest.skip("no PostgreSQL: none is installed (Debian: postgresql)")
    folder = tmp_path / "services"
    subprocess.run([SERVICES, "start", folder, "durable"], check=True, capture_output=True, timeout=120)
    try:
        address = (folder / "env").read_text("utf-8").split("POSTGRES='")[1].split("'")[0]
        database = Database(address)
        database.set_clock(FILED)
        expected = prepare(database, 30, timedelta(seconds=2))
        with Node(database, "two"):
            with Node(database, "one"):
                until(lambda: len(database.missed()) >= 5)
            subprocess.run([SERVICES, "crash", folder], check=True, capture_output=True, timeout=60)
            with Node(database, "one"):
                until(lambda: len(database.missed()) >= len(expected))
                until(lambda: set(database.workflows().values()) <= {"SUCCESS", "DELAYED"})

        assert database.missed() == expected
        database.verify()
        fired = {name.split("+")[0] for name, state in database.workflows().items() if state == "SUCCESS"}
        assert len(fired) == len(expected)
        database.close()
    finally:
        subprocess.run([SERVICES, "stop", folder], check=True, capture_output=True, timeout=60)


def test_another_node_takes_over(postgres_url: str) -> None:
    """What a node had begun that never comes back is fired by another that is told so."""
    database = Database(postgres_url)
    database.set_clock(FILED)
    expected = prepare(database, 3, timedelta(seconds=-1))
    with database.engine.begin() as connection:
        begun = "UPDATE dbos.workflow_status SET status = 'PENDING', executor_id = 'lost' WHERE status <> 'SUCCESS'"
        connection.execute(text(begun))
    assert database.missed() == []
    with Node(database, "here", "lost") as here:
        assert here.process.stdout is not None
        assert int(here.process.stdout.readline()) >= len(expected)
        here.wait_until_ready()
        until(lambda: len(database.missed()) >= len(expected))
        assert here.stop() == 0

    assert database.missed() == expected
    database.close()
