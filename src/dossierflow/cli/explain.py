"""``dossierflow explain``: why one due date of a scenario is what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dossierflow.cli.instants import InstantOption, instant_of
from dossierflow.cli.output import Exit, JsonOption, Lang, LangOption, command, say, say_json
from dossierflow.cli.words import word
from dossierflow.errors import UnknownNameError
from dossierflow.render.dossier import clock_json, clock_line, clocks_of, names_of
from dossierflow.render.explanation import explanation_json, explanation_text
from dossierflow.render.reasons import named_reasons
from dossierflow.simulate import read_scenario, run_scenario


@command
def explain(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO", help="The scenario file.")],
    *,
    limit: Annotated[str, typer.Option(help="The time limit, by its name in the procedure file.")],
    at: InstantOption = None,
    variant: Annotated[str | None, typer.Option(help="Which variant, where the file has several.")] = None,
    lang: LangOption = Lang.vi,
    as_json: JsonOption = False,
) -> Exit:
    """Explain the due date of one time limit, as it stands at an instant or at the end."""
    file = read_scenario(scenario, variant=variant)
    run = run_scenario(file, until=None if at is None else instant_of(at, file.calendar))
    limits = {name for one in file.library.versions(file.procedure) for name in one.limits}
    if limit not in limits:
        kind = "limit"
        raise UnknownNameError(kind, limit, limits)
    dossier = run.dossier
    if dossier is None or limit not in dossier.deadlines:
        message = word("never_started", lang, at=run.until.isoformat(timespec="minutes"))
        if as_json:
            say_json(None)
        else:
            say(message)
        return Exit.FINDINGS
    names = names_of(run.engine, dossier, lang.language)
    found = named_reasons(run.engine.explain(dossier, limit), names)
    clock = next(one for one in clocks_of(run.engine, dossier, run.until) if one.deadline.limit == limit)
    if as_json:
        say_json({"at": run.until.isoformat(), "clock": clock_json(clock), "explanation": explanation_json(found)})
        return Exit.FINE
    say(f"{names.limit(limit)} ({names.instant(run.until)})")
    say(explanation_text(found, lang.language))
    if clock.deadline.is_open:
        say(clock_line(clock, names))
    return Exit.FINE
