"""
Measure keeping and sweeping at scale: ``python benchmarks/sweep.py [URL] [--open N] [--overdue N]``.

Beside so many open deadlines that are not due, so many dossiers have run out.
They are imported, found, fired and warned of; each figure is printed as a row
of a table. Without a URL a SQLite file in a temporary folder is used; a
PostgreSQL database must be empty, and is left full.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if __name__ == "__main__":
    # A file that is started is looked for its neighbours in its own folder; the package is one folder up.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from sqlmodel import Session

from dossierflow.store import MemoryUnits, Sweeper
from dossierflow.store.sql import create_tables, import_dossiers, open_database, sql_units
from dossierflow.testing.contracts.life import ENGINE, LATER, live
from dossierflow.testing.sample import instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from dossierflow.engine.events import Event

BACKGROUND = {
    "postgresql": "INSERT INTO dossierflow_deadline (dossier, limit_id, run, party, state, due_at, warned) "
    "SELECT 'S-0', 'far-' || n, 1, 'authority', 'running', timestamptz '2030-01-01' + n * interval '1 second', 0 "
    "FROM generate_series(1, {n}) AS n",
    "sqlite": "INSERT INTO dossierflow_deadline (dossier, limit_id, run, party, state, due_at, warned) "
    "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {n}) SELECT 'S-0', 'far-' || n, 1, "
    "'authority', 'running', strftime('%Y-%m-%dT%H:%M:%S.000000Z', '2030-01-01', n || ' seconds'), 0 FROM s",
}
EARLY = instant("2026-02-07T08:00")


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", nargs="?")
    parser.add_argument("--open", type=int, default=1_000_000, dest="open_", help="deadlines that are not due")
    parser.add_argument("--overdue", type=int, default=2_000, help="dossiers whose clocks have run out")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        measure(given.url or str(Path(folder) / "sweep.sqlite"), given.open_, given.overdue)
    return 0


def measure(target: str, open_: int, overdue: int) -> None:
    """Fill the database at *target*, sweep it, and print a row for each figure."""
    database = open_database(target, must_exist=False)
    create_tables(database)
    events = sum(len(log) for log in logs(overdue))
    say("what", "time", "each")
    took = timed(lambda: keep(database, overdue))
    say(f"import of {overdue} dossiers with {events} events", took, took / events)
    took = timed(lambda: fill(database, open_))
    say(f"{open_} further deadlines written", took, took / open_)
    units = sql_units(database)
    took = timed(lambda: Sweeper(ENGINE, units).sweep(EARLY))
    say("sweep with nothing due", took, took)
    took = timed(lambda: Sweeper(ENGINE, units, leads=["15 working days"]).sweep(EARLY))
    say(f"{2 * overdue} warnings", took, took / (2 * overdue))
    workers = 1 if database.dialect.name == "sqlite" else 2
    half = overdue // 2
    took = timed(lambda: Sweeper(ENGINE, units).sweep(LATER, limit=half))
    say(f"{half} dossiers fired by one worker", took, took / half)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        # processes start before the clock does
        [*pool.map(fire, [target] * workers, [EARLY] * workers)]
        took = timed(lambda: [*pool.map(fire, [target] * workers, [LATER] * workers)])
    say(f"{overdue - half} dossiers fired by {workers} process(es)", took, took / (overdue - half))
    with units() as unit:
        assert unit.clocks.due(LATER) == ()
    database.dispose()


def logs(count: int) -> Iterator[tuple[Event, ...]]:
    """Yield the logs of so many dossiers that were received and then forgotten."""
    for number in range(count):
        with MemoryUnits()() as unit:
            live(unit.store, f"S-{number}", 1)
            yield unit.store.events(f"S-{number}")


def keep(database: Engine, count: int) -> None:
    """Import so many dossiers."""
    with Session(database) as session:
        import_dossiers(session, logs(count))
        session.commit()


def fill(database: Engine, count: int) -> None:
    """Write so many deadlines that are due much later."""
    statement = BACKGROUND[database.dialect.name].format(n=count)
    with database.begin() as connection:
        connection.exec_driver_sql(statement.replace("%", "%%") if database.dialect.name == "postgresql" else statement)
        connection.exec_driver_sql("ANALYZE")


def fire(target: str, at: datetime) -> int:
    """Sweep in a process of its own."""
    database = open_database(target)
    report = Sweeper(ENGINE, sql_units(database)).sweep(at)
    database.dispose()
    return report.dossiers


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds *work* takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def say(what: str, took: float | str, each: float | str) -> None:
    """Print a row."""
    cells = [one if isinstance(one, str) else shown(one) for one in (took, each)]
    print(f"| {what} | {cells[0]} | {cells[1]} |")


def shown(seconds: float) -> str:
    """Return seconds with a unit."""
    if timedelta(seconds=seconds) >= timedelta(seconds=1):
        return f"{seconds:.1f} s"
    return f"{seconds * 1e3:.2f} ms"


if __name__ == "__main__":
    raise SystemExit(main())
