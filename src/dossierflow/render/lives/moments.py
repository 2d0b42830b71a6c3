"""Instants and amounts of time as pictures and their tables write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.render.words import words_of
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from dossierflow.citation import Language

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Moments:
    """How times are written in one language and one zone."""

    lang: Language
    zone: ZoneInfo

    def full(self, at: datetime) -> str:
        """Return day, month, year, and time of the day."""
        local = at.astimezone(self.zone)
        return f"{words_of(self.lang).short_day(local.date(), year=True)} {local:%H:%M}"

    def day(self, at: datetime, *, year: bool = False) -> str:
        """Return day and month."""
        return words_of(self.lang).short_day(at.astimezone(self.zone).date(), year=year)

    def hour(self, at: datetime) -> str:
        """Return the time of the day."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def amount(self, time: timedelta) -> str:
        """Return an amount of time: whole days where it is long, hours and minutes where it is short."""
        days = round(time / timedelta(days=1))
        if time >= timedelta(hours=36):
            return said("days", self.lang, days=days)
        return said("hours", self.lang, hours=time // _HOUR, minutes=time % _HOUR // _MINUTE)
