"""``dossierflow report``: the indicators of a period, from a log or a store."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from dossierflow.cli.keeping import is_store, log_events
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json
from dossierflow.errors import DefinitionError, Problem
from dossierflow.onestop.indicators import Indicators, Period, Scoring, indicators_json, report_workbook
from dossierflow.onestop.indicators.export import dossiers_csv, json_text
from dossierflow.onestop.records import read_records, read_reports
from dossierflow.procedure import catalogue, load_procedures
from dossierflow.render.report import report_html, report_text
from dossierflow.worktime import parse_instant, zone

_SUFFIXES = (".xlsx", ".html", ".htm", ".json", ".csv")


@command
def report(
    logs: Annotated[
        list[Path], typer.Argument(metavar="LOG...", help="Logs (JSON Lines), SQLite files, or folders of logs.")
    ],
    *,
    period: Annotated[str, typer.Option(help="2026-10, 2026-Q4, 2026, or 2026-10-01/2026-10-15.")],
    out: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help=".xlsx, .html, .json or .csv. Repeatable.")
    ] = None,
    records: Annotated[Path | None, typer.Option(metavar="CSV", help="What the host has recorded.")] = None,
    statuses: Annotated[Path | None, typer.Option(metavar="CSV", help="Status codes that were reported.")] = None,
    procedures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Folder of procedure files instead of the shipped.")
    ] = None,
    online: Annotated[list[str] | None, typer.Option(metavar="CHANNEL", help="Counts as online. Repeatable.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="INSTANT", help="Leave out what is later.")] = None,
    most_supplements: Annotated[
        int, typer.Option(min=-1, help="More requests than this are late; -1 switches the rule off.")
    ] = 1,
    agency: Annotated[str, typer.Option(help="Whose report it is, for the head of the .xlsx.")] = "",
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Count the indicators of a period, with the list behind every number."""
    hanoi = zone("Asia/Ho_Chi_Minh")
    _check_names(out or [])
    files = [file for path in logs for file in _files(path)]
    stores = [file for file in files if is_store(file)]
    instant = None if as_of is None else parse_instant(as_of, zone=hanoi)
    found = Indicators.of(
        chain.from_iterable(map(log_events, files)),
        period=Period.parse(period, zone=hanoi, as_of=instant),
        procedures=catalogue() if procedures is None else load_procedures(procedures),
        records=None if records is None else read_records(records),
        reports=None if statuses is None else read_reports(statuses, hanoi),
        scoring=Scoring(most_supplements=None if most_supplements < 0 else most_supplements),
        online_channels=online or ("online",),
        by_dossier=len(stores) == len(files),
    )
    for path in out or []:
        _write(found, path, lang, agency)
    if as_json:
        say_json(indicators_json(found))
    else:
        say(report_text(found, lang.language))
    return Exit.FINE


def _files(path: Path) -> list[Path]:
    """
    Return the logs that *path* stands for: itself, or those in the folder, by name.

    Raises:
        DefinitionError: The folder holds none.
    """
    if not path.is_dir():
        return [path]
    found = sorted(path.glob("*.jsonl"))
    if not found:
        raise DefinitionError([Problem(str(path), 0, "", "there are no logs (*.jsonl) in this folder; check the path")])
    return found


def _check_names(paths: list[Path]) -> None:
    wrong = [path for path in paths if path.suffix.lower() not in _SUFFIXES]
    if wrong:
        message = f"a report is written as {', '.join(_SUFFIXES)}; give the file such a name"
        raise DefinitionError([Problem(str(path), 0, "", message) for path in wrong])


def _write(found: Indicators, path: Path, lang: Lang, agency: str) -> None:
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        path.write_bytes(report_workbook(found, lang.language, agency=agency))
    elif suffix == ".csv":
        # with a byte order mark, by which spreadsheets know that it is UTF-8
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            file.writelines(dossiers_csv(found))
    else:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(json_text(found) if suffix == ".json" else [report_html(found, lang.language)])
