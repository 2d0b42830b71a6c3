"""The SQL store keeps the contract on SQLite in memory, and works inside the host's transaction."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_mock_engine, delete, inspect, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as PlainSession
from sqlmodel import Field, Session, SQLModel

from dossierflow.engine import event_to_json, redacted
from dossierflow.errors import NaiveInstantError, StoreError, UnknownNameError
from dossierflow.store import DossierFilter, DossierStore, handle_in_store
from dossierflow.store.sql import SqlStore, create_tables, open_sqlite
from dossierflow.store.sql.clocks import claims
from dossierflow.store.sql.tables import DEADLINES, DOSSIERS, EVENTS
from dossierflow.store.utc import from_utc_text, utc_text
from dossierflow.testing import StoreContract
from dossierflow.testing.contracts.life import live
from dossierflow.testing.sample import LIFE, instant, sample_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


class HostNote(SQLModel, table=True):
    """A table of the host, which names a dossier."""

    __tablename__ = "host_note"

    id: int | None = Field(default=None, primary_key=True)
    dossier: str = Field(foreign_key="dossierflow_dossier.id")
    text: str


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return an engine on an empty file with our tables and the host's."""
    engine = open_sqlite(tmp_path / "office.sqlite")
    create_tables(engine)
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables["host_note"]])
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Return the host's session."""
    with Session(engine) as session:
        yield session


class TestSqliteInMemory(StoreContract):
    """The contract of every store, in memory and on a session of plain SQLAlchemy."""

    @pytest.fixture
    def store(self) -> Iterator[DossierStore]:
        """Return a store on a database that ends with the test."""
        engine = open_sqlite(":memory:")
        create_tables(engine)
        with PlainSession(engine) as session:
            yield SqlStore(session)
        engine.dispose()


def test_the_file_can_be_reopened(tmp_path: Path) -> None:
    """Another engine on the same file, later, finds everything."""
    for acts in range(2, 4):
        engine = open_sqlite(tmp_path / "office.sqlite")
        create_tables(engine)
        with Session(engine) as session:
            live(SqlStore(session), f"S-{acts}", acts)
            session.commit()
        engine.dispose()

    engine = open_sqlite(tmp_path / "office.sqlite")
    with Session(engine) as session:
        assert [one.id for one in SqlStore(session).find()] == ["S-2", "S-3"]
        assert SqlStore(session).load("S-2", verify=True) is not None
    engine.dispose()


KILLED = """
import os, signal, sys
from sqlmodel import Session
from dossierflow.store.sql import SqlStore, open_sqlite
from dossierflow.testing.contracts.life import live

session = Session(open_sqlite(sys.argv[1]))
live(SqlStore(session), "S-1", 3)
assert SqlStore(session).load("S-1") is not None
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_leaves_nothing(tmp_path: Path) -> None:
    """Killed after writing and before committing, a process leaves a file that opens, empty and usable."""
    path = tmp_path / "office.sqlite"
    engine = open_sqlite(path)
    create_tables(engine)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], capture_output=True, timeout=120, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    with Session(engine) as session:
        assert SqlStore(session).find() == ()
        assert SqlStore(session).events("S-1") == ()
        assert live(SqlStore(session), "S-1", 3)[-1].is_accepted
    engine.dispose()


def test_only_our_tables_are_made() -> None:
    """Creating the tables of the store makes none of the host's, and twice is once."""
    engine = open_sqlite(":memory:")
    create_tables(engine)
    create_tables(engine)

    assert sorted(inspect(engine).get_table_names()) == [
        "dossierflow_deadline",
        "dossierflow_dossier",
        "dossierflow_event",
        "dossierflow_incident",
        "dossierflow_outbox",
        "dossierflow_schema",
    ]
    engine.dispose()


def test_the_database_is_set_up_for_a_service(engine: Engine) -> None:
    """Write-ahead log, durable commits, foreign keys, patience, and no traces of deleted values."""
    with engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        found = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in asked]

    assert found == ["wal", 2, 1, 5000, 1]


def test_host_and_store_share_one_transaction(engine: Engine) -> None:
    """What the host writes and what the store writes are committed together, or rolled back together."""
    with Session(engine) as session:
        live(SqlStore(session), "S-1", 1)
        session.add(HostNote(dossier="S-1", text="nhà ông A"))
        session.commit()
    with Session(engine) as session:
        live(SqlStore(session), "S-2", 1)
        session.add(HostNote(dossier="S-2", text="nhà bà B"))
        session.rollback()

    with Session(engine) as session:
        assert [one.id for one in SqlStore(session).find()] == ["S-1"]
        assert [note.dossier for note in session.scalars(select(HostNote))] == ["S-1"]


