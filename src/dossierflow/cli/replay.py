"""``dossierflow replay``: somebody's log, held to the rule."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_error, say_json
from dossierflow.cli.versions import subject_named
from dossierflow.deadlines import Term
from dossierflow.errors import DefinitionError, Problem
from dossierflow.interop.replay import Alternatives, Tables, findings_json, read_mapping
from dossierflow.interop.replay import replay as replay_log
from dossierflow.render.forecast import report_text
from dossierflow.render.forecast_html import report_html
from dossierflow.render.replay import replay_report
from dossierflow.simulate.calendars import calendar_named
from dossierflow.worktime import compile_calendar
from dossierflow.worktime.files import read_layer

if TYPE_CHECKING:
    from dossierflow.interop.replay import MappingFile
    from dossierflow.worktime import WorkCalendar

_YAML = frozenset({".yaml", ".yml"})
_TERM = re.compile(r"\s*[0-9]")


@command
def replay(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="CSV, XES, OCEL 2.0 (JSON, SQLite); also .gz.")],
    *,
    mapping: Annotated[Path, typer.Option(metavar="MAPPING", help="What the log means.")],
    rule: Annotated[
        str | None,
        typer.Option(help="Another rule: a term ('6 weeks'), or a procedure file or id@version, as the mapping has."),
    ] = None,
    profile: Annotated[str | None, typer.Option(help="Another way of counting the limit: vn-general, nl-atw…")] = None,
    calendar: Annotated[
        str | None, typer.Option(help="Another calendar: vn-public, vn-weekends, NAME@DAY, or a file of one layer.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the tables: every case and line.")] = None,
    page: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Write the report as HTML.")
    ] = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Recompute every due date of a log; 1 means that some differ, or that something would have been refused."""
    try:
        file = read_mapping(mapping)
        other = _alternatives(file, rule, profile, calendar)
        more = tuple(name for name, given in (("rule", rule or profile), ("calendar", calendar)) if given)
        with nullcontext() if out is None else Tables(out, more) as tables:
            found = replay_log(log, file, alternatives=other, tables=tables)
    except ImportError as error:
        say_error(str(error))
        return Exit.BAD_INPUT
    report = replay_report(found, file.mapping.title, lang.language)
    if page is not None:
        page.write_text(report_html(report, lang.language), encoding="utf-8")
    if as_json:
        say_json({"log": str(log), "mapping": str(mapping), **findings_json(found)})
    else:
        say(report_text(report).removesuffix("\n"))
    return Exit.FINE if found.is_clean else Exit.FINDINGS


def _alternatives(file: MappingFile, rule: str | None, profile: str | None, calendar: str | None) -> Alternatives:
    term = Term.of(rule) if rule is not None and _TERM.match(rule) else None
    if rule is not None and term is None and file.mapping.limit is not None:
        message = f"found {rule!r}; the mapping has a single limit, whose other rule is a term such as '6 weeks'"
        raise DefinitionError([Problem("--rule", 0, "", message)])
    version = None if rule is None or term is not None else subject_named(rule).procedure
    days = None if calendar is None else _calendar(calendar)
    return Alternatives(term=term, profile=profile, procedure=version, calendar=days)


def _calendar(text: str) -> WorkCalendar:
    path = Path(text)
    if path.suffix not in _YAML:
        return calendar_named(text)
    layer = read_layer(path)
    return compile_calendar([layer], name=layer.name)
