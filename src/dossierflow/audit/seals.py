"""
Seals: somebody outside says, with a signature, how far a chain had come.

The chain shows every change inside a log, but whoever keeps the log could write
it anew from its first event. A seal names a dossier, a place in its chain and the
hash that stands there, and is signed with a key that the keeper of the log does
not have. To check one needs the public key and the two files, nothing else.

A file of seals is itself a chain: each seal names the hash of the one before.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from dossierflow.errors import EventFormatError, NaiveInstantError
from dossierflow.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossierflow.audit.keys import PublicKey, SecretKey

FIRST = "sha256:" + "0" * 64
"""What the first seal of a file names as the one before it."""

_DOMAIN = b"dossierflow-seal-v1\n"
"""Stands before what is signed, so that a signature for anything else is never one of a seal."""

_SIGNATURE_BYTES = 64
_HASH = r"^sha256:[0-9a-f]{64}$"


class Seal(Frozen):
    """The signed statement that, at an instant, a dossier's chain had come to a hash."""

    format: Literal[1] = 1
    number: int = Field(ge=1)
    """Position in the file of seals, from 1, without gaps."""

    dossier: str = Field(min_length=1)
    sequence: int = Field(ge=1)
    """Position of the sealed event in the dossier's chain."""

    head: str = Field(pattern=_HASH)
    """Hash of that event."""

    sealed_at: datetime
    """When the seal was made, as the signer's clock said."""

    key: str
    """Name of the key: ``ed25519:`` and the beginning of the hash of its public half."""

    previous: str = Field(pattern=_HASH)
    """Hash of the seal before; `FIRST` for the first."""

    signature: str
    """Base64 of the 64 bytes of an Ed25519 signature over the rest."""

    @property
    def digest(self) -> str:
        """Hash of the whole seal, by which the next one names it."""
        return "sha256:" + hashlib.sha256(seal_to_json(self).encode()).hexdigest()


def seal_heads(
    heads: Mapping[str, tuple[int, str]], key: SecretKey, *, at: datetime, after: Seal | None = None
) -> Iterator[Seal]:
    """
    Yield a seal for each dossier, in the order of their ids.

    Args:
        heads: For each dossier the sequence and the hash of its last event.

        key: Of whoever answers for the seal.

        at: When it is made.

        after: The last seal of the file that is lengthened; none begins a file.

    Raises:
        NaiveInstantError: *at* has no time zone.
    """
    if at.tzinfo is None:
        message = f"{at.isoformat()} has no time zone; a seal says when it was made everywhere"
        raise NaiveInstantError(message)
    for dossier, (sequence, head) in sorted(heads.items()):
        number, previous = (1, FIRST) if after is None else (after.number + 1, after.digest)
        bare = Seal(
            number=number,
            dossier=dossier,
            sequence=sequence,
            head=head,
            sealed_at=at,
            key=key.public.id,
            previous=previous,
            signature="",
        )
        after = bare.model_copy(update={"signature": base64.b64encode(key.sign(_signed(bare))).decode()})
        yield after


def is_genuine(seal: Seal, key: PublicKey) -> bool:
    """Tell whether *seal* was signed with the secret half of *key*, and nothing in it was changed since."""
    try:
        signature = base64.b64decode(seal.signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    return seal.key == key.id and len(signature) == _SIGNATURE_BYTES and key.verifies(signature, _signed(seal))


def seal_to_json(seal: Seal) -> str:
    """Return *seal* as one line of JSON, keys sorted, no white space."""
    return _canonical(seal.model_dump(mode="json"))


def seal_from_json(text: str | bytes) -> Seal:
    """
    Read one seal.

    Raises:
        EventFormatError: *text* is not JSON, or not a seal of format 1.
    """
    try:
        return Seal.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "seal"
        message = f"not a seal of format 1: {where}: {first['msg']}"
        raise EventFormatError(message) from error


def read_seals(lines: Iterable[str | bytes], *, file: str = "seals") -> Iterator[Seal]:
    """
    Yield the seals of a file, one a line.

    Raises:
        EventFormatError: A line is not a seal; file and line are named.
    """
    for number, line in enumerate(lines, start=1):
        try:
            yield seal_from_json(line)
        except EventFormatError as error:
            message = f"{file}:{number}: {error}"
            raise EventFormatError(message) from error


def _signed(seal: Seal) -> bytes:
    return _DOMAIN + _canonical(seal.model_dump(mode="json", exclude={"signature"})).encode()


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
