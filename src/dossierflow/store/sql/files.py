"""A store in one SQLite file, for programs that have no database of their own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from dossierflow.errors import StoreError
from dossierflow.store.sql.schema import HEAD, create_tables, revision_of, upgrade
from dossierflow.store.sql.sqlite import open_sqlite
from dossierflow.store.sql.store import SqlStore

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from sqlalchemy import Engine


@contextmanager
def sqlite_store(path: Path, *, create: bool = True) -> Generator[SqlStore]:
    """
    Open the store in the file at *path*; commit when the block ends well, otherwise change nothing.

    Args:
        path: The database file.

        create: Whether to make file and tables where they are missing, and to
            bring those of older versions up to date.

    Raises:
        StoreError: The file is no database, lacks the tables, or cannot be opened.
    """
    if not create and not path.is_file():
        msg = f"{path}: there is no such file"
        raise StoreError(msg)
    engine = open_sqlite(path)
    try:
        if create:
            _bring_up_to_date(engine)
        with Session(engine) as session, session.begin():
            yield SqlStore(session)
    except SQLAlchemyError as error:
        reason = str(error.__cause__ or error).splitlines()[0]
        msg = f"{path}: {reason}; give a SQLite file that dossierflow has written"
        raise StoreError(msg) from error
    finally:
        engine.dispose()


def _bring_up_to_date(engine: Engine) -> None:
    with engine.connect() as connection:
        found = revision_of(connection)
    if found is None:
        create_tables(engine)
    elif found != HEAD:
        upgrade(engine)
