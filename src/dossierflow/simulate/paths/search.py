"""
The shortest ways to everything that a dossier can come to, found by trying it on the engine.

Breadth first, so the first way to a goal is the shortest. Where a bound cuts
the search, parallel tracks are followed a second time one after the other, so
that what lies behind them is found too, if not by the shortest way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.simulate.calendars import in_place_of_all
from dossierflow.simulate.paths.goals import Goal, goals_of
from dossierflow.simulate.paths.seeking import Seeker, TryingEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dossierflow.engine.engine import Engine
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.simulate.paths.ways import Way
    from dossierflow.worktime import WorkCalendar

MOST_STANDINGS = 6_000
"""How many different standings of dossiers are followed at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a search has left out, and what that means for what it found."""

    left: int = 0
    """How many standings were found and not followed."""

    turns: int = 0
    """Every way of so many turns was looked at; of longer ones not all."""

    combinations: int = 0
    """How many combinations of facts there are where several are asked at once and not all were tried."""

    longer: tuple[Goal, ...] = ()
    """To what there may be a shorter way than the one that was found."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was found of one procedure."""

    procedure: Procedure
    ways: Mapping[Goal, Way]
    """For everything that can be come to, the shortest way."""

    standings: int
    """How many different standings of dossiers were found."""

    cut: Cut | None = None
    """What was left out; none where everything was followed."""

    trapped: tuple[Way, ...] = ()
    """Ways to where no end can be reached any more, unless the applicant gives up; one for each place."""

    @property
    def is_complete(self) -> bool:
        """Tell whether everything was followed; otherwise a bound has cut the search."""
        return self.cut is None

    @property
    def unreached(self) -> tuple[Goal, ...]:
        """What the procedure names and no way was found to."""
        return tuple(goal for goal in goals_of(self.procedure) if goal not in self.ways)


def find_ways(
    procedure: Procedure,
    calendar: WorkCalendar,
    *,
    library: ProcedureLibrary | None = None,
    most: int = MOST_STANDINGS,
    engine: Engine | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Search:
    """
    Find the shortest way to everything that a dossier of *procedure* can come to.

    Args:
        procedure: The version.

        calendar: Its working days; stands in for every calendar that the version names.

        library: Where its other versions are; none: it has no others.

        most: How many different standings are followed at most.

        engine: One that knows the versions and the calendar already.

        progress: Is told after each standing how many were followed, and how many wait.

    Raises:
        CalendarCoverageError: The calendar does not cover the version's first days.

    >>> from dossierflow.procedure.catalogue import shipped
    >>> from dossierflow.simulate.paths import GoalKind
    >>> from dossierflow.worktime import vietnam
    >>> found = find_ways(shipped("criminal-record").get("criminal-record", "2026-07-01"), vietnam())
    >>> found.is_complete, len(found.ways[Goal(GoalKind.END, "issued")].taken)
    (True, 4)
    """
    own = (procedure,) if library is None else library.versions(procedure.procedure)
    trying = engine or TryingEngine(own, in_place_of_all(calendar, own))
    seeker = Seeker(procedure, trying, calendar, most, progress)
    seeker.seek()
    ways = dict(seeker.ways)
    if seeker.queue:
        # what lies behind parallel tracks is far away for those who go them all at once
        narrow = Seeker(procedure, trying, calendar, most, progress, is_narrow=True)
        narrow.seek()
        ways = narrow.ways | ways
    cut = None
    if seeker.queue or seeker.cells:
        turns = seeker.lengths if seeker.queue else max((len(way.taken) for way in ways.values()), default=0)
        longer = tuple(sorted(goal for goal, way in ways.items() if seeker.queue and len(way.taken) > turns))
        cut = Cut(left=len(seeker.queue), turns=turns, combinations=seeker.cells, longer=longer)
    return Search(procedure, dict(sorted(ways.items())), len(seeker.seen), cut, tuple(seeker.trapped()))
