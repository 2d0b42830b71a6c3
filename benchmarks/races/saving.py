"""Keeping what one command did, in one commit, against the least that the rows cost."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import count
from typing import TYPE_CHECKING

from benchmarks.databases import session
from benchmarks.dossiers import OFFICER, accepting, engine, moment, numbered, received
from benchmarks.harness import Contestant, Race
from benchmarks.peers import aggregates, tables
from dossierflow.engine import Decision
from dossierflow.store.sql import SqlStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from eventsourcing.application import Application
    from sqlalchemy.orm import Session

    from dossierflow.engine import Dossier, Event

ABOUT = """
One command has been decided; its consequences are kept in a SQLite file and committed: the dossier with its snapshot,
the event, and the two clocks that it moved, which makes four rows. The library serialises, checks that nobody was
faster and that the chain goes on, and writes. SQLAlchemy gets the same rows ready-made, in the same kind of database
(write-ahead log, `synchronous` full): once as the statements that the store executes, on the same tables; once as new
objects of its mapper, in tables without foreign keys and further indexes. The eventsourcing library keeps one row: an
event of an aggregate. Every contestant commits once, so the disk is in all the figures.
"""

ABOUT_UNSYNCED = """
The same with `synchronous` off, so that no commit waits for the disk. Nobody should run a store like this; it shows
what the software costs, which a slow disk hides and a fast one does not.
"""

ROWS = 4


def race(folder: Path) -> Race:
    """Build the race as hosts run it; its databases lie in *folder*."""
    held = ExitStack()
    return Race(
        name="save",
        title="Save of one command",
        about=ABOUT,
        operation="one save, committed",
        contestants=(
            *contestants(_in_files(folder, held, is_synced=True)),
            one_event(aggregates.permits(folder / "aggregates.sqlite"), held),
        ),
        expected=True,
        close=held.close,
    )


def race_unsynced(folder: Path) -> Race:
    """Build the race without the disk; its databases lie in *folder*."""
    held = ExitStack()
    return Race(
        name="save-unsynced",
        title="Save of one command, without waiting for the disk",
        about=ABOUT_UNSYNCED,
        operation="one save, committed",
        contestants=contestants(_in_files(folder, held, is_synced=False)),
        expected=True,
        close=held.close,
    )


def _in_files(folder: Path, held: ExitStack, *, is_synced: bool) -> Callable[[str], Session]:
    return lambda name: session(folder / f"{name}.sqlite", held, is_synced=is_synced)


def contestants(opened: Callable[[str], Session]) -> tuple[Contestant, ...]:
    """Return our store and the same rows without it; *opened* opens a session on a new database with all tables."""
    store, added, written = (opened(name) for name in ("store", "added", "written"))
    return (
        Contestant(
            name="dossierflow, SqlStore",
            is_ours=True,
            prepare=lambda calls: _storing(store, calls),
            outcome=lambda decision: _is_kept(store, decision),
        ),
        Contestant(
            name="SQLAlchemy, add and commit as many rows",
            prepare=lambda calls: _adding(added, calls),
            outcome=lambda rows: (
                isinstance(rows, tables.Written)
                and rows.count == tables.plain_rows_of(added, str(rows.dossier["id"])) == ROWS
            ),
        ),
        Contestant(
            name="SQLAlchemy, the same statements",
            prepare=lambda calls: _writing(written, calls),
            outcome=lambda decision: _is_kept(written, decision),
        ),
    )


def _decided(calls: int) -> list[tuple[Dossier, tuple[Event, ...], Decision]]:
    """Return so many new dossiers with their events, and what accepting their first step does."""
    found = []
    for _, dossier_id in zip(range(calls), numbered(), strict=False):
        dossier, events = received("six-steps", dossier_id)
        decision = engine().handle(dossier, accepting(1), by=OFFICER, at=moment(1))
        found.append((dossier, events, decision))
    return found


def _kept_before(kept: Session, calls: int) -> list[tuple[Dossier, Decision]]:
    """Return so many dossiers that are kept as received, and what accepting their first step does."""
    decided = _decided(calls)
    store = SqlStore(kept)
    for dossier, events, _ in decided:
        store.append(dossier, events, expected_version=0)
    kept.commit()
    return [(dossier, decision) for dossier, _, decision in decided]


def _storing(kept: Session, calls: int) -> Callable[[], Decision]:
    ready = iter(_kept_before(kept, calls))
    store = SqlStore(kept)

    def work() -> Decision:
        dossier, decision = next(ready)
        store.append(decision.or_raise(), decision.events, expected_version=dossier.version)
        kept.commit()
        return decision

    return work


def _adding(kept: Session, calls: int) -> Callable[[], tables.Written]:
    ready = iter([tables.Written.of(decision.or_raise(), decision.events) for _, _, decision in _decided(calls)])

    def work() -> tables.Written:
        rows = next(ready)
        tables.add_and_commit(kept, rows)
        return rows

    return work


def _writing(kept: Session, calls: int) -> Callable[[], Decision]:
    decisions = [decision for _, decision in _kept_before(kept, calls)]
    ready = iter([(one, tables.Written.of(one.or_raise(), one.events)) for one in decisions])

    def work() -> Decision:
        decision, rows = next(ready)
        tables.write_and_commit(kept, rows)
        return decision

    return work


def _is_kept(kept: Session, decision: object) -> bool:
    """Tell whether the dossier after *decision* is what a store reads, and its events lead to it."""
    assert isinstance(decision, Decision)
    dossier = decision.or_raise()
    return SqlStore(kept).load(dossier.id, verify=True) == dossier


def one_event(application: Application[UUID], held: ExitStack) -> Contestant:
    """Return the saving of one event of an aggregate in *application*."""
    held.callback(application.close)
    permit = aggregates.aged(2)
    application.save(permit)
    numbers = count(2)

    def work() -> int:
        aggregates.move(permit, next(numbers))
        application.save(permit)
        return permit.version

    return Contestant(
        name="eventsourcing, one event of an aggregate",
        prepare=lambda _: work,
        outcome=lambda version: application.repository.get(permit.id).version == version,
    )
