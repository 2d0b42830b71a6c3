"""``dossierflow forecast``: play a plan of offices, and tell what would become of all their dossiers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.bar import counted
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json
from dossierflow.forecast import ForecastError, compare, read_plan, what_if
from dossierflow.forecast import forecast as play
from dossierflow.render.forecast import report, report_json, report_text
from dossierflow.render.forecast_html import report_html
from dossierflow.simulate.calendars import calendar_from

if TYPE_CHECKING:
    from dossierflow.forecast import Forecast, PlanFile


@command
def forecast(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="The plan file.")],
    *,
    seed: Annotated[int, typer.Option(min=0, help="Decides all luck: the same seed, the same result.")] = 1,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; by default as many as there are processors.")
    ] = None,
    replications: Annotated[int | None, typer.Option(min=1, max=10_000, help="Instead of the plan's number.")] = None,
    what_ifs: Annotated[
        list[str] | None,
        typer.Option("--what-if", metavar="CHANGE", help="'staff.GROUP+1', 'limit PROCEDURE.LIMIT -1'… Repeatable."),
    ] = None,
    calendar: Annotated[
        str | None, typer.Option(help="Instead of the plan's: vn-public, vn-public@DAY, or a file.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the tables there: Parquet and CSV.")] = None,
    events: Annotated[bool, typer.Option("--events", help="Keep the audit log too, in DIR/events.")] = False,
    page: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Write the report as HTML.")
    ] = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Play a plan of offices: how many dossiers are early, on time, late, and where they wait."""
    file = read_plan(plan, calendar=None if calendar is None else calendar_from(calendar))
    if replications is not None:
        file = _with_replications(file, replications)
    changes = [" ".join(change.split()) for change in what_ifs or ()]
    if len(set(changes)) < len(changes):
        msg = "the same what-if is asked twice; ask it once"
        raise ForecastError(msg)
    variants = [what_if(file, change) for change in changes]
    if page is not None:
        # what cannot be written is told before hours of playing, not after
        page.parent.mkdir(parents=True, exist_ok=True)
        is_new = not page.exists()
        page.touch()
        if is_new:
            # a run that fails leaves no empty report behind
            page.unlink()
    try:
        base = _played(file, seed, workers, out, events=events)
        found = [(one.change or "", compare(base, _played(one, seed, workers, None, events=False))) for one in variants]
    except ImportError as error:
        raise ForecastError(str(error)) from error
    made = report(base, lang.language, found)
    if page is not None:
        page.write_text(report_html(made, lang.language), encoding="utf-8")
    if as_json:
        say_json(report_json(base, found))
    else:
        say(report_text(made).removesuffix("\n"))
    return Exit.FINE


def _with_replications(file: PlanFile, replications: int) -> PlanFile:
    return replace(file, plan=file.plan.model_copy(update={"replications": replications}))


def _played(file: PlanFile, seed: int, workers: int | None, out: Path | None, *, events: bool) -> Forecast:
    """Play *file*, with a progress bar where a person looks on."""
    with counted(file.change or file.plan.title.vi) as progress:
        return play(file, seed=seed, workers=workers, out=out, events=events, progress=progress)
