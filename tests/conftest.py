"""
What the tests of the upper floors share.

Kept outputs are compared and never rewritten by accident. Servers are those of
the environment (``DOSSIERFLOW_TEST_POSTGRES``, ``DOSSIERFLOW_TEST_NATS``); where
it names none and their programs are installed, one set is started for the whole
run, at the first test that asks, and stopped at its end. Otherwise these tests
are skipped, and say so.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GOLDEN = Path(__file__).parent / "golden"
SERVICES = Path(__file__).parent.parent / ".ci" / "services"
POSTGRES, NATS, FOLDER = "DOSSIERFLOW_TEST_POSTGRES", "DOSSIERFLOW_TEST_NATS", "DOSSIERFLOW_TEST_SERVICES"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the one way in which kept outputs change."""
    parser.addoption("--update-golden", action="store_true", help="write the outputs that tests/golden keeps anew")


def pytest_configure(config: pytest.Config) -> None:
    """Choose where servers would be started, before other processes of the run begin; stop them at its end."""
    if hasattr(config, "workerinput") or FOLDER in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="dossierflow-services.")
    os.environ[FOLDER] = folder

    def stop() -> None:
        if Path(folder, "env").exists():
            subprocess.run([SERVICES, "stop", folder], check=True, capture_output=True)
        shutil.rmtree(folder)
        del os.environ[FOLDER]

    config.add_cleanup(stop)


@pytest.fixture(scope="session")
def services() -> dict[str, str]:
    """Return the addresses of the servers there are, by the names of their variables."""
    given = {name: os.environ[name] for name in (POSTGRES, NATS) if os.environ.get(name)}
    if given or not SERVICES.exists() or not shutil.which("bash"):
        return given
    folder = Path(os.environ[FOLDER])
    # of the processes of a parallel run the first starts them, the others wait
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "env").exists():
            subprocess.run([SERVICES, "start", folder], check=True, capture_output=True, timeout=120)
    return dict(re.findall(r"^export (\w+)='([^']*)'$", (folder / "env").read_text("utf-8"), re.MULTILINE))


@pytest.fixture
def postgres_url(services: dict[str, str]) -> Iterator[str]:
    """Return the SQLAlchemy URL of a new, empty PostgreSQL database, gone after the test."""
    server = services.get(POSTGRES)
    if server is None:
        pytest.skip(f"no PostgreSQL: {POSTGRES} names no server, and none is installed (Debian: postgresql)")
    name = f"test_{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def nats_url(services: dict[str, str]) -> str:
    """Return the address of a NATS server with JetStream; tests share it, so their streams need names of their own."""
    server = services.get(NATS)
    if server is None:
        pytest.skip(f"no NATS: {NATS} names no server, and none is installed (Debian: nats-server)")
    return server


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return what compares a text with the one kept under a name, or keeps it with --update-golden."""
    is_update = bool(request.config.getoption("--update-golden"))

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if is_update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare
