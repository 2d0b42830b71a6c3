"""``dossierflow schema``: the file formats as JSON Schema."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dossierflow.audit import event_schema
from dossierflow.cli.output import Exit, command, say_json
from dossierflow.forecast import plan_schema
from dossierflow.procedure import procedure_schema
from dossierflow.simulate import scenario_schema


class FileFormat(StrEnum):
    """The formats that have a schema."""

    procedure = "procedure"
    event = "event"
    scenario = "scenario"
    plan = "plan"


_SCHEMAS = {
    FileFormat.procedure: procedure_schema,
    FileFormat.event: event_schema,
    FileFormat.scenario: scenario_schema,
    FileFormat.plan: plan_schema,
}


@command
def schema(
    form: Annotated[FileFormat, typer.Argument(metavar="FORMAT", help="procedure, event, scenario or plan.")],
) -> Exit:
    """Print the JSON Schema of a file format, for editors that check while one writes."""
    say_json(_SCHEMAS[form]())
    return Exit.FINE
