"""The life that every contract lives through, act by act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossierflow.engine.actors import APPLICANT_ACTOR
from dossierflow.store.keeper import handle_in_store
from dossierflow.testing.sample import LIFE, instant, sample_engine, submission

if TYPE_CHECKING:
    from dossierflow.engine.engine import Decision
    from dossierflow.store.ports import DossierStore

FILED: Final = instant("2026-02-05T15:20")
ENGINE: Final = sample_engine()
LATER: Final = instant("2026-06-01T08:00")
"""When every clock of the life has long run out."""


def live(store: DossierStore, dossier: str, acts: int = len(LIFE)) -> tuple[Decision, ...]:
    """Submit *dossier* and carry out the first *acts* of its life, each loaded and kept."""
    decisions = [handle_in_store(ENGINE, store, dossier, submission(dossier), by=APPLICANT_ACTOR, at=FILED)]
    for number, (at, by, command) in enumerate(LIFE[:acts], start=1):
        key = f"{dossier}/{number}"
        decisions.append(handle_in_store(ENGINE, store, dossier, command, by=by, at=instant(at), command_id=key))
    return tuple(decisions)


def life_elsewhere(dossier: str = "S-1", owner: str = "Nguyễn Văn A") -> list[Decision]:
    """Return the decisions of a whole life that no store has seen."""
    decisions = [ENGINE.handle(None, submission(dossier, owner), by=APPLICANT_ACTOR, at=FILED)]
    for at, by, command in LIFE:
        decisions.append(ENGINE.handle(decisions[-1].or_raise(), command, by=by, at=instant(at)))
    return decisions


class CrashError(Exception):
    """What a host's own mistake looks like."""
