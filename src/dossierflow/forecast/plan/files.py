"""
Reading plans: from YAML to a forecast that can be run.

What a plan names must exist, and what the procedures leave open must be said.
All mistakes are told at once, by line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossierflow.errors import CalendarError, DefinitionError, Problem
from dossierflow.forecast.plan.checks import mistakes_in
from dossierflow.forecast.plan.listed import Arrival, ArrivalList, read_arrivals, refused
from dossierflow.forecast.plan.model import FiledDays, KnownOn, Plan
from dossierflow.procedure.catalogue import catalogue
from dossierflow.procedure.library import ProcedureLibrary
from dossierflow.procedure.reader import load_procedures
from dossierflow.reading import load, read_document
from dossierflow.reading.document import dotted
from dossierflow.worktime.calendar import WorkCalendar
from dossierflow.worktime.files import read_layer
from dossierflow.worktime.vietnam import laid_on_vietnam, vietnam

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from dossierflow.procedure.model import Procedure
    from dossierflow.reading import Document
    from dossierflow.worktime.layers import CalendarLayer

Listed = dict[tuple[str, int], tuple[Arrival, ...]]
"""The rows of arrival lists, by office and number of the list in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A plan, with everything that it needs to be played; what-ifs are other plan files."""

    plan: Plan
    library: ProcedureLibrary
    """The versions of the procedures that are asked for, and no others."""

    calendar: WorkCalendar
    """The calendar of the offices; that of the procedures too, unless these name others."""

    calendars: Mapping[str, WorkCalendar]
    """All calendars that procedures name, by the names that these use."""

    listed: Listed = field(default_factory=Listed)
    change: str | None = None
    """The what-if by which this differs from the plan as written."""


def read_plan(
    path: Path,
    *,
    library: ProcedureLibrary | None = None,
    calendar: WorkCalendar | Mapping[str, WorkCalendar] | None = None,
) -> PlanFile:
    """
    Read a plan from its file.

    Args:
        path: The file; what it names is relative to it.

        library: Procedures to play with instead of those that the file names.

        calendar:
            The calendar to play with, whatever its name, instead of the one
            that the file names; or several by the names that procedures use,
            the first being that of the offices.

    Raises:
        DefinitionError: With everything that is wrong, by line.
    """
    return plan_from(read_document(path), folder=path.parent, library=library, calendar=calendar)


def plan_from(
    document: Document,
    *,
    folder: Path | None = None,
    library: ProcedureLibrary | None = None,
    calendar: WorkCalendar | Mapping[str, WorkCalendar] | None = None,
) -> PlanFile:
    """
    Return the plan that *document* states.

    Args:
        document: The file, read.

        folder: What files in it are relative to; none for a text without a place.

        library: As for `read_plan`.

        calendar: As for `read_plan`.

    Raises:
        DefinitionError: With everything that is wrong, by line.
    """
    plan = load(Plan, document)
    given = _calendar(plan, document, folder) if calendar is None else calendar
    own = given if isinstance(given, WorkCalendar) else next(iter(given.values()))
    whole = _library(plan, document, folder) if library is None else library
    listed, problems = _listed(plan, document, folder, own, whole)
    used = _used(plan, whole, listed)
    found = mistakes_in(plan, used, own, asked_by(listed))
    problems += [_problem(document, path, message) for path, message in found]
    if problems:
        raise DefinitionError(problems)
    calendars = everywhere(own, used) if isinstance(given, WorkCalendar) else dict(given)
    return PlanFile(plan=plan, library=used, calendar=own, calendars=calendars, listed=listed)


def left_open(file: PlanFile) -> Iterator[str]:
    """Yield what a plan leaves open, or gets wrong, since its calendar or a version was changed."""
    plan, library, calendar = file.plan, file.library, file.calendar
    for path, message in mistakes_in(plan, library, calendar, asked_by(file.listed)):
        yield f"{dotted(path)}: {message}"
    for (office, _), rows in file.listed.items():
        for row in rows:
            for column, message in refused(row, plan, library, calendar):
                yield f"arrivals of {office}, line {row.line}: {column}: {message}"


def asked_by(listed: Listed) -> dict[tuple[str, int], frozenset[str]]:
    """Return the procedures that lists of arrivals name, by office and number of the list."""
    return {key: frozenset(row.procedure for row in rows) for key, rows in listed.items()}


def everywhere(calendar: WorkCalendar, library: ProcedureLibrary) -> dict[str, WorkCalendar]:
    """Return *calendar* under every name that the procedures of *library* use for theirs."""
    names = {name for one in library for name in _calendar_names(one) if name is not None}
    return dict.fromkeys(sorted(names), calendar)


def _calendar_names(procedure: Procedure) -> Iterator[str | None]:
    yield procedure.calendar
    yield from (agency.calendar for agency in procedure.agencies.values())
    yield from (limit.calendar for limit in procedure.limits.values())


def _calendar(plan: Plan, document: Document, folder: Path | None) -> WorkCalendar:
    if isinstance(plan.calendar, KnownOn):
        return vietnam(as_known_on=plan.calendar.known_on)
    if not isinstance(plan.calendar, FiledDays):
        return vietnam()
    layers: list[CalendarLayer] = []
    for number, name in enumerate(plan.calendar.files):
        path = ("calendar", "files", number)
        file = _near(document, folder, name, path)
        if not file.is_file():
            raise DefinitionError([_problem(document, path, f"there is no file {name!r} beside the plan")])
        layers.append(read_layer(file))
    try:
        return laid_on_vietnam(layers)
    except CalendarError as error:
        raise DefinitionError([_problem(document, ("calendar",), str(error))]) from error


def _library(plan: Plan, document: Document, folder: Path | None) -> ProcedureLibrary:
    if plan.procedures_from is None:
        return catalogue()
    return load_procedures(_near(document, folder, plan.procedures_from, ("procedures_from",)))


def _near(document: Document, folder: Path | None, name: str, path: tuple[str | int, ...]) -> Path:
    if folder is None:
        message = "a text has no place of its own, so nothing can be found from it; read the plan from a file"
        raise DefinitionError([_problem(document, path, message)])
    return folder / name


def _listed(
    plan: Plan, document: Document, folder: Path | None, calendar: WorkCalendar, library: ProcedureLibrary
) -> tuple[Listed, list[Problem]]:
    found: Listed = {}
    problems: list[Problem] = []
    for office_id, office in plan.offices.items():
        for number, name in enumerate(office.arrivals_from):
            path = ("offices", office_id, "arrivals_from", number)
            file = _near(document, folder, name, path)
            if not file.is_file():
                problems.append(_problem(document, path, f"there is no file {name!r} beside the plan"))
                continue
            try:
                found[office_id, number] = read_arrivals(ArrivalList(file, office_id, plan, library, calendar))
            except DefinitionError as error:
                problems += error.problems
    return found, problems


def _used(plan: Plan, library: ProcedureLibrary, listed: Listed) -> ProcedureLibrary:
    """Return the versions of *library* that the plan asks for; unknown names are told by the checks."""
    asked = {name for office in plan.offices.values() for stream in office.arrivals for name in stream.mix} | {
        row.procedure for rows in listed.values() for row in rows
    }
    return ProcedureLibrary(procedure for procedure in library if procedure.procedure in asked)


def _problem(document: Document, path: Iterable[str | int], message: str) -> Problem:
    where = tuple(path)
    return Problem(document.file, document.line(where), dotted(where), message)
