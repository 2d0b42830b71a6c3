"""``dossierflow describe-log``: what is in somebody's log, and a mapping to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from dossierflow.citation import LegalText
from dossierflow.cli.files import write_files
from dossierflow.cli.log_bar import log_bar
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json
from dossierflow.errors import UnknownNameError
from dossierflow.interop.replay import Encoding, Roles, Way, starting_mapping
from dossierflow.interop.replay import describe_log as look_at
from dossierflow.render.forecast import report_text
from dossierflow.render.log_description import log_json, log_report

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENCODINGS: Mapping[str, Encoding] = {one: one for one in get_args(Encoding)}
_SAID = LegalText(
    vi="Đã viết {file}. Xem lại các dòng có chữ 'check', rồi: dossierflow replay {log} --mapping {file}",
    en="Written: {file}. Go through the lines that say 'check', then: dossierflow replay {log} --mapping {file}",
)


@command
def describe_log(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="CSV, XES, OCEL 2.0 (JSON, XML, SQLite); also .gz.")],
    *,
    new_mapping: Annotated[
        Path | None, typer.Option(metavar="FILE.yaml", help="Write a mapping to begin with, guesses marked.")
    ] = None,
    case: Annotated[str, typer.Option(metavar="COLUMN", help="Which column is the case.")] = "",
    activity: Annotated[str, typer.Option(metavar="COLUMN", help="Which column is the activity.")] = "",
    time: Annotated[str, typer.Option(metavar="COLUMN", help="Which column is the time.")] = "",
    due: Annotated[str, typer.Option(metavar="COLUMN", help="Which column is the log's own due date.")] = "",
    case_object: Annotated[str | None, typer.Option(metavar="TYPE", help="Of OCEL: which objects are cases.")] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Of CSV that is not UTF-8: utf-16, cp1258, cp1252, latin-1.")
    ] = None,
    zone: Annotated[str | None, typer.Option(help="Where the log is from: Europe/Amsterdam.")] = None,
    country: Annotated[str | None, typer.Option(help="Whose holidays count, where the zone does not say: NL.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Tell what is in a log: columns, activities, cases, dates; and write a mapping to begin with."""
    if encoding is not None and encoding not in _ENCODINGS:
        kind = "encoding"
        raise UnknownNameError(kind, encoding, list(_ENCODINGS))
    known = None if encoding is None else _ENCODINGS[encoding]
    way = Way(encoding=known, case_object=case_object, guesses=True)
    given = Roles(case=case, activity=activity, timestamp=time, due=due)
    with log_bar(lang) as progress:
        found = look_at(log, given=given, way=way, progress=progress)
    if new_mapping is not None:
        text = starting_mapping(found, zone=zone, country=country)
        write_files({new_mapping: text.encode()}, force=force)
    if as_json:
        say_json({"log": str(log), **log_json(found), "mapping": new_mapping and str(new_mapping)})
        return Exit.FINE
    say(report_text(log_report(found, lang.language)).removesuffix("\n"))
    if new_mapping is not None:
        say("\n" + _SAID.text(lang.language).format(file=new_mapping, log=log))
    return Exit.FINE
