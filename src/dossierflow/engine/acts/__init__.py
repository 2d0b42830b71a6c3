"""
The acts of a dossier's life, one module per kind.

Each act checks what the procedure and the law ask, refuses, or emits what
follows. `ACTS` says which function carries out which command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossierflow.engine import commands as c
from dossierflow.engine.acts import changes, endings, handoffs, promises, reception, steps, supplement, waits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dossierflow.engine.work import Work

# each function takes the command of its own type; the table pairs them by hand
ACTS: Mapping[type[c.Command], Callable[[Work, Any], None]] = {
    c.Submit: reception.submit,
    c.Receive: reception.receive,
    c.RefuseReception: reception.refuse_reception,
    c.StartStep: steps.start_step,
    c.CompleteStep: steps.finish_step,
    c.Decide: steps.finish_step,
    c.Refuse: steps.finish_step,
    c.RequestSupplement: supplement.request_supplement,
    c.AnswerSupplement: supplement.answer_supplement,
    c.Pause: waits.pause,
    c.Resume: waits.resume,
    c.RequestPayment: waits.request_payment,
    c.ConfirmPayment: waits.confirm_payment,
    c.Extend: promises.extend,
    c.HandOff: handoffs.hand_off,
    c.AcknowledgeHandoff: handoffs.acknowledge_handoff,
    c.AnswerHandoff: handoffs.answer_handoff,
    c.RecallHandoff: handoffs.recall_handoff,
    c.Apologise: promises.apologise,
    c.RequestWithdrawal: endings.request_withdrawal,
    c.Stop: endings.stop,
    c.ReturnResult: endings.return_result,
    c.Correct: changes.correct,
    c.Migrate: changes.migrate,
}
"""What carries out each command that a person may give."""

SILENT = frozenset({c.Correct, c.Migrate})
"""Commands after which the slip stays as it was printed, even if the due date of its limit is another one."""
