"""Offices: what comes in, and who is there to work on it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dossierflow.citation import LegalText
from dossierflow.forecast.plan.behaviour import Weights
from dossierflow.forecast.plan.distributions import LARGEST, NotNegative, Positive
from dossierflow.frozen import Frozen
from dossierflow.procedure.facts import FactValue, Name
from dossierflow.worktime.hours import Interval, Spans, check_intervals, spans

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_OFFICERS = 10_000
"""In one group, or one of its shifts."""

MOST_OFFICES = 100_000
"""Of one kind."""

Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3])$")]
"""An hour of the day, two digits: ``08`` is from 08:00 to 09:00."""


Opening = Annotated[str, Field(pattern=r"^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$")]
"""Hours of work within a day: `08:00-12:00`."""


class During(StrEnum):
    """When dossiers of a stream may come."""

    OPENING = "opening"
    """In the hours in which the calendar receives files."""

    ALWAYS = "always"
    """Day and night, on every day: online."""


class Stream(Frozen):
    """Dossiers that come by chance, at a rate that depends on weekday and hour."""

    channel: Name
    during: During
    per_hour: Positive | None = None
    """How many come in an hour of weight 1, on average."""

    dossiers: Annotated[int, Field(ge=1, le=LARGEST)] | None = None
    """Instead of a rate: how many come in the whole period, over all offices of the kind; exactly."""

    weekdays: dict[Weekday, NotNegative] = {}
    """Weight of a weekday; 1 where none is given."""

    hours: dict[Hour, NotNegative] = {}
    """Weight of an hour of the day; 1 where none is given."""

    mix: Weights
    """Procedures, by how often each is asked for."""

    @model_validator(mode="after")
    def _has_one_amount(self) -> Self:
        if (self.per_hour is None) == (self.dossiers is None):
            msg = "give either per_hour, a rate, or dossiers, a number"
            raise ValueError(msg)
        return self


class Leave(Frozen):
    """Days on which officers of a group are away."""

    first: date
    last: date
    officers: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.last < self.first:
            msg = f"the leave ends on {self.last}, before it begins on {self.first}"
            raise ValueError(msg)
        return self


class Shift(Frozen):
    """Officers who work the same hours."""

    officers: int = Field(ge=1, le=MOST_OFFICERS)
    hours: tuple[Opening, ...] = ()
    """Their hours on a working day; none means those of the calendar."""

    weekdays: tuple[Weekday, ...] = ()
    """The weekdays on which they work, if these are working days; none means all."""

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_intervals(Interval.parse(text) for text in self.hours)
        return self

    @property
    def spans(self) -> Spans:
        """The hours in minutes after midnight; nothing where they are those of the calendar."""
        return spans(Interval.parse(text) for text in self.hours)


class FactFirst(Frozen):
    """A queue in which some values of a fact go first, in this order; the others follow."""

    fact: Name
    first: tuple[FactValue, ...] = Field(min_length=1)


class Group(Frozen):
    """Officers who share one queue."""

    roles: tuple[Annotated[str, Field(pattern=r"^([a-z][a-z0-9-]*:)?[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$")], ...] = Field(
        min_length=1
    )
    """What they are: ``agency/role``, or ``procedure:agency/role`` for the agency of one procedure only."""

    officers: int | None = Field(default=None, ge=1, le=MOST_OFFICERS)
    """How many there are, in the hours of the calendar."""

    shifts: tuple[Shift, ...] = ()
    """Instead: so many in these hours, so many in those."""

    leave: tuple[Leave, ...] = ()
    leave_days: NotNegative = 0
    """Days of leave an officer takes in a year, drawn from the working days of the forecast."""

    queue: Literal["first_come", "earliest_due"] | FactFirst = "first_come"

    @model_validator(mode="after")
    def _has_officers(self) -> Self:
        if (self.officers is None) == (not self.shifts):
            msg = "give either officers, or shifts with their officers"
            raise ValueError(msg)
        return self

    @property
    def all_shifts(self) -> tuple[Shift, ...]:
        """The shifts; officers alone are one shift in the hours of the calendar."""
        return self.shifts or (Shift(officers=self.officers or 1),)

    @property
    def strength(self) -> int:
        """How many officers there are in all shifts."""
        return sum(shift.officers for shift in self.all_shifts)


class Office(Frozen):
    """One kind of office; those of a kind work alike, and independently of each other."""

    name: LegalText
    count: int = Field(default=1, ge=1, le=MOST_OFFICES)
    """How many such offices there are."""

    arrivals: tuple[Stream, ...] = ()
    """What comes by chance."""

    arrivals_from: tuple[str, ...] = ()
    """
    CSV files of dossiers that did come, relative to the plan.

    Columns `at`, `procedure`, `channel`, and `fact.<name>` for facts that are
    known. With a column `office` only the rows of this office are taken: its
    name, with the number of the copy (`commune-003`) where there are several.
    """

    staff: dict[Name, Group] = {}
    """Who works there. Work of roles that no group has is done without waiting for anybody."""

    @model_validator(mode="after")
    def _has_arrivals(self) -> Self:
        if not self.arrivals and not self.arrivals_from:
            msg = "give arrivals, or arrivals_from, or both: nothing comes to this office"
            raise ValueError(msg)
        return self
