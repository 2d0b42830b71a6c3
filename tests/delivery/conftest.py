"""A receiver on this machine, a publisher that fails on purpose, an outbox with something in it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from dossierflow.delivery import DeliveryError, Publisher, Secret
from dossierflow.store import MemoryUnits
from dossierflow.testing.contracts.outbox import note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.store import OutboxMessage

NO_CONTENT = 204
SECRET = Secret(b"0123456789abcdef0123456789abcdef")


@dataclass
class Fake(Publisher):
    """Remembers what arrived; fails where a test says so."""

    arrived: list[str] = field(default_factory=list)
    failures: dict[str, Exception] = field(default_factory=dict)
    unsettled: list[Exception] = field(default_factory=list)

    def publish(self, message: OutboxMessage) -> None:
        """Take a message, or fail."""
        if message.id in self.failures:
            raise self.failures[message.id]
        self.arrived.append(message.id)

    def settle(self) -> None:
        """Fail as often as told."""
        if self.unsettled:
            raise self.unsettled.pop()

    def close(self) -> None:
        """Hold nothing."""


@dataclass
class Receiver:
    """An HTTP server that keeps what came and answers as told."""

    server: ThreadingHTTPServer
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """Codes of the next answers; 204 when there are none."""
    retry_after: str | None = None
    """What an answer other than 204 asks for."""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/events?key=hidden"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Return a receiver that listens."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            found.requests.append((self.path, dict(self.headers.items()), body))
            code = found.answers.pop(0) if found.answers else NO_CONTENT
            self.send_response(code)
            if code in {301, 308}:
                self.send_header("location", "/elsewhere")
            if found.retry_after is not None and code != NO_CONTENT:
                self.send_header("retry-after", found.retry_after)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Receiver(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def units() -> MemoryUnits:
    """Return units on five messages of two dossiers."""
    opened = MemoryUnits()
    with opened() as unit:
        unit.outbox.append([note("S-1", 1), note("S-2", 1), note("S-1", 2), note("S-1", 3), note("S-2", 2)])
    return opened


def failing(text: str = "503") -> DeliveryError:
    """Return an error that is tried again."""
    return DeliveryError(text)
