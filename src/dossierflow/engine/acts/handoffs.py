"""Work passed to other agencies: sent, acknowledged, answered, recalled, or left in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import clocks, tracks
from dossierflow.engine import effects as fx
from dossierflow.engine.acts.steps import in_words, is_in, is_wanted
from dossierflow.engine.dossier import step_of
from dossierflow.engine.refusals import RefusalCode
from dossierflow.procedure.limits import MissEffect
from dossierflow.procedure.rules import Silence

if TYPE_CHECKING:
    from dossierflow.engine.commands import AcknowledgeHandoff, AnswerHandoff, HandOff, RecallHandoff
    from dossierflow.engine.dossier import HandoffState
    from dossierflow.engine.work import Work
    from dossierflow.procedure.rules import Handoff


def hand_off(work: Work, command: HandOff) -> None:
    """Send one or more handoffs of an open step, all at the same instant."""
    for name in command.handoffs:
        step = _step_of(work, name)
        rule = work.procedure.handoffs[name]
        work.cite(rule.cite)
        work.require(work.procedure.steps[step].by)
        if not is_wanted(work, name):
            raise work.refused(RefusalCode.HANDOFF_NOT_NEEDED, handoff=name, condition=in_words(rule.when))
        sent = work.draft.handoffs.get(name)
        if sent is not None and (sent.status.is_open or is_in(work, step, name)):
            raise work.refused(RefusalCode.HANDOFF_ALREADY_SENT, handoff=name)
        work.emit(fx.HandoffMoved(name, fx.HandoffStatus.SENT, work.at))
        clocks.suspend(work, rule.suspends, f"handoff.{name}")
    clocks.reach(work, *(f"{name}.sent" for name in command.handoffs))


def acknowledge_handoff(work: Work, command: AcknowledgeHandoff) -> None:
    """Confirm, as the agency consulted, that the work has arrived."""
    rule, sent = _open_handoff(work, command.handoff)
    work.require(rule.to)
    if sent.status is not fx.HandoffStatus.SENT:
        raise work.refused(RefusalCode.HANDOFF_ACKNOWLEDGED, handoff=command.handoff, status=sent.status.value)
    work.emit(fx.HandoffMoved(command.handoff, fx.HandoffStatus.ACKNOWLEDGED, work.at))
    clocks.reach(work, f"{command.handoff}.acknowledged")


def answer_handoff(work: Work, command: AnswerHandoff) -> None:
    """Answer as the agency consulted; ``returned`` gives the work back unanswered."""
    rule, _ = _open_handoff(work, command.handoff)
    work.require(rule.to)
    is_returned = command.opinion == "returned"
    status = fx.HandoffStatus.RETURNED if is_returned else fx.HandoffStatus.ANSWERED
    tracks.close_handoff(work, command.handoff, status, command.opinion)
    clocks.reach(work, f"{command.handoff}.answered")
    # silence can have no meaning any more, whatever else the limit waits for
    clocks.end(work, _awaiting(work, command.handoff), fx.Ending.MET)


def recall_handoff(work: Work, command: RecallHandoff) -> None:
    """Take back, as the asking agency, what awaits an answer."""
    rule, _ = _open_handoff(work, command.handoff)
    work.cite(rule.cite)
    work.require(work.procedure.steps[_step_of(work, command.handoff)].by)
    tracks.close_handoff(work, command.handoff, fx.HandoffStatus.RECALLED)
    clocks.end(work, work.compiled.starting.get(f"{command.handoff}.sent", ()), fx.Ending.CANCELLED)


def fall_silent(work: Work, limit: str) -> Silence | None:
    """Give silence its meaning, for the handoff whose limit has run out; None where it awaits no answer."""
    for milestone in work.procedure.limits[limit].start_milestones:
        name = milestone.removesuffix(".sent")
        rule = work.procedure.handoffs.get(name)
        sent = work.draft.handoffs.get(name)
        if rule is None or sent is None or not sent.status.is_open:
            continue
        work.cite(rule.cite)
        if rule.silence is Silence.ESCALATE:
            work.emit(fx.HandoffMoved(name, fx.HandoffStatus.ESCALATED, work.at))
            return rule.silence
        agreed = rule.silence is Silence.DEEMED_CONSENT
        tracks.close_handoff(work, name, fx.HandoffStatus.DEEMED_AGREED if agreed else fx.HandoffStatus.LAPSED)
        clocks.end(work, (limit,), fx.Ending.LAPSED)
        return rule.silence
    return None


def _awaiting(work: Work, handoff: str) -> list[str]:
    limits = work.compiled.starting.get(f"{handoff}.sent", ())
    return [name for name in limits if work.procedure.limits[name].on_missed.effect is MissEffect.SILENCE]


def _step_of(work: Work, handoff: str) -> str:
    states = [state for _, state in sorted(work.draft.tracks.items()) if step_of(state) in work.procedure.steps]
    for state in states:
        if handoff in work.procedure.steps[step_of(state)].handoffs:
            tracks.require_at_work(work, state)
            return step_of(state)
    known = [name for state in states for name in work.procedure.steps[step_of(state)].handoffs]
    raise work.refused(RefusalCode.HANDOFF_UNKNOWN, handoff=handoff, known=", ".join(known) or "-")


def _open_handoff(work: Work, name: str) -> tuple[Handoff, HandoffState]:
    rule = work.procedure.handoffs.get(name)
    if rule is None:
        known = ", ".join(work.procedure.handoffs) or "-"
        raise work.refused(RefusalCode.HANDOFF_UNKNOWN, handoff=name, known=known)
    work.cite(rule.cite)
    sent = work.draft.handoffs.get(name)
    if sent is None or not sent.status.is_open:
        status = "not sent" if sent is None else sent.status.value
        raise work.refused(RefusalCode.HANDOFF_NOT_OPEN, handoff=name, status=status)
    return rule, sent
