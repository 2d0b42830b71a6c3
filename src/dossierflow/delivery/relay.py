"""
From the outbox to a receiver: at least once, in order for each dossier.

A claim is committed before anything is handed on, and what became of it is
noted in another transaction. Whoever is killed in between delivers some
messages again, with the same ids. A relay that outlives its claim does no harm
either: two that hand on the same messages do so in the same order, so that the
first arrivals stay in order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from dossierflow.delivery.errors import DeliveryError, ReceiverUnreachableError, RejectedMessageError
from dossierflow.errors import StoreError
from dossierflow.store.outbox import DEFAULT_CHANNEL, OutboxMessage
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dossierflow.delivery.publisher import Publisher
    from dossierflow.store.outbox import Backlog, Outbox
    from dossierflow.store.units import Units

_LONGEST_REASON: Final = 200
_MOST_DOUBLINGS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayReport:
    """What one run of a relay did."""

    at: datetime
    delivered: int
    failed: int
    """Messages that are tried again later."""

    buried: tuple[str, ...]
    """Ids of new dead letters."""

    is_unreachable: bool
    """Whether the run ended because nobody answered."""

    backlog: Backlog
    """What was left of the channel afterwards."""

    @property
    def is_clean(self) -> bool:
        """Tell whether everything that was tried arrived, and no dead letter waits for a person."""
        return not self.failed and not self.backlog.dead


@dataclass(slots=True)
class _Outcome:
    """What became of one claim."""

    delivered: list[str] = field(default_factory=list[str])
    failed: dict[str, tuple[OutboxMessage, DeliveryError]] = field(
        default_factory=dict[str, tuple[OutboxMessage, DeliveryError]]
    )
    """First failure of each dossier."""

    is_unreachable: bool = False


class Relay:
    """Hands the messages of one channel to one publisher."""

    def __init__(
        self,
        units: Units,
        publisher: Publisher,
        *,
        channel: str = DEFAULT_CHANNEL,
        batch: int = 100,
        lease: timedelta = timedelta(minutes=2),
        tries: int = 20,
        retry_after: timedelta = timedelta(seconds=10),
        longest_wait: timedelta = timedelta(hours=1),
    ) -> None:
        """
        Deliver from what *units* open to *publisher*.

        Args:
            units: Opens transactions on the outbox.

            publisher: Hands messages on.

            channel: That of the outbox which is emptied.

            batch: Messages in one claim.

            lease: How long a claim lasts; no message is begun after its end.

            tries: How often a message is tried before it is a dead letter.

            retry_after: How long a message waits after its first failure; twice
                as long after each further one.

            longest_wait: The most that it waits, even if the receiver asks for
                more; with the defaults a message is given up after about twelve
                hours.

        Raises:
            StoreError: A number or a duration is not more than nothing.
        """
        nothing = timedelta(0)
        if batch < 1 or tries < 1 or min(lease, retry_after, longest_wait) <= nothing:
            msg = "batch, tries, lease, retry_after and longest_wait must each be more than nothing"
            raise StoreError(msg)
        self._units, self._publisher, self._channel = units, publisher, channel
        self._batch, self._lease, self._tries = batch, lease, tries
        self._retry_after, self._longest_wait = retry_after, longest_wait

    @property
    def channel(self) -> str:
        """The channel that it empties."""
        return self._channel

    def run(
        self, at: datetime, *, clock: Callable[[], datetime] | None = None, limit: int | None = None
    ) -> RelayReport:
        """
        Deliver everything that may go at *at*.

        Args:
            at: The instant as of which is claimed.

            clock: Says what time it is while the run goes on; it stands still by
                default. With it a long run stays within its claims.

            limit: The most messages to claim; none for all.

        Raises:
            NaiveInstantError: *at* has no time zone.
        """
        start = plain(at)
        tell: Callable[[], datetime] = (lambda: start) if clock is None else clock
        delivered, failed, buried, left, is_down = 0, 0, list[str](), limit, False
        while not is_down and (left is None or left > 0):
            began = plain(tell())
            with self._units() as unit:
                size = self._batch if left is None else min(left, self._batch)
                claimed = unit.outbox.claim(began, lease=self._lease, channel=self._channel, limit=size)
            if not claimed:
                break
            outcome = self._deliver(claimed, began + self._lease, tell)
            with self._units() as unit:
                dead = self._note(unit.outbox, outcome, plain(tell()))
            delivered += len(outcome.delivered)
            failed += len(outcome.failed) - len(dead)
            buried += dead
            is_down = outcome.is_unreachable
            left = None if left is None else left - len(claimed)
        with self._units() as unit:
            backlog = unit.outbox.backlog(channel=self._channel)
        return RelayReport(
            at=start,
            delivered=delivered,
            failed=failed,
            buried=tuple(buried),
            is_unreachable=is_down,
            backlog=backlog,
        )

    def _deliver(self, claimed: Sequence[OutboxMessage], until: datetime, tell: Callable[[], datetime]) -> _Outcome:
        outcome, handed = _Outcome(), list[OutboxMessage]()
        unreachable: ReceiverUnreachableError | None = None
        for message in claimed:
            if message.dossier in outcome.failed:
                continue
            if plain(tell()) >= until:
                break
            error = unreachable or _attempt(self._publisher.publish, message)
            if error is None:
                handed.append(message)
                continue
            outcome.failed[message.dossier] = (message, error)
            if isinstance(error, ReceiverUnreachableError):
                unreachable = error
        outcome.is_unreachable = unreachable is not None
        self._settle(handed, outcome)
        return outcome

    def _settle(self, handed: list[OutboxMessage], outcome: _Outcome) -> None:
        try:
            self._publisher.settle()
        except Exception as error:  # noqa: BLE001 -- whatever it is, nothing of the batch is sure
            for message in reversed(handed):
                outcome.failed[message.dossier] = (message, _as_delivery_error(error))
        else:
            outcome.delivered += [one.id for one in handed]

    def _note(self, outbox: Outbox, outcome: _Outcome, at: datetime) -> list[str]:
        """Note what became of a claim, and return the ids of new dead letters."""
        outbox.delivered(outcome.delivered, at=at, channel=self._channel)
        buried: list[str] = []
        for message, error in outcome.failed.values():
            reason = (str(error).splitlines() or [error.code])[0][:_LONGEST_REASON]
            if isinstance(error, RejectedMessageError) or message.attempts >= self._tries:
                outbox.buried(message.id, at=at, reason=reason, channel=self._channel)
                buried.append(message.id)
            else:
                again = at + self._wait(message.attempts, error)
                outbox.failed(message.id, at=at, retry_at=again, reason=reason, channel=self._channel)
        return buried

    def _wait(self, attempts: int, error: DeliveryError) -> timedelta:
        doublings = min(max(attempts - 1, 0), _MOST_DOUBLINGS)
        wait = self._retry_after * (1 << doublings)
        if isinstance(error, ReceiverUnreachableError) and error.wait is not None:
            wait = max(wait, error.wait)
        return min(wait, self._longest_wait)


def _attempt(publish: Callable[[OutboxMessage], None], message: OutboxMessage) -> DeliveryError | None:
    try:
        publish(message)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it must not stop the other dossiers
        return _as_delivery_error(error)
    return None


def _as_delivery_error(error: Exception) -> DeliveryError:
    if isinstance(error, DeliveryError):
        return error
    # the message of an error that is not ours may repeat an address with its password
    return DeliveryError(f"the publisher failed with {type(error).__name__}")
