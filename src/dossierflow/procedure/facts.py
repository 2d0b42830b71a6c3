"""
What is known about a dossier, and conditions on it.

A condition is data: a fact, and the values it may have. There are no
expressions, so a procedure file can be checked for gaps and never runs code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StrictBool, StrictInt, StrictStr, model_validator

from dossierflow.citation import LegalText
from dossierflow.frozen import Frozen

FactValue = StrictBool | StrictInt | StrictStr
"""A fact as commands, events and conditions carry it; dates are ISO strings, decimals are not facts."""

Facts = Mapping[str, FactValue]

CHANNEL = "channel"
"""The fact that every dossier has and no file declares: the channel through which it was filed."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""An identifier inside a procedure file: lower-case letters, digits and underscores."""


class FactType(StrEnum):
    """What values a fact may have."""

    ENUM = "enum"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DATE = "date"
    TEXT = "text"


class Ask(StrEnum):
    """When a fact must be known."""

    SUBMISSION = "submission"
    """The dossier cannot be submitted without it."""

    PROCESSING = "processing"
    """It is found out later, by a step or a correction."""


class Fact(Frozen):
    """A fact that a procedure knows about."""

    name: LegalText
    type: FactType
    values: tuple[Name, ...] = ()
    """The allowed values of an ``enum``; empty for the other types."""

    at_least: int | None = None
    at_most: int | None = None
    ask: Ask = Ask.SUBMISSION
    personal: bool = False
    """Personal data: events carry only a commitment to the value, which can be redacted."""

    @model_validator(mode="after")
    def _describes_its_type(self) -> Self:
        if (self.type is FactType.ENUM) != bool(self.values):
            msg = "an enum lists its values, and only an enum does"
            raise ValueError(msg)
        if self.type is not FactType.INTEGER and (self.at_least is not None or self.at_most is not None):
            msg = "only an integer has at_least and at_most"
            raise ValueError(msg)
        if len(set(self.values)) < len(self.values):
            msg = "an enum lists each value once"
            raise ValueError(msg)
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            msg = f"no whole number is at least {self.at_least} and at most {self.at_most}"
            raise ValueError(msg)
        return self

    def refuses(self, value: object) -> str | None:
        """Return why *value* is no value of this fact, or None if it is one; a personal value is not repeated."""
        wanted: str | None = None
        match self.type:
            case FactType.ENUM if value not in self.values:
                wanted = f"one of {', '.join(self.values)}"
            case FactType.BOOLEAN if not isinstance(value, bool):
                wanted = "true or false"
            case FactType.INTEGER if not self._is_integer_within(value):
                wanted = f"a whole number{self._bounds()}"
            case FactType.DATE if not _is_iso_date(value):
                wanted = "a date as YYYY-MM-DD"
            case FactType.TEXT if not isinstance(value, str):
                wanted = "text"
            case _:
                return None
        return f"allowed: {wanted}" if self.personal else f"found {value!r}; allowed: {wanted}"

    def _is_integer_within(self, value: object) -> bool:
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)

    def _bounds(self) -> str:
        bounds = [("at least", self.at_least), ("at most", self.at_most)]
        said = [f"{words} {bound}" for words, bound in bounds if bound is not None]
        return f" of {' and '.join(said)}" if said else ""


class Range(Frozen):
    """Whole numbers from *at_least* to *at_most*, both inclusive; a missing bound is open."""

    at_least: int | None = None
    at_most: int | None = None

    @model_validator(mode="after")
    def _has_a_bound(self) -> Self:
        if self.at_least is None and self.at_most is None:
            msg = "a range has at_least, at_most or both"
            raise ValueError(msg)
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            msg = f"the range from {self.at_least} to {self.at_most} is empty"
            raise ValueError(msg)
        return self

    def holds(self, value: object) -> bool:
        """Tell whether *value* is a whole number within the range."""
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)


Matcher = FactValue | Annotated[tuple[FactValue, ...], Field(min_length=1)] | Range
"""One value, any of several values, or a range of whole numbers."""

Condition = dict[Name, Matcher]
"""Facts and the values they must have; all must hold, an empty condition always does."""


def holds(condition: Mapping[str, Matcher], facts: Facts) -> bool:
    """
    Tell whether *facts* meet *condition*.

    A fact that is not known meets no condition; use `unknown` to tell that
    apart from a fact with another value.

    >>> holds({"kind": ("new", "adjust")}, {"kind": "new"})
    True
    >>> holds({"floors": Range(at_least=3)}, {"floors": 2})
    False
    """
    return all(name in facts and _matches(matcher, facts[name]) for name, matcher in condition.items())


def unknown(condition: Mapping[str, Matcher], facts: Facts) -> tuple[str, ...]:
    """Return the facts that *condition* needs and *facts* lack, in order."""
    return tuple(name for name in condition if name not in facts)


def _matches(matcher: Matcher, value: FactValue) -> bool:
    if isinstance(matcher, Range):
        return matcher.holds(value)
    # bool is an int in Python; a condition on 1 must not accept true
    allowed = matcher if isinstance(matcher, tuple) else (matcher,)
    return any(type(one) is type(value) and one == value for one in allowed)


def _is_iso_date(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
