"""A path as a scenario file: who does what and when, and what must have become of the dossier."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.engine.effects import DeadlineMissed
from dossierflow.errors import DossierflowError
from dossierflow.procedure.catalogue import shipped
from dossierflow.procedure.limits import APPLICANT
from dossierflow.simulate.paths.filing import Filing, submission

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.engine.actors import Actor
    from dossierflow.engine.dossier import Dossier
    from dossierflow.procedure.model import Procedure
    from dossierflow.simulate.paths.choosing import Path
    from dossierflow.simulate.paths.turns import Taken
    from dossierflow.worktime import WorkCalendar

SUFFIX = ".scenario.yaml"


def file_name(path: Path) -> str:
    """Return the name of the file of *path*: ``criminal-record@2026-07-01.end-issued.scenario.yaml``."""
    return f"{path.way.procedure}.{path.key}{SUFFIX}"


def is_shipped(procedure: Procedure) -> bool:
    """Tell whether *procedure* is a shipped version, which scenarios find without a folder."""
    try:
        return shipped(procedure.procedure).get(procedure.procedure, procedure.version).hash == procedure.hash
    except DossierflowError:
        return False


def scenario_text(path: Path, calendar: WorkCalendar, *, folder: str | None = None, known_on: str | None = None) -> str:
    """
    Return the scenario file of *path*.

    Args:
        path: The path.

        calendar: The calendar on which it was found.

        folder: The folder beside the file in which its procedure files stand;
            none for a shipped version.

        known_on: The day as known on which *calendar* is; none for today's.
    """
    lines = [*_head(path, calendar, folder, known_on), *_people(path), "timeline:"]
    for taken in path.way.taken:
        lines += _entry(taken, calendar)
    dossier = path.way.dossier
    if dossier is not None:
        lines += ["expect:", "  - at: end", *_standing(path, dossier, calendar)]
    return "\n".join(lines) + "\n"


def _head(path: Path, calendar: WorkCalendar, folder: str | None, known_on: str | None) -> Iterator[str]:
    way = path.way
    yield f"# {', '.join(map(str, path.shortest))}"
    yield "scenario:"
    yield f"  vi: {_quoted(path.name.vi)}"
    yield f"  en: {_quoted(path.name.en)}"
    filed = next((one.command for one in way.taken if isinstance(one.command, c.Submit)), None)
    if filed is None:
        filed = submission(Filing(way.procedure), calendar, calendar.local_day(way.taken[0].at))
    yield f"procedure: {_quoted(way.procedure.procedure if filed.version is None else str(way.procedure))}"
    if folder is not None:
        yield f"procedures: {_quoted(folder)}"
    if known_on is not None:
        yield f"calendar: {{known_on: {_quoted(known_on)}}}"
    yield f"dossier: {_quoted(path.key)}"
    yield f"channel: {_quoted(filed.channel)}"
    said = filed.model_dump(mode="json", include={"facts", "personal"}, exclude_defaults=True)
    yield from (f"{key}: {_quoted(value)}" for key, value in said.items())


def _people(path: Path) -> Iterator[str]:
    actors = {_name(one.turn.by): one.turn.by for one in path.way.taken if one.turn.by is not None}
    named = {name: by for name, by in sorted(actors.items()) if name != APPLICANT}
    if named:
        yield "actors:"
        yield from (f"  {name}: {{agency: {by.agency}, role: {by.role}}}" for name, by in named.items())


def _entry(taken: Taken, calendar: WorkCalendar) -> Iterator[str]:
    yield f"  - at: {_quoted(_local(taken.at, calendar))}"
    if taken.command is None or taken.turn.by is None:
        yield "    do: wait"
        missed = _missed(taken)
        if missed and taken.dossier is not None:
            states = {limit: taken.dossier.deadlines[limit].state.value for limit in missed}
            yield "    expect:"
            yield f"      state: {_quoted(states)}"
        return
    hidden = {*c.Submit.model_fields} if isinstance(taken.command, c.Submit) else {"do"}
    yield f"    do: {taken.command.model_dump(mode='json', include={'do'})['do']}"
    yield f"    by: {_name(taken.turn.by)}"
    if taken.turn.occurred is not None:
        yield f"    occurred: {_quoted(_local(taken.occurred_at, calendar))}"
    for key in ("command_id", "expected_version"):
        if getattr(taken.turn, key) is not None:
            yield f"    {key}: {_quoted(getattr(taken.turn, key))}"
    said = taken.command.model_dump(mode="json", exclude_defaults=True, exclude=hidden)
    for key, value in said.items():
        own = getattr(taken.command, key)
        yield f"    {key}: {_quoted(_local(own, calendar) if isinstance(own, datetime) else value)}"
    if taken.decision.refusal is not None:
        yield f"    expect: {{refused: {taken.decision.refusal.code.value}}}"


def _missed(taken: Taken) -> list[str]:
    effects = (effect for event in taken.decision.events for effect in event.effects)
    return [effect.limit for effect in effects if isinstance(effect, DeadlineMissed)]


def _standing(path: Path, dossier: Dossier, calendar: WorkCalendar) -> Iterator[str]:
    """Yield what must have become of the dossier."""
    yield f"    status: {dossier.status.name.lower()}"
    yield f"    steps: {_quoted(dossier.steps)}"
    if dossier.end is not None:
        yield f"    end: {dossier.end}"
    clocks = sorted(dossier.deadlines.items())
    if clocks:
        dues = {name: None if clock.due is None else clock.due.day.isoformat() for name, clock in clocks}
        yield f"    state: {_quoted({name: clock.state.value for name, clock in clocks})}"
        yield f"    due: {_quoted(dues)}"
    held = {
        name: sorted({one.reason for one in clock.suspensions if one.end is None})
        for name, clock in clocks
        if clock.is_open and clock.due is None
    }
    if held:
        yield f"    suspended: {_quoted(held)}"
    if dossier.appointment is not None:
        yield f"    appointment: {_quoted(_local(dossier.appointment.at, calendar))}"
    types = dict.fromkeys(event.type for one in path.way.taken for event in one.decision.events)
    yield f"    events: {_quoted([*types])}"


def _name(by: Actor | None) -> str:
    if by is None or by.agency == APPLICANT:
        return APPLICANT
    return f"{by.agency}_{by.role}"


def _local(at: datetime, calendar: WorkCalendar) -> str:
    local = at.astimezone(calendar.tz)
    return f"{local:%Y-%m-%dT%H:%M:%S}" if local.second else f"{local:%Y-%m-%dT%H:%M}"


def _quoted(value: object) -> str:
    """Return *value* as YAML on one line; JSON is such YAML."""
    return json.dumps(value, ensure_ascii=False)
