"""``dossierflow export-log``: a log in the formats that other tools read."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from dossierflow.cli.keeping import log_events
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_error, say_json
from dossierflow.cli.words import word
from dossierflow.errors import DefinitionError, Problem
from dossierflow.interop import exports
from dossierflow.interop.exports import LogFormat


@command
def export_log(
    logs: Annotated[
        list[Path], typer.Argument(metavar="LOG...", help="Logs (JSON Lines), SQLite stores, or folders of logs.")
    ],
    *,
    form: Annotated[
        LogFormat, typer.Option("--format", help="ocel-json, ocel-sqlite, xes, csv, parquet or cloudevents.")
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")],
    source: Annotated[str, typer.Option(metavar="URI", help="Of CloudEvents: the system that keeps the dossiers.")] = (
        "urn:dossierflow"
    ),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Write a log as OCEL 2.0, XES, CSV, Parquet or CloudEvents; personal facts stay behind."""
    if out.exists() and not force:
        message = "the file exists; give another name, or --force to replace it"
        raise DefinitionError([Problem(str(out), 0, "", message)])
    files = [file for path in logs for file in _files(path)]
    if any(file.resolve() == out.resolve() for file in files):
        raise DefinitionError([Problem(str(out), 0, "", "this is the log itself; give another name")])
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        count = exports.export_log(chain.from_iterable(map(log_events, files)), out, form, source=source)
    except ImportError as error:
        say_error(str(error))
        return Exit.BAD_INPUT
    if as_json:
        say_json({"out": str(out), "format": form.value, "events": count})
    else:
        say(word("log_exported", lang, events=count, out=out))
    return Exit.FINE


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.glob("*.jsonl"))
    if not found:
        raise DefinitionError([Problem(str(path), 0, "", "there are no logs (*.jsonl) in this folder; check the path")])
    return found
