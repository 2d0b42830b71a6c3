"""Logs as tables: CSV for anybody, Parquet for those who have many."""

from __future__ import annotations

import csv
from datetime import datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from dossierflow.interop.exports.lines import COLUMNS, INSTANTS, lines_of
from dossierflow.office.formulas import as_text
from dossierflow.worktime.importers.extras import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.interop.exports.lines import Line
    from dossierflow.interop.exports.spool import Spool

_GROUP: Final = 50_000
"""Rows that are held at once, and of a row group in Parquet."""

_NUMBERS: Final = frozenset({"sequence", "part", "run"})
_NEVER_NONE: Final = frozenset({"sequence", "part", "dossier", "activity", "lifecycle", "occurred_at"})

# Bound once: a test clock swaps the class for its own, but not this.
_from_iso = datetime.fromisoformat


def write_csv(spool: Spool, out: BinaryIO) -> None:
    """
    Write the lines as CSV: UTF-8 without a mark, commas, line feeds; instants with their offset.

    Text that a spreadsheet could take for a formula has an apostrophe before it.
    """
    text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    try:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([as_text(cell) if isinstance(cell, str) else cell for cell in line] for line in _lines(spool))
        text.flush()
    finally:
        # the file is the caller's
        text.detach()


def write_parquet(spool: Spool, out: BinaryIO) -> None:
    """
    Write the lines as Parquet: instants in UTC to the microsecond, what is not there as null.

    Raises:
        ImportError: pyarrow is not installed.
    """
    try:
        # an extra without types, loaded only where it is asked
        import pyarrow  # type: ignore[import-untyped] # noqa: ICN001, PLC0415 # pyright: ignore[reportMissingTypeStubs]
        from pyarrow import parquet  # noqa: PLC0415 # pyright: ignore[reportMissingTypeStubs]
    except ImportError as error:
        raise missing("pyarrow", "columns") from error
    pa: Any = pyarrow
    pq: Any = parquet
    schema = pa.schema([pa.field(name, _type(pa, name), nullable=name not in _NEVER_NONE) for name in COLUMNS])
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in _groups(_lines(spool)):
            columns = [
                pa.array([_cell(name, row[place]) for row in rows], type=_type(pa, name))
                for place, name in enumerate(COLUMNS)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema), row_group_size=_GROUP)


def _lines(spool: Spool) -> Iterator[Line]:
    for _, events in spool.dossiers():
        yield from lines_of(events)


def _groups(lines: Iterator[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        group.append(line)
        if len(group) == _GROUP:
            yield group
            group = []
    if group:
        yield group


def _type(pa: Any, name: str) -> Any:  # noqa: ANN401 - the package comes without types
    if name in INSTANTS:
        return pa.timestamp("us", tz="UTC")
    if name == "due_day":
        return pa.date32()
    return pa.int32() if name in _NUMBERS else pa.string()


def _cell(name: str, value: str | int | None) -> object:
    if value is None or value == "":
        return None
    if isinstance(value, str) and name in INSTANTS:
        return _from_iso(value)
    if isinstance(value, str) and name == "due_day":
        return _from_iso(value).date()
    return value
