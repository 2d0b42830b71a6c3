"""The plan of a forecast: which offices, what comes in, who works, how long it takes."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from dossierflow.citation import LegalText
from dossierflow.forecast.plan.behaviour import ProcedurePlan
from dossierflow.forecast.plan.distributions import Distribution
from dossierflow.forecast.plan.offices import Office
from dossierflow.frozen import Frozen
from dossierflow.procedure.facts import Name
from dossierflow.procedure.model import ProcedureId

MOST_REPLICATIONS = 10_000


class KnownOn(Frozen):
    """The calendar as it was known on a day: what was decided later is left out."""

    known_on: date


class FiledDays(Frozen):
    """A calendar from files, each one layer, relative to the plan; on top of the public one unless one is national."""

    files: tuple[str, ...] = Field(min_length=1)


class Plan(Frozen):
    """A forecast, as its file states it."""

    forecast: LegalText | str
    """What is forecast."""

    procedures_from: str | None = None
    """Folder of procedure files, relative to the plan; none takes the shipped ones."""

    calendar: Literal["vn-public"] | KnownOn | FiledDays = "vn-public"
    first: date
    """First day on which dossiers come."""

    last: date
    """Last day on which dossiers come, inclusive."""

    until: date
    """Last day that is looked at, inclusive; what is not finished then is counted as open."""

    replications: int = Field(default=1, ge=1, le=MOST_REPLICATIONS)
    """How often everything is played, each time with other chances."""

    roles: dict[str, Distribution] = {}
    """How long work takes by ``agency/role``, for procedures and steps that say nothing themselves."""

    takes: Distribution | None = None
    """How long work takes for which nothing else is said."""

    procedures: dict[ProcedureId, ProcedurePlan] = {}
    offices: dict[Name, Office] = Field(min_length=1)

    @model_validator(mode="after")
    def _days_are_in_order(self) -> Self:
        if not self.first <= self.last <= self.until:
            msg = f"first ({self.first}), last ({self.last}) and until ({self.until}) must follow each other"
            raise ValueError(msg)
        return self

    @property
    def title(self) -> LegalText:
        """What is forecast, in both languages; one sentence given for both serves for both."""
        return self.forecast if isinstance(self.forecast, LegalText) else LegalText(vi=self.forecast, en=self.forecast)
