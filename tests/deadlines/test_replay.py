"""Replaying an explanation finds every step that was tampered with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from dossierflow.deadlines import Ledger, StepKind, Term, due, explain, profile, replay
from dossierflow.errors import TermError
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from dossierflow.deadlines import Explanation, Step

CALENDAR = vietnam()
DAY = timedelta(days=1)
MIDNIGHT_COUNTING = {"ends": "midnight"}


def told(term: str, trigger: str, **choices: object) -> Explanation:
    """Return the explanation of a ledger of the general profile."""
    wanted = Term.of(term)
    at = datetime.fromisoformat(trigger).replace(tzinfo=CALENDAR.tz)
    return explain(Ledger(wanted, profile("vn-general").counting(wanted.unit, **choices), at), CALENDAR)


def changed(explanation: Explanation, kind: StepKind, **fields: object) -> Explanation:
    """Return *explanation* with *fields* of its first step of *kind* replaced."""
    steps = list(explanation.steps)
    index = next(index for index, step in enumerate(steps) if step.kind is kind)
    steps[index] = replace(steps[index], **fields)
    return replace(explanation, steps=tuple(steps))


def step_of(explanation: Explanation, kind: StepKind) -> Step:
    """Return the first step of *kind*."""
    return next(step for step in explanation.steps if step.kind is kind)


WORKING = told("5 working days", "2026-03-04 09:00")
ROLLED = told("5 days", "2026-03-02 09:00")
MONTH = told("1 month", "2026-03-02 09:00")
HOURS = told("30 hours", "2026-03-02 09:00")
OFFICE = told("10 working hours", "2026-03-02 09:00")
LATE = told("same day", "2026-03-06 15:01", cutoff="15:00", cutoff_effect="result_later")
MOVED = told("1 day", "2026-03-07 09:00", receipt="next_opening")
MIDNIGHT = told("1 day", "2026-03-02 09:00", **MIDNIGHT_COUNTING)
COUNT = step_of(WORKING, StepKind.COUNT)
END = step_of(WORKING, StepKind.END)
ELAPSE = step_of(HOURS, StepKind.ELAPSE)


@pytest.mark.parametrize("explanation", [WORKING, ROLLED, MONTH, HOURS, OFFICE, LATE, MOVED, MIDNIGHT])
def test_untouched_explanations_add_up(explanation: Explanation) -> None:
    """What the kernel tells leads to its own due date."""
    assert replay(explanation) == explanation.due == due(explanation.ledger, CALENDAR)


@pytest.mark.parametrize(
    ("tampered", "message"),
    [
        (changed(WORKING, StepKind.COUNT, before=COUNT.before + DAY), r"step 3 \(count\).*starts at"),
        (changed(WORKING, StepKind.RECEIVED, before=WORKING.ledger.trigger + DAY), r"step 1 \(received\)"),
        (changed(WORKING, StepKind.COUNT, amount=4), "5 days are listed as counted, not 4"),
        (changed(WORKING, StepKind.COUNT, skipped=COUNT.skipped[1:]), "are not all the days in between"),
        (changed(WORKING, StepKind.COUNT, counted=COUNT.counted[::-1]), "the last day counted is"),
        (changed(LATE, StepKind.COUNT, after=LATE.due and LATE.due.day), "nothing was counted, and yet"),
        (changed(ROLLED, StepKind.ROLL, skipped=()), r"step 4 \(roll\).*the days passed over"),
        (changed(MOVED, StepKind.NEXT_OPENING, skipped=()), "the days passed over"),
        (changed(LATE, StepKind.RESULT_LATER, skipped=()), "the days passed over"),
        (changed(MONTH, StepKind.CORRESPONDING, amount=2), "the corresponding day is 2026-05-02"),
        (changed(HOURS, StepKind.ELAPSE, amount=60), "1 day, 6:00:00 passed, not 1:00:00"),
        (changed(HOURS, StepKind.ELAPSE, after=END.before), "between instants, not between days"),
        (changed(OFFICE, StepKind.WORK, amount=60), "come to 600, not 60"),
        (changed(OFFICE, StepKind.WORK, counted=()), "its days are not those with minutes"),
        (changed(HOURS, StepKind.END, after=ELAPSE.before), "an instant ends when it is reached"),
        (changed(WORKING, StepKind.END, after=END.before), "a day ends at an instant"),
        (changed(WORKING, StepKind.END, after=ELAPSE.before), "not of the last day"),
        (changed(MIDNIGHT, StepKind.END, after=ELAPSE.before), "does not end at midnight"),
        (replace(WORKING, steps=WORKING.steps[:-1]), "does not come to an end"),
        (replace(HOURS, steps=HOURS.steps[:-1]), "does not come to an end"),
    ],
)
def test_tampered_steps_are_found(tampered: Explanation, message: str) -> None:
    """A step that starts elsewhere, lists too few days or leads elsewhere is named."""
    with pytest.raises(TermError, match=message):
        replay(tampered)
