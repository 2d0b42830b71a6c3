"""Which way a step is left: by the weights of the plan, among the ways that the facts leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.forecast.facts import drawn
from dossierflow.forecast.interludes import REASON
from dossierflow.procedure.facts import holds
from dossierflow.procedure.steps import EndKind

if TYPE_CHECKING:
    from dossierflow.engine.commands import Command
    from dossierflow.forecast.visit import Visit
    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.steps import Action, Who


def finishing(visit: Visit) -> tuple[Command, Who | None] | None:
    """
    Return the command that ends *visit*, and who gives it where that is not who works on the step.

    None where no outcome of the plan is open to the dossier with its facts.
    """
    case, procedure = visit.case, visit.case.procedure
    facts = {
        name: {wanted: drawn(case.world, case.filing, procedure, wanted) for wanted in action.sets}
        for name, action in visit.rule.actions.items()
    }
    weights = {
        name: 1.0 if visit.said.outcomes is None else visit.said.outcomes.get(name, 0.0)
        for name, action in visit.rule.actions.items()
        if holds(action.when, {**case.known.facts, **facts[name]})
    }
    possible = {name: weight for name, weight in weights.items() if weight > 0}
    if not possible:
        return None
    name = case.filing.luck.choose(visit.draw("outcome"), possible)
    action = visit.rule.actions[name]
    return _command(visit, name, action, facts[name]), action.by


def _command(visit: Visit, name: str, action: Action, facts: dict[str, FactValue]) -> Command:
    kind, _, end = action.to.rpartition(".")
    reason = REASON if action.reason else None
    if kind != "end":
        return c.CompleteStep(step=visit.step, action=name, reason=reason, facts=facts)
    if visit.case.procedure.ends[end].kind is EndKind.GRANTED:
        return c.Decide(step=visit.step, action=name, reason=reason, facts=facts)
    return c.Refuse(step=visit.step, action=name, reason=REASON, facts=facts)
