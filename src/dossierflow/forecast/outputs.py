"""Writing the tables of a forecast as its offices come in, in their order: Parquet, and CSV beside it."""

from __future__ import annotations

import csv
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Self

from dossierflow.forecast.packages import parquet
from dossierflow.forecast.rows import DOSSIER_COLUMNS, STEP_COLUMNS, TEXT, schema_of, unpacked
from dossierflow.office.formulas import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from dossierflow.forecast.office import OfficeResult
    from dossierflow.forecast.rows import Columns


class _Table:
    """One table, in two formats."""

    def __init__(self, folder: Path, name: str, columns: Columns, zone: str) -> None:
        self.path = folder / f"{name}.parquet"
        self._parquet = parquet.ParquetWriter(self.path, schema_of(columns, zone), compression="zstd")
        # csv in Excel: a comma, and instants as ISO text with their offset
        self._file = (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._file, lineterminator="\r\n")
        self._csv.writerow([column for column, _ in columns])
        self._instants = frozenset(number for number, (_, kind) in enumerate(columns) if kind is None)
        self._words = frozenset(number for number, (_, kind) in enumerate(columns) if kind == TEXT)

    def add(self, packed: bytes) -> None:
        for batch in unpacked(packed):
            self._parquet.write_batch(batch)
            columns = [self._written(number, column.to_pylist()) for number, column in enumerate(batch.columns)]
            self._csv.writerows(zip(*columns, strict=True))

    def _written(self, number: int, cells: list[Any]) -> list[Any]:
        """Return the cells of a column as CSV has them; text never as something that a spreadsheet computes."""
        if number in self._instants:
            return _texts(cells)
        if number in self._words:
            return [None if cell is None else as_text(cell) for cell in cells]
        return cells

    def close(self) -> None:
        self._parquet.close()
        self._file.close()


class Tables(AbstractContextManager["Tables"]):
    """The two tables of a forecast, open for writing."""

    def __init__(self, folder: Path, zone: str) -> None:
        """Begin the tables in *folder*, which exists; what was there under their names is gone."""
        self._dossiers = _Table(folder, "dossiers", DOSSIER_COLUMNS, zone)
        self._steps = _Table(folder, "steps", STEP_COLUMNS, zone)

    @property
    def paths(self) -> tuple[Path, Path]:
        """The files of dossiers and of stays in steps."""
        return self._dossiers.path, self._steps.path

    def add(self, result: OfficeResult) -> None:
        """Append the rows of one office."""
        self._dossiers.add(result.dossiers)
        self._steps.add(result.steps)

    def __enter__(self) -> Self:
        """Return the tables."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the files."""
        self._dossiers.close()
        self._steps.close()


def _texts(instants: Iterable[datetime | None]) -> list[str]:
    return ["" if at is None else at.isoformat(timespec="seconds") for at in instants]
