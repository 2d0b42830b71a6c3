"""
The texts of cells and paragraphs: what is put right, what is told, what is refused.

Spaces of a width of their own become plain spaces and text becomes Unicode NFC,
which is told. Characters that nobody sees, or that change the order in which
text is shown, are refused with their cell, as in every file of this library.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem
from dossierflow.office.values import Notice
from dossierflow.reading.characters import MOST_PROBLEMS, refusal

if TYPE_CHECKING:
    from dossierflow.office.values import Limits

_LINE_ENDS = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029|_x000D_\n?")
_SPACES = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


class Texts:
    """Cleans the texts of one file, and gathers what it finds."""

    def __init__(self, file: str, limits: Limits) -> None:
        """Name the *file* in problems; take the bounds of *limits*."""
        self.problems: list[Problem] = []
        self.notices: list[Notice] = []
        self._file = file
        self._limits = limits
        self._characters = 0
        # texts of workbooks are shared: each is looked at once, however many cells show it
        self._clean: dict[str, tuple[str, str | None, bool]] = {}

    def clean(self, text: str, place: str) -> str:
        """
        Return *text* as it is read.

        Raises:
            DefinitionError: The texts of the file are too long together, or there are too many problems.
        """
        self._characters += len(text)
        if self._characters > self._limits.characters:
            self.refuse("", f"the cells hold more than {self._limits.characters:,} characters; split the file")
            self.settle()
        if len(text) > self._limits.cell_characters:
            self.refuse(place, f"the text is longer than {self._limits.cell_characters:,} characters; split it")
            return ""
        if text not in self._clean:
            self._clean[text] = _cleaned(text)
        cleaned, problem, recomposed = self._clean[text]
        if problem is not None:
            self.refuse(place, problem)
        if recomposed:
            self.tell("not_nfc", place, "the text was not in Unicode NFC, the composed form; it is read in NFC")
        return cleaned

    def refuse(self, place: str, message: str) -> None:
        """Keep a problem; raise as soon as there are too many."""
        self.problems.append(Problem(self._file, 0, place, message))
        if len(self.problems) >= MOST_PROBLEMS:
            self.settle()

    def tell(self, kind: str, place: str, message: str) -> None:
        """Keep a notice."""
        self.notices.append(Notice(kind, place, message))

    def settle(self) -> None:
        """
        Raise if there were problems.

        Raises:
            DefinitionError: With all of them.
        """
        if self.problems:
            raise DefinitionError(self.problems)


def _cleaned(text: str) -> tuple[str, str | None, bool]:
    """Return the text as it is read, why it is refused, and whether it had to be put into NFC."""
    composed = unicodedata.normalize("NFC", text)
    plain = _SPACES.sub(" ", _LINE_ENDS.sub("\n", composed))
    return plain, refusal(plain), composed != text
