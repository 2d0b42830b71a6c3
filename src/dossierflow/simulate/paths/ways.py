"""A way that a dossier goes: turns taken one after the other, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from dossierflow.simulate.paths.goals import Goal, met_by, refused
from dossierflow.simulate.paths.turns import Taken, Turn, take

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Engine
    from dossierflow.engine.refusals import RefusalCode
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import WorkCalendar

NINE = time(9)
_A_DAY = timedelta(days=1)
_A_FORTNIGHT = 14
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Way:
    """Turns that were taken one after the other, the first of which files the dossier."""

    procedure: Procedure
    taken: tuple[Taken, ...]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was done, apart from when."""
        return tuple(one.turn for one in self.taken)

    @property
    def dossier(self) -> Dossier | None:
        """The dossier at the end; none where it was not accepted."""
        return self.taken[-1].dossier

    @property
    def refusal(self) -> RefusalCode | None:
        """With which code the last turn was refused; none where it was accepted."""
        last = self.taken[-1].decision.refusal
        return None if last is None else last.code

    @property
    def goals(self) -> frozenset[Goal]:
        """Everything that the way comes to."""
        return frozenset(met_on(self.procedure, self.taken))


def first_day(procedure: Procedure, calendar: WorkCalendar) -> datetime:
    """
    Return nine o'clock of the first day of a plain week in which *procedure* is in force.

    Raises:
        CalendarCoverageError: The calendar does not cover it.
    """
    begins = max(procedure.effective.from_, calendar.first)
    weeks = [begins + _A_DAY * (number + (-begins.weekday()) % 7) for number in range(0, _A_FORTNIGHT * 7, 7)]
    last = min(calendar.last, procedure.effective.to or calendar.last)
    plain = (
        day
        for day in weeks
        if day + _A_DAY * _FRIDAY <= last and all(calendar.is_working(day + _A_DAY * n) for n in range(_FRIDAY + 1))
    )
    return datetime.combine(next(plain, calendar.roll_forward(begins)), NINE, calendar.tz)


def play(procedure: Procedure, engine: Engine, calendar: WorkCalendar, turns: Iterable[Turn], start: datetime) -> Way:
    """
    Take *turns* one after the other, the first of them at *start*.

    Raises:
        CalendarCoverageError: One of them would lie beyond the calendar, or a deadline would.
    """
    taken: list[Taken] = []
    for turn in turns:
        taken.append(next_taken(engine, calendar, tuple(taken), turn, start))
    return Way(procedure, tuple(taken))


def next_taken(engine: Engine, calendar: WorkCalendar, taken: tuple[Taken, ...], turn: Turn, start: datetime) -> Taken:
    """
    Take *turn* after those *taken*; the first one at *start*.

    Raises:
        CalendarCoverageError: It would lie beyond the calendar, or a deadline would.
    """
    before, last = (taken[-1].dossier, taken[-1].at) if taken else (None, start)
    return take(engine, calendar, turn, before, last, len(taken) + 1)


def met_on(procedure: Procedure, taken: Iterable[Taken]) -> Iterator[Goal]:
    """Yield what the turns that were *taken* come to; the same goal may come more than once."""
    for one in taken:
        yield from met_by(procedure, one.decision.events)
        if one.decision.refusal is not None:
            yield refused(one.decision.refusal.code)
