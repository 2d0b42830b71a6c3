"""
Officers at work, as SimPy sees them: a process each, and one queue for every group.

An officer takes the first piece of work that waits while the shift lasts, works
on it in the hours of the shift, over nights and leave, until it is done, and
takes the next. Nobody takes up anything outside the own hours; what comes at
night waits in its order until somebody comes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Protocol, cast

from dossierflow.forecast.plan.distributions import TimeUnit

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from dossierflow.forecast.clock import Clock
    from dossierflow.forecast.packages import simpy
    from dossierflow.worktime import WorkCalendar

Rank = tuple[int, ...]
"""What decides the place in a queue: smaller goes first; equals go as they came."""


class Piece(Protocol):
    """Something to be worked on."""

    @property
    def is_wanted(self) -> bool:
        """Tell whether the work still has to be done; the dossier may have been closed meanwhile."""
        ...

    def minutes(self) -> int:
        """Return how many working minutes it takes."""
        ...

    def begin(self, officer: str) -> None:
        """Tell that *officer* has taken it up now."""
        ...

    def finish(self, officer: str) -> None:
        """Tell that *officer* has done it now."""
        ...


@dataclass(slots=True)
class GroupTimes:
    """How busy a group has been; all in minutes."""

    busy: int = 0
    """Working minutes spent on pieces while dossiers come."""

    present: int = 0
    """Working minutes for which officers were there while dossiers come."""

    pieces: int = 0
    """Pieces begun."""

    waited: int = 0
    """Working minutes for which the pieces begun had waited, on the calendar of the office."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is looked at, in seconds."""

    measured: int
    """When the last day is over on which dossiers come: what officers do later is no measure of how busy they are."""

    horizon: int
    """When the simulation ends; work that would end later stays unfinished."""


@dataclass(slots=True)
class Queue:
    """One queue, and what has become of its work."""

    store: simpy.PriorityStore
    times: GroupTimes = field(default_factory=GroupTimes)
    numbers: Iterator[int] = field(default_factory=count)

    def put(self, rank: Rank, piece: Piece) -> None:
        """Let *piece* wait; among equal ranks first come is first served."""
        self.store.put((rank, next(self.numbers), piece))


def officer(
    env: simpy.Environment, clock: Clock, queue: Queue, name: str, hours: WorkCalendar, window: Window
) -> Generator[simpy.Event, object, None]:
    """
    Return the life of one officer, for ``env.process``.

    Args:
        env: The simulation.

        clock: Its clock.

        queue: What the officer takes work from.

        name: How events call the officer.

        hours: When the officer is there.

        window: What is looked at.
    """
    for opening, closing in _spans(clock, hours, window.horizon):
        if opening > env.now:
            yield env.timeout(opening - env.now)
        if closing <= env.now:
            continue
        over = env.timeout(closing - env.now)
        while env.now < closing:
            taken = queue.store.get()
            yield taken if taken.triggered else taken | over
            if not taken.triggered:
                taken.cancel()
                break
            piece = cast("tuple[Rank, int, Piece]", taken.value)[2]
            if not piece.is_wanted:
                continue
            minutes = piece.minutes()
            piece.begin(name)
            end = clock.after(int(env.now), minutes, TimeUnit.WORKING_MINUTES, hours)
            queue.times.pieces += 1
            queue.times.busy += minutes if end <= window.measured else _measured(clock, hours, int(env.now), window)
            if end > window.horizon:
                return
            yield env.timeout(end - env.now)
            piece.finish(name)


def _spans(clock: Clock, hours: WorkCalendar, horizon: int) -> Iterator[tuple[int, int]]:
    """Yield when each stretch of presence begins and ends, in seconds, until *horizon*."""
    for day in hours.days(hours.first, hours.last):
        midnight = None
        for start, end in hours.hours(day.day):
            if midnight is None:
                midnight = clock.seconds(hours.opening(day.day) or clock.origin) - start * 60
            if midnight + start * 60 >= horizon:
                return
            yield midnight + start * 60, min(midnight + end * 60, horizon)


def _measured(clock: Clock, hours: WorkCalendar, begun: int, window: Window) -> int:
    """Return the minutes of work begun at *begun*, up to the end of what is measured."""
    if begun >= window.measured:
        return 0
    return hours.working_minutes_between(clock.at(begun), clock.at(window.measured))
