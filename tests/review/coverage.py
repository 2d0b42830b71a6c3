"""
The page that says how well the golden cases cover the shipped procedures.

``python -m tests.review.coverage`` changes every rule of every version by one
notch, plays all cases of the catalogue against each, and writes the page. A
test holds the page to the files it was written from.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.procedure import catalogue
from dossierflow.render.mutations import percent
from dossierflow.review.mutation.mutation import mutations
from dossierflow.review.mutation.trial import Verdict, try_mutations
from dossierflow.simulate.cases import load_suite
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.procedure import Procedure
    from dossierflow.review.mutation.trial import MutationReport
    from dossierflow.simulate.cases import Suite

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "examples" / "catalogue"
PAGE = ROOT / "docs" / "reference" / "catalogue-coverage.md"

HEAD = """\
# How well the golden cases cover the shipped procedures

Every rule of every shipped version is changed by one notch: each number by one up and down (terms, times, bounds, days
in force), units, what a day off does to a last day, cut-offs, what silence means, what stops a clock. Then the
[cases of the catalogue](../../examples/catalogue) are played against the change. A change that no case notices is a
rule that nothing covers. `dossierflow test PATH --mutate` does the same with your own cases.

The expected days of the tables were not taken from this library: a second computation walks from day to day from the
term that the note of the row states (`tests/review/day_walker.py`), and a test repeats it.

"Number" counts the changes of a single number, "rule" all others. A change that moves no due date on any day of the
calendar could not be noticed by any case and counts as equivalent. `python -m tests.review.coverage` writes this page;
the last column says from which files it was written, and a test compares.

| version | cases | number: changed | noticed | score | rule: changed | noticed | score | equivalent | written from |
|---|---|---|---|---|---|---|---|---|---|
"""
TAIL = """
## What no case notices

"""


@cache
def suite() -> Suite:
    """Return all cases of the catalogue."""
    return load_suite([CASES])


def digest(procedure: Procedure) -> str:
    """Return a short hash of the version and of the files with its cases."""
    files = sorted({Path(case.file) for case in suite().of(procedure.procedure).cases})
    content = [procedure.hash.encode(), *(file.read_bytes() for file in files)]
    return hashlib.sha256(b"\0".join(content)).hexdigest()[:8]


def report(procedure: Procedure, *, every: int = 1, numbers: bool = False) -> MutationReport:
    """
    Return which changes of *procedure* the cases notice.

    Args:
        procedure: The version.

        every: Try one change of so many.

        numbers: Try only changes of a number.
    """
    own = suite().of(procedure.procedure)

    def play(changed: Procedure) -> Iterator[tuple[str, bool]]:
        for one in own.results((changed,)):
            yield f"{one.place} {one.case.name}", one.is_fine

    chosen = [one for one in mutations(procedure) if one.is_number or not numbers][::every]
    return try_mutations(procedure, chosen, play, calendar=vietnam())


def line(found: MutationReport) -> str:
    """Return one row of the table."""
    parts: list[str] = []
    for is_number in (True, False):
        own = [one for one in found.trials if one.mutation.is_number is is_number]
        noticed = sum(1 for one in own if one.verdict is Verdict.NOTICED)
        tried = noticed + sum(1 for one in own if one.verdict is Verdict.UNNOTICED)
        parts += [str(tried), str(noticed), percent(noticed / tried if tried else 1.0)]
    same = found.count(Verdict.EQUIVALENT)
    cells = [str(found.procedure), str(len(found.cases)), *parts, str(same), f"`{digest(found.procedure)}`"]
    return f"| {' | '.join(cells)} |"


def page() -> str:
    """Return the whole page."""
    found = [report(one) for one in catalogue()]
    missed = [f"- `{one.procedure}` {mutation.sentence.en}" for one in found for mutation in one.unnoticed]
    rows = "\n".join(line(one) for one in found)
    return f"{HEAD}{rows}\n{TAIL}" + ("\n".join(missed) or "Nothing.") + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
