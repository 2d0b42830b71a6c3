"""Webhooks against a real HTTP server on this machine."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import SECRET

from dossierflow.audit import from_cloudevent
from dossierflow.delivery import (
    DeliveryError,
    ReceiverUnreachableError,
    RejectedMessageError,
    Relay,
    verify_webhook,
)
from dossierflow.delivery.webhook import WebhookPublisher
from dossierflow.store import MemoryUnits
from dossierflow.testing.contracts.life import LATER, live
from dossierflow.testing.contracts.outbox import note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.delivery.conftest import Receiver

NOW = datetime(2026, 2, 9, 8, tzinfo=UTC)
SOURCE = "https://motcua.example.vn"


@pytest.fixture
def waits() -> list[float]:
    """Return the waits that a publisher was made to wait, in seconds."""
    return []


@pytest.fixture
def publisher(receiver: Receiver, waits: list[float]) -> Iterator[WebhookPublisher]:
    """Return a publisher to the receiver that waits for nothing."""
    made = WebhookPublisher(receiver.url, SECRET, SOURCE, clock=lambda: NOW, sleep=waits.append)
    yield made
    made.close()


def test_events_arrive_signed_and_whole(receiver: Receiver, publisher: WebhookPublisher) -> None:
    """A life of a dossier reads back event by event from what the receiver verified, and holds no personal facts."""
    units = MemoryUnits(channels=["portal"])
    with units() as unit:
        live(unit.store, "S-1")
        kept = unit.store.events("S-1")

    report = Relay(units, publisher, channel="portal").run(LATER)

    assert report.delivered == len(kept) == len(receiver.requests)
    ids = [verify_webhook(headers, body, SECRET, at=NOW) for _, headers, body in receiver.requests]
    assert ids == [event.id for event in kept]
    read = [from_cloudevent(json.loads(body)) for _, _, body in receiver.requests]
    assert [event.hash for event in read] == [event.hash for event in kept]
    assert not any("Nguyễn".encode() in body for _, _, body in receiver.requests)
    assert receiver.requests[0][1]["content-type"] == "application/cloudevents+json"


def test_a_failing_receiver_is_tried_again_soon(
    receiver: Receiver, publisher: WebhookPublisher, waits: list[float]
) -> None:
    """Half a second, then one, each attempt with the same id."""
    receiver.answers = [503, 429, 200]

    publisher.publish(note("S-1", 1))

    assert waits == [0.5, 1.0]
    assert {headers["webhook-id"] for _, headers, _ in receiver.requests} == {"S-1/note/1"}


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504])
def test_not_now(receiver: Receiver, publisher: WebhookPublisher, code: int) -> None:
    """After the quick attempts the relay shall try later."""
    receiver.answers = [code] * 9

    with pytest.raises(DeliveryError, match=f"answered {code}$") as caught:
        publisher.publish(note("S-1", 1))

    assert not isinstance(caught.value, RejectedMessageError)
    assert len(receiver.requests) == 3


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Mon, 09 Feb 2026 08:05:00 GMT", 300),
        ("Mon, 09 Feb 2026 08:05:00 -0000", 300),
        ("Mon, 09 Feb 2026 07:00:00 GMT", 0),
        ("9" * 40, 86_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ],
)
def test_a_receiver_that_asks_to_wait_is_left_alone(
    receiver: Receiver, publisher: WebhookPublisher, waits: list[float], header: str, seconds: int
) -> None:
    """One attempt, no quick repetition, and the wait in seconds or until a date is told to the relay."""
    receiver.answers, receiver.retry_after = [503], header

    with pytest.raises(ReceiverUnreachableError, match=f"asks to wait {seconds} s") as caught:
        publisher.publish(note("S-1", 1))

    assert caught.value.wait == timedelta(seconds=seconds)
    assert len(receiver.requests) == 1
    assert not waits


@pytest.mark.parametrize("header", ["", "soon", "-5", "1.5", "٣", "Mon, 99 Feb 2026 08:05:00 GMT"])
def test_a_wait_that_makes_no_sense_is_not_waited_for(
    receiver: Receiver, publisher: WebhookPublisher, waits: list[float], header: str
) -> None:
    """The message is repeated as if nothing had been asked."""
    receiver.answers, receiver.retry_after = [503, 200], header.encode().decode("latin-1")

    publisher.publish(note("S-1", 1))

    assert waits == [0.5]


def test_the_relay_waits_as_long_as_asked(receiver: Receiver, publisher: WebhookPublisher) -> None:
    """The run ends with the first answer that asks for ten minutes, and nothing goes out before."""
    units = MemoryUnits()
    with units() as unit:
        unit.outbox.append([note("S-1", 1), note("S-2", 1)])
    receiver.answers, receiver.retry_after = [429], "600"
    relay = Relay(units, publisher)

    assert relay.run(LATER).is_unreachable
    assert len(receiver.requests) == 1
    assert relay.run(LATER + timedelta(seconds=599)).delivered == 0
    assert relay.run(LATER + timedelta(seconds=600)).delivered == 2


@pytest.mark.parametrize("code", [301, 308, 400, 401, 403, 404, 409, 410, 413, 422])
def test_not_like_this(receiver: Receiver, publisher: WebhookPublisher, code: int) -> None:
    """It is asked once, no redirect is followed, and the letter is dead."""
    receiver.answers = [code]

    with pytest.raises(RejectedMessageError, match=f"answered {code} and would"):
        publisher.publish(note("S-1", 1))

    assert len(receiver.requests) == 1


def test_dead_letters_of_a_webhook_are_resolved(receiver: Receiver, publisher: WebhookPublisher) -> None:
    """The receiver repairs its mistake, a person revives the letter, and everything arrives in order."""
    units = MemoryUnits()
    with units() as unit:
        unit.outbox.append([note("S-1", 1), note("S-1", 2)])
    receiver.answers = [422]
    relay = Relay(units, publisher)

    assert relay.run(LATER).buried == ("S-1/note/1",)
    with units() as unit:
        assert unit.outbox.dead()[0].reason == "the receiver answered 422 and would answer so again"
        unit.outbox.revive("S-1/note/1")
    assert relay.run(LATER).is_clean
    assert [headers["webhook-id"] for _, headers, _ in receiver.requests] == ["S-1/note/1"] * 2 + ["S-1/note/2"]


def test_nobody_is_there(waits: list[float]) -> None:
    """A refused connection is no answer; the address is not repeated."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    publisher = WebhookPublisher(
        f"http://127.0.0.1:{port}/t0ken", SECRET, SOURCE, clock=lambda: NOW, sleep=waits.append
    )

    with pytest.raises(ReceiverUnreachableError, match="ConnectError") as caught:
        publisher.publish(note("S-1", 1))

    assert "t0ken" not in str(caught.value)
    assert len(waits) == 2
    publisher.close()


