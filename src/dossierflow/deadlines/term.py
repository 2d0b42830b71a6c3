"""
A length of time as the law states it: an amount and a unit, never mixed.

Seven working days, fifteen days and one month are three different things; none
converts into another unless a cited rule says so.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_serializer, model_validator

from dossierflow.errors import TermError
from dossierflow.frozen import Frozen

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

    from dossierflow.deadlines.wording import Reading


class Unit(StrEnum):
    """The units in which the law counts."""

    WORKING_DAY = "working_day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    WORKING_HOUR = "working_hour"
    HOUR = "hour"
    MINUTE = "minute"

    @property
    def is_clock(self) -> bool:
        """Tell whether the unit is counted in minutes rather than in whole days."""
        return self in _CLOCK_UNITS


# a tuple, because looking through three is faster than hashing one
_CLOCK_UNITS = (Unit.WORKING_HOUR, Unit.HOUR, Unit.MINUTE)
_LONG_UNITS = frozenset({Unit.WEEK, Unit.MONTH, Unit.YEAR})
_FRACTIONAL_UNITS = frozenset({Unit.WORKING_DAY, Unit.DAY, Unit.WORKING_HOUR, Unit.HOUR})
_WORDS = re.compile(r"([0-9]+(?:\.[0-9]+)?) (working day|working hour|day|week|month|year|hour|minute)s?")
MOST = 9_999_999
"""Most minutes, hours or days of a term; more than lie between any two dates."""

MOST_LONG = 9_999
"""Most weeks, months or years of a term."""

_PATTERN = (
    r"^(same day|[0-9]+(\.0+)? (working day|working hour|day|week|month|year|hour|minute)s?"
    r"|[0-9]+\.[0-9]+ (working day|working hour|day|hour)s?)$"
)


class Term(Frozen):
    """
    An amount of one unit: ``Term(amount=7, unit=Unit.WORKING_DAY)``.

    Files and messages write it in words, which `of` reads back.

    >>> Term.of("7 working days")
    Term.of('7 working days')
    >>> str(Term.of("1 month"))
    '1 month'
    >>> Term.of("same day")
    Term.of('same day')
    >>> Term.of("30 days") < Term.of("1 month")
    Traceback (most recent call last):
    ...
    dossierflow.errors.TermError: cannot compare '30 days' with '1 month': terms of different units are not ordered
    """

    amount: Annotated[int | Decimal, Field(ge=0)]
    """
    How many; a fraction only of days and hours (a half day of an internal procedure).

    At most `MOST` minutes, hours or days, and `MOST_LONG` weeks, months or years.
    """

    unit: Unit

    @classmethod
    def of(cls, words: str) -> Self:
        """
        Read a term as procedure files write it.

        Raises:
            TermError: *words* are not ``<amount> <unit>`` or ``same day``.
        """
        if words == "same day":
            return cls(amount=0, unit=Unit.WORKING_DAY)
        match = _WORDS.fullmatch(words)
        if match is None:
            msg = (
                f"found {words!r}; write an amount and a unit such as '7 working days', '20 days', '1 month', "
                "'8 working hours', or 'same day'"
            )
            raise TermError(msg)
        amount, unit = Decimal(match[1]), Unit(match[2].replace(" ", "_"))
        if amount > most_of(unit):
            raise TermError(_too_many(unit))
        return cls(amount=_plain(amount), unit=unit)

    @staticmethod
    def parse(text: str) -> Reading:
        """
        Read a time limit in the words of the law; nothing is guessed.

        Returns:
            The term, the event that starts it, qualifiers, and what could not
            be read; with an error and no term where the words give no certain
            one. See `dossierflow.deadlines.wording.read_wording`.

        >>> reading = Term.parse("05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ")
        >>> reading.term, reading.starts
        (Term.of('5 working days'), 'complete')
        >>> Term.parse("1").error
        "no_unit: a number stands without a unit; say working days, days, hours or months (found '1')"
        """
        # the reader builds on terms; only this door looks up at it
        from dossierflow.deadlines.wording import read_wording  # noqa: PLC0415

        return read_wording(text)

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: object) -> object:
        if isinstance(value, int | float):
            msg = f"found the number {value}; a term has a unit too, such as '{value} working days' or '{value} days'"
            raise ValueError(msg)  # noqa: TRY004 - pydantic turns only ValueError into a message
        if not isinstance(value, str):
            return value
        try:
            term = cls.of(value)
        except TermError as error:
            raise ValueError(str(error)) from error
        return {"amount": term.amount, "unit": term.unit}

    @model_validator(mode="after")
    def _is_countable(self) -> Self:
        if self.amount > most_of(self.unit):
            raise ValueError(_too_many(self.unit))
        if isinstance(self.amount, Decimal):
            plain = _plain(self.amount)
            if isinstance(plain, int):
                object.__setattr__(self, "amount", plain)
            elif self.unit not in _FRACTIONAL_UNITS:
                msg = f"{self.amount} {self.unit.value.replace('_', ' ')}s: only days and hours can be split"
                raise ValueError(msg)
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe a term as the words that files write."""
        del schema, handler
        return {
            "type": "string",
            "title": "Term",
            "description": "An amount of one unit, in words.",
            "examples": ["7 working days", "20 days", "1 month", "8 working hours", "same day"],
            "pattern": _PATTERN,
        }

    @model_serializer(mode="plain")
    def _as_words(self) -> str:
        return str(self)

    def __str__(self) -> str:
        """Return the term as files write it, in English."""
        if self.amount == 0 and self.unit is Unit.WORKING_DAY:
            return "same day"
        unit = self.unit.value.replace("_", " ")
        return f"{self.amount} {unit}" if self.amount == 1 else f"{self.amount} {unit}s"

    def __repr__(self) -> str:
        """Return an expression that makes the same term."""
        return f"Term.of({str(self)!r})"

    def __lt__(self, other: Term) -> bool:
        """
        Order two terms of one unit.

        Raises:
            TermError: the units differ; one month is neither more nor less than thirty days.
        """
        if self.unit is not other.unit:
            msg = f"cannot compare {str(self)!r} with {str(other)!r}: terms of different units are not ordered"
            raise TermError(msg)
        return self.amount < other.amount


def most_of(unit: Unit) -> int:
    """
    Return how many of *unit* a term may have at most.

    >>> most_of(Unit.MINUTE), most_of(Unit.YEAR)
    (9999999, 9999)
    """
    return MOST_LONG if unit in _LONG_UNITS else MOST


def _too_many(unit: Unit) -> str:
    name = unit.value.replace("_", " ")
    return f"a term has at most {most_of(unit):,} {name}s; give the amount that the law states"


def _plain(amount: Decimal) -> int | Decimal:
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()
