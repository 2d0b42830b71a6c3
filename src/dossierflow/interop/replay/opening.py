"""Which kind of log a file is: told by its first bytes, not by its name."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from dossierflow.interop.replay.logs.csv_log import CsvReader
from dossierflow.interop.replay.logs.ocel_files import LARGEST_JSON, OcelJson, OcelSqlite
from dossierflow.interop.replay.logs.ocel_flat import OcelReader
from dossierflow.interop.replay.logs.ocel_xml import OcelXml
from dossierflow.interop.replay.logs.records import Source
from dossierflow.interop.replay.logs.xes_log import XesReader

if TYPE_CHECKING:
    from pathlib import Path

    from dossierflow.interop.replay.logs.records import Laying, Records
    from dossierflow.interop.replay.mappings.mapping import Encoding, LogMapping

LARGEST_UNPACKED: Final = 8 << 30
"""Bytes that a compressed log may grow to."""

_GZIP, _SQLITE = b"\x1f\x8b", b"SQLite format 3\x00"
_OTHERS: Final = {
    b"PK\x03\x04": "a ZIP archive (or a workbook)",
    b"BZh": "a file compressed with bzip2",
    b"\xfd7zXZ\x00": "a file compressed with xz",
    b"\x28\xb5\x2f\xfd": "a file compressed with zstd",
    b"7z\xbc\xaf": "a 7z archive",
    b"PAR1": "a table in Parquet",
    b"\xd0\xcf\x11\xe0": "an old workbook",
}
_OCEL_XML: Final = re.compile(r"<(?:[\w.-]+:)?(?:object-types|event-types|objects|events)[\s/>]")
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Way:
    """What has to be known to open a log."""

    encoding: Encoding | None = None
    delimiter: str | None = None
    case_object: str | None = None
    through: tuple[str, ...] = ()
    guesses: bool = False
    """Whether the type of the cases may be guessed, to look at a log that nobody has described."""


def way_of(mapping: LogMapping) -> Way:
    """Return how a mapping says that its log is opened."""
    return Way(mapping.encoding, mapping.delimiter, mapping.case_object, mapping.case_through)


@contextmanager
def opened_log(path: Path, way: Way, wanted: tuple[str, ...] | None) -> Generator[tuple[Source, Records]]:
    """
    Open a log: CSV, XES, OCEL 2.0 in JSON, XML or SQLite; all but the last may be compressed with gzip.

    Raises:
        DefinitionError: It is none of these, or lacks what its kind must have.

        OSError: It cannot be read.
    """
    source = Source(path, str(path), wanted)
    try:
        with path.open("rb") as file:
            source.size = path.stat().st_size
            source.position = file.tell
            packed = file.read(len(_GZIP)) == _GZIP
            file.seek(0)
            stream = cast("BinaryIO", _Bounded(gzip.GzipFile(fileobj=file), source)) if packed else file
            records = _records(stream, source, way)
            try:
                yield source, records
            finally:
                # whoever has seen enough of the log leaves the reader in the middle of it
                if isinstance(records, Generator):
                    records.close()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise source.refused(0, f"the compressed file is damaged or cut off: {error}") from error


def _records(stream: BinaryIO, source: Source, way: Way) -> Records:
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith(_SQLITE):
        return _objects(OcelSqlite(), source, way)
    for start, what in _OTHERS.items():
        if head.startswith(start):
            raise source.refused(0, f"this is {what}; unpack it, or save the table as CSV")
    text = _as_text(head)
    if text.startswith("<"):
        if _OCEL_XML.search(text):
            return _objects(OcelXml(stream, way.encoding), source, way)
        return XesReader(stream, way.encoding)(source)
    if text.startswith("{"):
        raw = stream.read(LARGEST_JSON + 1)
        if len(raw) > LARGEST_JSON:
            message = f"a log in JSON may have {LARGEST_JSON >> 20} MiB; give larger ones in SQLite"
            raise source.refused(0, message)
        return _objects(OcelJson(raw), source, way)
    return CsvReader(stream, head, way.encoding or "utf-8", way.delimiter)(source)


def _objects(form: Laying, source: Source, way: Way) -> Records:
    if way.case_object is None and not way.guesses:
        raise source.refused(0, "this is a log in OCEL; say in the mapping which objects are cases, with 'case_object'")
    return OcelReader(form, way.case_object, way.through)(source)


def _as_text(head: bytes) -> str:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return head.decode(encoding, "replace").lstrip()


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
