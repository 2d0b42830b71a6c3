"""
Event logs as files: JSON Lines, one event per line, in UTF-8.

A line is the event exactly as it was hashed, together with its hash and its
personal facts. Lines end with a line feed on every system, so that a log has
the same bytes wherever it is written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dossierflow.engine.events import event_from_json, event_to_json
from dossierflow.errors import EventFormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossierflow.engine.events import Event


def write_log(events: Iterable[Event], file: BinaryIO) -> int:
    """
    Write *events* at the end of *file*, in the order given, and return how many there were.

    Personal facts are written too; pass ``map(redacted, events)`` to leave them
    out.

    Args:
        events: Of one dossier or of several, interleaved in any way.

        file: Opened in binary mode; ``"ab"`` lengthens a log.

    >>> import io
    >>> write_log([], io.BytesIO())
    0
    """
    written = 0
    for event in events:
        file.write(event_to_json(event).encode() + b"\n")
        written += 1
    return written


def read_log(file: BinaryIO | Path) -> Iterator[Event]:
    """
    Yield the events of a log, one after the other, holding one line at a time.

    Whether they are the events that were written is another question, which
    `verify` answers.

    Args:
        file: A path, or a file opened in binary mode.

    Raises:
        EventFormatError: A line is not an event; file and line are named, and
            a last line that was cut off is called so.
    """
    if isinstance(file, Path):
        with file.open("rb") as opened:
            yield from _events(opened, str(file))
    else:
        yield from _events(file, str(getattr(file, "name", "log")))


def _events(file: BinaryIO, name: str) -> Iterator[Event]:
    for number, line in enumerate(file, start=1):
        try:
            yield event_from_json(line)
        except EventFormatError as error:
            # only the last line of a file can lack its line feed
            what = str(error) if line.endswith(b"\n") else f"the last line is cut off: {error}"
            msg = f"{name}:{number}: {what}"
            raise EventFormatError(msg) from error
