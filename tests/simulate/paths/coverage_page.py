"""
The page that says what the cases of the catalogue come to, and what every path from every edge came to.

``python -m tests.simulate.paths.coverage_page`` plays all cases, searches every
version, and writes the page. A test holds the page to the files it was written
from, and one of its rows to what is found.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.procedure import catalogue
from dossierflow.render.paths import KINDS
from dossierflow.simulate.cases import load_suite
from dossierflow.simulate.paths import COUNTED, GoalKind, Listener, coverage, find_ways, total
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from dossierflow.procedure import Procedure
    from dossierflow.simulate.cases import Suite
    from dossierflow.simulate.paths import Coverage

ROOT = Path(__file__).resolve().parent.parent.parent.parent
CASES = tuple(
    ROOT / "examples" / name
    for name in ("catalogue", "air-transport-licence", "birth-registration", "building-permit", "cases")
)
PAGE = ROOT / "docs" / "reference" / "path-coverage.md"

HEAD = f"""\
# What the cases about the shipped procedures come to

For every shipped version, how much of what a dossier can come to is reached by the
[cases of the catalogue](../../examples/catalogue) and the other examples about it: steps, actions, other acts, ends,
limits that run out, silences that act, and refusals that its rules give. What there is to reach was found by trying it
on the engine, as [the guide](../how-to/cover-every-path.md) shows; `dossierflow test PATH --coverage` does the same
with your own cases. Refusals that every procedure gives alike do not count.

`python -m tests.simulate.paths.coverage_page` writes this page; the last column says from which files it was written,
and a test compares.

| version | cases | {" | ".join(KINDS[kind].en for kind in COUNTED)} | in all | written from |
|---|---|{"---|" * len(COUNTED)}---|---|
"""


@cache
def suite() -> Suite:
    """Return all cases about shipped procedures."""
    return load_suite(CASES)


def digest(procedure: Procedure) -> str:
    """Return a short hash of the version and of the files with its cases."""
    files = sorted({Path(case.file) for case in suite().of(procedure.procedure).cases})
    content = [procedure.hash.encode(), *(file.read_bytes() for file in files)]
    return hashlib.sha256(b"\0".join(content)).hexdigest()[:8]


def found(procedure: Procedure) -> Coverage:
    """Return what the cases come to of one version."""
    heard = Listener()
    for case in suite().of(procedure.procedure).cases:
        heard.result(case)
    return coverage(procedure, find_ways(procedure, vietnam(), library=catalogue()), heard)


def line(one: Coverage) -> str:
    """Return one row of the table."""
    cells = [str(one.procedure), str(one.cases), *(_of(one, kind) for kind in COUNTED)]
    return f"| {' | '.join([*cells, f'{one.share} %', f'`{digest(one.procedure)}`'])} |"


def _of(one: Coverage, kind: GoalKind) -> str:
    met, known = one.of(kind)
    return f"{met}/{known}"


def page() -> str:
    """Return the whole page."""
    rows = [found(one) for one in catalogue()]
    table = "\n".join(map(line, rows))
    missing = [f"- `{one.procedure}` {_missing(one)}" for one in rows if _missing(one)]
    tail = "\n".join(missing) or "Nothing."
    return f"{HEAD}{table}\n\nIn all: {total(rows)} %.\n\n## Steps, actions and ends that no case comes to\n\n{tail}\n"


def _missing(one: Coverage) -> str:
    kinds = {GoalKind.STEP, GoalKind.ACTION, GoalKind.END}
    return ", ".join(str(goal) for goal in one.missing if goal.kind in kinds)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
