"""``dossierflow paths``: the shortest paths through a procedure, as scenario files, and from every edge day."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.bar import counted, searched
from dossierflow.cli.instants import day_of
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json
from dossierflow.cli.procedures import FolderOption, ProcedureArgument
from dossierflow.errors import DefinitionError, Problem
from dossierflow.procedure import ProcedureLibrary, load_procedure, load_procedures, shipped
from dossierflow.render.paths import edges_json, edges_text, paths_json, paths_text
from dossierflow.simulate.calendars import calendar_named
from dossierflow.simulate.cases.saving import write_whole
from dossierflow.simulate.paths import (
    MOST_STANDINGS,
    GoalKind,
    choose,
    file_name,
    find_ways,
    scenario_text,
    start_days,
    try_edges,
)
from dossierflow.simulate.paths import Path as Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.procedure import Procedure
    from dossierflow.worktime import WorkCalendar

_CALENDAR = "vn-public"


@command
def paths(
    procedure: ProcedureArgument,
    *,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write each path there as a scenario file.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the paths; so it is without --out and --edges.")] = False,
    edges: Annotated[
        bool, typer.Option("--edges", help="Go every path from every edge of the calendar, and look what is not sound.")
    ] = False,
    kinds: Annotated[
        list[GoalKind] | None, typer.Option("--kind", help="Only paths to goals of this kind. Repeatable.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="With --edges: first start day.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="With --edges: last start day.")] = None,
    weekends: Annotated[
        bool, typer.Option("--weekends", help="With --edges: the days around plain weekends too.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="With --edges: how many processes share the days; by default all.")
    ] = None,
    most: Annotated[
        int, typer.Option(min=1, help="How many different standings of dossiers are followed at most.")
    ] = MOST_STANDINGS,
    folder: FolderOption = None,
    calendar: Annotated[str, typer.Option(help="vn-public, or as known on a day: vn-public@2026-01-05.")] = _CALENDAR,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Find the shortest paths to every step, act, end, timer, silence and refusal of a procedure."""
    found, library, beside = _found(procedure, folder)
    days = _calendar(calendar)
    with searched() as seen:
        search = find_ways(found, days, library=library, most=most, progress=seen)
    chosen = choose(search, kinds=kinds or tuple(GoalKind))
    if edges:
        shared = workers or os.cpu_count() or 1
        return _edges(chosen, days, library, (first, last), lang, weekends=weekends, workers=shared, as_json=as_json)
    files: dict[str, str] = {}
    if out is not None:
        files = _write(chosen, days, out, beside, calendar.partition("@")[2] or None)
    if as_json:
        say_json(paths_json(search, chosen, files))
    elif out is None or listed:
        say(paths_text(search, chosen, lang.language))
    else:
        said = {"vi": "{many} lối đi đã ghi vào {out}", "en": "{many} path(s) written to {out}"}
        say(said[lang.value].format(many=len(files), out=out))
    return Exit.FINE


def _found(name: str, folder: Path | None) -> tuple[Procedure, ProcedureLibrary, Path | None]:
    """Return the version, those that it lives among, and the file or folder where they are; none for shipped ones."""
    if name.endswith((".yaml", ".yml")):
        alone = load_procedure(Path(name))
        return alone, ProcedureLibrary([alone]), Path(name)
    identifier, _, version = name.partition("@")
    library = shipped(identifier) if folder is None else load_procedures(folder)
    found = library.get(identifier, version) if version else library.versions(identifier)[-1]
    return found, library, folder


def _calendar(name: str) -> WorkCalendar:
    if name.partition("@")[0] != _CALENDAR:
        message = f"found {name!r}; paths are counted on {_CALENDAR}, or on {_CALENDAR}@DAY as it was known on a day"
        raise typer.BadParameter(message)
    return calendar_named(name)


def _write(
    chosen: Sequence[Found], calendar: WorkCalendar, out: Path, beside: Path | None, known_on: str | None
) -> dict[str, str]:
    """Write the scenario files; a procedure that stands in a file of its own is put beside them."""
    if out.exists() and not out.is_dir():
        raise DefinitionError([Problem(str(out), 0, "--out", "there is a file of this name; give a folder")])
    out.mkdir(parents=True, exist_ok=True)
    place: str | None = None
    if beside is not None and beside.is_dir():
        place = Path(os.path.relpath(beside, out)).as_posix()
    elif beside is not None and chosen:
        place = str(chosen[0].way.procedure)
        (out / place).mkdir(exist_ok=True)
        (out / place / f"{place}.yaml").write_bytes(beside.read_bytes())
    files: dict[str, str] = {}
    for path in chosen:
        file = out / file_name(path)
        write_whole(file, scenario_text(path, calendar, folder=place, known_on=known_on))
        files[path.key] = str(file)
    return files


def _edges(
    chosen: tuple[Found, ...],
    calendar: WorkCalendar,
    library: ProcedureLibrary,
    window: tuple[str | None, str | None],
    lang: Lang,
    *,
    weekends: bool,
    workers: int,
    as_json: bool,
) -> Exit:
    begins, ends = (None if day is None else day_of(day) for day in window)
    procedure = chosen[0].way.procedure if chosen else None
    if procedure is None:
        message = "no path leads to goals of this kind"
        raise typer.BadParameter(message)
    days = start_days(procedure, library, calendar, first=begins, last=ends, weekends=weekends)
    if not days:
        message = f"{procedure} has no edge of the calendar between --from and --to"
        raise typer.BadParameter(message)
    with counted() as move:

        def progress(done: int) -> None:
            if move is not None:
                move(done, len(days))

        report = try_edges(chosen, calendar, days, library=library, workers=workers, progress=progress)
    if as_json:
        say_json(edges_json(report))
    else:
        say(edges_text(report, lang.language))
    return Exit.FINDINGS if report.broken else Exit.FINE
