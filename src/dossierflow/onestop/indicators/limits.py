"""Every limit of every dossier that ran in the period: who owed it, and whether it was met."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossierflow.engine.effects import Ending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.engine.dossier import Deadline
    from dossierflow.onestop.indicators.course import Course
    from dossierflow.onestop.indicators.period import Period


@dataclass(frozen=True, slots=True, order=True)
class LimitKey:
    """One limit of one procedure, and who owes it there."""

    procedure: str
    limit: str
    party: str


@dataclass(slots=True)
class LimitFigures:
    """What became of the runs of one limit: those that ended in the period, and those open at its end."""

    early: int = 0
    on_time: int = 0
    late: list[str] = field(default_factory=list[str])
    """Dossiers in which it was met late, once for each run."""

    running: int = 0
    suspended: int = 0
    overdue: list[str] = field(default_factory=list[str])
    """Dossiers in which it had run out and was not met."""

    lapsed: int = 0
    """Runs that ended by running out: silence had its effect."""

    @property
    def met(self) -> int:
        """How many runs were met."""
        return self.early + self.on_time + len(self.late)

    def count(self, clock: Deadline, dossier: str, period: Period) -> None:
        """Count one run."""
        if clock.ending is Ending.MET and clock.ended_at is not None:
            if clock.is_late:
                self.late.append(dossier)
            elif clock.due is not None and period.day(clock.ended_at) < clock.due.day:
                self.early += 1
            else:
                self.on_time += 1
        elif clock.ending is Ending.LAPSED:
            self.lapsed += 1
        elif clock.missed_at is not None or (clock.due is not None and clock.due.at <= period.last_instant):
            self.overdue.append(dossier)
        elif clock.due is None:
            self.suspended += 1
        else:
            self.running += 1


def runs_in(course: Course, period: Period) -> Iterator[tuple[LimitKey, Deadline]]:
    """Yield the runs that ended in *period* met or lapsed, and those that were open at its end."""
    draft = course.draft
    procedure = "" if draft.procedure is None else draft.procedure.id
    for clock in (*draft.past, *draft.deadlines.values()):
        counts = clock.ending in {Ending.MET, Ending.LAPSED} and period.holds(clock.ended_at)
        if counts or clock.is_open:
            yield LimitKey(procedure, clock.limit, clock.party), clock
