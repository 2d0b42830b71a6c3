"""
A message of the outbox as one CloudEvent 1.0, whatever carries it.

Events have the envelope of `dossierflow.audit`. Warnings and the words of a
host have the same attributes, as far as there is something to say. The ``id``
is that of the message on every delivery; by it receivers drop what came before.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from dossierflow.audit.cloudevents import TYPE_PREFIX, to_cloudevent
from dossierflow.delivery.errors import RejectedMessageError
from dossierflow.engine.events import event_from_json
from dossierflow.errors import EventFormatError
from dossierflow.store.outbox import EVENT, WARNING

if TYPE_CHECKING:
    from dossierflow.reading.schema import Json
    from dossierflow.store.outbox import OutboxMessage

_VERSION: Final = "v1"


def envelope_of(message: OutboxMessage, source: str) -> dict[str, Json]:
    """
    Return *message* as a CloudEvent.

    Args:
        message: What is told.

        source: URI reference of the host's system.

    Raises:
        RejectedMessageError: The body is not what its kind promises.

        EventFormatError: *source* is empty.
    """
    if not source:
        msg = "a CloudEvent needs a source; give the URI of the system that keeps the dossier"
        raise EventFormatError(msg)
    try:
        if message.kind == EVENT:
            return to_cloudevent(event_from_json(message.body), source)
        data: Json = json.loads(message.body)
    except (EventFormatError, ValueError) as error:
        msg = f"message {message.id}: its body is not the JSON of its kind, {message.kind}"
        raise RejectedMessageError(msg) from error
    return {
        "specversion": "1.0",
        "id": message.id,
        "source": source,
        "type": f"{TYPE_PREFIX}.{message.type}.{_VERSION}" if message.kind == WARNING else message.type,
        "subject": message.dossier,
        "time": message.at.isoformat(),
        "datacontenttype": "application/json",
        "partitionkey": message.dossier,
        "data": data,
    }


def envelope_text(message: OutboxMessage, source: str) -> str:
    """Return *message* as the JSON text of a CloudEvent, in one line."""
    return json.dumps(envelope_of(message, source), ensure_ascii=False, separators=(",", ":"))
