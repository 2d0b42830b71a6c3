"""Present answers as golden cases: how a run stands, in the words of a scenario or of a table."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem
from dossierflow.procedure.facts import CHANNEL
from dossierflow.simulate.cases.reading import cases_of
from dossierflow.simulate.cases.suite import Bench
from dossierflow.simulate.cases.table import Row
from dossierflow.simulate.places import place_of
from dossierflow.simulate.scenario import KnownOn, Layered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from dossierflow.deadlines.explanation import Due
    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.limits import Limit
    from dossierflow.reading import Document
    from dossierflow.simulate.runner import ScenarioRun

END = "end"


def story_with(text: str, document: Document, run: ScenarioRun, at: str = END) -> str:
    """
    Return the scenario *text* with how *run* stands appended to what it expects.

    Args:
        text: The scenario as it was written; comments and layout are kept.

        document: The same, read.

        run: What came of it.

        at: The instant of the expectation as the file writes it, or ``end``.

    Raises:
        DefinitionError: The expectations stand in brackets in one line, to which no line can be added.
    """
    lines = text.splitlines()
    dash, place = _where(document, lines)
    inner = " " * (len(dash) - 1)
    told = [f"{dash}at: {at}", *(f"{inner} {line}" for line in _standing(run))]
    head = [] if "expect" in document.data else ["", "expect:"]
    return "\n".join([*lines[:place], *head, *told, *lines[place:], ""])


def _where(document: Document, lines: list[str]) -> tuple[str, int]:
    """Return how items of the expectations begin, and before which line the next one goes."""
    if "expect" not in document.data:
        return "  - ", _last(lines, len(lines))
    first = document.places.get(("expect", 0))
    shown = "" if first is None else lines[first.line - 1]
    if not shown.lstrip().startswith("- "):
        message = "stands in brackets or is empty; write the list one item a line, each behind '- ', or leave it out"
        raise DefinitionError([Problem(document.file, document.line(("expect",)), "expect", message)])
    start = document.line(("expect",))
    later = [document.line((key,)) for key in document.data if document.line((key,)) > start]
    return shown[: shown.index("-") + 2], _last(lines, min(later, default=len(lines) + 1) - 1)


def _last(lines: list[str], end: int) -> int:
    # comments above the next key belong to it
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _standing(run: ScenarioRun) -> list[str]:
    dossier = run.dossier
    if dossier is None:
        return ["no_events: [submitted]"]
    deadlines = dossier.deadlines
    dues = {name: _due(clock.due, run.file.calendar.tz) for name, clock in deadlines.items()}
    lines = [
        f"status: {dossier.status.name.lower()}",
        f"steps: [{', '.join(sorted(dossier.steps))}]",
        f"version: {json.dumps(dossier.procedure.version)}",
    ]
    lines += [] if dossier.end is None else [f"end: {dossier.end}"]
    lines += [
        f"due: {_mapping(dues)}",
        f"state: {_mapping({name: one.state.value for name, one in deadlines.items()})}",
    ]
    if dossier.appointment is not None:
        lines.append(f"appointment: {_local(dossier.appointment.at, run.file.calendar.tz)}")
    lines.append(f"events: [{', '.join(dict.fromkeys(event.type for event in run.events))}]")
    return lines


def rows_of_run(run: ScenarioRun, folder: Path) -> list[dict[str, str]]:
    """
    Return a row for each time limit of *run* that a table can state, as it stands.

    Limits that were extended, or whose term was changed by a supplement or by
    another version, cannot be counted in one row and are left out.

    Args:
        run: What came of a scenario.

        folder: Where the table stands.
    """
    dossier = run.dossier
    if dossier is None:
        return []
    rows = [_row(run, dossier, clock, folder) for clock in dossier.deadlines.values() if not clock.extensions]
    bench = Bench(calendars=run.engine.rulebook.calendars)
    made = [(row, Row(str(folder / "saved.cases.csv"), 0, {k: v for k, v in row.items() if v})) for row in rows]
    library = run.engine.rulebook.library
    return [row for row, cells in made if bench.result(cases_of([cells], folder, library)[0]).is_fine]


def _row(run: ScenarioRun, dossier: Dossier, clock: Deadline, folder: Path) -> dict[str, str]:
    zone = run.file.calendar.tz
    row = {"case": f"{dossier.id} {clock.limit}", "procedure": str(dossier.procedure)}
    place, named = place_of(Path(run.file.document.file)), run.file.scenario.procedures
    if named is not None:
        row["procedures"] = os.path.relpath(place / named, folder)
    row |= _calendar(run.file.scenario.calendar, place, folder)
    limit = run.engine.procedure_of(dossier).limits[clock.limit]
    facts: dict[str, FactValue] = {name: dossier.facts[name] for name in _facts_of(limit) if name in dossier.facts}
    row |= {f"fact.{name}" if name != CHANNEL else name: _cell(value) for name, value in facts.items()}
    row |= {"limit": clock.limit, "from": _local(clock.trigger, zone)}
    stops = [(stop.start, stop.end, stop.reason) for stop in clock.suspensions]
    row["pauses"] = "; ".join(
        f"{reason} {_local(start, zone)}/{'' if end is None else _local(end, zone)}" for start, end, reason in stops
    )
    row["due"] = _due(clock.due, zone) if clock.due is not None else "none"
    return row


def _calendar(named: str | KnownOn | Layered, place: Path, folder: Path) -> dict[str, str]:
    match named:
        case KnownOn():
            return {"calendar": f"vn-public@{named.known_on}"}
        case Layered():
            return {"calendar": ";".join(os.path.relpath(place / file, folder) for file in named.layers)}
        case _:
            return {}


def _facts_of(limit: Limit) -> list[str]:
    names = [name for case in limit.cases for name in case.when]
    names += [per for per in (limit.per, *(case.per for case in limit.cases)) if per is not None]
    return list(dict.fromkeys(names))


def _mapping(values: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{name}: {value}' for name, value in values.items())}}}"


def _due(due: Due | None, zone: ZoneInfo) -> str:
    if due is None:
        return "null"
    at = due.at.astimezone(zone)
    # a day that ends at midnight is named by itself, not by the first instant of the next
    return _local(at, zone) if at.date() == due.day else due.day.isoformat()


def _local(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone).replace(tzinfo=None)
    return local.isoformat(timespec="auto" if local.second or local.microsecond else "minutes")


def _cell(value: FactValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
