"""What holds for every text and every document."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from dossierflow.citation import Citation
from dossierflow.errors import DefinitionError
from dossierflow.reading import load, read_document
from dossierflow.reading.characters import refusal
from dossierflow.reading.document import Value, digest_of
from dossierflow.reading.scalars import LARGEST

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

words = st.text(max_size=12).filter(lambda text: refusal(text) is None and "\r" not in text)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words
)
keys = words.filter(bool)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)
documents = st.dictionaries(keys, values, min_size=1, max_size=4)

# What a text needs to be YAML or nearly so.
SIGNS = [
    *"[]{}:,-?&*!|>'\"%@`#~<= \n\\\t",
    "a",
    "1",
    ": ",
    "- ",
    "---",
    "...",
    "<<",
    "null",
    "\n  ",
    "\\u",
    "%YAML 1.2\n",
]
yamlish = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)


def outcome(source: str | Path) -> str:
    """Return how reading *source* ends; an exception of another kind passes through."""
    try:
        return read_document(source).digest
    except DefinitionError as error:
        return "; ".join(f"{problem.line} {problem.message}" for problem in error.problems)


@given(st.text() | yamlish)
@example('"\\UFFFFFFFF"')
@example("%YAML 1." + "9" * 5000 + "\n---\na: 1")
@example("\ud800")
def test_any_text_is_read_or_refused(text: str) -> None:
    """There is no third way, and the same text ends the same way again."""
    assert re.match(r"sha256:[0-9a-f]{64}$|\d+ \w", outcome(text))
    assert outcome(text) == outcome(text)


@given(st.binary())
@example(b"\r")
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """A file of arbitrary bytes raises nothing but a definition error."""
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(raw)
    assert re.match(r"sha256:[0-9a-f]{64}$|\d+ \w", outcome(path))


def as_json(data: Value) -> str:
    """Return *data* as JSON, which is YAML too, one value in each line."""
    return json.dumps(data, ensure_ascii=False, indent=1)


def turned(value: Value) -> Value:
    """Return *value* with the keys of all its mappings in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(item) for key, item in reversed(value.items())}
    if isinstance(value, list):
        return [turned(item) for item in value]
    return value


def as_lines(data: dict[str, Value]) -> list[str]:
    """Return *data* as YAML with one entry in each line."""
    return [
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(item, ensure_ascii=False)}" for key, item in data.items()
    ]


@given(documents)
def test_what_is_written_as_json_is_read_back(data: dict[str, Value]) -> None:
    """JSON with short keys is YAML; its values come back unchanged."""
    document = read_document(as_json(data))

    assert (as_json(data), digest_of(data)) == (as_json(dict(document.data)), document.digest)


@given(documents, st.lists(st.sampled_from(["", "# note", "  # note: [", "#&*"]), min_size=1, max_size=3))
def test_layout_never_changes_the_digest(data: dict[str, Value], notes: list[str]) -> None:
    """Turned keys, comments, blank lines and another style of YAML give the same digest."""
    other = turned(data)
    assert isinstance(other, dict)
    text = "\n".join(line for entry in as_lines(other) for line in [*notes, f"{entry}  # note"])

    assert read_document(text).digest == read_document(as_json(data)).digest


@given(documents)
def test_every_value_has_a_line(data: dict[str, Value]) -> None:
    """With one entry in each line the lines are those of the entries."""
    document = read_document("\n".join(as_lines(data)))

    assert [document.line([key]) for key in data] == list(range(1, len(data) + 1))


@given(documents)
def test_any_document_fits_a_model_or_is_refused(data: dict[str, Value]) -> None:
    """Loading raises nothing but a definition error, and names a line of the file."""
    text = as_json(data)
    document = read_document(text)
    try:
        # A citation that loads has kept the name of its document.
        lines = [1] if load(Citation, document).doc == document.data["doc"] else []
    except DefinitionError as error:
        lines = [problem.line for problem in error.problems]

    assert lines
    assert all(1 <= line <= len(text.split("\n")) for line in lines)
