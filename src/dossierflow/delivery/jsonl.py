"""
Messages appended to a file, one CloudEvent in a line.

A line is written by one call, so that a reader never sees half of it followed
by another. A line that a crash tore is cut off when the file is opened again,
and what was written before the crash but not noted is recognised by its id.
"""

from __future__ import annotations

import json
import os
import sys
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, cast

from dossierflow.delivery.envelope import envelope_text
from dossierflow.delivery.errors import DeliveryError, ReceiverUnreachableError
from dossierflow.delivery.publisher import Publisher

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.store.outbox import OutboxMessage

REMEMBERED: Final = 10_000
"""Ids of the last lines by which repetitions are left out; more than any claim holds."""

_BLOCK: Final = 1 << 20
_MODE: Final = 0o640


class FilePublisher(Publisher):
    """Appends to one file, of which it is the only writer."""

    def __init__(self, path: Path, source: str, *, fsync: bool = True) -> None:
        """
        Append to the file at *path*, which is made if it is missing.

        Args:
            path: The file; its folder exists.

            source: URI reference of the host's system, for the CloudEvents.

            fsync: Whether a batch is on the disk before it counts as delivered.

        Raises:
            ReceiverUnreachableError: It cannot be opened, or another process writes to it.
        """
        self._path, self._source, self._fsync = path, source, fsync
        try:
            self._file: int | None = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, _MODE)
        except OSError as error:
            msg = f"{path.name}: {error.strerror}"
            raise ReceiverUnreachableError(msg) from error
        try:
            _lock(self._file, path.name)
            self._end = _cut_torn_line(self._file)
            self._known = OrderedDict.fromkeys(_last_ids(self._file, self._end))
            if fsync:
                _sync_folder(path)
        except BaseException:
            self.close()
            raise

    def publish(self, message: OutboxMessage) -> None:
        """
        Append *message*, unless one of the last lines is it.

        Raises:
            RejectedMessageError: Its body is not what its kind promises.

            DeliveryError: The disk is full, or fails; nothing of the line is left.
        """
        if self._file is None:
            msg = f"{self._path.name}: the file was closed"
            raise ReceiverUnreachableError(msg)
        if message.id in self._known:
            return
        line = envelope_text(message, self._source).encode() + b"\n"
        try:
            written = os.write(self._file, line)
        except OSError as error:
            msg = f"{self._path.name}: {error.strerror}"
            raise ReceiverUnreachableError(msg) from error
        if written < len(line):
            # the disk is full: what of the line found room is taken back
            os.ftruncate(self._file, self._end)
            msg = f"{self._path.name}: only {written} of {len(line)} bytes could be written"
            raise ReceiverUnreachableError(msg)
        self._end += written
        self._known[message.id] = None
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def settle(self) -> None:
        """
        Bring what was written to the disk.

        Raises:
            DeliveryError: The disk failed, and nothing is known of the last
                lines; open the file anew.
        """
        if self._fsync and self._file is not None:
            try:
                os.fsync(self._file)
            except OSError as error:
                # after a failed fsync the system may have forgotten what it could not write
                self.close()
                msg = f"{self._path.name}: {error.strerror}"
                raise DeliveryError(msg) from error

    def close(self) -> None:
        """Close the file, and let others write to it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _lock(file: int, name: str) -> None:
    if sys.platform != "win32":
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            msg = f"{name}: another process writes to it; give every relay a file of its own"
            raise ReceiverUnreachableError(msg) from error


def _cut_torn_line(file: int) -> int:
    """Cut off what follows the last line break, and return the size that is left."""
    size = end = os.fstat(file).st_size
    while end > 0:
        start = max(0, end - _BLOCK)
        found = _read(file, start, end).rfind(b"\n")
        if found >= 0:
            end = start + found + 1
            break
        end = start
    if end < size:
        os.ftruncate(file, end)
    return end


def _last_ids(file: int, size: int) -> list[str]:
    """Return the ids of the last lines, the oldest first; lines of somebody else have none."""
    tail, start = b"", size
    while start > 0 and tail.count(b"\n") <= REMEMBERED:
        before = max(0, start - _BLOCK)
        tail = _read(file, before, start) + tail
        start = before
    lines = tail.splitlines()
    return [name for line in lines[-REMEMBERED:] if (name := _id_of(line)) is not None]


def _read(file: int, start: int, end: int) -> bytes:
    os.lseek(file, start, os.SEEK_SET)
    return os.read(file, end - start)


def _id_of(line: bytes) -> str | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    name = cast("dict[str, object]", found).get("id") if isinstance(found, dict) else None
    return name if isinstance(name, str) else None


def _sync_folder(path: Path) -> None:
    """Make sure that the name of a new file survives a power cut."""
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
