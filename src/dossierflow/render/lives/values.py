"""What pictures show as values that JSON knows, with stable keys and instants in ISO 8601."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.render.explanation_json import Json
    from dossierflow.render.lives.compared import Comparison
    from dossierflow.render.lives.life import Clock, Life, Stop
    from dossierflow.render.lives.many import Many


def life_json(life: Life) -> dict[str, Json]:
    """Return one life."""
    return {
        "dossier": life.dossier,
        "procedure": life.procedure,
        "until": life.until.isoformat(),
        "state": life.state,
        "over": life.is_over,
        "bars": [
            {
                "key": bar.key,
                "lane": bar.lane,
                "kind": bar.kind.value,
                "text": bar.text,
                "start": bar.start.isoformat(),
                "end": _iso(bar.end),
                "stops": _stops(bar.stops),
            }
            for bar in life.bars
        ],
        "clocks": [_clock(clock) for clock in life.clocks],
        "marks": [
            {
                "number": mark.number,
                "at": mark.at.isoformat(),
                "entered_at": mark.entered_at.isoformat(),
                "kind": mark.kind.value,
                "who": mark.who,
                "text": mark.text,
            }
            for mark in life.marks
        ],
        "versions": [{"at": era.at.isoformat(), "version": era.version} for era in life.eras],
    }


def many_json(many: Many) -> dict[str, Json]:
    """Return many dossiers, in their order, all pages together."""
    return {
        "until": many.until.isoformat(),
        "counts": {verdict.value: count for verdict, count in many.counts.items()},
        "dossiers": [
            {
                "dossier": row.dossier,
                "procedure": row.procedure,
                "start": row.start.isoformat(),
                "due": _iso(row.due),
                "end": _iso(row.end),
                "until": row.until.isoformat(),
                "stops": _stops(row.stops),
                "verdict": row.verdict.value,
                "days": row.days,
            }
            for row in many.rows
        ],
    }


def comparison_json(comparison: Comparison) -> dict[str, Json]:
    """Return both lives, and what differs."""
    return {
        "first": life_json(comparison.first),
        "second": life_json(comparison.second),
        "differences": [
            {
                "key": one.key,
                "what": one.what,
                "field": one.field,
                "first": one.first,
                "second": one.second,
                "change": one.change,
            }
            for one in comparison.differences
        ],
    }


def _clock(clock: Clock) -> dict[str, Json]:
    return {
        "key": clock.key,
        "text": clock.text,
        "party": clock.party,
        "term": clock.term,
        "start": clock.start.isoformat(),
        "end": _iso(clock.end),
        "stops": _stops(clock.stops),
        "flags": [
            {"at": flag.at.isoformat(), "kind": flag.kind.value, "provisional": flag.provisional}
            for flag in clock.flags
        ],
        "late_from": _iso(clock.late_from),
        "state": None if clock.outcome is None else clock.outcome.value,
    }


def _stops(stops: tuple[Stop, ...]) -> list[Json]:
    return [{"start": one.start.isoformat(), "end": _iso(one.end), "reason": one.reason} for one in stops]


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
