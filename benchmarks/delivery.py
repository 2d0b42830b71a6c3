"""
Measure keeping, handing on and durable timers: ``python benchmarks/delivery.py [--postgres URL] [--nats URL]``.

So many dossiers live through the life of the sample, command by command, each
in a transaction of its own; their messages are relayed; their deadlines are
enqueued. Every figure is printed as a row of a table. A PostgreSQL database
must be empty, and is left full; without a URL it is left out, and so is NATS.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if __name__ == "__main__":
    # A file that is started is looked for its neighbours in its own folder; the package is one folder up.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from sqlalchemy import text

from dossierflow.delivery import FilePublisher, Publisher, Relay
from dossierflow.delivery.durable import Timers, TimerWorker, timed_units
from dossierflow.delivery.jetstream import JetStreamPublisher
from dossierflow.engine.actors import APPLICANT_ACTOR
from dossierflow.store import handle_in_store
from dossierflow.store.sql import create_tables, open_database, sql_units
from dossierflow.testing.contracts.life import ENGINE, FILED, LATER
from dossierflow.testing.sample import LIFE, instant, submission

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Engine

    from dossierflow.store import OutboxMessage, Unit

SOURCE = "urn:office"
SIZES = {
    "postgresql": "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname LIKE 'dossierflow%' "
    "AND relkind = 'r'",
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
}


class Nowhere(Publisher):
    """Takes everything at once: what is left is the relay itself."""

    def publish(self, message: OutboxMessage) -> None:
        """Take it."""

    def settle(self) -> None:
        """Be sure of it."""

    def close(self) -> None:
        """Hold nothing."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", metavar="URL")
    parser.add_argument("--nats", metavar="URL")
    parser.add_argument("--dossiers", type=int, default=100)
    given = parser.parse_args(arguments)
    say("what", "rate", "each")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for target in (str(place / "office.sqlite"), given.postgres):
            if target is not None:
                measure(target, given.dossiers, place, given.nats)
    return 0


def measure(target: str, count: int, place: Path, nats: str | None) -> None:
    """Fill the database at *target* and print a row for each figure."""
    database = open_database(target, must_exist=False)
    create_tables(database)
    name = database.dialect.name
    before = size(database)
    acts = 1 + len(LIFE)
    plain = sql_units(database, channels=["none", "file", "nats"])
    report(f"{name}: command handled and committed", count * acts, lambda: live_all(plain, "A", count, acts))
    print(
        f"| {name}: bytes of one dossier with {acts} events, three channels | {(size(database) - before) // count} | |"
    )
    for channel, publisher in publishers(place / f"{name}.jsonl", nats):
        relay = Relay(plain, publisher, channel=channel)
        report(f"{name}: message relayed, {channel}", count * acts, partial(relay.run, LATER))
        publisher.close()
    timers(target, database, count)
    database.dispose()


def publishers(path: Path, nats: str | None) -> list[tuple[str, Publisher]]:
    """Return what messages are relayed to, by channel."""
    found: list[tuple[str, Publisher]] = [("none", Nowhere()), ("file", FilePublisher(path, SOURCE))]
    if nats is not None:
        stream = f"bench{os.getpid()}{path.stem}"
        publisher = JetStreamPublisher(nats, stream, SOURCE, prefix=stream)
        publisher.ensure_stream(duplicate_window=timedelta(minutes=2))
        found.append(("nats", publisher))
    return found


def timers(target: str, database: Engine, count: int) -> None:
    """Measure what a durable timer costs when it is enqueued and when it fires."""
    name = database.dialect.name
    with closing(Timers(target, clock=lambda: FILED)) as late:
        late.prepare()
        units = timed_units(sql_units(database), late)
        live_all(units, "B", 2, 2)  # the first commands pay for what all share
        report(f"{name}: command with timers on DBOS", count * 2, lambda: live_all(units, "C", count, 2))
    # for the nodes all of them are long due
    with closing(Timers(target, clock=lambda: LATER)) as due, sql_units(database)() as unit:
        clocks = unit.clocks.due(LATER, limit=10_000)
        due.put(unit, clocks, suffix="!")
    worker = TimerWorker(target, ENGINE, node="bench", clock=lambda: LATER, poll=timedelta(milliseconds=100))
    worker.start()
    report(f"{name}: dossier fired by DBOS", count, lambda: until_none(database))
    worker.stop()


def until_none(database: Engine) -> None:
    """Look until no clock is overdue."""
    while True:
        with sql_units(database)() as unit:
            if not unit.clocks.due(LATER, limit=1):
                return


def live_all(units: Callable[[], AbstractContextManager[Unit]], prefix: str, count: int, acts: int) -> None:
    """Let so many dossiers live, each command loaded, decided, kept and committed by itself."""
    for number in range(count):
        dossier = f"{prefix}-{number}"
        with units() as unit:
            handle_in_store(ENGINE, unit.store, dossier, submission(dossier), by=APPLICANT_ACTOR, at=FILED)
        for at, by, command in LIFE[: acts - 1]:
            with units() as unit:
                handle_in_store(ENGINE, unit.store, dossier, command, by=by, at=instant(at))


def size(database: Engine) -> int:
    """Return the bytes that our tables take."""
    with database.connect() as connection:
        return int(connection.execute(text(SIZES[database.dialect.name])).scalar_one() or 0)


def report(what: str, count: int, work: Callable[[], object]) -> None:
    """Print how often a second *work*, which does it so many times, does it."""
    began = perf_counter()
    work()
    took = perf_counter() - began
    say(what, f"{count / took:.0f}/s", f"{took / count * 1e3:.2f} ms")


def say(what: str, rate: str, each: str) -> None:
    """Print a row."""
    print(f"| {what} | {rate} | {each} |", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
