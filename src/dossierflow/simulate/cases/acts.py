"""
What was done in a row: acts as few words, and the order in which they took place.

An act is an instant and the words that a scenario uses for it:
``2026-03-02T09:00 complete_step appraise valid``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError
from dossierflow.simulate.acting import command_of
from dossierflow.simulate.cases.single import stops_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.engine.commands import Command
    from dossierflow.simulate.cases.table import Row

_ACT = re.compile(r"(?P<when>\+[0-9]+ [a-z]+(?: [a-z]+)?(?: [0-9]{2}:[0-9]{2})?|[0-9-]+[T ][0-9:+Z-]+) +(?P<words>.+)")


@dataclass(frozen=True, slots=True)
class RowAct:
    """One act of a row."""

    column: str
    when: str
    """As written: an instant, or an offset from reception."""

    command: Command


def acts_of(row: Row) -> list[RowAct]:
    """
    Return what was done in *row* after the dossier was received, in the order of its columns.

    Raises:
        DefinitionError: With everything that is written otherwise.
    """
    problems: list[DefinitionError] = []
    found: list[RowAct] = []
    for read in (_supplements, _pauses, _others):
        try:
            found += read(row)
        except DefinitionError as error:
            problems.append(error)
    if problems:
        raise DefinitionError(problem for error in problems for problem in error.problems)
    return found


def _supplements(row: Row) -> Iterator[RowAct]:
    for column, do in (("supplement_asked", "request_supplement"), ("supplement_answered", "answer_supplement")):
        for when in _several(row, column):
            yield RowAct(column, when, _command(row, column, do, []))


def _pauses(row: Row) -> Iterator[RowAct]:
    for reason, start, end in stops_of(row):
        if reason is None:
            message = f"found '{start}/{end}'; of a life that is played the pause has a reason: dispute {start}/{end}"
            raise DefinitionError([row.problem("pauses", message)])
        yield RowAct("pauses", start, _command(row, "pauses", "pause", [reason]))
        if end:
            yield RowAct("pauses", end, _command(row, "pauses", "resume", []))


def _others(row: Row) -> Iterator[RowAct]:
    for text in _several(row, "acts"):
        shape = _ACT.fullmatch(text)
        if shape is None:
            message = f"found {text!r}; write an instant and an act, as '2026-03-02T09:00 complete_step appraise valid'"
            raise DefinitionError([row.problem("acts", message)])
        do, *words = shape["words"].split()
        yield RowAct("acts", shape["when"], _command(row, "acts", do, words))


def _several(row: Row, column: str) -> list[str]:
    return [part.strip() for part in row.cells.get(column, "").split(";") if part.strip()]


def _command(row: Row, column: str, do: str, words: list[str]) -> Command:
    try:
        return command_of(" ".join([do, *words]))
    except ValueError as error:
        raise DefinitionError([row.problem(column, str(error))]) from error
