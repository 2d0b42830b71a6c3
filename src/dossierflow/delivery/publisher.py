"""
What a relay asks of an adapter that hands messages on.

An adapter is small: it knows one way of telling, and nothing of queues,
transactions or retries over hours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dossierflow.store.outbox import OutboxMessage


class Publisher(Protocol):
    """Hands messages to one receiver, in the order in which it is given them."""

    def publish(self, message: OutboxMessage) -> None:
        """
        Hand *message* on.

        Raises:
            RejectedMessageError: The receiver will never take it.

            ReceiverUnreachableError: Nobody answers.

            DeliveryError: It did not work this time.
        """
        ...

    def settle(self) -> None:
        """
        Make sure of everything that was handed on since the last call.

        Raises:
            DeliveryError: Nothing of it is sure; all of it is delivered again.
        """
        ...

    def close(self) -> None:
        """Give back what is held open; closing twice is no error."""
        ...
