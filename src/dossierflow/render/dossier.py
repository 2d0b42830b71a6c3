"""How a dossier stands at an instant: status, steps, deadlines, handoffs, appointment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.engine.dossier import ClockState, is_in_a_step
from dossierflow.render.names import Names
from dossierflow.render.tables import Table, parts_text
from dossierflow.render.words import words_of
from dossierflow.render.words.dossier import CLOCKS, HANDOFFS, LIFECYCLES, STATUSES
from dossierflow.render.words.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dossierflow.citation import Language
    from dossierflow.deadlines.account import Balance
    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.engine.engine import Engine
    from dossierflow.render.explanation_json import Json
    from dossierflow.render.tables import Part

_FINISHED = frozenset({ClockState.MET, ClockState.MET_LATE, ClockState.LAPSED, ClockState.CANCELLED})


@dataclass(frozen=True, slots=True)
class ClockView:
    """One limit of a dossier at an instant: its clock, and how much of it is used."""

    deadline: Deadline
    balance: Balance

    @property
    def since(self) -> tuple[datetime, str] | None:
        """When and why the clock stopped, if it stands still; the earliest open reason."""
        if self.deadline.state is not ClockState.SUSPENDED:
            return None
        return min((stop.start, stop.reason) for stop in self.deadline.suspensions if stop.end is None)


def names_of(engine: Engine, dossier: Dossier, lang: Language) -> Names:
    """Return the names of the version that governs *dossier*, with times in the zone of its calendar."""
    compiled = engine.rulebook.compiled(dossier.procedure)
    return Names(compiled.procedure, lang, compiled.calendars[compiled.procedure.calendar].tz)


def clocks_of(engine: Engine, dossier: Dossier, at: datetime) -> tuple[ClockView, ...]:
    """
    Return the latest run of every limit that ever started, in the order of the procedure.

    Args:
        engine: The engine that made the dossier.

        dossier: The dossier, with its timers fired up to *at*.

        at: The instant for which used and remaining time are counted; a clock
            that has ended is counted up to its end.
    """
    order = engine.procedure_of(dossier).limits
    known = sorted(
        dossier.deadlines.values(), key=lambda one: list(order).index(one.limit) if one.limit in order else -1
    )
    return tuple(
        ClockView(one, engine.balance(dossier, one.limit, one.ended_at if one.ended_at is not None else at))
        for one in known
        if one.limit in order
    )


def clock_line(clock: ClockView, names: Names) -> str:
    """Return one open clock as a sentence: used, left, due; or suspended; or overdue."""
    deadline, balance = clock.deadline, clock.balance
    gaps = {
        "limit": names.limit(deadline.limit),
        "used": balance.used,
        "total": _amount(clock, balance.total, names),
        "remaining": _amount(clock, balance.remaining, names),
        "due": names.due(deadline.due),
        "overdue": _amount(clock, balance.overdue, names),
    }
    key = {ClockState.SUSPENDED: "clock.suspended", ClockState.MISSED: "clock.missed"}.get(deadline.state, "clock.open")
    if key == "clock.missed" and not balance.overdue:
        key = "clock.missed_now"
    elif key == "clock.open" and not balance.total:
        key = "clock.same_day"
    return label(key, names.lang, **gaps)


def deadlines_table(clocks: tuple[ClockView, ...], names: Names) -> Table:
    """Return the deadlines as a table: limit, party, term, used, remaining, suspended, due, state."""
    headings = ("limit", "party", "term", "used", "remaining", "suspended", "due", "state")
    columns = tuple(label(key, names.lang) for key in headings)
    return Table(columns, tuple(_row(clock, names) for clock in clocks))


def dossier_parts(engine: Engine, dossier: Dossier | None, at: datetime, lang: Language) -> Iterator[Part]:
    """Yield how *dossier* stands at *at*: its status, its deadlines as a table, its handoffs."""
    if dossier is None:
        yield label("no_dossier", lang)
        return
    names = names_of(engine, dossier, lang)
    yield "\n".join(f"{label(key, lang)}: {value}" for key, value in _facts(dossier, names))
    clocks = clocks_of(engine, dossier, at)
    yield deadlines_table(clocks, names) if clocks else label("not_started", lang)
    if dossier.handoffs:
        lines = [f"{label('handoffs', lang)}:"]
        lines += [
            f"  {names.handoff(name)}: {HANDOFFS[sent.status].text(lang)} ({names.instant(sent.since)})"
            for name, sent in dossier.handoffs.items()
        ]
        yield "\n".join(lines)


def dossier_text(engine: Engine, dossier: Dossier | None, at: datetime, lang: Language) -> str:
    """Return how *dossier* stands at *at*, as plain text."""
    return parts_text(dossier_parts(engine, dossier, at, lang))


def dossier_json(engine: Engine, dossier: Dossier | None, at: datetime) -> Json:
    """Return how *dossier* stands at *at*, as values that JSON knows; none where there is no dossier."""
    if dossier is None:
        return None
    slip = dossier.appointment
    return {
        "id": dossier.id,
        "at": at.isoformat(),
        "procedure": str(dossier.procedure),
        "procedure_hash": dossier.procedure.hash,
        "version": dossier.version,
        "head": dossier.head,
        "status": dossier.status.name.lower(),
        "status_code": int(dossier.status),
        "lifecycle": dossier.lifecycle.value,
        "end": dossier.end,
        "tracks": dict(dossier.tracks),
        "facts": dict(dossier.facts),
        "milestones": {name: one.isoformat() for name, one in dossier.milestones.items()},
        "appointment": None if slip is None else {"day": slip.day.isoformat(), "at": slip.at.isoformat()},
        "handoffs": {name: sent.status.value for name, sent in dossier.handoffs.items()},
        "counts": dict(dossier.counts),
        "deadlines": {one.deadline.limit: clock_json(one) for one in clocks_of(engine, dossier, at)},
    }


def clock_json(clock: ClockView) -> Json:
    """Return one clock as values that JSON knows; amounts are text, so that halves stay exact."""
    deadline, balance = clock.deadline, clock.balance
    since = clock.since
    return {
        "run": deadline.run,
        "party": deadline.party,
        "term": str(deadline.term),
        "trigger": deadline.trigger.isoformat(),
        "due": None if deadline.due is None else deadline.due.at.isoformat(),
        "provisional": deadline.due is not None and deadline.due.provisional,
        "state": deadline.state.value,
        "unit": balance.unit.value,
        "total": str(balance.total),
        "used": str(balance.used),
        "remaining": str(balance.remaining),
        "overdue": balance.overdue,
        "suspended_since": None if since is None else since[0].isoformat(),
        "suspended_for": None if since is None else since[1],
        "missed_at": None if deadline.missed_at is None else deadline.missed_at.isoformat(),
        "ended_at": None if deadline.ended_at is None else deadline.ended_at.isoformat(),
    }


def status_line(dossier: Dossier, names: Names) -> str:
    """Return status with its code, and the open steps with what they wait for."""
    status = f"{STATUSES[dossier.status].text(names.lang)} ({int(dossier.status)})"
    steps = ", ".join(names.state(state) for state in dossier.tracks.values() if is_in_a_step(state))
    return f"{status}; {label('steps', names.lang).lower()}: {steps}" if steps else status


def _facts(dossier: Dossier, names: Names) -> Iterator[tuple[str, str]]:
    name = names.procedure.name.text(names.lang)
    yield "dossier", f"{dossier.id} – {name} ({dossier.procedure})"
    yield "status", status_line(dossier, names)
    if dossier.end is not None:
        yield "end", names.end(dossier.end)
    elif dossier.lifecycle.is_over:
        yield "end", LIFECYCLES[dossier.lifecycle].text(names.lang)
    slip = label("nothing", names.lang) if dossier.appointment is None else names.instant(dossier.appointment.at)
    yield "appointment", slip


def _row(clock: ClockView, names: Names) -> tuple[str, ...]:
    deadline, balance = clock.deadline, clock.balance
    since = clock.since
    suspended = label("no", names.lang)
    if since is not None:
        suspended = label("since", names.lang, at=names.instant(since[0]), reason=names.reason(since[1]))
    return (
        names.limit(deadline.limit),
        names.agency(deadline.party),
        names.term(deadline.term),
        _amount(clock, balance.used, names),
        "–" if deadline.state in _FINISHED else _amount(clock, balance.remaining, names),
        suspended,
        names.due(deadline.due),
        _state(clock, names),
    )


def _state(clock: ClockView, names: Names) -> str:
    state = CLOCKS[clock.deadline.state].text(names.lang)
    # what ran out and was then called off was still late for so long
    was_missed = clock.deadline.missed_at is not None or clock.deadline.state is ClockState.MET_LATE
    if not clock.balance.overdue or not was_missed or clock.deadline.state is ClockState.LAPSED:
        return state
    overdue = _amount(clock, clock.balance.overdue, names)
    return (
        f"{state} ({label('overdue_by', names.lang, overdue=overdue)})"
        if clock.deadline.ending
        else label("overdue_by", names.lang, overdue=overdue)
    )


def _amount(clock: ClockView, amount: object, names: Names) -> str:
    return words_of(names.lang).amount(amount, clock.balance.unit)  # type: ignore[arg-type] # int or Decimal of a Balance
