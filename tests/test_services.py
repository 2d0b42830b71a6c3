"""The servers of the tests are there where they can be, and say so where they cannot."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import create_engine, text

ROOT = Path(__file__).resolve().parent.parent


def test_every_test_has_a_database_of_its_own(postgres_url: str) -> None:
    """A new database is empty, and PostgreSQL."""
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        assert tables == []
        connection.execute(text("CREATE TABLE mine (x int)"))
        connection.commit()
    engine.dispose()


def test_no_database_is_shared(postgres_url: str) -> None:
    """What another test made is not there."""
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT to_regclass('mine')")) is None
    engine.dispose()


def test_nats_answers(nats_url: str) -> None:
    """The server greets, and has JetStream."""
    address = urlsplit(nats_url)
    assert address.hostname is not None
    assert address.port is not None
    with socket.create_connection((address.hostname, address.port)) as connection:
        greeting = connection.recv(4096)

    assert greeting.startswith(b"INFO ")
    assert b'"jetstream":true' in greeting


def test_the_merge_check_starts_the_servers() -> None:
    """The script that checks a merge has a stage for them, and stops them when it ends."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    assert 'stage "services" services' in script
    assert '.ci/services" stop' in script
