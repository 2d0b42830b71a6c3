"""
What an entry of a feed means: the rules that its reader supplies.

A feed of holidays mixes public holidays with birthdays of poets. Nothing in it
says which is which in a way that could be relied on, so the reader says it.
"""

from __future__ import annotations

import unicodedata
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple, Self

from pydantic import Field, model_validator

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.frozen import Frozen
from dossierflow.worktime.day import Day, DayKind
from dossierflow.worktime.hours import Interval

if TYPE_CHECKING:
    from datetime import date


class FeedEvent(NamedTuple):
    """An entry of a feed, as far as it could be read."""

    line: int
    """Line of the feed, counted from 1."""

    summary: str
    categories: tuple[str, ...]
    first: date | None
    """First day; none if the entry has no day, or more than one run of days."""

    last: date | None
    """Last day, inclusive."""

    reason: str
    """Why it was not taken."""


class FeedRule(Frozen):
    """
    What the entries are that match it; at least one of `summary` and `category` is given.

    >>> rule = FeedRule(kind=DayKind.HOLIDAY, summary="tết*")
    >>> rule.matches("Tết Dương lịch", ()), rule.matches("Giáng sinh", ())
    (True, False)
    """

    kind: DayKind | None
    """The kind of day; none for entries that are known and change nothing."""

    summary: str | None = None
    """Summary of the entry, in which ``*`` stands for anything; capitals and small letters are the same."""

    category: str | None = None
    """One of the entry's categories, in full."""

    status: Status | None = None
    """How sure the day is; none for the status of the whole feed."""

    known_from: Day | None = None
    """Date of the decision; none for that of the whole feed."""

    cite: tuple[Citation, ...] = ()
    """Sources of the day; none for those of the whole feed."""

    name: LegalText | None = None
    """What the day is called; none for the summary of the entry."""

    swap_with: Day | None = None
    """Partner of a swap, which no feed tells."""

    hours: tuple[Interval, ...] | None = Field(default=None, min_length=1)
    """Opening hours, of kinds that have some."""

    @model_validator(mode="after")
    def _can_match_and_be_a_day(self) -> Self:
        if self.summary is None and self.category is None:
            msg = "give a summary, a category or both; a rule for every entry of a feed would be a guess"
            raise ValueError(msg)
        if self.kind is not None and self.kind.is_swap != (self.swap_with is not None):
            need = "needs 'swap_with', the day it is exchanged for" if self.kind.is_swap else "has no partner"
            msg = f"{self.kind} {need}"
            raise ValueError(msg)
        if self.kind is DayKind.HOURS and self.hours is None:
            msg = "hours needs 'hours', the opening hours of that day"
            raise ValueError(msg)
        return self

    def matches(self, summary: str, categories: tuple[str, ...]) -> bool:
        """Tell whether an entry with this *summary* and these *categories* is meant."""
        if self.summary is not None and not fnmatchcase(_plain(summary), _plain(self.summary)):
            return False
        return self.category is None or _plain(self.category) in {_plain(category) for category in categories}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()
