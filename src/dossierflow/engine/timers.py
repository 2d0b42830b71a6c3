"""
Timers: clocks that run out, each with its own due instant.

A timer fires strictly after its due instant: an act at the very instant is in
time. Timers are data of the dossier, derived from its deadlines; sweeping them
often, seldom or late gives the same events with the same instants, and so the
same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.engine import clocks, tracks
from dossierflow.engine import effects as fx
from dossierflow.engine.actors import SYSTEM_ACTOR
from dossierflow.engine.acts.handoffs import fall_silent
from dossierflow.engine.acts.promises import settle_appointment
from dossierflow.engine.acts.steps import silent_action
from dossierflow.engine.acts.waits import expire
from dossierflow.engine.commands import Elapse
from dossierflow.engine.decide import Circumstances, conclude
from dossierflow.engine.draft import Draft
from dossierflow.engine.work import Work
from dossierflow.procedure.limits import MissEffect
from dossierflow.procedure.rules import Silence

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event
    from dossierflow.engine.rulebook import Rulebook


@dataclass(frozen=True, slots=True, order=True)
class Timer:
    """The next clock of a dossier to run out."""

    at: datetime
    """The due instant; the timer fires strictly after it."""
    limit: str


def next_timer(dossier: Dossier) -> Timer | None:
    """Return the timer that runs out first, ties by the limit's name; None while no clock runs."""
    running = (
        Timer(clock.due.at, clock.limit)
        for clock in dossier.deadlines.values()
        if clock.ending is None and clock.missed_at is None and clock.due is not None
    )
    return min(running, default=None)


def fire_due(rulebook: Rulebook, dossier: Dossier, at: datetime) -> tuple[tuple[Event, ...], Dossier]:
    """
    Fire, in order, every timer due before *at*, and those that firing brings about.

    Returns:
        The events, and the dossier after them.
    """
    events: list[Event] = []
    timer = next_timer(dossier)
    while timer is not None and timer.at < at:
        event, dossier = _fire(rulebook, dossier, _first_of(rulebook, dossier, timer))
        events.append(event)
        timer = next_timer(dossier)
    return tuple(events), dossier


def _first_of(rulebook: Rulebook, dossier: Dossier, timer: Timer) -> Timer:
    """Return, of the clocks that run out together with *timer*, one that acts: what it stops is stopped in time."""
    limits = rulebook.compiled(dossier.procedure).procedure.limits
    together = [
        name
        for name, clock in dossier.deadlines.items()
        if clock.ending is None and clock.missed_at is None and clock.due is not None and clock.due.at == timer.at
    ]
    first = min(together, key=lambda name: (limits[name].on_missed.effect is MissEffect.OVERDUE, name))
    return Timer(timer.at, first)


def _fire(rulebook: Rulebook, dossier: Dossier, timer: Timer) -> tuple[Event, Dossier]:
    # a correction may put a due date before the last event; the miss is then entered as of that event
    at = max(timer.at, dossier.last_at)
    work = Work(rulebook, rulebook.compiled(dossier.procedure), Draft(dossier), SYSTEM_ACTOR, at)
    event_type = _elapse(work, timer)
    settle_appointment(work)
    circumstances = Circumstances(by=SYSTEM_ACTOR, at=at, recorded_at=at)
    accepted = conclude(work, Elapse(limit=timer.limit, due=timer.at), circumstances, event_type)
    return accepted.event, accepted.dossier


def _elapse(work: Work, timer: Timer) -> str:
    limit = work.procedure.limits[timer.limit]
    work.cite(limit.on_missed.cite or limit.cite)
    work.emit(fx.DeadlineMissed(timer.limit, timer.at))
    effect, to = limit.on_missed.effect, limit.on_missed.to
    if effect is MissEffect.SILENCE:
        meaning = fall_silent(work, timer.limit)
        return "deadline_missed" if meaning is None else _SILENCE_EVENTS[meaning]
    if effect is MissEffect.RESUME:
        return "pause_expired" if expire(work, timer.limit) else "deadline_missed"
    # nobody is overtaken by silence that had no time, nor an applicant who has asked to stop
    if to is None or timer.at <= work.draft.deadlines[timer.limit].trigger or not _may_act(work, effect, to):
        return "deadline_missed"
    if effect is MissEffect.END:
        clocks.end(work, (timer.limit,), fx.Ending.LAPSED)
        tracks.end_dossier(work, to)
        return "dossier_closed"
    return _act_on_silence(work, timer.limit, to)


def _may_act(work: Work, effect: MissEffect, to: str) -> bool:
    """Tell whether silence can still do what the limit says, as the dossier stands as a whole."""
    state = work.draft.lifecycle
    if effect is not MissEffect.END:
        return state is fx.Lifecycle.IN_PROGRESS
    return work.compiled.moves.knows(state.value, tracks.ending_move(work, to))


_SILENCE_EVENTS = {
    Silence.DEEMED_CONSENT: "consent_deemed",
    Silence.PROCEED: "opinion_lapsed",
    Silence.ESCALATE: "handoff_escalated",
}

TIMER_EVENTS = frozenset(
    {"deadline_missed", "pause_expired", "dossier_closed", "silence_acted", *_SILENCE_EVENTS.values()}
)
"""The types of the events in which a limit that ran out is kept."""


def _act_on_silence(work: Work, limit: str, action: str) -> str:
    step = work.procedure.limits[limit].start_milestones[0].partition(".")[0]
    found = silent_action(work, step, action)
    if found is None:
        return "deadline_missed"
    track, target = found
    rule = work.procedure.steps[step].actions[action]
    work.cite(rule.cite)
    clocks.end(work, (limit,), fx.Ending.LAPSED)
    tracks.complete(work, track, target, rule.marks)
    return "silence_acted"
