"""Logs are written and read line by line, and a broken line is named."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from dossierflow.audit import read_log, write_log
from dossierflow.engine import redacted
from dossierflow.errors import EventFormatError

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.engine import Event


def test_a_log_reads_back_as_it_was_written(tmp_path: Path, two_lives: tuple[Event, ...]) -> None:
    """Events of several dossiers come back equal and in order, from a path and from an open file."""
    path = tmp_path / "events.jsonl"
    with path.open("wb") as file:
        written = write_log(two_lives, file)

    assert written == len(two_lives)
    assert tuple(read_log(path)) == two_lives
    with path.open("rb") as file:
        assert tuple(read_log(file)) == two_lives


def test_a_log_is_lengthened(tmp_path: Path, life: tuple[Event, ...]) -> None:
    """Appending in two goes gives the bytes of one go."""
    path = tmp_path / "events.jsonl"
    for part in (life[:4], life[4:]):
        with path.open("ab") as file:
            write_log(part, file)

    whole = io.BytesIO()
    write_log(life, whole)

    assert path.read_bytes() == whole.getvalue()


def test_each_line_is_one_json_object(log: bytes, life: tuple[Event, ...]) -> None:
    """Any language can read a log: a JSON object a line, UTF-8, letters unescaped."""
    lines = log.decode().splitlines()

    assert [json.loads(line)["sequence"] for line in lines] == [event.sequence for event in life]
    assert "thiếu bản vẽ" in log.decode()


def test_personal_facts_can_be_left_out(life: tuple[Event, ...]) -> None:
    """Redacted events go through a log without the personal values."""
    file = io.BytesIO()
    write_log(map(redacted, life), file)

    assert "Nguyễn" not in file.getvalue().decode()
    assert tuple(read_log(io.BytesIO(file.getvalue()))) == tuple(map(redacted, life))


BROKEN = [
    (b"", r":2: not an event of format 1: event: "),
    (b"{", r":2: not an event of format 1: event: Invalid JSON"),
    (b"[]", r":2: not an event"),
    (b'{"format":1}', r":2: not an event of format 1: act: Field required"),
    (b"\xff", r":2: not an event"),
]


@pytest.mark.parametrize(("line", "message"), BROKEN)
def test_a_broken_line_is_named(tmp_path: Path, log: bytes, line: bytes, message: str) -> None:
    """The events before it are read; then file, line and reason are named."""
    first, *_ = log.splitlines(keepends=True)
    path = tmp_path / "events.jsonl"
    path.write_bytes(first + line + b"\n" + first)
    reading = read_log(path)

    assert next(reading).sequence == 1
    with pytest.raises(EventFormatError, match=r"events\.jsonl" + message):
        next(reading)


@pytest.mark.parametrize("missing", [2, 40, 500])
def test_a_last_line_that_breaks_off_is_called_so(log: bytes, life: tuple[Event, ...], missing: int) -> None:
    """A log whose writer was stopped in mid-line says that its last line is cut off."""
    reading = read_log(io.BytesIO(log[:-missing]))

    with pytest.raises(EventFormatError, match=rf"^log:{len(life)}: the last line is cut off: not an event"):
        list(reading)


def test_only_the_line_feed_may_be_lacking(log: bytes, life: tuple[Event, ...]) -> None:
    """The last event is whole even where the line feed after it was lost."""
    assert tuple(read_log(io.BytesIO(log[:-1]))) == life
