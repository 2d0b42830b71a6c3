"""
What has to be told to others, kept in the transaction in which it happened.

A message is delivered at least once, and the messages of one dossier in the
order in which they were written. Whoever receives them drops what came before
by its id. Whoever writes an adapter inherits the tests of
`dossierflow.testing.OutboxContract`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from dossierflow.engine.events import event_to_json, redacted
from dossierflow.errors import StoreError
from dossierflow.store.utc import in_utc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dossierflow.engine.events import Event

DEFAULT_CHANNEL: Final = "default"
EVENT: Final = "event"
"""Kind of a message whose body is an event, without personal facts."""

WARNING: Final = "warning"
"""Kind of a message that says that a clock is about to run out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMessage:
    """Something to be told on one channel."""

    id: str
    """Names the message for ever, on every delivery; for de-duplication."""

    dossier: str
    """Messages of one dossier keep their order; those of several need not."""

    kind: str
    """`EVENT`, `WARNING`, or a word of the host."""

    type: str
    """What happened: the type of the event, ``deadline_approaching``, or a word of the host."""

    at: datetime
    """When it happened; in UTC once it was kept."""

    body: str
    """JSON, without personal facts."""

    channel: str = DEFAULT_CHANNEL
    """For whom it is: every channel has a queue of its own."""

    sequence: int | None = None
    """Of a message about an event, the sequence of the event."""

    position: int = 0
    """Place in the queue, given when it is kept; gaps mean nothing."""

    attempts: int = 0
    """How often it was claimed, not counting claims in which an earlier message of its dossier failed."""

    reason: str | None = None
    """Why the last attempt failed."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much of a channel is still to be told."""

    waiting: int
    dead: int
    oldest: datetime | None
    """When the oldest thing happened that waits, in UTC."""


class Outbox(Protocol):
    """
    Keeps messages until they were delivered.

    Claim in a short transaction of its own and commit it; deliver; then say
    `delivered`, `failed` or `buried` in another one. Whoever dies in between
    loses nothing: the claim ends with its lease and the message is claimed
    again.
    """

    def append(self, messages: Sequence[OutboxMessage]) -> int:
        """
        Keep *messages* in the host's transaction, and return how many are new.

        One whose id is known to its channel already is left out.
        """
        ...

    def claim(
        self, at: datetime, *, lease: timedelta, channel: str = DEFAULT_CHANNEL, limit: int = 100
    ) -> tuple[OutboxMessage, ...]:
        """
        Take messages to deliver, in their order, that nobody else will be given before ``at + lease``.

        A message is given only if all earlier ones of its dossier on the
        channel were delivered or discarded, or are given with it. When one of
        them fails, do not deliver the later ones of its dossier.

        Raises:
            StoreError: *lease* is not longer than nothing.
        """
        ...

    def delivered(self, ids: Sequence[str], *, at: datetime, channel: str = DEFAULT_CHANNEL) -> int:
        """Note that messages were delivered, and return how many had not been before."""
        ...

    def failed(
        self, message_id: str, *, at: datetime, retry_at: datetime, reason: str, channel: str = DEFAULT_CHANNEL
    ) -> None:
        """Note that a message could not be delivered; it is given again after *retry_at*, before all later ones."""
        ...

    def buried(self, message_id: str, *, at: datetime, reason: str, channel: str = DEFAULT_CHANNEL) -> None:
        """
        Note that a message will not be tried again: a dead letter.

        Later messages of its dossier wait until somebody revives or discards
        it; those of other dossiers go on.
        """
        ...

    def dead(self, *, channel: str = DEFAULT_CHANNEL, limit: int = 100) -> tuple[OutboxMessage, ...]:
        """List dead letters, the oldest first."""
        ...

    def revive(self, message_id: str, *, channel: str = DEFAULT_CHANNEL) -> bool:
        """Try a dead letter again, and tell whether there was one."""
        ...

    def discard(self, message_id: str, *, at: datetime, channel: str = DEFAULT_CHANNEL) -> bool:
        """Give a dead letter up, so that later ones of its dossier may go, and tell whether there was one."""
        ...

    def backlog(self, *, channel: str = DEFAULT_CHANNEL) -> Backlog:
        """Return how much is still to be told."""
        ...

    def prune(self, before: datetime, *, channel: str = DEFAULT_CHANNEL) -> int:
        """Forget what was delivered or discarded before an instant, and return how many messages that were."""
        ...


def event_message(event: Event, channel: str = DEFAULT_CHANNEL) -> OutboxMessage:
    """Return the message that tells of *event*, without its personal facts."""
    return OutboxMessage(
        id=event.id,
        dossier=event.dossier,
        kind=EVENT,
        type=event.type,
        at=in_utc(event.occurred_at),
        body=event_to_json(redacted(event)),
        channel=channel,
        sequence=event.sequence,
    )


def check_lease(lease: timedelta) -> None:
    """
    Check that a claim lasts.

    Raises:
        StoreError: It would end before it began.
    """
    if lease <= timedelta(0):
        msg = f"a lease of {lease} ends before it begins; give the time that a delivery may take at most"
        raise StoreError(msg)
