"""A case that counts a bare term under a profile of counting, without any procedure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.deadlines.compute import explain
from dossierflow.errors import DefinitionError, UnknownNameError
from dossierflow.procedure.library import ProcedureLibrary
from dossierflow.simulate.checks import Outcome
from dossierflow.simulate.moments import matches
from dossierflow.simulate.questions import CaseError, CaseReader
from dossierflow.simulate.standing import NOTHING, told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossierflow.deadlines import Ledger
    from dossierflow.engine.engine import Engine
    from dossierflow.simulate.cases.table import Row
    from dossierflow.worktime import WorkCalendar

PROFILE = "vn-general"
"""The profile whose choices hold where a row names none."""

_EMPTY = ProcedureLibrary(())
_ASKED_AS: Mapping[str, str] = {"from": "trigger", "starts": "from"}
"""Columns that the question calls otherwise."""

_COLUMN_OF = {"trigger": "from", "from": "starts", "choices": "term"}
_QUESTION = ("term", "from", "pauses", "calendar", "starts", "receipt", "cutoff", "cutoff_effect")
QUESTION = (*_QUESTION, "roll", "direction", "ends")
"""The columns from which the question is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCase:
    """One row that counts a term."""

    row: Row
    name: str
    ledger: Ledger
    calendar: WorkCalendar
    due: str | None
    """The day or instant that is expected; none where there must be none."""

    @property
    def file(self) -> str:
        """The file in which the case stands."""
        return self.row.file

    @property
    def line(self) -> int:
        """Its line there, from 1."""
        return self.row.line

    @property
    def procedure(self) -> str:
        """Empty: the case is about no procedure."""
        return ""

    @property
    def library(self) -> ProcedureLibrary:
        """Empty: the case needs no procedure."""
        return _EMPTY

    @property
    def rules(self) -> Path | None:
        """None: the case needs no procedure."""
        return None

    @property
    def layers(self) -> tuple[Path, ...]:
        """The calendar files that the row names."""
        return self.row.layers

    def play(self, engine: Engine) -> tuple[Outcome, ...]:
        """
        Count the term on the calendar of *engine*.

        Raises:
            DossierflowError: It cannot be counted there.
        """
        calendar = engine.rulebook.calendars.get(self.calendar.name, self.calendar)
        explanation = explain(self.ledger, calendar)
        due = explanation.due
        is_met = matches(self.due, None if due is None else due.day, None if due is None else due.at, calendar.tz)
        outcome = Outcome(
            line=self.line,
            field="due",
            at=self.ledger.trigger,
            expected=self.due or NOTHING,
            actual=told(due),
            is_met=is_met,
            explanation=None if is_met else explanation,
        )
        return (outcome,)


def term_case(row: Row, name: str, due: str | None, days: WorkCalendar | None = None) -> TermCase:
    """
    Return the case of a row that has a term.

    Args:
        row: The row.

        name: What the case is called.

        due: What is expected; none where there must be none.

        days: The calendar of the files that the row names; none where it takes one by its name.

    Raises:
        DefinitionError: A cell cannot be meant, or the cells do not fit together.
    """
    values = {_ASKED_AS.get(column, column): row.cells[column] for column in QUESTION if column in row.cells}
    try:
        ledger, calendar = CaseReader(row.cells.get("profile", PROFILE), days=days).read(values)
    except CaseError as error:
        message = str(error).removeprefix(f"{error.column}: ")
        raise DefinitionError([row.problem(_COLUMN_OF.get(error.column, error.column), message)]) from error
    except UnknownNameError as error:
        raise DefinitionError([row.problem("profile", str(error))]) from error
    return TermCase(row=row, name=name, ledger=ledger, calendar=calendar, due=due)
