"""
An explanation as plain values that JSON can carry.

Keys are stable and always present; a missing value is null. Days are
``YYYY-MM-DD``, instants RFC 3339 with their offset, fractions text.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.citation import Citation
    from dossierflow.deadlines.explanation import Due, Explanation, Step
    from dossierflow.deadlines.ledger import Ledger
    from dossierflow.deadlines.variants import Variant

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
"""A value as JSON knows it."""

FORMAT = "dossierflow/explanation@1"


def explanation_json(explanation: Explanation, variants: Iterable[Variant] | None = None) -> dict[str, Json]:
    """Return *explanation* as plain values, ready for `json.dumps`; with *variants* where they were asked for."""
    used = explanation.calendar
    return {
        "format": FORMAT,
        "due": _due(explanation.due),
        "ledger": _ledger(explanation.ledger),
        "calendar": {
            "name": used.name,
            "hash": used.hash,
            "zone": used.zone,
            "confirmed_until": used.confirmed_until.isoformat(),
        },
        "steps": [_step(step) for step in explanation.steps],
        "sensitivity": None if variants is None else [_variant(variant) for variant in variants],
    }


def _variant(variant: Variant) -> Json:
    return {"change": variant.change.value, "moved": variant.moved, "due": _due(variant.due)}


def _due(due: Due | None) -> Json:
    if due is None:
        return None
    return {"day": due.day.isoformat(), "at": due.at.isoformat(), "provisional": due.provisional}


def _ledger(ledger: Ledger) -> dict[str, Json]:
    counting = ledger.counting.model_dump(mode="json", exclude={"sources"})
    return {
        "term": str(ledger.term),
        "trigger": ledger.trigger.isoformat(),
        "counting": counting,
        "suspensions": [
            {
                "start": one.start.isoformat(),
                "end": None if one.end is None else one.end.isoformat(),
                "reason": one.reason,
                "cite": _cites(one.cite),
            }
            for one in ledger.suspensions
        ],
        "extensions": [
            {"term": str(one.term), "anchor": str(one.anchor), "reason": one.reason, "cite": _cites(one.cite)}
            for one in ledger.extensions
        ],
        "deeming": None if ledger.deeming is None else ledger.deeming.model_dump(mode="json"),
        "cite": _cites(ledger.cite),
    }


def _step(step: Step) -> dict[str, Json]:
    params: dict[str, Json] = dict(step.params)
    return {
        "kind": step.kind.value,
        "before": step.before.isoformat(),
        "after": None if step.after is None else step.after.isoformat(),
        "amount": str(step.amount) if isinstance(step.amount, Decimal) else step.amount,
        "unit": None if step.unit is None else step.unit.value,
        "counted": [day.isoformat() for day in step.counted],
        "skipped": [
            {
                "day": skip.day.isoformat(),
                "kind": skip.kind.value,
                "name": None if skip.name is None else {"vi": skip.name.vi, "en": skip.name.en},
                "reason": skip.reason,
                "cite": _cites(skip.cite),
            }
            for skip in step.skipped
        ],
        "worked": [
            {"day": day.isoformat(), "name": {"vi": name.vi, "en": name.en}, "cite": _cites(cite)}
            for day, name, cite in step.worked
        ],
        "params": params,
        "cite": _cites(step.cite),
    }


def _cites(cites: tuple[Citation, ...]) -> list[Json]:
    return [cite.model_dump(mode="json") for cite in cites]
