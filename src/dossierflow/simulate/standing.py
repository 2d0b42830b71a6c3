"""How a dossier stands, compared with what is expected: tracks, what holds its clocks, who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dossierflow.engine.dossier import is_in_a_step, step_of
from dossierflow.simulate.acting import command_of
from dossierflow.simulate.moments import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from dossierflow.deadlines.explanation import Due
    from dossierflow.engine.actors import Actor
    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Engine
    from dossierflow.engine.refusals import Refusal
    from dossierflow.simulate.scenario import Checks

NOTHING = "none"
"""How an outcome prints that there is nothing."""


def told(due: Due | None) -> str:
    """Return how an outcome prints a due date: its instant, or its day with 24:00 where it lasts until midnight."""
    if due is None:
        return NOTHING
    return due.at.isoformat() if due.at.date() == due.day else f"{due.day.isoformat()} 24:00"


class Found(NamedTuple):
    """What came of one expectation."""

    where: tuple[str | int, ...]
    """Where it stands below its checks."""

    expected: str
    actual: str
    is_met: bool
    refusal: Refusal | None = None
    """Why the act that it is about is refused; none where it is about none, or about one that is accepted."""


def tracks(checks: Checks, dossier: Dossier | None) -> Iterator[Found]:
    """Compare the step in which each track is."""
    open_tracks: Mapping[str, str] = {} if dossier is None else dossier.tracks
    for name, wanted in checks.tracks.items():
        state = open_tracks.get(name)
        actual = NOTHING if state is None else step_of(state) if is_in_a_step(state) else state
        yield Found(("tracks", name), wanted or NOTHING, actual, (wanted or NOTHING) == actual)


def milestones(checks: Checks, dossier: Dossier | None, zone: ZoneInfo) -> Iterator[Found]:
    """Compare the instants at which milestones were reached."""
    for name, wanted in checks.milestones.items():
        at = None if dossier is None else dossier.milestones.get(name)
        local = None if at is None else at.astimezone(zone)
        is_met = matches(wanted, None if local is None else local.date(), local, zone)
        yield Found(("milestones", name), wanted or NOTHING, NOTHING if local is None else local.isoformat(), is_met)


def suspended(checks: Checks, dossier: Dossier | None) -> Iterator[Found]:
    """Compare the reasons for which clocks stand still."""
    for limit, wanted in checks.suspended.items():
        clock = None if dossier is None else dossier.deadlines.get(limit)
        stops = () if clock is None or not clock.is_open else clock.suspensions
        reasons = sorted({stop.reason for stop in stops if stop.end is None})
        expected = sorted((wanted,) if isinstance(wanted, str) else wanted)
        actual = "never started" if clock is None else ", ".join(reasons) or NOTHING
        is_met = clock is not None and reasons == expected
        yield Found(("suspended", limit), ", ".join(expected) or NOTHING, actual, is_met)


def rights(
    checks: Checks, engine: Engine, dossier: Dossier | None, actors: Mapping[str, Actor], at: datetime
) -> Iterator[Found]:
    """Compare what somebody may do at an instant, and with which code the rest is refused."""
    for name, acts in checks.allowed.items():
        for number, act in enumerate((acts,) if isinstance(acts, str) else acts):
            refused = _refusal(engine, dossier, actors[name], act, at)
            where: tuple[str | int, ...] = ("allowed", name) if isinstance(acts, str) else ("allowed", name, number)
            actual = f"{act}: {_answer(refused)}"
            yield Found(where, f"{act}: allowed", actual, refused is None, refused)
    for name, codes in checks.forbidden.items():
        for act, wanted in codes.items():
            refused = _refusal(engine, dossier, actors[name], act, at)
            answer = _answer(refused)
            yield Found(("forbidden", name, act), wanted.value, answer, answer == wanted.value, refused)


def _answer(refused: Refusal | None) -> str:
    return "allowed" if refused is None else refused.code.value


def _refusal(engine: Engine, dossier: Dossier | None, actor: Actor, act: str, at: datetime) -> Refusal | None:
    """Return why *act* would be refused; none where it would be accepted."""
    if dossier is not None:
        # the engine fills in the facts that an act must give
        for permission in engine.allowed(dossier, by=actor, at=at):
            if permission.act == act:
                return permission.refusal
    return engine.handle(dossier, command_of(act), by=actor, at=at).refusal
