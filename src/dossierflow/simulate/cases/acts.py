"""
What was done in a row: acts as few words, and the order in which they took place.

An act is an instant and the words that a scenario uses for it:
``2026-03-02T09:00 complete_step appraise valid``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from dossierflow.errors import DefinitionError
from dossierflow.simulate.cases.single import stops_of
from dossierflow.simulate.scenario import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.engine.commands import Command
    from dossierflow.simulate.cases.table import Row

SAID = "-"
"""What stands in a letter whose wording nobody counts by."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "refuse_reception": ("ground?",),
    "start_step": ("step",),
    "complete_step": ("step", "action"),
    "decide": ("step", "action"),
    "refuse": ("step", "action"),
    "request_supplement": ("step?",),
    "answer_supplement": ("step?",),
    "pause": ("reason", "step?"),
    "resume": ("step?",),
    "request_payment": ("fee",),
    "confirm_payment": ("fee",),
    "extend": ("extension", "term*"),
    "hand_off": ("handoffs*",),
    "acknowledge_handoff": ("handoff",),
    "answer_handoff": ("handoff", "opinion"),
    "recall_handoff": ("handoff",),
    "apologise": (),
    "request_withdrawal": (),
    "stop": (),
    "return_result": (),
}
"""The acts of the column ``acts``, and what follows each; ``?`` may be left out, ``*`` takes all that is left."""

_FILLED: Mapping[str, Mapping[str, object]] = {
    "refuse_reception": {"reason": SAID},
    "complete_step": {"reason": SAID},
    "decide": {"reason": SAID},
    "refuse": {"reason": SAID},
    "request_supplement": {"items": (SAID,), "reason": SAID},
    "extend": {"reason": SAID, "agreed": True},
    "recall_handoff": {"reason": SAID},
    "apologise": {"reason": SAID},
}
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
        if do not in _WORDS:
            message = f"there is no act {do!r}; known: {', '.join(_WORDS)}"
            raise DefinitionError([row.problem("acts", message)])
        yield RowAct("acts", shape["when"], _command(row, "acts", do, words))


def _several(row: Row, column: str) -> list[str]:
    return [part.strip() for part in row.cells.get(column, "").split(";") if part.strip()]


def _command(row: Row, column: str, do: str, words: list[str]) -> Command:
    values: dict[str, object] = dict(_FILLED.get(do, {}))
    left = list(words)
    for slot in _WORDS[do]:
        name = slot.rstrip("?*")
        if slot.endswith("*"):
            values[name] = tuple(left) if name == "handoffs" else " ".join(left)
            left = []
        elif left:
            values[name] = left.pop(0)
        elif not slot.endswith("?"):
            message = f"{' '.join([do, *words])!r} lacks the {name}; write {do} {' '.join(_WORDS[do])}"
            raise DefinitionError([row.problem(column, message)])
    if left:
        message = f"found {' '.join(left)!r} after {do!r}, which takes {' '.join(_WORDS[do]) or 'nothing'}"
        raise DefinitionError([row.problem(column, message)])
    try:
        return COMMANDS[do].model_validate(values)
    except ValidationError as error:
        told = "; ".join(f"{one['loc'][0]}: {one['msg']}" for one in error.errors(include_url=False))
        raise DefinitionError([row.problem(column, f"found {' '.join([do, *words])!r}: {told}")]) from error
