"""Cross-checks of time limits: their milestones, parties and consequences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure.checks.actors import check_party
from dossierflow.procedure.checks.mistakes import Mistake, Place, missing, repeated, unknown
from dossierflow.procedure.limits import LaterOf, MissEffect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.procedure.limits import Limit
    from dossierflow.procedure.model import Procedure


def check_limits(procedure: Procedure) -> Iterator[Mistake]:
    """Yield what is wrong with the limits of *procedure*."""
    for name, limit in procedure.limits.items():
        place = ("limits", name)
        yield from check_party(procedure, limit.party, (*place, "party"))
        yield from _check_milestones(procedure, limit, place)
        if limit.within == name:
            yield (*place, "within"), "a limit is no part of itself"
        elif limit.within is not None and limit.within not in procedure.limits:
            yield (*place, "within"), unknown("limit", limit.within, procedure.limits)
        if limit.on_missed.duty == "apology" and procedure.apology is None:
            yield (*place, "on_missed", "duty"), "the procedure says nothing about apologies; add 'apology'"
        yield from _check_consequence(procedure, limit, (*place, "on_missed"))


def _check_milestones(procedure: Procedure, limit: Limit, place: Place) -> Iterator[Mistake]:
    known = procedure.milestones
    starts = limit.start_milestones
    if isinstance(limit.starts, LaterOf):
        yield from missing("milestone", starts, known, (*place, "starts", "later_of"))
        yield from repeated(starts, (*place, "starts", "later_of"))
    elif limit.starts not in known:
        yield (*place, "starts"), unknown("milestone", limit.starts, known)
    yield from missing("milestone", limit.stops, known, (*place, "stops"))
    yield from repeated(limit.stops, (*place, "stops"))
    for number, milestone in enumerate(limit.stops):
        if milestone in starts:
            yield (*place, "stops", number), f"{milestone!r} starts this limit and cannot stop it too"


def _check_consequence(procedure: Procedure, limit: Limit, place: Place) -> Iterator[Mistake]:
    match limit.on_missed.effect:
        case MissEffect.OVERDUE:
            return
        case MissEffect.END:
            if limit.on_missed.to not in procedure.ends:
                yield (*place, "to"), unknown("end", str(limit.on_missed.to), procedure.ends)
        case MissEffect.ACTION:
            yield from _check_action(procedure, limit, place)
        case MissEffect.SILENCE:
            yield from _check_silence(procedure, limit, place)
        case _:
            pause = _owner(limit, "started")
            if pause not in procedure.pauses:
                yield (*place, "effect"), "'resume' belongs to a limit that starts at '<pause>.started' alone"


def _check_action(procedure: Procedure, limit: Limit, place: Place) -> Iterator[Mistake]:
    step = procedure.steps.get(_owner(limit, "entered", "started"))
    if step is None:
        yield (*place, "effect"), "'action' belongs to a limit that starts at '<step>.entered' or '<step>.started'"
        return
    action = step.actions.get(str(limit.on_missed.to))
    if action is None:
        yield (*place, "to"), unknown("action", str(limit.on_missed.to), step.actions)
    elif action.sets:
        yield (*place, "to"), f"silence cannot take {limit.on_missed.to!r}: nobody would give the facts that it sets"


def _check_silence(procedure: Procedure, limit: Limit, place: Place) -> Iterator[Mistake]:
    handoff = procedure.handoffs.get(_owner(limit, "sent"))
    if handoff is None:
        yield (*place, "effect"), "'silence' belongs to a limit that starts at '<handoff>.sent' alone"
    elif limit.party != handoff.to.agency:
        yield (*place[:-1], "party"), f"the one who is silent is {handoff.to.agency!r}, to whom the work is passed"


def _owner(limit: Limit, *events: str) -> str:
    """Return whose event, one of *events*, alone starts *limit*; an empty text if none does."""
    if isinstance(limit.starts, LaterOf):
        return ""
    owner, _, event = limit.starts.partition(".")
    return owner if event in events else ""
