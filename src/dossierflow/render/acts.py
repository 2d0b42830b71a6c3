"""What somebody does, in words: commands, and the acts that may be done instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.engine import commands as c
from dossierflow.render.words.dossier import ACTS, EVENTS, OPINIONS, SHORT_ACTS
from dossierflow.render.words.labels import label

if TYPE_CHECKING:
    from dossierflow.engine.events import Event
    from dossierflow.render.names import Names


def act_in_words(command: c.Command, names: Names) -> str:
    """Return what *command* asks for, with the names that the procedure gives."""
    text = ACTS[_do(command)].text(names.lang).format(**_gaps(command, names))
    extra = []
    if isinstance(command, c.Apologise) and command.appointment is not None:
        extra.append(label("new_appointment", names.lang, at=names.instant(command.appointment)))
    reason = None if isinstance(command, c.Pause) else getattr(command, "reason", None)
    if reason:
        extra.append(label("written_reason", names.lang, reason=reason))
    return f"{text} ({'; '.join(extra)})" if extra else text


def event_in_words(event: Event, names: Names) -> str:
    """Return what happened: the act, or the limit that ran out by itself."""
    if isinstance(event.act, c.Elapse):
        return EVENTS[event.type].text(names.lang).format(limit=names.limit(event.act.limit))
    return act_in_words(event.act, names)


def allowed_in_words(allowed: str, names: Names) -> str:
    """Return an act that may be done, as a refusal lists it (``complete_step appraise valid``), in words."""
    do, *rest = allowed.replace(",", "").split()
    text = SHORT_ACTS[do].text(names.lang)
    if not rest:
        return text
    if do == "apologise":
        return f"{text} {label('with_appointment', names.lang)}"
    if do in {"complete_step", "decide", "refuse"}:
        return f"{text} “{names.step(rest[0])}”: {names.action(rest[0], rest[1])}"
    return f"{text} {', '.join(f'“{_named(name, names)}”' for name in rest)}"


def _named(name: str, names: Names) -> str:
    for find in (names.handoff, names.extension, names.fee, names.pause, names.step):
        found = find(name)
        if found != name:
            return found
    return name


def _do(command: c.Command) -> str:
    return str(getattr(command, "do"))  # noqa: B009 -- every command has it, their base does not


def _gaps(command: c.Command, names: Names) -> dict[str, str]:
    match command:
        case c.Submit():
            return {"channel": names.channel(command.channel)}
        case c.StartStep():
            return {"step": names.step(command.step)}
        case c.CompleteStep() | c.Decide() | c.Refuse():
            return {"step": names.step(command.step), "action": names.action(command.step, command.action)}
        case c.RequestSupplement():
            return {"items": ", ".join(command.items)}
        case c.Pause():
            return {"pause": names.pause(command.reason)}
        case c.RequestPayment() | c.ConfirmPayment():
            return {"fee": names.fee(command.fee)}
        case c.Extend():
            return {"term": names.term(command.term), "extension": names.extension(command.extension)}
        case c.HandOff():
            return {"handoffs": ", ".join(names.handoff(name) for name in command.handoffs)}
        case c.AcknowledgeHandoff() | c.RecallHandoff():
            return {"handoff": names.handoff(command.handoff)}
        case c.AnswerHandoff():
            return {"handoff": names.handoff(command.handoff), "opinion": OPINIONS[command.opinion].text(names.lang)}
        case c.Migrate():
            return {"version": command.version}
        case c.Correct():
            return {"what": _corrected(command, names)}
        case _:
            return {}


def _corrected(command: c.Correct, names: Names) -> str:
    if command.milestone is not None and command.instant is not None:
        return f"{command.milestone} = {names.instant(command.instant)}"
    return f"“{names.fact(command.fact or '-')}” = {command.value}"
