"""The JSON Schema of a file format, for editors that complete and check while one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from dossierflow.frozen import Frozen

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A value as JSON knows it."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def file_schema(model: type[Frozen]) -> dict[str, Json]:
    """Return the JSON Schema (draft 2020-12) of files that hold a *model*, as those who write files need it."""
    return {"$schema": DIALECT, **_object(model.model_json_schema(by_alias=True))}


def _object(schema: dict[str, Json]) -> dict[str, Json]:
    closed = {key: _tidied(value) for key, value in schema.items()}
    if isinstance(description := closed.get("description"), str):
        # Examples in Python mean nothing to those who write files.
        closed["description"] = description.partition("\n\n>>>")[0].replace("``", "`")
    if "patternProperties" in closed:
        # Keys are names; one that is misspelt must not slip through as another property.
        closed["additionalProperties"] = False
    return closed


def _tidied(value: Json) -> Json:
    if isinstance(value, dict):
        return _object(value)
    return [_tidied(item) for item in value] if isinstance(value, list) else value
