"""
Every path from every edge of the calendar, with what must always be true looked at on each.

A dossier is filed on the days before and after blocks of days off, on both
sides of exchanged days, at the ends of months, around the days on which
versions change and the last confirmed day; a minute before, at and after the
hour from which it is late, the opening and the closing.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.simulate.edges import edge_days
from dossierflow.simulate.paths.trials import Plan, codes_of, tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Executor
    from datetime import date, datetime

    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.simulate.paths.choosing import Path
    from dossierflow.simulate.paths.trials import Figures
    from dossierflow.worktime import WorkCalendar

MOST_TOLD = 1_000
"""How many broken things a report keeps one by one; the rest are counted."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that must always be true and was not."""

    path: Path
    start: datetime
    what: str
    """``replay``, ``chain``, ``due_before_start``, ``open_at_the_end``, ``explanation``, or ``error``."""

    detail: str

    def __str__(self) -> str:
        """Return it in one line."""
        start = self.start.isoformat(timespec="minutes")
        return f"{self.path.way.procedure} {self.path.key} {start} {self.what}: {self.detail}"


@dataclass(slots=True)
class EdgeReport:
    """What came of it, in figures."""

    procedure: Procedure
    days: tuple[date, ...]
    paths: int
    timelines: int = 0
    """How many were gone to their end."""

    beyond: int = 0
    """How many were cut off where the calendar ends."""

    diverted: int = 0
    """How many went otherwise than the path, because a limit had run out meanwhile or another version governed."""

    decisions: int = 0
    deadlines: int = 0
    """How many runs of limits were explained and compared."""

    kinds: Counter[str] = field(default_factory=Counter[str])
    """How often each thing was not as it must be."""

    broken: list[Broken] = field(default_factory=list[Broken])
    """The first of them, not more than `MOST_TOLD`."""

    def add(self, found: Figures, paths: Sequence[Path]) -> None:
        """Add what came of one more day."""
        self.timelines += found.timelines
        self.beyond += found.beyond
        self.diverted += found.diverted
        self.decisions += found.decisions
        self.deadlines += found.deadlines
        self.kinds.update(one.what for one in found.broken)
        room = MOST_TOLD - len(self.broken)
        self.broken += [
            Broken(paths[one.path], one.start, one.what, one.detail) for one in found.broken[: max(room, 0)]
        ]


def start_days(
    procedure: Procedure,
    library: ProcedureLibrary,
    calendar: WorkCalendar,
    *,
    first: date | None = None,
    last: date | None = None,
    weekends: bool = False,
) -> tuple[date, ...]:
    """
    Return the edges of the calendar on which a dossier of *procedure* can be filed.

    Args:
        procedure: The version.

        library: Its other versions, whose first and last days are edges too.

        calendar: The calendar.

        first: The earliest day, inclusive; by default the first that calendar and version cover.

        last: The latest day, inclusive; by default the last that they cover.

        weekends: Whether the days around plain weekends are edges too.
    """
    begins = max(procedure.effective.from_, calendar.first, first or calendar.first)
    ends = min(procedure.effective.to or calendar.last, calendar.last, last or calendar.last)
    if ends < begins:
        return ()
    changes = [one.effective.from_ for one in library.versions(procedure.procedure)]
    changes += [] if procedure.effective.to is None else [procedure.effective.to]
    also = [day for day in changes if begins - _A_DAY <= day <= ends + _A_DAY]
    return edge_days(calendar, begins, ends, also=also, weekends=weekends)


def try_edges(
    paths: Sequence[Path],
    calendar: WorkCalendar,
    days: Iterable[date],
    *,
    library: ProcedureLibrary,
    instants: int | None = None,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
) -> EdgeReport:
    """
    Go every one of *paths* from every edge of *days*.

    What comes of it is the same with any number of workers.

    Args:
        paths: Of one procedure; those that are refused at the door go nowhere and are left out.

        calendar: The calendar.

        days: Start days.

        library: The versions of the procedure.

        instants: From how many instants of a day each path is gone, taken in
            turn so that all of them occur; by default from all.

        workers: How many processes share the days; not looked at where there is an *executor*.

        executor: Where days are tried instead: a pool or a cluster of one's own.

        progress: Is told after each day how many are done.
    """
    procedure, chosen = paths[0].way.procedure, [path for path in paths if path.way.dossier is not None]
    report = EdgeReport(procedure, tuple(days), len(chosen))
    versions = tuple(library.versions(procedure.procedure))
    plan = Plan(procedure, versions, calendar, tuple(path.way.turns for path in chosen), codes_of(chosen), instants)
    with ExitStack() as stack:
        many = min(workers, len(report.days))
        if executor is None and many > 1:
            executor = stack.enter_context(ProcessPoolExecutor(max_workers=many))
        for done, found in enumerate(tried(plan, report.days, executor), start=1):
            report.add(found, chosen)
            if progress is not None:
                progress(done)
    return report
