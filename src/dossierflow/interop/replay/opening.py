"""Which kind of log a file is: told by its first bytes, not by its name."""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from dossierflow.interop.replay.csv_log import CsvReader
from dossierflow.interop.replay.ocel_log import LARGEST_JSON, OcelJsonReader, OcelSqliteReader
from dossierflow.interop.replay.records import Source
from dossierflow.interop.replay.xes_log import XesReader

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from dossierflow.interop.replay.mapping import LogMapping
    from dossierflow.interop.replay.records import Records

LARGEST_UNPACKED: Final = 8 << 30
"""Bytes that a compressed log may grow to."""

_GZIP, _SQLITE, _ZIP = b"\x1f\x8b", b"SQLite format 3\x00", b"PK\x03\x04"
_HEAD: Final = 512


@contextmanager
def opened_log(path: Path, mapping: LogMapping) -> Generator[tuple[Source, Records]]:
    """
    Open a log: CSV, XES, OCEL 2.0 in JSON or SQLite; all but the last may be compressed with gzip.

    Raises:
        DefinitionError: It is none of these, or lacks what its kind must have.

        OSError: It cannot be read.
    """
    source = Source(path, str(path), mapping.wanted)
    try:
        with path.open("rb") as file:
            packed = file.read(len(_GZIP)) == _GZIP
            file.seek(0)
            stream = cast("BinaryIO", _Bounded(gzip.GzipFile(fileobj=file), source)) if packed else file
            yield source, _records(stream, source, mapping)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise source.refused(0, f"the compressed file is damaged or cut off: {error}") from error


def _records(stream: BinaryIO, source: Source, mapping: LogMapping) -> Records:
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith(_SQLITE):
        return OcelSqliteReader(_case_object(mapping, source))(source)
    if head.startswith(_ZIP):
        raise source.refused(0, "this is a ZIP archive (or a workbook); unpack it, or save the table as CSV")
    text = _as_text(head)
    if text.startswith("<"):
        return XesReader(stream)(source)
    if text.startswith("{"):
        raw = stream.read(LARGEST_JSON + 1)
        if len(raw) > LARGEST_JSON:
            message = f"a log in JSON may have {LARGEST_JSON >> 20} MiB; give larger ones in SQLite"
            raise source.refused(0, message)
        return OcelJsonReader(raw, _case_object(mapping, source))(source)
    return CsvReader(stream, head, mapping.encoding, mapping.delimiter)(source)


def _as_text(head: bytes) -> str:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return head.decode(encoding, "replace").lstrip()


def _case_object(mapping: LogMapping, source: Source) -> str:
    if mapping.case_object is None:
        raise source.refused(0, "this is a log in OCEL; say in the mapping which objects are cases, with 'case_object'")
    return mapping.case_object


class _Bounded:
    """A compressed file that may grow only so far."""

    closed = False

    def __init__(self, file: gzip.GzipFile, source: Source) -> None:
        self._file, self._source = file, source

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def writable(self) -> bool:
        """Tell that it cannot be written."""
        return False

    def seekable(self) -> bool:
        """Tell that it cannot be moved in."""
        return False

    def seek(self, offset: int) -> int:
        """Go back to the start."""
        return self._file.seek(offset)

    def read(self, size: int = -1) -> bytes:
        """Read up to *size* bytes."""
        found = self._file.read(size)
        if self._file.tell() > LARGEST_UNPACKED:
            raise self._source.refused(0, f"the log unpacks to more than {LARGEST_UNPACKED >> 30} GiB")
        return found

    def read1(self, size: int = -1) -> bytes:
        """Read what is at hand, up to *size* bytes."""
        return self.read(min(size, 1 << 16) if size > 0 else 1 << 16)

    def flush(self) -> None:
        """Do nothing: nothing is written."""

    def close(self) -> None:
        """Leave it open: the file is closed where it was opened."""
