"""Time limits of a procedure: who owes what, from when, for how long, and what a miss means."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.deadlines.anchors import Deeming
from dossierflow.deadlines.term import Term
from dossierflow.frozen import Frozen
from dossierflow.procedure.facts import Condition, Name

APPLICANT = "applicant"
"""The party that is not an agency; reserved, never declared."""

Milestone = str
"""
A named instant in a dossier's life.

Built in: ``submitted``, ``received``, ``complete``, ``supplement_requested``,
``supplement_answered``, ``decided``, ``returned``; derived: ``<step>.entered``,
``<step>.started``, ``<step>.completed``, ``<handoff>.sent``,
``<handoff>.acknowledged``, ``<handoff>.answered``, ``<fee>.requested``,
``<fee>.paid``, ``<pause>.started``, ``<pause>.ended``; and whatever actions mark.
"""


class LimitKind(StrEnum):
    """Whose promise a limit is."""

    STATUTORY = "statutory"
    COMMITTED = "committed"
    """A province's shorter promise."""
    INTERNAL = "internal"
    """A step of the internal procedure (quy trình nội bộ)."""


class LaterOf(Frozen):
    """The clock starts when the last of several milestones has been reached."""

    later_of: tuple[Milestone, ...] = Field(min_length=2)


class Case(Frozen):
    """One row of a decision table: where *when* holds, the term is *term*."""

    when: Condition
    term: Term
    per: Name | None = None
    """The fact, a whole number, of which each unit has that term: seven days for each of so many notes."""

    cite: tuple[Citation, ...] = ()
    """Citation of this row, where it differs from the limit's."""


class CountOverride(Frozen):
    """
    Counting choices in which a limit departs from its profile, with the source.

    Every field that is given replaces the profile's choice of that name.
    """

    starts: Literal["next_day", "same_day", "instant"] | None = None
    receipt: Literal["as_is", "next_opening"] | None = None
    cutoff: time | None = None
    cutoff_effect: Literal["starts_later", "result_later"] | None = None
    roll: Literal["none", "forward", "backward"] | None = None
    direction: Literal["after", "before"] | None = None
    ends: Literal["close_of_business", "midnight", "same_time"] | None = None
    month_end: Literal["clamp", "refuse"] | None = None
    broken_term: Literal["art146", "refuse"] | None = None
    clear: bool | None = None
    min_working_days: int | None = Field(default=None, ge=0)
    min_working_days_from: int | None = Field(default=None, ge=0)
    cite: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _pairs_are_complete(self) -> Self:
        if (self.cutoff is None) != (self.cutoff_effect is None):
            msg = "cutoff and cutoff_effect are given together: starts_later or result_later"
            raise ValueError(msg)
        if (self.min_working_days is None) != (self.min_working_days_from is None):
            msg = (
                "min_working_days and min_working_days_from are given together: how many working days, "
                "and from how many days on"
            )
            raise ValueError(msg)
        return self

    def choices(self) -> dict[str, object]:
        """Return the overridden choices by name."""
        return {name: getattr(self, name) for name in sorted(self.model_fields_set - {"cite"})}


class MissEffect(StrEnum):
    """What happens by itself when a limit runs out."""

    OVERDUE = "overdue"
    """The dossier is late; nothing else moves."""
    END = "end"
    """The dossier ends: closed, refused or returned, as *to* says."""
    ACTION = "action"
    """Silence acts: the named action of the waiting step is taken."""
    SILENCE = "silence"
    """Of a handoff's limit: what the handoff says about silence."""
    RESUME = "resume"
    """Of a pause's bound: the pause ends."""


class OnMissed(Frozen):
    """The consequence of letting a limit run out."""

    effect: MissEffect
    to: Name | None = None
    """The end (``end``) or the action (``action``) that follows."""

    duty: Literal["apology"] | None = None
    cite: tuple[Citation, ...] = ()

    @model_validator(mode="after")
    def _names_its_target(self) -> Self:
        needs = self.effect in {MissEffect.END, MissEffect.ACTION}
        if needs != (self.to is not None):
            msg = f"effect {self.effect.value!r} {'needs' if needs else 'takes no'} 'to'"
            raise ValueError(msg)
        return self


def _in_whole_days(term: Term) -> bool:
    return isinstance(term.amount, int) and not term.unit.is_clock


class Limit(Frozen):
    """A named time limit."""

    name: LegalText
    kind: LimitKind
    party: Name
    """The agency that must act, or ``applicant``."""

    starts: Milestone | LaterOf
    deemed: Deeming | None = None
    """The day that the start counts as, where the law puts another one in its place."""

    stops: tuple[Milestone, ...] = Field(min_length=1)
    """Any of these milestones ends the clock: the limit is met, or met late."""

    term: Term | None = None
    per: Name | None = None
    """As in a row of the table: the term is that long for each of so many."""

    cases: tuple[Case, ...] = ()
    """A decision table instead of one term; exactly one row must fit."""

    when: Condition = {}
    """The limit exists only where this holds."""

    count: CountOverride | None = None
    calendar: str | None = None
    """Name of the party's own calendar; none means the procedure's."""

    on_missed: OnMissed
    within: Name | None = None
    """The limit of which this one is a part ("of which")."""

    status: Status = Status.ENACTED
    cite: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_one_term_or_a_table(self) -> Self:
        if (self.term is None) == (not self.cases):
            msg = "give either one term or a table of cases"
            raise ValueError(msg)
        if self.deemed is not None and not all(_in_whole_days(term) for term in self.terms):
            msg = "a deemed day has no time of day; give the terms of this limit in whole days"
            raise ValueError(msg)
        if self.per is not None and self.cases:
            msg = "'per' belongs to a term; put it into the rows of the table"
            raise ValueError(msg)
        return self

    @property
    def terms(self) -> tuple[Term, ...]:
        """The one term, or those of the table."""
        return tuple(case.term for case in self.cases) if self.term is None else (self.term,)

    @property
    def quantities(self) -> frozenset[str]:
        """The facts by which terms are multiplied."""
        named = (self.per, *(case.per for case in self.cases))
        return frozenset(name for name in named if name is not None)

    @property
    def start_milestones(self) -> tuple[Milestone, ...]:
        """The milestones that must have been reached for the clock to start."""
        return self.starts.later_of if isinstance(self.starts, LaterOf) else (self.starts,)
