"""
What two versions of a procedure say differently, field by field.

Nothing is missed: the versions are compared as the content that their hashes
cover, so there is no difference exactly where the hashes are equal. Rows of a
decision table are recognised by their condition, not by their position.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from dossierflow.citation import Citation
from dossierflow.reading.document import dotted
from dossierflow.review.compare.importance import Weight, holds_names, order_of, weight_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossierflow.procedure import Procedure
    from dossierflow.reading.document import Path, Value

ROWS: Mapping[str, tuple[str, ...]] = {"cases": ("when",), "filing": ("before", "when")}
"""Lists whose items are rows, and the keys by which a row is recognised."""

_WHOLE = frozenset({"when", "by", "to", "confirm_by", "lift_by", "stop_by", "starts"})
_TEXT = {"vi", "en"}
_MODELS = {"remaining_plus", "new_limit"}
"""The clock models that take a value."""


class ChangeKind(StrEnum):
    """What became of a field."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    REORDERED = "reordered"
    """The rows of a table stand in another order and say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that says something else, or is there on one side only."""

    kind: ChangeKind
    weight: Weight
    path_before: Path | None
    """Keys and positions (from 0) in the first version; none for what was added."""

    path_after: Path | None
    before: Value
    """The value as JSON; null too where there is none. Of a new order, the positions."""

    after: Value
    cite_before: tuple[Citation, ...]
    """Where the first version has it from: the nearest sources above the field."""

    cite_after: tuple[Citation, ...]

    @property
    def path(self) -> Path:
        """Where it stands in the second version, or in the first one if it was removed."""
        return self.path_after if self.path_after is not None else self.path_before or ()

    @property
    def field(self) -> str:
        """The same as a dotted path: ``limits.total.cases[2].term``."""
        return dotted(self.path)


def differences(before: Procedure, after: Procedure) -> tuple[Difference, ...]:
    """
    Return everything that *after* says otherwise than *before*, what moves dates first.

    >>> from dossierflow.procedure import shipped
    >>> early, late = shipped("building-permit")
    >>> differences(early, early)
    ()
    >>> differences(early, late)[0].field
    'limits.total.stops'
    """
    contents = _content(before), _content(after)
    found = [_told(change, *contents) for change in _compare(contents[0], contents[1], (), ())]
    # the order of the file is kept among what weighs the same
    return tuple(sorted(found, key=lambda one: order_of(one.weight, one.path)))


@dataclass(frozen=True, slots=True)
class _Change:
    kind: ChangeKind
    path_before: Path | None
    path_after: Path | None
    before: Value = None
    after: Value = None


def _content(procedure: Procedure) -> dict[str, Value]:
    """Return what the hash of *procedure* covers."""
    return procedure.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _compare(before: Value, after: Value, here: Path, there: Path) -> Iterator[_Change]:
    if isinstance(before, dict) and isinstance(after, dict) and not _is_whole(here, before, after):
        for key in dict.fromkeys([*before, *after]):
            if (key in after) != (key in before) and _lists_names((*here, key), before.get(key, after.get(key))):
                # a part that is there on one side only is told by its names, each on its own
                yield from _compare(before.get(key, {}), after.get(key, {}), (*here, key), (*there, key))
            elif key not in after:
                yield _Change(ChangeKind.REMOVED, (*here, key), None, before[key])
            elif key not in before:
                yield _Change(ChangeKind.ADDED, None, (*there, key), after=after[key])
            else:
                yield from _compare(before[key], after[key], (*here, key), (*there, key))
    elif isinstance(before, list) and isinstance(after, list) and here[-1] in ROWS:
        yield from _rows(before, after, here, there)
    elif _canonical(before) != _canonical(after):
        yield _Change(ChangeKind.CHANGED, here, there, before, after)


def _is_whole(path: Path, before: Mapping[str, Value], after: Mapping[str, Value]) -> bool:
    """Tell whether two mappings are read as one value each: a text, a condition, somebody who acts."""
    if not path:
        return False
    if path[-1] in _WHOLE or set(before) == _TEXT == set(after):
        return True
    return bool(_MODELS & set(before) or _MODELS & set(after))


def _lists_names(path: Path, value: Value) -> bool:
    return isinstance(value, dict) and holds_names(path)


def _rows(before: Sequence[Value], after: Sequence[Value], here: Path, there: Path) -> Iterator[_Change]:
    identity = ROWS[str(here[-1])]
    old, new = _by_identity(before, identity), _by_identity(after, identity)
    for key, place in old.items():
        if key in new:
            yield from _compare(before[place], after[new[key]], (*here, place), (*there, new[key]))
        else:
            yield _Change(ChangeKind.REMOVED, (*here, place), None, before[place])
    for key, place in new.items():
        if key not in old:
            yield _Change(ChangeKind.ADDED, None, (*there, place), after=after[place])
    shared = [(old[key], new[key]) for key in old if key in new]
    if sorted(shared, key=lambda pair: pair[1]) != shared:
        first, second = ([*places] for places in zip(*shared, strict=True))
        yield _Change(ChangeKind.REORDERED, here, there, first, second)


def _by_identity(rows: Sequence[Value], identity: Iterable[str]) -> dict[tuple[str, int], int]:
    """Return the position of each row by what it is recognised by; equal rows are told apart by their order."""
    found: dict[tuple[str, int], int] = {}
    for place, row in enumerate(rows):
        key = _canonical([row.get(name) if isinstance(row, dict) else row for name in identity])
        number = sum(1 for known, _ in found if known == key)
        found[key, number] = place
    return found


def _canonical(value: Value) -> str:
    # 1 and true are equal in Python, and different in a file
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _told(change: _Change, before: dict[str, Value], after: dict[str, Value]) -> Difference:
    path = change.path_after if change.path_after is not None else change.path_before or ()
    return Difference(
        kind=change.kind,
        weight=weight_of(path),
        path_before=change.path_before,
        path_after=change.path_after,
        before=change.before,
        after=change.after,
        cite_before=_sources(before, change.path_before),
        cite_after=_sources(after, change.path_after),
    )


def _sources(content: dict[str, Value], path: Path | None) -> tuple[Citation, ...]:
    """Return the sources that stand nearest above *path*, in its value or around it; at last those of the whole."""
    if path is None:
        return ()
    found, value = content["basis"], cast("Value", content)
    for key in path:
        # the path was taken from this content
        value = cast("Mapping[str | int, Value]", value)[key]
        if isinstance(value, dict) and value.get("cite"):
            found = value["cite"]
    return tuple(Citation.model_validate(one) for one in cast("list[Value]", found))
