"""Predicates about what stops the clock: pauses, excluded steps, consultations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure.rules import Silence
from dossierflow.review.predicates.predicate import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.procedure import Procedure
    from dossierflow.review.predicates.predicate import Parameter


def pause_is_bounded(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the pauses without a bound, and the steps that exclude their own time without a limit of their own."""
    del told
    begun = {milestone for limit in procedure.limits.values() for milestone in limit.start_milestones}
    for name, pause in procedure.pauses.items():
        if pause.unbounded:
            yield Breach(place=("pauses", name, "unbounded"), cites=pause.cite, gaps={"what": pause.name})
    for name, step in procedure.steps.items():
        if step.suspends and not {f"{name}.entered", f"{name}.started"} & begun:
            yield Breach(place=("steps", name, "suspends"), cites=step.cite, gaps={"what": step.name})


def handoff_has_limit(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the handoffs for whose answer nothing sets a term."""
    del told
    begun = {milestone for limit in procedure.limits.values() for milestone in limit.start_milestones}
    for name, handoff in procedure.handoffs.items():
        if not {f"{name}.sent", f"{name}.acknowledged"} & begun:
            yield Breach(place=("handoffs", name), cites=handoff.cite, gaps={"handoff": handoff.name})


def consultation_keeps_clock(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the consultations during which a clock stands still."""
    del told
    for name, handoff in procedure.handoffs.items():
        if handoff.suspends and handoff.kind == "consult":
            gaps = {"handoff": handoff.name, "limits": ", ".join(handoff.suspends)}
            yield Breach(place=("handoffs", name, "suspends"), cites=handoff.cite, gaps=gaps)


def consent_is_not_deemed(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the handoffs in which silence counts as consent."""
    del told
    for name, handoff in procedure.handoffs.items():
        if handoff.silence is Silence.DEEMED_CONSENT:
            yield Breach(place=("handoffs", name, "silence"), cites=handoff.cite, gaps={"handoff": handoff.name})
