"""``dossierflow picture``: the time of dossiers, drawn."""

from __future__ import annotations

import sys
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.files import write_files
from dossierflow.cli.instants import InstantOption, instant_of
from dossierflow.cli.keeping import log_events
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json
from dossierflow.errors import DefinitionError, Problem
from dossierflow.procedure import catalogue, load_procedures
from dossierflow.render.lives import (
    Comparison,
    Life,
    Many,
    Order,
    comparison_html,
    comparison_json,
    comparison_of,
    comparison_svg,
    comparison_text,
    life_html,
    life_json,
    life_of,
    life_of_run,
    life_svg,
    life_text,
    many_html,
    many_json,
    many_of,
    many_svg,
    many_text,
)
from dossierflow.simulate import read_scenario, read_scenarios, run_scenario
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import Language
    from dossierflow.simulate import ScenarioFile, ScenarioRun

_STORIES = (".yaml", ".yml")
_MOST_ROWS = 1000
_NARROWEST = 60


class LifeFormat(StrEnum):
    """How a picture is written."""

    svg = "svg"
    html = "html"
    text = "text"


@command
def picture(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Scenarios, logs (JSON Lines), SQLite files, or folders of them."),
    ],
    *,
    form: Annotated[
        LifeFormat | None, typer.Option("--format", help="By default what --out ends in, else text.")
    ] = None,
    compare: Annotated[Path | None, typer.Option(metavar="OTHER", help="Draw another dossier below, marked.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the picture to this file.")] = None,
    dossier: Annotated[str | None, typer.Option(metavar="NUMBER", help="Which dossier of a log.")] = None,
    variant: Annotated[str | None, typer.Option(help="Which variant of a scenario that has several.")] = None,
    compare_variant: Annotated[str | None, typer.Option(help="Which variant of the other one.")] = None,
    until: InstantOption = None,
    sort: Annotated[Order, typer.Option(help="Order of the rows of many dossiers.")] = Order.due,
    page: Annotated[int | None, typer.Option(min=1, help="Which page of many dossiers.")] = None,
    page_size: Annotated[int, typer.Option(min=1, max=_MOST_ROWS, help="Rows of a page.")] = 30,
    width: Annotated[
        int | None, typer.Option(min=60, metavar="COLUMNS", help="Of a text; by default those of the terminal.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--procedures", metavar="FOLDER", help="Procedure files instead of the shipped.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Draw the time of a dossier: lanes, suspensions, due dates; of many, a row each; of two, what differs."""
    chosen = _format(form, out)
    source = _Source(lang, until, folder, dossier)
    lives = [life for path in files for one in _files(path) for life in source.lives(one, variant)]
    shown: Life | Comparison | Many
    if compare is not None:
        first, second = _one(lives, files[0]), _one(list(source.lives(compare, compare_variant)), compare)
        shown = comparison_of(first, second)
    elif len(lives) == 1 and page is None:
        shown = lives[0]
    else:
        _one(lives, files[0], most=None)
        shown = many_of(lives, order=sort, page_size=page_size)
    text = (
        _json_of(shown) if as_json else _written(shown, chosen, page, width or (_terminal() if out is None else None))
    )
    if as_json:
        say_json(text)
    elif out is None:
        say(str(text).removesuffix("\n"))
    else:
        write_files({out: f"{str(text).removesuffix(chr(10))}\n".encode()}, force=force)
        say(str(out))
    return Exit.FINE


class _Source:
    """Reads lives from files, all in one language and up to one instant."""

    def __init__(self, lang: Lang, until: str | None, folder: Path | None, dossier: str | None) -> None:
        self.lang: Language = lang.language
        self.until = until
        self.dossier = dossier
        self.calendar = vietnam()
        self.library = None if folder is None else load_procedures(folder)

    def lives(self, path: Path, variant: str | None) -> Iterator[Life]:
        """
        Yield the lives that a file tells.

        Raises:
            DefinitionError: A scenario is wrong, or a log has no such dossier.
        """
        if path.suffix.lower() in _STORIES:
            stories = (
                read_scenarios(path, library=self.library)
                if variant is None
                else [read_scenario(path, library=self.library, variant=variant)]
            )
            yield from (life_of_run(run, self.lang) for run in map(self._played, stories) if run.events)
            return
        procedures = catalogue() if self.library is None else self.library
        stop = None if self.until is None else instant_of(self.until, self.calendar)
        # sorting keeps the order of the events of one dossier
        events = sorted(log_events(path), key=attrgetter("dossier"))
        if stop is None and events:
            # open dossiers are all judged at one instant
            stop = max(event.occurred_at for event in events)
        for number, told in groupby(events, key=attrgetter("dossier")):
            if self.dossier is not None and number != self.dossier:
                continue
            log = list(told)
            if stop is None or log[0].occurred_at <= stop:
                yield life_of(log, procedures, self.calendar, self.lang, until=stop)

    def _played(self, file: ScenarioFile) -> ScenarioRun:
        return run_scenario(file, until=None if self.until is None else instant_of(self.until, file.calendar))


def _files(path: Path) -> list[Path]:
    """
    Return what *path* stands for: itself, or the scenarios and logs in the folder, by name.

    Raises:
        DefinitionError: The folder holds none.
    """
    if not path.is_dir():
        return [path]
    found = sorted([*path.glob("*.scenario.yaml"), *path.glob("*.jsonl")])
    if not found:
        message = "there are no scenarios (*.scenario.yaml) or logs (*.jsonl) in this folder; check the path"
        raise DefinitionError([Problem(str(path), 0, "", message)])
    return found


def _one(lives: list[Life], path: Path, *, most: int | None = 1) -> Life:
    """
    Return the only life.

    Raises:
        DefinitionError: There is none, or there are more than *most*.
    """
    if not lives:
        message = "there is no dossier to draw: nothing was submitted, or --dossier or --until leaves none"
        raise DefinitionError([Problem(str(path), 0, "", message)])
    if most is not None and len(lives) > most:
        message = f"found {len(lives)} dossiers, and two are compared; choose one with --dossier or --variant"
        raise DefinitionError([Problem(str(path), 0, "", message)])
    return lives[0]


def _format(form: LifeFormat | None, out: Path | None) -> LifeFormat:
    suffixes = {".svg": LifeFormat.svg, ".html": LifeFormat.html, ".htm": LifeFormat.html, ".txt": LifeFormat.text}
    if form is not None:
        return form
    if out is None:
        return LifeFormat.text
    found = suffixes.get(out.suffix.lower())
    if found is None:
        message = f"a picture is written as {', '.join(suffixes)}; give the file such a name, or give --format"
        raise DefinitionError([Problem(str(out), 0, "", message)])
    return found


def _json_of(shown: Life | Comparison | Many) -> object:
    if isinstance(shown, Life):
        return life_json(shown)
    return comparison_json(shown) if isinstance(shown, Comparison) else many_json(shown)


def _terminal() -> int | None:
    """Return the columns of the terminal that is written to; none where it is a file or a pipe."""
    return max(get_terminal_size().columns, _NARROWEST) if sys.stdout.isatty() else None


def _written(shown: Life | Comparison | Many, form: LifeFormat, page: int | None, width: int | None) -> str:
    if isinstance(shown, Many):
        return _many_written(shown, form, page, width)
    if isinstance(shown, Comparison):
        two = {LifeFormat.svg: comparison_svg, LifeFormat.html: comparison_html}
        return two[form](shown) if form in two else comparison_text(shown, width=width)
    one = {LifeFormat.svg: life_svg, LifeFormat.html: life_html}
    return one[form](shown) if form in one else life_text(shown, width=width)


def _many_written(shown: Many, form: LifeFormat, page: int | None, width: int | None) -> str:
    if page is not None and page > len(shown.pages):
        raise DefinitionError([Problem("--page", 0, "", f"there are {len(shown.pages)} pages")])
    if form is LifeFormat.html:
        return many_html(shown)
    if form is LifeFormat.text:
        return many_text(shown, page=page, width=width)
    if page is None and len(shown.pages) > 1:
        message = f"an .svg is one page of {len(shown.pages)}; choose one with --page, or write .html"
        raise DefinitionError([Problem("--page", 0, "", message)])
    return many_svg(shown, page=page or 1)