def test_a_receiver_that_never_answers_is_left(waits: list[float]) -> None:
    """The timeout ends the wait."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        publisher = WebhookPublisher(url, SECRET, SOURCE, clock=lambda: NOW, sleep=waits.append, timeout=0.05, tries=1)
        with pytest.raises(ReceiverUnreachableError, match="Timeout"):
            publisher.publish(note("S-1", 1))
        publisher.close()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://portal.example.vn/x", "sends in the clear"),
        ("https://user:hunter2@portal.example.vn/", "leave user and password out"),
        ("ftp://portal.example.vn/", "https://host/path"),
        ("portal.example.vn", "https://host/path"),
        ("https://", "https://host/path"),
        ("https://portal:port/", "cannot be read"),
    ],
)
def test_an_address_that_will_not_do(url: str, reason: str) -> None:
    """It is refused before anything is sent, and no password is repeated."""
    with pytest.raises(DeliveryError, match=reason) as caught:
        WebhookPublisher(url, SECRET, SOURCE, clock=lambda: NOW)

    assert "hunter2" not in str(caught.value)


def test_nothing_secret_is_shown(publisher: WebhookPublisher) -> None:
    """Neither key nor path nor query are in the representation."""
    assert repr(publisher) == "WebhookPublisher('127.0.0.1')"


def test_in_the_clear_only_if_somebody_says_so() -> None:
    """A closed network may have its reasons."""
    WebhookPublisher("http://portal.lan/", SECRET, SOURCE, clock=lambda: NOW, allow_plain=True).close()


def test_a_body_that_is_no_json_is_a_dead_letter(publisher: WebhookPublisher, receiver: Receiver) -> None:
    """It is found out before it is sent."""
    with pytest.raises(RejectedMessageError, match="not the JSON of its kind"):
        publisher.publish(replace(note("S-1", 1), body="{"))

    assert receiver.requests == []
