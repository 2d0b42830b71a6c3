"""Where a run was measured: processor, load, interpreter, versions of the peers."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "dossierflow",
    "pydantic",
    "transitions",
    "pendulum",
    "sqlmodel",
    "SQLAlchemy",
    "python-statemachine",
    "SpiffWorkflow",
    "eventsourcing",
    "bizdays",
    "numpy",
    "pandas",
    "holidays",
    "workalendar",
    "businesstimedelta",
)

_ROOT = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine at one moment."""

    processor: str
    cores: int
    system: str
    python: str
    revision: str
    """Commit of the library, with ``+`` where files differ from it."""

    load_before: float
    """Processes that wanted to run, averaged over the minute before the run."""

    load_after: float
    """The same over the last minute of the run, of which one is the run itself."""

    packages: dict[str, str]


def load() -> float:
    """Return the load average of the last minute; 0 where the system keeps none."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else 0.0


def describe(load_before: float) -> Machine:
    """Return this machine, now."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.machine()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        revision=_revision(),
        load_before=load_before,
        load_after=load(),
        packages=dict(_versions()),
    )


def _processor() -> str:
    table = Path("/proc/cpuinfo")
    if table.exists():
        for line in table.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _revision() -> str:
    """Return the commit that is checked out, or ``unknown`` outside of a checkout."""
    command = ["git", "describe", "--always", "--dirty=+"]
    try:
        finished = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return finished.stdout.strip()


def _versions() -> list[tuple[str, str]]:
    found = []
    for package in PACKAGES:
        try:
            found.append((package, version(package)))
        except PackageNotFoundError:
            continue
    return found
