"""
How the cross-checks of a procedure tell what they find: places, and near names.

A check yields pairs of a place in the file and a sentence; the reader turns
them into problems with line numbers.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Place = tuple[str | int, ...]
"""Keys and list positions (from 0) that lead to a value: ``("limits", "total", "stops", 0)``."""

Mistake = tuple[Place, str]
"""Where something is wrong, and what."""

MOST_LISTED = 20
"""How many names a sentence lists."""


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """
    Say that there is no such *name*, and which is meant or could be.

    >>> unknown("step", "aprove", ["approve", "check"])
    "there is no step 'aprove'; did you mean 'approve'? known: approve, check"
    """
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    meant = f" did you mean {near[0]!r}?" if near else ""
    more = ", ..." if len(names) > MOST_LISTED else ""
    return f"there is no {kind} {name!r};{meant} known: {', '.join(names[:MOST_LISTED]) or 'none'}{more}"


def missing(kind: str, names: Iterable[str], known: Iterable[str], place: Place) -> Iterator[Mistake]:
    """Yield a mistake for each of the *names*, listed at *place*, that is not *known*."""
    listed = tuple(known)
    for number, name in enumerate(names):
        if name not in listed:
            yield (*place, number), unknown(kind, name, listed)


def repeated(names: Iterable[str], place: Place) -> Iterator[Mistake]:
    """Yield a mistake for each of the *names*, listed at *place*, that stands there twice."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield (*place, number), f"{name!r} is listed twice"
        seen.add(name)
