"""
What weighs more in a comparison: what moves dates, then who does what, then words.

A reader of a new version asks first whether dossiers will be due on other days.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.reading.document import Path


class Weight(StrEnum):
    """How much hangs on a field."""

    DATES = "dates"
    """It moves due dates, or says what time and silence do to a dossier."""

    COURSE = "course"
    """It says who does what, and in which order."""

    WORDS = "words"
    """Names, sources and notes."""


PARTS: tuple[str, ...] = (
    "limits",
    "supplement",
    "pauses",
    "handoffs",
    "extensions",
    "fees",
    "filing",
    "steps",
    "counting",
    "calendar",
    "transition",
    "effective",
    "apology",
    "reception",
    "forks",
    "withdrawal",
    "returning",
    "facts",
    "channels",
    "ends",
    "agencies",
    "status",
    "name",
    "procedure",
    "code",
    "version",
    "basis",
    "exceptions",
    "note",
)
"""The parts of a procedure file, the weightiest first."""

NAMED = frozenset(
    {
        "agencies",
        "roles",
        "facts",
        "limits",
        "steps",
        "actions",
        "forks",
        "tracks",
        "handoffs",
        "fees",
        "pauses",
        "extensions",
        "ends",
        "grounds",
        "clock",
        "policy",
    }
)
"""Keys below which the author of a file chooses the names."""

_WORDS = frozenset({"name", "note", "basis", "cite", "code", "result", "version", "procedure", "status"})
_DATES: Mapping[str, frozenset[str]] = {
    "limits": frozenset(
        {"term", "per", "cases", "starts", "deemed", "stops", "count", "calendar", "when", "on_missed"}
    ),
    "supplement": frozenset({"max", "ask_within", "clock", "policy"}),
    "pauses": frozenset({"suspends", "unbounded", "steps"}),
    "handoffs": frozenset({"silence", "suspends", "when"}),
    "extensions": frozenset({"limit", "max", "at_most", "anchor", "agreement", "when"}),
    "fees": frozenset({"suspends"}),
    "filing": frozenset({"before", "not_earlier", "not_later", "when"}),
    "steps": frozenset({"suspends"}),
    "apology": frozenset({"max", "at_least_before"}),
    "reception": frozenset({"appointment", "next_appointments"}),
    "agencies": frozenset({"calendar"}),
    "transition": frozenset({"keep_if"}),
}
_ALWAYS = frozenset({"counting", "calendar", "effective"})
_WHOLE = frozenset(
    {"limits", "supplement", "pauses", "handoffs", "extensions", "fees", "filing", "transition", "apology"}
)


def weight_of(path: Path) -> Weight:
    """
    Return how much hangs on the field at *path*.

    >>> weight_of(("limits", "total", "term")).value, weight_of(("limits", "total", "name")).value
    ('dates', 'words')
    >>> weight_of(("steps", "name")).value
    'course'
    """
    part, keys = str(path[0]), list(_keys(path))
    if keys and keys[-1] in _WORDS:
        return Weight.WORDS
    if part in _ALWAYS or (not keys[1:] and part in _WHOLE):
        return Weight.DATES
    return Weight.DATES if keys[1:] and keys[1] in _DATES.get(part, frozenset()) else Weight.COURSE


def order_of(weight: Weight, path: Path) -> tuple[int, int]:
    """Return what differences are sorted by; what weighs more comes first."""
    part = str(path[0])
    return tuple(Weight).index(weight), PARTS.index(part) if part in PARTS else len(PARTS)


def holds_names(path: Path) -> bool:
    """
    Tell whether what stands at *path* is a list of things that the file names: limits, steps, outcomes.

    >>> holds_names(("limits",)), holds_names(("limits", "steps"))
    (True, False)
    """
    is_name = False
    for key in path[:-1]:
        is_name = not is_name and key in NAMED
    return not is_name and path[-1] in NAMED


def _keys(path: Path) -> Iterator[str]:
    """Yield the keys of *path* that the format gives, without names and positions."""
    is_name = False
    for key in path:
        if isinstance(key, str) and not is_name:
            yield key
        is_name = not is_name and key in NAMED
