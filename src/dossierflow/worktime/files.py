"""
Reading calendar files: one file is one layer.

Every mistake in a file is reported with its line, all at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem
from dossierflow.reading import load, read_document
from dossierflow.worktime.layers import CalendarLayer, mistakes

if TYPE_CHECKING:
    from pathlib import Path


def read_layer(source: Path | str, *, file: str | None = None) -> CalendarLayer:
    """
    Read one layer.

    Args:
        source: A file, or the text of one.

        file: What messages call it; the path if left out.

    Raises:
        DefinitionError: With every problem, its file and line.

    >>> text = '''
    ... name: office
    ... level: office
    ... first: 2026-01-01
    ... last: 2026-12-31
    ... '''
    >>> read_layer(text, file="office.yaml").name
    'office'
    """
    document = read_document(source, file=file)
    layer = load(CalendarLayer, document)
    problems = [
        Problem(document.file, document.line(place), _dotted(place), message) for place, message in mistakes(layer)
    ]
    if problems:
        raise DefinitionError(problems)
    return layer


def _dotted(place: tuple[str | int, ...]) -> str:
    """
    Write a place as messages show it.

    >>> _dotted(("days", 3, "kind"))
    'days[3].kind'
    """
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).removeprefix(".")
