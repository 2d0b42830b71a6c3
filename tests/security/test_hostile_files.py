"""Logs, keys, seals and definition files made by an attacker: refused or found out, in bounded work."""

from __future__ import annotations

import io
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from dossierflow.audit import read_log, verify, write_log
from dossierflow.audit.findings import ChainCode
from dossierflow.audit.keys import SecretKey
from dossierflow.audit.sealed import check_seals
from dossierflow.cli import app
from dossierflow.engine.events import event_to_json
from dossierflow.errors import DossierflowError, EventFormatError
from dossierflow.testing.sample import sample_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINES = [event_to_json(event) for event in sample_log()]
FIRST = LINES[0]
WHOLE: dict[str, Any] = json.loads(FIRST)
KEY = SecretKey.new()


def _with(**changes: object) -> str:
    return json.dumps({**WHOLE, **changes}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _spelt(old: str, new: str) -> str:
    assert old in FIRST
    return FIRST.replace(old, new, 1)


SALTED = '"personal":{'
HALF = "\ud800"
HOSTILE: dict[str, str | bytes] = {
    "a list a hundred thousand deep": "[" * 100_000,
    "an object a hundred thousand deep": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "deep inside the effects": _spelt('"effects":[', '"effects":[' + "[" * 900 + "]" * 900 + ","),
    "deep inside the personal facts": _spelt(SALTED, SALTED + '"x":' + "[" * 5000 + "]" * 5000 + ","),
    "a number of five thousand digits": _spelt('"sequence":1', '"sequence":' + "9" * 5000),
    "a sequence beyond all counting": _spelt('"sequence":1', '"sequence":' + "9" * 4000),
    "infinity": _spelt('"sequence":1', '"sequence":1e999'),
    "infinity in the format": _spelt('"format":1', '"format":1e999'),
    "not a number": _spelt('"sequence":1', '"sequence":NaN'),
    "a key twice": FIRST[:-1] + ',"hash":"sha256:0"}',
    "a hash in capitals": FIRST.replace(WHOLE["hash"], WHOLE["hash"].upper()),
    "a hash of another kind": _with(hash="md5:" + "0" * 32),
    "a sequence below one": _with(sequence=-1),
    "a truth as the sequence": _with(sequence=True),
    "half a character in the dossier": json.dumps({**WHOLE, "dossier": HALF}),
    "half a character in a personal fact": json.dumps({**WHOLE, "personal": {"owner": {"salt": HALF, "value": HALF}}}),
    "half a character as it stands": _with(personal={"owner": {"salt": "s" * 16, "value": HALF}}),
    "half a character as a key": json.dumps({**WHOLE, "personal": {HALF: {"salt": HALF, "value": 1}}}),
    "effects that are an object": _with(effects={"a": 1}),
    "effects that are nothing": _with(effects=None),
    "a commitment that is no text": _with(
        effects=[{"kind": "personal_fact_committed", "fact": ["x"], "commitment": {}}]
    ),
    "an act that is a word": _with(act="submit"),
    "an act that nobody knows": _with(act={"do": "rm -rf"}),
    "personal facts that are a list": _with(personal=[1]),
    "a personal fact that is nothing": _with(personal={"owner": None}),
    "a day beyond the calendar": _with(occurred_at="9999-12-31T23:59:59+23:59"),
    "an instant as a number": _with(occurred_at=1e18),
    "a format of the future": _with(format=999),
    "a format of no time": _with(format=-5),
    "a dossier of two million letters": _with(dossier="x" * 2_000_000),
    "bytes that are no text": b"\xff\xfe{}",
    "a byte order mark": "\ufeff" + FIRST,
    "a zero byte": "\x00",
    "nothing": "",
    "null": "null",
    "white space before": " " + FIRST,
    "another spelling of a letter": FIRST.replace("house", "h\\u006fuse"),
}


def _bytes(line: str | bytes) -> bytes:
    return (line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")) + b"\n"


@pytest.fixture
def bounded() -> Iterator[None]:
    """Fail if the work takes longer than any honest line could."""
    started = time.perf_counter()
    yield
    assert time.perf_counter() - started < 5


@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_line_is_found(line: str | bytes) -> None:
    """Alone or among honest lines it is a finding with its line, in words that can be printed."""
    for log in ([line], [*LINES, line], [_bytes(line)]):
        found = verify(log)
        assert not found.is_intact
        assert {one.line for one in found.findings} & {len(log), None}
        for one in found.findings:
            assert one.sentence.vi.encode()
            assert str(one).encode()


@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_line_is_read_or_refused(line: str | bytes) -> None:
    """Whoever reads without verifying gets an event or the library's own error with file and line."""
    try:
        events = list(read_log(io.BytesIO(_bytes(line))))
    except EventFormatError as error:
        assert str(error).startswith("log:1: ")  # noqa: PT017 -- either is fine
    else:
        assert len(events) == 1


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_a_seal_is_not_fooled_by_a_hostile_line(line: str | bytes) -> None:
    """A line that cannot be read vouches for nothing, and stops nobody from comparing the rest."""
    report = check_seals([line, *LINES], [], [KEY.public])

    assert report.is_intact


COMMANDS: list[tuple[str, ...]] = [
    ("verify",),
    ("report", "--period", "2026-02"),
    ("form", "receipt", "--out", "out.html"),
    ("seal", "--key", "k.pem", "--out", "out.seals"),
]
WORST = ["a list a hundred thousand deep", "infinity", "half a character in a personal fact", "a key twice"]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_command_falls_over_a_hostile_log(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command that reads logs says what is wrong; none shows a traceback, and none seals it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "k.pem").write_bytes(KEY.to_pem())
    for name in WORST:
        (tmp_path / "log.jsonl").write_bytes(_bytes(HOSTILE[name]))
        result = CliRunner().invoke(app, [command[0], *command[1:2], "log.jsonl", *command[2:]]
                                    if command[0] == "form" else [command[0], "log.jsonl", *command[1:]])  # fmt: skip
        # a report reads events and follows no chain, which is the business of verify
        assert result.exit_code in ({0, 1, 2} if command[0] == "report" else {1, 2}), (name, result.output)
        assert result.exception is None or isinstance(result.exception, SystemExit), name
        assert not (tmp_path / "out.seals").exists()


@given(st.binary(max_size=400), st.integers(0, len(FIRST.encode())), st.integers(0, 40))
def test_any_bytes_put_into_a_line_are_found(junk: bytes, place: int, width: int) -> None:
    """Whatever is put anywhere into a line instead of anything, the log is intact only if nothing changed."""
    raw = FIRST.encode()
    changed = raw[:place] + junk + raw[place + width :]

    assert verify([changed]).is_intact == (changed == raw)


DEFINITIONS = {
    "deep.yaml": "a: " + "[" * 5_000,
    "anchors.yaml": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "tag.yaml": "procedure: !!python/object/apply:os.system ['touch owned']\n",
    "twice.yaml": "procedure: a\nprocedure: b\n",
    "number.yaml": "procedure: 1e999\nversion: .nan\n",
    "escape.yaml": "procedure: \x1b[2J\n",
    "reversed.yaml": "procedure: a\u202eb\n",
    "huge.yaml": "a: b\n" * 300_000,
    "latin.yaml": "procedure: \xe9\xff\n",
    "zero.yaml": "\x00" * 1000,
    "empty.yaml": "",
    "list.yaml": "- a\n- b\n",
    "entity.yaml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
}
READERS = [("check",), ("run",), ("test",), ("compare", "@"), ("forecast",)]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader[0])
def test_no_reader_of_definitions_falls_over_a_hostile_file(
    reader: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Procedures, scenarios, cases and plans: a problem with its file and line, nothing run, nothing made."""
    monkeypatch.chdir(tmp_path)
    for name, content in DEFINITIONS.items():
        raw = content.encode("latin-1") if name == "latin.yaml" else content.encode()
        (tmp_path / name).write_bytes(raw)
        result = CliRunner().invoke(app, [reader[0], name, *(name for _ in reader[1:])])
        assert result.exit_code in {1, 2}, (name, result.output)
        assert isinstance(result.exception, SystemExit), (name, result.exception)
        assert "\x1b" not in result.output
        assert "root:" not in result.output
        (tmp_path / name).unlink()
    assert list(tmp_path.iterdir()) == []


PATHS = ["no/such", "", ".", "/dev/null", "a\nb", "\x1b[2J", "-", "a" * 5000, "nul\x00byte", "~root/x"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("command", ["verify", "run", "check", "report"])
def test_a_path_that_is_none_is_told(command: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An argument that names no such file ends with what is wrong and nothing made, without a traceback."""
    monkeypatch.chdir(tmp_path)
    more = ("--period", "2026") if command == "report" else ()
    result = CliRunner().invoke(app, [command, *more, "--", path])

    assert result.exit_code in {0, 1, 2}
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "\x1b" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_log_of_somebody_else_is_not_taken_for_ones_own() -> None:
    """Events of another dossier, whole in themselves, are findings where the log is that of one dossier."""
    other = [event_to_json(event) for event in sample_log("S-2")]

    found = verify([*LINES, *other], dossier="S-1")

    assert {one.code for one in found.findings} == {ChainCode.FOREIGN}


def test_an_honest_log_is_intact_after_all_this() -> None:
    """The lines that the hostile ones were made from have nothing wrong with them."""
    log = io.BytesIO()
    write_log(read_log(io.BytesIO(b"".join(_bytes(line) for line in LINES))), log)

    assert verify(log.getvalue().splitlines(keepends=True)).is_intact
    assert issubclass(EventFormatError, DossierflowError)
