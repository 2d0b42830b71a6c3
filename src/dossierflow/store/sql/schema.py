"""
Making the tables, and bringing those of older versions up to date.

The tables that `create_tables` makes and those that the migrations make are the
same, and a test compares them. Which revision a database has is noted in a
table of its own, so that a host with migrations of its own keeps its own note.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, select
from sqlmodel import SQLModel

from dossierflow.errors import StoreError
from dossierflow.store.sql.dialects import one_at_a_time
from dossierflow.store.sql.tables import DOSSIERS, TABLES

if TYPE_CHECKING:
    from collections.abc import Generator

    from alembic.runtime.migration import MigrationContext, RevisionStep
    from sqlalchemy import Connection, Engine

HEAD: Final = "0002"
"""Revision of the tables of this version of the library."""

FIRST: Final = "0001"
"""Revision of tables that were made before revisions were noted."""

REVISION_TABLE: Final = "dossierflow_schema"
_REVISION: Final = Table(
    REVISION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{REVISION_TABLE}_pkc"),
)
_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def revision_of(connection: Connection) -> str | None:
    """Return the revision of the tables that a database has; none where it has none of ours."""
    there = inspect(connection)
    if there.has_table(REVISION_TABLE):
        found: str | None = connection.scalar(select(_REVISION.c.version_num))
        return found
    return FIRST if there.has_table(DOSSIERS.name) else None


def create_tables(engine: Engine) -> None:
    """
    Create the tables where they are missing, and no table of the host.

    Raises:
        StoreError: The database has tables of another revision.
    """
    with engine.begin() as connection:
        one_at_a_time(connection, REVISION_TABLE)
        if revision_of(connection) is None:
            SQLModel.metadata.create_all(connection, tables=TABLES)
            _REVISION.create(connection)
            connection.execute(insert(_REVISION).values(version_num=HEAD))
    require_current(engine)


def require_current(engine: Engine) -> None:
    """
    Check that the database has the tables of this version.

    Raises:
        StoreError: It has none, or those of another one.
    """
    with engine.connect() as connection:
        found = revision_of(connection)
    if found != HEAD:
        had = "no tables of dossierflow" if found is None else f"tables of revision {found}"
        msg = f"the database has {had}, this version needs {HEAD}; run: dossierflow db upgrade"
        raise StoreError(msg)


def upgrade(engine: Engine) -> str | None:
    """
    Bring the tables up to date, in one transaction, and make them where they are missing.

    Whatever the database held stays. Nobody should write meanwhile: the tables
    are locked, and large ones are rewritten.

    Args:
        engine: The database, SQLite or PostgreSQL.

    Returns:
        The revision before; none for a database without our tables.

    Raises:
        StoreError: The database comes from a newer version of the library.
    """
    with engine.connect() as connection, _references_unchecked(connection), connection.begin():
        one_at_a_time(connection, REVISION_TABLE)
        before = revision_of(connection)
        _migrate(connection, before)
        if connection.dialect.name == "sqlite":
            _check_references(connection)
    return before


@contextmanager
def _references_unchecked(connection: Connection) -> Generator[None]:
    """Let SQLite replace tables that others refer to, which it only does by making them anew."""
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    # not within a transaction, where SQLite would pass it over
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _migrate(connection: Connection, before: str | None) -> None:
    # the library of migrations is needed here and nowhere else
    from alembic.operations import Operations  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    script = ScriptDirectory(str(_MIGRATIONS))
    known = {one.revision for one in script.walk_revisions()}
    if before is not None and before not in known:
        msg = f"the tables have revision {before}, which this version does not know; use the version that made them"
        raise StoreError(msg)

    def steps(heads: object, _context: MigrationContext) -> list[RevisionStep]:
        # what alembic's own command calls; its type says one head, its text several
        return script._upgrade_revs("heads", heads)  # type: ignore[arg-type]  # noqa: SLF001

    options = {"version_table": REVISION_TABLE, "fn": steps, "script": script, "transactional_ddl": True}
    context = MigrationContext.configure(connection=connection, opts=options)
    if before == FIRST and not context.get_current_heads():
        context.stamp(script, FIRST)
    with Operations.context(context):
        context.run_migrations()


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        msg = f"table {broken[0][0]!r} refers to a row of {broken[0][2]!r} that does not exist; nothing was changed"
        raise StoreError(msg)
