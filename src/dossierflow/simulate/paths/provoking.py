"""
How each refusal is provoked: the wrong act, and what must be done right before it comes.

A way to provoke is a few turns, of which the last is to be refused. Whether it
is, and with which code, the engine says.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Term
from dossierflow.engine import commands as c
from dossierflow.engine.actors import APPLICANT_ACTOR
from dossierflow.engine.effects import Lifecycle
from dossierflow.engine.refusals import RefusalCode
from dossierflow.procedure.facts import Ask
from dossierflow.simulate.paths.filing import NO_SUCH, Filing
from dossierflow.simulate.paths.sensible import LATER, REASON, Stage
from dossierflow.simulate.paths.turns import Turn, with_reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.procedure.model import Procedure

Turns = tuple[Turn, ...]
_A_DAY = timedelta(days=1)
_A_MINUTE = timedelta(minutes=1)
_R = RefusalCode


def misfilings(procedure: Procedure) -> Iterator[Filing]:
    """Yield dossiers that are filed wrongly, as far as *procedure* lets them be wrong."""
    asked = [fact for fact in procedure.facts.values() if fact.ask is Ask.SUBMISSION]
    wrongs = [_R.CHANNEL_UNKNOWN, _R.FACT_UNKNOWN, _R.VERSION_NOT_IN_FORCE]
    wrongs += [_R.FACT_MISSING] if asked else []
    wrongs += [_R.FACT_INVALID] if any(not fact.personal for fact in asked) else []
    wrongs += [_R.FACT_PERSONAL] if any(fact.personal for fact in asked) else []
    wrongs += [_R.FILING_WINDOW] if procedure.filing else []
    yield from (Filing(procedure, wrong=wrong) for wrong in wrongs)


def provocations(stage: Stage, versions: tuple[str, ...]) -> Iterator[tuple[RefusalCode, Turns]]:
    """
    Yield what would be refused of *stage*, with the code that is hoped for.

    Args:
        stage: The dossier as it stands.

        versions: The other versions of its procedure.
    """
    if stage.dossier.lifecycle is Lifecycle.SUBMITTED:
        yield from _before_reception(stage)
    yield from _at_the_wrong_time(stage)
    if stage.dossier.lifecycle is Lifecycle.IN_PROGRESS:
        yield from _in_steps(stage)
        yield from _waits_and_fees(stage)
        yield from _handoffs(stage)
        yield from _promises(stage)
        yield from _changes(stage, versions)


def _before_reception(stage: Stage) -> Iterator[tuple[RefusalCode, Turns]]:
    receive = stage.turn(c.Receive())
    first = stage.procedure.reception.first
    yield _R.NOT_RECEIVED, (stage.turn(c.StartStep(step=first)),)
    yield _R.NOT_AUTHORISED, (replace(receive, by=APPLICANT_ACTOR),)
    yield _R.TIME_GOES_BACK, (replace(receive, occurred=-_A_DAY),)
    yield _R.RECORDED_TOO_EARLY, (replace(receive, occurred=_A_MINUTE),)
    yield _R.VERSION_CONFLICT, (replace(receive, expected_version=stage.dossier.version + 1),)
    yield _R.COMMAND_ID_REUSED, (replace(receive, command_id="entry-1"),)
    yield _R.ALREADY_SUBMITTED, (Turn(by=APPLICANT_ACTOR, filing=Filing(stage.procedure, tuple(stage.values.items()))),)
    if stage.procedure.reception.grounds:
        yield _R.GROUND_UNKNOWN, (stage.turn(c.RefuseReception(reason=REASON)),)


_AT_THE_WRONG_TIME: Mapping[Lifecycle, tuple[tuple[RefusalCode, c.Command], ...]] = {
    Lifecycle.IN_PROGRESS: (
        (_R.ALREADY_RECEIVED, c.Receive()),
        (_R.NOTHING_TO_RETURN, c.ReturnResult()),
        (_R.NOTHING_TO_STOP, c.Stop()),
        (_R.RIGHT_NOT_GIVEN, c.RequestWithdrawal()),
        (_R.RIGHT_NOT_GIVEN, c.Apologise(reason=REASON)),
        (_R.NOTHING_TO_ANSWER, c.AnswerSupplement()),
        (_R.NOT_PAUSED, c.Resume()),
        (_R.PAYMENT_NOT_REQUESTED, c.ConfirmPayment(fee=NO_SUCH)),
        (_R.HANDOFF_UNKNOWN, c.HandOff(handoffs=(NO_SUCH,))),
        (_R.EXTENSION_UNKNOWN, c.Extend(extension=NO_SUCH, term=Term.of("1 day"), reason=REASON)),
    ),
    Lifecycle.DECIDED: ((_R.DECISION_EXISTS, c.RequestWithdrawal()),),
    Lifecycle.WITHDRAWING: ((_R.WITHDRAWAL_PENDING, c.ReturnResult()),),
}


def _at_the_wrong_time(stage: Stage) -> Iterator[tuple[RefusalCode, Turns]]:
    for code, command in _AT_THE_WRONG_TIME.get(stage.dossier.lifecycle, ()):
        yield code, (stage.turn(command),)
    if stage.dossier.lifecycle.is_over:
        yield _R.DOSSIER_ENDED, (stage.turn(c.Receive()),)


def _in_steps(stage: Stage) -> Iterator[tuple[RefusalCode, Turns]]:
    procedure = stage.procedure
    elsewhere = next((name for name in procedure.steps if name not in stage.dossier.steps), NO_SUCH)
    yield _R.STEP_NOT_OPEN, (stage.turn(c.StartStep(step=elsewhere)),)
    for step, _, _ in stage.waiting:
        yield _R.STEP_WAITS, (stage.turn(c.StartStep(step=step)),)
    if len(stage.at_work) > 1:
        yield _R.STEP_AMBIGUOUS, (stage.turn(c.Pause(reason=NO_SUCH)),)
    for step in stage.at_work:
        yield _R.ACTION_UNKNOWN, (stage.turn(c.CompleteStep(step=step, action=NO_SUCH)),)
        asked = stage.turn(c.RequestSupplement(step=step, items=(REASON,), reason=REASON))
        for code in _SUPPLEMENTS if procedure.supplement is not None else (_R.RIGHT_NOT_GIVEN,):
            yield code, (asked,)
        for key, action in procedure.steps[step].actions.items():
            turn = stage.turn(stage.finishing(step, key))
            for code in (_R.CONDITION_NOT_MET, _R.HANDOFFS_OPEN):
                yield code, (turn,)
            if action.reason and not isinstance(turn.command, c.Refuse):
                yield _R.REASON_MISSING, (with_reason(turn, reason=None),)
            if action.sets:
                yield _R.FACT_MISSING, (with_reason(turn, facts={}),)
            other = c.CompleteStep if isinstance(turn.command, c.Decide) else c.Decide
            yield _R.ACTION_NEEDS_ANOTHER_COMMAND, (replace(turn, command=other(step=step, action=key, reason=REASON)),)


_SUPPLEMENTS = (_R.SUPPLEMENT_NOT_HERE, _R.SUPPLEMENT_USED_UP, _R.SUPPLEMENT_TOO_LATE, _R.SUPPLEMENT_PENDING)


def _waits_and_fees(stage: Stage) -> Iterator[tuple[RefusalCode, Turns]]:
    for step in stage.at_work:
        yield _R.PAUSE_NOT_LISTED, (stage.turn(c.Pause(reason=NO_SUCH, step=step)),)
        yield _R.FEE_UNKNOWN, (stage.turn(c.RequestPayment(fee=NO_SUCH, step=step)),)


def _handoffs(stage: Stage) -> Iterator[tuple[RefusalCode, Turns]]:
    for step in stage.at_work:
        for name in stage.procedure.steps[step].handoffs:
            send = stage.turn(c.HandOff(handoffs=(name,)))
            yield _R.HANDOFF_NOT_NEEDED, (send,)
            yield _R.HANDOFF_ALREADY_SENT, (send,)
            yield _R.HANDOFF_NOT_OPEN, (stage.turn(c.AnswerHandoff(handoff=name, opinion="agreed")),)
    for name in stage.sent:
        arrived = stage.turn(c.AcknowledgeHandoff(handoff=name))
        yield _R.HANDOFF_ACKNOWLEDGED, (arrived, arrived)


def _promises(stage: Stage) -> Iterator[tuple[RefusalCode, Turns]]:
    for name, rule in stage.procedure.extensions.items():
        most = rule.at_most or Term.of("10 days")
        more = most.model_copy(update={"amount": most.amount + 1})
        least = most.model_copy(update={"amount": 1})

        def extend(term: Term, *, agreed: bool = True, name: str = name) -> Turn:
            return stage.turn(c.Extend(extension=name, term=term, reason=REASON, agreed=agreed))

        for code in (_R.LIMIT_NOT_RUNNING, _R.EXTENSION_TOO_LATE):
            yield code, (extend(most),)
        yield _R.EXTENSION_USED_UP, (extend(most),) * (rule.max + 1)
        if rule.at_most is not None:
            yield _R.EXTENSION_TOO_LONG, (extend(more),)
        if rule.agreement:
            yield _R.AGREEMENT_MISSING, (extend(most, agreed=False),)
        yield _R.EXTENSION_NOT_LONGER, (extend(least),)
    apology = stage.procedure.apology
    if apology is not None:
        later = stage.turn(c.Apologise(reason=REASON), instant=("appointment", LATER))
        even_later = replace(later, instant=("appointment", 2 * LATER))
        for code in (_R.LIMIT_NOT_RUNNING, _R.REAPPOINTMENT_TOO_LATE):
            yield code, (later,)
        yield _R.REAPPOINTMENT_USED_UP, (*(later,) * apology.max, even_later)
        yield _R.REAPPOINTMENT_NOT_LATER, (replace(later, instant=("appointment", timedelta(0))),)


def _changes(stage: Stage, versions: tuple[str, ...]) -> Iterator[tuple[RefusalCode, Turns]]:
    def correct(milestone: str, shift: timedelta) -> Turns:
        return (stage.turn(c.Correct(milestone=milestone, reason=REASON), instant=("instant", shift)),)

    yield _R.CORRECTION_UNCLEAR, (stage.turn(c.Correct(reason=REASON)),)
    yield _R.MILESTONE_NOT_REACHED, correct("returned", timedelta(0))
    yield _R.CORRECTION_IN_THE_FUTURE, correct("submitted", _A_DAY)
    for name in sorted(stage.dossier.milestones):
        if name.endswith(("answered", ".ended", ".paid")):
            yield _R.CORRECTION_OUT_OF_ORDER, correct(name, -LATER)
    yield _R.VERSION_UNKNOWN, (stage.turn(c.Migrate(version=NO_SUCH, reason=REASON)),)
    for version in versions:
        yield _R.MIGRATION_IMPOSSIBLE, (stage.turn(c.Migrate(version=version, reason=REASON)),)
