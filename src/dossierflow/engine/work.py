"""
One command being decided: what it may read, and where its consequences go.

`Work` is private to one decision. Acts ask it for the procedure, refuse through
it, and emit effects into its draft; nothing survives a refusal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import effects as fx
from dossierflow.engine.authority import may
from dossierflow.engine.refusals import RefusalCode, refusal

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.citation import Citation
    from dossierflow.engine.actors import Actor
    from dossierflow.engine.draft import Draft
    from dossierflow.engine.effects import Effect
    from dossierflow.engine.refusals import Refusal
    from dossierflow.engine.rulebook import CompiledProcedure, Rulebook
    from dossierflow.procedure.model import Procedure
    from dossierflow.procedure.steps import Who


class ActRefused(Exception):  # noqa: N818 -- never leaves the engine; a refusal is an answer, not an error
    """Carries a refusal out of an act; turned into a value by `decide`."""

    def __init__(self, refused: Refusal) -> None:
        super().__init__(refused.code.value)
        self.refusal = refused


class Work:
    """The decision of one command."""

    __slots__ = ("actor", "at", "basis", "compiled", "draft", "rulebook")

    def __init__(
        self, rulebook: Rulebook, compiled: CompiledProcedure, draft: Draft, actor: Actor, at: datetime
    ) -> None:
        self.rulebook = rulebook
        self.compiled = compiled
        self.draft = draft
        self.actor = actor
        self.at = at
        self.basis: list[Citation] = []

    @property
    def procedure(self) -> Procedure:
        """The version that governs the dossier."""
        return self.compiled.procedure

    def emit(self, effect: Effect) -> None:
        """Add a consequence."""
        self.draft.emit(effect)

    def become(self, move: str, end: str | None = None) -> None:
        """Move the dossier as a whole, along the table of moves; *end* names the end it reaches."""
        target = self.compiled.moves.follow(self.draft.lifecycle.value, move, self.draft.facts)
        self.emit(fx.LifecycleChanged(fx.Lifecycle(str(target)), end))

    def cite(self, citations: tuple[Citation, ...]) -> None:
        """Add to the legal basis of the act, once each."""
        self.basis.extend(one for one in citations if one not in self.basis)

    def refused(self, code: RefusalCode, *basis: Citation, **params: object) -> ActRefused:
        """Return what an act raises to refuse the command; without a *basis*, what it has cited so far."""
        return ActRefused(refusal(code, *(basis or tuple(self.basis) or self.procedure.basis), **params))

    def require(self, owner: Who) -> None:
        """Refuse unless the actor may do what belongs to *owner*."""
        if not may(self.procedure, self.actor, owner):
            raise self.refused(RefusalCode.NOT_AUTHORISED, owner=owner, actor=self.actor)

    def require_any(self, *owners: Who) -> None:
        """Refuse unless the actor may do what belongs to one of *owners*."""
        if not any(may(self.procedure, self.actor, owner) for owner in owners):
            listed = ", ".join(str(owner) for owner in owners)
            raise self.refused(RefusalCode.NOT_AUTHORISED, owner=listed, actor=self.actor)
