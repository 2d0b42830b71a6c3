"""The errors of this room; none of them repeats a secret, a body or an address with a password."""

from __future__ import annotations

from dossierflow.errors import DossierflowError


class DeliveryError(DossierflowError):
    """A message could not be delivered; it is tried again later."""

    code = "delivery"


class RejectedMessageError(DeliveryError):
    """The receiver will never take this message as it is; it becomes a dead letter at once."""

    code = "rejected_message"


class ReceiverUnreachableError(DeliveryError):
    """Nobody answers; trying the other messages now is useless."""

    code = "receiver_unreachable"


class SignatureError(DossierflowError):
    """What came does not carry a signature that proves who sent it, and when."""

    code = "signature"
