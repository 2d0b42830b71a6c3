"""
Events as CloudEvents 1.0 in the JSON format, alone and in batches.

The envelope repeats what a broker needs in order to route, order and filter;
the event itself is in ``data``, unchanged. Reading one back checks the
envelope against the event, so that a broker that mixes up two of them is
found out.

==================== ====================================================
Attribute            Value
==================== ====================================================
``id``               ``<dossier>:<sequence>``
``source``           as the host says: the URI of its system
``type``             ``vn.dossierflow.<event type>.v1``
``subject``          the dossier
``time``             when the act took place
``dataschema``       `EVENT_SCHEMA_ID`
``sequence``         the position in the dossier's log, ten digits
``partitionkey``     the dossier: its events stay in order
``recordedtime``     when the act was entered
``procedureversion`` ``<procedure>@<version>``
``calendarhash``     hash of the working calendar
``prevhash``         hash of the event before
``hash``             hash of the event
==================== ====================================================
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, cast

from dossierflow.audit.schema import EVENT_SCHEMA_ID
from dossierflow.engine.events import event_from_json, event_to_json, redacted
from dossierflow.engine.formats import FORMAT
from dossierflow.errors import EventFormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dossierflow.engine.events import Event
    from dossierflow.reading.schema import Json

TYPE_PREFIX: Final = "vn.dossierflow"
"""First part of every ``type``; a stored value, never renamed."""

CONTENT_TYPE: Final = "application/cloudevents+json"
"""Media type of one event."""

BATCH_CONTENT_TYPE: Final = "application/cloudevents-batch+json"
"""Media type of a JSON list of events."""

_DATA_TYPE: Final = "application/json"
_SPECIFICATION: Final = "1.0"
# The extension asks for values that sort as strings; ten digits outlast any dossier.
_SEQUENCE_DIGITS: Final = 10


def to_cloudevent(event: Event, source: str, *, personal: bool = False) -> dict[str, Json]:
    """
    Return *event* as one CloudEvent, ready for `json.dumps`.

    Args:
        event: What happened.

        source:
            URI reference of the host's system. Source and id together name
            the event among all systems.

        personal:
            Whether the values of personal facts leave the house. They stay by
            default: the event then reads back as `redacted`.

    Raises:
        EventFormatError: *source* is empty.
    """
    if not source:
        msg = "a CloudEvent needs a source; give the URI of the system that keeps the dossier"
        raise EventFormatError(msg)
    data = json.loads(event_to_json(event if personal else redacted(event)))
    return {
        "specversion": _SPECIFICATION,
        "id": event.id,
        "source": source,
        "type": f"{TYPE_PREFIX}.{event.type}.v{FORMAT}",
        "subject": event.dossier,
        "time": data["occurred_at"],
        "datacontenttype": _DATA_TYPE,
        "dataschema": EVENT_SCHEMA_ID,
        "sequence": f"{event.sequence:0{_SEQUENCE_DIGITS}d}",
        "partitionkey": event.dossier,
        "recordedtime": data["recorded_at"],
        "procedureversion": f"{event.procedure.id}@{event.procedure.version}",
        "calendarhash": event.calendar.hash,
        "prevhash": event.previous,
        "hash": event.hash,
        "data": data,
    }


def from_cloudevent(cloudevent: Mapping[str, Json]) -> Event:
    """
    Read one CloudEvent.

    Attributes that others added on the way (``traceparent``) are ignored.

    Args:
        cloudevent: The parsed JSON object.

    Raises:
        EventFormatError: An attribute is missing, ``data`` is not an event, or
            the envelope says something else than the event inside.
    """
    if not isinstance(cloudevent, dict) or "data" not in cloudevent:
        msg = "not a CloudEvent with an event inside: it has no 'data'"
        raise EventFormatError(msg)
    source = cloudevent.get("source")
    if not isinstance(source, str):
        msg = f"a CloudEvent says in 'source' where it comes from; found {source!r}"
        raise EventFormatError(msg)
    event = event_from_json(json.dumps(cloudevent["data"]))
    for name, expected in to_cloudevent(event, source, personal=True).items():
        if cloudevent.get(name) != expected:
            found = "a different event" if name == "data" else repr(cloudevent.get(name))
            msg = f"CloudEvent {event.id}: {name!r} is {found}, but the event inside says {expected!r}"
            raise EventFormatError(msg)
    return event


def to_batch(events: Iterable[Event], source: str, *, personal: bool = False) -> list[dict[str, Json]]:
    """Return *events* as one batch, to be sent as `BATCH_CONTENT_TYPE`; an empty batch is valid."""
    return [to_cloudevent(event, source, personal=personal) for event in events]


def from_batch(batch: Sequence[Json]) -> tuple[Event, ...]:
    """
    Read a batch.

    Raises:
        EventFormatError: It is not a list, or one of its items is not an event;
            the item is named by its position, from 1.
    """
    if not isinstance(batch, list):
        msg = "a batch of CloudEvents is a JSON list"
        raise EventFormatError(msg)
    events: list[Event] = []
    for number, item in enumerate(batch, start=1):
        try:
            events.append(from_cloudevent(cast("Mapping[str, Json]", item)))
        except EventFormatError as error:
            msg = f"item {number} of the batch: {error}"
            raise EventFormatError(msg) from error
    return tuple(events)
