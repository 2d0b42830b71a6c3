"""The end at the applicant's wish, and the result handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import clocks, tracks
from dossierflow.engine import effects as fx
from dossierflow.engine.authority import APPLICANT_WHO
from dossierflow.engine.refusals import RefusalCode

if TYPE_CHECKING:
    from dossierflow.engine.commands import RequestWithdrawal, ReturnResult, Stop
    from dossierflow.engine.work import Work
    from dossierflow.procedure.rules import Withdrawal


def request_withdrawal(work: Work, command: RequestWithdrawal) -> None:  # noqa: ARG001 -- kept in the event
    """Ask, as the applicant, to stop; the one-stop unit then checks whether a decision exists."""
    _rule(work)
    work.require(APPLICANT_WHO)
    work.become("request_withdrawal")


def stop(work: Work, command: Stop) -> None:  # noqa: ARG001 -- the reason is kept in the event
    """Stop the procedure and issue the stop notice."""
    rule = _rule(work)
    work.require(rule.stop_by)
    if work.draft.lifecycle is not fx.Lifecycle.WITHDRAWING:
        raise work.refused(RefusalCode.NOTHING_TO_STOP)
    work.become("stop")
    tracks.close_everything(work)


def return_result(work: Work, command: ReturnResult) -> None:  # noqa: ARG001 -- the note is kept in the event
    """Hand the result to the applicant."""
    returning = work.procedure.returning
    work.cite(returning.cite)
    work.require(returning.by)
    if work.draft.lifecycle is not fx.Lifecycle.DECIDED:
        raise work.refused(RefusalCode.NOTHING_TO_RETURN)
    work.become("return_result")
    clocks.reach(work, "returned")
    tracks.close_everything(work)


def _rule(work: Work) -> Withdrawal:
    rule = work.procedure.withdrawal
    if rule is None:
        raise work.refused(RefusalCode.RIGHT_NOT_GIVEN, act="withdrawal")
    work.cite(rule.cite)
    return rule
