"""The errors of this room; none of them repeats a secret, a body or an address with a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.errors import DossierflowError

if TYPE_CHECKING:
    from datetime import timedelta


class DeliveryError(DossierflowError):
    """A message could not be delivered; it is tried again later."""

    code = "delivery"


class RejectedMessageError(DeliveryError):
    """The receiver will never take this message as it is; it becomes a dead letter at once."""

    code = "rejected_message"


class ReceiverUnreachableError(DeliveryError):
    """Nobody answers, or the receiver asks to be left alone; trying the other messages now is useless."""

    code = "receiver_unreachable"

    def __init__(self, message: str, *, wait: timedelta | None = None) -> None:
        """Say what came instead of an acknowledgement, and how long the receiver asks to wait, if it does."""
        self.wait = wait
        super().__init__(message)


class SignatureError(DossierflowError):
    """What came does not carry a signature that proves who sent it, and when."""

    code = "signature"
