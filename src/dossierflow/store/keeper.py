"""Load, decide, keep: what a host does with every command, in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine.commands import Submit
from dossierflow.errors import StoreError
from dossierflow.store.ports import DossierFilter

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.engine.actors import Actor
    from dossierflow.engine.commands import Command
    from dossierflow.engine.engine import Decision, Engine
    from dossierflow.store.ports import DossierStore


def handle_in_store(
    engine: Engine,
    store: DossierStore,
    dossier_id: str,
    command: Command,
    *,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    command_id: str | None = None,
    expected_version: int | None = None,
) -> Decision:
    """
    Handle *command* for a dossier that is kept in *store*, and keep what came of it.

    Timers that were due fire first, and their events are kept even where the
    command itself is refused: the clock ran out whether or not the act was
    allowed. With a transactional store the host commits.

    Args:
        engine: Decides.

        store: Keeps.

        dossier_id: The dossier; for a submission, the one to be made.

        command: What is asked.

        by: Who asks.

        at: When the act takes place.

        recorded_at: When it is entered; as *at* by default.

        command_id: The host's idempotency key.

        expected_version: The version the command was made for.

    Raises:
        VersionConflictError: Others appended between load and append; call again.

        StoreError: A submission names another dossier than *dossier_id*.
    """
    if isinstance(command, Submit) and command.dossier != dossier_id:
        msg = f"the submission is of dossier {command.dossier!r}, not {dossier_id!r}; name the same one twice"
        raise StoreError(msg)
    before = store.load(dossier_id)
    decision = engine.handle(
        before,
        command,
        by=by,
        at=at,
        recorded_at=recorded_at,
        command_id=command_id,
        expected_version=expected_version,
    )
    if decision.dossier is not None:
        store.append(decision.dossier, decision.events, expected_version=0 if before is None else before.version)
    return decision


def sweep_store(engine: Engine, store: DossierStore, at: datetime, *, limit: int = 100) -> tuple[Decision, ...]:
    """
    Fire the timers that are due before *at*, of at most *limit* dossiers, and keep their events.

    When and how often it is called changes no event: a timer fires with its
    own due instant. Fewer decisions than *limit* means that nothing is left.

    Raises:
        VersionConflictError: Others appended between load and append; call again.
    """
    decisions: list[Decision] = []
    for summary in store.find(DossierFilter(due_before=at), limit=limit):
        before = store.load(summary.id)
        # listed a moment ago; another may have acted since, but nobody removes a dossier
        if before is None:
            continue
        decision = engine.tick(before, at)
        store.append(decision.dossier or before, decision.events, expected_version=before.version)
        decisions.append(decision)
    return tuple(decisions)
