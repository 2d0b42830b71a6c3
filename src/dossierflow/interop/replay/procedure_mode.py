"""A case played through the engine: every line is asked for as an act, and what is refused is noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.deadlines.compute import due_if_resumed_at
from dossierflow.engine.actors import Actor
from dossierflow.engine.commands import Submit
from dossierflow.engine.engine import Engine
from dossierflow.interop.replay.limit_mode import SENTENCES
from dossierflow.interop.replay.mappings.naming import is_named
from dossierflow.interop.replay.results import Reason, Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from dossierflow.deadlines.explanation import Due
    from dossierflow.engine.commands import Command
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.refusals import Refusal
    from dossierflow.interop.replay.mappings.mapping import ActRule, Columns, ProcedureMode
    from dossierflow.interop.replay.sorting import Row
    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime.calendar import WorkCalendar


def engine_for(procedures: Iterable[Procedure], calendar: WorkCalendar) -> Engine:
    """Return an engine that counts everything on *calendar*, whatever the procedures call theirs."""
    versions = list(procedures)
    names = {version.calendar for version in versions}
    names |= {limit.calendar for version in versions for limit in version.limits.values() if limit.calendar}
    names |= {agency.calendar for version in versions for agency in version.agencies.values() if agency.calendar}
    return Engine(versions, dict.fromkeys(names, calendar))


@dataclass(frozen=True, slots=True)
class ActPlayer:
    """Plays cases under one rule."""

    engine: Engine
    mode: ProcedureMode
    columns: Columns
    version: str | None
    """The version to play under; none takes the one that governs."""

    procedure: str

    def play(self, case: str, rows: Sequence[Row], remarks: list[Remark]) -> Dossier | None:
        """
        Play one case, and return the dossier as it ends up; none if it could not be filed.

        Raises:
            DossierflowError: A deadline runs past the calendar, or a version does not exist.
        """
        dossier: Dossier | None = None
        filing = self.mode.filing
        for row in rows:
            is_filing = dossier is None and (filing.activity is None or is_named(row.activity, filing.activity))
            if is_filing:
                dossier = self._ask(None, self._submission(case, row), filing.by, case, row, remarks)
            rules = [rule for rule in self.mode.acts if is_named(row.activity, rule.activity)]
            for rule in rules:
                dossier = self._ask(dossier, rule.act, self._actor(rule, row), case, row, remarks) or dossier
            if not rules and not self._is_known(row.activity):
                sentence = SENTENCES[Reason.NOT_AN_ACT]
                remarks.append(Remark(case, row.line, row.at, row.activity, Reason.NOT_AN_ACT, sentence))
        return dossier

    def due(self, dossier: Dossier | None, ended: datetime | None) -> Due | None:
        """Return when the limit was due in its latest run; of one that stands still, if it had run on at *ended*."""
        deadline = None if dossier is None else dossier.deadlines.get(self.mode.limit)
        if dossier is None or deadline is None or deadline.due is not None or ended is None:
            return None if deadline is None else deadline.due
        ledger = self.engine.ledger(dossier, self.mode.limit)
        if any(one.end is None and one.start > ended for one in ledger.suspensions):
            return None
        calendar = self.engine.rulebook.compiled(dossier.procedure).calendar_of(self.mode.limit)
        return due_if_resumed_at(ledger, calendar, ended)

    def tick(self, dossier: Dossier | None, until: datetime) -> Dossier | None:
        """Let time pass to the end of the log."""
        if dossier is None or dossier.lifecycle.is_over or dossier.last_at > until:
            return dossier
        return self.engine.tick(dossier, until).dossier

    def _ask(
        self, dossier: Dossier | None, command: Command, by: Actor, case: str, row: Row, remarks: list[Remark]
    ) -> Dossier | None:
        decision = self.engine.handle(dossier, command, by=by, at=row.at)
        if decision.refusal is not None:
            remarks.append(_remark(case, row, decision.refusal))
        return decision.dossier

    def _submission(self, case: str, row: Row) -> Submit:
        filing = self.mode.filing
        told = {fact: row.cells.get(column, "") for fact, column in filing.facts_from.items()}
        facts = {**filing.facts, **{fact: value for fact, value in told.items() if value}}
        return Submit(dossier=case, procedure=self.procedure, version=self.version, channel=filing.channel, facts=facts)

    def _actor(self, rule: ActRule, row: Row) -> Actor:
        if rule.by is not None:
            return rule.by
        agency = row.cells.get(self.columns.agency or "", "")
        role = row.cells.get(self.columns.role or "", "")
        return Actor(agency=agency, role=role)

    def _is_known(self, activity: str) -> bool:
        filing = self.mode.filing.activity or ()
        return is_named(activity, filing) or is_named(activity, self.mode.ignore)


def _remark(case: str, row: Row, refused: Refusal) -> Remark:
    return Remark(case, row.line, row.at, row.activity, refused.code, refused.reason)
