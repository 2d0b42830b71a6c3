"""
The event as JSON Schema, for those who read logs without this library.

Every field that the library writes is required and no other is allowed: a
schema that lets anything through would find nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from dossierflow.engine.events import Event
from dossierflow.engine.formats import FORMAT
from dossierflow.reading.schema import DIALECT

if TYPE_CHECKING:
    from dossierflow.reading.schema import Json

EVENT_SCHEMA_ID: Final = f"urn:dossierflow:event:{FORMAT}"
"""Name of the schema, which CloudEvents carry as ``dataschema``; one per format version."""

_ADAPTER: Final[TypeAdapter[Event]] = TypeAdapter(Event)


def event_schema() -> dict[str, Json]:
    """
    Return the JSON Schema (draft 2020-12) of one event as logged.

    >>> event_schema()["$id"]
    'urn:dossierflow:event:1'
    """
    generated = _ADAPTER.json_schema(mode="serialization")
    return {"$schema": DIALECT, "$id": EVENT_SCHEMA_ID, **_closed(generated)}


def _closed(schema: dict[str, Json]) -> dict[str, Json]:
    tidied = {key: _tidied(value) for key, value in schema.items()}
    if isinstance(description := tidied.get("description"), str):
        # Examples in Python mean nothing to those who read logs in another language.
        tidied["description"] = description.partition("\n\n>>>")[0].replace("``", "`")
    properties = tidied.get("properties")
    if tidied.get("type") == "object" and isinstance(properties, dict):
        tidied["required"] = [*sorted(properties)]
        tidied["additionalProperties"] = False
    return tidied


def _tidied(value: Json) -> Json:
    if isinstance(value, dict):
        return _closed(value)
    return [_tidied(item) for item in value] if isinstance(value, list) else value
