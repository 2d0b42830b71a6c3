"""An act after the end is refused with the law by which the dossier ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossierflow import APPLICANT_ACTOR, Actor, Engine, RefusalCode, commands, shipped, vietnam

AT = datetime(2026, 2, 6, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
RECEIVER = Actor(agency="one_stop", role="receiver")
OFFICER = Actor(agency="authority", role="officer")

RECEIVED = [(commands.Receive(), RECEIVER)]
ENDINGS = {
    "refused": (
        [
            *RECEIVED,
            (commands.Refuse(step="appraise", action="ineligible", reason="-"), OFFICER),
            (commands.ReturnResult(), RECEIVER),
        ],
        "Luật Xây dựng 50/2014/QH13",
    ),
    "stopped": (
        [*RECEIVED, (commands.RequestWithdrawal(), APPLICANT_ACTOR), (commands.Stop(), RECEIVER)],
        "118/2025/NĐ-CP",
    ),
    "reception refused": ([(commands.RefuseReception(reason="-"), RECEIVER)], "61/2018/NĐ-CP"),
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    """An engine of the building permit."""
    return Engine(shipped("building-permit"), vietnam())


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_act_after_the_end_is_refused_with_its_basis(engine: Engine, ending: str) -> None:
    """The refusal cites what ended the dossier, and keeps the dossier as it was."""
    acts, document = ENDINGS[ending]
    filing = commands.Submit(dossier="D", procedure="building-permit", channel="online", facts={"work": "house"})
    dossier = engine.handle(None, filing, by=APPLICANT_ACTOR, at=AT).or_raise()
    for command, by in acts:
        dossier = engine.handle(dossier, command, by=by, at=AT).or_raise()

    late = engine.handle(dossier, commands.RequestWithdrawal(), by=APPLICANT_ACTOR, at=AT + timedelta(days=1))

    assert late.refusal is not None
    assert late.refusal.code is RefusalCode.DOSSIER_ENDED
    assert late.refusal.basis[0].doc == document
    assert late.dossier == dossier
