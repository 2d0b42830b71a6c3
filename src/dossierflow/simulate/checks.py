"""Expectations: what must be so at an instant, compared with what is."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from typing import TYPE_CHECKING

from dossierflow.simulate.moments import matches
from dossierflow.simulate.naming import named_in
from dossierflow.simulate.standing import NOTHING, Found, milestones, rights, suspended, told, tracks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from dossierflow.deadlines.explanation import Due, Explanation
    from dossierflow.deadlines.term import Unit
    from dossierflow.engine.actors import Actor
    from dossierflow.engine.dossier import Deadline, Dossier
    from dossierflow.engine.engine import Engine
    from dossierflow.engine.events import Event
    from dossierflow.engine.refusals import Refusal
    from dossierflow.errors import Problem
    from dossierflow.simulate.scenario import Checks


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One thing that was expected, and what was found."""

    line: int
    """Line of the expectation in the scenario file, from 1."""

    field: str
    """Its place: ``expect[0].due.total``."""

    at: datetime
    """The instant that was looked at."""

    expected: str
    actual: str
    is_met: bool
    explanation: Explanation | None = attribute(default=None, compare=False, repr=False)
    """Why the time limit stands as it does, where something else was expected of it."""

    refusal: Refusal | None = attribute(default=None, compare=False, repr=False)
    """Why the act is refused, where it was expected to be accepted, or refused with another code."""

    events: tuple[Event, ...] = attribute(default=(), compare=False, repr=False)
    """What had happened by then, where neither of the two says why something else was found."""

    def __str__(self) -> str:
        """Return place, expectation and finding, without the file's name."""
        return f"{self.line}: {self.field}: expected {self.expected}, found {self.actual}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """How things stand at an instant of a story."""

    engine: Engine
    zone: ZoneInfo
    """In which local times are written."""

    actors: Mapping[str, Actor]
    """Who may be named in expectations."""

    place: Callable[[tuple[str | int, ...]], Problem]
    """Where a path of the expectations stands."""

    at: datetime
    dossier: Dossier | None
    events: tuple[Event, ...]
    refusal: Refusal | None
    """Why the last act up to the instant was refused; none where it was accepted."""


_EXPLAINED = frozenset({"due", "remaining", "state", "explanation", "suspended"})
_OF_A_LIMIT = 2


def evaluate(checks: Checks, path: tuple[str | int, ...], situation: Situation) -> Iterator[Outcome]:
    """Yield one outcome for everything that *checks*, which stand at *path* of the file, look at, line by line."""
    yield from sorted(_outcomes(checks, path, situation), key=lambda one: one.line)


def _outcomes(checks: Checks, path: tuple[str | int, ...], situation: Situation) -> Iterator[Outcome]:
    for found in _compare(checks, situation):
        place = situation.place((*path, *found.where))
        explanation = None if found.is_met else _why(found.where, situation)
        refusal = None if found.is_met else found.refusal
        is_told = found.is_met or explanation is not None or refusal is not None
        yield Outcome(
            line=place.line,
            field=place.field,
            at=situation.at,
            expected=found.expected,
            actual=found.actual,
            is_met=found.is_met,
            explanation=explanation,
            refusal=refusal,
            events=() if is_told else situation.events,
        )


def _why(where: tuple[str | int, ...], situation: Situation) -> Explanation | None:
    dossier = situation.dossier
    if dossier is None or len(where) < _OF_A_LIMIT or where[0] not in _EXPLAINED:
        return None
    limit = str(where[1])
    return situation.engine.explain(dossier, limit) if limit in dossier.deadlines else None


def _compare(checks: Checks, situation: Situation) -> Iterator[Found]:
    if checks.refused is not None:
        actual = "accepted" if situation.refusal is None else situation.refusal.code.value
        is_met = checks.refused.value == actual
        yield Found(("refused",), checks.refused.value, actual, is_met, situation.refusal)
    yield from _of_dossier(checks, situation.dossier)
    yield from _of_dues(checks, situation)
    yield from _of_clocks(checks, situation)
    happened = [event.type for event in situation.events]
    for number, wanted in enumerate(checks.events):
        yield Found(("events", number), wanted, ", ".join(happened) or NOTHING, wanted in happened)
    for number, unwanted in enumerate(checks.no_events):
        yield Found(("no_events", number), f"no {unwanted}", ", ".join(happened) or NOTHING, unwanted not in happened)
    yield from tracks(checks, situation.dossier)
    yield from milestones(checks, situation.dossier, situation.zone)
    yield from suspended(checks, situation.dossier)
    yield from rights(checks, situation.engine, situation.dossier, situation.actors, situation.at)


def _of_dossier(checks: Checks, dossier: Dossier | None) -> Iterator[Found]:
    if checks.status is not None:
        status = NOTHING if dossier is None else dossier.status.name.lower()
        yield Found(("status",), checks.status, status, checks.status == status)
    if checks.steps is not None:
        steps = () if dossier is None else dossier.steps
        yield Found(("steps",), _listed(checks.steps), _listed(steps), sorted(checks.steps) == sorted(steps))
    if checks.end is not None:
        end = NOTHING if dossier is None else dossier.end or NOTHING
        yield Found(("end",), checks.end, end, checks.end == end)
    if checks.version is not None:
        version = NOTHING if dossier is None else dossier.procedure.version
        yield Found(("version",), checks.version, version, checks.version == version)
    for name, wanted in checks.handoffs.items():
        sent = None if dossier is None else dossier.handoffs.get(name)
        status = "not sent" if sent is None else sent.status.value
        yield Found(("handoffs", name), wanted.value, status, wanted.value == status)


def _of_dues(checks: Checks, situation: Situation) -> Iterator[Found]:
    zone = situation.zone
    for limit, wanted in checks.due.items():
        clock = None if situation.dossier is None else situation.dossier.deadlines.get(limit)
        if clock is None:
            # what has not begun has no due date either
            yield Found(("due", limit), wanted or NOTHING, "never started", wanted is None)
            continue
        due: Due | None = clock.due
        is_met = matches(wanted, None if due is None else due.day, None if due is None else due.at, zone)
        yield Found(("due", limit), wanted or NOTHING, told(due), is_met)
    if "appointment" in checks.model_fields_set:
        slip = None if situation.dossier is None else situation.dossier.appointment
        is_met = matches(
            checks.appointment, None if slip is None else slip.day, None if slip is None else slip.at, zone
        )
        actual = NOTHING if slip is None else slip.at.isoformat()
        yield Found(("appointment",), checks.appointment or NOTHING, actual, is_met)


def _of_clocks(checks: Checks, situation: Situation) -> Iterator[Found]:
    engine, dossier = situation.engine, situation.dossier
    deadlines: Mapping[str, Deadline] = {} if dossier is None else dossier.deadlines
    for limit, state in checks.state.items():
        actual = deadlines[limit].state.value if limit in deadlines else "never started"
        yield Found(("state", limit), state.value, actual, state.value == actual)
    for limit, term in checks.remaining.items():
        if dossier is None or limit not in deadlines:
            yield Found(("remaining", limit), str(term), "never started", is_met=False)
            continue
        left = engine.balance(dossier, limit, situation.at)
        is_met = (left.remaining, left.unit) == (term.amount, term.unit)
        yield Found(("remaining", limit), str(term), _amount(left.remaining, left.unit), is_met)
    for limit, texts in checks.explanation.items():
        named = [] if dossier is None or limit not in deadlines else named_in(engine.explain(dossier, limit))
        for wanted in (texts,) if isinstance(texts, str) else texts:
            is_met = any(wanted in one for one in named)
            yield Found(("explanation", limit), wanted, "; ".join(named) or NOTHING, is_met)


def _amount(amount: int | Decimal, unit: Unit) -> str:
    name = unit.value.replace("_", " ")
    return f"{amount} {name}" if amount == 1 else f"{amount} {name}s"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or NOTHING
