"""The scenario format as JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.reading.schema import file_schema
from dossierflow.simulate.scenario import Scenario
from dossierflow.simulate.schema_words import DESCRIBED, EXAMPLES

if TYPE_CHECKING:
    from dossierflow.reading.schema import Json


def scenario_schema() -> dict[str, Json]:
    """
    Return the JSON Schema (draft 2020-12) of scenario files.

    A file that fails it is refused; one that passes may still name people or
    limits that do not exist, which only `read_scenario` finds out.

    >>> scenario_schema()["title"]
    'Scenario'
    """
    schema = file_schema(Scenario, described=DESCRIBED, examples=EXAMPLES)
    open_to_gaps = {name: _with_gaps(part) for name, part in schema.items() if name in {"$defs", "properties"}}
    return {**schema, **open_to_gaps}


_GAP: dict[str, Json] = {"type": "string", "pattern": r"^\$[a-z][a-z0-9_]*$"}
"""What a value of any type may be in a file with variants."""

_SAID = frozenset({"description", "examples"})
_NARROW = frozenset({"enum", "pattern"})
_NOT_TEXT = frozenset({"integer", "number", "boolean"})


def _with_gaps(part: Json) -> Json:
    if isinstance(part, list):
        return [_with_gaps(item) for item in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") in _NOT_TEXT or _NARROW & part.keys():
        said = {key: value for key, value in part.items() if key in _SAID}
        return {"anyOf": [{key: value for key, value in part.items() if key not in _SAID}, _GAP], **said}
    return {
        key: value if key in {"enum", "required", "discriminator", "examples"} else _with_gaps(value)
        for key, value in part.items()
    }
