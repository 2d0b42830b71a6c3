"""``dossierflow relay``: hand the outbox of a database on."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.databases import TargetArgument
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json
from dossierflow.cli.words import word
from dossierflow.delivery import DeliveryError, FilePublisher, Relay, Secret
from dossierflow.store.outbox import DEFAULT_CHANNEL

if TYPE_CHECKING:
    from dossierflow.delivery import Publisher, RelayReport

_SECRET = "DOSSIERFLOW_WEBHOOK_SECRET"  # noqa: S105 -- the name of the variable, not what it holds


@command
def relay(
    target: TargetArgument,
    *,
    to: Annotated[
        str,
        typer.Option(metavar="WHERE", help="file:PATH, webhook:URL or nats:HOST:PORT/STREAM."),
    ],
    source: Annotated[str, typer.Option(metavar="URI", help="URI of your system, for the CloudEvents.")],
    channel: Annotated[str, typer.Option(help="Channel of the outbox.")] = DEFAULT_CHANNEL,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Deliver what waits on a channel of the outbox, once; exit with 1 if something failed or is a dead letter."""
    from dossierflow.store.sql import sql_units  # noqa: PLC0415 -- the database is loaded only where it is used
    from dossierflow.store.sql.opening import opened  # noqa: PLC0415 -- as above

    with opened(target) as engine:
        publisher = _publisher(to, source)
        try:
            report = Relay(sql_units(engine), publisher, channel=channel).run(_now(), clock=_now)
        finally:
            publisher.close()
    _tell(report, lang, as_json=as_json)
    return Exit.FINE if report.is_clean else Exit.FINDINGS


def _now() -> datetime:
    return datetime.now(UTC)


def _publisher(to: str, source: str) -> Publisher:
    """Return the publisher that a person names."""
    kind, _, where = to.partition(":")
    if kind == "file" and where:
        return FilePublisher(Path(where), source)
    if kind == "webhook" and where:
        from dossierflow.delivery.webhook import WebhookPublisher  # noqa: PLC0415 -- an extra

        secret = os.environ.get(_SECRET)
        if secret is None:
            msg = f"a webhook is signed; put the secret, whsec_ and Base64, into the variable {_SECRET}"
            raise DeliveryError(msg)
        return WebhookPublisher(where, Secret.from_text(secret), source, clock=_now)
    server, _, stream = where.rpartition("/")
    if kind == "nats" and server and stream:
        from dossierflow.delivery.jetstream import JetStreamPublisher  # noqa: PLC0415 -- an extra

        return JetStreamPublisher(f"nats://{server}", stream, source)
    msg = "--to: write file:PATH, webhook:URL or nats:SERVER/STREAM"
    raise DeliveryError(msg)


def _tell(report: RelayReport, lang: Lang, *, as_json: bool) -> None:
    counted = {
        "delivered": report.delivered,
        "failed": report.failed,
        "buried": len(report.buried),
        "waiting": report.backlog.waiting,
        "dead": report.backlog.dead,
    }
    if as_json:
        say_json({"at": report.at.isoformat(), **counted, "unreachable": report.is_unreachable})
    else:
        say(word("relayed", lang, **counted))
