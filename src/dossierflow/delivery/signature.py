"""
Signatures of webhooks, as the open specification "Standard Webhooks" has them.

The sender signs id, time and body with HMAC-SHA256; the receiver computes the
same and refuses what is too old or too new, so that a message that was
overheard cannot be sent again later. Receivers need nothing but the standard
library, or any library that speaks the specification.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NoReturn

from dossierflow.delivery.errors import SignatureError
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import SupportsIndex

ID_HEADER: Final = "webhook-id"
TIME_HEADER: Final = "webhook-timestamp"
SIGNATURE_HEADER: Final = "webhook-signature"
REPLAY_WINDOW: Final = timedelta(minutes=5)

_PREFIX: Final = "whsec_"
_VERSION: Final = "v1"
_FEWEST_BYTES: Final = 24
_MOST_BYTES: Final = 64
_MOST_SIGNATURES: Final = 16
_MOST_DIGITS: Final = 11
"""The year 5138."""


class Secret:
    """
    A key that sender and receiver share; never shown, copied into a pickle, or compared in the open.

    >>> Secret.from_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    Secret(...)
    """

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        """
        Hold *key*, 24 to 64 random bytes.

        Raises:
            SignatureError: It is shorter or longer.
        """
        if not _FEWEST_BYTES <= len(key) <= _MOST_BYTES:
            msg = f"a secret has {_FEWEST_BYTES} to {_MOST_BYTES} bytes, this one {len(key)}; make one of random bytes"
            raise SignatureError(msg)
        self._key = key

    @classmethod
    def from_text(cls, text: str) -> Secret:
        """
        Read a secret as people exchange it: ``whsec_`` and Base64.

        Raises:
            SignatureError: It is something else; the message does not repeat it.
        """
        try:
            key = base64.b64decode(text.strip().removeprefix(_PREFIX), validate=True)
        except (binascii.Error, ValueError):
            msg = "a secret is written as whsec_ and the Base64 of 24 to 64 random bytes"
            raise SignatureError(msg) from None
        return cls(key)

    def sign(self, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
        """Return the three headers that prove who sent *body* as *message_id*, and when."""
        seconds = str(int(plain(at).timestamp()))
        signed = f"{_VERSION},{self.digest(message_id, seconds, body)}"
        return {ID_HEADER: message_id, TIME_HEADER: seconds, SIGNATURE_HEADER: signed}

    def digest(self, message_id: str, seconds: str, body: bytes) -> str:
        """Return the signature of a body, in Base64."""
        signed = b".".join((message_id.encode(), seconds.encode(), body))
        return base64.b64encode(hmac.digest(self._key, signed, hashlib.sha256)).decode()

    def __repr__(self) -> str:
        """Show nothing of the key."""
        return "Secret(...)"

    def __reduce_ex__(self, _protocol: SupportsIndex) -> NoReturn:
        """Refuse to be pickled."""
        msg = "a secret is not pickled; read it where it is needed"
        raise SignatureError(msg)


def verify_webhook(
    headers: Mapping[str, str],
    body: bytes,
    secrets: Secret | Sequence[Secret],
    *,
    at: datetime,
    window: timedelta = REPLAY_WINDOW,
) -> str:
    """
    Check a request that came in, and return the id by which a repetition is known.

    Args:
        headers: Those of the request; their case does not matter.

        body: Its bytes, unparsed.

        secrets: The secret, or several while they are being changed.

        at: What time it is at the receiver.

        window: How far the sender's time may be from it, either way, inclusive.

    Raises:
        SignatureError: A header is missing or malformed, the time is outside
            the window, or no signature fits.
    """
    given = {name.lower(): value for name, value in headers.items()}
    missing = [name for name in (ID_HEADER, TIME_HEADER, SIGNATURE_HEADER) if not given.get(name)]
    if missing:
        msg = f"not a signed webhook: {', '.join(missing)} missing"
        raise SignatureError(msg)
    message_id, seconds = given[ID_HEADER], given[TIME_HEADER]
    _check_time(seconds, plain(at), window)
    keys = [secrets] if isinstance(secrets, Secret) else list(secrets)
    expected = [key.digest(message_id, seconds, body).encode() for key in keys]
    found = [part.partition(",") for part in given[SIGNATURE_HEADER].split(" ", _MOST_SIGNATURES)[:_MOST_SIGNATURES]]
    offered = [signature.encode() for version, _, signature in found if version == _VERSION]
    # every pair is compared, so that the time taken tells nothing
    if not sum(hmac.compare_digest(ours, theirs) for ours in expected for theirs in offered):
        msg = f"message {message_id[:100]!r}: no signature fits; it was sent by somebody else, or changed on the way"
        raise SignatureError(msg)
    return message_id


def _check_time(seconds: str, at: datetime, window: timedelta) -> None:
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= _MOST_DIGITS):
        msg = f"{TIME_HEADER}: found {seconds[:40]!r}, give whole seconds since 1970"
        raise SignatureError(msg)
    sent = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))
    if abs(at - sent) > window:
        msg = f"signed at {sent.isoformat()}, more than {window} from now; set the clocks, or it was sent before"
        raise SignatureError(msg)
