"""
Durations as a plan states them: a distribution by name, with its parameters and its unit.

Only the words are here; drawing from them needs numbers and is the business of
`dossierflow.forecast.draws`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Discriminator, Field, Tag, model_validator

from dossierflow.frozen import Frozen

LARGEST = 1_000_000_000
"""No figure of a plan is larger: as minutes these are nineteen centuries, and products of two stay exact."""

NotNegative = Annotated[float, Field(ge=0, le=LARGEST, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, le=LARGEST, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
"""A probability, from 0 to 1."""


class TimeUnit(StrEnum):
    """What a duration is counted in."""

    WORKING_MINUTES = "working_minutes"
    """Minutes of opening hours: of whoever works, or of the calendar where nobody does."""

    MINUTES = "minutes"
    """Minutes that simply pass, day and night."""

    HOURS = "hours"
    """Hours that simply pass."""

    DAYS = "days"
    """Days of 24 hours that simply pass."""


class UniformParameters(Frozen):
    """Every value from *low* to *high* is as likely as another."""

    low: NotNegative
    high: NotNegative

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.high < self.low:
            msg = f"high ({self.high:g}) is below low ({self.low:g})"
            raise ValueError(msg)
        return self


class TriangularParameters(Frozen):
    """From *low* to *high*, most often *mode*."""

    low: NotNegative
    mode: NotNegative
    high: NotNegative

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if not self.low <= self.mode <= self.high or self.low == self.high:
            msg = (
                f"low ({self.low:g}), mode ({self.mode:g}) and high ({self.high:g}) must rise, and not all be the same"
            )
            raise ValueError(msg)
        return self


class LognormalParameters(Frozen):
    """Half of the values lie below *median*; *sigma* is the spread of their logarithm."""

    median: Positive
    sigma: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]


class GammaParameters(Frozen):
    """The mean, and a shape: 1 is exponential, larger is narrower."""

    mean: Positive
    shape: Annotated[float, Field(ge=0.01, le=LARGEST, allow_inf_nan=False)]


class Timed(Frozen):
    """Base of all distributions: the unit of their values."""

    unit: TimeUnit = TimeUnit.WORKING_MINUTES


class Fixed(Timed):
    """Always the same."""

    fixed: NotNegative


class Uniform(Timed):
    """Evenly between two values."""

    uniform: UniformParameters


class Triangular(Timed):
    """Between two values, most often a third."""

    triangular: TriangularParameters


class Lognormal(Timed):
    """Mostly short, sometimes very long: how people answer letters."""

    lognormal: LognormalParameters


class Gamma(Timed):
    """Waiting times; with shape 1 those of pure chance."""

    gamma: GammaParameters


class Empirical(Timed):
    """One of the values that were measured, each as likely as another."""

    empirical: tuple[NotNegative, ...] = Field(min_length=1)


_FORMS = ("fixed", "uniform", "triangular", "lognormal", "gamma", "empirical")


def _form(value: object) -> str | None:
    """Return which distribution a mapping names; None where it names none, or several."""
    if isinstance(value, Timed):
        return _form(dict.fromkeys(type(value).model_fields))
    named = [form for form in _FORMS if isinstance(value, dict) and form in value]
    return named[0] if len(named) == 1 else None


Distribution = Annotated[
    Annotated[Fixed, Tag("fixed")]
    | Annotated[Uniform, Tag("uniform")]
    | Annotated[Triangular, Tag("triangular")]
    | Annotated[Lognormal, Tag("lognormal")]
    | Annotated[Gamma, Tag("gamma")]
    | Annotated[Empirical, Tag("empirical")],
    Discriminator(
        _form,
        custom_error_type="one_distribution",
        custom_error_message=f"a duration names one distribution: {', '.join(_FORMS)}",
    ),
]
"""How long something takes; without a unit, in working minutes."""
