"""
The one door to `cryptography`, which the extra ``sign`` installs: Ed25519 keys (RFC 8032).

A secret key is never shown: not in its representation, not in an error, not in
a pickle. Making one is the only place of the library that asks for randomness,
and only a host or the command line asks for it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NoReturn, Self

from dossierflow.errors import SealKeyError

try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization as _s
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
except ImportError as error:  # pragma: no cover - the tests have cryptography
    _MSG = "sealing a log needs cryptography; install it with: pip install 'dossierflow[sign]'"
    raise ImportError(_MSG) from error

if TYPE_CHECKING:
    from typing import SupportsIndex

_ID_DIGITS = 32
"""128 bits of the hash of the public key: nobody finds another key with the same name."""


class PublicKey:
    """Tells whether a seal was made with the secret key that belongs to it."""

    __slots__ = ("_key", "id")

    def __init__(self, key: Ed25519PublicKey) -> None:
        """Wrap *key*; use `from_pem` to read one."""
        self._key = key
        raw = key.public_bytes(_s.Encoding.Raw, _s.PublicFormat.Raw)
        self.id = "ed25519:" + hashlib.sha256(raw).hexdigest()[:_ID_DIGITS]

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """
        Read a public key in PEM form.

        Raises:
            SealKeyError: It is something else, a secret key included: whoever verifies must not hold one.
        """
        try:
            key = _s.load_pem_public_key(pem)
        except (ValueError, UnsupportedAlgorithm) as error:
            message = "found no public key in PEM form (-----BEGIN PUBLIC KEY-----); give the .pub.pem file"
            raise SealKeyError(message) from error
        if not isinstance(key, Ed25519PublicKey):
            message = "found a key of another kind; seals are made with Ed25519"
            raise SealKeyError(message)
        return cls(key)

    def to_pem(self) -> bytes:
        """Return the key in PEM form, to be given to everybody."""
        return self._key.public_bytes(_s.Encoding.PEM, _s.PublicFormat.SubjectPublicKeyInfo)

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Tell whether *signature* was made for *message* with the secret key."""
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def __repr__(self) -> str:
        """Return the kind and the name of the key."""
        return f"PublicKey({self.id})"


class SecretKey:
    """Makes seals; stays with one office, or in its vault."""

    __slots__ = ("_key", "public")

    def __init__(self, key: Ed25519PrivateKey) -> None:
        """Wrap *key*; use `new` or `from_pem`."""
        self._key = key
        self.public = PublicKey(key.public_key())

    @classmethod
    def new(cls) -> Self:
        """Make a key from the randomness of the operating system."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes, *, password: str | None = None) -> Self:
        """
        Read a secret key in PEM form.

        Raises:
            SealKeyError: It is no secret Ed25519 key, or the password is missing or wrong.
        """
        try:
            key = _s.load_pem_private_key(pem, None if password is None else password.encode())
        except (ValueError, TypeError, UnsupportedAlgorithm):
            # the cause may quote the file; it is not shown
            message = "found no secret key in PEM form that opens with this password"
            raise SealKeyError(message) from None
        if not isinstance(key, Ed25519PrivateKey):
            message = "found a key of another kind; seals are made with Ed25519"
            raise SealKeyError(message)
        return cls(key)

    def to_pem(self, *, password: str | None = None) -> bytes:
        """Return the key in PEM form (PKCS 8), encrypted where there is a *password*."""
        kept = _s.NoEncryption() if password is None else _s.BestAvailableEncryption(password.encode())
        return self._key.private_bytes(_s.Encoding.PEM, _s.PrivateFormat.PKCS8, kept)

    def sign(self, message: bytes) -> bytes:
        """Return the signature of *message*, 64 bytes; the same each time."""
        return self._key.sign(message)

    def __repr__(self) -> str:
        """Return the name of the public half; nothing of the secret."""
        return f"SecretKey({self.public.id})"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        """Refuse to be pickled, and so to travel by accident."""
        message = "a secret key is not pickled; write it with to_pem where it is to be kept"
        raise SealKeyError(message)
