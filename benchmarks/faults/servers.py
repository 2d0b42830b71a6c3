"""PostgreSQL as faults need it: an empty database, an ended connection, a server that falls over, a small disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

SERVICES = Path(__file__).resolve().parent.parent.parent / ".ci" / "services"
MOUNT, UMOUNT = shutil.which("mount") or "/bin/mount", shutil.which("umount") or "/bin/umount"
_URL = "DOSSIERFLOW_TEST_POSTGRES="


@contextmanager
def admin(server: str) -> Iterator[Engine]:
    """Open a connection for statements that take no transaction."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def empty_database(server: str, tablespace: str | None = None) -> Iterator[str]:
    """Make a database for the time of a block, and return its URL."""
    name = f"fault_{uuid.uuid4().hex}"
    with admin(server) as engine, engine.connect() as connection:
        place = f" TABLESPACE {tablespace}" if tablespace else ""
        connection.execute(text(f"CREATE DATABASE {name}{place}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin(server) as engine, engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def end_connection(server: str, pid: int) -> None:
    """End the server's side of a connection, and wait until it is gone."""
    with admin(server) as engine, engine.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server of one's own that waits for the disk at every commit."""

    url: str
    folder: Path

    def crash(self) -> None:
        """Stop it as a power cut would, and start it again."""
        subprocess.run([SERVICES, "crash", self.folder], check=True, capture_output=True, timeout=120)


@contextmanager
def own_server() -> Iterator[Server | None]:
    """Start a server for the time of a block; none where PostgreSQL is not installed."""
    folder = Path(tempfile.mkdtemp(prefix="dossierflow-faults."))
    try:
        subprocess.run([SERVICES, "start", folder, "durable"], check=True, capture_output=True, timeout=120)
        lines = (folder / "env").read_text("utf-8").splitlines()
        urls = [line.partition(_URL)[2].strip("'") for line in lines if _URL in line]
        yield Server(urls[0], folder) if urls else None
    finally:
        subprocess.run([SERVICES, "stop", folder], check=True, capture_output=True, timeout=120)
        shutil.rmtree(folder)


@contextmanager
def small_disk(kilobytes: int) -> Iterator[Path | None]:
    """Mount a disk of so many kilobytes for the time of a block; none where that is not allowed."""
    place = Path(tempfile.mkdtemp(prefix="dossierflow-disk."))
    mount = [MOUNT, "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
    is_mounted = (
        os.geteuid() == 0
        and Path(MOUNT).exists()
        and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    )
    try:
        yield place if is_mounted else None
    finally:
        if is_mounted:
            subprocess.run([UMOUNT, "-l", place], check=True, capture_output=True)
        place.rmdir()


def resize(disk: Path, kilobytes: int) -> None:
    """Give a small disk another size."""
    subprocess.run([MOUNT, "-o", f"remount,size={kilobytes}k", disk], check=True, capture_output=True)


def used(disk: Path) -> int:
    """Return how many kilobytes of a disk are in use."""
    return shutil.disk_usage(disk).used // 1024


@contextmanager
def tablespace_on(server: str, disk: Path) -> Iterator[str]:
    """Let the server keep databases on *disk* for the time of a block, and return the name of the tablespace."""
    name = f"small_{uuid.uuid4().hex}"
    with admin(server) as engine, engine.connect() as connection:
        owner = Path(str(connection.scalar(text("SHOW data_directory")))).stat()
        os.chown(disk, owner.st_uid, owner.st_gid)
        disk.chmod(0o700)
        connection.execute(text(f"CREATE TABLESPACE {name} LOCATION '{disk}'"))
    try:
        yield name
    finally:
        with admin(server) as engine, engine.connect() as connection:
            connection.execute(text(f"DROP TABLESPACE {name}"))
