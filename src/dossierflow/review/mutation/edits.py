"""
One thing of a procedure written otherwise: the edit, and the procedure that it gives.

Edits are made on the content of a file, and what comes of them is read as
strictly as a file is. What could not be a procedure is no mutation.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

from pydantic import ValidationError

from dossierflow.procedure.model import Procedure
from dossierflow.procedure.references import mistakes_in
from dossierflow.reading.document import dotted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.reading.document import Path, Value


class MutationKind(StrEnum):
    """What sort of rule a mutation changes."""

    AMOUNT = "amount"
    """A number: of a term, of times, of a bound; one more or one less."""

    DATE = "date"
    """The first or last day in force; one day sooner or later."""

    UNIT = "unit"
    """What a term is counted in."""

    START = "start"
    """With which day or event the count begins."""

    ROLL = "roll"
    """What becomes of a last day that is a day off."""

    CUTOFF = "cutoff"
    """The hour after which an event is late, and what that does."""

    PROFILE = "profile"
    """The counting profile of the whole procedure."""

    MISSED = "missed"
    """What a limit that runs out does by itself."""

    SILENCE = "silence"
    """What the silence of a consulted agency means."""

    PAUSE = "pause"
    """What a pause or a payment does to a clock."""

    EXCLUDED = "excluded"
    """A step or handoff whose time does not count."""

    SUPPLEMENT = "supplement"
    """What a supplement does to a clock, and until when it may be asked."""

    EXTENSION = "extension"
    """From where an extension counts, and who must agree."""


NUMBERS: Final = frozenset({MutationKind.AMOUNT, MutationKind.DATE})
"""The kinds that change a single number."""

GONE: Final = object()
"""As the new value: the key or item is taken out."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of the content of a procedure file."""

    kind: MutationKind
    path: Path
    """Keys and positions (from 0); the last one may be new."""

    value: Value | object
    """What stands there now; `GONE` for nothing."""

    was: str
    """What stood there, as files write it."""

    becomes: str

    @property
    def id(self) -> str:
        """A name that stays the same as long as the place and the values do."""
        return f"{dotted(self.path)}: {self.was} -> {self.becomes}"

    @property
    def rule(self) -> str:
        """The rule that is changed: ``limits.total``, ``supplement``."""
        named = len(self.path) > 1 and isinstance(self.path[1], str) and self.path[0] not in _SINGLE
        return dotted(self.path[:2] if named else self.path[:1])


_SINGLE = {"supplement", "apology", "reception", "effective", "withdrawal", "returning", "transition"}


def content_of(procedure: Procedure) -> dict[str, Value]:
    """Return what a file of *procedure* says, without the keys at their default."""
    return procedure.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def edited(content: Mapping[str, Value], edit: Edit) -> Procedure | None:
    """
    Return the procedure whose file says what *edit* makes of *content*.

    Returns:
        None where that would be no procedure: a reader would refuse the file.
    """
    changed = deepcopy(dict(content))
    holder = _holder(changed, edit.path[:-1])
    last = edit.path[-1]
    if edit.value is GONE:
        del holder[last]
    else:
        holder[last] = cast("Value", edit.value)
    try:
        procedure = Procedure.model_validate(changed)
    except ValidationError:
        return None
    return None if any(mistakes_in(procedure)) else procedure


def _holder(content: dict[str, Value], path: Path) -> dict[str | int, Value]:
    """Return the mapping or list at *path*, which is made where it is missing."""
    # a list takes positions as a mapping takes keys, and is never without the one that is asked for
    here = cast("dict[str | int, Value]", content)
    for key in path:
        if key == "count" and key not in here:
            here[key] = {}
        here = cast("dict[str | int, Value]", here[key])
    return here
