"""What somebody does, in words: commands, and the acts that may be done instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossierflow.engine import commands as c
from dossierflow.render.rules import milestone_in_words
from dossierflow.render.words.dossier import ACTS, EVENTS, OPINIONS, SHORT_ACTS
from dossierflow.render.words.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dossierflow.engine.events import Event
    from dossierflow.render.names import Names


def act_in_words(command: c.Command, names: Names, *, reasons: bool = True) -> str:
    """Return what *command* asks for, with the names that the procedure gives, and its written reason or without."""
    text = ACTS[_do(command)].text(names.lang).format(**_gaps(command, names))
    if isinstance(command, c.Receive) and names.procedure.reception.appointment is None:
        text = label("received_without_slip", names.lang)
    extra: list[str] = []
    if isinstance(command, c.Apologise) and command.appointment is not None:
        extra.append(label("new_appointment", names.lang, at=names.instant(command.appointment)))
    if isinstance(command, c.RefuseReception) and command.ground is not None:
        extra.append(label("ground", names.lang, ground=names.ground(command.ground)))
    reason = None if isinstance(command, c.Pause) else getattr(command, "reason", None)
    if reason and reasons:
        extra.append(label("written_reason", names.lang, reason=reason))
    return f"{text} ({'; '.join(extra)})" if extra else text


def event_in_words(event: Event, names: Names, *, reasons: bool = True) -> str:
    """Return what happened: the act, or the limit that ran out by itself."""
    if isinstance(event.act, c.Elapse):
        return EVENTS[event.type].text(names.lang).format(limit=names.limit(event.act.limit))
    return act_in_words(event.act, names, reasons=reasons)


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
    if do == "request_payment":
        # the step in which a fee is asked for is not what is paid
        rest = rest[-1:]
    return f"{text} {', '.join(f'“{_named(name, names)}”' for name in rest)}"


def _named(name: str, names: Names) -> str:
    for find in (names.handoff, names.extension, names.fee, names.pause, names.ground, names.step):
        found = find(name)
        if found != name:
            return found
    return name


_NAMED: Mapping[str, Callable[[Names, Any], str]] = {
    "channel": lambda names, channel: names.channel(channel),
    "step": lambda names, step: names.step(step),
    "items": lambda _, items: ", ".join(items),
    "fee": lambda names, fee: names.fee(fee),
    "term": lambda names, term: names.term(term),
    "extension": lambda names, extension: names.extension(extension),
    "handoff": lambda names, handoff: names.handoff(handoff),
    "handoffs": lambda names, handoffs: ", ".join(names.handoff(name) for name in handoffs),
    "opinion": lambda names, opinion: OPINIONS[opinion].text(names.lang),
    "version": lambda _, version: version,
    "cause": lambda _, cause: cause,
}
"""How the fields of commands are said; each takes the value of its own field."""


def _do(command: c.Command) -> str:
    return str(getattr(command, "do"))  # noqa: B009 -- every command has it, their base does not


def _gaps(command: c.Command, names: Names) -> dict[str, str]:
    """Return what fills the sentence of *command*: every named thing that it has, under the name of its field."""
    found = {key: name(names, value) for key, name in _NAMED.items() if (value := getattr(command, key, None))}
    if isinstance(command, c.CompleteStep | c.Decide | c.Refuse):
        found["action"] = names.action(command.step, command.action)
    if isinstance(command, c.Pause):
        found["pause"] = names.pause(command.reason)
    if isinstance(command, c.Correct):
        found["what"] = _corrected(command, names)
    return found


def _corrected(command: c.Correct, names: Names) -> str:
    if command.milestone is not None and command.instant is not None:
        milestone = milestone_in_words(command.milestone, names)
        return label("corrected_milestone", names.lang, milestone=milestone, at=names.instant(command.instant))
    return f"“{names.fact(command.fact or '-')}” = {command.value}"
