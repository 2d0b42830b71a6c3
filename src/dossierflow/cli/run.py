"""``dossierflow run``: play a scenario and tell how it went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossierflow.cli.instants import instant_of
from dossierflow.cli.keeping import log_run, save_run
from dossierflow.cli.output import (
    Exit,
    JsonOption,
    Lang,
    LangOption,
    command,
    is_terminal,
    say,
    say_error,
    say_heading,
    say_json,
    say_table,
)
from dossierflow.cli.saving import SaveCaseOption
from dossierflow.cli.saving import save_run as save_run_as_case
from dossierflow.cli.words import word
from dossierflow.errors import DefinitionError, Problem
from dossierflow.render.story import story_head, story_json, story_of, story_sections, story_text
from dossierflow.render.words.labels import label
from dossierflow.simulate import instant_in, read_scenario, run_scenario
from dossierflow.simulate.moments import END, is_offset

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.render.story import Story
    from dossierflow.simulate import ScenarioFile


@command
def run(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO", help="The scenario file.")],
    *,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="MOMENT", help="Stop at 2026-02-20T12:00, at 'end', or at an offset: '+1 minute after due total'."
        ),
    ] = None,
    variant: Annotated[str | None, typer.Option(help="Which variant, where the file has several.")] = None,
    save: Annotated[Path | None, typer.Option(help="Keep dossier and events in this SQLite file.")] = None,
    log: Annotated[Path | None, typer.Option(help="Write the events to this file, one JSON object a line.")] = None,
    save_case: SaveCaseOption = None,
    explain: Annotated[bool, typer.Option(help="Explain every due date, step by step.")] = True,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Play a scenario: timeline, deadlines, explanations, refused acts, audit log, expectations."""
    file = read_scenario(scenario, variant=variant)
    stop = None if until is None else _stop(file, until)
    played = run_scenario(file, until=stop)
    story = story_of(played, lang.language)
    kept: list[str] = []
    if save is not None:
        save_run(played, save)
        kept.append(label("saved", lang.language, file=save))
    if log is not None:
        log_run(played, log)
        kept.append(label("logged", lang.language, file=log))
    if save_case is not None:
        save_run_as_case(played, scenario, save_case, stop)
        kept.append(word("case_saved", lang, file=save_case))
    if as_json:
        say_json(story_json(story, explain=explain))
    elif is_terminal():
        _print(story, explain=explain)
    else:
        say(story_text(story, explain=explain))
    for line in kept:
        say_error(line) if as_json else say(f"\n{line}")
    return Exit.FINE if played.is_as_expected else Exit.FINDINGS


def _stop(file: ScenarioFile, until: str) -> datetime:
    if until != END and not is_offset(until):
        return instant_of(until, file.calendar)
    try:
        # what it counts from is known once the whole story has been told
        return instant_in(run_scenario(file), until)
    except ValueError as error:
        raise DefinitionError([Problem("--until", 0, "", str(error))]) from error


def _print(story: Story, *, explain: bool) -> None:
    """Tell the story in a terminal: the same parts, with boxes around the tables."""
    say(story_head(story))
    for number, section in enumerate(story_sections(story, explain=explain), start=1):
        say("")
        say_heading(f"{number}. {section.heading.upper()}")
        for part in section.parts:
            say("")
            if isinstance(part, str):
                say(part)
            else:
                say_table(part)
