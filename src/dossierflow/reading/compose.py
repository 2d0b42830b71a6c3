"""
From text to YAML nodes, within bounds.

PyYAML composes the nodes; a subclass refuses, before they are built, the
features of YAML that let a file say more than it shows (anchors, merge keys,
tags) and files that are too deep or too large to be meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

import yaml

from dossierflow.errors import DefinitionError, Problem
from dossierflow.reading.syntax import explain

if TYPE_CHECKING:
    from yaml.error import Mark

DEEPEST = 40
"""How many lists and mappings may stand inside each other, the top level included."""

MOST_NODES = 20_000
"""How many values a file may hold; keys, lists and mappings count too."""


def compose(text: str, file: str) -> yaml.Node | None:
    """
    Return the only document in *text*; none where it is empty.

    Raises:
        DefinitionError: If *text* is not YAML, or uses what is refused.
    """
    composer = _Composer(text, file)
    try:
        return composer.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise DefinitionError([explain(error, file)]) from None
    except (ValueError, OverflowError):
        # PyYAML converts escapes and version numbers without looking at their size.
        message = "found an escape or a version number that is out of range; correct it"
        raise DefinitionError([Problem(file, cast("_Stream", composer).get_mark().line + 1, "", message)]) from None
    finally:
        cast("_Stream", composer).dispose()


class _Stream(Protocol):
    """The methods of PyYAML's loader that its stubs leave without types."""

    def peek_event(self) -> yaml.Event: ...
    def get_mark(self) -> Mark: ...
    def dispose(self) -> None: ...


class _Composer(yaml.SafeLoader):
    """Composes nodes, and refuses at the first event what may not become one."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__(text)
        self._file = file
        self._depth = 0
        self._nodes = 0

    def compose_document(self) -> yaml.Node | None:
        start = cast("yaml.DocumentStartEvent", cast("_Stream", self).peek_event())
        if start.version or start.tags:
            raise self._refused(start, "a '%' directive is not allowed; remove it")
        return super().compose_document()

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = cast("yaml.NodeEvent", cast("_Stream", self).peek_event())
        self._check(event)
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise self._refused(event, f"the file holds more than {MOST_NODES:,} values; split it")
        if isinstance(event, yaml.ScalarEvent):
            return super().compose_node(parent, index)
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._refused(event, f"lists and mappings stand more than {DEEPEST} deep inside each other")
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def _check(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self._refused(event, f"the alias '*{event.anchor}' is not allowed; write the value out")
        if event.anchor is not None:
            raise self._refused(event, f"the anchor '&{event.anchor}' is not allowed; write the value where it is used")
        tag: str | None = getattr(event, "tag", None)
        if tag is not None:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            raise self._refused(event, f"the tag '{shown}' is not allowed; remove it, values say their type themselves")

    def _refused(self, event: yaml.Event, message: str) -> DefinitionError:
        return DefinitionError([Problem(self._file, cast("Mark", event.start_mark).line + 1, "", message)])
