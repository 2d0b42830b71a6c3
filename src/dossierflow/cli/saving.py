"""Keeping the present answers of a command as golden cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.errors import DefinitionError, Problem
from dossierflow.reading import read_document
from dossierflow.simulate.cases import append_rows, rows_of_run, save_story, story_with
from dossierflow.simulate.cases.terms import PROFILE
from dossierflow.simulate.scenario import Layered

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.deadlines import Explanation
    from dossierflow.simulate import ScenarioRun

SaveCaseOption = Annotated[
    Path | None,
    typer.Option(
        "--save-case",
        metavar="FILE",
        help="Save the answer as a golden case: a row of *.cases.csv, or the expectations of *.scenario.yaml.",
    ),
]


def save_term(path: Path, profile: str, given: dict[str, str], found: Explanation) -> None:
    """
    Append the answer to a question about one term to the table at *path*.

    Raises:
        DefinitionError: The table there is wrong.
    """
    columns = {"trigger": "from", "from": "starts"}
    row = {columns.get(name, name): text for name, text in given.items()}
    if profile != PROFILE:
        row["profile"] = profile
    row["case"] = f"{given['term']} from {given['trigger']}"
    row["due"] = "none" if found.due is None else found.due.day.isoformat()
    append_rows(path, [row])


def save_run(run: ScenarioRun, source: Path, target: Path, until: datetime | None) -> None:
    """
    Save how *run* stands: in a story as further expectations, in a table as a row for each time limit.

    Raises:
        DefinitionError: The target is another story, or its format cannot hold the answers.
    """
    if target.suffix == ".csv":
        rows = rows_of_run(run, target.parent)
        if not rows:
            raise DefinitionError([Problem(str(target), 0, "", "the run has no time limit that a row could state")])
        append_rows(target, rows)
        return
    if target.exists() and not target.samefile(source):
        message = "there is another story already; give a new name, or the scenario itself to add to it"
        raise DefinitionError([Problem(str(target), 0, "", message)])
    scenario = run.file.scenario
    is_bound = scenario.procedures is not None or isinstance(scenario.calendar, Layered)
    if is_bound and target.parent.resolve() != source.parent.resolve():
        message = "the scenario names files beside it; save the case in the folder of the scenario"
        raise DefinitionError([Problem(str(target), 0, "", message)])
    if run.file.variant is not None:
        message = "the scenario has variants, and an answer of one is not that of the others; save it in *.cases.csv"
        raise DefinitionError([Problem(str(target), 0, "", message)])
    at = "end" if until is None else until.isoformat()
    text = story_with(source.read_text(encoding="utf-8"), read_document(source), run, at)
    save_story(target, text)
