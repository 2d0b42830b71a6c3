"""
A case that plays a life: filed, received, completed, paused; then this is due on that day.

Who acts follows from the procedure, so that a row need not name anybody; a
story in which it matters who does what is told in a scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.errors import DefinitionError, VersionInForceError
from dossierflow.simulate.cases.acts import RowAct
from dossierflow.simulate.cases.single import instant_of
from dossierflow.simulate.cases.table import OfRow
from dossierflow.simulate.checks import Outcome, Situation, evaluate
from dossierflow.simulate.desk import parted
from dossierflow.simulate.moments import is_offset, resolve
from dossierflow.simulate.owners import owner_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Decision, Engine
    from dossierflow.engine.events import Event
    from dossierflow.errors import Problem
    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.library import ProcedureLibrary
    from dossierflow.procedure.model import Procedure
    from dossierflow.simulate.scenario import Checks
    from dossierflow.worktime import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class LivedCase(OfRow):
    """One row that plays a dossier from its filing on."""

    name: str
    procedure: str
    version: str | None
    library: ProcedureLibrary
    calendar: WorkCalendar
    channel: str | None
    facts: dict[str, FactValue]
    acts: tuple[RowAct, ...]
    checks: Checks

    def play(self, engine: Engine) -> tuple[Outcome, ...]:
        """
        Play the life under the rules of *engine*.

        Raises:
            DossierflowError: It cannot be played under these rules.
        """
        return tuple(self._outcomes(engine))

    def _outcomes(self, engine: Engine) -> Iterator[Outcome]:
        dossier: Dossier | None = None
        events: list[Event] = []
        acts = self._in_order()
        decision: Decision | None = None
        for number, (at, act) in enumerate(acts, start=1):
            decision = self._take(engine, dossier, act, at)
            dossier = decision.dossier
            events += decision.events
            is_looked_at = self.checks.refused is not None and number == len(acts)
            if decision.refusal is not None and not is_looked_at:
                yield self._refused(act, at, decision)
        last = acts[-1][0]
        at = self._at(last)
        if dossier is not None:
            ticked = engine.tick(dossier, max(at, last))
            dossier, events = ticked.dossier, [*events, *ticked.events]
        situation = Situation(
            engine=engine,
            zone=self.calendar.tz,
            actors={},
            place=self._place,
            at=at,
            dossier=dossier,
            events=tuple(events),
            refusal=None if decision is None else decision.refusal,
        )
        yield from evaluate(self.checks, (), situation)

    def _in_order(self) -> list[tuple[datetime, RowAct]]:
        filed = self.row.cells.get("submitted")
        received = self.row.cells.get("received")
        submit = c.Submit(dossier=self.name, procedure=self.procedure, version=self.version, channel=SOME_CHANNEL)
        first = "received" if filed is None else "submitted"
        acts = [RowAct(first, filed or received or "", submit)]
        if received is not None:
            acts.append(RowAct("received", received, c.Receive()))
        start = instant_of(self.row, acts[-1].column, acts[-1].when, self.calendar)
        timed = [(self._instant(act.column, act.when, start), act) for act in (*acts, *self.acts)]
        # what happens at one instant happens in the order of the columns
        return sorted(timed, key=lambda one: one[0])

    def _instant(self, column: str, when: str, start: datetime) -> datetime:
        if not is_offset(when):
            return instant_of(self.row, column, when, self.calendar)
        try:
            return resolve(when, start, self.calendar)
        except ValueError as error:
            raise DefinitionError([self.row.problem(column, str(error))]) from error

    def _at(self, last: datetime) -> datetime:
        if "at" not in self.row.cells:
            return last
        at = self._instant("at", self.row.cells["at"], last)
        if at < last:
            message = f"found {self.row.cells['at']!r}, before the last act; leave that act out to look at this instant"
            raise DefinitionError([self.row.problem("at", message)])
        return at

    def _take(self, engine: Engine, dossier: Dossier | None, act: RowAct, at: datetime) -> Decision:
        procedure = self._procedure(engine, dossier, at)
        command = act.command
        if isinstance(command, c.Submit):
            known = {name: value for name, value in self.facts.items() if name not in _found_later(procedure)}
            channel = self.channel or procedure.channels[0]
            facts, personal = parted(procedure, known)
            command = command.model_copy(update={"channel": channel, "facts": facts, "personal": personal})
        elif isinstance(command, c.CompleteStep | c.Decide | c.Refuse):
            step = procedure.steps.get(command.step)
            action = None if step is None else step.actions.get(command.action)
            sets = () if action is None else action.sets
            command = command.model_copy(
                update={"facts": {name: self.facts[name] for name in sorted(sets) if name in self.facts}}
            )
        return engine.handle(dossier, command, by=owner_of(procedure, dossier, command), at=at)

    def _procedure(self, engine: Engine, dossier: Dossier | None, at: datetime) -> Procedure:
        if dossier is not None:
            return engine.procedure_of(dossier)
        library = engine.rulebook.library
        if self.version is not None:
            return library.get(self.procedure, self.version)
        try:
            return library.in_force(self.procedure, self.calendar.local_day(at))
        except VersionInForceError:
            # the engine refuses the submission and says why; any version tells who may file
            return library.versions(self.procedure)[-1]

    def _refused(self, act: RowAct, at: datetime, decision: Decision) -> Outcome:
        return Outcome(
            line=self.line,
            field=act.column,
            at=at,
            expected="accepted",
            actual=f"refused: {decision.refusal}",
            is_met=False,
        )

    def _place(self, path: tuple[str | int, ...]) -> Problem:
        column = ".".join(str(part) for part in path)
        family = str(path[0])
        # the limit of the row has columns without its name
        is_short = column not in self.row.cells and family in self.row.cells
        return self.row.problem(family if is_short else column, "")


SOME_CHANNEL = "counter"
"""Stands in a submission until the version that governs is known, which says the channels."""


def _found_later(procedure: Procedure) -> set[str]:
    """Return the facts that acts of the procedure set."""
    return {name for step in procedure.steps.values() for action in step.actions.values() for name in action.sets}
