"""
What may come between working on a step and leaving it.

In this order: a supplement, extensions, fees, pauses, and what goes to other
agencies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.tracks import enough
from dossierflow.procedure.facts import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.engine.commands import Command
    from dossierflow.forecast.visit import Visit
    from dossierflow.procedure.steps import Who

REASON = "forecast"
"""What stands where the law asks for reasons in words."""

Interlude = tuple["Command", "Who", bool]
"""A command, who gives it, and whether the work stops with it."""


def interludes(visit: Visit) -> Iterator[Interlude]:
    """Yield what comes before the outcome of *visit*, each time looking at the dossier as it then stands."""
    yield from _supplement(visit)
    yield from _extensions(visit)
    yield from _fees(visit)
    yield from _pauses(visit)
    missing = _handoffs_to_send(visit)
    if missing:
        yield c.HandOff(handoffs=missing), visit.rule.by, False


def are_enough_in(visit: Visit) -> bool:
    """Tell whether as many agencies have answered as the step waits for."""
    wanted = _wanted(visit)
    return enough(visit.rule.join, len(wanted), sum(_is_in(visit, name) for name in wanted))


def _supplement(visit: Visit) -> Iterator[Interlude]:
    rule, luck = visit.case.procedure.supplement, visit.case.filing.luck
    if rule is None or visit.step not in rule.steps or visit.rounds > 1:
        return
    if luck.happens(visit.draw("supplement"), visit.said.supplement):
        command = c.RequestSupplement(step=visit.step, items=(REASON,), reason=REASON)
        yield command, rule.by or visit.rule.by, True


def _extensions(visit: Visit) -> Iterator[Interlude]:
    case = visit.case
    for name, said in case.said.extensions.items():
        rule, draw = case.procedure.extensions.get(name), f"extension.{name}"
        if rule is None or not holds(rule.when, case.known.facts):
            continue
        clock = case.known.deadlines.get(rule.limit)
        is_running = clock is not None and clock.is_open and clock.missed_at is None
        if is_running and case.once(draw) and case.filing.luck.happens(draw, said.chance):
            yield c.Extend(extension=name, term=said.term, reason=REASON, agreed=True), rule.by, False


def _fees(visit: Visit) -> Iterator[Interlude]:
    case = visit.case
    for name, rule in case.procedure.fees.items():
        if visit.step not in rule.steps or not case.once(f"fee.{name}"):
            continue
        if case.filing.luck.happens(f"fee.{name}.asked", case.said.fees[name].asked):
            yield c.RequestPayment(fee=name, step=visit.step), rule.by or visit.rule.by, True


def _pauses(visit: Visit) -> Iterator[Interlude]:
    case = visit.case
    for name, said in case.said.pauses.items():
        rule = case.procedure.pauses.get(name)
        if rule is None or visit.rounds > 1 or (rule.steps and visit.step not in rule.steps):
            continue
        if case.filing.luck.happens(visit.draw(f"pauses.{name}"), said.chance):
            yield c.Pause(reason=name, step=visit.step), rule.by, True


def _handoffs_to_send(visit: Visit) -> tuple[str, ...]:
    sent = visit.case.known.handoffs
    return tuple(
        name for name in _wanted(visit) if name not in sent or not (sent[name].status.is_open or _is_in(visit, name))
    )


def _wanted(visit: Visit) -> tuple[str, ...]:
    rules, facts = visit.case.procedure.handoffs, visit.case.known.facts
    return tuple(name for name in visit.rule.handoffs if holds(rules[name].when, facts))


def _is_in(visit: Visit, name: str) -> bool:
    dossier = visit.case.known
    sent = dossier.handoffs.get(name)
    return sent is not None and sent.status.is_in and sent.since >= dossier.milestones[f"{visit.step}.entered"]
