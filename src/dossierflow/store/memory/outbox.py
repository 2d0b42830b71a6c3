"""The outbox, in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossierflow.store.memory.undo import Table, Undo
from dossierflow.store.outbox import DEFAULT_CHANNEL, Backlog, Outbox, OutboxMessage, check_lease
from dossierflow.store.utc import in_utc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class _Queued:
    message: OutboxMessage
    not_before: datetime | None = None
    """Until when it is claimed, or put off."""

    is_dead: bool = False
    done_at: datetime | None = None

    def is_held(self, at: datetime) -> bool:
        """Tell whether neither it nor a later message of its dossier may go at *at*."""
        return self.is_dead or (self.not_before is not None and self.not_before > at)


class MemoryOutbox(Outbox):
    """An `dossierflow.store.Outbox` that lives as long as the object."""

    def __init__(self, undo: Undo | None = None) -> None:
        self._queue: Table[tuple[str, str], _Queued] = Table(undo or Undo())
        self._last = 0

    def append(self, messages: Sequence[OutboxMessage]) -> int:
        """Keep *messages*; see `dossierflow.store.Outbox.append`."""
        new = 0
        for message in messages:
            key = (message.channel, message.id)
            if key not in self._queue:
                self._last += 1
                new += 1
                kept = replace(message, at=in_utc(message.at), position=self._last, attempts=0, reason=None)
                self._queue[key] = _Queued(kept)
        return new

    def _open(self, channel: str) -> list[_Queued]:
        return [one for one in self._queue.rows() if one.message.channel == channel and one.done_at is None]

    def claim(
        self, at: datetime, *, lease: timedelta, channel: str = DEFAULT_CHANNEL, limit: int = 100
    ) -> tuple[OutboxMessage, ...]:
        """Take messages to deliver; see `dossierflow.store.Outbox.claim`."""
        check_lease(lease)
        now, held, taken = in_utc(at), set[str](), list[OutboxMessage]()
        for one in self._open(channel):
            if len(taken) == limit:
                break
            if one.is_held(now):
                held.add(one.message.dossier)
            elif one.message.dossier not in held:
                message = replace(one.message, attempts=one.message.attempts + 1)
                self._queue[channel, message.id] = replace(one, message=message, not_before=now + lease)
                taken.append(message)
        return tuple(taken)

    def delivered(self, ids: Sequence[str], *, at: datetime, channel: str = DEFAULT_CHANNEL) -> int:
        """Note that messages were delivered; see `dossierflow.store.Outbox.delivered`."""
        return sum(self._finish(one, at, channel) for one in ids)

    def _finish(self, message_id: str, at: datetime, channel: str) -> bool:
        known = self._queue.get((channel, message_id))
        if known is None or known.done_at is not None:
            return False
        self._queue[channel, message_id] = replace(known, done_at=in_utc(at), is_dead=False)
        return True

    def failed(
        self, message_id: str, *, at: datetime, retry_at: datetime, reason: str, channel: str = DEFAULT_CHANNEL
    ) -> None:
        """Note that a message could not be delivered; see `dossierflow.store.Outbox.failed`."""
        self._put_back(message_id, channel, at, reason, not_before=in_utc(retry_at), is_dead=False)

    def buried(self, message_id: str, *, at: datetime, reason: str, channel: str = DEFAULT_CHANNEL) -> None:
        """Note that a message will not be tried again; see `dossierflow.store.Outbox.buried`."""
        self._put_back(message_id, channel, at, reason, not_before=None, is_dead=True)

    def _put_back(
        self, message_id: str, channel: str, at: datetime, reason: str, *, not_before: datetime | None, is_dead: bool
    ) -> None:
        known = self._queue.get((channel, message_id))
        if known is None or known.done_at is not None:
            return
        message = replace(known.message, reason=reason)
        self._queue[channel, message_id] = _Queued(message, not_before, is_dead)
        # claimed with it, they were not tried, and need not wait for the end of their lease
        for later in self._open(channel):
            mine = later.message.dossier == message.dossier and later.message.position > message.position
            if mine and not later.is_dead and later.not_before is not None:
                untried = replace(later.message, attempts=max(later.message.attempts - 1, 0))
                self._queue[channel, untried.id] = replace(later, message=untried, not_before=in_utc(at))

    def dead(self, *, channel: str = DEFAULT_CHANNEL, limit: int = 100) -> tuple[OutboxMessage, ...]:
        """List dead letters; see `dossierflow.store.Outbox.dead`."""
        return tuple(one.message for one in self._open(channel) if one.is_dead)[:limit]

    def revive(self, message_id: str, *, channel: str = DEFAULT_CHANNEL) -> bool:
        """Try a dead letter again; see `dossierflow.store.Outbox.revive`."""
        known = self._queue.get((channel, message_id))
        if known is None or not known.is_dead:
            return False
        self._queue[channel, message_id] = _Queued(replace(known.message, attempts=0))
        return True

    def discard(self, message_id: str, *, at: datetime, channel: str = DEFAULT_CHANNEL) -> bool:
        """Give a dead letter up; see `dossierflow.store.Outbox.discard`."""
        known = self._queue.get((channel, message_id))
        return known is not None and known.is_dead and self._finish(message_id, at, channel)

    def backlog(self, *, channel: str = DEFAULT_CHANNEL) -> Backlog:
        """Return how much is still to be told."""
        waiting = [one for one in self._open(channel) if not one.is_dead]
        dead = len(self._open(channel)) - len(waiting)
        return Backlog(len(waiting), dead, min((one.message.at for one in waiting), default=None))

    def prune(self, before: datetime, *, channel: str = DEFAULT_CHANNEL) -> int:
        """Forget what was delivered; see `dossierflow.store.Outbox.prune`."""
        limit = in_utc(before)
        gone = [
            one.message.id
            for one in self._queue.rows()
            if one.message.channel == channel and one.done_at is not None and one.done_at < limit
        ]
        for name in gone:
            del self._queue[channel, name]
        return len(gone)
