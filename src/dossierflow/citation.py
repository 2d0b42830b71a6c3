"""
Where a rule comes from, in the words of the law.

Every day of a calendar, every counting choice and every time limit carries a
`Citation`. A rule whose text nobody on the project has read is marked
`Status.UNVERIFIED` and every explanation built on it says so.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from dossierflow.frozen import Canonical, Frozen

Language = Literal["vi", "en"]


class Status(StrEnum):
    """How sure we are that a rule or a day is what it says."""

    ENACTED = "enacted"
    """Read in the text of a law, decree or decision."""

    ANNOUNCED = "announced"
    """Published by the competent body, read at second hand."""

    COMPUTED = "computed"
    """Follows from a cited rule by computation (a lunar date, a make-up day)."""

    UNVERIFIED = "unverified"
    """Nobody has read the source; shown as such wherever it is used."""


class LegalText(Frozen):
    """
    The same sentence in Vietnamese and in English.

    >>> LegalText(vi="Cấp phép", en="Issue").text("en")
    'Issue'
    """

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def text(self, lang: Language) -> str:
        """Return the sentence in *lang*."""
        return self.vi if lang == "vi" else self.en


class Citation(Canonical, Frozen):
    """
    One place in one legal document.

    >>> str(Citation(doc="Bộ luật Dân sự 2015", at="Điều 147 khoản 2"))
    'Bộ luật Dân sự 2015, Điều 147 khoản 2'
    """

    doc: str = Field(min_length=1)
    """Number or title of the document, as printed: ``217/2026/NĐ-CP``."""

    at: str | None = None
    """Article, clause and point: ``Điều 54 khoản 2``."""

    quote: str | None = None
    """The law's own words, only where the wording is the rule."""

    status: Status = Status.ENACTED

    note: str | None = None
    """How the text was read, or what is doubtful about it."""

    def __str__(self) -> str:
        """Return document and place, as an explanation prints them."""
        return self.doc if self.at is None else f"{self.doc}, {self.at}"


class Effective(Frozen):
    """
    The days on which something is in force; both ends inclusive.

    >>> Effective(from_=date(2026, 7, 1)).covers(date(2026, 7, 1))
    True
    >>> Effective(from_=date(2021, 1, 1), to=date(2026, 6, 30)).covers(date(2026, 7, 1))
    False
    """

    from_: date = Field(alias="from")
    to: date | None = None
    """Last day in force; none means still in force."""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.to is not None and self.to < self.from_:
            msg = f"ends on {self.to}, before it starts on {self.from_}"
            raise ValueError(msg)
        return self

    def covers(self, day: date) -> bool:
        """Tell whether *day* lies within, ends included."""
        return self.from_ <= day and (self.to is None or day <= self.to)
