"""``dossierflow keys``, ``seal`` and ``verify --seals``, as an inspector uses them."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dossierflow.cli import app

SCENARIO = Path(__file__).parents[2] / "examples" / "building-permit" / "tet-2026.scenario.yaml"
AT = "2026-06-01T08:00"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a log and a pair of keys, and work in it."""
    monkeypatch.chdir(tmp_path)
    _run("run", str(SCENARIO), "--log", "log.jsonl", "--json")
    _run("keys", "office")
    return tmp_path


def _run(*args: str, code: int = 0, env: dict[str, str] | None = None) -> str:
    result = CliRunner().invoke(app, args, env=env)
    assert result.exit_code == code, result.output
    return result.output


def _seal(*more: str, code: int = 0) -> str:
    args = ("--key", "office.pem", "--out", "log.seals", "--at", AT, "--lang", "en")
    return _run("seal", "log.jsonl", *args, *more, code=code)


def _verify(*more: str, code: int = 0) -> str:
    args = ("--seals", "log.seals", "--public-key", "office.pub.pem")
    return _run("verify", "log.jsonl", *args, "--lang", "en", *more, code=code)


def test_a_sealed_log_verifies_with_the_public_key_alone(office: Path) -> None:
    """The secret key may be gone by then; sealing again adds nothing where nothing happened."""
    assert "Added 1 seal(s) to log.seals with key ed25519:" in _seal()
    assert "Added 0 seal(s)" in _seal()
    (office / "office.pem").unlink()

    assert "The log agrees with 1 seal(s)." in _verify()


def test_the_secret_key_is_for_its_owner_alone(office: Path) -> None:
    """Nobody else may read the file, and neither key is ever overwritten."""
    assert stat.S_IMODE((office / "office.pem").stat().st_mode) == 0o600
    before = (office / "office.pem").read_bytes()

    assert "office.pem: the file exists" in _run("keys", "office", "--lang", "en", code=2)
    assert (office / "office.pem").read_bytes() == before


def test_a_log_that_was_cut_off_is_found(office: Path) -> None:
    """The shortened log is whole by itself, and still does not agree with the seal."""
    _seal()
    log = office / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))

    told = _verify(code=1)

    assert "log.seals:1: seal_not_reached: the log has no event" in told
    assert "The log is intact" in told
    assert "does NOT agree" in told


def test_json_tells_the_same(office: Path) -> None:
    """Findings, the number of seals and what is not sealed yet, for other programs."""
    log = office / "log.jsonl"
    whole = log.read_bytes()
    log.write_bytes(b"".join(whole.splitlines(keepends=True)[:-2]))
    _seal()
    log.write_bytes(whole)

    told = json.loads(_verify("--json"))

    assert told["intact"] is True
    assert told["seals"]["count"] == 1
    assert list(told["seals"]["unsealed"].values()) == [2]
    assert told["seals"]["findings"] == []


def test_a_broken_log_is_not_sealed(office: Path) -> None:
    """Nobody signs what is wrong already; no file of seals appears."""
    log = office / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"sequence":2', b'"sequence":3', 1))

    assert "NOT intact" in _seal(code=1)
    assert not (office / "log.seals").exists()


def test_a_password_comes_from_the_environment(office: Path) -> None:
    """It stands on no command line, and its absence is told by the name of the variable."""
    _run("keys", "vault", "--password-from", "VAULT", env={"VAULT": "s3cret-phrase"})
    args = ("seal", "log.jsonl", "--key", "vault.pem", "--out", "v.seals", "--at", AT)

    assert "vault.pem: found no secret key" in _run(*args, code=2)
    assert "variable VAULT is not set" in _run(*args, "--password-from", "VAULT", code=2, env={"VAULT": ""})
    told = _run(*args, "--password-from", "VAULT", env={"VAULT": "s3cret-phrase"})
    assert "s3cret-phrase" not in told
    assert (office / "v.seals").exists()


@pytest.mark.usefixtures("office")
def test_seals_are_checked_with_a_key_or_not_at_all() -> None:
    """One option without the other is a mistake, and so is a secret key in the place of the public one."""
    _seal()

    assert "go together" in _run("verify", "log.jsonl", "--seals", "log.seals", "--lang", "en", code=2)
    assert "go together" in _run("verify", "log.jsonl", "--public-key", "office.pub.pem", "--lang", "en", code=2)
    told = _run("verify", "log.jsonl", "--seals", "log.seals", "--public-key", "office.pem", code=2)
    assert "office.pem: found no public key" in told


def test_a_file_of_seals_that_is_none_is_refused(office: Path) -> None:
    """The line is named."""
    (office / "log.seals").write_text("{}\n", "utf-8")

    assert "log.seals:1: not a seal of format 1" in _verify(code=2)


def test_seals_cut_off_with_the_log_are_found_by_the_last_of_them(office: Path) -> None:
    """Log and seals shortened together agree, but not with the hash that was kept elsewhere; no seals prove nothing."""
    log, seals = office / "log.jsonl", office / "log.seals"
    whole = log.read_bytes()
    log.write_bytes(b"".join(whole.splitlines(keepends=True)[:-2]))
    _seal()
    short, early = log.read_bytes(), seals.read_bytes()
    log.write_bytes(whole)
    last = _seal().splitlines()[1].rpartition(": ")[2]
    assert "agrees with 2 seal(s)" in _verify("--last-seal", f"sha256:{last.removeprefix('sha256:')}")

    log.write_bytes(short)
    seals.write_bytes(early)
    assert "agrees with 1 seal(s)" in _verify()
    assert "log.seals:1: seals_cut_off: the file has 1 seals" in _verify("--last-seal", last, code=1)
    seals.write_bytes(b"")
    assert "log.seals: holds no seal" in _verify(code=2)


def test_a_log_that_older_seals_contradict_is_not_sealed(office: Path) -> None:
    """Whoever seals regularly is not made to vouch for a log that was cut off in between."""
    log = office / "log.jsonl"
    _seal()
    before = (office / "log.seals").read_bytes()
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))

    assert "does NOT agree with its 1 seal(s)" in _seal(code=1)
    assert (office / "log.seals").read_bytes() == before
