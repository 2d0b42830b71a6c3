"""What every store checks, whatever it is made of."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dossierflow.engine.draft import evolve
from dossierflow.engine.events import GENESIS, digest
from dossierflow.errors import EventFormatError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event


def check_appended(dossier: Dossier, events: Sequence[Event], expected_version: int) -> None:
    """
    Check that *events* lead from *expected_version* to *dossier*.

    Raises:
        StoreError: They do not; the host mixed up two dossiers or two decisions.
    """
    for sequence, event in enumerate(events, start=expected_version + 1):
        if event.dossier != dossier.id or event.sequence != sequence:
            msg = (
                f"event {event.id} cannot be kept as number {sequence} of dossier {dossier.id!r}; "
                "append the events of one decision, all of them and in order"
            )
            raise StoreError(msg)
    for before, event in pairwise(events):
        if event.previous != before.hash:
            msg = f"event {event.id} does not continue event {before.id}; append the events of one decision"
            raise StoreError(msg)
    if dossier.version != events[-1].sequence or dossier.head != events[-1].hash:
        msg = f"dossier {dossier.id!r} at version {dossier.version} is not what event {events[-1].id} left"
        raise StoreError(msg)


def check_continued(event: Event, head: str | None) -> None:
    """
    Check that *event* continues the chain whose last hash is *head*; none for a new dossier.

    Raises:
        StoreError: It does not: it was decided on another history of the dossier.
    """
    if event.previous != (head or GENESIS):
        msg = (
            f"event {event.id} does not continue the events that are kept; "
            "it was decided on a dossier that this store did not give"
        )
        raise StoreError(msg)


def check_replayed(dossier: Dossier, events: Iterable[Event]) -> None:
    """
    Check that *dossier* is what *events*, its whole log, make of it.

    Raises:
        StoreError: It is not, or an event is not the one that was hashed.
    """
    state: Dossier | None = None
    head = GENESIS
    for event in events:
        if event.previous != head or digest(event) != event.hash:
            msg = f"event {event.id} was changed after it was kept; verify the log of dossier {dossier.id!r}"
            raise StoreError(msg)
        head = event.hash
        try:
            state = evolve(state, event)
        except EventFormatError as error:
            msg = f"the events of dossier {dossier.id!r} cannot be replayed: {error}"
            raise StoreError(msg) from error
    if state != dossier:
        msg = (
            f"dossier {dossier.id!r} is not what its events say; "
            "the events are the truth, so replay them and write the dossier anew"
        )
        raise StoreError(msg)
