"""Whole dossiers go in and out by the thousand, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine
from sqlmodel import Session

from dossierflow.engine import event_to_json
from dossierflow.engine.events import sealed
from dossierflow.errors import StoreError
from dossierflow.store import MemoryUnits
from dossierflow.store.sql import SqlUnit, create_tables, export_dossiers, import_dossiers, open_sqlite
from dossierflow.testing.contracts.life import LATER, live
from dossierflow.testing.sample import LIFE, sample_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from dossierflow.engine import Event


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Return each database in turn."""
    found: Engine = request.getfixturevalue(request.param)
    return found


def logs(count: int) -> list[tuple[Event, ...]]:
    """Return the logs of so many dossiers, at every point of their lives."""
    units = MemoryUnits()
    with units() as unit:
        for number in range(count):
            live(unit.store, f"S-{number:04}", number % (len(LIFE) + 1))
        return [unit.store.events(f"S-{number:04}") for number in range(count)]


def test_what_is_imported_is_as_if_it_had_been_lived(engine: Engine) -> None:
    """Dossiers, events, personal facts and clocks are the same as those that were kept act by act."""
    given = logs(20)
    with MemoryUnits()() as other, Session(engine) as session:
        assert import_dossiers(session, iter(given), batch=7) == 20
        session.commit()
        unit = SqlUnit(session)
        for number in range(20):
            live(other.store, f"S-{number:04}", number % (len(LIFE) + 1))

        assert unit.store.find() == other.store.find()
        assert unit.clocks.due(LATER) == other.clocks.due(LATER)
        for log in given:
            assert [event_to_json(one) for one in unit.store.events(log[0].dossier)] == [event_to_json(e) for e in log]
            assert unit.store.load(log[0].dossier, verify=True) is not None


def test_an_export_is_an_import(engine: Engine) -> None:
    """What was exported comes back equal, in the order of ids, whatever the length of the batches."""
    given = logs(9)
    with Session(engine) as session:
        import_dossiers(session, given)
        for batch in (1, 4, 9, 100):
            assert [*export_dossiers(session, batch=batch)] == given
        assert [*export_dossiers(session, after="S-0006")] == given[7:]
        assert import_dossiers(session, []) == 0


def test_imported_dossiers_go_on(engine: Engine) -> None:
    """A life that was imported half-way is lived to its end."""
    with Session(engine) as session:
        import_dossiers(session, [log for log in logs(3) if log])
        assert live(SqlUnit(session).store, "S-0002")[-1].is_accepted
        assert SqlUnit(session).store.events("S-0002") == sample_log("S-0002")


def broken() -> Iterator[tuple[list[tuple[Event, ...]], str]]:
    """Yield logs that must not be imported, and what is said of them."""
    log = sample_log("S-1")
    yield [()], "a log without events"
    yield [log[1:]], "event S-1:2 was changed, or does not follow"
    yield [log[:3] + log[4:]], "event S-1:5 was changed, or does not follow"
    yield [(log[0], replace(log[1], type="paid"), *log[2:])], "event S-1:2 was changed"
    yield [(sealed(replace(log[0], sequence=2)),)], "a log cannot be replayed: event S-1:2 does not follow"
    yield [log, log], "dossier 'S-1' is kept already"


@pytest.mark.parametrize(("given", "message"), [*broken()])
def test_what_cannot_be_replayed_is_not_kept(tmp_path: Path, given: list[tuple[Event, ...]], message: str) -> None:
    """A log that is empty, cut, changed or there twice is named, and a rollback leaves nothing."""
    engine = open_sqlite(tmp_path / "x.sqlite")
    create_tables(engine)
    with Session(engine) as session:
        with pytest.raises(StoreError, match=message):
            import_dossiers(session, given)
        session.rollback()
        assert [*export_dossiers(session)] == []
    engine.dispose()


def test_a_dossier_that_is_kept_is_not_imported_over(engine: Engine) -> None:
    """An id that the database has is refused."""
    with Session(engine) as session:
        live(SqlUnit(session).store, "S-0001", 0)
        with pytest.raises(StoreError, match="dossier 'S-0001' is kept already"):
            import_dossiers(session, logs(2))


def test_awkward_text_goes_through_copy(postgres_url: str) -> None:
    """Tabs, line ends, quotes and backslashes in facts come back as they were."""
    engine = create_engine(postgres_url)
    create_tables(engine)
    units = MemoryUnits()
    name = 'S-1\t"x\\N\\.\n; DROP TABLE'
    with units() as unit:
        live(unit.store, name, 2)
        log = unit.store.events(name)
    with Session(engine) as session:
        import_dossiers(session, [log])
        assert [*export_dossiers(session)] == [log]
    engine.dispose()
