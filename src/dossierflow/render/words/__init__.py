"""
The words of the renderings, one table for each language.

A table holds sentences with named gaps. Everything that is said in one
language is said in the other: the tables have the same keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Unit
from dossierflow.render.words.en import MONTHS, UNITS_EN, WORDS_EN
from dossierflow.render.words.pictures import PICTURES_EN, PICTURES_VI
from dossierflow.render.words.vi import UNITS_VI, WORDS_VI

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from dossierflow.citation import Language

_MINUTES_OF_HOUR = 60


@dataclass(frozen=True, slots=True)
class Words:
    """
    The words of one language.

    >>> words_of("vi").amount(5, Unit.WORKING_DAY)
    '5 ngày làm việc'
    >>> words_of("en").amount(1, Unit.WORKING_DAY)
    '1 working day'
    """

    lang: Language
    sentences: Mapping[str, str]
    units: Mapping[Unit, tuple[str, str]]

    def say(self, key: str, **gaps: object) -> str:
        """Return the sentence *key* with its *gaps* filled."""
        return self.sentences[key].format(**gaps)

    def amount(self, amount: int | Decimal, unit: Unit) -> str:
        """Return *amount* and *unit*, with a decimal comma in Vietnamese."""
        one, many = self.units[unit]
        number = str(amount).replace(".", ",") if self.lang == "vi" else str(amount)
        return f"{number} {one if amount == 1 else many}"

    def minutes(self, minutes: int | Decimal, *, working: bool = False) -> str:
        """
        Return *minutes* as hours and minutes.

        >>> words_of("en").minutes(150, working=True)
        '2 working hours 30 minutes'
        """
        hours, rest = divmod(minutes, _MINUTES_OF_HOUR)
        hour = Unit.WORKING_HOUR if working else Unit.HOUR
        parts = [self.amount(int(hours), hour)] if hours else []
        if rest or not hours:
            parts.append(self.amount(_plain(rest), Unit.MINUTE))
        return " ".join(parts)

    def short_day(self, day: date, *, year: bool) -> str:
        """
        Return *day* as lists show it: ``16/02``, or ``16 Feb``.

        >>> from datetime import date
        >>> words_of("vi").short_day(date(2026, 2, 16), year=True)
        '16/02/2026'
        """
        if self.lang == "vi":
            return f"{day:%d/%m/%Y}" if year else f"{day:%d/%m}"
        return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def _plain(amount: int | Decimal) -> int | Decimal:
    return int(amount) if amount == int(amount) else amount


_WORDS: Mapping[str, Words] = {
    "vi": Words("vi", {**WORDS_VI, **PICTURES_VI}, UNITS_VI),
    "en": Words("en", {**WORDS_EN, **PICTURES_EN}, UNITS_EN),
}


def words_of(lang: Language) -> Words:
    """Return the words of *lang*."""
    return _WORDS[lang]
