"""What a step may wait for besides a supplement: the end of a pause, the payment of a fee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import clocks, tracks
from dossierflow.engine import effects as fx
from dossierflow.engine.dossier import Wait, step_of, wait_of
from dossierflow.engine.refusals import RefusalCode
from dossierflow.procedure.limits import MissEffect

if TYPE_CHECKING:
    from dossierflow.engine.commands import ConfirmPayment, Pause, RequestPayment, Resume
    from dossierflow.engine.work import Work


def pause(work: Work, command: Pause) -> None:
    """Stop the clock for a listed reason; any other is refused."""
    track, state = tracks.open_step(work, command.step)
    tracks.require_at_work(work, state)
    move = f"pause.{command.reason}"
    rule = work.procedure.pauses.get(command.reason)
    if rule is None or not work.compiled.moves.knows(state, move):
        known = [name for name in work.procedure.pauses if work.compiled.moves.knows(state, f"pause.{name}")]
        raise work.refused(RefusalCode.PAUSE_NOT_LISTED, reason=command.reason, known=", ".join(known) or "-")
    work.cite(rule.cite)
    work.require(rule.by)
    work.emit(fx.TrackMoved(track, work.compiled.moves.follow(state, move, work.draft.facts)))
    clocks.suspend(work, rule.suspends, move)
    clocks.reach(work, f"{command.reason}.started")


def resume(work: Work, command: Resume) -> None:
    """End the pause of a step."""
    paused = {
        step_of(state): wait[1]
        for _, state in sorted(work.draft.tracks.items())
        if (wait := wait_of(state)) is not None and wait[0] is Wait.PAUSE and command.step in {None, step_of(state)}
    }
    if not paused:
        raise work.refused(RefusalCode.NOT_PAUSED)
    if len(paused) > 1:
        raise work.refused(RefusalCode.STEP_AMBIGUOUS, open=", ".join(paused))
    ((_, reason),) = paused.items()
    rule = work.procedure.pauses[reason or ""]
    work.cite(rule.cite)
    work.require(rule.lift_by or rule.by)
    lift_pause(work, reason or "")


def lift_pause(work: Work, reason: str) -> None:
    """Let the work go on that was paused for *reason*: when the reason is gone, it is gone for every step."""
    for track, state in _paused(work, reason):
        work.emit(fx.TrackMoved(track, work.compiled.moves.follow(state, "resume", work.draft.facts)))
    clocks.resume(work, f"pause.{reason}")
    clocks.reach(work, f"{reason}.ended")
    # what bounds the pause has nothing left to bound, whatever else it waits for
    clocks.end(work, _bounds(work, reason), fx.Ending.MET)


def expire(work: Work, limit: str) -> bool:
    """End the pause that *limit* bounds, as the limit has run out; False where nothing is paused for it."""
    reasons = [milestone.removesuffix(".started") for milestone in work.procedure.limits[limit].start_milestones]
    expired = [reason for reason in reasons if _paused(work, reason)]
    if expired:
        clocks.end(work, (limit,), fx.Ending.LAPSED)
    for reason in expired:
        lift_pause(work, reason)
    return bool(expired)


def _paused(work: Work, reason: str) -> list[tuple[str, str]]:
    waiting = f"?pause.{reason}"
    return [(track, state) for track, state in sorted(work.draft.tracks.items()) if state.endswith(waiting)]


def _bounds(work: Work, reason: str) -> list[str]:
    limits = work.compiled.starting.get(f"{reason}.started", ())
    return [name for name in limits if work.procedure.limits[name].on_missed.effect is MissEffect.RESUME]


def request_payment(work: Work, command: RequestPayment) -> None:
    """Ask the applicant to pay."""
    track, state = tracks.open_step(work, command.step)
    tracks.require_at_work(work, state)
    move = f"fee.{command.fee}"
    rule = work.procedure.fees.get(command.fee)
    if rule is None or not work.compiled.moves.knows(state, move):
        known = [name for name in work.procedure.fees if work.compiled.moves.knows(state, f"fee.{name}")]
        raise work.refused(RefusalCode.FEE_UNKNOWN, fee=command.fee, known=", ".join(known) or "-")
    work.cite(rule.cite)
    work.require(rule.by or work.procedure.steps[step_of(state)].by)
    work.emit(fx.TrackMoved(track, work.compiled.moves.follow(state, move, work.draft.facts)))
    clocks.suspend(work, rule.suspends, move)
    clocks.reach(work, f"{command.fee}.requested")


def confirm_payment(work: Work, command: ConfirmPayment) -> None:
    """Confirm that a requested fee has been paid."""
    waiting = f"?fee.{command.fee}"
    asked = [(track, state) for track, state in sorted(work.draft.tracks.items()) if state.endswith(waiting)]
    if not asked:
        raise work.refused(RefusalCode.PAYMENT_NOT_REQUESTED, fee=command.fee)
    rule = work.procedure.fees[command.fee]
    work.cite(rule.cite)
    work.require(rule.confirm_by)
    paid = f"{command.fee}.paid"
    for track, state in asked:
        target = work.compiled.moves.follow(state, f"paid.{command.fee}", work.draft.facts) or step_of(state)
        clocks.resume(work, f"fee.{command.fee}")
        if target == step_of(state):
            work.emit(fx.TrackMoved(track, target))
            clocks.reach(work, paid)
        else:
            tracks.complete(work, track, target, (paid,))
