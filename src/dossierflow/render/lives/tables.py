"""What a picture shows, as tables: for those who do not see it, and for those who want it exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.render.lives.life import FlagKind
from dossierflow.render.lives.moments import Moments
from dossierflow.render.tables import Table
from dossierflow.render.words.dossier import CLOCKS
from dossierflow.render.words.lives import said

if TYPE_CHECKING:
    from dossierflow.citation import Language
    from dossierflow.render.lives.life import Clock, Flag, Life, Mark, Stop


def bars_table(life: Life) -> Table:
    """Return who did what, from when to when, and what stood still meanwhile."""
    moments, lanes = _moments(life), dict(life.lanes)
    rows = [
        (
            lanes[bar.lane] or said("nobody", life.lang),
            bar.text,
            said(f"kind.{bar.kind.value}", life.lang),
            moments.full(bar.start),
            said("going_on", life.lang) if bar.end is None else moments.full(bar.end),
            stops_in_words(bar.stops, moments),
        )
        for lane in lanes
        for bar in life.bars
        if bar.lane == lane
    ]
    return Table(_columns(life, "lane", "what", "kind", "from", "to", "stops"), tuple(rows))


def clocks_table(life: Life) -> Table:
    """Return every run of every limit: term, from when to when, due date, those before it, how it stands."""
    moments = _moments(life)
    rows = [
        (
            clock.text,
            clock.party,
            clock.term,
            moments.full(clock.start),
            said("going_on", life.lang) if clock.end is None else moments.full(clock.end),
            stops_in_words(clock.stops, moments),
            due_in_words(clock.due, moments),
            "; ".join(moments.full(flag.at) for flag in clock.flags if flag.kind is FlagKind.MOVED)
            or said("no", life.lang),
            outcome_in_words(clock, life.lang),
        )
        for clock in life.clocks
    ]
    return Table(_columns(life, "limit", "party", "term", "from", "to", "stops", "due", "moved", "state"), tuple(rows))


def marks_table(life: Life) -> Table:
    """Return the acts by their numbers."""
    moments = _moments(life)
    rows = [
        (
            str(mark.number),
            _when(mark, moments),
            said(f"mark.{mark.kind.value}", life.lang),
            mark.who,
            mark.text,
        )
        for mark in life.marks
    ]
    return Table(_columns(life, "number", "time", "kind", "who", "what"), tuple(rows))


def _when(mark: Mark, moments: Moments) -> str:
    at = moments.full(mark.at)
    if mark.entered_at == mark.at:
        return at
    return f"{at} ({said('entered', moments.lang, at=moments.full(mark.entered_at))})"


def outcome_in_words(clock: Clock, lang: Language) -> str:
    """Return how a clock stands; a dash for appointments."""
    return "–" if clock.outcome is None else CLOCKS[clock.outcome].text(lang)


def due_in_words(flag: Flag | None, moments: Moments) -> str:
    """Return a due date with its kind, or that it is not known."""
    if flag is None:
        return said("not_known", moments.lang)
    return f"{moments.full(flag.at)} ({said(f'flag.{flag.kind.value}', moments.lang)})"


def stops_in_words(stops: tuple[Stop, ...], moments: Moments) -> str:
    """Return when and why something stood still."""
    told = [
        said("stop.open", moments.lang, first=moments.full(stop.start), reason=stop.reason)
        if stop.end is None
        else said("stop", moments.lang, first=moments.full(stop.start), last=moments.full(stop.end), reason=stop.reason)
        for stop in stops
    ]
    return "; ".join(told) or said("no", moments.lang)


def _moments(life: Life) -> Moments:
    return Moments(life.lang, life.calendar.tz)


def _columns(life: Life, *keys: str) -> tuple[str, ...]:
    return tuple(said(f"column.{key}", life.lang) for key in keys)
