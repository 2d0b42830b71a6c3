"""
What holds clocks still, and what they still wait for, as tracks and handoffs stand.

A clock that nothing can stop any more is not started; one that stands still
does so for causes that can be named, and for nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import effects as fx
from dossierflow.engine.dossier import Wait, step_of, wait_of
from dossierflow.procedure.rules import NewLimit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.engine.dossier import Deadline
    from dossierflow.engine.work import Work
    from dossierflow.procedure.rules import Supplement


def causes_now(work: Work, limit: str) -> Iterator[str]:
    """Yield the causes that hold *limit* still at this moment, by what the tracks and handoffs are doing."""
    procedure = work.procedure
    for _, state in sorted(work.draft.tracks.items()):
        step = procedure.steps.get(step_of(state))
        if step is not None and limit in step.suspends:
            yield f"step.{step_of(state)}"
        wait = wait_of(state)
        if wait is not None and wait[0] is Wait.SUPPLEMENT and stands_still(procedure.supplement, limit):
            yield "supplement"
        if wait is not None and wait[0] is Wait.FEE and limit in procedure.fees[wait[1] or ""].suspends:
            yield f"fee.{wait[1]}"
        if wait is not None and wait[0] is Wait.PAUSE and limit in procedure.pauses[wait[1] or ""].suspends:
            yield f"pause.{wait[1]}"
    for name, handoff in sorted(work.draft.handoffs.items()):
        if handoff.status.is_open and limit in procedure.handoffs[name].suspends:
            yield f"handoff.{name}"


def stands_still(rule: Supplement | None, limit: str) -> bool:
    """Tell whether the clock of *limit* stands still while a supplement is awaited."""
    return rule is not None and rule.model_of(limit) != "runs"


def holding(clock: Deadline) -> set[str]:
    """Return the reasons for which *clock* stands still."""
    return {stop.reason for stop in clock.suspensions if stop.end is None}


_BEGINNINGS = {"fee": "requested", "pause": "started", "handoff": "sent", "step": "entered"}


def beginning(reason: str) -> str:
    """
    Return the milestone at which a cause begins.

    >>> beginning("fee.licence"), beginning("supplement")
    ('licence.requested', 'supplement_requested')
    """
    kind, _, name = reason.partition(".")
    return f"{name}.{_BEGINNINGS[kind]}" if kind in _BEGINNINGS else "supplement_requested"


def replacement(work: Work, limit: str) -> str | None:
    """Return the limit that a supplement has put in the place of *limit*, if it has."""
    rule, clock = work.procedure.supplement, work.draft.deadlines.get(limit)
    if rule is None or clock is None or clock.ending is not fx.Ending.SUPERSEDED:
        return None
    model = rule.model_of(limit)
    return model.new_limit if isinstance(model, NewLimit) and model.new_limit in work.draft.deadlines else None


def is_awaited(work: Work, limit: str) -> bool:
    """Tell whether what started *limit* still waits for something that can stop it."""
    rule, draft = work.procedure.limits[limit], work.draft
    waits = {state.partition("?")[2] for state in draft.tracks.values()}
    for milestone in rule.start_milestones:
        owner, _, _ = milestone.partition(".")
        if owner in work.procedure.handoffs:
            sent = draft.handoffs.get(owner)
            if sent is None or not sent.status.is_open:
                return False
        elif owner in work.procedure.fees and milestone.endswith(".requested"):
            if f"fee.{owner}" not in waits:
                return False
        elif owner in work.procedure.pauses and milestone.endswith(".started"):
            if f"pause.{owner}" not in waits:
                return False
        elif milestone == "supplement_requested" and "supplement" not in waits:
            return False
    if draft.lifecycle is fx.Lifecycle.DECIDED:
        return "returned" in rule.stops
    owners = {milestone.partition(".")[0] for milestone in rule.start_milestones} & set(work.procedure.steps)
    left = [step for step in owners if not is_open(work, step) and set(rule.stops) <= work.compiled.only_in(step)]
    return not left


def is_open(work: Work, step: str) -> bool:
    """Tell whether some track is in *step*."""
    return any(step_of(state) == step for state in work.draft.tracks.values())
