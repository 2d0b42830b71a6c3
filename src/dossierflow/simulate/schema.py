"""The scenario format as JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

from typing import TypeAlias

from dossierflow.simulate.scenario import Scenario

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A value as JSON knows it."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def scenario_schema() -> dict[str, Json]:
    """
    Return the JSON Schema (draft 2020-12) of scenario files.

    A file that fails it is refused; one that passes may still name people or
    limits that do not exist, which only `read_scenario` finds out.

    >>> scenario_schema()["title"]
    'Scenario'
    """
    return {"$schema": DIALECT, **_object(Scenario.model_json_schema(by_alias=True))}


def _object(schema: dict[str, Json]) -> dict[str, Json]:
    closed = {key: _tidied(value) for key, value in schema.items()}
    if isinstance(description := closed.get("description"), str):
        closed["description"] = description.partition("\n\n>>>")[0].replace("``", "`")
    if "patternProperties" in closed:
        # a misspelt name must not slip through as another property
        closed["additionalProperties"] = False
    return closed


def _tidied(value: Json) -> Json:
    if isinstance(value, dict):
        return _object(value)
    return [_tidied(item) for item in value] if isinstance(value, list) else value
