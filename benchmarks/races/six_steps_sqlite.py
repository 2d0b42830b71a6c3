"""Six steps from start to end, loaded from SQLite and committed around each, against SpiffWorkflow."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from benchmarks.databases import session
from benchmarks.dossiers import OFFICER, STEPS, accepting, engine, moment, numbered, received
from benchmarks.harness import Contestant, Race
from benchmarks.peers import spiff, tables
from benchmarks.races.six_steps import steps_done
from dossierflow.store import handle_in_store
from dossierflow.store.sql import SqlStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

ABOUT = """
The same six steps with a database file between them: load, complete one step, write, commit. The library's store keeps
the dossier, its events and its clocks in three tables (`handle_in_store`, then the host's commit); the workflow of
SpiffWorkflow is one text in one row, read and written through SQLAlchemy. Both files have the same settings.
"""


def race(folder: Path) -> Race:
    """Build the race; its databases lie in *folder*."""
    held = ExitStack()
    ours, theirs = (session(folder / f"{name}.sqlite", held) for name in ("ours", "theirs"))
    return Race(
        name="six-steps-sqlite",
        title="Six steps, loaded from SQLite and committed",
        about=ABOUT,
        operation="one step",
        contestants=(
            Contestant(
                name="dossierflow, SqlStore",
                is_ours=True,
                operations=STEPS,
                prepare=lambda calls: _dossiers(ours, calls),
                outcome=lambda dossier: _steps_of(ours, str(dossier)),
            ),
            Contestant(
                name="SpiffWorkflow, one text in one row",
                operations=STEPS,
                prepare=lambda calls: _workflows(theirs, calls),
                outcome=lambda workflow: spiff.steps_done(tables.workflow_body(theirs, str(workflow))),
            ),
        ),
        expected=STEPS,
        close=held.close,
    )


def _dossiers(kept: Session, calls: int) -> Callable[[], str]:
    store = SqlStore(kept)
    ids = [dossier for _, dossier in zip(range(calls), numbered(), strict=False)]
    for dossier_id in ids:
        dossier, events = received("six-steps", dossier_id)
        store.append(dossier, events, expected_version=0)
    kept.commit()
    ready = iter(ids)
    commands = [(accepting(step), moment(step)) for step in range(1, STEPS + 1)]

    def work() -> str:
        dossier_id = next(ready)
        for command, at in commands:
            handle_in_store(engine(), store, dossier_id, command, by=OFFICER, at=at).or_raise()
            kept.commit()
        return dossier_id

    return work


def _workflows(kept: Session, calls: int) -> Callable[[], str]:
    ids = [workflow for _, workflow in zip(range(calls), numbered(), strict=False)]
    for workflow_id in ids:
        tables.add_workflow(kept, workflow_id, spiff.started())
    ready = iter(ids)

    def work() -> str:
        workflow_id = next(ready)
        for step in range(1, STEPS + 1):
            workflow = spiff.serializer().deserialize_json(tables.workflow_body(kept, workflow_id))
            spiff.accept(workflow, step)
            tables.keep_workflow(kept, workflow_id, spiff.serializer().serialize_json(workflow))
        return workflow_id

    return work


def _steps_of(kept: Session, dossier_id: str) -> int:
    dossier = SqlStore(kept).load(dossier_id)
    return 0 if dossier is None else steps_done(dossier)
