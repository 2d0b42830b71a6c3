"""
The acts of a story in order: when, who, what, how the dossier stood after it.

The rows are made from what was played, refused acts included; text and JSON
are two ways to write the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dossierflow.engine.draft import evolve
from dossierflow.render.acts import act_in_words, event_in_words
from dossierflow.render.dossier import clock_json, clock_line, clocks_of, names_of, status_line
from dossierflow.render.effects import effects_in_words
from dossierflow.render.names import Names
from dossierflow.render.refusal import refusal_json, refusal_line
from dossierflow.render.words.dossier import ACTS
from dossierflow.render.words.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dossierflow.citation import Language
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Engine
    from dossierflow.engine.events import Event
    from dossierflow.engine.refusals import Refusal
    from dossierflow.render.dossier import ClockView
    from dossierflow.render.explanation_json import Json
    from dossierflow.simulate.runner import Played, ScenarioRun

RowKind = Literal["act", "timer", "refused", "repeat", "wait"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a story."""

    kind: RowKind
    at: datetime
    """When it took place; a timer at its own due instant."""

    entered_at: datetime
    """When it was entered; later than *at* for an act of the past."""

    who: str
    act: str
    event: Event | None
    refusal: Refusal | None
    effects: tuple[str, ...]
    dossier: Dossier | None
    """The dossier after it."""

    clocks: tuple[ClockView, ...]
    """Its deadlines after it, at *at*."""

    names: Names


def timeline_rows(run: ScenarioRun, lang: Language) -> tuple[Row, ...]:
    """Return the rows of a story: its acts, accepted and refused, and the time limits that ran out in between."""
    return tuple(_rows(run, lang))


def timeline_text(rows: Iterable[Row]) -> str:
    """Return the rows as plain text: one block for each, an empty line between them."""
    return "\n\n".join(_block(row) for row in rows)


def timeline_json(rows: Iterable[Row]) -> Json:
    """Return the rows as values that JSON knows."""
    return [_row_json(row) for row in rows]


def _rows(run: ScenarioRun, lang: Language) -> Iterator[Row]:
    for one in run.played:
        dossier = one.before
        for event in one.decision.events:
            yield _event_row(run.engine, event, dossier, lang)
            dossier = evolve(dossier, event)
        if one.command is None:
            yield _other_row("wait", run, one, lang)
        elif one.decision.refusal is not None:
            yield _other_row("refused", run, one, lang)
        elif one.decision.is_repeat:
            yield _other_row("repeat", run, one, lang)
    dossier = run.played[-1].dossier if run.played else None
    for event in run.closing:
        yield _event_row(run.engine, event, dossier, lang)
        dossier = evolve(dossier, event)


def _event_row(engine: Engine, event: Event, before: Dossier | None, lang: Language) -> Row:
    after = evolve(before, event)
    names = names_of(engine, after, lang)
    return Row(
        kind="timer" if event.act.do == "elapse" else "act",
        at=event.occurred_at,
        entered_at=event.recorded_at,
        who=names.actor(event.actor),
        act=event_in_words(event, names),
        event=event,
        refusal=None,
        effects=effects_in_words(event, before, names),
        dossier=after,
        clocks=clocks_of(engine, after, event.occurred_at),
        names=names,
    )


def _other_row(kind: RowKind, run: ScenarioRun, one: Played, lang: Language) -> Row:
    dossier = one.dossier
    if dossier is None:
        versions = run.file.library.versions(run.file.procedure)
        names = Names(versions[-1], lang, run.file.calendar.tz)
    else:
        names = names_of(run.engine, dossier, lang)
    return Row(
        kind=kind,
        at=one.occurred_at,
        entered_at=one.at,
        who=label("system", lang) if one.actor is None else names.actor(one.actor),
        act=ACTS["wait"].text(lang) if one.command is None else act_in_words(one.command, names),
        event=None,
        refusal=one.decision.refusal,
        effects=(),
        dossier=dossier,
        clocks=() if dossier is None else clocks_of(run.engine, dossier, one.at),
        names=names,
    )


def _block(row: Row) -> str:
    names = row.names
    lines = [f"{names.instant(row.at)}  {row.who}: {row.act}"]
    if row.entered_at != row.at:
        lines.append(f"  ({label('entered', names.lang, at=names.instant(row.entered_at))})")
    if row.refusal is not None:
        lines.append(f"  {refusal_line(row.refusal, names)}")
        return "\n".join(lines)
    if row.kind == "repeat":
        lines.append(f"  {label('repeat', names.lang)}")
    if row.dossier is not None:
        lines.append(f"  {label('status', names.lang)}: {status_line(row.dossier, names)}")
    lines += [f"  + {effect}" for effect in row.effects]
    lines += [f"  = {clock_line(clock, names)}" for clock in row.clocks if clock.deadline.is_open]
    return "\n".join(lines)


def _row_json(row: Row) -> Json:
    return {
        "kind": row.kind,
        "at": row.at.isoformat(),
        "entered_at": row.entered_at.isoformat(),
        "who": row.who,
        "act": row.act,
        "event": None if row.event is None else row.event.id,
        "event_type": None if row.event is None else row.event.type,
        "status": None if row.dossier is None else row.dossier.status.name.lower(),
        "steps": [] if row.dossier is None else list(row.dossier.steps),
        "effects": list(row.effects),
        "refusal": None if row.refusal is None else refusal_json(row.refusal),
        "deadlines": {one.deadline.limit: clock_json(one) for one in row.clocks},
    }
