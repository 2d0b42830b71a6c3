"""``dossierflow keys`` and ``dossierflow seal``: a signature over how far each chain of a log has come."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from dossierflow.audit import verify as verify_log
from dossierflow.audit.records import read_record
from dossierflow.audit.sealed import SealCode, check_seals
from dossierflow.audit.seals import read_seals, seal_heads, seal_to_json
from dossierflow.cli.instants import instant_of
from dossierflow.cli.keeping import log_lines
from dossierflow.cli.output import Exit, Lang, LangOption, command, say, say_error
from dossierflow.cli.words import word
from dossierflow.errors import SealKeyError
from dossierflow.worktime.vietnam import vietnam

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.audit.keys import PublicKey, SecretKey
    from dossierflow.audit.seals import Seal

T = TypeVar("T")

PasswordOption = Annotated[
    str | None,
    typer.Option("--password-from", metavar="VARIABLE", help="Environment variable that holds the key's password."),
]
PublicKeyOption = Annotated[
    list[Path] | None, typer.Option("--public-key", metavar="FILE", help="A trusted public key; may be repeated.")
]


@command
def keys(
    name: Annotated[Path, typer.Argument(metavar="NAME", help="Writes NAME.pem (secret) and NAME.pub.pem.")],
    *,
    password_from: PasswordOption = None,
    lang: LangOption = Lang.vi,
) -> Exit:
    """Make a pair of keys to seal logs with; what exists is never overwritten."""
    # cryptography is an extra, and costs time to load
    from dossierflow.audit.keys import SecretKey  # noqa: PLC0415

    secret = name.with_name(name.name + ".pem")
    public = name.with_name(name.name + ".pub.pem")
    for path in (secret, public):
        if path.exists():
            say_error(f"{path}: {word('exists', lang)}")
            return Exit.BAD_INPUT
    key = SecretKey.new()
    opened = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(key.to_pem(password=_password(password_from)))
    public.write_bytes(key.public.to_pem())
    say(f"{secret}\n{public}\n{key.public.id}")
    return Exit.FINE


@command
def seal(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="A log (JSON Lines) or a SQLite file.")],
    *,
    key: Annotated[Path, typer.Option(metavar="FILE", help="The secret key in PEM form.")],
    out: Annotated[Path, typer.Option(metavar="SEALS", help="File of seals; seals are added at its end.")],
    at: Annotated[str | None, typer.Option(metavar="INSTANT", help="When it is sealed; now by default.")] = None,
    password_from: PasswordOption = None,
    lang: LangOption = Lang.vi,
) -> Exit:
    """Sign how far every dossier of a log has come; one that is not intact, or against older seals, is not sealed."""
    lines, heads = log_lines(log)
    found = verify_log(lines, head=heads or None)
    if not found.is_intact:
        say_error(word("not_intact", lang, findings=len(found.findings), events=found.count))
        return Exit.FINDINGS
    signer = _secret_key(key, password_from)
    before = read_seal_file(out) if out.exists() else ()
    # whoever seals has his own key, and may lengthen a file that others began
    faults = check_seals(lines, before, [signer.public]).findings
    if any(fault.code is not SealCode.UNKNOWN_KEY for fault in faults):
        say_error(word("seals_broken", lang, seals=len(before)))
        return Exit.FINDINGS
    moment = datetime.now(UTC) if at is None else instant_of(at, vietnam())
    ends = _unsealed_ends(lines, before)
    made = list(seal_heads(ends, signer, at=moment, after=before[-1] if before else None))
    with out.open("ab") as file:
        file.write(b"".join(seal_to_json(one).encode() + b"\n" for one in made))
    say(word("sealed", lang, seals=len(made), file=out, signer=signer.public.id))
    if last := (*before, *made)[-1:]:
        say(word("last_seal", lang, digest=last[0].digest))
    return Exit.FINE


def read_seal_file(path: Path) -> tuple[Seal, ...]:
    """
    Return the seals of a file.

    Raises:
        EventFormatError: A line is not a seal.
    """
    with path.open("rb") as file:
        return tuple(read_seals(file, file=str(path)))


def public_keys(paths: list[Path]) -> list[PublicKey]:
    """
    Read trusted keys.

    Raises:
        SealKeyError: A file holds something else.
    """
    from dossierflow.audit.keys import PublicKey  # noqa: PLC0415 -- as above

    return [_read(path, PublicKey.from_pem) for path in paths]


def _secret_key(path: Path, password_from: str | None) -> SecretKey:
    from dossierflow.audit.keys import SecretKey  # noqa: PLC0415 -- as above

    password = _password(password_from)
    return _read(path, lambda pem: SecretKey.from_pem(pem, password=password))


def _read(path: Path, reader: Callable[[bytes], T]) -> T:
    try:
        return reader(path.read_bytes())
    except SealKeyError as error:
        message = f"{path}: {error}"
        raise SealKeyError(message) from None


def _password(variable: str | None) -> str | None:
    if variable is None:
        return None
    password = os.environ.get(variable)
    if not password:
        message = f"the environment variable {variable} is not set; set it to the password of the key"
        raise SealKeyError(message)
    return password


def _unsealed_ends(lines: list[str | bytes], before: tuple[Seal, ...]) -> dict[str, tuple[int, str]]:
    """Return the last event of every dossier, but for those whose last seal says the same."""
    ends: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines, start=1):
        record, _ = read_record(number, line)
        ends[record.dossier] = max(ends.get(record.dossier, (0, "")), (record.sequence, record.stated))
    sealed = {one.dossier: (one.sequence, one.head) for one in before}
    return {dossier: end for dossier, end in ends.items() if sealed.get(dossier) != end}
