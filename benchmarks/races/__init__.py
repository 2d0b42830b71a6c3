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

_BUILDERS = {
    "command": "command.race",
    "six-steps": "six_steps.race",
    "six-steps-sqlite": "six_steps_sqlite.race",
    "replay": "replaying.race",
    "save": "saving.race",
    "save-unsynced": "saving.race_unsynced",
    "due-date": "due_date.race",
    "working-minutes": "working_minutes.race",
    "bulk": "bulk.race",
    "bulk-paused": "bulk.race_paused",
    "explanation": "explaining.race",
    "import": "importing.race",
}
_ON_DISK = {"six-steps-sqlite", "save", "save-unsynced"}

NAMES = tuple(_BUILDERS)


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
    module, _, builder = _BUILDERS[name].partition(".")
    build = getattr(import_module(f"benchmarks.races.{module}"), builder)
    built: Race = build(folder) if name in _ON_DISK else build()
    return built
