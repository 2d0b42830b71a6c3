"""
What people do with the dossiers of one procedure: how long it takes them, and what comes of it.

Nothing here is law. Where the procedure leaves one way only, nothing need be
said; where it leaves several, the plan must say how often each is taken.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dossierflow.deadlines.term import Term
from dossierflow.forecast.plan.distributions import Distribution, Positive, Share
from dossierflow.frozen import Frozen
from dossierflow.procedure.facts import FactValue, Name

Weights = Annotated[dict[str, Positive], Field(min_length=1)]
"""How often each of several is, relative to the others."""


class OneOf(Frozen):
    """One of several values, in proportion to their weights."""

    one_of: Weights


class Number(Frozen):
    """A whole number drawn from a distribution, rounded; its unit is without meaning."""

    number: Distribution


class DayAfterFiling(Frozen):
    """A date: so many days after the day of filing."""

    days_after_filing: Distribution


class Always(Frozen):
    """Always the same value."""

    always: FactValue


class Chance(Frozen):
    """True with this probability, otherwise false."""

    true: Share


FactPlan = OneOf | Number | DayAfterFiling | Always | Chance
"""Where the value of a fact comes from."""


class Receiving(Frozen):
    """Receiving a dossier, or refusing to."""

    takes: Distribution | None = None
    refused: Share = 0.0
    """How often reception is refused."""


class Pausing(Frozen):
    """Stopping the clock for one of the listed reasons."""

    chance: Share
    """How often, whenever a step is first worked on in which it may begin."""

    lasts: Distribution


class Extending(Frozen):
    """Lengthening a limit under one of the procedure's rules."""

    chance: Share
    term: Term


class StepPlan(Frozen):
    """Work on one step."""

    takes: Distribution | None = None
    """How long one officer works on it; none means as long as the role's work takes."""

    again: Distribution | None = None
    """How long a second look takes, after an answer or a payment; none means as long as the first."""

    lasts: Distribution | None = None
    """What must pass before the work can begin, without anybody working: a public posting."""

    outcomes: Weights | None = None
    """Actions of the step, by how often each is taken; needed where there are several."""

    supplement: Share = 0.0
    """How often the applicant is asked for a supplement, whenever the step is first worked on."""


class HandoffPlan(Frozen):
    """How an agency answers what is passed to it."""

    takes: Distribution
    silent: Share = 0.0
    """How often it does not answer in time of its own accord."""

    reminded: Distribution | None = None
    """When a silent agency answers after all; none means never. Only for handoffs whose silence means nothing."""

    opinions: dict[Literal["agreed", "disagreed", "done", "returned"], Positive] = {"agreed": 1.0}


class Answering(Frozen):
    """How applicants answer a request."""

    after: Distribution
    never: Share = 0.0
    """How many never answer."""


class Paying(Frozen):
    """How applicants pay a fee, which is asked once, in the first step that may ask."""

    after: Distribution
    never: Share = 0.0
    """How many never pay."""

    asked: Share = 1.0
    """How often the fee is asked at all."""


class Withdrawing(Frozen):
    """How applicants withdraw."""

    chance: Share
    after: Distribution
    """How long after reception."""


class ProcedurePlan(Frozen):
    """What people do with the dossiers of one procedure."""

    version: str | None = None
    """None: the version in force on the day of filing."""

    facts: dict[Name, FactPlan] = {}
    receive: Receiving = Receiving()
    steps: dict[Name, StepPlan] = {}
    handoffs: dict[Name, HandoffPlan] = {}
    supplement: Answering | None = None
    fees: dict[Name, Paying] = {}

    pauses: dict[Name, Pausing] = {}
    extensions: dict[Name, Extending] = {}
    withdraw: Withdrawing | None = None
    apologises: Share = 0.0
    """How often the apology that the law demands for a missed limit is really made."""

    returning: Distribution | None = None
    """How long handing over the result takes; none means as long as the role's work takes."""

    roles: dict[str, Distribution] = {}
    """How long work takes by ``agency/role``, for steps that say nothing themselves."""

    @model_validator(mode="after")
    def _reminders_follow_silence(self) -> Self:
        for name, handoff in self.handoffs.items():
            if handoff.reminded is not None and not handoff.silent:
                msg = f"handoffs.{name} has 'reminded', but its agency is never silent; give 'silent' too"
                raise ValueError(msg)
        return self
