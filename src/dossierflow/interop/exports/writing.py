"""Writing a log in one of its forms: complete at its place, or not there."""

from __future__ import annotations

import json
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from dossierflow.audit.cloudevents import to_cloudevent
from dossierflow.interop.exports.ocel_json import write_ocel_json
from dossierflow.interop.exports.ocel_sqlite import write_ocel_sqlite
from dossierflow.interop.exports.spool import spooled
from dossierflow.interop.exports.tables import write_csv, write_parquet
from dossierflow.interop.exports.xes import write_xes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dossierflow.engine.events import Event
    from dossierflow.interop.exports.spool import Spool


class LogFormat(StrEnum):
    """The forms in which a log can be written."""

    OCEL_JSON = "ocel-json"
    OCEL_SQLITE = "ocel-sqlite"
    XES = "xes"
    CSV = "csv"
    PARQUET = "parquet"
    CLOUDEVENTS = "cloudevents"


_STREAMS: Final[dict[LogFormat, Callable[[Spool, BinaryIO], None]]] = {
    LogFormat.OCEL_JSON: write_ocel_json,
    LogFormat.XES: write_xes,
    LogFormat.CSV: write_csv,
    LogFormat.PARQUET: write_parquet,
}


def export_log(events: Iterable[Event], out: Path, form: LogFormat, *, source: str = "urn:dossierflow") -> int:
    """
    Write *events* to a file, and return how many there were.

    Events of several dossiers may be interleaved in any way; the file has them
    by dossier, except for CloudEvents, which keep the order of the log. Of a
    large log only one dossier is held at a time. Personal facts, reasons, notes
    and lists of papers are left out; CloudEvents hold the events as logged,
    redacted of personal facts only, because readers check their hashes.

    Args:
        events: The log.

        out: The file, which is replaced if it is there.

        form: What to write.

        source: URI of the host's system, for CloudEvents.

    Raises:
        EventFormatError: An event is there twice, or *source* is empty.

        ImportError: The form needs a package that is not installed.

        OSError: The file cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder:
        made = Path(folder) / "export"
        count = _write(events, made, form, source)
        made.replace(out)
    return count


def _write(events: Iterable[Event], made: Path, form: LogFormat, source: str) -> int:
    if form is LogFormat.CLOUDEVENTS:
        with made.open("wb") as out:
            return _cloudevents(events, out, source)
    with spooled(events) as spool:
        if form is LogFormat.OCEL_SQLITE:
            write_ocel_sqlite(spool, made)
        else:
            with made.open("wb") as out:
                _STREAMS[form](spool, out)
        return spool.count


def _cloudevents(events: Iterable[Event], out: BinaryIO, source: str) -> int:
    count = 0
    out.write(b"[")
    for event in events:
        out.write(b",\n" if count else b"\n")
        out.write(json.dumps(to_cloudevent(event, source), ensure_ascii=False, separators=(",", ":")).encode())
        count += 1
    out.write(b"\n]\n")
    return count
