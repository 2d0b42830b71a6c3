"""Explanations of a dossier's deadlines, with the reasons in the words of its procedure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossierflow.deadlines.explanation import StepKind

if TYPE_CHECKING:
    from dossierflow.deadlines.explanation import Explanation, Step
    from dossierflow.render.names import Names


def named_reasons(explanation: Explanation, names: Names) -> Explanation:
    """
    Return *explanation* with names instead of identifiers where it gives a reason.

    A ledger keeps why it stood still as an identifier (``pause.survey``); the
    applicant reads what the procedure calls it.
    """
    return replace(explanation, steps=tuple(_named(step, names) for step in explanation.steps))


def _named(step: Step, names: Names) -> Step:
    say = _extended if step.kind is StepKind.EXTENDED else _suspended
    params = tuple((key, say(value, names) if key == "reason" else value) for key, value in step.params)
    skipped = tuple(
        skip if skip.reason is None else skip._replace(reason=_suspended(skip.reason, names)) for skip in step.skipped
    )
    return replace(step, params=params, skipped=skipped)


def _suspended(reason: str, names: Names) -> str:
    return "; ".join(names.reason(one) for one in reason.split("; "))


def _extended(reason: str, names: Names) -> str:
    return names.reason(reason) if reason == "supplement" else names.extension(reason)
