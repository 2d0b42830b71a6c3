"""
Variants of a scenario: one story told several times with other values.

Where a file has ``variants``, ``$name`` anywhere in it stands for the value
that the variant gives under that name, ``$variant`` for the name of the variant
itself; ``$$`` is a dollar sign. The values are put in before the file is
checked, so that each variant is checked as if it had been written out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

from dossierflow.errors import DefinitionError, Problem
from dossierflow.reading.document import Document, digest_of, dotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.reading.document import Path, Value

VARIANTS = "variants"
NAME = "variant"
"""The key that names a variant."""

_GAP = re.compile(r"\$(?:\$|([a-z][a-z0-9_]*))")


class Variant(NamedTuple):
    """One telling of a story."""

    name: str | None
    """None where the file has no variants."""

    line: int
    """Where it begins in the file, from 1."""

    document: Document
    """The file with the values of the variant put in."""


def variants_of(document: Document) -> list[Variant]:
    r"""
    Return every variant of *document*; itself, without a name, where it has none.

    Raises:
        DefinitionError: A variant lacks a value or gives one that nothing uses, or two have one name.

    >>> from dossierflow.reading import read_document
    >>> text = "scenario: $day\nvariants:\n  - {variant: first, day: one}\n  - {variant: second, day: two}"
    >>> [(one.name, one.line, one.document.data["scenario"]) for one in variants_of(read_document(text))]
    [('first', 3, 'one'), ('second', 4, 'two')]
    """
    rows = document.data.get(VARIANTS)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        # what stands there instead is refused, with its line, when the file is checked
        return [Variant(None, document.line(("scenario",)), document)]
    table = cast("list[dict[str, Value]]", rows)
    used = set(_names_in({key: value for key, value in document.data.items() if key != VARIANTS}))
    problems = [*_faults(document, table, used)]
    if problems:
        raise DefinitionError(problems)
    twice = [problem for row in table for problem in _written_twice(document, row)]
    if twice:
        raise DefinitionError(dict.fromkeys(twice))
    return [
        Variant(str(row[NAME]), document.line((VARIANTS, number)), _filled(document, row))
        for number, row in enumerate(table)
    ]


def _faults(document: Document, table: list[dict[str, Value]], used: set[str]) -> Iterator[Problem]:
    seen: set[object] = set()
    if not table:
        yield _problem(document, (VARIANTS,), "found an empty list; write one variant, or leave the key out")
    for number, row in enumerate(table):
        name = row.get(NAME)
        if not isinstance(name, str) or not name:
            yield _problem(document, (VARIANTS, number, NAME), "a variant has a name: write 'variant: before Tết'")
        elif name in seen:
            yield _problem(document, (VARIANTS, number, NAME), f"{name!r} is the name of another variant too")
        seen.add(name)
        given = row.keys() - {NAME}
        for gap in sorted(used - row.keys()):
            yield _problem(document, (VARIANTS, number), f"the value of ${gap} is missing")
        for key in sorted(given - used):
            yield _problem(document, (VARIANTS, number, key), f"${key} stands nowhere in the file")
        for key in sorted(given):
            if isinstance(row[key], dict | list):
                message = "found several values; a variant gives single values: text, a number, true, false or null"
                yield _problem(document, (VARIANTS, number, key), message)


def _names_in(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield from (found[1] for found in _GAP.finditer(value) if found[1])
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _names_in(key)
            yield from _names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names_in(inner)


def _filled(document: Document, row: Mapping[str, Value]) -> Document:
    body = {str(_put(key, row)): _put(value, row) for key, value in document.data.items() if key != VARIANTS}
    # a key that a variant gives stands where its name does
    places = {tuple(_key(part, row) for part in path): place for path, place in document.places.items()}
    return replace(document, data=body, digest=digest_of(body), places=places)


def _key(part: str | int, row: Mapping[str, Value]) -> str | int:
    return part if isinstance(part, int) or "$" not in part else str(_put(part, row))


def _written_twice(document: Document, row: Mapping[str, Value]) -> Iterator[Problem]:
    """Yield the keys that become, in one variant, the same as another one beside them."""
    seen: dict[Path, Path] = {}
    for path in document.places:
        filled = tuple(_key(part, row) for part in path)
        first = seen.setdefault(filled, path)
        if first != path and first[:-1] == path[:-1]:
            yield _problem(document, path, f"becomes {filled[-1]!r}, which stands here already")


def _put(value: Value, row: Mapping[str, Value]) -> Value:
    if isinstance(value, str):
        whole = _GAP.fullmatch(value)
        # a value that is nothing but the name keeps its type: true stays a truth value
        return row[whole[1]] if whole is not None and whole[1] else _GAP.sub(lambda found: _text(found, row), value)
    if isinstance(value, dict):
        return {str(_put(key, row)): _put(inner, row) for key, inner in value.items()}
    if isinstance(value, list):
        return [_put(inner, row) for inner in value]
    return value


def _text(found: re.Match[str], row: Mapping[str, Value]) -> str:
    value = row[found[1]] if found[1] else "$"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _problem(document: Document, path: Path, message: str) -> Problem:
    return Problem(document.file, document.line(path), dotted(path), message)
