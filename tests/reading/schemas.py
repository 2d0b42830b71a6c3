"""What every JSON Schema of a file format owes to those who write files in an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Iterator


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every key of the format, by the definition that has it, with what the schema says of it."""
    for title, definition in {"": schema, **schema["$defs"]}.items():
        for key, said in definition.get("properties", {}).items():
            yield f"{title}.{key}", said


def undescribed(schema: dict[str, Any]) -> list[str]:
    """Return the keys at which an editor would show nothing."""
    return [place for place, said in properties(schema) if not said.get("description")]


def wrong_examples(schema: dict[str, Any]) -> list[str]:
    """Return the values that an editor offers and then marks as wrong."""
    return [
        f"{place}: {example!r}"
        for place, said in properties(schema)
        for example in said.get("examples", ())
        if not Draft202012Validator({**said, "$defs": schema["$defs"]}).is_valid(example)
    ]
