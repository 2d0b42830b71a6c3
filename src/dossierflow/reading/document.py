"""
One file that has been read: its plain values, their lines, their digest.

Values are the ones that JSON knows. Dates and codes stay text; the models
that are filled from a document decide what they mean.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
"""A value as JSON knows it."""

Path: TypeAlias = "tuple[str | int, ...]"
"""Keys and list indices (from 0) that lead from the top to a value."""

_PLAIN_KEY = re.compile(r"[^\W\d][\w-]*")


class Place(NamedTuple):
    """Where a value stands in its file."""

    line: int
    """Line of the key or list item, counted from 1."""

    written: str | None = None
    """An unquoted value as the author spelled it; none for all others."""


@dataclass(frozen=True, slots=True)
class Document:
    """
    One YAML file, read.

    Two documents are equal where file name and digest are equal.
    """

    file: str
    """Name of the file, as messages show it."""

    data: Mapping[str, Value] = field(compare=False)
    """The values, in the order of the file. Treat them as read-only."""

    digest: str
    """``sha256:`` and 64 hexadecimal digits; see `digest_of`."""

    places: Mapping[Path, Place] = field(compare=False, repr=False)
    """Where each value stands; the empty path is the top level."""

    def line(self, path: Sequence[str | int]) -> int:
        """
        Return the line, from 1, of the key or list item at *path*.

        Where there is nothing at *path*, the line of the nearest ancestor
        that exists.
        """
        return self.places[self._nearest(tuple(path))].line

    def _nearest(self, path: Path) -> Path:
        while path and path not in self.places:
            path = path[:-1]
        return path


def child(value: Value, key: str | int) -> Value:
    """
    Return what stands in *value* under *key*.

    Raises:
        LookupError: If there is nothing, or *value* holds no values.
    """
    if isinstance(value, dict) and isinstance(key, str):
        return value[key]
    if isinstance(value, list) and isinstance(key, int) and key >= 0:
        return value[key]
    msg = f"nothing under {key!r}"
    raise LookupError(msg)


def dotted(path: Sequence[str | int]) -> str:
    """
    Return *path* as messages show it.

    Keys that a dot or bracket would make unclear are quoted.

    >>> dotted(["limits", "total", "cases", 2, "term"])
    'limits.total.cases[2].term'
    >>> dotted(["procedures", "1.013225", "name"])
    'procedures["1.013225"].name'
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _PLAIN_KEY.fullmatch(part):
            text += f".{part}" if text else part
        else:
            text += f"[{json.dumps(part, ensure_ascii=False)}]"
    return text


def digest_of(data: Mapping[str, Value]) -> str:
    """
    Return the digest of the canonical JSON of *data*, in Unicode NFC.

    Comments, blank lines, quoting and the order of keys do not change it; the
    order of a list does.

    >>> digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    True
    """
    canonical = json.dumps(data, allow_nan=False, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    encoded = unicodedata.normalize("NFC", canonical).encode("utf-8")
    return f"sha256:{hashlib.sha256(encoded).hexdigest()}"
