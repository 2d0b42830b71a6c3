"""
Messages published to a stream of NATS JetStream, each acknowledged.

The one door to `nats`, which the extra ``nats`` installs. The id of a message
is its ``Nats-Msg-Id``: within its window the server drops what it has already;
later repetitions are dropped by the receiver, by the same id.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

from dossierflow.audit.cloudevents import CONTENT_TYPE
from dossierflow.delivery.envelope import envelope_text
from dossierflow.delivery.errors import DeliveryError, ReceiverUnreachableError, RejectedMessageError
from dossierflow.delivery.publisher import Publisher

try:
    import nats.errors as _errors
    import nats.js.api as _api
    import nats.js.errors as _stream_errors
    from nats.aio.client import Client as _Client
    from nats.js import JetStreamContext as _Stream
except ImportError as error:  # pragma: no cover - the tests have nats
    _MSG = "publishing to NATS needs nats-py; install it with: pip install 'dossierflow[nats]'"
    raise ImportError(_MSG) from error

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from datetime import timedelta

    from dossierflow.store.outbox import OutboxMessage

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]")
_PREFIX: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


class JetStreamPublisher(Publisher):
    """
    Publishes every message to ``<prefix>.<kind>.<type>``, and waits for the acknowledgement.

    It has an event loop of its own that runs only while it is called, so it is
    not for use inside of one that runs.
    """

    def __init__(
        self, servers: str, stream: str, source: str, *, prefix: str = "dossierflow", timeout: float = 5.0
    ) -> None:
        """
        Publish to *stream* on *servers*; the connection is made with the first message.

        Args:
            servers: ``nats://host:4222``, several with commas in between.

            stream: Name of the stream, which exists and takes ``<prefix>.>``;
                `ensure_stream` makes one.

            source: URI reference of the host's system, for the CloudEvents.

            prefix: First part of every subject.

            timeout: Seconds to wait for a connection or an acknowledgement.

        Raises:
            DeliveryError: *prefix* is no subject.
        """
        if not _PREFIX.fullmatch(prefix):
            msg = f"{prefix!r} begins no subject; give letters, digits and dashes, with dots in between"
            raise DeliveryError(msg)
        self._servers = [one.strip() for one in servers.split(",")]
        self._stream, self._source, self._prefix, self._timeout = stream, source, prefix, timeout
        self._runner = asyncio.Runner()
        self._connection: _Client | None = None

    def ensure_stream(self, *, duplicate_window: timedelta, replicas: int = 1) -> None:
        """
        Make the stream if it is missing; one that exists is left as it is.

        Args:
            duplicate_window: How long the server recognises repetitions; longer
                than a relay may stand still between publishing and noting.

            replicas: How many servers keep it.

        Raises:
            DeliveryError: The server refuses, or does not answer.
        """
        config = _api.StreamConfig(
            name=self._stream,
            subjects=[f"{self._prefix}.>"],
            duplicate_window=duplicate_window.total_seconds(),
            num_replicas=replicas,
        )
        self._run(self._ensure(config))

    def publish(self, message: OutboxMessage) -> None:
        """
        Publish *message* and wait until the stream has it; see `Publisher.publish`.

        Raises:
            RejectedMessageError: It is larger than the server takes.

            ReceiverUnreachableError: No server, no stream, or no acknowledgement.

            DeliveryError: The stream refuses it.
        """
        self._run(self._publish(message))

    def settle(self) -> None:
        """Do nothing: every acknowledgement was waited for."""

    def close(self) -> None:
        """Close the connection and the loop."""
        if self._connection is not None:
            self._runner.run(self._drop())
        self._runner.close()

    def _run(self, work: Coroutine[object, object, None]) -> None:
        try:
            self._runner.run(work)
        except _errors.MaxPayloadError:
            msg = "the message is larger than the server takes"
            raise RejectedMessageError(msg) from None
        except _stream_errors.APIError as error:
            msg = f"the stream refuses: {error.description}"
            raise DeliveryError(msg) from None
        except (_errors.Error, OSError, TimeoutError) as error:
            # whatever the connection is worth now, the next message begins with a new one
            self._runner.run(self._drop())
            msg = f"no acknowledgement from the stream {self._stream!r}: {type(error).__name__}"
            raise ReceiverUnreachableError(msg) from None

    async def _connected(self) -> _Client:
        if self._connection is None or self._connection.is_closed:
            client = _Client()
            connecting = client.connect(
                self._servers,
                allow_reconnect=False,
                # of the first connection the client would try sixty times, two seconds apart
                max_reconnect_attempts=1,
                reconnect_time_wait=0,
                error_cb=_say_nothing,
            )
            await asyncio.wait_for(connecting, self._timeout)
            self._connection = client
        return self._connection

    async def _publish(self, message: OutboxMessage) -> None:
        body = envelope_text(message, self._source).encode()
        headers = {"Nats-Msg-Id": message.id, "content-type": CONTENT_TYPE}
        stream = _Stream(await self._connected(), timeout=self._timeout)
        await stream.publish(self._subject(message), body, stream=self._stream, headers=headers)

    async def _ensure(self, config: _api.StreamConfig) -> None:
        stream = _Stream(await self._connected(), timeout=self._timeout)
        try:
            await stream.stream_info(self._stream)
        except _stream_errors.NotFoundError:
            await stream.add_stream(config)  # pyright: ignore[reportUnknownMemberType] -- the client leaves it open

    async def _drop(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    def _subject(self, message: OutboxMessage) -> str:
        return ".".join((self._prefix, _UNSAFE.sub("_", message.kind), _UNSAFE.sub("_", message.type)))


async def _say_nothing(_error: Exception) -> None:
    """Leave it to the call that fails; by default the client prints to the error output."""
