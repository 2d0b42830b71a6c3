"""
What if one thing were different: the same plan and the same luck, with one officer, day or rule changed.

===================================  ==================================================================
``staff.receivers+1``                one officer more in this group of every office that has it
``staff.commune.receivers-1``        one officer less, in this kind of office only
``limit building-permit.total -1``   the term is one of its units shorter, in every version
``limit total +2``                   the same in every procedure that has a limit of this name
``calendar off 2026-05-04``          this day is off
``calendar on 2026-05-02``           this day is worked, in the hours of the working day before it
``calendar known on 2026-01-01``     the shipped calendar as it was known on this day
``procedure FILE``                   this version is in the place of the one with the same name, or new
===================================  ==================================================================

Several changes at once are separated by ``and``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.deadlines.compute import due
from dossierflow.deadlines.term import Term
from dossierflow.engine.rulebook import CompiledProcedure, Rulebook
from dossierflow.errors import CalendarCoverageError, DossierflowError
from dossierflow.forecast.errors import ForecastError
from dossierflow.forecast.plan.files import everywhere, left_open
from dossierflow.forecast.plan.office_checks import versions_of
from dossierflow.forecast.recut import with_day_off, with_day_on
from dossierflow.procedure.library import ProcedureLibrary
from dossierflow.procedure.reader import load_procedure
from dossierflow.worktime.instants import parse_day
from dossierflow.worktime.vietnam import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dossierflow.forecast.plan.files import PlanFile
    from dossierflow.forecast.plan.offices import Group, Office
    from dossierflow.procedure.limits import Limit
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import WorkCalendar

_AMOUNT = r"\s*(?P<amount>[+-][0-9]{1,4})"
_STAFF = re.compile(r"staff\.(?:(?P<office>[a-z][a-z0-9_]*)\.)?(?P<group>[a-z][a-z0-9_]*)" + _AMOUNT)
_LIMIT = re.compile(r"limit\s+(?:(?P<procedure>[a-z][a-z0-9-]*)\.)?(?P<limit>[a-z][a-z0-9_]*)" + _AMOUNT)
_CALENDAR = re.compile(r"calendar\s+(?P<what>off|on|known on)\s+(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})")
_PROCEDURE = re.compile(r"procedure\s+(?P<file>\S.*)")
_NOTHING = re.compile(r"[+-]0+(?![0-9])\s*($|\sand\s)")
_AND = re.compile(r"\s+and\s+")


def what_if(plan: PlanFile, change: str) -> PlanFile:
    """
    Return *plan* with *change*, written as the table above shows.

    Raises:
        ForecastError: The change cannot be meant: a name that does not exist, a term or a group that would be
            empty, a version for which the plan leaves something open.
    """
    changed = plan
    if _NOTHING.search(change):
        msg = f"what-if {change!r} changes nothing; say by how many, as in '+1' or '-1'"
        raise ForecastError(msg)
    for one in _AND.split(change.strip()):
        changed = _changed(changed, one.strip())
    try:
        # what cannot be played at all is told here, not after the forecast that it is compared with
        Rulebook(changed.library, changed.calendars)
    except DossierflowError as error:
        msg = f"what-if {change!r} cannot be played: {error}"
        raise ForecastError(msg) from error
    wrong = list(left_open(changed))
    if wrong:
        msg = f"what-if {change!r}: the plan does not fit it: {'; '.join(wrong)}"
        raise ForecastError(msg)
    return replace(changed, change=change.strip())


def _changed(plan: PlanFile, change: str) -> PlanFile:
    ways: tuple[tuple[re.Pattern[str], Callable[[PlanFile, Mapping[str, str]], PlanFile]], ...] = (
        (_STAFF, _staff),
        (_LIMIT, _limit),
        (_CALENDAR, _calendar),
        (_PROCEDURE, _procedure),
    )
    for pattern, way in ways:
        found = pattern.fullmatch(change)
        if found is not None:
            try:
                return way(plan, found.groupdict())
            except ForecastError:
                raise
            except (DossierflowError, OSError) as error:
                msg = f"what-if {change!r}: {error}"
                raise ForecastError(msg) from error
    msg = (
        f"what-if {change!r} cannot be read; write 'staff.GROUP+1', 'limit PROCEDURE.LIMIT -1', "
        "'calendar off DAY', 'calendar on DAY', 'calendar known on DAY' or 'procedure FILE'"
    )
    raise ForecastError(msg)


def _staff(plan: PlanFile, said: Mapping[str, str]) -> PlanFile:
    office_id, group_id, amount = said["office"], said["group"], int(said["amount"])
    offices = plan.plan.offices
    meant = [name for name, office in offices.items() if office_id in {None, name} and group_id in office.staff]
    if not meant:
        groups = sorted({f"{name}.{group}" for name, office in offices.items() for group in office.staff})
        msg = f"no office has a group {group_id!r}" + (f" in {office_id!r}" if office_id else "")
        msg = f"{msg}; known: {', '.join(groups) or 'none'}"
        raise ForecastError(msg)
    changed = {
        name: _with_officers(office, name, group_id, amount) for name, office in offices.items() if name in meant
    }
    return replace(plan, plan=plan.plan.model_copy(update={"offices": {**offices, **changed}}))


def _with_officers(office: Office, name: str, group_id: str, amount: int) -> Office:
    group: Group = office.staff[group_id]
    # the last officers come and go, so that all others keep their leave
    last = group.all_shifts[-1]
    officers = last.officers + amount
    if officers < 1:
        msg = f"{name}.{group_id} has {last.officers} officers in its last shift; {amount} leaves none"
        raise ForecastError(msg)
    shifts = (*group.all_shifts[:-1], last.model_copy(update={"officers": officers}))
    more = group.model_copy(update={"officers": None, "shifts": shifts})
    return office.model_copy(update={"staff": {**office.staff, group_id: more}})


def _limit(plan: PlanFile, said: Mapping[str, str]) -> PlanFile:
    procedure_id, limit, amount = said["procedure"], said["limit"], int(said["amount"])
    meant = [one for one in plan.library if procedure_id in {None, one.procedure} and limit in one.limits]
    if not meant:
        known = sorted({f"{one.procedure}.{name}" for one in plan.library for name in one.limits})
        msg = f"no procedure of the plan has the limit {limit!r}; known: {', '.join(known)}"
        raise ForecastError(msg)
    changed = {str(one): _with_term(one, limit, amount) for one in meant}
    library = ProcedureLibrary(changed.get(str(one), one) for one in plan.library)
    for one in changed.values():
        if one in versions_of(plan.plan, library, one.procedure):
            _refuse_beyond(plan, one, limit)
    return replace(plan, library=library)


def _refuse_beyond(plan: PlanFile, procedure: Procedure, name: str) -> None:
    """Refuse a limit of which no term ends within the calendar, not even for a dossier of the first day."""
    compiled = CompiledProcedure(procedure, plan.calendars)
    calendar = compiled.calendar_of(name)
    start = datetime.combine(max(plan.plan.first, calendar.first), time(8), tzinfo=calendar.tz)
    shortest = min(procedure.limits[name].terms, key=lambda term: term.amount)
    try:
        due(compiled.ledger(name, shortest, start), calendar)
    except CalendarCoverageError as error:
        msg = f"limit {name} of {procedure} would be {shortest}, which ends beyond the calendar: {error}"
        raise ForecastError(msg) from error


def _with_term(procedure: Procedure, name: str, amount: int) -> Procedure:
    limit: Limit = procedure.limits[name]
    cases = tuple(case.model_copy(update={"term": _longer(procedure, name, case.term, amount)}) for case in limit.cases)
    term = None if limit.term is None else _longer(procedure, name, limit.term, amount)
    other = limit.model_copy(update={"term": term, "cases": cases})
    return procedure.model_copy(update={"limits": {**procedure.limits, name: other}})


def _longer(procedure: Procedure, name: str, term: Term, amount: int) -> Term:
    if term.amount + amount <= 0:
        msg = f"limit {name} of {procedure} is {term}; {amount} leaves no time"
        raise ForecastError(msg)
    new = term.amount + (amount if isinstance(term.amount, int) else Decimal(amount))
    return Term(amount=new, unit=term.unit)


def _calendar(plan: PlanFile, said: Mapping[str, str]) -> PlanFile:
    day = parse_day(said["day"])
    changed: WorkCalendar
    if said["what"] == "known on":
        if plan.calendar.name != vietnam().name:
            msg = f"only the shipped calendar knows what was decided when; the plan is played on {plan.calendar.name!r}"
            raise ForecastError(msg)
        changed = vietnam(as_known_on=day)
    elif plan.calendar.is_working(day) == (said["what"] == "on"):
        msg = f"calendar {said['what']} {day}: the day is {said['what']} already"
        raise ForecastError(msg)
    else:
        changed = (with_day_on if said["what"] == "on" else with_day_off)(plan.calendar, day)
    calendars = {name: changed if one == plan.calendar else one for name, one in plan.calendars.items()}
    return replace(plan, calendar=changed, calendars=calendars)


def _procedure(plan: PlanFile, said: Mapping[str, str]) -> PlanFile:
    new = load_procedure(Path(said["file"]))
    if new.procedure not in plan.library.ids:
        msg = f"{said['file']} is a version of {new.procedure!r}, for which no office of the plan is asked"
        raise ForecastError(msg)
    others = [one for one in plan.library if (one.procedure, one.version) != (new.procedure, new.version)]
    library = ProcedureLibrary([*others, new])
    # the version may name a calendar that none of the others names
    return replace(plan, library=library, calendars={**everywhere(plan.calendar, library), **plan.calendars})
