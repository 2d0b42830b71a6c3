"""
What leaves the house: the outbox handed on, telemetry, and timers on an existing engine.

The relay and the file adapter need nothing further. The other adapters bring a
library along and are imported only by those who use them:
`dossierflow.delivery.webhook`, `dossierflow.delivery.jetstream`,
`dossierflow.delivery.telemetry` and `dossierflow.delivery.durable`.
"""

from __future__ import annotations

from dossierflow.delivery.envelope import envelope_of
from dossierflow.delivery.errors import (
    DeliveryError,
    ReceiverUnreachableError,
    RejectedMessageError,
    SignatureError,
)
from dossierflow.delivery.jsonl import FilePublisher
from dossierflow.delivery.publisher import Publisher
from dossierflow.delivery.relay import Relay, RelayReport
from dossierflow.delivery.signature import Secret, verify_webhook

__all__ = [
    "DeliveryError",
    "FilePublisher",
    "Publisher",
    "ReceiverUnreachableError",
    "RejectedMessageError",
    "Relay",
    "RelayReport",
    "Secret",
    "SignatureError",
    "envelope_of",
    "verify_webhook",
]
