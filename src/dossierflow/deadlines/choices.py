"""
The choices themselves, complete and free of contradiction.

`Counting` has no default for any choice: leaving one out is an error, because
each of them moves due dates.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from dossierflow.citation import Citation
from dossierflow.deadlines.conventions import (
    BrokenTerm,
    CutoffEffect,
    Direction,
    Ends,
    FractionOfDay,
    MonthEnd,
    Receipt,
    Roll,
    Starts,
)
from dossierflow.frozen import Frozen

if TYPE_CHECKING:
    from dossierflow.deadlines.term import Unit


# Bound once, because members of an enumeration are found slowly, and every ledger asks.
_INSTANT, _SAME_TIME = Starts.INSTANT, Ends.SAME_TIME


def _or_none(value: object) -> object:
    return None if value == "none" else value


class ChoiceSource(Frozen):
    """On whose authority one choice was made."""

    parameter: str
    cite: tuple[Citation, ...]


class Counting(Frozen):
    """
    Every choice that the counting of one term needs.

    Take one from a `CountingProfile`; write one out in full only in tests.
    """

    starts: Starts
    receipt: Receipt

    cutoff: Annotated[time | None, BeforeValidator(_or_none)]
    """Last minute of a working day that is in time: 15:00:59 is, 15:01:00 is not; none for no cut-off."""

    cutoff_effect: Annotated[CutoffEffect | None, BeforeValidator(_or_none)]
    roll: Roll
    direction: Direction
    ends: Ends
    month_end: MonthEnd
    broken_term: BrokenTerm

    clear: bool
    """Clear days: the last day is not counted either, so the term ends one day later."""

    min_working_days: int = Field(ge=0)
    """A term of `min_working_days_from` days or more contains at least so many working days; 0 for no such rule."""

    min_working_days_from: int = Field(ge=0)
    """
    How many days a term must have for `min_working_days` to hold; 0 exactly where there is no such rule.

    Two under Regulation 1182/71 (art. 3(5)), three under the Dutch Algemene termijnenwet (art. 2).
    """

    fraction_of_day: FractionOfDay

    sources: tuple[ChoiceSource, ...] = ()
    """The citations behind the choices, for explanations; not a choice itself."""

    @model_validator(mode="after")
    def _choices_agree(self) -> Self:
        if (self.cutoff is None) != (self.cutoff_effect is None):
            msg = "cutoff and cutoff_effect are given together or are both 'none'"
            raise ValueError(msg)
        if self.cutoff is not None and (self.cutoff.second or self.cutoff.microsecond or self.cutoff.tzinfo):
            msg = f"the cut-off {self.cutoff.isoformat()} is not a minute of the day; write it as in '15:00'"
            raise ValueError(msg)
        if (self.min_working_days == 0) != (self.min_working_days_from == 0):
            msg = (
                "min_working_days and min_working_days_from are given together or are both 0; "
                "the second says from how many days on the first holds"
            )
            raise ValueError(msg)
        if self.min_working_days_from < self.min_working_days:
            msg = (
                f"a term of {self.min_working_days_from} days cannot have {self.min_working_days} working days within "
                "itself; min_working_days_from must be at least min_working_days"
            )
            raise ValueError(msg)
        if self.clear and self.starts is Starts.SAME_DAY:
            msg = "clear days count neither end, so they cannot start with the day of the event (starts: same_day)"
            raise ValueError(msg)
        return self

    def cite(self, parameter: str) -> tuple[Citation, ...]:
        """Return the citations of the choice *parameter*; none where it was made without a profile."""
        for source in self.sources:
            if source.parameter == parameter:
                return source.cite
        return ()

    def refuses(self, unit: Unit) -> str | None:
        """Say why terms of *unit* cannot be counted like this, or return none where they can."""
        if unit.is_clock:
            if self.starts is not _INSTANT:
                return f"hours and minutes start at once; starts must be 'instant', not {self.starts.value!r}"
            if self.ends is not _SAME_TIME:
                return f"hours and minutes end at their own minute; ends must be 'same_time', not {self.ends.value!r}"
        elif self.starts is _INSTANT:
            return "whole days do not start at an instant; starts must be 'next_day' or 'same_day'"
        elif self.ends is _SAME_TIME:
            return "whole days do not end at the same time; ends must be 'close_of_business' or 'midnight'"
        return None


PARAMETERS = tuple(name for name in Counting.model_fields if name != "sources")
"""The names of all choices."""
