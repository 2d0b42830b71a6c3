"""
Versions of the event format, and how an event of an older one is read.

An upcaster takes the JSON object of one version and returns that of the next.
Events are never rewritten: what was logged keeps its text, its version and its
hash for ever, and is translated each time it is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from dossierflow.errors import EventFormatError

if TYPE_CHECKING:
    from dossierflow.reading.schema import Json

FORMAT: Final = 1
"""Version of the event format that is written; see `UPCASTERS` for those that are read."""

Upcaster: TypeAlias = Callable[["dict[str, Json]"], "dict[str, Json]"]
"""Returns the object of the next version; it must leave *hash*, *previous*, *dossier* and *sequence* alone."""

UPCASTERS: Final[Mapping[int, Upcaster]] = MappingProxyType({})
"""
By the version that each of them reads; format 1 is the first that was ever released.

Whoever raises `FORMAT` adds an entry here and a log of the older version to
the tests.
"""

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def upcast(
    text: str | bytes, *, upcasters: Mapping[int, Upcaster] = UPCASTERS, to: int = FORMAT
) -> tuple[int, str] | None:
    """
    Return an event of an older format in the current one; none if *text* is not one that can be read so.

    Args:
        text: One event as it was logged.

        upcasters: By the version that each of them reads.

        to: The version to reach.

    Returns:
        The version in which it was logged, and its JSON in version *to*.

    Raises:
        EventFormatError: It lacks what its version must have.

    >>> step = {0: lambda logged: {**logged, "kind": "event"}}
    >>> upcast('{"format":0,"id":1}', upcasters=step)
    (0, '{"format":1,"id":1,"kind":"event"}')
    >>> upcast('{"format":1,"id":1}', upcasters=step) is None
    True
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    logged = cast("dict[str, Json]", found)
    version = logged.get("format")
    if not isinstance(version, int) or isinstance(version, bool) or version >= to:
        return None
    for number in range(version, to):
        if number not in upcasters:
            return None
        try:
            logged = {**upcasters[number](logged), "format": number + 1}
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            msg = f"an event of format {number} cannot be read as format {number + 1}: {error!r}"
            raise EventFormatError(msg) from error
    return version, _encode(logged)


def rewritten(text: str, **changes: Json) -> str:
    """
    Return the canonical text of a logged object, with some of its values changed.

    >>> rewritten('{"b": 1, "a": {"d": 1, "c": 2}}', b=None)
    '{"a":{"c":2,"d":1},"b":null}'
    """
    return _encode({**json.loads(text), **changes})


def hashed_part(text: str, outside: frozenset[str]) -> bytes:
    """
    Return the canonical form of a logged object without the keys that its hash leaves *outside*.

    >>> hashed_part('{"hash": "x", "b": 1, "a": 2}', frozenset({"hash"}))
    b'{"a":2,"b":1}'
    """
    return _encode({key: value for key, value in json.loads(text).items() if key not in outside}).encode()