def test_the_host_may_name_a_dossier_before_it_commits(session: Session) -> None:
    """Rows of the store are there at once, so a foreign key of the host holds, and an unknown id does not."""
    live(SqlStore(session), "S-1", 0)
    session.add(HostNote(dossier="S-1", text="x"))
    session.flush()
    session.add(HostNote(dossier="S-9", text="x"))

    with pytest.raises(IntegrityError):
        session.flush()


def test_the_key_of_events_is_the_last_guard(session: Session) -> None:
    """Even past the store, one place in a chain is taken once."""
    live(SqlStore(session), "S-1", 0)
    row = session.execute(select(EVENTS)).mappings().one()

    with pytest.raises(IntegrityError):
        session.execute(EVENTS.insert().values(**row))


def test_the_text_of_an_event_is_as_logged(session: Session) -> None:
    """The body is the redacted event byte for byte; personal facts stand in a column of their own."""
    decisions = live(SqlStore(session), "S-1")
    events = [event for decision in decisions for event in decision.events]
    rows = session.execute(select(EVENTS).order_by(EVENTS.c.sequence)).mappings().all()

    assert [row["body"] for row in rows] == [event_to_json(redacted(event)) for event in events]
    assert json.loads(rows[0]["personal"])["owner"]["value"] == "Nguyễn Văn A"
    assert {row["personal"] for row in rows[1:]} == {None}
    assert [row["event_id"] for row in rows] == [event.id for event in events]


def test_redacted_values_leave_the_file(tmp_path: Path) -> None:
    """After redaction and a checkpoint no byte of the personal value is in the file or beside it."""
    path = tmp_path / "office.sqlite"
    engine = open_sqlite(path)
    create_tables(engine)
    with Session(engine) as session:
        live(SqlStore(session), "S-1", 2)
        session.commit()
    beside = [path, path.with_name("office.sqlite-wal")]
    assert any("Nguyễn Văn A".encode() in file.read_bytes() for file in beside)

    with Session(engine) as session:
        SqlStore(session).redact("S-1")
        session.commit()
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    assert not any("Nguyễn Văn A".encode() in file.read_bytes() for file in beside)
    engine.dispose()


def deadlines(session: Session) -> set[tuple[str, int, str, datetime | None]]:
    """Return limit, run, state and due date of every deadline kept."""
    columns = (DEADLINES.c.limit_id, DEADLINES.c.run, DEADLINES.c.state, DEADLINES.c.due_at)
    return {(row.limit_id, row.run, row.state, row.due_at) for row in session.execute(select(*columns))}


@pytest.mark.parametrize("acts", range(len(LIFE) + 1))
def test_deadlines_are_those_of_the_dossier(session: Session, acts: int) -> None:
    """After every act the rows are every run of every limit, past runs included."""
    dossier = live(SqlStore(session), "S-1", acts)[-1].or_raise()
    runs = (*dossier.past_deadlines, *dossier.deadlines.values())

    assert deadlines(session) == {
        (run.limit, run.run, run.state.value, None if run.due is None else run.due.at) for run in runs
    }


def test_a_supplement_leaves_no_due_date() -> None:
    """By hand: asked on 9 February, both clocks stand still; the applicant has 15 working days over Tết."""
    engine = open_sqlite(":memory:")
    create_tables(engine)
    with Session(engine) as session:
        live(SqlStore(session), "S-1", 2)

        assert deadlines(session) == {
            ("total", 1, "suspended", None),
            ("check", 1, "suspended", None),
            ("complete", 1, "running", datetime(2026, 3, 9, 10, tzinfo=UTC)),
        }
    engine.dispose()


SPOILT = [
    (update(DOSSIERS).values(status=9), "the columns of dossier 'S-1' are not those of its snapshot"),
    (update(DOSSIERS).values(snapshot="{}"), "not the snapshot of a dossier: .*replay its events"),
    (update(DOSSIERS).values(snapshot="{"), "not the snapshot of a dossier: snapshot: Invalid JSON"),
    (delete(EVENTS).where(EVENTS.c.sequence == 3), "is not what its events say"),
    (delete(EVENTS).where(EVENTS.c.sequence == 2), "event S-1:3 was changed"),
]


@pytest.mark.parametrize(("statement", "message"), SPOILT)
def test_rows_changed_behind_the_store_are_found(session: Session, statement: object, message: str) -> None:
    """With verify, a dossier whose rows do not agree is not loaded."""
    live(SqlStore(session), "S-1", 2)
    session.execute(statement)  # type: ignore[call-overload] # any statement

    with pytest.raises(StoreError, match=message):
        SqlStore(session).load("S-1", verify=True)


