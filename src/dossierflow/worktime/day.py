"""
What a calendar says about one day, and on whose authority.

Only days that differ from the ordinary week have a `DayFact`: a Saturday
needs no explanation, a Saturday on which the offices work does.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.frozen import Frozen
from dossierflow.worktime.hours import Interval, check_intervals

Day = Annotated[date, Field(strict=True)]
"""A day and nothing else: an instant at midnight is refused, for its day depends on a zone."""


class DayKind(StrEnum):
    """What makes a day differ from the ordinary week."""

    HOLIDAY = "holiday"
    """A public holiday or a day of Tết."""

    COMPENSATORY_OFF = "compensatory_off"
    """Off in place of a holiday that fell on a weekly rest day (nghỉ bù)."""

    SWAP_OFF = "swap_off"
    """Off in exchange for a rest day that is worked (nghỉ hoán đổi)."""

    SWAP_WORK = "swap_work"
    """A rest day that is worked in exchange (làm bù); it counts as a working day."""

    CLOSURE = "closure"
    """The office is closed by its own decision: a storm, a move."""

    HOURS = "hours"
    """A working day with other hours than usual."""

    RECEPTION_ONLY = "reception_only"
    """
    Files are received, but the day does not count as a working day.

    Without hours of its own, in the reception hours of the weekday, else in the ordinary ones.
    """

    @property
    def is_off(self) -> bool:
        """Tell whether such a day is closed altogether."""
        return self in _OFF

    @property
    def is_swap(self) -> bool:
        """Tell whether such a day has a partner."""
        return self in _SWAPS


_OFF = frozenset({DayKind.HOLIDAY, DayKind.COMPENSATORY_OFF, DayKind.SWAP_OFF, DayKind.CLOSURE})
_SWAPS = frozenset({DayKind.SWAP_OFF, DayKind.SWAP_WORK})
_TAKES_HOURS = frozenset({DayKind.SWAP_WORK, DayKind.HOURS, DayKind.RECEPTION_ONLY})


class DayFact(Frozen):
    """
    One reason why one day differs from the ordinary week.

    >>> from dossierflow.citation import Status
    >>> swap = DayFact(
    ...     day=date(2024, 5, 4),
    ...     kind=DayKind.SWAP_WORK,
    ...     name=LegalText(vi="Làm bù", en="Worked in exchange"),
    ...     status=Status.ANNOUNCED,
    ...     known_from=date(2024, 4, 12),
    ...     cite=(Citation(doc="2450/VPCP-KGVX"),),
    ...     swap_with=date(2024, 4, 29),
    ... )
    >>> swap.kind.is_off
    False
    """

    day: Day
    kind: DayKind
    name: LegalText
    status: Status

    known_from: Day
    """Date of the decision: a calendar "as known on" an earlier date leaves the fact out."""

    cite: tuple[Citation, ...] = Field(min_length=1)

    swap_with: Day | None = None
    """The partner day of a swap; both partners must be in the calendar."""

    hours: tuple[Interval, ...] | None = None
    """Opening hours of this day alone, in order and without overlap."""

    note: str | None = None
    """What is doubtful about the day, in a sentence."""

    @model_validator(mode="after")
    def _partner_fits_the_kind(self) -> Self:
        if self.kind.is_swap and self.swap_with is None:
            msg = f"{self.kind} needs 'swap_with', the day it is exchanged for"
            raise ValueError(msg)
        if not self.kind.is_swap and self.swap_with is not None:
            msg = f"{self.kind} has no partner; leave 'swap_with' out"
            raise ValueError(msg)
        if self.swap_with == self.day:
            msg = f"{self.day} cannot be exchanged for itself"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _hours_fit_the_kind(self) -> Self:
        if self.kind is DayKind.HOURS and self.hours is None:
            msg = "hours needs 'hours', the opening hours of that day"
            raise ValueError(msg)
        if self.hours is None:
            return self
        if self.kind not in _TAKES_HOURS:
            msg = f"{self.kind} is not open; leave 'hours' out"
            raise ValueError(msg)
        if not self.hours:
            msg = "'hours' is empty; a day without hours is a closure"
            raise ValueError(msg)
        check_intervals(self.hours)
        return self
