"""Which of several durations of a plan holds: the nearest one that says something."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossierflow.forecast.plan.distributions import Distribution
    from dossierflow.forecast.plan.model import Plan
    from dossierflow.procedure.model import Procedure


def duration_of(plan: Plan, procedure: Procedure, step: str | None, who: str | None = None) -> Distribution | None:
    """
    Return how long work takes: as the step says, else as the role of the procedure, the role, or the plan says.

    Args:
        plan: The plan.

        procedure: Which procedure's work.

        step: Which step; none for work outside the steps.

        who: ``agency/role`` of who works; none means the step's own.
    """
    said = plan.procedures.get(procedure.procedure)
    own = None if said is None or step is None else said.steps.get(step)
    if own is not None and own.takes is not None and who is None:
        return own.takes
    role = who if who is not None else str(procedure.steps[step or ""].by)
    if said is not None and role in said.roles:
        return said.roles[role]
    return plan.roles.get(role, plan.takes)
