"""
A draft: a procedure file made from somebody else's publication, and what is still wrong with it.

A draft is text, because a person goes on writing it. It has been through the
reader once, so that it says by itself whether it is a procedure yet, and every
word of the source that did not go into it is a remark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError
from dossierflow.procedure.reader import procedure_from
from dossierflow.reading import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.citation import LegalText
    from dossierflow.errors import Problem
    from dossierflow.procedure.model import Procedure


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the source that the draft does not say, or says on a condition."""

    code: str
    """Stable name of the kind of remark: ``no_unit``."""

    place: str
    """Where in the source: a field, or the cell of a table."""

    quote: str
    """The words of the source; empty where nothing stands there."""

    message: LegalText
    """What follows from it, and what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A procedure file in the making."""

    name: str
    """What the source calls it: its code, or its number in the file."""

    file_name: str
    """The name under which the text is meant to be kept."""

    text: str
    """The file, with comments."""

    remarks: tuple[Remark, ...]
    """Everything unread or doubtful, in the order of the source."""

    procedure: Procedure | None
    """The procedure that the text states; none where it is not one yet."""

    problems: tuple[Problem, ...]
    """Why it is not one yet, by line of the text; empty where it is."""

    @property
    def is_whole(self) -> bool:
        """Tell whether the reader takes the text as it stands."""
        return self.procedure is not None


def draft_from(name: str, file_name: str, text: str, remarks: Iterable[Remark]) -> Draft:
    """Send *text* through the reader, and keep what came of it."""
    try:
        procedure = procedure_from(read_document(text, file=file_name))
    except DefinitionError as error:
        return Draft(name, file_name, text, tuple(remarks), None, error.problems)
    return Draft(name, file_name, text, tuple(remarks), procedure, ())
