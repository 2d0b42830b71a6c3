"""
What every test of the project stands on.

Three guards hold for the whole run, collection included: no connection leaves
the machine, nobody sleeps, and every module of the library is imported before
a test can freeze the clock (a pydantic model that is built while freezegun has
replaced `datetime` raises ``PydanticSchemaGenerationError``).
"""

from __future__ import annotations

import contextlib
import importlib
import ipaddress
import os
import pkgutil
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent
OUR_FOLDERS = tuple(str(ROOT / name) + os.sep for name in ("src", "tests", "docs", "examples", "benchmarks"))

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.register_profile("deep", deadline=None, database=None)


class ForbiddenInTestsError(AssertionError):
    """A test, or the code under test, tried to sleep or to reach another machine."""


def pytest_configure(config: pytest.Config) -> None:
    """Set the guards, choose the Hypothesis profile, then import the whole library."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    # Typer colours its output on some build servers; pages are compared without colour.
    patch.setenv("_TYPER_FORCE_DISABLE_TERMINAL", "1")
    patch.setattr(time, "sleep", _only_for_others(time.sleep))
    patch.setattr(socket.socket, "connect", _only_nearby(socket.socket.connect))
    patch.setattr(socket.socket, "connect_ex", _only_nearby(socket.socket.connect_ex))
    patch.setattr(socket.socket, "sendto", _only_nearby(socket.socket.sendto))
    patch.setattr(socket, "getaddrinfo", _only_known_names(socket.getaddrinfo))
    if not config.getoption("hypothesis_profile", default=None):
        settings.load_profile("ci" if os.environ.get("CI") else "dev")
    _import_everything()


def _only_for_others(sleep: Callable[[float], None]) -> Callable[[float], None]:
    """Let the standard library sleep (``subprocess`` does), but neither our code nor our tests."""

    def guarded(seconds: float) -> None:
        caller = sys._getframe(1)  # noqa: SLF001 - no public way is cheap enough
        module = str(caller.f_globals.get("__name__", ""))
        if caller.f_code.co_filename.startswith(OUR_FOLDERS) or module.split(".", maxsplit=1)[0] == "dossierflow":
            message = f"{module} slept for {seconds} s; pass the instant as a parameter instead"
            raise ForbiddenInTestsError(message)
        sleep(seconds)

    return guarded


def _only_nearby(method: Callable[..., object]) -> Callable[..., object]:
    """Let a socket reach Unix paths and loopback addresses, nothing else."""

    def guarded(self: socket.socket, *arguments: object) -> object:
        address = arguments[-1]
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address):
            message = f"a test tried to reach {address!r}; tests run without a network"
            raise ForbiddenInTestsError(message)
        return method(self, *arguments)

    return guarded


def _only_known_names(resolve: Callable[..., object]) -> Callable[..., object]:
    """Let only loopback names and addresses be resolved; a name server is another machine."""

    def guarded(host: object, *arguments: object, **options: object) -> object:
        if host and not _is_loopback(host):
            message = f"a test tried to resolve {host!r}; tests run without a network"
            raise ForbiddenInTestsError(message)
        return resolve(host, *arguments, **options)

    return guarded


def _is_loopback(address: object) -> bool:
    host = address[0] if isinstance(address, tuple) and address else address
    if host in {"localhost", b"localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _import_everything() -> None:
    """Import every module; one that cannot be imported fails in its own tests, with its own traceback."""
    for name in _module_names():
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def _module_names() -> Iterator[str]:
    yield "dossierflow"
    package = ROOT / "src" / "dossierflow"
    for found in pkgutil.walk_packages([str(package)], prefix="dossierflow.", onerror=lambda _: None):
        if not found.name.endswith("__main__"):
            yield found.name
