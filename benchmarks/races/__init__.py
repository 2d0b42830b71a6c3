"""
The races by name, in the order of the page.

A race is built only when it is run, so that one can be run without the peers of the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.harness import Race

_MODULES = {
    "command": "command",
    "six-steps": "six_steps",
    "replay": "replaying",
    "due-date": "due_date",
    "working-minutes": "working_minutes",
    "explanation": "explaining",
    "import": "importing",
}
_ON_DISK = {"six-steps-sqlite", "save"}

NAMES = tuple(_MODULES)


def race(name: str, folder: Path) -> Race:
    """
    Build the race *name*.

    Args:
        name: One of `NAMES`.

        folder: An empty folder for the files of races that write any; it must outlive the race.

    Raises:
        KeyError: There is none of that name.

        ModuleNotFoundError: A peer is not installed; ``pip install --group benchmarks`` brings them all.
    """
    module = import_module(f"benchmarks.races.{_MODULES[name]}")
    built: Race = module.race(folder) if name in _ON_DISK else module.race()
    return built
