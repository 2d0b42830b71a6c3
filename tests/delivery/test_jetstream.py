"""NATS JetStream against a real server."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import nats
import pytest

from dossierflow.delivery import DeliveryError, ReceiverUnreachableError, RejectedMessageError, Relay
from dossierflow.delivery.jetstream import JetStreamPublisher
from dossierflow.testing.contracts.life import LATER
from dossierflow.testing.contracts.outbox import note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.store import MemoryUnits

SOURCE = "urn:office"


@pytest.fixture
def name() -> str:
    """Return a name that no other test uses."""
    return f"t{uuid.uuid4().hex}"


@pytest.fixture
def publisher(nats_url: str, name: str) -> Iterator[JetStreamPublisher]:
    """Return a publisher to a stream of its own."""
    made = JetStreamPublisher(nats_url, name, SOURCE, prefix=name)
    made.ensure_stream(duplicate_window=timedelta(minutes=2))
    made.ensure_stream(duplicate_window=timedelta(minutes=2))
    yield made
    made.close()


def stored(url: str, stream: str) -> list[tuple[str, str]]:
    """Return subject and id of everything that the stream holds."""

    async def read() -> list[tuple[str, str]]:
        connection = await nats.connect(url)
        try:
            manager = connection.jetstream()
            count = (await manager.stream_info(stream)).state.messages
            found = [await manager.get_msg(stream, seq) for seq in range(1, count + 1)]
            return [(one.subject or "", json.loads(one.data or b"")["id"]) for one in found]
        finally:
            await connection.close()

    return asyncio.run(read())


def test_everything_arrives_once(nats_url: str, name: str, publisher: JetStreamPublisher, units: MemoryUnits) -> None:
    """In order; what was published but not noted is dropped by the server."""
    publisher.publish(note("S-1", 1))
    report = Relay(units, publisher).run(LATER)

    assert report.delivered == 5
    expected = ["S-1/note/1", "S-2/note/1", "S-1/note/2", "S-1/note/3", "S-2/note/2"]
    assert stored(nats_url, name) == [(f"{name}.note.noted", one) for one in expected]


def test_no_server(units: MemoryUnits) -> None:
    """Nobody listens on port 1; nothing is lost."""
    publisher = JetStreamPublisher("nats://127.0.0.1:1", "none", SOURCE, timeout=1)
    report = Relay(units, publisher).run(LATER)
    publisher.close()

    assert report.is_unreachable
    assert (report.delivered, report.failed) == (0, 2)
    with units() as unit:
        assert unit.outbox.backlog().waiting == 5


def test_no_stream(nats_url: str, name: str) -> None:
    """Nobody keeps the subject: without an acknowledgement nothing counts as delivered."""
    publisher = JetStreamPublisher(nats_url, name, SOURCE, prefix=name, timeout=1)
    with pytest.raises(ReceiverUnreachableError, match="no acknowledgement from the stream"):
        publisher.publish(note("S-1", 1))
    publisher.close()


def test_the_wrong_stream(nats_url: str, name: str, publisher: JetStreamPublisher) -> None:
    """A stream of another name holds the subject: it refuses."""
    assert publisher is not None
    other = JetStreamPublisher(nats_url, "another", SOURCE, prefix=name)
    with pytest.raises(DeliveryError, match="the stream refuses"):
        other.publish(note("S-1", 1))
    other.close()


def test_what_is_too_large_is_a_dead_letter(publisher: JetStreamPublisher) -> None:
    """The server says how much it takes; the next message still goes."""
    with pytest.raises(RejectedMessageError, match="larger than the server takes"):
        publisher.publish(replace(note("S-1", 1), body=json.dumps("x" * 2_000_000)))
    publisher.publish(note("S-1", 2))


def test_a_lost_connection_is_made_anew(nats_url: str, name: str, publisher: JetStreamPublisher) -> None:
    """One failure, and the next message begins with a new connection."""
    publisher.publish(note("S-1", 1))
    connection = publisher._connection
    assert connection is not None
    publisher._runner.run(connection.close())
    publisher.publish(note("S-1", 2))

    assert [one for _, one in stored(nats_url, name)] == ["S-1/note/1", "S-1/note/2"]


@pytest.mark.parametrize("prefix", ["", "a.", ".a", "a b", "a.*", ">", "é"])
def test_a_prefix_that_begins_no_subject(prefix: str) -> None:
    """It is refused before anything is sent."""
    with pytest.raises(DeliveryError, match="begins no subject"):
        JetStreamPublisher("nats://127.0.0.1:1", "s", SOURCE, prefix=prefix)
