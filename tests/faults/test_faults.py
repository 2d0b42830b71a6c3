"""
Every fault, small: nothing acknowledged is lost, nothing is doubled, and all tables agree.

The same at full size, with figures, is ``benchmarks/reliability.py``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.faults.connections import cut_everywhere
from benchmarks.faults.crowds import crowd
from benchmarks.faults.disks import fill, fill_postgres, fill_sqlite, limit_pages, pages_of
from benchmarks.faults.disorder import jump, shuffle
from benchmarks.faults.locks import lock
from benchmarks.faults.orders import prepared
from benchmarks.faults.servers import own_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

ROOT = Path(__file__).resolve().parent.parent.parent
NO_DISK = "only root may mount a small disk, and not in every container"


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return an empty database: the path of a file, then a URL."""
    if request.param == "sqlite":
        return str(tmp_path / "office.sqlite")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(target: str) -> Iterator[Engine]:
    """Return an engine on an empty database with our tables."""
    engine = prepared(target)
    yield engine
    engine.dispose()


def test_killed_at_write_points(target: str) -> None:
    """Processes that kill themselves before and after statements and commits leave whole dossiers, or none."""
    command = [sys.executable, "-m", "benchmarks.faults.kills", target, "--acts", "1", "--every", "9"]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    found = json.loads(finished.stdout)

    assert found["points"] >= 9
    assert len(found["kinds"]) >= 6
    assert found["out_of_order"] == 0
    assert found["whole"]["dossiers"] == found["points"] + 1
    assert found["whole"]["acknowledged"] == 2 * (found["points"] + 1)
    for findings in (found["torn"], found["whole"]):
        names = ("lost", "doubled", "broken", "differing", "misindexed", "untold")
        assert {name: findings[name] for name in names} == dict.fromkeys(names, 0)


def test_connections_cut_at_write_points(postgres_url: str) -> None:
    """A host whose connection is ended anywhere sends the same command again, and it is kept once."""
    found = cut_everywhere(postgres_url, acts=1, every=3)

    assert found.points > 5
    assert found.errors >= found.points
    assert found.findings.acknowledged == 2 * (found.points + 1)
    assert found.findings.faults == {}


def test_no_more_pages(tmp_path: Path) -> None:
    """A file that may not grow refuses acts whole; with room, the same acts are kept."""
    database = prepared(str(tmp_path / "office.sqlite"))
    limit_pages(database, pages_of(database) + 30)
    found = fill(database, lambda: limit_pages(database, 2**30))
    database.dispose()

    assert found.errors == {"database or disk is full"}
    assert found.full.faults == found.whole.faults == {}
    assert found.whole.acknowledged == found.full.acknowledged + found.refused


def test_full_disk_under_sqlite() -> None:
    """A real disk without room, the write-ahead log on it, loses nothing that was acknowledged."""
    found = fill_sqlite(600)
    if found is None:
        pytest.skip(NO_DISK)

    assert found.refused == 5
    assert found.full.faults == found.whole.faults == {}
    assert found.whole.acknowledged == found.full.acknowledged + found.refused


def test_full_disk_under_postgresql(postgres_url: str) -> None:
    """A tablespace without room refuses acts whole; with room, the same acts are kept."""
    found = fill_postgres(postgres_url, 400)
    if found is None:
        pytest.skip(NO_DISK)

    assert found.refused == 5
    assert all("No space left on device" in error for error in found.errors)
    assert found.full.faults == found.whole.faults == {}


def test_locked(target: str) -> None:
    """An act that waits too long for another writer changes nothing, and can be repeated."""
    found = lock(target, 1)

    assert found.refused == 9
    assert len(found.errors) == 1
    assert found.findings.acknowledged == 9
    assert found.findings.faults == {}


def test_duplicate_and_reordered_commands(database: Engine) -> None:
    """Whatever order and however often commands arrive, each is carried out once, and the others say why not."""
    found = shuffle(database, 2, seed=1)

    assert found.carried_out == found.findings.acknowledged == found.findings.events == 16
    assert found.repeats > 0
    assert {"step_not_open", "version_conflict"} <= set(found.refused)
    assert found.findings.faults == {}


def test_clocks_that_jump(database: Engine) -> None:
    """An act before the last one is refused by name; whatever the clock was, logs stay in order and agree."""
    found = jump(database, 3)

    assert found.carried_out == found.findings.acknowledged == 24
    assert set(found.refused) == {"time_goes_back"}
    assert found.findings.faults == {}


def test_many_commands_at_once(target: str) -> None:
    """Two processes of threads send commands for the same dossiers, some twice: each is kept once."""
    found = crowd(target, commands=100, dossiers=5, threads=3)

    assert found.findings.dossiers == 5
    assert found.findings.acknowledged == 100
    assert found.findings.events == 2 * 5 + 100
    assert found.findings.faults == {}


def test_a_server_that_falls_over() -> None:
    """PostgreSQL crashes while a crowd writes: what was acknowledged is there, and the rest is sent again."""
    with own_server() as server:
        if server is None:
            pytest.skip("no PostgreSQL is installed (Debian: postgresql)")
        found = crowd(server.url, commands=100, dossiers=5, processes=1, threads=3, crash=str(server.folder))

    assert found.interrupted > 0
    assert found.findings.acknowledged == 100
    assert found.findings.events == 2 * 5 + 100
    assert found.findings.faults == {}
