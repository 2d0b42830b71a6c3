"""Handing the outbox on: into a file, and to a webhook where one is set."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.delivery import FilePublisher, Relay, RelayReport, Secret

from .office import CHANNEL

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.delivery import Publisher

    from .office import Office

SOURCE = "https://office.example/dossiers"


@dataclass(frozen=True)
class Outlets:
    """Where messages go: one receiver, since each channel of an outbox has one."""

    file: Path
    webhook: str | None = None
    secret: Secret | None = None


def deliver(office: Office, outlets: Outlets) -> RelayReport:
    """Hand on everything that waits."""
    with closing(_publisher(office, outlets)) as publisher:
        return Relay(office.unit, publisher, channel=CHANNEL).run(office.clock())


def _publisher(office: Office, outlets: Outlets) -> Publisher:
    if outlets.webhook is None or outlets.secret is None:
        return FilePublisher(outlets.file, SOURCE)
    # only who sends webhooks needs the library for it
    from dossierflow.delivery.webhook import WebhookPublisher  # noqa: PLC0415

    return WebhookPublisher(outlets.webhook, outlets.secret, SOURCE, clock=office.clock)
