"""Asking for a supplement and handing it in, under one of the clock models of the law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.deadlines.ledger import Anchor
from dossierflow.engine import clocks, tracks
from dossierflow.engine import effects as fx
from dossierflow.engine.authority import APPLICANT_WHO
from dossierflow.engine.causes import stands_still
from dossierflow.engine.dossier import Wait, step_of, wait_of
from dossierflow.engine.refusals import RefusalCode
from dossierflow.procedure.facts import holds
from dossierflow.procedure.rules import NewLimit, RemainingPlus

if TYPE_CHECKING:
    from dossierflow.engine.commands import AnswerSupplement, RequestSupplement
    from dossierflow.engine.work import Work
    from dossierflow.procedure.rules import Supplement

_REASON = "supplement"


def request_supplement(work: Work, command: RequestSupplement) -> None:
    """Ask the applicant to complete the dossier, if it may still be asked."""
    rule = _rule(work)
    track, state = tracks.open_step(work, command.step)
    step = step_of(state)
    work.require(rule.by or work.procedure.steps[step].by)
    tracks.require_at_work(work, state)
    awaited = [step_of(other) for _, other in sorted(work.draft.tracks.items()) if _waits(other)]
    if awaited:
        raise work.refused(RefusalCode.SUPPLEMENT_PENDING, step=awaited[0])
    if rule.max != "unlimited" and work.draft.counts.get("supplement", 0) >= rule.max:
        raise work.refused(RefusalCode.SUPPLEMENT_USED_UP, max=rule.max)
    if not work.compiled.moves.knows(state, "supplement"):
        raise work.refused(RefusalCode.SUPPLEMENT_NOT_HERE, step=step, known=", ".join(rule.steps))
    _require_in_time(work, rule)
    waiting = work.compiled.moves.follow(state, "supplement", work.draft.facts)
    work.emit(fx.TrackMoved(track, waiting))
    clocks.suspend(work, [limit for limit in sorted(rule.clock) if stands_still(rule, limit)], _REASON)
    clocks.reach(work, "supplement_requested")


def answer_supplement(work: Work, command: AnswerSupplement) -> None:
    """Hand in the supplement: the clocks follow their model, the work goes on."""
    rule = _rule(work)
    work.require(APPLICANT_WHO)
    asked = [
        (track, state)
        for track, state in work.draft.tracks.items()
        if _waits(state) and command.step in {None, step_of(state)}
    ]
    if not asked:
        raise work.refused(RefusalCode.NOTHING_TO_ANSWER)
    ((track, state),) = asked
    step, target = step_of(state), work.compiled.moves.follow(state, "answer", work.draft.facts)
    work.emit(fx.TrackMoved(track, step))
    _settle_clocks(work, rule)
    clocks.reach(work, "supplement_answered", *rule.marks)
    if target is not None and target != step:
        tracks.abandon(work, track)
        tracks.enter(work, track, target)


def _waits(state: str) -> bool:
    return wait_of(state) == (Wait.SUPPLEMENT, None)


def _rule(work: Work) -> Supplement:
    rule = work.procedure.supplement
    if rule is None:
        raise work.refused(RefusalCode.RIGHT_NOT_GIVEN, act="supplement")
    work.cite(rule.cite)
    return rule


def _require_in_time(work: Work, rule: Supplement) -> None:
    clock = None if rule.ask_within is None else work.draft.deadlines.get(rule.ask_within)
    if clock is not None and clock.due is not None and work.at > clock.due.at:
        cite = work.procedure.limits[clock.limit].cite
        raise work.refused(RefusalCode.SUPPLEMENT_TOO_LATE, *cite, due=clock.due.at.isoformat())


def _settle_clocks(work: Work, rule: Supplement) -> None:
    instead: list[str] = []
    for limit in sorted(rule.clock):
        model = rule.model_of(limit)
        clock = work.draft.deadlines.get(limit)
        if clock is None or not clock.is_open:
            continue
        if model == "restart":
            clocks.start(work, limit, work.at)
        elif isinstance(model, NewLimit) and holds(work.procedure.limits[model.new_limit].when, work.draft.facts):
            clocks.end(work, (limit,), fx.Ending.SUPERSEDED)
            instead.append(model.new_limit)
        elif model != "runs":
            clocks.resume_one(work, limit, _REASON)
            # a term that has run out has no remaining time to which something could be added
            if isinstance(model, RemainingPlus) and clock.missed_at is None:
                clocks.extend(work, limit, model.remaining_plus, Anchor.DUE, _REASON)
    for limit in dict.fromkeys(instead):
        clocks.start(work, limit, work.at)
