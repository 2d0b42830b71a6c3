"""
A way with its instants as the acts that an engine is given.

Handing in, deciding, answering: every move but those that follow by themselves
is a command of somebody who may give it. Facts that no rule looks at are filled
in, so that the dossier is complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.actors import APPLICANT_ACTOR, Actor
from dossierflow.engine.acts.filing import days_before
from dossierflow.errors import CalendarCoverageError
from dossierflow.procedure.facts import Ask, Fact, FactType, FactValue, holds
from dossierflow.procedure.flow import END
from dossierflow.procedure.limits import APPLICANT
from dossierflow.procedure.paths import Move, MoveKind
from dossierflow.procedure.steps import EndKind, Who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.paths import Walk
    from dossierflow.procedure.rules import FilingWindow
    from dossierflow.worktime import WorkCalendar

_SALT = "0123456789abcdef"
_LOOK_AHEAD = 800


@dataclass(frozen=True, slots=True)
class Act:
    """One command."""

    at: datetime
    by: Actor
    command: c.Command


def acts_of(
    procedure: Procedure, walk: Walk, instants: Sequence[datetime], calendar: WorkCalendar, *, dossier: str
) -> tuple[Act, ...]:
    """
    Return the acts of *walk*, in the order of time.

    Args:
        procedure: The version.

        walk: The way.

        instants: When each of its moves happens.

        calendar: The procedure's calendar.

        dossier: The number of the dossier.
    """
    order = sorted(range(len(instants)), key=lambda number: (instants[number], number))
    teller = _Teller(procedure, walk, calendar, dossier)
    found = ((number, teller.act(walk.moves[number], instants[number])) for number in order)
    return tuple(
        Act(instants[number], by, command) for number, acted in found if acted is not None for by, command in [acted]
    )


class _Teller:
    """Puts moves into commands."""

    def __init__(self, procedure: Procedure, walk: Walk, calendar: WorkCalendar, dossier: str) -> None:
        self.procedure = procedure
        self.walk = walk
        self.calendar = calendar
        self.dossier = dossier
        self.late = {name for step in procedure.steps.values() for one in step.actions.values() for name in one.sets}

    def act(self, move: Move, at: datetime) -> tuple[Actor, c.Command] | None:  # noqa: PLR0911, PLR0912 -- one case a kind
        """Return who gives which command; none for what follows by itself."""
        procedure, name = self.procedure, str(move.name)
        step = procedure.steps.get(move.step or "")
        own = step.by if step is not None else procedure.reception.by
        match move.kind:
            case MoveKind.SUBMIT:
                return APPLICANT_ACTOR, self._submission(at)
            case MoveKind.RECEIVE:
                return self._by(procedure.reception.by), c.Receive()
            case MoveKind.START:
                return self._by(own), c.StartStep(step=str(move.step))
            case MoveKind.ACT:
                return self._finish(move, own)
            case MoveKind.ASK:
                asks = procedure.supplement.by if procedure.supplement is not None else None
                why = "Hồ sơ còn thiếu"
                return self._by(asks or own), c.RequestSupplement(step=move.step, items=(why,), reason=why)
            case MoveKind.ANSWER:
                return APPLICANT_ACTOR, c.AnswerSupplement(step=move.step)
            case MoveKind.BILL:
                return self._by(procedure.fees[name].by or own), c.RequestPayment(fee=name, step=move.step)
            case MoveKind.PAY:
                return self._by(procedure.fees[name].confirm_by), c.ConfirmPayment(fee=name)
            case MoveKind.PAUSE:
                return self._by(procedure.pauses[name].by), c.Pause(reason=name, step=move.step)
            case MoveKind.RESUME:
                pause = procedure.pauses[name]
                return self._by(pause.lift_by or pause.by), c.Resume(step=move.step)
            case MoveKind.SEND:
                return self._by(own), c.HandOff(handoffs=move.handoffs)
            case MoveKind.REPLY:
                return self._by(procedure.handoffs[name].to), c.AnswerHandoff(handoff=name, opinion="agreed")
            case MoveKind.RETURN:
                return self._by(procedure.returning.by), c.ReturnResult()
            case MoveKind.JOINED | MoveKind.LAPSE:
                return None

    def _finish(self, move: Move, own: Who) -> tuple[Actor, c.Command]:
        step, key = str(move.step), str(move.name)
        action = self.procedure.steps[step].actions[key]
        facts = {name: self._value(name, self.procedure.facts[name], None) for name in action.sets}
        by = self._by(action.by or own)
        reason = "Theo kết quả thẩm định" if action.reason else None
        if not action.to.startswith(END):
            return by, c.CompleteStep(step=step, action=key, facts=facts, reason=reason)
        if self.procedure.ends[action.to.removeprefix(END)].kind is EndKind.GRANTED:
            return by, c.Decide(step=step, action=key, facts=facts, reason=reason)
        return by, c.Refuse(step=step, action=key, facts=facts, reason=reason or "Không đủ điều kiện")

    def _submission(self, at: datetime) -> c.Submit:
        procedure, known = self.procedure, self.walk.facts
        channel = str(known.get("channel", procedure.channels[0]))
        asked = {name: fact for name, fact in procedure.facts.items() if fact.ask is Ask.SUBMISSION}
        # what is found out later, but no step sets, somebody must have told at the counter
        told = {name for name in known if name in procedure.facts and name not in asked and name not in self.late}
        facts = {
            name: self._value(name, procedure.facts[name], at)
            for name in procedure.facts
            if (name in asked and not procedure.facts[name].personal) or name in told | self._needed_at_once()
        }
        personal = {
            name: c.Personal(value=self._value(name, fact, at), salt=_SALT)
            for name, fact in asked.items()
            if fact.personal
        }
        return c.Submit(
            dossier=self.dossier,
            procedure=procedure.procedure,
            version=procedure.version,
            channel=channel,
            facts=facts,
            personal=personal,
        )

    def _needed_at_once(self) -> set[str]:
        """Return the facts on which limits depend: without them a clock could not start."""
        limits = self.procedure.limits.values()
        conditions = [condition for limit in limits for condition in (limit.when, *(case.when for case in limit.cases))]
        named = {name for condition in conditions for name in condition} | {
            name for limit in limits for name in limit.quantities
        }
        return named & self.walk.facts.keys()

    def _value(self, name: str, fact: Fact, at: datetime | None) -> FactValue:
        if name in self.walk.facts:
            return self.walk.facts[name]
        match fact.type:
            case FactType.ENUM:
                return fact.values[0]
            case FactType.BOOLEAN:
                return False
            case FactType.INTEGER:
                return fact.at_least if fact.at_least is not None else min(fact.at_most or 0, 0)
            case FactType.DATE:
                return self._day_of(
                    name, self.calendar.first if at is None else self.calendar.local_day(at)
                ).isoformat()
            case FactType.TEXT:
                return "-"

    def _day_of(self, name: str, filed: date) -> date:
        """Return a day for the fact *name* such that filing on *filed* is neither too early nor too late."""
        windows = [one for one in self.procedure.filing if one.before == name and holds(one.when, self.walk.facts)]
        for ahead in range(_LOOK_AHEAD):
            day = filed + timedelta(days=ahead)
            try:
                if all(self._is_within(window, filed, day) for window in windows):
                    return day
            except CalendarCoverageError:
                break
        return filed

    def _is_within(self, window: FilingWindow, filed: date, day: date) -> bool:
        early, late = window.not_earlier, window.not_later
        begins = early is None or filed >= days_before(self.calendar, day, early)
        return begins and (late is None or filed <= days_before(self.calendar, day, late))

    def _by(self, who: Who) -> Actor:
        if who.agency == APPLICANT:
            return APPLICANT_ACTOR
        role = who.role or next(iter(self.procedure.agencies[who.agency].roles))
        return Actor(agency=who.agency, role=role)
