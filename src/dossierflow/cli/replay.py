"""``dossierflow replay``: somebody's log, held to the rule."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.files import write_files
from dossierflow.cli.log_bar import log_bar
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_error, say_json
from dossierflow.cli.versions import subject_named
from dossierflow.deadlines import Term
from dossierflow.errors import DefinitionError, Problem, UnknownNameError
from dossierflow.interop.replay import (
    OTHER_DAYS,
    Alternatives,
    Tables,
    findings_json,
    layered,
    names_other_days,
    read_mapping,
)
from dossierflow.interop.replay import replay as replay_log
from dossierflow.procedure import load_procedures
from dossierflow.render.forecast import report_text
from dossierflow.render.forecast_html import report_html
from dossierflow.render.replay import replay_report
from dossierflow.simulate.calendars import calendar_named

if TYPE_CHECKING:
    from dossierflow.interop.replay import MappingFile
    from dossierflow.worktime import WorkCalendar

_YAML = frozenset({".yaml", ".yml"})
_TERM = re.compile(r"\s*[0-9]")


@command
def replay(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="CSV, XES, OCEL 2.0 (JSON, XML, SQLite); also .gz.")],
    *,
    mapping: Annotated[
        Path | None, typer.Option(metavar="MAPPING", help="What the log means; describe-log writes one to begin with.")
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option(help="Another rule: a term ('6 weeks'), or a procedure file or id@version, as the mapping has."),
    ] = None,
    profile: Annotated[str | None, typer.Option(help="Another way of counting the limit: vn-general, nl-atw…")] = None,
    procedures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Other procedure files, of which the one in force governs.")
    ] = None,
    calendar: Annotated[
        list[str] | None,
        typer.Option(
            help="Another calendar: weekdays or a country such as NL, in the hours and years of the mapping's; "
            "vn-public, vn-weekends, NAME@DAY; or a file of a layer. Repeatable."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the tables: every case and line.")] = None,
    page: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Write the report as HTML.")
    ] = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Recompute every due date of a log; 1 means that some differ, or that something would have been refused."""
    if mapping is None:
        raise DefinitionError([Problem("--mapping", 0, "", _NO_MAPPING.format(log=log))])
    try:
        file = read_mapping(mapping)
        other = _alternatives(file, rule, profile, procedures, calendar or [])
        given = (("rule", rule or profile or procedures), ("calendar", calendar))
        more = tuple(name for name, one in given if one)
        # opened last, closed first: the tables come to their places only when all went well
        with log_bar(lang) as progress, nullcontext() if out is None else Tables(out, more) as tables:
            found = replay_log(log, file, alternatives=other, tables=tables, progress=progress)
            report = replay_report(found, file.mapping.title, lang.language)
            if page is not None:
                write_files({page: report_html(report, lang.language).encode()}, force=True)
    except ImportError as error:
        say_error(str(error))
        return Exit.BAD_INPUT
    if as_json:
        say_json({"log": str(log), "mapping": str(mapping), **findings_json(found)})
    else:
        say(report_text(report).removesuffix("\n"))
    return Exit.FINE if found.is_clean else Exit.FINDINGS


_NO_MAPPING = (
    "what does the log mean? Give the file that says it; "
    "'dossierflow describe-log {log} --new-mapping FILE.yaml' writes one to begin with"
)


def _alternatives(
    file: MappingFile, rule: str | None, profile: str | None, procedures: Path | None, calendars: list[str]
) -> Alternatives:
    term = Term.of(rule) if rule is not None and _TERM.match(rule) else None
    if rule is not None and term is None and file.mapping.limit is not None:
        message = f"found {rule!r}; the mapping has a single limit, whose other rule is a term such as '6 weeks'"
        raise DefinitionError([Problem("--rule", 0, "", message)])
    if rule is not None and procedures is not None:
        raise DefinitionError([Problem("--procedures", 0, "", "is another rule, as --rule is; give one of the two")])
    version = None if rule is None or term is not None else subject_named(rule).procedure
    library = None if procedures is None else load_procedures(procedures)
    return Alternatives(
        term=term, profile=profile, procedure=version, library=library, calendar=_calendar(calendars, file)
    )


def _calendar(names: list[str], file: MappingFile) -> WorkCalendar | None:
    if not names:
        return None
    if len(names) > 1 or Path(names[0]).suffix in _YAML or names_other_days(names[0]):
        return layered(names, Path(), file.layers)
    try:
        return calendar_named(names[0])
    except UnknownNameError as error:
        raise UnknownNameError(error.kind, error.name, [*error.known, *OTHER_DAYS]) from error
