"""A procedure version: everything the law says about one administrative procedure between two dates."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field

from dossierflow.citation import Citation, Effective, LegalText, Status
from dossierflow.frozen import Canonical, Frozen
from dossierflow.procedure.facts import CHANNEL, Fact, FactType, Name
from dossierflow.procedure.limits import Limit
from dossierflow.procedure.rules import (
    Apology,
    ExtensionRule,
    Fee,
    FilingWindow,
    Handoff,
    PauseReason,
    Reception,
    Returning,
    RuleException,
    Supplement,
    Transition,
    Withdrawal,
)
from dossierflow.procedure.steps import Agency, End, Fork, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

ProcedureId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class ProcedureRef(Canonical, Frozen):
    """Names one version of one procedure, with the hash of its content."""

    id: ProcedureId
    version: str
    hash: str

    def __str__(self) -> str:
        """Return ``id@version``."""
        return f"{self.id}@{self.version}"


class Procedure(Frozen):
    """One version of a procedure, as its file states it."""

    procedure: ProcedureId
    code: str
    """Code in the national database of procedures (mã thủ tục hành chính)."""

    version: str = Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$")
    name: LegalText
    effective: Effective
    transition: Transition | None = None
    status: Status
    basis: tuple[Citation, ...] = Field(min_length=1)
    note: str | None = None
    counting: str
    """Identifier of the counting profile whose choices hold where a limit does not override them."""

    calendar: str
    """Name of the working calendar that the host supplies."""

    channels: tuple[Name, ...] = Field(min_length=1)
    agencies: dict[Name, Agency] = Field(min_length=1)
    facts: dict[Name, Fact] = {}
    filing: tuple[FilingWindow, ...] = ()
    """Days between which a dossier must be filed; outside them it is not accepted."""

    reception: Reception
    limits: dict[Name, Limit] = Field(min_length=1)
    steps: dict[Name, Step] = Field(min_length=1)
    forks: dict[Name, Fork] = {}
    handoffs: dict[Name, Handoff] = {}
    supplement: Supplement | None = None
    fees: dict[Name, Fee] = {}
    pauses: dict[Name, PauseReason] = {}
    extensions: dict[Name, ExtensionRule] = {}
    apology: Apology | None = None
    withdrawal: Withdrawal | None = None
    returning: Returning
    ends: dict[Name, End] = Field(min_length=1)
    exceptions: tuple[RuleException, ...] = ()
    """Rules of a pack, such as the law of the one-stop mechanism, that do not bind this procedure."""

    def model_copy(self, *, update: Mapping[str, object] | None = None, deep: bool = False) -> Self:
        """Return a copy with other values; what was computed from the old ones is forgotten."""
        copied = super().model_copy(update=update, deep=deep)
        # pydantic copies cached properties too: a changed procedure would keep the hash of the old one.
        values = vars(copied)
        for name in values.keys() - type(self).model_fields.keys():
            del values[name]
        return copied

    @cached_property
    def hash(self) -> str:
        """
        Content hash, ``sha256:...``: the same for files that say the same, whatever their layout.

        Keys left at their default are left out, so that a key which a later
        version of the library adds does not unpin the dossiers of today.
        """
        content = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()

    @cached_property
    def ref(self) -> ProcedureRef:
        """The name by which dossiers and events pin this version."""
        return ProcedureRef(id=self.procedure, version=self.version, hash=self.hash)

    def __str__(self) -> str:
        """Return ``id@version``."""
        return f"{self.procedure}@{self.version}"

    @cached_property
    def known_facts(self) -> dict[str, Fact]:
        """The facts that conditions may use: the declared ones, and ``channel``."""
        channel = Fact(name=CHANNEL_NAME, type=FactType.ENUM, values=tuple(dict.fromkeys(self.channels)))
        return {**self.facts, CHANNEL: channel}

    @cached_property
    def milestones(self) -> frozenset[str]:
        """Every milestone that a dossier of this procedure can reach."""
        return (
            frozenset(BUILT_IN_MILESTONES)
            | {f"{step}.{event}" for step in self.steps for event in ("entered", "started", "completed")}
            | {f"{handoff}.{event}" for handoff in self.handoffs for event in ("sent", "acknowledged", "answered")}
            | {f"{fee}.{event}" for fee in self.fees for event in ("requested", "paid")}
            | {f"{pause}.{event}" for pause in self.pauses for event in ("started", "ended")}
            | set(self.reception.marks)
            | {mark for step in self.steps.values() for action in step.actions.values() for mark in action.marks}
            | {mark for fork in self.forks.values() for mark in fork.marks}
            | set(self.supplement.marks if self.supplement else ())
        )


CHANNEL_NAME = LegalText(vi="Kênh nộp hồ sơ", en="Filing channel")

BUILT_IN_MILESTONES = (
    "submitted",
    "received",
    "complete",
    "supplement_requested",
    "supplement_answered",
    "decided",
    "returned",
)
