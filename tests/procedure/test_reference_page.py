"""The page on procedure files explains every key and value, and its examples are one sound file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dossierflow.procedure import procedure_from, procedure_schema
from dossierflow.reading import read_document

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "procedure-file.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = "\n".join(re.findall(r"^```yaml\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE))
PROSE = re.sub(r"^```yaml\n.*?^```", "", TEXT, flags=re.DOTALL | re.MULTILINE)
EXPLAINED = {word for code in re.findall(r"`([^`]+)`", PROSE) for word in re.findall(r"[a-z][a-z0-9_]*", code)}
DEFINITIONS = {"Procedure": procedure_schema(), **procedure_schema()["$defs"]}
BILINGUAL = {"vi", "en"}


def values(schema: object) -> set[str]:
    """Return every word that *schema* allows by name."""
    if isinstance(schema, list):
        return {word for item in schema for word in values(item)}
    if not isinstance(schema, dict):
        return set()
    listed = schema.get("enum", [])
    allowed = {word for word in [*listed, schema.get("const")] if isinstance(word, str)}
    return allowed | {word for key, item in schema.items() if key != "enum" for word in values(item)}


def test_the_examples_together_are_a_sound_file() -> None:
    """A reader who copies the page has a procedure that loads."""
    assert str(procedure_from(read_document(EXAMPLES))) == "stall-permit@2026-07-01"


@pytest.mark.parametrize("definition", sorted(DEFINITIONS))
def test_every_key_is_explained(definition: str) -> None:
    """A key that the format knows is named in the text of the page."""
    keys = set(DEFINITIONS[definition].get("properties", {})) - BILINGUAL

    assert sorted(keys - EXPLAINED) == []


def test_every_value_is_explained() -> None:
    """A word that the format allows is named in the text of the page."""
    assert sorted(values(DEFINITIONS) - EXPLAINED) == []


@pytest.mark.parametrize("definition", sorted(DEFINITIONS))
def test_every_key_is_used_in_the_examples_or_named_in_full(definition: str) -> None:
    """No key is left without an example, except alternatives that are written out in the text."""
    keys = set(DEFINITIONS[definition].get("properties", {})) - BILINGUAL
    written_out = {"remaining_plus", "new_limit", "quote", "note"}
    counting = set(DEFINITIONS["CountOverride"]["properties"])
    used = {key for key in keys if re.search(rf"\b{key}:", EXAMPLES)}

    assert sorted(keys - used - written_out - counting) == []
