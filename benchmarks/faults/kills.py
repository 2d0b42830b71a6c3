"""
Kill -9 at every write point: ``python -m benchmarks.faults.kills TARGET [--acts N] [--every N]`` prints JSON.

For every point a process of its own works on a dossier of its own and kills
itself there. What is left is examined; then another process repeats all the
work under the same ids, as a host does that does not know what was kept, and
everything is examined again. Run it in a process without threads: it forks.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import traceback
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from benchmarks.faults.examination import CHANNEL, Findings, examine
from benchmarks.faults.orders import carry_out, orders, prepared
from benchmarks.faults.points import WritePoints
from dossierflow.store import Sweeper
from dossierflow.store.sql import open_database, sql_units
from dossierflow.testing.contracts.life import ENGINE, LATER
from dossierflow.testing.sample import instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

LEASE = timedelta(minutes=5)
WARNED_AT = instant("2026-02-13T09:00")
KILLED = "killed"
"""First word of the line that a process writes before it dies."""


@dataclass(slots=True)
class Campaign:
    """What came of killing at every point."""

    points: int = 0
    kinds: list[str] = field(default_factory=list)
    """The points, named, each once."""

    in_doubt: int = 0
    """Commands that were kept without the host being told."""

    told_again: int = 0
    """Messages that were delivered more than once."""

    out_of_order: int = 0
    """Dossiers of which a receiver that drops what it knows saw a wrong order, or not all."""

    torn: Findings = field(default_factory=Findings)
    """Right after the kills."""

    whole: Findings = field(default_factory=Findings)
    """After the work was repeated."""


def work(database: Engine, dossier: str, acts: int, say: Callable[[str], None], attempt: int = 0) -> None:
    """Carry out all orders of *dossier*, warn, sweep and deliver; *say* what is committed, or delivered."""
    units = sql_units(database, channels=[CHANNEL])
    for order in orders(dossier, acts):
        carry_out(units, order)
        say(f"kept {order.id}")
    sweeper = Sweeper(ENGINE, units, leads=["15 working days"], channel=CHANNEL)
    sweeper.sweep(WARNED_AT)
    sweeper.sweep(LATER)
    at = LATER + 2 * attempt * LEASE
    while True:
        with units() as unit:
            taken = unit.outbox.claim(at, lease=LEASE, channel=CHANNEL, limit=4)
        if not taken:
            return
        for one in taken:
            say(f"told {one.id}")
        with units() as unit:
            unit.outbox.delivered([one.id for one in taken], at=at, channel=CHANNEL)


def campaign(target: str, acts: int, every: int = 1) -> Campaign:
    """
    Kill at the points of the work on a database.

    Args:
        target: The database, which must be empty.

        acts: How many acts follow the submission of each dossier.

        every: Only every so many-th point, from the first on.
    """
    prepared(target).dispose()
    found, acknowledged = Campaign(), list[str]()
    for point in count(1, every):
        dossier = f"S-{point:04}"
        lines = _in_child(target, dossier, acts, point)
        kept, told = _words(lines, "kept"), _words(lines, "told")
        killed = _words(lines, KILLED)
        with _opened(target) as database:
            after = examine(database, kept, only=[dossier])
        found.torn += after
        if killed:
            found.points += 1
            found.kinds += [name for name in killed if name not in found.kinds]
            found.in_doubt += max(0, _commands(target, dossier) - len(kept))
            lines = _in_child(target, dossier, acts, 0)
            kept, told = _words(lines, "kept"), told + _words(lines, "told")
        acknowledged += kept
        found.told_again += len(told) - len(set(told))
        found.out_of_order += not _is_delivered(target, dossier, told)
        if not killed:
            break
    with _opened(target) as database:
        found.whole = examine(database, acknowledged)
    return found


def _in_child(target: str, dossier: str, acts: int, point: int) -> list[str]:
    """Work in a process that dies at *point*, and return what it said."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.close(reading)
            _work_and_die(target, dossier, acts, point, writing)
        except BaseException:  # noqa: BLE001 -- nothing of the parent may run in the child
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        lines = pipe.read().splitlines()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status != (-signal.SIGKILL if _words(lines, KILLED) else 0):
        msg = f"the process at point {point} ended with {status}"
        raise RuntimeError(msg)
    return lines


def _work_and_die(target: str, dossier: str, acts: int, point: int, pipe: int) -> None:
    def say(line: str) -> None:
        os.write(pipe, f"{line}\n".encode())

    def die(name: str, _: object) -> None:
        say(f"{KILLED} {name}")
        os.kill(os.getpid(), signal.SIGKILL)

    database = open_database(target)
    WritePoints(database, at=point, strike=die)
    work(database, dossier, acts, say, attempt=0 if point else 1)
    database.dispose()


def _words(lines: list[str], first: str) -> list[str]:
    """
    Return the rest of the lines that begin with a word.

    >>> _words(["kept S-1/0", "killed before the commit"], "kept")
    ['S-1/0']
    """
    return [rest for word, _, rest in (line.partition(" ") for line in lines) if word == first]


@contextmanager
def _opened(target: str) -> Iterator[Engine]:
    """Open a database for the time of a block; none of its connections is there when a process is forked."""
    database = open_database(target)
    try:
        yield database
    finally:
        database.dispose()


def _commands(target: str, dossier: str) -> int:
    with _opened(target) as database, sql_units(database)() as unit:
        return sum(event.command_id is not None for event in unit.store.events(dossier))


def _is_delivered(target: str, dossier: str, told: list[str]) -> bool:
    """Tell whether a receiver that drops what it knows was told of every event, in order."""
    with _opened(target) as database, sql_units(database)() as unit:
        events = [event.id for event in unit.store.events(dossier)]
    return [name for name in dict.fromkeys(told) if name in set(events)] == events


def main() -> int:
    """Run a campaign and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--acts", type=int, default=2)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(asdict(campaign(given.target, given.acts, given.every))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
