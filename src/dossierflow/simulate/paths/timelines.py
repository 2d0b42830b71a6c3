"""
Every path from every edge of the calendar, with what must always be true looked at on each.

A dossier is filed on the days before and after blocks of days off, on both
sides of exchanged days, at the ends of months, around the days on which
versions change and the last confirmed day; a minute before, at and after the
hour from which it is late, the opening and the closing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from dossierflow.audit.verify import verify
from dossierflow.deadlines.replay import replay
from dossierflow.engine.engine import Engine
from dossierflow.errors import CalendarCoverageError, DossierflowError, TermError
from dossierflow.simulate.edges import edge_days, edge_instants
from dossierflow.simulate.paths.ways import play

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from dossierflow.deadlines.explanation import Explanation
    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.simulate.paths.choosing import Path
    from dossierflow.simulate.paths.ways import Way
    from dossierflow.worktime import WorkCalendar

CUT_OFF = time(15)
"""The hour of the one-stop rules after which it is late."""

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

    broken: list[Broken] = field(default_factory=list[Broken])


def start_days(
    procedure: Procedure,
    library: ProcedureLibrary,
    calendar: WorkCalendar,
    *,
    first: date | None = None,
    last: date | None = None,
) -> tuple[date, ...]:
    """
    Return the edges of the calendar on which a dossier of *procedure* can be filed.

    Args:
        procedure: The version.

        library: Its other versions, whose first and last days are edges too.

        calendar: The calendar.

        first: The earliest day, inclusive; by default the first that calendar and version cover.

        last: The latest day, inclusive; by default the last that they cover.
    """
    begins = max(procedure.effective.from_, calendar.first, first or calendar.first)
    ends = min(procedure.effective.to or calendar.last, calendar.last, last or calendar.last)
    if ends < begins:
        return ()
    changes = [one.effective.from_ for one in library.versions(procedure.procedure)]
    return edge_days(calendar, begins, ends, also=[day for day in changes if begins - _A_DAY <= day <= ends + _A_DAY])


def start_instants(calendar: WorkCalendar, day: date) -> tuple[datetime, ...]:
    """Return the instants of *day* from which paths are gone: around 15:00, the opening and the closing."""
    return edge_instants(calendar, day, hours=(CUT_OFF,))


def try_edges(
    paths: Sequence[Path],
    calendar: WorkCalendar,
    days: Iterable[date],
    *,
    library: ProcedureLibrary,
    instants: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> EdgeReport:
    """
    Go every one of *paths* from every edge of *days*.

    Args:
        paths: Of one procedure; those that are refused at the door go nowhere and are left out.

        calendar: The calendar.

        days: Start days.

        library: The versions of the procedure.

        instants: From how many instants of a day each path is gone, taken in
            turn so that all of them occur; by default from all.

        progress: Is told after each day how many are done.
    """
    procedure, chosen = paths[0].way.procedure, [path for path in paths if path.way.dossier is not None]
    engine = Engine(library.versions(procedure.procedure), calendar)
    report = EdgeReport(procedure, tuple(days), len(chosen))
    for row, day in enumerate(report.days):
        moments = start_instants(calendar, day)
        for column, path in enumerate(chosen):
            for start in _some(moments, instants, row + column):
                _go(engine, calendar, path, start, report)
        if progress is not None:
            progress(row + 1)
    return report


def _some(moments: tuple[datetime, ...], many: int | None, shift: int) -> Iterator[datetime]:
    if many is None or many >= len(moments):
        yield from moments
        return
    yield from (moments[(shift * many + number) % len(moments)] for number in range(many))


def _go(engine: Engine, calendar: WorkCalendar, path: Path, start: datetime, report: EdgeReport) -> None:
    try:
        way = play(path.way.procedure, engine, calendar, path.way.turns, start)
        found = [*violations(engine, way)]
    except CalendarCoverageError:
        report.beyond += 1
        return
    except DossierflowError as error:
        report.broken.append(Broken(path, start, "error", str(error)))
        return
    report.timelines += 1
    report.decisions += len(way.taken)
    report.deadlines += sum(1 for _ in _runs(way.dossier))
    report.diverted += way.refusal is not path.way.refusal
    report.broken += [Broken(path, start, what, detail) for what, detail in found]


def violations(engine: Engine, way: Way) -> Iterator[tuple[str, str]]:
    """Yield what is not as it must always be along *way*, each with what was found."""
    log = tuple(event for one in way.taken for event in one.decision.events)
    dossier = way.dossier
    if dossier is None:
        return
    checked = verify(log, dossier=dossier.id, head=dossier.head, count=len(log))
    if not checked.is_intact:
        # a log that does not hold together cannot be followed
        yield from (("chain", str(found)) for found in checked.findings)
        return
    if engine.replay(log) != dossier:
        yield "replay", "the folded log is not the dossier"
    for clock in _runs(dossier):
        yield from _of_clock(engine, dossier, clock)


def _of_clock(engine: Engine, dossier: Dossier, clock: Deadline) -> Iterator[tuple[str, str]]:
    ledger = engine.ledger_of(dossier, clock)
    begun = clock.trigger.astimezone(clock.due.at.tzinfo if clock.due is not None else clock.trigger.tzinfo).date()
    if clock.due is not None and clock.due.day < begun and ledger.counting.direction == "after":
        yield "due_before_start", f"{clock.limit}: due {clock.due.day} though it began {begun}"
    if dossier.lifecycle.is_over and clock.is_open:
        yield "open_at_the_end", f"{clock.limit} is {clock.state.value}"
    if clock is dossier.deadlines.get(clock.limit):
        yield from _explained(engine.explain(dossier, clock.limit), clock)


def _explained(explanation: Explanation, clock: Deadline) -> Iterator[tuple[str, str]]:
    """Yield where the steps of an explanation, added up again, do not come to the due date."""
    try:
        summed = replay(explanation)
    except TermError as error:
        yield "explanation", f"{clock.limit}: {error}"
        return
    if summed != explanation.due or (clock.due is not None and summed != clock.due):
        yield "explanation", f"{clock.limit}: the steps come to {summed}, due {clock.due}"


def _runs(dossier: Dossier | None) -> Iterator[Deadline]:
    if dossier is not None:
        yield from dossier.deadlines.values()
        yield from dossier.past_deadlines
