"""Steps, their actions, forks into parallel tracks, and ends."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from dossierflow.citation import Citation, LegalText
from dossierflow.frozen import Frozen
from dossierflow.procedure.facts import Condition, Name

Join = Literal["all", "any"] | int
"""How many of several parallel branches must be in: all, any one, or so many."""


class Role(Frozen):
    """A role within an agency, such as the receiving officer."""

    name: LegalText


class Agency(Frozen):
    """An agency that takes part; its identifier is its key in the file."""

    name: LegalText
    roles: dict[Name, Role] = Field(min_length=1)
    calendar: str | None = None
    acts_for: tuple[Name, ...] = ()
    """Parties whose acts this agency may enter on their behalf, such as ``applicant`` at the counter."""


class Who(Frozen):
    """Who may act: an agency, and one of its roles or any."""

    agency: Name
    role: Name | None = None

    def __str__(self) -> str:
        """Return ``agency/role``."""
        return self.agency if self.role is None else f"{self.agency}/{self.role}"


class Action(Frozen):
    """A named outcome of a step, and where it leads."""

    name: LegalText
    to: str = Field(pattern=r"^([a-z][a-z0-9_]*|(end|fork)\.[a-z][a-z0-9_]*|join)$")
    """A step, ``end.<name>``, ``fork.<name>``, or ``join`` at the end of a track."""

    by: Who | None = None
    """Who takes it; none means the step's own agency and role."""

    when: Condition = {}
    marks: tuple[Name, ...] = ()
    """Milestones that the action reaches, besides the derived ones."""

    sets: tuple[Name, ...] = ()
    """Facts that must be given with the action."""

    reason: bool = False
    """Whether a written reason must be given."""

    open_handoffs: Literal["refuse", "cancel"] = "refuse"
    """Whether the action waits for the step's handoffs or recalls those still open."""

    cite: tuple[Citation, ...] = ()


class Step(Frozen):
    """Work of one agency and role, with the outcomes it may have."""

    name: LegalText
    by: Who
    actions: dict[Name, Action] = Field(min_length=1)
    handoffs: tuple[Name, ...] = ()
    join: Join = "all"
    suspends: tuple[Name, ...] = ()
    """Limits whose clock stands still while the step lasts (a public posting, an expert appraisal)."""

    cite: tuple[Citation, ...] = ()


class Track(Frozen):
    """One parallel branch of a bundle (liên thông)."""

    name: LegalText
    start: Name
    when: Condition = {}
    """The branch is opened only where this holds."""


class Fork(Frozen):
    """Several tracks that run in parallel and join."""

    tracks: dict[Name, Track] = Field(min_length=1)
    join: Join
    then: str = Field(pattern=r"^([a-z][a-z0-9_]*|end\.[a-z][a-z0-9_]*)$")
    """The step or end that follows once enough tracks are in."""

    marks: tuple[Name, ...] = ()


class EndKind(StrEnum):
    """How a dossier ends."""

    GRANTED = "granted"
    REFUSED = "refused"
    CLOSED = "closed"
    """Closed because somebody stayed silent."""
    RETURNED = "returned"
    """Given back without a decision."""

    @property
    def is_decision(self) -> bool:
        """Tell whether the end is a result to be handed over."""
        return self in {EndKind.GRANTED, EndKind.REFUSED}


class End(Frozen):
    """One way in which the procedure ends."""

    name: LegalText
    kind: EndKind
    result: LegalText | None = None
    """What the applicant receives."""

    cite: tuple[Citation, ...] = ()
