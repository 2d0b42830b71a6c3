"""How long an import takes in a fresh interpreter, and what it brings along."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.harness import Contestant, Race, always
from benchmarks.results import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.harness import Effort

ABOUT = """
Each import runs in an interpreter of its own that has imported nothing but its start-up modules; the time is that of
the import statement, without the start of the interpreter, with byte code already compiled as an installed package has
it. `import dossierflow.engine` is what a host of the engine
needs, whatever the top level of the package re-exports.
"""

OURS = "import dossierflow"
ENGINE = "import dossierflow.engine"
STATEMENTS = (
    OURS,
    ENGINE,
    "import transitions",
    "import pydantic",
    "import pendulum",
    "import statemachine",
    "import eventsourcing.application",
    "import SpiffWorkflow.bpmn.serializer",
    "import pandas",
    "import sqlmodel",
)
_TIMED = "from time import perf_counter as c; b = c(); {}; print(c() - b)"
_LOADED = """
import sys, json
before = set(sys.modules)
{}
new = {{name.split(".")[0] for name in set(sys.modules) - before}}
print(json.dumps([len(sys.modules) - len(before), sorted(new - sys.stdlib_module_names)]))
"""


def race() -> Race:
    """Build the race."""
    return Race(
        name="import",
        title="Import time",
        about=ABOUT,
        operation="one import in a fresh interpreter",
        contestants=tuple(
            Contestant(
                name=statement,
                is_ours="dossierflow" in statement,
                prepare=always(_import(statement)),
                outcome=_took_time,
                reports_seconds=True,
            )
            for statement in STATEMENTS
        ),
        expected=True,
        tables=_what_is_loaded,
    )


def _took_time(seconds: object) -> object:
    return float(str(seconds)) > 0


def _import(statement: str) -> Callable[[], float]:
    _printed(statement)  # leaves the byte code behind
    return lambda: float(_printed(_TIMED.format(statement)))


def _printed(program: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "dossierflow-benchmarks-bytecode")
    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    return finished.stdout


def _is_a_package(name: str) -> bool:
    """Tell whether *name* is one that is installed, not one that compiled modules register for themselves."""
    return not name.startswith("_") and name != "cython_runtime"


def _what_is_loaded(_: Effort) -> tuple[Table, ...]:
    rows = []
    for statement in (OURS, ENGINE):
        modules, packages = json.loads(_printed(_LOADED.format(statement)))
        rows.append((statement, modules, ", ".join(f"`{name}`" for name in packages if _is_a_package(name))))
    head = ("statement", "modules", "top-level packages outside the standard library")
    return (Table("What is loaded", head, tuple(rows)),)
