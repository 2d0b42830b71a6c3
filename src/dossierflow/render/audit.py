"""The audit log as an auditor reads it: one line for each event, with its place in the chain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dossierflow.engine.draft import evolve
from dossierflow.engine.events import event_to_json
from dossierflow.render.acts import event_in_words
from dossierflow.render.dossier import names_of
from dossierflow.render.tables import Table, parts_text
from dossierflow.render.words.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.citation import Language
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Engine
    from dossierflow.engine.events import Event
    from dossierflow.render.explanation_json import Json
    from dossierflow.render.tables import Part

_SHOWN = 12
"""Hexadecimal digits of a hash that tell events apart for a reader; the log file has all of them."""


def audit_table(engine: Engine, events: Iterable[Event], lang: Language) -> Table:
    """Return the log of one dossier as a table: number, instant, event, hash, who did what."""
    rows: list[tuple[str, ...]] = []
    dossier: Dossier | None = None
    for event in events:
        dossier = evolve(dossier, event)
        names = names_of(engine, dossier, lang)
        rows.append(
            (
                str(event.sequence),
                names.instant(event.occurred_at),
                event.type,
                short_hash(event.hash),
                f"{names.actor(event.actor)}: {event_in_words(event, names)}",
            )
        )
    columns = ("number", "time", "event", "hash", "act")
    return Table(tuple(label(key, lang) for key in columns), tuple(rows))


def audit_parts(engine: Engine, events: tuple[Event, ...], lang: Language) -> Iterator[Part]:
    """Yield the log of one dossier as a table, and the last hash in full."""
    if not events:
        yield label("nothing", lang)
        return
    yield audit_table(engine, events, lang)
    yield f"{label('head', lang)}: {events[-1].hash}"


def audit_text(engine: Engine, events: tuple[Event, ...], lang: Language) -> str:
    """Return the log of one dossier as plain text."""
    return parts_text(audit_parts(engine, events, lang))


def audit_json(events: Iterable[Event]) -> Json:
    """Return the events as they are kept, without the values of personal facts."""
    found: list[Json] = []
    for event in events:
        kept = json.loads(event_to_json(event))
        kept.pop("personal")
        found.append(kept)
    return found


def short_hash(digest: str) -> str:
    """
    Return the beginning of a hash.

    >>> short_hash("sha256:2241c2fd5c5ace65f149fe9fd3697981")
    '2241c2fd5c5a'
    """
    return digest.removeprefix("sha256:")[:_SHOWN]
