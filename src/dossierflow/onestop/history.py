"""Which status code a dossier had when: derived from its events, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.engine.dossier import status_of
from dossierflow.engine.draft import Draft
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dossierflow.engine.dossier import NationalStatus
    from dossierflow.engine.events import Event


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A dossier has another code from an instant on."""

    at: datetime
    code: NationalStatus
    event: str
    """Id of the event that brought it about."""


def status_history(events: Iterable[Event]) -> tuple[StatusChange, ...]:
    """
    Return every change of the code of one dossier, in order.

    Two changes may have the same instant, where two acts had; the later one
    in the log is the one that lasted.

    Args:
        events: The whole log of one dossier.

    Raises:
        EventFormatError: An event does not follow the one before it.

    >>> from dossierflow.testing.sample import sample_log
    >>> [int(change.code) for change in status_history(sample_log())]
    [1, 2, 5, 4, 9, 10]
    """
    return tuple(_changes(events))


def status_at(events: Iterable[Event], at: datetime) -> NationalStatus | None:
    """
    Return the code that a dossier had *at* an instant; none before it was filed.

    An act counts from its own instant on.

    Args:
        events: The whole log of one dossier.

        at: An instant with a time zone.

    Raises:
        NaiveInstantError: *at* has no time zone.

        EventFormatError: An event does not follow the one before it.

    >>> from dossierflow.testing.sample import instant, sample_log
    >>> status_at(sample_log(), instant("2026-02-20T12:00")).name
    'AWAITING_SUPPLEMENT'
    """
    asked, found = plain(at), None
    for change in _changes(events):
        if change.at > asked:
            break
        found = change.code
    return found


def _changes(events: Iterable[Event]) -> Iterator[StatusChange]:
    draft, before = Draft(None), None
    for event in events:
        draft.follow(event)
        code = status_of(draft.lifecycle, draft.tracks.values(), is_taken_up=draft.taken_up)
        if code is not before:
            yield StatusChange(event.occurred_at, code, event.id)
        before = code
