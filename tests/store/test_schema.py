"""Tables of older revisions are brought up to date, and those made anew are the same."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import ForeignKeyConstraint, create_engine, event, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from dossierflow.engine import event_to_json, redacted
from dossierflow.errors import StoreError
from dossierflow.store import Sweeper
from dossierflow.store.sql import SqlStore, create_tables, open_sqlite, schema, sql_units, upgrade
from dossierflow.store.sql.schema import FIRST, HEAD, REVISION_TABLE, revision_of
from dossierflow.store.sql.tables import TABLES
from dossierflow.testing.contracts.life import ENGINE, LATER, live
from dossierflow.testing.sample import LIFE, sample_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

DUMPS = Path(__file__).parent.parent / "data" / "stores"
NAMES = {table.name for table in TABLES}


@pytest.fixture
def old_sqlite(tmp_path: Path) -> Iterator[Engine]:
    """Return a file as the first revision of the library left it."""
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript((DUMPS / "revision-1.sqlite.sql").read_text("utf-8"))
    connection.close()
    engine = open_sqlite(path)
    yield engine
    engine.dispose()


@pytest.fixture
def old_postgres(postgres_url: str) -> Iterator[Engine]:
    """Return a database as the first revision of the library left it."""
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql((DUMPS / "revision-1.postgresql.sql").read_text("utf-8").replace("%", "%%"))
    yield engine
    engine.dispose()


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Iterator[Engine]:
    """Return an empty file."""
    engine = open_sqlite(tmp_path / "empty.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[Engine]:
    """Return an empty database."""
    engine = create_engine(postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture(params=["old_sqlite", "old_postgres"])
def old(request: pytest.FixtureRequest) -> Engine:
    """Return each old database in turn."""
    engine: Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture(params=["empty_sqlite", "empty_postgres"])
def empty(request: pytest.FixtureRequest) -> Engine:
    """Return each empty database in turn."""
    engine: Engine = request.getfixturevalue(request.param)
    return engine


def test_everything_is_there_after_an_upgrade(old: Engine) -> None:
    """Every dossier loads and is its replay, and every event is the one that was written, byte for byte."""
    with old.connect() as connection:
        assert revision_of(connection) == FIRST
        bodies = (
            connection.execute(text("SELECT body FROM dossierflow_event ORDER BY dossier, sequence")).scalars().all()
        )
    assert upgrade(old) == FIRST
    assert upgrade(old) == HEAD

    with old.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM dossierflow_schema")).scalars().all() == [HEAD]
    with Session(old) as session:
        store = SqlStore(session)
        kept = [one for number in range(9) for one in store.events(f"S-{number}")]
        assert [event_to_json(redacted(one)) for one in kept] == bodies
        assert all(store.load(f"S-{number}", verify=True) is not None for number in range(9))
        assert store.events("S-8") == sample_log("S-8")
        assert store.events("S-3")[0].personal is None
        assert store.events("S-4")[0].personal is not None


def test_an_upgraded_database_goes_on(old: Engine) -> None:
    """What had been begun under the first revision is swept and continued under this one."""
    upgrade(old)
    units = sql_units(old, channels=["portal"])
    with units() as unit:
        assert live(unit.store, "S-1")[-1].is_accepted
        assert live(unit.store, "S-9", 1)[-1].is_accepted
    report = Sweeper(ENGINE, units).sweep(LATER)

    assert report.is_clean
    assert report.repaired == 0
    with units() as unit:
        assert unit.clocks.due(LATER) == ()
        assert all(unit.store.load(f"S-{number}", verify=True) is not None for number in range(10))


def differences(engine: Engine) -> list[object]:
    """Return what Alembic would change to make the tables those of the models."""
    is_native = engine.dialect.name == "postgresql"
    options = {
        "compare_type": True,
        # SQLite has no identities, which Alembic takes for a difference
        "compare_server_default": is_native,
        "version_table": REVISION_TABLE,
        "include_object": _is_ours,
    }
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata))


def _is_ours(item: object, name: str | None, kind: str, _is_reflected: object, _other: object) -> bool:
    """Leave out tables of the host, and the parts of a split table, to which PostgreSQL repeats each reference."""
    if isinstance(item, ForeignKeyConstraint):
        return item.referred_table.name in NAMES
    return kind != "table" or name in NAMES


CATALOGUE = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE name LIKE 'dossierflow%' OR name LIKE 'ix_dossierflow%'",
    "postgresql": """
        SELECT conname, conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT table_name || '.' || column_name,
            concat_ws(' ', ordinal_position, data_type, is_nullable, column_default, is_identity)
            FROM information_schema.columns WHERE table_schema = 'public'
    """,
}


def catalogue(engine: Engine) -> dict[str, set[str]]:
    """Return what the database itself says of its tables, whatever the order of their constraints."""
    with engine.connect() as connection:
        rows = connection.execute(text(CATALOGUE[engine.dialect.name])).all()
    return {name: set(re.split(r",\s*\n\s*", re.sub(r'["\t]', "", sql.strip("\n )")))) for name, sql in rows}


@pytest.mark.parametrize("way", ["create", "upgrade"])
def test_the_tables_are_those_of_the_models(empty: Engine, way: str) -> None:
    """Made at once or by migrations, Alembic finds nothing to change."""
    (create_tables if way == "create" else upgrade)(empty)

    assert differences(empty) == []


def test_both_ways_make_the_same_tables(tmp_path: Path) -> None:
    """What SQLite keeps as its definition is the same, from nothing, from an old file, and by create_tables."""
    made = {}
    for way in ("create", "upgrade", "old"):
        if way == "old":
            connection = sqlite3.connect(tmp_path / "old.sqlite")
            connection.executescript((DUMPS / "revision-1.sqlite.sql").read_text("utf-8"))
            connection.close()
        engine = open_sqlite(tmp_path / f"{way}.sqlite")
        (create_tables if way == "create" else upgrade)(engine)
        made[way] = catalogue(engine)
        engine.dispose()

    assert made["create"] == made["upgrade"] == made["old"]


def test_both_ways_make_the_same_tables_in_postgresql(empty_postgres: Engine) -> None:
    """Columns, types, constraints and indexes are the same, made at once, by migrations, and from an old database."""
    made = []
    dump = (DUMPS / "revision-1.postgresql.sql").read_text("utf-8").replace("%", "%%")
    for way in ("create", "upgrade", "old"):
        with empty_postgres.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
            if way == "old":
                connection.exec_driver_sql(dump)
        (create_tables if way == "create" else upgrade)(empty_postgres)
        made.append(catalogue(empty_postgres))

    assert made[0] == made[1] == made[2]
    assert len(made[0]) > 80


def test_the_newest_revision_is_the_one_the_library_names() -> None:
    """The constant is the head of the migrations, and there is one head."""
    script = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))

    assert script.get_heads() == [HEAD]
    assert script.get_bases() == [FIRST]


def test_tables_are_made_once(empty: Engine) -> None:
    """Creating twice, and upgrading what was created, changes nothing."""
    create_tables(empty)
    before = catalogue(empty)
    create_tables(empty)

    assert upgrade(empty) == HEAD
    assert catalogue(empty) == before


def test_old_tables_are_not_taken_for_new_ones(old: Engine) -> None:
    """Tables of an older revision are not written to by mistake; the message says what to do."""
    with pytest.raises(StoreError, match="has tables of revision 0001, this version needs 0002; run: dossierflow db"):
        create_tables(old)


def test_a_newer_database_is_refused(empty: Engine) -> None:
    """Tables of a later version of the library are left alone."""
    create_tables(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE dossierflow_schema SET version_num = '9999'"))

    with pytest.raises(StoreError, match="the tables have revision 9999, which this version does not know"):
        upgrade(empty)


def test_rows_of_the_host_still_name_their_dossiers(old: Engine) -> None:
    """Tables of the host that refer to dossiers keep their rows and their foreign keys."""
    with old.begin() as connection:
        connection.execute(text("CREATE TABLE filing (dossier VARCHAR REFERENCES dossierflow_dossier (id))"))
        connection.execute(text("INSERT INTO filing VALUES ('S-1')"))
    upgrade(old)

    with old.begin() as connection:
        assert connection.execute(text("SELECT dossier FROM filing")).scalars().all() == ["S-1"]
    with pytest.raises(IntegrityError), old.begin() as connection:
        connection.execute(text("INSERT INTO filing VALUES ('S-99')"))


def test_a_file_with_dangling_references_is_left_as_it_was(old_sqlite: Engine) -> None:
    """An upgrade that would leave a row without its dossier is taken back, and says so."""
    with old_sqlite.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("DELETE FROM dossierflow_dossier WHERE id = 'S-1'")
        connection.commit()
    before = catalogue(old_sqlite)

    with pytest.raises(StoreError, match="refers to a row of 'dossierflow_dossier' that does not exist"):
        upgrade(old_sqlite)
    assert catalogue(old_sqlite) == before


def test_an_upgrade_that_breaks_off_changes_nothing(old: Engine) -> None:
    """Whatever statement fails, the database is as it was, and the next upgrade succeeds."""
    before = catalogue(old)

    @event.listens_for(old, "before_cursor_execute")
    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "dossierflow_outbox_open" in statement:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        upgrade(old)
    event.remove(old, "before_cursor_execute", fail)
    assert catalogue(old) == before
    assert upgrade(old) == FIRST


def test_the_host_has_an_alembic_of_its_own(empty: Engine) -> None:
    """Revisions of the library are noted apart from those of the host."""
    upgrade(empty)

    assert set(inspect(empty).get_table_names()) == {*NAMES, REVISION_TABLE}


REFUSED = [
    "UPDATE dossierflow_dossier SET status = 11",
    "UPDATE dossierflow_dossier SET version = 0",
    "UPDATE dossierflow_event SET previous = hash",
    "UPDATE dossierflow_deadline SET state = 'resting'",
    "UPDATE dossierflow_deadline SET state = 'running', due_at = NULL",
    "UPDATE dossierflow_event SET dossier = 'S-9' WHERE sequence = 11",
    "DELETE FROM dossierflow_dossier",
    "UPDATE dossierflow_outbox SET state = 'lost'",
    "UPDATE dossierflow_outbox SET state = 'delivered'",
    "UPDATE dossierflow_outbox SET sequence = 99",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_what_cannot_be(empty: Engine, statement: str) -> None:
    """Behind the library's back too, rows that no dossier can have are refused."""
    create_tables(empty)
    with sql_units(empty, channels=["portal"])() as unit:
        live(unit.store, "S-1", len(LIFE))

    with pytest.raises(IntegrityError), empty.begin() as connection:
        connection.execute(text(statement))
