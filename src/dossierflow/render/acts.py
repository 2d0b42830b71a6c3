"""What somebody does, in words: commands, and the acts that may be done instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossierflow.engine import commands as c
from dossierflow.engine import effects as fx
from dossierflow.render.rules import milestone_in_words, value_in_words
from dossierflow.render.words.dossier import ACTS, AFTER, ALLOWED, CHANNELS, EVENTS, OPINIONS, SHORT_ACTS
from dossierflow.render.words.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dossierflow.engine.events import Event
    from dossierflow.render.names import Names


def act_in_words(command: c.Command, names: Names) -> str:
    """Return what *command* asks for, with the names that the procedure gives, and its written reason."""
    return _with_remarks(_said(command, names), command, names)


def event_in_words(event: Event, names: Names) -> str:
    """Return what happened: the act, or the limit that ran out by itself."""
    if isinstance(event.act, c.Elapse):
        return _ran_out(event.type, event.act, names)
    text = _said(event.act, names)
    if isinstance(event.act, c.Receive) and any(isinstance(one, fx.AppointmentSet) for one in event.effects):
        text = label("received_with_slip", names.lang)
    return _with_remarks(text, event.act, names)


def after_in_words(event: Event, names: Names) -> str:
    """Return what had been done, as it stands after “after”; reasons are not told."""
    if isinstance(event.act, c.Elapse):
        return _ran_out(event.type, event.act, names)
    return AFTER[_do(event.act)].text(names.lang).format(**_gaps(event.act, names))


def allowed_in_words(allowed: str, names: Names) -> str:
    """Return an act that may be done, as a refusal lists it (``complete_step appraise valid``), in words."""
    do, *rest = allowed.replace(",", "").split()
    if rest and do in ALLOWED:
        return ALLOWED[do].text(names.lang).format(*_places(do, rest, names))
    text = SHORT_ACTS[do].text(names.lang)
    if do == "request_payment":
        # the step in which a fee is asked for is not what is paid
        rest = rest[-1:]
    return f"{text} {quoted(_named(name, names) for name in rest)}" if rest else text


def quoted(names: Iterable[str]) -> str:
    """
    Return *names* in quotation marks, in one line: names have commas of their own.

    >>> quoted(["Appraisal", "Check, sign"])
    '“Appraisal”, “Check, sign”'
    """
    return ", ".join(f"“{name}”" for name in names)


def _said(command: c.Command, names: Names) -> str:
    text = ACTS[_do(command)].text(names.lang).format(**_gaps(command, names))
    if isinstance(command, c.Apologise) and command.appointment is not None:
        return label("new_appointment", names.lang, apology=text, at=names.instant(command.appointment))
    return text


def _with_remarks(text: str, command: c.Command, names: Names) -> str:
    remarks: list[str] = []
    if isinstance(command, c.RefuseReception) and command.ground is not None:
        remarks.append(label("ground", names.lang, ground=names.ground(command.ground)))
    reason = None if isinstance(command, c.Pause) else getattr(command, "reason", None)
    if reason:
        remarks.append(label("written_reason", names.lang, reason=reason))
    return f"{text} ({'; '.join(remarks)})" if remarks else text


def _ran_out(kind: str, elapsed: c.Elapse, names: Names) -> str:
    return EVENTS[kind].text(names.lang).format(limit=names.limit_in_sentence(elapsed.limit))


def _places(do: str, rest: list[str], names: Names) -> tuple[str, ...]:
    if do in {"complete_step", "decide", "refuse"}:
        return names.step(rest[0]), names.action(rest[0], rest[1])
    return tuple(_named(name, names) for name in rest)


def _named(name: str, names: Names) -> str:
    for find in (names.handoff, names.extension, names.fee, names.pause, names.ground, names.step):
        found = find(name)
        if found != name:
            return found
    return name


def _channel(channel: str, names: Names) -> str:
    return names.channel(channel) if channel in CHANNELS else label("channel", names.lang, name=channel)


_NAMED: Mapping[str, Callable[[Names, Any], str]] = {
    "channel": lambda names, channel: _channel(channel, names),
    "step": lambda names, step: names.step(step),
    "items": lambda _, items: ", ".join(items),
    "fee": lambda names, fee: names.fee(fee),
    "term": lambda names, term: names.term(term),
    "extension": lambda names, extension: names.extension(extension),
    "handoff": lambda names, handoff: names.handoff(handoff),
    "handoffs": lambda names, handoffs: quoted(names.handoff(name) for name in handoffs),
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
    if command.fact is None:
        return label("corrected_nothing", names.lang)
    value = "" if command.value is None else value_in_words(command.value, names)
    return label("corrected_fact", names.lang, fact=names.fact(command.fact), value=value)
