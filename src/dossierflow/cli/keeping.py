"""Event logs in files: SQLite stores that `run --save` writes, JSON Lines, and reading both back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.audit import read_log, write_log
from dossierflow.engine.events import event_to_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossierflow.engine.events import Event
    from dossierflow.simulate import ScenarioRun

_SQLITE = b"SQLite format 3\x00"
_PAGE = 500


def save_run(run: ScenarioRun, path: Path) -> None:
    """
    Keep the dossier of *run* and its events in the SQLite file at *path*, all or nothing.

    Saving the same run again changes nothing.

    Raises:
        VersionConflictError: The file holds another story of a dossier with this number.

        StoreError: The file is not such a database.
    """
    # the database costs more time to load than a scenario takes to run
    from dossierflow.store.sql.files import sqlite_store  # noqa: PLC0415

    if run.dossier is None:
        return
    with sqlite_store(path) as store:
        store.append(run.dossier, run.events, expected_version=0)


def log_run(run: ScenarioRun, path: Path) -> None:
    """Write the events of *run* to *path*, one JSON object a line; what was in the file is gone."""
    with path.open("wb") as file:
        write_log(run.events, file)


def log_lines(path: Path) -> tuple[list[str | bytes], dict[str, str]]:
    """
    Return the lines of a log, and the last hashes that its file keeps apart from them.

    Of a SQLite file: the events of all its dossiers, and the head of each. A
    file of JSON Lines keeps no heads of its own.

    Raises:
        StoreError: A SQLite file has no events of this library.

        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            file.seek(0)
            return list(file), {}
    from dossierflow.store.sql.files import sqlite_store  # noqa: PLC0415 -- as above

    lines: list[str | bytes] = []
    heads: dict[str, str] = {}
    with sqlite_store(path, create=False) as store:
        page = store.find(limit=_PAGE)
        while page:
            for one in page:
                lines += [event_to_json(event) for event in store.events(one.id)]
                heads[one.id] = one.head
            page = store.find(after=page[-1].id, limit=_PAGE)
    return lines, heads


def log_events(path: Path) -> Iterator[Event]:
    """
    Yield the events of a log one after the other: of JSON Lines in their order, of a SQLite file by dossier.

    Raises:
        EventFormatError: A line is not an event.

        StoreError: A SQLite file has no events of this library.

        OSError: The file cannot be read.
    """
    if not is_store(path):
        yield from read_log(path)
        return
    from dossierflow.store.sql.files import sqlite_store  # noqa: PLC0415 -- as above

    with sqlite_store(path, create=False) as store:
        page = store.find(limit=_PAGE)
        while page:
            for one in page:
                yield from store.events(one.id)
            page = store.find(after=page[-1].id, limit=_PAGE)


def is_store(path: Path) -> bool:
    """
    Tell whether *path* is a SQLite file, whose events come by dossier.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
