"""The tables of a forecast: one row a dossier, and one row for every stay of a dossier in a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossierflow.forecast.packages import pa

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BATCH = 4096
_WHOLE = "int64"
TEXT = "string"
"""The Arrow type of text."""

Columns = tuple[tuple[str, str | None], ...]
"""Names, and the names of Arrow types; none for an instant."""

DOSSIER_COLUMNS: Columns = (
    ("replication", _WHOLE),
    ("office", TEXT),
    ("id", TEXT),
    ("procedure", TEXT),
    ("version", TEXT),
    ("channel", TEXT),
    ("submitted", None),
    ("received", None),
    ("due", None),
    ("decided", None),
    ("finished", None),
    ("end", TEXT),
    ("outcome", TEXT),
    ("limit", TEXT),
    ("days_late", _WHOLE),
    ("supplements", _WHOLE),
    ("suspended_minutes", _WHOLE),
    ("elapsed_minutes", _WHOLE),
    ("worked_minutes", _WHOLE),
    ("waited_staff_minutes", _WHOLE),
    ("waited_applicant_minutes", _WHOLE),
    ("waited_agencies_minutes", _WHOLE),
    ("paused_minutes", _WHOLE),
    ("apologies_due", _WHOLE),
    ("apologies", _WHOLE),
    ("events", _WHOLE),
    ("stuck", TEXT),
)
"""Columns of the table of dossiers; those without a type are instants."""

STEP_COLUMNS: Columns = (
    ("replication", _WHOLE),
    ("office", TEXT),
    ("id", TEXT),
    ("procedure", TEXT),
    ("track", TEXT),
    ("step", TEXT),
    ("number", _WHOLE),
    ("agency", TEXT),
    ("role", TEXT),
    ("entered", None),
    ("started", None),
    ("left", None),
    ("worked_minutes", _WHOLE),
    ("waited_staff_minutes", _WHOLE),
    ("waited_applicant_minutes", _WHOLE),
    ("waited_agencies_minutes", _WHOLE),
    ("paused_minutes", _WHOLE),
)
"""Columns of the table of stays in steps."""


def schema_of(columns: Columns, zone: str) -> Any:  # noqa: ANN401 -- pyarrow has no types
    """Return the Arrow schema of *columns*; instants are whole seconds in *zone*."""
    return pa.schema(
        [(name, pa.timestamp("s", tz=zone) if kind is None else pa.type_for_alias(kind)) for name, kind in columns]
    )


class RowBuffer:
    """Rows on their way out of a worker: packed in batches, so that no list of all of them exists."""

    def __init__(self, schema: Any) -> None:  # noqa: ANN401 -- pyarrow has no types
        self._schema = schema
        self._rows: list[Sequence[object]] = []
        self._sink = pa.BufferOutputStream()
        self._writer = pa.ipc.new_stream(self._sink, schema, options=pa.ipc.IpcWriteOptions(compression="zstd"))

    def add(self, row: Sequence[object]) -> None:
        """Add a row, its values in the order of the columns."""
        self._rows.append(row)
        if len(self._rows) == _BATCH:
            self._flush()

    def close(self) -> bytes:
        """Return all rows, packed; nothing can be added any more."""
        self._flush()
        self._writer.close()
        packed: bytes = self._sink.getvalue().to_pybytes()
        return packed

    def _flush(self) -> None:
        if self._rows:
            arrays = [
                pa.array(values, type=field.type)
                for values, field in zip(zip(*self._rows, strict=True), self._schema, strict=True)
            ]
            self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
            self._rows = []


def unpacked(packed: bytes) -> Iterator[Any]:
    """Yield the batches of rows that a `RowBuffer` packed."""
    with pa.ipc.open_stream(packed) as reader:
        yield from reader
