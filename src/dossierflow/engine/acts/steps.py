"""Working on steps: take up, complete, decide, refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import clocks, tracks
from dossierflow.engine import effects as fx
from dossierflow.engine.acts.reception import set_facts
from dossierflow.engine.machine import action_move
from dossierflow.engine.refusals import RefusalCode
from dossierflow.procedure.facts import holds
from dossierflow.procedure.steps import EndKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.engine.commands import CompleteStep, Decide, Refuse, StartStep
    from dossierflow.engine.work import Work
    from dossierflow.procedure.facts import Matcher
    from dossierflow.procedure.steps import Action


def start_step(work: Work, command: StartStep) -> None:
    """Take up the work of an open step."""
    _, state = tracks.open_step(work, command.step)
    step = work.procedure.steps[command.step]
    work.cite(step.cite)
    work.require(step.by)
    tracks.require_at_work(work, state)
    work.emit(fx.StepAssigned(command.step, work.actor.person))
    clocks.reach(work, f"{command.step}.started")


def finish_step(work: Work, command: CompleteStep | Decide | Refuse) -> None:
    """Finish a step with one of its actions, if the command is the one for where it leads."""
    track, state = tracks.open_step(work, command.step)
    step = work.procedure.steps[command.step]
    action = step.actions.get(command.action)
    if action is None:
        known = ", ".join(step.actions)
        raise work.refused(RefusalCode.ACTION_UNKNOWN, step=command.step, action=command.action, known=known)
    work.cite(action.cite or step.cite)
    work.require(action.by or step.by)
    tracks.require_at_work(work, state)
    wanted = command_for(work, action)
    if command.do != wanted:
        raise work.refused(
            RefusalCode.ACTION_NEEDS_ANOTHER_COMMAND, action=command.action, to=action.to, command=wanted
        )
    _take_facts(work, command, action)
    target = work.compiled.moves.follow(state, action_move(command.step, command.action), work.draft.facts)
    if target is None:
        raise work.refused(RefusalCode.CONDITION_NOT_MET, action=command.action, condition=in_words(action.when))
    if action.reason and not command.reason:
        raise work.refused(RefusalCode.REASON_MISSING)
    require_answers(work, command.step, action)
    tracks.complete(work, track, target, action.marks)


def silent_action(work: Work, step: str, action_id: str) -> tuple[str, str] | None:
    """Return the track that takes an action because of silence, and where it leads; None where no track can."""
    for track, state in sorted(work.draft.tracks.items()):
        if state == step:
            target = work.compiled.moves.follow(state, action_move(step, action_id), work.draft.facts)
            return None if target is None else (track, target)
    return None


def command_for(work: Work, action: Action) -> str:
    """Return the command that takes an action: `decide` and `refuse` end a dossier, `complete_step` does not."""
    kind, _, name = action.to.rpartition(".")
    if kind != "end":
        return "complete_step"
    return "decide" if work.procedure.ends[name].kind is EndKind.GRANTED else "refuse"


def require_answers(work: Work, step_id: str, action: Action) -> None:
    """Refuse while the agencies consulted are awaited, unless the action recalls what is open."""
    step = work.procedure.steps[step_id]
    if action.open_handoffs == "refuse":
        wanted = [name for name in step.handoffs if is_wanted(work, name)]
        missing = [name for name in wanted if not is_in(work, step_id, name)]
        if not tracks.enough(step.join, len(wanted), len(wanted) - len(missing)):
            raise work.refused(RefusalCode.HANDOFFS_OPEN, missing=", ".join(missing))


def is_wanted(work: Work, handoff: str) -> bool:
    """Tell whether a handoff is needed for this dossier."""
    return holds(work.procedure.handoffs[handoff].when, work.draft.facts)


def is_in(work: Work, step: str, handoff: str) -> bool:
    """Tell whether a handoff counts towards the join, and was sent since the step was last entered."""
    sent = work.draft.handoffs.get(handoff)
    entered = work.draft.milestones[f"{step}.entered"]
    return sent is not None and sent.status.is_in and sent.since >= entered


def in_words(condition: Mapping[str, Matcher]) -> str:
    """Return a condition as text: ``kind = new or adjust``."""
    parts: list[str] = []
    for name, matcher in condition.items():
        many: tuple[object, ...] = matcher if isinstance(matcher, tuple) else (matcher,)
        parts.append(f"{name} = {' or '.join(str(one) for one in many)}")
    return ", ".join(parts)


def _take_facts(work: Work, command: CompleteStep | Decide | Refuse, action: Action) -> None:
    for name in action.sets:
        if name not in command.facts:
            raise work.refused(RefusalCode.FACT_MISSING, fact=name)
    for name in command.facts:
        if name not in action.sets:
            raise work.refused(RefusalCode.FACT_UNKNOWN, fact=name)
    if command.facts:
        set_facts(work, command.facts)
        clocks.facts_changed(work, command.facts)
