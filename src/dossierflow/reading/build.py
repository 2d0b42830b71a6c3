"""
From YAML nodes to plain values and the places where they stand.

All keys are text, as written: ``2026: …`` has the key ``"2026"``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from dossierflow.errors import Problem
from dossierflow.reading import scalars
from dossierflow.reading.characters import refusal
from dossierflow.reading.document import Path, Place, Value, dotted

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class Builder:
    """Builds one document and collects what is wrong with it."""

    file: str
    places: dict[Path, Place] = field(default_factory=dict[Path, Place])
    problems: list[Problem] = field(default_factory=list[Problem])

    def value(self, node: yaml.Node, path: Path, line: int) -> Value:
        """Return the value of *node*, which stands at *path* in *line*."""
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path, line)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path, line)
        self.places[path] = Place(line)
        return [self.value(item, (*path, index), line_of(item)) for index, item in enumerate(node.value)]

    def mapping(self, node: yaml.MappingNode, path: Path, line: int) -> dict[str, Value]:
        """Return the values of *node*, as `value` does."""
        self.places[path] = Place(line)
        return {key: self.value(item, (*path, key), at) for key, item, at in self._entries(node, path)}

    def _entries(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, yaml.Node, int]]:
        first: dict[str, int] = {}
        for key_node, item in node.value:
            line = line_of(key_node)
            key = key_node.value
            if message := _key_refusal(key_node):
                self._problem(path, line, message)
            elif key in first:
                self._problem((*path, key), line, f"the key {key!r} stands in line {first[key]} already; keep one")
            else:
                first[key] = line
                yield key, item, line

    def _scalar(self, node: yaml.ScalarNode, path: Path, line: int) -> Value:
        text: str = node.value
        # A quotation mark or a block sign makes text of what would be a number without it.
        if node.style is not None:
            self.places[path] = Place(line)
            if message := _text_refusal(text):
                self._problem(path, line, message)
            return text
        self.places[path] = Place(line, text)
        try:
            return scalars.plain(text)
        except ValueError as error:
            self._problem(path, line, str(error))
            return None

    def _problem(self, path: Path, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, dotted(path), message))


def line_of(node: yaml.Node) -> int:
    """Return the line, from 1, in which *node* begins."""
    return node.start_mark.line + 1


def _key_refusal(node: yaml.Node) -> str | None:
    if not isinstance(node, yaml.ScalarNode):
        return "a key must be a word, not a list or a mapping"
    if node.style is None and node.value == "<<":
        return "the merge key '<<' is not allowed; write the keys out"
    if not node.value:
        return "a key is empty; write the key before ':'"
    return _text_refusal(node.value)


def _text_refusal(text: str) -> str | None:
    # The characters of the file are checked before; only an escape can bring others.
    if message := refusal(text):
        return f"{message} (it is written as an escape)"
    return None
