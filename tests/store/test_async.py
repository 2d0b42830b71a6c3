"""Hosts that await keep dossiers in their own session, as others do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Column, ForeignKey, MetaData, String, Table, create_engine, insert, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from dossierflow.engine import APPLICANT_ACTOR
from dossierflow.errors import VersionConflictError
from dossierflow.store import DossierFilter, MemoryStore
from dossierflow.store.sql import AsyncSqlStore, create_tables, open_sqlite, prepare_sqlite
from dossierflow.store.sql.tables import DOSSIERS
from dossierflow.testing.contracts.life import ENGINE, FILED, LATER, live
from dossierflow.testing.sample import LIFE, instant, submission

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncEngine

_HOST = MetaData()
NOTES = Table("host_note", _HOST, Column("dossier", String, ForeignKey(DOSSIERS.c.id), primary_key=True))


@pytest.fixture
def sqlite_async(tmp_path: Path) -> AsyncEngine:
    """Return an engine on a file with our tables and the host's."""
    path = tmp_path / "office.sqlite"
    made = open_sqlite(path)
    create_tables(made)
    NOTES.create(made)
    made.dispose()
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", poolclass=NullPool)
    prepare_sqlite(engine.sync_engine)
    return engine


@pytest.fixture
def postgres_async(postgres_url: str) -> AsyncEngine:
    """Return an engine on a database with our tables and the host's."""
    made = create_engine(postgres_url)
    create_tables(made)
    NOTES.create(made)
    made.dispose()
    return create_async_engine(postgres_url, poolclass=NullPool)


@pytest.fixture(params=["sqlite_async", "postgres_async"])
def engine(request: pytest.FixtureRequest) -> AsyncEngine:
    """Return each database in turn."""
    found: AsyncEngine = request.getfixturevalue(request.param)
    return found


def in_session(engine: AsyncEngine, work: Callable[[AsyncSession], Awaitable[None]]) -> None:
    """Run *work* in a session of its own, which commits if it ends well."""

    async def run() -> None:
        async with AsyncSession(engine) as session, session.begin():
            await work(session)

    asyncio.run(run())


async def a_life(store: AsyncSqlStore, dossier: str) -> None:
    """Live through a whole life, awaiting every act."""
    await store.handle(ENGINE, dossier, submission(dossier), by=APPLICANT_ACTOR, at=FILED)
    for number, (at, by, command) in enumerate(LIFE, start=1):
        key = f"{dossier}/{number}"
        assert (await store.handle(ENGINE, dossier, command, by=by, at=instant(at), command_id=key)).is_accepted


def test_a_life_that_is_awaited_is_the_same(engine: AsyncEngine) -> None:
    """Events and dossier are those of the store that waits, byte for byte."""
    other = MemoryStore()
    live(other, "S-1")

    async def work(session: AsyncSession) -> None:
        store = AsyncSqlStore(session)
        await a_life(store, "S-1")
        assert await store.events("S-1") == other.events("S-1")
        assert await store.load("S-1", verify=True) == other.load("S-1")
        assert await store.head("S-1") == other.head("S-1")
        assert await store.find() == other.find()
        assert await store.find(DossierFilter(due_before=LATER)) == ()
        assert await store.redact("S-1") == 1

    in_session(engine, work)


def test_the_host_shares_the_transaction(engine: AsyncEngine) -> None:
    """Rows of the host are kept with the dossier, or neither is."""

    async def kept(session: AsyncSession) -> None:
        await a_life(AsyncSqlStore(session), "S-1")
        await session.execute(insert(NOTES).values(dossier="S-1"))

    async def broken(session: AsyncSession) -> None:
        await a_life(AsyncSqlStore(session), "S-2")
        await session.execute(insert(NOTES).values(dossier="S-2"))
        raise KeyError

    async def found(session: AsyncSession) -> None:
        assert [one.id for one in await AsyncSqlStore(session).find()] == ["S-1"]
        assert (await session.scalars(select(NOTES.c.dossier))).all() == ["S-1"]

    in_session(engine, kept)
    with pytest.raises(KeyError):
        in_session(engine, broken)
    in_session(engine, found)


def test_conflicts_are_told(engine: AsyncEngine) -> None:
    """Who decided on an older version is refused, and the session can go on."""
    first = ENGINE.handle(None, submission("S-1"), by=APPLICANT_ACTOR, at=FILED)
    second = ENGINE.handle(None, submission("S-1", owner="B"), by=APPLICANT_ACTOR, at=FILED)

    async def work(session: AsyncSession) -> None:
        store = AsyncSqlStore(session)
        await store.append(first.or_raise(), first.events, expected_version=0)
        with pytest.raises(VersionConflictError):
            await store.append(second.or_raise(), second.events, expected_version=0)
        assert await store.load("S-1") == first.dossier

    in_session(engine, work)


def test_everything_that_is_kept_can_be_reached(engine: AsyncEngine) -> None:
    """Index, outbox and incidents are there too, in one block that does not await."""

    async def work(session: AsyncSession) -> None:
        store = AsyncSqlStore(session, channels=["portal"])
        await store.handle(ENGINE, "S-1", submission("S-1"), by=APPLICANT_ACTOR, at=FILED)
        assert await store.run(lambda unit: unit.outbox.backlog(channel="portal").waiting) == 1
        assert await store.run(lambda unit: unit.clocks.due(LATER)) == ()

    in_session(engine, work)
