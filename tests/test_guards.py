"""The guards of the root ``conftest.py`` do guard."""

from __future__ import annotations

import importlib
import pkgutil
import socket
import subprocess
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import dossierflow
from dossierflow.citation import Effective

if TYPE_CHECKING:
    from pathlib import Path

NAMES = sorted(
    found.name
    for found in pkgutil.walk_packages(dossierflow.__path__, prefix="dossierflow.", onerror=lambda _: None)
    if not found.name.endswith("__main__")
)


@pytest.mark.parametrize("name", NAMES)
def test_every_module_can_be_imported(name: str) -> None:
    """Every module of the library imports, and was imported before any clock was frozen."""
    module = importlib.import_module(name)

    assert sys.modules[name] is module


def test_nobody_sleeps() -> None:
    """A test that sleeps fails at once."""
    with pytest.raises(AssertionError, match="pass the instant as a parameter"):
        time.sleep(0)


def test_the_standard_library_may_still_wait() -> None:
    """Waiting for a child process, which sleeps inside the standard library, works."""
    finished = subprocess.run(
        [sys.executable, "-c", "print(1)"], capture_output=True, text=True, timeout=60, check=True
    )

    assert finished.stdout == "1\n"


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80)])
def test_no_connection_leaves_the_machine(address: tuple[str, int]) -> None:
    """A connection to another machine fails at once, by address and by name."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as ours, pytest.raises(AssertionError, match="network"):
        ours.connect(address)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as ours, pytest.raises(AssertionError, match="network"):
        ours.connect_ex(address)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ours, pytest.raises(AssertionError, match="network"):
        ours.sendto(b"hello", address)


def test_no_name_is_looked_up() -> None:
    """Asking a name server fails at once; the machine's own loopback name is known."""
    with pytest.raises(AssertionError, match=r"resolve 'example\.org'"):
        socket.getaddrinfo("example.org", 80)

    assert socket.getaddrinfo("localhost", 80)


def test_loopback_and_unix_sockets_are_open(tmp_path: Path) -> None:
    """A test may serve and call itself."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()

    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)

        assert client.getpeername() == path


def test_hypothesis_has_no_deadline_per_example() -> None:
    """A slow shared machine does not fail a property that holds."""
    assert settings.default is not None
    assert settings.default.deadline is None


def test_models_survive_a_frozen_clock(freezer: object) -> None:
    """While time is frozen a model that was built before accepts real and frozen dates alike."""
    from_frozen = Effective.model_validate({"from": datetime.now().astimezone().date()})

    assert freezer is not None
    assert from_frozen.covers(from_frozen.from_)
