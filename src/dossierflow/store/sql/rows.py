"""Between values and rows, one mapper for each table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from pydantic import TypeAdapter

from dossierflow.engine.commands import Personal
from dossierflow.engine.dossier import NationalStatus
from dossierflow.engine.effects import Lifecycle
from dossierflow.engine.events import event_from_json, event_to_json, redacted
from dossierflow.procedure.model import ProcedureRef
from dossierflow.store.ports import DossierSummary
from dossierflow.store.snapshot import dossier_to_json
from dossierflow.store.utc import in_utc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import RowMapping

    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.engine.events import Event

_PERSONAL: Final[TypeAdapter[dict[str, Personal]]] = TypeAdapter(dict[str, Personal])

Values: TypeAlias = "dict[str, str | int | datetime | None]"
"""One row, by the names of its columns."""


def dossier_values(dossier: Dossier) -> Values:
    """Return the row of *dossier*."""
    return {
        "id": dossier.id,
        "version": dossier.version,
        "head": dossier.head,
        "status": dossier.status.value,
        "lifecycle": dossier.lifecycle.value,
        "procedure_id": dossier.procedure.id,
        "procedure_version": dossier.procedure.version,
        "procedure_hash": dossier.procedure.hash,
        "last_at": in_utc(dossier.last_at),
        "snapshot": dossier_to_json(dossier),
    }


def event_values(event: Event) -> Values:
    """Return the row of *event*, personal facts apart from the text."""
    return {
        "dossier": event.dossier,
        "sequence": event.sequence,
        "event_id": event.id,
        "type": event.type,
        "occurred_at": in_utc(event.occurred_at),
        "recorded_at": in_utc(event.recorded_at),
        "hash": event.hash,
        "previous": event.previous,
        "body": event_to_json(event if event.personal is None else redacted(event)),
        "format": event.format,
        "personal": None if event.personal is None else _PERSONAL.dump_json(event.personal).decode(),
    }


def event_from_row(row: RowMapping) -> Event:
    """Return the event of a row, with its personal facts where they are still kept."""
    event = event_from_json(row["body"])
    return event if row["personal"] is None else replace(event, personal=_PERSONAL.validate_json(row["personal"]))


def deadline_values(dossier: Dossier, limits: Iterable[str] | None = None) -> list[Values]:
    """Return the rows of every run of *limits*, or of all limits."""
    wanted = None if limits is None else set(limits)
    runs = (*dossier.past_deadlines, *dossier.deadlines.values())
    return [_deadline(dossier.id, run) for run in runs if wanted is None or run.limit in wanted]


def _deadline(dossier: str, run: Deadline) -> Values:
    return {
        "dossier": dossier,
        "limit_id": run.limit,
        "run": run.run,
        "party": run.party,
        "state": run.state.value,
        "due_at": None if run.due is None else in_utc(run.due.at),
    }


def touched_limits(events: Iterable[Event]) -> set[str]:
    """Return the limits whose clocks *events* moved."""
    effects = (effect for event in events for effect in event.effects)
    return {limit for effect in effects if (limit := getattr(effect, "limit", None)) is not None}


def summary_from_row(row: RowMapping) -> DossierSummary:
    """Return a line of a list."""
    return DossierSummary(
        id=row["id"],
        version=row["version"],
        head=row["head"],
        status=NationalStatus(row["status"]),
        lifecycle=Lifecycle(row["lifecycle"]),
        procedure=ProcedureRef(id=row["procedure_id"], version=row["procedure_version"], hash=row["procedure_hash"]),
        last_at=row["last_at"],
        next_due=row["next_due"],
    )
