"""Opening the database that a person names: a URL, or a SQLite file."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from dossierflow.errors import StoreError
from dossierflow.store.sql.schema import require_current
from dossierflow.store.sql.sqlite import IN_MEMORY, open_sqlite

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import URL, Engine

_DRIVER = "postgresql+psycopg"


def open_database(target: str, *, must_exist: bool = True) -> Engine:
    """
    Return an engine on *target*, and see that it answers.

    Args:
        target: ``postgresql://user@host/name``, ``sqlite:///file`` or the path
            of a SQLite file. PostgreSQL is spoken to through psycopg.

        must_exist: Whether a SQLite file that is missing is an error, rather
            than made.

    Raises:
        StoreError: It is no such URL, its driver is not installed, or nothing
            answers. Passwords are not repeated.
    """
    if "://" not in target:
        return _open_file(target, must_exist=must_exist)
    try:
        url = make_url(target)
        backend = url.get_backend_name()
        if backend == "sqlite":
            return _open_file(url.database or IN_MEMORY, must_exist=must_exist)
        if backend != "postgresql":
            msg = f"the store speaks SQLite and PostgreSQL, not {backend}"
            raise StoreError(msg)
        named = url.set(drivername=_DRIVER) if url.drivername == backend else url
        # an error of the database names no values: it ends up in somebody's log
        engine = create_engine(named, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        msg = f"{_shown(target)} is no database that dossierflow knows; give postgresql://user@host/name or a file"
        raise StoreError(msg) from error
    except ModuleNotFoundError as error:
        msg = f"{error.name} is not installed; install it with: pip install 'dossierflow[postgres]'"
        raise StoreError(msg) from error
    _require_answer(engine, url)
    return engine


@contextmanager
def opened(target: str, *, must_exist: bool = True, must_be_current: bool = True) -> Generator[Engine]:
    """
    Open the database that a person names, for the time of a block.

    Args:
        target: As `open_database` takes it.

        must_exist: Whether a SQLite file that is missing is an error.

        must_be_current: Whether its tables must be those of this version.

    Raises:
        StoreError: It cannot be opened, has other tables, or fails in the block.
    """
    engine = open_database(target, must_exist=must_exist)
    try:
        if must_be_current:
            require_current(engine)
        yield engine
    except SQLAlchemyError as error:
        reason = str(error.__cause__ or error).splitlines()[0]
        raise StoreError(reason) from error
    finally:
        engine.dispose()


def _open_file(path: str, *, must_exist: bool) -> Engine:
    if must_exist and path != IN_MEMORY and not Path(path).is_file():
        msg = f"{path}: there is no such file"
        raise StoreError(msg)
    return open_sqlite(path)


def _require_answer(engine: Engine, url: URL) -> None:
    try:
        engine.connect().close()
    except SQLAlchemyError as error:
        engine.dispose()
        reason = str(error.__cause__ or error).splitlines()[0]
        msg = f"{url.render_as_string()}: {reason}"
        raise StoreError(msg) from error


def _shown(target: str) -> str:
    """Return what may be repeated of a URL that could not be read: nothing that may be a password."""
    scheme, _, rest = target.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
