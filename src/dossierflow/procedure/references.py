"""
Cross-checks: does everything that a procedure names exist, and does it fit?

The schema says what one value may be; here values are held against each
other. All mistakes are told at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossierflow.deadlines.counting import profile
from dossierflow.errors import Problem, TermError, UnknownNameError
from dossierflow.procedure.checks.actors import check_actors
from dossierflow.procedure.checks.conditions import check_conditions
from dossierflow.procedure.checks.interruptions import check_interruptions
from dossierflow.procedure.checks.limits import check_limits
from dossierflow.procedure.checks.mistakes import unknown
from dossierflow.procedure.checks.steps import check_steps
from dossierflow.reading.document import dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossierflow.deadlines.counting import CountingProfile
    from dossierflow.deadlines.term import Unit
    from dossierflow.procedure.checks.mistakes import Mistake, Place
    from dossierflow.procedure.limits import CountOverride
    from dossierflow.procedure.model import Procedure
    from dossierflow.reading import Document

_CALENDAR_NAME = re.compile(r"[a-z][a-z0-9-]*")


def problems_in(
    procedure: Procedure,
    document: Document,
    *,
    profiles: Callable[[str], CountingProfile] = profile,
) -> tuple[Problem, ...]:
    """
    Return everything in which *procedure* contradicts itself, by line.

    Args:
        procedure: What was read.

        document: The file it was read from.

        profiles: Gives the counting profile of a name, and raises
            `UnknownNameError` for others; the shipped ones by default.
    """
    problems = {
        Problem(document.file, document.line(place), dotted(place), message)
        for place, message in mistakes_in(procedure, profiles=profiles)
    }
    return tuple(sorted(problems))


def mistakes_in(
    procedure: Procedure,
    *,
    profiles: Callable[[str], CountingProfile] = profile,
) -> Iterator[Mistake]:
    """Yield the same for a procedure without a file: the place as keys, and what is wrong."""
    yield from check_actors(procedure)
    yield from check_steps(procedure)
    yield from check_limits(procedure)
    yield from check_conditions(procedure)
    yield from check_interruptions(procedure)
    yield from _check_calendars(procedure)
    yield from _check_counting(procedure, profiles)


def _check_calendars(procedure: Procedure) -> Iterator[Mistake]:
    named: dict[Place, str] = {("calendar",): procedure.calendar}
    named |= {("limits", name, "calendar"): limit.calendar or "" for name, limit in procedure.limits.items()}
    named |= {("agencies", name, "calendar"): agency.calendar or "" for name, agency in procedure.agencies.items()}
    for place, name in named.items():
        if name and not _CALENDAR_NAME.fullmatch(name):
            yield place, f"{name!r} cannot be the name of a calendar; names are written like 'vn-public'"


def _check_counting(procedure: Procedure, profiles: Callable[[str], CountingProfile]) -> Iterator[Mistake]:
    try:
        known = profiles(procedure.counting)
    except UnknownNameError as error:
        yield ("counting",), unknown(error.kind, error.name, error.known)
        return
    for name, limit in procedure.limits.items():
        terms = [limit.term] if limit.term else [case.term for case in limit.cases]
        place = ("limits", name, "count") if limit.count else ("limits", name)
        for unit in sorted({term.unit for term in terms}):
            if reason := _refused(known, unit, limit.count):
                yield place, f"a term in {unit.value.replace('_', ' ')}s cannot be counted like this: {reason}"


def _refused(known: CountingProfile, unit: Unit, count: CountOverride | None) -> str | None:
    """Return why terms of *unit* cannot be counted with the choices of *count*; none if they can."""
    try:
        counting = known.counting(unit, cite=count.cite, **count.choices()) if count else known.counting(unit)
    except TermError as error:
        return str(error).removeprefix("cannot count like this: ")
    return counting.refuses(unit)
