"""A disk that fills up in the middle of the work, and is made larger afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from benchmarks.faults.examination import CHANNEL, Findings, examine
from benchmarks.faults.orders import carry_out, orders, prepared
from benchmarks.faults.servers import empty_database, resize, small_disk, tablespace_on, used
from dossierflow.store.sql import sql_units

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from benchmarks.faults.orders import Order

START = 64 * 1024
"""Kilobytes of a disk until the tables are made; then it shrinks to what it holds and a little more."""

STUBBORN = 5
"""How often a command is tried while the disk is full."""

MOST = 20_000
"""Commands; a disk that takes them all is not full."""


@dataclass(slots=True)
class Filled:
    """What came of a full disk."""

    refused: int = 0
    """Commands that the database did not keep, and said so."""

    errors: set[str] = field(default_factory=set)
    """What the database said."""

    full: Findings = field(default_factory=Findings)
    """While the disk was full."""

    whole: Findings = field(default_factory=Findings)
    """After it was made larger, and every refused command was repeated."""


def fill(database: Engine, make_room: Callable[[], None]) -> Filled:
    """Work on *database* until nothing can be kept any more; then *make_room*, and repeat what was refused."""
    units, found, acknowledged = sql_units(database, channels=[CHANNEL]), Filled(), list[str]()
    refused: list[Order] = []
    for number in range(MOST):
        for order in orders(f"S-{number:05}"):
            try:
                carry_out(units, order)
            except OperationalError as error:
                found.errors.add(str(error.orig).splitlines()[0])
                refused.append(order)
                # the rest of this dossier's life waits for this act
                break
            acknowledged.append(order.id)
        if len(refused) == STUBBORN:
            break
    found.refused = len(refused)
    found.full = examine(database, acknowledged)
    make_room()
    for order in refused:
        carry_out(units, order)
        acknowledged.append(order.id)
    found.whole = examine(database, acknowledged)
    return found


def fill_sqlite(room: int) -> Filled | None:
    """Fill a disk with a SQLite file, with *room* kilobytes for the work; none where no disk can be mounted."""
    with small_disk(START) as disk:
        if disk is None:
            return None
        database = prepared(str(disk / "office.sqlite"))
        resize(disk, used(disk) + room)
        try:
            return fill(database, lambda: resize(disk, START))
        finally:
            database.dispose()


def fill_postgres(server: str, room: int) -> Filled | None:
    """Fill the disk of a PostgreSQL database; none where no disk can be mounted, or the server cannot see it."""
    with small_disk(START) as disk:
        if disk is None:
            return None
        with tablespace_on(server, disk) as space, empty_database(server, space) as url:
            database = prepared(url)
            resize(disk, used(disk) + room)
            try:
                return fill(database, lambda: resize(disk, START))
            finally:
                database.dispose()


def limit_pages(database: Engine, pages: int) -> None:
    """Let a SQLite file have no more than so many pages: a full disk that needs no disk."""
    with database.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages:d}")


def pages_of(database: Engine) -> int:
    """Return how many pages a SQLite file has."""
    with database.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
