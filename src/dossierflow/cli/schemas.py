"""``dossierflow schema``: the file formats as JSON Schema."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dossierflow.audit import event_schema
from dossierflow.cli.files import write_files
from dossierflow.cli.output import Exit, command, say, say_json
from dossierflow.forecast import plan_schema
from dossierflow.interop.replay import mapping_schema
from dossierflow.procedure import procedure_schema
from dossierflow.simulate import scenario_schema


class FileFormat(StrEnum):
    """The formats that have a schema."""

    procedure = "procedure"
    event = "event"
    scenario = "scenario"
    plan = "plan"
    mapping = "mapping"


_SCHEMAS = {
    FileFormat.procedure: procedure_schema,
    FileFormat.event: event_schema,
    FileFormat.scenario: scenario_schema,
    FileFormat.plan: plan_schema,
    FileFormat.mapping: mapping_schema,
}


@command
def schema(
    form: Annotated[FileFormat, typer.Argument(metavar="FORMAT", help="procedure, event, scenario, plan or mapping.")],
    *,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> Exit:
    """Print the JSON Schema of a file format, for editors that check while one writes."""
    found = _SCHEMAS[form]()
    if out is None:
        say_json(found)
    else:
        write_files({out: f"{json.dumps(found, ensure_ascii=False, indent=2)}\n".encode()}, force=force)
        say(str(out))
    return Exit.FINE