def test_rows_are_rebuilt_from_the_events(session: Session) -> None:
    """After a spoilt snapshot and lost deadlines everything is as before, from the events alone."""
    store = SqlStore(session)
    decided = live(store, "S-1", 4)[-1].dossier
    before = deadlines(session)
    session.execute(update(DOSSIERS).values(snapshot="{}", status=1))
    session.execute(delete(DEADLINES))

    assert store.rebuild("S-1") == decided
    assert store.load("S-1", verify=True) == decided
    assert deadlines(session) == before


def test_what_is_not_there_cannot_be_rebuilt(session: Session) -> None:
    """An unknown dossier is named; changed events are not trusted."""
    store = SqlStore(session)
    live(store, "S-1", 1)
    session.execute(update(EVENTS).where(EVENTS.c.sequence == 2).values(body=EVENTS.c.body.op("||")("")))
    spoilt = select(EVENTS.c.body).where(EVENTS.c.sequence == 2)
    body = str(session.scalar(spoilt)).replace("received", "paid", 1)
    session.execute(update(EVENTS).where(EVENTS.c.sequence == 2).values(body=body))

    with pytest.raises(UnknownNameError, match="there is no dossier 'S-9'"):
        store.rebuild("S-9")
    with pytest.raises(StoreError, match="event S-1:2 was changed"):
        store.rebuild("S-1")


def test_a_sweep_uses_the_index_of_running_clocks(session: Session) -> None:
    """Looking for what runs out does not read the clocks that have ended."""
    live(SqlStore(session), "S-1")
    wanted = claims(instant("2026-06-01T08:00"), 50).compile(
        session.connection(), compile_kwargs={"literal_binds": True}
    )
    plan = session.execute(text(f"EXPLAIN QUERY PLAN {wanted}")).all()

    assert "SEARCH dossierflow_deadline USING INDEX dossierflow_deadline_running (due_at<?)" in str(plan)


class OtherDialect:
    """A connection to a database that the store does not speak."""

    dialect = create_mock_engine("sqlite://", lambda *_: None).dialect

    def connection(self) -> OtherDialect:
        """Return itself, as a session would return its connection."""
        return self


def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database whose way to settle races is unknown is not written to."""
    other = OtherDialect()
    monkeypatch.setattr(other.dialect, "name", "oracle")

    with pytest.raises(StoreError, match="speaks SQLite and PostgreSQL, not oracle"):
        live(_Blind(other), "S-1", 0)  # type: ignore[arg-type] # stands in for a session


class _Blind(SqlStore):
    """A store that finds nothing."""

    def load(self, dossier: str, *, verify: bool = False) -> None:
        """Find nothing."""


def test_postgresql_settles_races_the_same_way() -> None:
    """On PostgreSQL too a second submission conflicts without an error."""
    statement = postgresql.insert(DOSSIERS).values(id="S-1").on_conflict_do_nothing()

    assert "ON CONFLICT DO NOTHING" in str(statement.compile(dialect=postgresql.dialect()))


INSTANTS = [
    (datetime(2026, 2, 5, 15, 20, tzinfo=timezone(timedelta(hours=7))), "2026-02-05T08:20:00.000000Z"),
    (datetime(2026, 2, 5, 8, 20, 0, 1, tzinfo=UTC), "2026-02-05T08:20:00.000001Z"),
    (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00.000000Z"),
    (datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), "9999-12-31T23:59:59.999999Z"),
]


@pytest.mark.parametrize(("at", "expected"), INSTANTS)
def test_instants_are_text_that_comes_back(at: datetime, expected: str) -> None:
    """Instants are written in UTC to the microsecond and read back as the same instant."""
    assert utc_text(at) == expected
    assert from_utc_text(expected) == at


def test_instants_sort_as_text() -> None:
    """The order of the text is the order of time, whatever zone and year."""
    instants = [at for at, _ in INSTANTS]

    assert sorted(map(utc_text, instants)) == [utc_text(at) for at in sorted(instants)]


def test_an_instant_needs_a_zone() -> None:
    """A time without a zone is refused, also as a condition."""
    naive = datetime(2026, 2, 5)  # noqa: DTZ001 -- the mistake under test
    engine = open_sqlite(":memory:")

    with pytest.raises(NaiveInstantError):
        utc_text(naive)
    with Session(engine) as session, pytest.raises(NaiveInstantError):
        SqlStore(session).find(DossierFilter(due_before=naive))
    engine.dispose()


def test_a_refusal_writes_nothing(session: Session) -> None:
    """A refused command without timers leaves the session without a pending write."""
    store = SqlStore(session)
    live(store, "S-1", 1)
    session.commit()
    _, by, command = LIFE[6]
    refused = handle_in_store(sample_engine(), store, "S-1", command, by=by, at=instant("2026-02-09T09:00"))

    assert not refused.is_accepted
    assert not session.connection().connection.driver_connection.in_transaction  # type: ignore[union-attr]
