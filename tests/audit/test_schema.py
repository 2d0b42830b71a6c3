"""The published JSON Schema is that of the events, and refuses what is not one."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from dossierflow.audit import event_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.engine import Event

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "reference" / "event.schema.json"


def test_the_published_schema_is_the_generated_one() -> None:
    """Who reads the committed file reads what this version writes."""
    assert json.loads(PUBLISHED.read_text("utf-8")) == event_schema()


def test_the_schema_is_one() -> None:
    """It is a valid schema of its dialect."""
    jsonschema.Draft202012Validator.check_schema(event_schema())


def test_every_event_passes(log: bytes) -> None:
    """Each line of a log, personal facts and all, is valid."""
    validator = jsonschema.Draft202012Validator(event_schema())

    for line in log.decode().splitlines():
        assert list(validator.iter_errors(json.loads(line))) == []


def _drop(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda event: event.pop(name)


def _put(value: object, *path: str | int) -> Callable[[dict[str, Any]], object]:
    def change(event: dict[str, Any]) -> None:
        place: Any = event
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value

    return change


BROKEN = [
    *map(_drop, ["dossier", "sequence", "format", "hash", "personal", "command_id"]),
    _put("x", "weather"),
    _put("2", "sequence"),
    _put({"do": "dance"}, "act"),
    _put("x", "act", "weather"),
    _put("x", "effects", 0, "weather"),
    _put("flew_away", "effects", 0, "kind"),
    _put({"agency": "a"}, "actor"),
]


@pytest.mark.parametrize("change", BROKEN)
def test_what_is_no_event_fails(
    life: tuple[Event, ...], log: bytes, change: Callable[[dict[str, Any]], object]
) -> None:
    """A missing, unknown or wrongly typed field is found at every depth."""
    event = deepcopy(json.loads(log.decode().splitlines()[1]))
    change(event)

    assert life[1].type == "received"
    assert list(jsonschema.Draft202012Validator(event_schema()).iter_errors(event))


def test_due_dates_are_described(log: bytes) -> None:
    """A due date with another key than its three fails."""
    event = json.loads(log.decode().splitlines()[1])
    due = next(effect["due"] for effect in event["effects"] if effect.get("due"))
    due["weather"] = "fine"

    assert list(jsonschema.Draft202012Validator(event_schema()).iter_errors(event))
