"""
Audit events: an accepted act, its consequences, and its place in the chain.

One act is one event, so that an auditor reads one line for what one person
did. Each event holds the hash of the one before it; the hash covers every field
except itself and the values of personal facts, which the event only commits to.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter, ValidationError

from dossierflow.citation import Citation
from dossierflow.engine.actors import Actor
from dossierflow.engine.commands import AnyCommand, Personal
from dossierflow.engine.effects import Effect
from dossierflow.engine.formats import FORMAT, UPCASTERS, hashed_part, rewritten, upcast
from dossierflow.errors import EventFormatError
from dossierflow.frozen import Canonical
from dossierflow.procedure.model import ProcedureRef

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.engine.formats import Upcaster

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


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderEvent(Event):
    """An event that was logged in an older format: read in the current one, kept in its own."""

    text: str = ""
    """As it was logged; what is hashed and written."""


_ADAPTER: Final = TypeAdapter(Event)
_OUTSIDE_THE_HASH: Final = {"hash", "personal"}
_PERSONAL: Final = TypeAdapter(dict[str, Personal] | None)


def canonical_form(event: Event) -> bytes:
    """
    Return what is hashed: the event's JSON in UTF-8, keys sorted, without white space.

    The fields ``hash`` and ``personal`` are left out. Any language can rebuild
    it from the log: it is the object as logged, minus those two keys.
    """
    if isinstance(event, OlderEvent):
        return hashed_part(event.text, frozenset(_OUTSIDE_THE_HASH))
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
    """Return *event* as one line of canonical JSON, in the format in which it was first written."""
    if isinstance(event, OlderEvent):
        return rewritten(event.text, personal=_PERSONAL.dump_python(event.personal, mode="json"))
    return _ADAPTER.dump_json(event).decode()


def event_from_json(text: str | bytes, *, upcasters: Mapping[int, Upcaster] = UPCASTERS) -> Event:
    """
    Read one event, of this format or of an older one.

    Args:
        text: The event as it was logged.

        upcasters: How older formats are read.

    Raises:
        EventFormatError: *text* is not JSON, not an event, or of a format that cannot be read.
    """
    try:
        event = _ADAPTER.validate_json(text)
    except ValidationError as error:
        older = upcast(text, upcasters=upcasters)
        if older is None:
            raise _not_an_event(error) from error
        return _older(text, *older)
    if event.format == FORMAT:
        return event
    older = upcast(text, upcasters=upcasters)
    if older is None:
        msg = f"event format {event.format} is not format {FORMAT}; upgrade the library that reads it"
        raise EventFormatError(msg)
    return _older(text, *older)


def _older(text: str | bytes, version: int, current: str) -> OlderEvent:
    try:
        event = _ADAPTER.validate_json(current)
    except ValidationError as error:
        raise _not_an_event(error) from error
    values = {one.name: getattr(event, one.name) for one in fields(event)}
    values["format"] = version
    return OlderEvent(**values, text=text.decode() if isinstance(text, bytes) else text)


def _not_an_event(error: ValidationError) -> EventFormatError:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "event"
    return EventFormatError(f"not an event of format {FORMAT}: {where}: {first['msg']}")
