"""
Clocks: what a host asks for the time, and what a scenario turns by hand.

This module holds the only reading of the machine's clock outside the command
line. The engine never asks a clock: every instant is handed to it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from dossierflow.errors import DossierflowError
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """Return the present instant, with its zone."""
        ...


class SystemClock:
    """The clock of the machine, shown in one zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Show the time in *zone*, whatever zone the machine is set to."""
        self._zone = zone

    def now(self) -> datetime:
        """Return the present instant."""
        return plain(datetime.now(self._zone))


class ClockGoesBackError(DossierflowError):
    """A virtual clock was told to go back; time only moves forward."""

    code = "clock_goes_back"

    def __init__(self, now: datetime, wanted: datetime) -> None:
        """Say where the clock stands (*now*) and which earlier instant was *wanted*."""
        self.now, self.wanted = now, wanted
        super().__init__(f"the clock stands at {now.isoformat()} and cannot go back to {wanted.isoformat()}")


class VirtualClock:
    """
    A clock that moves only when told, and never back.

    >>> from zoneinfo import ZoneInfo
    >>> clock = VirtualClock(datetime(2026, 2, 5, 15, 20, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")))
    >>> clock.jump_to(datetime(2026, 2, 6, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))).isoformat()
    '2026-02-06T08:00:00+07:00'
    """

    def __init__(self, start: datetime) -> None:
        """
        Begin at *start*.

        Raises:
            NaiveInstantError: *start* has no time zone.
        """
        self._now = plain(start)

    def now(self) -> datetime:
        """Return the instant at which the clock stands."""
        return self._now

    def jump_to(self, at: datetime) -> datetime:
        """
        Move to *at* and return it; staying where one is counts as moving.

        Raises:
            ClockGoesBackError: *at* lies before the instant at which the clock stands.

            NaiveInstantError: *at* has no time zone.
        """
        wanted = plain(at)
        if wanted < self._now:
            raise ClockGoesBackError(self._now, wanted)
        self._now = wanted
        return wanted
