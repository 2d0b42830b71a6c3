"""The file adapter: whole lines, resumed after any crash, one writer."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dossierflow.delivery import DeliveryError, FilePublisher, ReceiverUnreachableError, Relay
from dossierflow.delivery import jsonl as module
from dossierflow.testing.contracts.life import LATER
from dossierflow.testing.contracts.outbox import note

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.store import MemoryUnits

SOURCE = "urn:office"


def lines(path: Path) -> list[str]:
    """Return the ids in a file."""
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


def test_each_line_is_a_cloudevent(tmp_path: Path, units: MemoryUnits) -> None:
    """In order, one message in a line."""
    path = tmp_path / "events.jsonl"
    publisher = FilePublisher(path, SOURCE)
    Relay(units, publisher).run(LATER)
    publisher.close()
    publisher.close()

    assert lines(path) == ["S-1/note/1", "S-2/note/1", "S-1/note/2", "S-1/note/3", "S-2/note/2"]
    first = json.loads(path.read_text("utf-8").splitlines()[0])
    assert (first["specversion"], first["type"], first["data"]) == ("1.0", "noted", {"number": 1})


@pytest.mark.parametrize("torn", [b"", b"{", b'{"id":"S-1/note/2","speci', b"\xff\xfe"])
def test_it_goes_on_after_a_crash(tmp_path: Path, torn: bytes) -> None:
    """A torn line is cut off; what was written before is not written again."""
    path = tmp_path / "events.jsonl"
    first = FilePublisher(path, SOURCE)
    first.publish(note("S-1", 1))
    first.close()
    with path.open("ab") as file:
        file.write(torn)
    again = FilePublisher(path, SOURCE, fsync=False)
    for number in (1, 2):
        again.publish(note("S-1", number))
    again.settle()
    again.close()

    assert lines(path) == ["S-1/note/1", "S-1/note/2"]


def test_a_file_of_nothing_but_a_torn_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It begins anew, also where the line is longer than what is looked at in one go."""
    monkeypatch.setattr(module, "_BLOCK", 7)
    path = tmp_path / "events.jsonl"
    path.write_bytes(b'{"id":"S-1/note/1"')
    publisher = FilePublisher(path, SOURCE)
    publisher.publish(note("S-1", 1))
    publisher.close()

    assert lines(path) == ["S-1/note/1"]
    again = FilePublisher(path, SOURCE)
    again.publish(note("S-1", 1))
    again.close()
    assert lines(path) == ["S-1/note/1"]


def test_lines_of_others_are_left_alone(tmp_path: Path) -> None:
    """They have no id, and stay."""
    path = tmp_path / "events.jsonl"
    path.write_text('[1]\nhello\n{"id":7}\n', "utf-8")
    publisher = FilePublisher(path, SOURCE)
    publisher.publish(note("S-1", 1))
    publisher.close()

    assert path.read_text("utf-8").startswith('[1]\nhello\n{"id":7}\n{"specversion"')


def test_only_the_last_ids_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded, before and after opening."""
    monkeypatch.setattr(module, "REMEMBERED", 2)
    path = tmp_path / "events.jsonl"
    publisher = FilePublisher(path, SOURCE, fsync=False)
    for number in (1, 2, 3, 1, 3):
        publisher.publish(note("S-1", number))
    publisher.close()
    again = FilePublisher(path, SOURCE)
    again.publish(note("S-1", 3))
    again.publish(note("S-1", 2))
    again.close()

    assert [name[-1] for name in lines(path)] == ["1", "2", "3", "1", "2"]


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """Two would cut off each other's lines."""
    path = tmp_path / "events.jsonl"
    first = FilePublisher(path, SOURCE)
    with pytest.raises(ReceiverUnreachableError, match="another process writes"):
        FilePublisher(path, SOURCE)
    first.close()
    FilePublisher(path, SOURCE).close()
    with pytest.raises(ReceiverUnreachableError, match="was closed"):
        first.publish(note("S-1", 1))


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """The reason is the system's, without the path."""
    with pytest.raises(ReceiverUnreachableError, match=r"^events\.jsonl: No such file"):
        FilePublisher(tmp_path / "none" / "events.jsonl", SOURCE)


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What found room is taken back, and the message goes out when there is room again."""
    path = tmp_path / "events.jsonl"
    publisher = FilePublisher(path, SOURCE)
    publisher.publish(note("S-1", 1))
    write = os.write
    with monkeypatch.context() as full:
        full.setattr(os, "write", lambda file, data: write(file, data[:10]))
        with pytest.raises(ReceiverUnreachableError, match="only 10 of"):
            publisher.publish(note("S-1", 2))

        def refuse(_file: int, _data: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        full.setattr(os, "write", refuse)
        with pytest.raises(ReceiverUnreachableError, match="No space left"):
            publisher.publish(note("S-1", 2))
    publisher.publish(note("S-1", 2))
    publisher.close()

    assert lines(path) == ["S-1/note/1", "S-1/note/2"]


def test_a_disk_that_fails_at_the_end_makes_nothing_sure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failed fsync the file is closed; what was kept is only known by opening it anew."""
    publisher = FilePublisher(tmp_path / "events.jsonl", SOURCE)

    def fail(_file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DeliveryError, match="Input/output error"):
        publisher.settle()
    with pytest.raises(ReceiverUnreachableError, match="was closed"):
        publisher.publish(note("S-1", 1))


KILLED = """
import sys, os
from pathlib import Path
from dossierflow.delivery import FilePublisher
from dossierflow.testing.contracts.outbox import note
publisher = FilePublisher(Path(sys.argv[1]), "urn:office", fsync=False)
print("ready", flush=True)
for number in range(1, 10**6):
    publisher.publish(note("S-1", number))
"""


def test_killed_while_writing(tmp_path: Path) -> None:
    """A process is killed in the middle; the next goes on where it stopped, with nothing torn, lost or doubled."""
    path = tmp_path / "events.jsonl"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        while path.stat().st_size < 20_000:
            pass
        writer.kill()
    publisher = FilePublisher(path, SOURCE)
    count = len(lines(path))
    for number in range(max(1, count - 50), count + 10):
        publisher.publish(note("S-1", number))
    publisher.close()

    assert lines(path) == [f"S-1/note/{number}" for number in range(1, count + 10)]
