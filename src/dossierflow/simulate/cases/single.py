"""A case that counts one time limit: from this instant, with these pauses, it ends on that day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.deadlines.compute import explain
from dossierflow.deadlines.ledger import Suspension
from dossierflow.engine.dossier import Deadline
from dossierflow.errors import DefinitionError, DossierflowError
from dossierflow.simulate.cases.table import OfRow
from dossierflow.simulate.checks import Outcome
from dossierflow.simulate.moments import is_day, matches
from dossierflow.simulate.standing import NOTHING, told
from dossierflow.worktime.instants import parse_instant

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.engine.engine import Engine
    from dossierflow.engine.rulebook import CompiledProcedure
    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.simulate.cases.table import Row
    from dossierflow.worktime import WorkCalendar

_STOP = re.compile(r"(?:(?P<reason>[a-z][a-z0-9_.]*) +)?(?P<start>[^/]+)/(?P<end>[^/]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCase(OfRow):
    """One row that counts one time limit, outside any dossier."""

    name: str
    procedure: str
    version: str | None
    library: ProcedureLibrary
    calendar: WorkCalendar
    limit: str
    facts: dict[str, FactValue]
    due: str | None
    """The day or instant that is expected; none where there must be none."""

    def play(self, engine: Engine) -> tuple[Outcome, ...]:
        """
        Count the limit under the rules of *engine*.

        Raises:
            DossierflowError: It cannot be counted under these rules.
        """
        compiled = self._compiled(engine)
        calendar = compiled.calendar_of(self.limit)
        deadline = self._deadline(compiled, calendar)
        explanation = explain(compiled.ledger_of(deadline, self.facts), calendar)
        due = explanation.due
        is_met = matches(self.due, None if due is None else due.day, None if due is None else due.at, calendar.tz)
        outcome = Outcome(
            line=self.line,
            field="due",
            at=deadline.trigger,
            expected=self.due or NOTHING,
            actual=told(due),
            is_met=is_met,
            explanation=None if is_met else explanation,
        )
        return (outcome,)

    def _compiled(self, engine: Engine) -> CompiledProcedure:
        library = engine.rulebook.library
        if self.version is not None:
            procedure = library.get(self.procedure, self.version)
        else:
            day = instant_of(self.row, "from", self.row.cells["from"], self.calendar, of_day="00:00").date()
            procedure = library.in_force(self.procedure, day)
        if self.limit not in procedure.limits:
            message = f"{procedure} has no limit {self.limit!r}; known: {', '.join(procedure.limits)}"
            raise DefinitionError([self.row.problem("limit", message)])
        return engine.rulebook.compiled(procedure.ref)

    def _deadline(self, compiled: CompiledProcedure, calendar: WorkCalendar) -> Deadline:
        term, _ = compiled.term(self.limit, self.facts)
        text = self.row.cells["from"]
        if is_day(text) and (term.unit.is_clock or compiled.counting(self.limit, term.unit).cutoff is not None):
            why = "hours and minutes need" if term.unit.is_clock else "a cut-off needs"
            message = f"found the day {text!r}; {why} the time of day, as in {text}T09:30"
            raise DefinitionError([self.row.problem("from", message)])
        return Deadline(
            limit=self.limit,
            run=1,
            party=compiled.procedure.limits[self.limit].party,
            term=term,
            trigger=instant_of(self.row, "from", text, calendar, of_day="00:00"),
            calendar=calendar.name,
            due=None,
            suspensions=suspensions_of(self.row, calendar),
        )


def instant_of(row: Row, column: str, text: str, calendar: WorkCalendar, *, of_day: str | None = None) -> datetime:
    """
    Read an instant of a cell in the zone of *calendar*; a day alone means *of_day*, where that is given.

    Raises:
        DefinitionError: It is written otherwise.
    """
    if of_day is not None and is_day(text):
        text = f"{text}T{of_day}"
    try:
        return parse_instant(text, zone=calendar.tz)
    except DossierflowError as error:
        raise DefinitionError([row.problem(column, str(error))]) from error


def suspensions_of(row: Row, calendar: WorkCalendar) -> tuple[Suspension, ...]:
    """
    Return the pauses of a row; days alone run from the first minute of the first to the last of the last.

    Raises:
        DefinitionError: One is written otherwise, or ends before it starts.
    """
    found: list[Suspension] = []
    for reason, first, last in stops_of(row):
        start = instant_of(row, "pauses", first, calendar, of_day="00:00")
        end = instant_of(row, "pauses", last, calendar, of_day="23:59") if last else None
        try:
            found.append(Suspension(start, end, reason or "pause"))
        except DossierflowError as error:
            raise DefinitionError([row.problem("pauses", str(error))]) from error
    return tuple(found)


def stops_of(row: Row) -> list[tuple[str | None, str, str]]:
    """
    Return reason, start and end of every pause of a row, as written; an open end is empty.

    Raises:
        DefinitionError: One is not written as ``start/end``.
    """
    found: list[tuple[str | None, str, str]] = []
    for part in (one.strip() for one in row.cells.get("pauses", "").split(";")):
        shape = _STOP.fullmatch(part)
        if shape is not None:
            found.append((shape["reason"], shape["start"].strip(), shape["end"].strip()))
        elif part:
            message = f"found {part!r}; write start/end, as in 2026-03-02T09:00/2026-03-06T17:00"
            raise DefinitionError([row.problem("pauses", message)])
    return found
