"""``dossierflow check``: is a procedure file right, before a dossier depends on it?"""

from __future__ import annotations

import json
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.check_time import timed_checks, window_of
from dossierflow.cli.instants import day_of
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say
from dossierflow.errors import UnknownNameError
from dossierflow.procedure import catalogue
from dossierflow.render.findings import findings_json, findings_text, summary
from dossierflow.render.findings_html import findings_html
from dossierflow.render.findings_sarif import findings_sarif
from dossierflow.render.times import times_html, times_json, times_text
from dossierflow.review import one_stop_pack, read_pack, review
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.procedure import Procedure
    from dossierflow.review import Review
    from dossierflow.review.time import TimeCheck, TimeReport
    from dossierflow.worktime import WorkCalendar


class FindingsFormat(StrEnum):
    """How findings are written."""

    text = "text"
    json = "json"
    sarif = "sarif"
    html = "html"


@command
def check(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders (scenarios left out), or id@version of a shipped one."),
    ],
    *,
    form: Annotated[FindingsFormat, typer.Option("--format", help="html is one file; sarif is for code hosts.")] = (
        FindingsFormat.text
    ),
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the findings there.")] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Tell only codes that begin so: DF3. Repeatable.")
    ] = None,
    pack: Annotated[
        list[Path] | None, typer.Option(metavar="PACK.yaml", help="Further rules of law. Repeatable.")
    ] = None,
    calendar: Annotated[str, typer.Option(help="vn-public, or vn-public@DAY as it was known on a day.")] = "vn-public",
    time: Annotated[bool, typer.Option(help="Count every start day, kind of dossier and path.")] = True,
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First start day that is counted.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last start day that is counted.")] = None,
    handover: Annotated[
        str | None, typer.Option(metavar="HH:MM", help="What a step hands over later than this costs a day.")
    ] = None,
    scenarios: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write there, for each broken limit, the first breach to run.")
    ] = None,
    times: Annotated[bool, typer.Option(help="Tell worst and best case and slack of every path too.")] = False,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Review procedure files; exit code 1 means errors or warnings, notes alone are fine."""
    packs = (one_stop_pack(), *(read_pack(path) for path in pack or ()))
    days = _calendar(calendar)
    found = review([_meant(name) for name in paths], calendar=days, packs=packs, only=only)
    timed: tuple[TimeCheck, ...] = ()
    if time:
        timed = timed_checks(found.subjects, days, window_of(calendar, first, last, handover), folder=scenarios)
        found = found.with_findings([one for check in timed for one in check.findings], only=only)
    reports = [check.report for check in timed if check.report is not None] if times else []
    text = _written(found, reports, FindingsFormat.json if as_json else form, lang)
    if out is None:
        say(text.removesuffix("\n"))
    else:
        out.write_text(text if text.endswith("\n") else f"{text}\n", encoding="utf-8")
        say(summary(found, lang.language))
    return Exit.FINE if found.is_clean else Exit.FINDINGS


def _meant(name: str) -> Path | Procedure:
    """Return the path *name*, or the shipped version of that name where there is no such path."""
    path = Path(name)
    procedure, at, version_name = name.partition("@")
    if path.exists() or not at or path.suffix in {".yaml", ".yml"}:
        return path
    return catalogue().get(procedure, version_name)


def _written(found: Review, reports: Sequence[TimeReport], form: FindingsFormat, lang: Lang) -> str:
    if form is FindingsFormat.html:
        return findings_html(found, lang.language, [times_html(report, lang.language) for report in reports])
    if form is FindingsFormat.text:
        parts = [findings_text(found, lang.language), *(times_text(report, lang.language) for report in reports)]
        return "\n\n".join(parts)
    as_sarif = form is FindingsFormat.sarif
    data = findings_sarif(found, lang.language, version=version("dossierflow")) if as_sarif else findings_json(found)
    if reports and not as_sarif:
        data["times"] = [times_json(report) for report in reports]
    return json.dumps(data, ensure_ascii=False, indent=2)


def _calendar(name: str) -> WorkCalendar:
    """
    Return the calendar *name*, as it is known or was known on a day.

    Raises:
        UnknownNameError: There is no such calendar.
    """
    known, _, day = name.partition("@")
    if known != "vn-public":
        kind = "calendar"
        raise UnknownNameError(kind, name, ["vn-public", "vn-public@<day known on>"])
    return vietnam(as_known_on=day_of(day)) if day else vietnam()
