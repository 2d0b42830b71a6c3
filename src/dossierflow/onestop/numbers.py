"""
Dossier numbers (mã số hồ sơ): the agency, the day of reception, the number of the day.

The sequence of the day is given by the host, which alone knows what it has
given out. Three patterns are known; which one an agency uses is its own
decision, and a number is only ever made of the pattern that is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossierflow.citation import Citation, Status
from dossierflow.errors import DossierNumberError

if TYPE_CHECKING:
    from collections.abc import Mapping

_CENTURY: Final = 2000
_LONGEST: Final = 64


class NumberPattern(StrEnum):
    """How the parts of a number are put together."""

    CIRCULAR_2018 = "circular_2018"
    """``V1V2V3.Z1Z2.Y1Y2.MX1X2-YYMMDD-XXXX``: the smallest unit first, four digits a day."""

    CIRCULAR_2025_CENTRAL = "circular_2025_central"
    """``MX1X2.Y1Y2Y3.Z1Z2-YYMMDD-AAXXXX``: of services provided centrally; AA is the owner of the system."""

    AGENCY_FIRST = "agency_first"
    """``MX1X2[.Y...[.Z...]]-YYMMDD-XXXX``: the largest unit first, as numbers are printed now; text not read."""


@dataclass(frozen=True, slots=True)
class PatternRule:
    """One pattern, part by part."""

    written: str
    agency: re.Pattern[str]
    example: str
    """An agency as the pattern writes it."""

    owner_digits: int
    """Digits before the sequence that name the owner of a central system."""

    most: int | None
    """The largest number of a day; none where the sequence may grow longer than four digits."""

    cite: Citation


NUMBER_PATTERNS: Final[Mapping[NumberPattern, PatternRule]] = {
    NumberPattern.CIRCULAR_2018: PatternRule(
        "V1V2V3.Z1Z2.Y1Y2.MX1X2-YYMMDD-XXXX",
        re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}"),
        "000.00.01.H22",
        0,
        9999,
        Citation(doc="01/2018/TT-VPCP", at="Điều 19"),
    ),
    NumberPattern.CIRCULAR_2025_CENTRAL: PatternRule(
        "MX1X2.Y1Y2Y3.Z1Z2-YYMMDD-AAXXXX",
        re.compile(r"[A-Z][0-9]{2}\.[0-9]{3}\.[0-9]{2}"),
        "G01.001.02",
        2,
        None,
        Citation(doc="03/2025/TT-VPCP", at="Điều 13 khoản 3, được bổ sung bởi 04/2025/TT-VPCP"),
    ),
    NumberPattern.AGENCY_FIRST: PatternRule(
        "MX1X2[.Y1Y2[Y3][.Z1Z2[Z3]]]-YYMMDD-XXXX",
        re.compile(r"[A-Z][0-9]{2}(\.[0-9]{2,3}){0,3}"),
        "H49.22",
        0,
        9999,
        Citation(
            doc="03/2025/TT-VPCP",
            at="Điều 13",
            status=Status.UNVERIFIED,
            note="clauses 1 and 2 were not read; the order is the one in which agencies are written in practice",
        ),
    ),
}
"""What each pattern asks for, and where it stands."""


@dataclass(frozen=True, slots=True)
class DossierNumber:
    """
    A dossier number, part by part.

    >>> str(DossierNumber("000.00.01.H22", date(2026, 2, 5), 17))
    '000.00.01.H22-260205-0017'
    """

    agency: str
    """Identifier of the agency that received the dossier."""

    day: date
    """Day of reception, in the years 2000 to 2099."""

    sequence: int
    """Number of the dossier on that day, from 1; the host counts."""

    pattern: NumberPattern = NumberPattern.CIRCULAR_2018
    owner: str | None = None
    """Two digits of the owner of a central system; only of the central pattern."""

    def __post_init__(self) -> None:
        """
        Check every part.

        Raises:
            DossierNumberError: A part is not as the pattern asks.
        """
        rule = NUMBER_PATTERNS[self.pattern]
        if rule.agency.fullmatch(self.agency) is None:
            raise DossierNumberError("agency", self.agency, f"an agency as {rule.example}", rule.written)
        if not _CENTURY <= self.day.year < _CENTURY + 100:
            raise DossierNumberError("day", self.day.isoformat(), "a day of the years 2000 to 2099", rule.written)
        if self.sequence < 1 or (rule.most is not None and self.sequence > rule.most):
            allowed = "a number from 1 on" if rule.most is None else f"a number from 1 to {rule.most}"
            raise DossierNumberError("sequence", str(self.sequence), allowed, rule.written)
        if rule.owner_digits and re.fullmatch(r"[0-9]{2}", self.owner or "") is None:
            raise DossierNumberError("owner", str(self.owner or ""), "two digits", rule.written)
        if not rule.owner_digits and self.owner is not None:
            raise DossierNumberError("owner", self.owner, "nothing: only central services name an owner", rule.written)

    def __str__(self) -> str:
        """Return the number as it is printed."""
        return f"{self.agency}-{self.day:%y%m%d}-{self.owner or ''}{self.sequence:04d}"


def parse_number(text: str, pattern: NumberPattern = NumberPattern.CIRCULAR_2018) -> DossierNumber:
    """
    Read a dossier number, and nothing else.

    Args:
        text: The number, without spaces around it.

        pattern: The pattern that it must have; a number of another one is refused.

    Raises:
        DossierNumberError: Which part is wrong, what was found, what is allowed.

    >>> parse_number("000.00.01.H22-260205-0017").sequence
    17
    >>> parse_number("H49.22-260230-0017", NumberPattern.AGENCY_FIRST)
    Traceback (most recent call last):
    dossierflow.errors.DossierNumberError: dossier number: day: found '260230', give a day that exists, as YYMMDD ...
    """
    rule = NUMBER_PATTERNS[pattern]
    parts = text.split("-")
    if len(text) > _LONGEST or len(parts) != len(("agency", "day", "sequence")):
        raise DossierNumberError("number", text[:_LONGEST], "three parts joined by '-'", rule.written)
    agency, day, tail = parts
    if rule.agency.fullmatch(agency) is None:
        raise DossierNumberError("agency", agency, f"an agency as {rule.example}", rule.written)
    digits = rule.owner_digits
    shape = r"[0-9]{4}" if rule.most is not None else rf"[0-9]{{{digits + 4},}}"
    if re.fullmatch(shape, tail) is None:
        allowed = "four digits" if rule.most is not None else "two digits of the owner and four or more of the number"
        raise DossierNumberError("sequence", tail, allowed, rule.written)
    sequence = tail[digits:]
    if len(sequence) > len("0001") and sequence.startswith("0"):
        raise DossierNumberError("sequence", tail, "no zeros in front of more than four digits", rule.written)
    return DossierNumber(agency, _day(day, rule), int(sequence), pattern, tail[:digits] or None)


def _day(text: str, rule: PatternRule) -> date:
    refused = DossierNumberError("day", text, "a day that exists, as YYMMDD", rule.written)
    if re.fullmatch(r"[0-9]{6}", text) is None:
        raise refused
    try:
        return date(_CENTURY + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError as error:
        raise refused from error
