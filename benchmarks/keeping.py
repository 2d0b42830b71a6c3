"""
Measure keeping, in one run: ``python benchmarks/keeping.py --write docs/benchmarks-keeping.md``.

Save of one command, import of whole dossiers, loading and replay, and a sweep
beside a million open deadlines: SQLite and PostgreSQL, waiting for the disk and
not, beside SQLAlchemy alone, the eventsourcing library and SpiffWorkflow. A
PostgreSQL of its own is started; without one its tables are left out.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    # a file that is started is looked for its neighbours in its own folder; the package is one folder up
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from benchmarks import machine, races
from benchmarks.databases import session
from benchmarks.faults.servers import empty_database, own_server
from benchmarks.harness import Effort, Race, run
from benchmarks.page import machine_lines, race_lines
from benchmarks.peers import aggregates
from benchmarks.peers.tables import create_plain_tables
from benchmarks.races import keeping, saving
from benchmarks.results import Report
from dossierflow.store.sql import create_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from eventsourcing.application import Application

    from benchmarks.faults.servers import Server

ROOT = Path(__file__).resolve().parent.parent
EFFORT = Effort(rounds=5, seconds=0.02, sample=1, longest=200)
HEAD = """\
# Benchmarks of keeping

What it costs to keep what was decided: one command, whole dossiers, loading them again, and finding which of a million
clocks has run out. Beside it stand the least that the same rows cost, and the libraries in which hosts keep processes
otherwise. All of it is measured in one run by

```sh
python -m pip install -e '.[all]' --group benchmarks && python benchmarks/keeping.py --write docs/benchmarks-keeping.md
```

How contestants take turns, and what may be read from a ratio, is said in [Benchmarks](benchmarks.md).
"""
SAVE = """
One command has been decided; its consequences are kept and committed: the dossier with its snapshot, the event, and
the two clocks that it moved, which makes four rows. The library serialises, checks that nobody was faster and that
the chain goes on, and writes. SQLAlchemy gets the same rows ready-made: added as new objects of its mapper, to tables
without foreign keys and further indexes; and as the statements that the store executes, on the same tables.
SpiffWorkflow turns the workflow into one text and updates one row. eventsourcing keeps one row: an event of an
aggregate.
"""
SWEEP = """\
## Sweep beside a million open deadlines

A million deadlines that are not due, {overdue:,} dossiers whose clocks have run out: they are imported, found, fired
and warned of. A sweep looks into a partial index on the due instants of running clocks, so the million costs it
nothing. Neither peer has such an index. eventsourcing knows aggregates by their ids; SpiffWorkflow keeps timers
inside the text of each workflow. Who wants to know there what has run out loads every one, a million times the figure
above.
"""


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="write the page to this file")
    parser.add_argument("--open", type=int, default=1_000_000, dest="open_", help="deadlines that are not due")
    parser.add_argument("--overdue", type=int, default=1_000, help="dossiers whose clocks have run out")
    given = parser.parse_args(arguments)
    before, outcomes, sweeps = machine.load(), [], list[str]()
    with own_server() as server, tempfile.TemporaryDirectory(prefix="dossierflow-") as folder:
        for race in built(Path(folder), server):
            outcomes.append(run(race, EFFORT))
            print("\n".join(race_lines(outcomes[-1])), file=sys.stderr, flush=True)
        sweeps += ["### SQLite", "", *_swept(None, given.open_, given.overdue)]
        if server:
            with empty_database(server.url) as url:
                sweeps += ["", "### PostgreSQL", "", *_swept(url, given.open_, given.overdue)]
    said = f"{EFFORT.rounds} rounds of at least {EFFORT.seconds * 1e3:.0f} ms"
    report = Report(machine.describe(before), said, tuple(outcomes))
    parts = [HEAD, "\n".join(machine_lines(report)), *("\n".join(race_lines(one)) for one in outcomes)]
    parts += [SWEEP.format(overdue=given.overdue), "\n".join(sweeps)]
    text = "\n".join(part.strip("\n") + "\n" for part in parts)
    if given.write is None:
        print(text)
    else:
        given.write.write_text(text, "utf-8")
    return 0


def built(folder: Path, server: Server | None) -> Iterator[Race]:
    """Yield each race, in the order of the page; what it holds is given back before the next one."""
    for is_synced in (True, False):
        with ExitStack() as held:
            place = folder / f"save-{is_synced}"
            place.mkdir()
            opened = partial(_in_file, place, held, is_synced)
            yield _save("SQLite", opened, aggregates.permits(place / "aggregates") if is_synced else None, held)
        if server:
            with ExitStack() as held:
                opened = partial(_on_server, server, held, is_synced)
                yield _save("PostgreSQL", opened, _aggregates(server, held) if is_synced else None, held)
    with ExitStack() as held:
        application = aggregates.permits(folder / "aggregates")
        yield keeping.import_race(partial(_in_file, folder, held, True), "SQLite", application)  # noqa: FBT003 -- partial
        yield keeping.load_race(session(folder / "load", held), application, held)
    if server:
        with ExitStack() as held:
            opened = partial(_on_server, server, held, True)  # noqa: FBT003 -- as above
            yield keeping.import_race(opened, "PostgreSQL", _aggregates(server, held))
    yield races.race("replay", folder)
    place = folder / "six-steps"
    place.mkdir()
    yield races.race("six-steps-sqlite", place)


def _save(where: str, opened: Callable[[str], Session], application: Application[UUID] | None, held: ExitStack) -> Race:
    further = [keeping.serialise_and_store(opened("workflows"))]
    if application is not None:
        further.append(saving.one_event(application, held))
    waiting = "" if application is not None else ", without waiting for the disk"
    return Race(
        name="save",
        title=f"Save of one command in {where}{waiting}",
        about=SAVE,
        operation="one save, committed",
        contestants=(*saving.contestants(opened), *further),
        expected=True,
    )


def _in_file(folder: Path, held: ExitStack, is_synced: bool, name: str) -> Session:  # noqa: FBT001 -- for partial
    return session(folder / f"{name}.sqlite", held, is_synced=is_synced)


def _on_server(server: Server, held: ExitStack, is_synced: bool, _name: str) -> Session:  # noqa: FBT001 -- as above
    url = held.enter_context(empty_database(server.url))
    options = "" if is_synced else "-c synchronous_commit=off"
    database = create_engine(url, connect_args={"options": options})
    held.callback(database.dispose)
    create_tables(database)
    create_plain_tables(database)
    return held.enter_context(Session(database))


def _aggregates(server: Server, held: ExitStack) -> Application[UUID]:
    return aggregates.permits_on_server(held.enter_context(empty_database(server.url)))


def _swept(target: str | None, open_: int, overdue: int) -> list[str]:
    """Run the benchmark of the sweep in a process of its own, and return its table."""
    counts = ["--open", str(open_), "--overdue", str(overdue)]
    command = [sys.executable, str(ROOT / "benchmarks" / "sweep.py"), *([target] if target else []), *counts]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    head, *rows = finished.stdout.strip().splitlines()
    return [head, "|---|---:|---:|", *rows]


if __name__ == "__main__":
    raise SystemExit(main())
