"""
Audit events: an accepted act, its consequences, and its place in the chain.

One act is one event, so that an auditor reads one line for what one person
did. Each event holds the hash of the one before it; the hash covers every field
except itself and the values of personal facts, which the event only commits to.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter, ValidationError

from dossierflow.citation import Citation
from dossierflow.engine.actors import Actor
from dossierflow.engine.commands import AnyCommand, Personal
from dossierflow.engine.effects import Effect
from dossierflow.errors import EventFormatError
from dossierflow.frozen import Canonical
from dossierflow.procedure.model import ProcedureRef

FORMAT: Final = 1
"""Version of the event format; older formats are read through upcasters."""

GENESIS: Final = "sha256:" + "0" * 64
"""What the first event of a dossier names as its predecessor."""


@dataclass(frozen=True, slots=True)
class CalendarRef(Canonical):
    """Names a working calendar with the hash of its content."""

    name: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Canonical):
    """One act in a dossier's life, as it is kept for ever."""

    dossier: str
    sequence: int
    """Position in the dossier's log, from 1, without gaps."""

    type: str
    """Past-tense name of what happened: ``supplement_requested``."""

    occurred_at: datetime
    recorded_at: datetime
    actor: Actor
    command_id: str | None
    """The host's idempotency key; none for acts of the system."""

    act: AnyCommand
    effects: tuple[Effect, ...]
    basis: tuple[Citation, ...]
    procedure: ProcedureRef
    calendar: CalendarRef
    previous: str
    """Hash of the event before this one; `GENESIS` for the first."""

    format: int = FORMAT
    personal: dict[str, Personal] | None = None
    """Personal facts with their salts; may be removed at any time without breaking the chain."""

    hash: str = ""
    """``sha256:...`` of the canonical form."""

    @property
    def id(self) -> str:
        """Name of the event, unique among all dossiers: ``<dossier>:<sequence>``."""
        return f"{self.dossier}:{self.sequence}"


_ADAPTER: Final = TypeAdapter(Event)
_OUTSIDE_THE_HASH: Final = {"hash", "personal"}


def canonical_form(event: Event) -> bytes:
    """
    Return what is hashed: the event's JSON in UTF-8, keys sorted, without white space.

    The fields ``hash`` and ``personal`` are left out. Any language can rebuild
    it from the log: it is the object as logged, minus those two keys.
    """
    return _ADAPTER.dump_json(event, exclude=_OUTSIDE_THE_HASH)


def digest(event: Event) -> str:
    """Return the hash of *event*'s canonical form."""
    return "sha256:" + hashlib.sha256(canonical_form(event)).hexdigest()


def sealed(event: Event) -> Event:
    """Give a new *event* its hash, before anybody else has seen it, and return it."""
    object.__setattr__(event, "hash", digest(event))
    return event


def commitment(personal: Personal) -> str:
    """Return the commitment to a personal fact: the hash of its salt and value."""
    text = json.dumps([personal.salt, personal.value], ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def redacted(event: Event) -> Event:
    """Return *event* without its personal facts; its hash stays valid."""
    return replace(event, personal=None)


def event_to_json(event: Event) -> str:
    """Return *event* as one line of canonical JSON."""
    return _ADAPTER.dump_json(event).decode()


def event_from_json(text: str | bytes) -> Event:
    """
    Read one event.

    Raises:
        EventFormatError: *text* is not JSON, not an event, or of another format version.
    """
    try:
        event = _ADAPTER.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "event"
        msg = f"not an event of format {FORMAT}: {where}: {first['msg']}"
        raise EventFormatError(msg) from error
    if event.format != FORMAT:
        msg = f"event format {event.format} is not format {FORMAT}; upgrade the library that reads it"
        raise EventFormatError(msg)
    return event
