"""Signatures of webhooks: made, checked, refused; the key is never shown."""

from __future__ import annotations

import base64
import pickle
from datetime import UTC, datetime, timedelta

import pytest
from tests.delivery.conftest import SECRET

from dossierflow.delivery import Secret, SignatureError, verify_webhook
from dossierflow.errors import NaiveInstantError

NOW = datetime(2026, 2, 9, 8, tzinfo=UTC)
BODY = '{"tên":"Nguyễn"}'.encode()


def test_the_vector_of_the_specification() -> None:
    """The example that "Standard Webhooks" publishes comes out byte for byte."""
    secret = Secret.from_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_was_signed_is_known() -> None:
    """The id comes back, whatever the case of the headers, up to the edge of the window."""
    headers = {name.upper(): value for name, value in SECRET.sign("S-1:1", NOW, BODY).items()}

    assert verify_webhook(headers, BODY, SECRET, at=NOW) == "S-1:1"
    assert verify_webhook(headers, BODY, SECRET, at=NOW + timedelta(minutes=5)) == "S-1:1"
    assert verify_webhook(headers, BODY, SECRET, at=NOW - timedelta(minutes=5)) == "S-1:1"


def test_secrets_are_changed_without_a_gap() -> None:
    """While two are known either fits; one of several signatures is enough."""
    old, new = SECRET, Secret(b"x" * 24)
    signed, again = old.sign("a", NOW, BODY), new.sign("a", NOW, BODY)
    both = signed | {"webhook-signature": f"v1a,zzz {again['webhook-signature']} {signed['webhook-signature']}"}

    assert verify_webhook(signed, BODY, [new, old], at=NOW) == "a"
    assert verify_webhook(both, BODY, old, at=NOW) == "a"


GOOD = SECRET.sign("S-1:1", NOW, BODY)


@pytest.mark.parametrize(
    ("headers", "body", "at", "reason"),
    [
        (GOOD, BODY + b" ", NOW, "no signature fits"),
        (GOOD | {"webhook-id": "S-1:2"}, BODY, NOW, "no signature fits"),
        (GOOD | {"webhook-timestamp": str(int(NOW.timestamp()) + 1)}, BODY, NOW, "no signature fits"),
        (GOOD | {"webhook-signature": ""}, BODY, NOW, "webhook-signature missing"),
        (GOOD | {"webhook-signature": "v2,abc"}, BODY, NOW, "no signature fits"),
        (GOOD | {"webhook-signature": "v1,é"}, BODY, NOW, "no signature fits"),
        (Secret(b"y" * 32).sign("S-1:1", NOW, BODY), BODY, NOW, "no signature fits"),
        (GOOD, BODY, NOW + timedelta(minutes=5, seconds=1), "more than 0:05:00 from now"),
        (GOOD, BODY, NOW - timedelta(minutes=5, seconds=1), "more than 0:05:00 from now"),
        (GOOD | {"webhook-timestamp": "soon"}, BODY, NOW, "give whole seconds"),
        (GOOD | {"webhook-timestamp": "٣"}, BODY, NOW, "give whole seconds"),
        (GOOD | {"webhook-timestamp": "9" * 40}, BODY, NOW, "give whole seconds"),
        (GOOD | {"webhook-timestamp": "99999999999"}, BODY, NOW, "more than 0:05:00 from now"),
        ({}, BODY, NOW, "webhook-id, webhook-timestamp, webhook-signature missing"),
    ],
)
def test_what_was_not_signed_so_is_refused(headers: dict[str, str], body: bytes, at: datetime, reason: str) -> None:
    """Another body, id, time, key or a request that was kept and sent again."""
    with pytest.raises(SignatureError, match=reason):
        verify_webhook(headers, body, SECRET, at=at)


def test_the_receiver_says_what_time_it_is_with_a_zone() -> None:
    """Without a zone there is no instant."""
    with pytest.raises(NaiveInstantError):
        verify_webhook(GOOD, BODY, SECRET, at=datetime(2026, 2, 9, 8))  # noqa: DTZ001 - wrong on purpose


def test_a_secret_stays_secret() -> None:
    """Neither its representation, nor a pickle, nor an error shows it."""
    text = "whsec_" + base64.b64encode(b"k" * 32).decode()
    secret = Secret.from_text(text)

    assert repr(secret) == str(secret) == "Secret(...)"
    with pytest.raises(SignatureError, match="not pickled"):
        pickle.dumps(secret)
    for wrong in ("whsec_hunter2!", "whsec_" + base64.b64encode(b"short").decode(), "", "é"):
        with pytest.raises(SignatureError) as caught:
            Secret.from_text(wrong)
        assert "hunter2" not in str(caught.value)
        assert caught.value.__cause__ is None
