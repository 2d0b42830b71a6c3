"""Other agencies to which work of a dossier is passed: they answer, late or never."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.effects import HandoffStatus
from dossierflow.forecast.plan.distributions import TimeUnit
from dossierflow.forecast.task import Task

if TYPE_CHECKING:
    from dossierflow.engine.dossier import Dossier, HandoffState
    from dossierflow.forecast.case import Case


@dataclass(slots=True, eq=False)
class Outside:
    """What is going on at other agencies for one dossier."""

    case: Case
    _known: dict[str, HandoffState] = field(default_factory=dict[str, "HandoffState"])
    _sent: dict[str, int] = field(default_factory=dict[str, int])

    def look(self, dossier: Dossier) -> None:
        """Take notice of what was sent and what came back."""
        changed = {name: state for name, state in dossier.handoffs.items() if self._known.get(name) != state}
        self._known.update(changed)
        for name, state in changed.items():
            if state.status is HandoffStatus.SENT:
                self._sent[name] = self._sent.get(name, 0) + 1
                self._receive(name, state)
        if changed:
            for visit in self.case.here():
                visit.look_again()

    def _receive(self, name: str, sent: HandoffState) -> None:
        case, world = self.case, self.case.world
        said, rule = case.said.handoffs[name], case.procedure.handoffs[name]
        luck, draw = case.filing.luck, f"handoff.{name}.{self._sent[name]}"
        if luck.happens(f"{draw}.silent", said.silent):
            if said.reminded is not None:
                amount = luck.duration(f"{draw}.reminded", said.reminded)
                second = world.clock.after(world.now, amount, said.reminded.unit)
                world.at_second(second, lambda: self._answer(name, sent, ""))
            return
        if world.has_staff(case.procedure, rule.to) and said.takes.unit is TimeUnit.WORKING_MINUTES:
            task = Task(
                case=case,
                place=f"({name})",
                who=rule.to,
                takes=said.takes,
                draw=draw,
                wanted=lambda: self._is_awaited(name, sent),
                done=lambda officer: self._answer(name, sent, officer),
            )
            world.submit_work(case.known, case.procedure, rule.to, task)
            return
        second = world.clock.after(world.now, luck.duration(draw, said.takes), said.takes.unit)
        world.at_second(second, lambda: self._answer(name, sent, ""))

    def _is_awaited(self, name: str, sent: HandoffState) -> bool:
        dossier = self.case.known
        now = dossier.handoffs[name]
        is_same = now.status is HandoffStatus.ESCALATED or now == sent
        return is_same and now.status.is_open and not dossier.lifecycle.is_over

    def _answer(self, name: str, sent: HandoffState, officer: str) -> None:
        if not self._is_awaited(name, sent):
            return
        case = self.case
        opinions = {str(opinion): weight for opinion, weight in case.said.handoffs[name].opinions.items()}
        opinion = case.filing.luck.choose(f"handoff.{name}.{self._sent[name]}.opinion", opinions)
        command = c.AnswerHandoff.model_validate({"handoff": name, "opinion": opinion})
        case.act(command, case.world.actor(case.procedure, case.procedure.handoffs[name].to, officer or None))
