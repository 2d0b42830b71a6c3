"""
Moving through time by hand: a clock that jumps to instants, over working time, and past the next time limit.

For the tests of hosts. It is turned by itself, or turns another clock that a
test has frozen, so that everything which asks for the time gets one answer.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.engine.timers import next_timer
from dossierflow.errors import DossierflowError
from dossierflow.simulate.clock import ClockGoesBackError
from dossierflow.simulate.moments import resolve
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.timers import Timer
    from dossierflow.worktime import WorkCalendar

JUST_AFTER = timedelta(seconds=1)
"""How long after its due instant the clock stands that has jumped past a timer, which fires strictly after it."""


class NoTimerError(DossierflowError):
    """A clock was told to jump past the next timer of a dossier in which no clock runs."""

    code = "no_timer"


class SteppingClock:
    """
    A clock that jumps, and never back.

    >>> from datetime import datetime
    >>> from dossierflow.simulate.clock import VirtualClock
    >>> from dossierflow.worktime import vietnam
    >>> virtual = VirtualClock(datetime(2026, 2, 13, 9, tzinfo=vietnam().tz))
    >>> clock = SteppingClock(vietnam(), virtual.now, virtual.jump_to)
    >>> clock.jump("2 working days", at="08:30").isoformat()
    '2026-02-24T08:30:00+07:00'
    >>> clock.jump("4 working hours").isoformat()
    '2026-02-24T13:30:00+07:00'
    """

    def __init__(
        self, calendar: WorkCalendar, read: Callable[[], datetime], move: Callable[[datetime], object]
    ) -> None:
        """
        Turn a clock.

        Args:
            calendar: On which working time is counted, and whose zone local times are of.

            read: Tells the time, with its zone.

            move: Puts the clock at an instant.
        """
        self.calendar = calendar
        self._read, self._move = read, move

    def now(self) -> datetime:
        """Return the instant at which the clock stands, in the zone of the calendar."""
        return self._standing()

    def jump_to(self, when: datetime | str) -> datetime:
        """
        Move to an instant and return it.

        Args:
            when: An instant with its zone; or text as a scenario writes it:
                ``2026-02-16T15:20`` in local time, ``+2 working days 09:00``
                from now.

        Raises:
            ClockGoesBackError: The instant lies before the one at which the clock stands.

            ValueError: The text is written otherwise.

            NaiveInstantError: The instant has no time zone.
        """
        now = self._standing()
        wanted = resolve(when, now, self.calendar) if isinstance(when, str) else plain(when)
        if wanted < now:
            raise ClockGoesBackError(now, wanted)
        self._move(wanted)
        return wanted.astimezone(self.calendar.tz)

    def jump(self, time: str, *, at: str | None = None) -> datetime:
        """
        Let so much time pass and return the instant after it.

        Args:
            time: ``2 working days``, ``1 day``, ``4 working hours``, ``90 minutes``.

            at: The time of day at which to arrive after whole days, ``08:30``;
                none keeps the time of day.

        Raises:
            ValueError: The time is written otherwise.
        """
        return self.jump_to(f"+{time}" if at is None else f"+{time} {at}")

    def jump_to_next_timer(self, dossier: Dossier) -> Timer:
        """
        Move just past the timer of *dossier* that fires first, so that it fires, and return it.

        Where it has passed already, the clock stays.

        Raises:
            NoTimerError: No clock of the dossier runs.
        """
        timer = next_timer(dossier)
        if timer is None:
            msg = f"no clock of dossier {dossier.id!r} runs, so there is no timer to jump past"
            raise NoTimerError(msg)
        self.jump_to(max(timer.at + JUST_AFTER, self._standing()))
        return timer

    def _standing(self) -> datetime:
        return plain(self._read()).astimezone(self.calendar.tz)
