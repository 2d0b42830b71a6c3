"""Keeping and loading whole cases, thousands of rows at a time, beside the libraries that keep processes otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert

from benchmarks.dossiers import FACTS, OFFICER, accepting, engine, moment, numbered, received, to_and_fro
from benchmarks.harness import Contestant, Race, always
from benchmarks.peers import aggregates, spiff, tables
from dossierflow.store.sql import SqlStore, import_dossiers
from dossierflow.store.sql.tables import DEADLINES, DOSSIERS, EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack
    from uuid import UUID

    from eventsourcing.application import Application
    from sqlalchemy.orm import Session

    from dossierflow.engine import Dossier, Event

    Log = tuple[Dossier, tuple[Event, ...]]

CASES = 100
LENGTH = 100
IMPORT = f"""
{CASES} whole cases with three events each are written in one transaction. The library replays every log before a row is
written, and checks every hash; rows go through COPY in PostgreSQL and executemany in SQLite. SQLAlchemy alone writes
the same rows ready-made, into the same tables, and checks nothing. eventsourcing saves as many aggregates with as many
events in one call; SpiffWorkflow writes one text for each case and inserts them together.
"""
LOAD = f"""
A case with {LENGTH} events is loaded from a SQLite file: by its snapshot; with every hash checked and every event
replayed; as an aggregate of as many events, which eventsourcing always replays. SpiffWorkflow loads one text with six
tasks, because a loop of {LENGTH} tasks would not be what it is made for.
"""


def serialise_and_store(session: Session) -> Contestant:
    """Return what a host of SpiffWorkflow does to keep one completed task."""
    workflow = spiff.serializer().deserialize_json(spiff.started())
    spiff.accept(workflow, 1)
    name = next(numbered())
    tables.add_workflow(session, name, spiff.started())

    def work() -> str:
        text = str(spiff.serializer().serialize_json(workflow))
        tables.keep_workflow(session, name, text)
        return text

    return Contestant(
        name="SpiffWorkflow, serialise and store one text",
        prepare=always(work),
        outcome=lambda text: tables.workflow_body(session, name) == text,
    )


def import_race(opened: Callable[[str], Session], where: str, application: Application[UUID]) -> Race:
    """
    Build the race of imports.

    Args:
        opened: Opens a session on a new database with all tables.

        where: Name of the database.

        application: Of eventsourcing, on the same database.
    """
    ours, raw, texts = (opened(f"import-{name}") for name in ("ours", "raw", "texts"))
    return Race(
        name="import-cases",
        title=f"Import of {CASES} cases into {where}",
        about=IMPORT,
        operation="one case",
        contestants=(
            Contestant(
                name="dossierflow, import_dossiers",
                is_ours=True,
                operations=CASES,
                prepare=lambda calls: _importing(ours, calls),
            ),
            Contestant(
                name="SQLAlchemy, the same rows by executemany",
                operations=CASES,
                prepare=lambda calls: _inserting(raw, calls),
            ),
            Contestant(
                name="eventsourcing, save of as many aggregates",
                operations=CASES,
                prepare=lambda calls: _saving(application, calls),
            ),
            Contestant(
                name="SpiffWorkflow, serialise and insert",
                operations=CASES,
                prepare=lambda calls: _texts(texts, calls),
            ),
        ),
        expected=CASES,
    )


def load_race(session: Session, application: Application[UUID], held: ExitStack) -> Race:
    """Build the race of loads; *session* and *application* are on new SQLite files."""
    held.callback(application.close)
    import_dossiers(session, [to_and_fro(LENGTH)])
    workflow = next(numbered())
    tables.add_workflow(session, workflow, spiff.started())
    store, (name,) = SqlStore(session), {event.dossier for event in to_and_fro(LENGTH)}
    permit = aggregates.aged(LENGTH)
    application.save(permit)
    return Race(
        name="load",
        title=f"Loading a case of {LENGTH} events from SQLite",
        about=LOAD,
        operation="one case",
        contestants=(
            Contestant(
                name="dossierflow, snapshot",
                is_ours=True,
                prepare=always(lambda: store.load(name)),
                outcome=lambda dossier: dossier == store.load(name, verify=True),
            ),
            Contestant(
                name="dossierflow, every event checked and replayed",
                is_ours=True,
                prepare=always(lambda: store.load(name, verify=True)),
                outcome=lambda dossier: dossier == store.load(name),
            ),
            Contestant(
                name="eventsourcing, every event replayed",
                prepare=always(lambda: application.repository.get(permit.id)),
                outcome=lambda found: isinstance(found, aggregates.Permit) and found.version == LENGTH,
            ),
            Contestant(
                name="SpiffWorkflow, one text of six tasks",
                prepare=always(lambda: spiff.serializer().deserialize_json(tables.workflow_body(session, workflow))),
                outcome=lambda found: not getattr(found, "completed", False),
            ),
        ),
        expected=True,
    )


def _cases() -> list[Log]:
    """Return new cases that no call has had before, each with its three events."""
    found = []
    for _, name in zip(range(CASES), numbered(), strict=False):
        dossier, events = received("six-steps", name)
        decision = engine().handle(dossier, accepting(1), by=OFFICER, at=moment(1))
        found.append((decision.or_raise(), (*events, *decision.events)))
    return found


def _importing(session: Session, calls: int) -> Callable[[], int]:
    ready = iter([[events for _, events in _cases()] for _ in range(calls)])

    def work() -> int:
        kept = import_dossiers(session, next(ready))
        session.commit()
        return kept

    return work


def _inserting(session: Session, calls: int) -> Callable[[], int]:
    ready = iter([[tables.Written.of(*case) for case in _cases()] for _ in range(calls)])

    def work() -> int:
        rows, connection = next(ready), session.connection()
        connection.execute(insert(DOSSIERS), [one.dossier for one in rows])
        connection.execute(insert(EVENTS), [values for one in rows for values in one.events])
        connection.execute(insert(DEADLINES), [values for one in rows for values in one.deadlines])
        session.commit()
        return len(rows)

    return work


def _saving(application: Application[UUID], calls: int) -> Callable[[], int]:
    ready = iter([[aggregates.aged(3) for _ in range(CASES)] for _ in range(calls)])

    def work() -> int:
        permits = next(ready)
        application.save(*permits)
        return len(permits)

    return work


def _texts(session: Session, calls: int) -> Callable[[], int]:
    workflow = spiff.serializer().deserialize_json(spiff.started())
    workflow.data.update(FACTS)
    ready = iter([[name for _, name in zip(range(CASES), numbered(), strict=False)] for _ in range(calls)])

    def work() -> int:
        rows = [{"id": name, "body": str(spiff.serializer().serialize_json(workflow))} for name in next(ready)]
        session.connection().execute(insert(tables.WORKFLOWS), rows)
        session.commit()
        return len(rows)

    return work
