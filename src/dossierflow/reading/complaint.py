"""
One complaint of pydantic, placed in the document it is about.

Where several forms of a value are allowed, pydantic writes the name of the
form it tried between the keys of the path. Only a look at the document tells
such a label from a key.
"""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from dossierflow.reading.document import child

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from dossierflow.reading.document import Path, Value

_KEY_MARK = "[key]"
_ABOUT_LAST_KEY = frozenset({"missing", "extra_forbidden"})
_ITEM = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+|True|False|None""")


class Label(NamedTuple):
    """The form of a value that pydantic tried, as pydantic names it."""

    text: str


Trail: TypeAlias = "tuple[str | int | Label, ...]"
"""A path with the labels between its keys."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one value."""

    kind: str
    """pydantic's name for the mistake."""

    trail: Trail

    found: object
    """The rejected value; for a missing key, the mapping without it."""

    text: str
    """pydantic's sentence, or the one that a validator of this library raised."""

    context: Mapping[str, object] = field(default_factory=dict[str, object])

    about_key: bool = False
    """Whether the key is wrong rather than the value under it."""

    others: tuple[Complaint, ...] = ()
    """Complaints of the other forms that the value might have had."""

    @property
    def path(self) -> Path:
        """Where the value stands, or should stand."""
        return tuple(step for step in self.trail if not isinstance(step, Label))


def placed(detail: ErrorDetails, part: Value) -> Complaint:
    """Return the complaint in *detail* about *part*, the values that were validated."""
    loc = detail["loc"]
    kind = detail["type"]
    context = detail.get("ctx", {})
    about_key = bool(loc) and loc[-1] == _KEY_MARK
    # The last step is a key even where a validator of the model brought it, not the document.
    absent = loc[-1:] if kind in _ABOUT_LAST_KEY else ()
    steps = loc[: len(loc) - len(absent) - about_key]
    found: object = detail["input"]
    # About an unknown key pydantic shows its value, otherwise the value at the end of the steps.
    trail = (*_trail(steps, part, found, absent if kind == "extra_forbidden" else ()), *absent)
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        return _of_tag(detail, trail)
    return Complaint(kind, trail, found, detail["msg"], context, about_key=about_key)


def listed(expected: object) -> list[str]:
    """
    Return the single values in pydantic's list of *expected* ones.

    >>> listed("'new', 'adjust' or 3")
    ['new', 'adjust', '3']
    """
    return [str(ast.literal_eval(item)) for item in _ITEM.findall(str(expected))]


def _of_tag(detail: ErrorDetails, trail: Trail) -> Complaint:
    # The mistake is in the key that names the form, not in the mapping that has the form.
    context: dict[str, object] = detail.get("ctx", {})
    names = listed(context["discriminator"])
    found: object = detail["input"]
    expected = {"expected": context.get("expected_tags", "")}
    kind = "literal_error" if "expected_tags" in context else detail["type"]
    if not names:
        return Complaint(kind, trail, found, detail["msg"], expected)
    place = (*trail, names[0])
    try:
        tag = child(cast("Value", found), names[0])
    except LookupError:
        return Complaint("missing", place, found, detail["msg"])
    return Complaint(kind, place, tag, detail["msg"], expected)


def _trail(steps: tuple[str | int, ...], part: Value, found: object, within: tuple[str | int, ...]) -> Trail:
    # Every reading of the steps as keys and labels that the document allows, one for each path.
    readings: dict[Path, tuple[Trail, Value]] = {(): ((), part)}
    for step in steps:
        following: dict[Path, tuple[Trail, Value]] = {}
        for path, (trail, value) in readings.items():
            with suppress(LookupError):
                following.setdefault((*path, step), ((*trail, step), child(value, step)))
            following.setdefault(path, ((*trail, Label(str(step))), value))
        readings = following
    # The value that pydantic saw decides; after it, the reading with the most keys.
    return max(readings.values(), key=lambda reading: (_holds(reading[1], within, found), _keys(reading[0])))[0]


def _holds(value: Value, within: tuple[str | int, ...], found: object) -> bool:
    try:
        for key in within:
            value = child(value, key)
    except LookupError:
        return False
    return value == found


def _keys(trail: Trail) -> int:
    return sum(not isinstance(step, Label) for step in trail)
