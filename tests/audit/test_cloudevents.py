"""Events travel as CloudEvents and come back unchanged, or are refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import jsonschema
import pytest

from dossierflow.audit import EVENT_SCHEMA_ID, from_batch, from_cloudevent, to_batch, to_cloudevent
from dossierflow.engine import redacted
from dossierflow.errors import EventFormatError

if TYPE_CHECKING:
    from dossierflow.engine import Event

SOURCE = "https://dichvucong.example/mot-cua"

# Written by hand after section "Context attributes" of the CloudEvents specification 1.0.2 and its JSON format:
# required attributes, their types, and the names that extensions may have.
SPECIFICATION = {
    "type": "object",
    "required": ["id", "source", "specversion", "type"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "source": {"type": "string", "minLength": 1, "format": "uri-reference"},
        "specversion": {"const": "1.0"},
        "type": {"type": "string", "minLength": 1},
        "datacontenttype": {"type": "string", "minLength": 1},
        "dataschema": {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:.+"},
        "subject": {"type": "string", "minLength": 1},
        "time": {
            "type": "string",
            "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
        },
        "data": {},
    },
    "patternProperties": {"^[a-z0-9]{1,20}$": True},
    "additionalProperties": False,
}


def test_every_event_is_a_valid_cloudevent(two_lives: tuple[Event, ...]) -> None:
    """What the specification requires is there, and every name is lower-case letters and digits."""
    for event in two_lives:
        envelope = json.loads(json.dumps(to_cloudevent(event, SOURCE)))

        jsonschema.validate(envelope, SPECIFICATION)
        extensions = {name: value for name, value in envelope.items() if name not in SPECIFICATION["properties"]}
        assert all(isinstance(value, str) and value for value in extensions.values())


def test_the_envelope_says_what_a_broker_needs(life: tuple[Event, ...]) -> None:
    """Id, type, subject, order and hashes are those of the event."""
    envelope = to_cloudevent(life[1], SOURCE)
    data = envelope.pop("data")

    assert envelope == {
        "specversion": "1.0",
        "id": "S-1:2",
        "source": SOURCE,
        "type": "vn.dossierflow.received.v1",
        "subject": "S-1",
        "time": "2026-02-06T08:00:00+07:00",
        "datacontenttype": "application/json",
        "dataschema": EVENT_SCHEMA_ID,
        "sequence": "0000000002",
        "partitionkey": "S-1",
        "recordedtime": "2026-02-06T08:00:00+07:00",
        "procedureversion": "sample-permit@2021-01-01",
        "calendarhash": life[1].calendar.hash,
        "prevhash": life[0].hash,
        "hash": life[1].hash,
    }
    assert isinstance(data, dict)
    assert data["type"] == "received"


def test_sequences_sort_as_text(life: tuple[Event, ...]) -> None:
    """A receiver that compares strings puts the events in order."""
    sequences = [str(to_cloudevent(event, SOURCE)["sequence"]) for event in life]

    assert len(life) > 9
    assert sorted(sequences) == sequences


def test_a_round_trip_is_exact(two_lives: tuple[Event, ...]) -> None:
    """Through JSON and back every event is the same, alone and in a batch."""
    envelopes = json.loads(json.dumps(to_batch(two_lives, SOURCE, personal=True)))

    assert from_batch(envelopes) == two_lives
    assert tuple(from_cloudevent(envelope) for envelope in envelopes) == two_lives
    assert from_batch([]) == ()


def test_personal_values_stay_in_the_house(life: tuple[Event, ...]) -> None:
    """Unless asked for, the values of personal facts are left out; the hash stays valid."""
    envelope = json.dumps(to_cloudevent(life[0], SOURCE), ensure_ascii=False)

    assert "Nguyễn" not in envelope
    assert "Nguyễn" in json.dumps(to_cloudevent(life[0], SOURCE, personal=True), ensure_ascii=False)
    assert from_cloudevent(json.loads(envelope)) == redacted(life[0])


def test_attributes_of_others_are_ignored(life: tuple[Event, ...]) -> None:
    """A broker may add what it needs on the way."""
    envelope = {**to_cloudevent(life[1], SOURCE), "traceparent": "00-4bf9-01"}

    assert from_cloudevent(envelope) == life[1]


CONTRADICTIONS = [
    ("specversion", "0.3", "'specversion' is '0.3', but the event inside says '1.0'"),
    ("id", "S-1:3", "'id' is 'S-1:3', but the event inside says 'S-1:2'"),
    ("type", "vn.dossierflow.received.v2", "'type' is 'vn.dossierflow.received.v2'"),
    ("subject", "S-2", "'subject' is 'S-2'"),
    ("time", "2026-02-06T08:00:00Z", "'time' is '2026-02-06T08:00:00Z'"),
    ("sequence", "2", "'sequence' is '2'"),
    ("prevhash", None, "'prevhash' is None"),
    ("hash", "sha256:00", "'hash' is 'sha256:00'"),
    ("source", None, "says in 'source' where it comes from; found None"),
    ("source", "", "a CloudEvent needs a source"),
    ("data", {"format": 1}, "not an event of format 1: act: Field required"),
]


@pytest.mark.parametrize(("name", "value", "message"), CONTRADICTIONS)
def test_an_envelope_that_contradicts_its_event_is_refused(
    life: tuple[Event, ...], name: str, value: str | dict[str, int] | None, message: str
) -> None:
    """The attribute that does not fit is named, with what the event inside says."""
    envelope = {**to_cloudevent(life[1], SOURCE), name: value}

    with pytest.raises(EventFormatError, match=re.escape(message)):
        from_cloudevent(envelope)


def test_an_event_spelt_otherwise_is_refused(life: tuple[Event, ...]) -> None:
    """Data with a field that no event has does not pass for the event."""
    envelope = to_cloudevent(life[1], SOURCE)
    data = envelope["data"]
    assert isinstance(data, dict)

    with pytest.raises(EventFormatError, match="'data' is a different event"):
        from_cloudevent({**envelope, "data": {**data, "weather": "fine"}})


@pytest.mark.parametrize("nothing", [{}, [], "x", None])
def test_what_is_no_cloudevent_is_refused(nothing: object) -> None:
    """Something without data is not a CloudEvent."""
    with pytest.raises(EventFormatError, match="it has no 'data'"):
        from_cloudevent(nothing)  # type: ignore[arg-type] # what a careless host may pass


def test_a_bad_batch_names_the_item(life: tuple[Event, ...]) -> None:
    """The position of the bad item is named, and a batch is a list."""
    with pytest.raises(EventFormatError, match="item 2 of the batch: not a CloudEvent"):
        from_batch([to_cloudevent(life[0], SOURCE), {}])
    with pytest.raises(EventFormatError, match="a batch of CloudEvents is a JSON list"):
        from_batch({})  # type: ignore[arg-type] # what a careless host may pass
