"""
Messages sent to an address of the receiver, signed: CloudEvents over HTTP.

The one door to `httpx` and `tenacity`, which the extra ``webhook`` installs. A
few quick repetitions happen here; those over minutes and hours are the relay's.
Nothing that the receiver answers is kept but its status code.
"""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from dossierflow.audit.cloudevents import CONTENT_TYPE
from dossierflow.delivery.envelope import envelope_text
from dossierflow.delivery.errors import DeliveryError, ReceiverUnreachableError, RejectedMessageError
from dossierflow.delivery.publisher import Publisher

try:
    import httpx as _http
    import tenacity as _retry
except ImportError as error:  # pragma: no cover - the tests have both
    _MSG = "webhooks need httpx and tenacity; install them with: pip install 'dossierflow[webhook]'"
    raise ImportError(_MSG) from error

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.delivery.signature import Secret
    from dossierflow.store.outbox import OutboxMessage

_LATER: Final = frozenset({408, 425, 429})
"""The 4xx codes that say "not now" rather than "not like this"."""

_LONGEST_ASKED: Final = 86_400
"""Seconds; whoever asks for more than a day is asked again after one."""


class WebhookPublisher(Publisher):
    """
    Posts every message to one URL.

    2xx is an acknowledgement. 408, 425, 429 and 5xx are tried again, and not
    before the time that a ``Retry-After`` names (RFC 9110, 10.2.3); every other
    answer, redirects included, makes a dead letter at once, since the same
    request would be answered the same.
    """

    def __init__(
        self,
        url: str,
        secret: Secret,
        source: str,
        *,
        clock: Callable[[], datetime],
        timeout: float = 10.0,
        tries: int = 3,
        sleep: Callable[[float], None] = _retry.nap.sleep,
        allow_plain: bool = False,
    ) -> None:
        """
        Post to *url*.

        Args:
            url: An ``https`` address; ``http`` only on this machine.

            secret: What receiver and sender share.

            source: URI reference of the host's system, for the CloudEvents.

            clock: What time it is; every attempt is signed anew.

            timeout: Seconds for connecting, sending, and each part of the answer.

            tries: Attempts in quick succession, half a second, one, two ... apart.

            sleep: Waits so many seconds between them.

            allow_plain: Whether ``http`` may leave the machine.

        Raises:
            DeliveryError: The address is none, or would send in the clear.
        """
        _check_url(url, allow_plain=allow_plain)
        self._url, self._secret, self._source, self._clock = url, secret, source, clock
        self._client = _http.Client(timeout=timeout, follow_redirects=False, trust_env=False)
        self._attempts = _retry.Retrying(
            stop=_retry.stop_after_attempt(max(tries, 1)),
            wait=_retry.wait_exponential(multiplier=0.5, max=8),
            retry=_retry.retry_if_exception(_is_worth_repeating),
            sleep=sleep,
            reraise=True,
        )

    def publish(self, message: OutboxMessage) -> None:
        """
        Post *message* and wait for the answer; see `Publisher.publish`.

        Raises:
            RejectedMessageError: The receiver says that it will never take it.

            ReceiverUnreachableError: No answer came, or one that says how long to wait.

            DeliveryError: The receiver asks for another attempt.
        """
        body = envelope_text(message, self._source).encode()
        self._attempts(self._post, message.id, body)

    def _post(self, message_id: str, body: bytes) -> None:
        headers = {"content-type": CONTENT_TYPE, **self._secret.sign(message_id, self._clock(), body)}
        try:
            # the answer is not read: it may be endless, and it may repeat what was sent
            with self._client.stream("POST", self._url, content=body, headers=headers) as answer:
                code, later = answer.status_code, answer.headers.get("retry-after", "")
        except _http.HTTPError as error:
            msg = f"no answer from the receiver: {type(error).__name__}"
            raise ReceiverUnreachableError(msg) from None
        if 200 <= code < 300:  # noqa: PLR2004 -- the class of success
            return
        if code in _LATER or code >= 500:  # noqa: PLR2004 -- the class of failures of the server
            msg = f"the receiver answered {code}"
            wait = _asked_to_wait(later, self._clock())
            if wait is not None:
                msg = f"{msg} and asks to wait {wait.total_seconds():.0f} s"
                raise ReceiverUnreachableError(msg, wait=wait)
            raise DeliveryError(msg)
        msg = f"the receiver answered {code} and would answer so again"
        raise RejectedMessageError(msg)

    def settle(self) -> None:
        """Do nothing: every answer was waited for."""

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __repr__(self) -> str:
        """Show the host alone: path and query of a webhook may be secrets too."""
        return f"WebhookPublisher({_http.URL(self._url).host!r})"


def _is_worth_repeating(error: BaseException) -> bool:
    if isinstance(error, ReceiverUnreachableError):
        return error.wait is None
    return isinstance(error, DeliveryError) and not isinstance(error, RejectedMessageError)


def _asked_to_wait(header: str, now: datetime) -> timedelta | None:
    """Return how long a ``Retry-After`` asks to wait; ``None`` if there is none that makes sense."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:10]), _LONGEST_ASKED))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    # "-0000" gives an instant without a zone; HTTP dates are in UTC
    wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta(0)), timedelta(seconds=_LONGEST_ASKED))


def _check_url(url: str, *, allow_plain: bool) -> None:
    try:
        parsed = _http.URL(url)
    except (_http.InvalidURL, ValueError) as error:
        msg = "the address of a webhook cannot be read; give https://host/path"
        raise DeliveryError(msg) from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        msg = "the address of a webhook is https://host/path"
        raise DeliveryError(msg)
    if parsed.userinfo:
        msg = f"{parsed.host}: leave user and password out of the address; messages are signed"
        raise DeliveryError(msg)
    if parsed.scheme == "http" and not allow_plain and not _is_this_machine(parsed.host):
        msg = f"{parsed.host}: http sends in the clear; give an https address"
        raise DeliveryError(msg)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
