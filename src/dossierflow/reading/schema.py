"""The JSON Schema of a file format, for editors that complete and check while one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossierflow.frozen import Frozen

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A value as JSON knows it."""

Said = TypeVar("Said")

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def file_schema(
    model: type[Frozen],
    *,
    described: Mapping[str, str] | None = None,
    examples: Mapping[str, Sequence[Json]] | None = None,
) -> dict[str, Json]:
    """
    Return the JSON Schema (draft 2020-12) of files that hold a *model*, as those who write files need it.

    Args:
        model: What a file holds.

        described: What keys mean that have no words of their own, by ``Definition.key`` or ``key``.

        examples: Values that editors offer, by the same names.
    """
    schema = {"$schema": DIALECT, **_object(model.model_json_schema(by_alias=True))}
    definitions = _inside(schema.get("$defs"))
    for title, definition in {model.__name__: schema, **definitions}.items():
        for key, said in _inside(_inside(definition).get("properties")).items():
            one, names = _inside(said), (f"{title}.{key}", key)
            if "description" not in one:
                words = _first(described or {}, names) or _words_of(one, definitions)
                one.update({} if words is None else {"description": words})
            offered = _first(examples or {}, names)
            one.update({} if offered is None else {"examples": list(offered)})
    return schema


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


def _inside(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _first(table: Mapping[str, Said], names: tuple[str, str]) -> Said | None:
    return next((table[name] for name in names if name in table), None)


def _words_of(part: dict[str, Json], definitions: dict[str, Json]) -> str | None:
    """Return what is said of the definition that *part* refers to, itself or for each of its values."""
    choices = part.get("anyOf")
    inner = [part.get("items"), *_inside(part.get("patternProperties")).values()]
    for one in map(_inside, (part, *inner, *(choices if isinstance(choices, list) else ()))):
        found = _inside(definitions.get(str(one.get("$ref", "")).rpartition("/")[2])).get("description")
        if isinstance(found, str):
            return found
    return None
