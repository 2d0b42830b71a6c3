"""A building permit in twenty lines, without a store: when is it due, and why."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dossierflow import APPLICANT_ACTOR, Actor, Engine, catalogue, commands, vietnam
from dossierflow.render.explanation import explanation_text

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FILING = commands.Submit(
    dossier="H29-0001", procedure="building-permit", channel="online", facts={"work": "house", "kind": "new"}
)


def main() -> None:
    """File a dossier, receive it the next morning, and print what the slip must say."""
    engine = Engine(catalogue(), vietnam())
    filed = engine.handle(None, FILING, by=APPLICANT_ACTOR, at=datetime(2026, 8, 27, 15, 20, tzinfo=HANOI)).or_raise()
    receiver = Actor(agency="one_stop", role="receiver")
    received = engine.handle(filed, commands.Receive(), by=receiver, at=datetime(2026, 8, 28, 8, tzinfo=HANOI))
    dossier = received.or_raise()
    print(f"{dossier.id}: {dossier.status.name}, {', '.join(dossier.steps)}")
    due = dossier.deadlines["total"].due
    assert due is not None
    print(f"due {due.at:%Y-%m-%d %H:%M}")
    print(explanation_text(engine.explain(dossier, "total"), "vi"))

    early = engine.handle(dossier, commands.ReturnResult(), by=receiver, at=datetime(2026, 8, 31, 9, tzinfo=HANOI))
    print(f"refused: {early.refusal}")


if __name__ == "__main__":
    main()
