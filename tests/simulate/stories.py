"""The stories in examples/, each read and played once for everything that is looked at."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

from dossierflow.engine import commands as c
from dossierflow.simulate import scenario_from, scenario_schema
from dossierflow.simulate.owners import owner_of
from dossierflow.simulate.variants import variants_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.reading import Document
    from dossierflow.simulate import ScenarioFile, ScenarioRun

ROOT = Path(__file__).parents[2]
STORIES = sorted((ROOT / "examples").rglob("*.scenario.yaml"))
OF_NOBODY = (c.Correct, c.Migrate)
"""Acts that no rule of a procedure gives to anybody."""


@cache
def validator() -> Draft202012Validator:
    """Return what an editor holds stories to."""
    return Draft202012Validator(scenario_schema())


def told(document: Document, folder: Path) -> Iterator[ScenarioFile]:
    """Yield every variant of a story that has been read."""
    for variant in variants_of(document):
        yield scenario_from(document, folder=folder, variant=variant.name)


def refused_of_owners(run: ScenarioRun) -> Iterator[str]:
    """Yield the acts that were accepted, and are refused of the one to whom the procedure gives them."""
    for one in run.played:
        command = one.command
        if command is None or one.decision.refusal is not None or isinstance(command, OF_NOBODY):
            continue
        governing = one.before or one.dossier
        assert governing is not None
        owner = owner_of(run.engine.procedure_of(governing), one.before, command)
        again = run.engine.handle(one.before, command, by=owner, at=one.occurred_at, recorded_at=one.at)
        if again.refusal is not None:
            yield f"{one.line}: {again.refusal}"
