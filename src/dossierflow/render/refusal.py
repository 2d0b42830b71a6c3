"""A refusal, as the person reads it who asked: why, on what basis, and what may be done instead."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Term
from dossierflow.engine.dossier import Wait
from dossierflow.engine.effects import HandoffStatus, Lifecycle
from dossierflow.engine.refusals import RefusalCode, sentence_of
from dossierflow.errors import TermError
from dossierflow.procedure.steps import Who
from dossierflow.render.acts import allowed_in_words, quoted
from dossierflow.render.rules import condition_in_sentence, milestone_in_words, target_in_words
from dossierflow.render.words.dossier import CHANNELS, HANDOFFS, LIFECYCLES, SHORT_ACTS
from dossierflow.render.words.labels import label
from dossierflow.render.words.procedures import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dossierflow.engine.refusals import Refusal
    from dossierflow.procedure.facts import Fact, Matcher
    from dossierflow.render.explanation_json import Json
    from dossierflow.render.names import Names


def refusal_text(refusal: Refusal, names: Names) -> str:
    """Return code, reason, legal basis, and what the same person may do now."""
    lang = names.lang
    lines = [refusal_line(refusal, names)]
    if refusal.basis:
        lines.append(f"  {label('basis', lang)}: {names.cites(refusal.basis)}")
    if refusal.allowed:
        listed = "; ".join(dict.fromkeys(allowed_in_words(act, names) for act in refusal.allowed))
        lines.append(f"  {label('instead', lang)}: {listed}")
    return "\n".join(lines)


def refusal_line(refusal: Refusal, names: Names) -> str:
    """Return code and reason in one line, the reason with the names that the procedure gives."""
    return f"{label('refused', names.lang)} [{refusal.code.value}]: {reason_in_words(refusal, names)}"


def reason_in_words(refusal: Refusal, names: Names) -> str:
    """Return why, with names instead of identifiers wherever the procedure has one."""
    params = dict(refusal.params)
    template = sentence_of(refusal.code, params).text(names.lang)
    # a limit that is called “Time limit for ...” needs no such word before its name
    template = template.replace(
        label("limit.quoted", names.lang, name="{limit}").replace("“{limit}”", "{limit!r}"), "{limit}"
    )
    for name in params:
        # quotation marks of the language instead of those of the code
        template = template.replace(f"{{{name}!r}}", f"“{{{name}}}”")
    return template.format(**{name: _said(name, value, params, refusal.code, names) for name, value in params.items()})


def refusal_json(refusal: Refusal) -> Json:
    """Return a refusal as values that JSON knows, with its reason in both languages."""
    return {
        "code": refusal.code.value,
        "reason": {"vi": refusal.reason.vi, "en": refusal.reason.en},
        "params": dict(refusal.params),
        "basis": [cite.model_dump(mode="json", exclude_none=True) for cite in refusal.basis],
        "allowed": list(refusal.allowed),
    }


def _said(name: str, value: str, params: Mapping[str, str], code: RefusalCode, names: Names) -> str:
    if name == "condition":
        return condition_in_sentence(_condition(params, names), names) or value
    if name == "action":
        return names.action(params.get("step") or _step_with(value, names), value)
    if name == "why" and code is RefusalCode.FACT_INVALID:
        return _not_a_value(value, names.procedure.known_facts[params["fact"]], names)
    if name == "known":
        known = _KNOWN.get(code)
        return value if known is None else quoted(known(one, names, params) for one in value.split(", "))
    say = _SAID.get(name)
    if name in {"open", "missing"}:
        return quoted(_SAID[name](one, names, params) for one in value.split(", "))
    return value if say is None else _listed(value, say, params, names)


def _listed(
    value: str, say: Callable[[str, Names, Mapping[str, str]], str], params: Mapping[str, str], names: Names
) -> str:
    return ", ".join(say(one, names, params) for one in value.split(", "))


def _step_with(action: str, names: Names) -> str:
    """Return the step that has *action*; refusals that do not name the step are about the only one that does."""
    return next((name for name, step in names.procedure.steps.items() if action in step.actions), "")


def _condition(params: Mapping[str, str], names: Names) -> Mapping[str, Matcher]:
    handoff = names.procedure.handoffs.get(params.get("handoff", ""))
    if handoff is not None:
        return handoff.when
    action = params.get("action", "")
    step = names.procedure.steps.get(_step_with(action, names))
    return {} if step is None else step.actions[action].when


def _not_a_value(why: str, fact: Fact, names: Names) -> str:
    """Return why a value is none of *fact*'s; the code says it in English only, and repeats no personal value."""
    allowed = label(f"fact.{fact.type.value}", names.lang, values=", ".join(fact.values))
    bounds = [
        label(f"fact.{which}", names.lang, bound=bound)
        for which, bound in (("at_least", fact.at_least), ("at_most", fact.at_most))
        if bound is not None
    ]
    found = re.fullmatch(r"found (.*); allowed: .*", why, re.DOTALL)
    said = label("fact.allowed", names.lang, allowed=", ".join((allowed, *bounds)))
    if found is None:
        return said
    return f"{label('fact.found', names.lang, value=_without_marks(found[1]))}; {said}"


def _without_marks(value: str) -> str:
    """Return a value in quotation marks of the language instead of those of the code."""
    text = re.fullmatch(r"(['\"])(.*)\1", value, re.DOTALL)
    return value if text is None else f"“{text[2]}”"


def _position(value: str, names: Names, params: Mapping[str, str]) -> str:
    del params
    own, _, party = value.partition(" for ")
    agency, _, role = own.partition("/")
    who = names.who(Who(agency=agency, role=role)) if role else names.agency_in_sentence(agency)
    return label("on_behalf", names.lang, who=who, party=names.agency_in_sentence(party)) if party else who


def _instant(value: str, names: Names, params: Mapping[str, str]) -> str:
    del params
    try:
        return names.instant(datetime.fromisoformat(value)) if "T" in value else names.day(date.fromisoformat(value))
    except ValueError:
        return value


def _term(value: str, names: Names, params: Mapping[str, str]) -> str:
    del params
    try:
        return names.term(Term.of(value))
    except TermError:
        return value


def _state(value: str, names: Names, params: Mapping[str, str]) -> str:
    del params
    known = {one.value for one in Lifecycle}
    return LIFECYCLES[Lifecycle(value)].text(names.lang) if value in known else quoted([names.end(value)])


def _homeless(value: str, names: Names, params: Mapping[str, str]) -> str:
    """Return what the other version lacks: a step, a handoff, or a fact, alone or with its value."""
    del params
    name, _, found = value.partition(" ")
    for known in (names.state, names.handoff, names.fact):
        if known(name) != name:
            if not found:
                return f"“{known(name)}”"
            return phrase("is", names.lang, fact=known(name), value=_found(found, names))
    return value


def _found(value: str, names: Names) -> str:
    channel = value.strip("'")
    return names.channel(channel) if channel in CHANNELS else _without_marks(value)


def _wait(value: str, names: Names, params: Mapping[str, str]) -> str:
    del params
    kind, _, name = value.partition(".")
    return label("paused_for", names.lang, name=names.pause(name)) if kind == Wait.PAUSE.value else names.reason(value)


def _status(value: str, names: Names, params: Mapping[str, str]) -> str:
    del params
    known = {one.value for one in HandoffStatus}
    return HANDOFFS[HandoffStatus(value)].text(names.lang) if value in known else label("not_sent", names.lang)


_ACTS_OF_RIGHTS = {"supplement": "request_supplement", "apology": "apologise", "withdrawal": "request_withdrawal"}
"""The act for which a procedure without such a rule has no basis."""

_SAID: Mapping[str, Callable[[str, Names, Mapping[str, str]], str]] = {
    "owner": _position,
    "actor": _position,
    "at": _instant,
    "event": _instant,
    "first": _instant,
    "last": _instant,
    "day": _instant,
    "recorded": _instant,
    "due": _instant,
    "latest": _instant,
    "new": _instant,
    "current": _instant,
    "instant": _instant,
    "before": _term,
    "term": _term,
    "at_most": _term,
    "state": _state,
    "status": _status,
    "step": lambda value, names, _: names.step(value),
    "open": lambda value, names, _: names.state(value),
    "wait": _wait,
    "to": lambda value, names, _: target_in_words(value, names),
    "command": lambda value, names, _: SHORT_ACTS[value].text(names.lang) if value in SHORT_ACTS else value,
    "act": lambda value, names, _: SHORT_ACTS[_ACTS_OF_RIGHTS[value]].text(names.lang),
    "handoff": lambda value, names, _: names.handoff(value),
    "missing": lambda value, names, _: names.handoff(value),
    "milestone": lambda value, names, _: milestone_in_words(value, names),
    "homeless": _homeless,
    "fee": lambda value, names, _: names.fee(value),
    "reason": lambda value, names, _: names.pause(value),
    "extension": lambda value, names, _: names.extension(value),
    "limit": lambda value, names, _: names.limit_in_sentence(value),
    "fact": lambda value, names, _: names.fact(value),
    "channel": lambda value, names, _: names.channel(value),
}
"""How the gaps of the sentences are filled, by their name."""

_KNOWN: Mapping[RefusalCode, Callable[[str, Names, Mapping[str, str]], str]] = {
    RefusalCode.CHANNEL_UNKNOWN: _SAID["channel"],
    RefusalCode.ACTION_UNKNOWN: lambda value, names, params: names.action(params["step"], value),
    RefusalCode.SUPPLEMENT_NOT_HERE: lambda value, names, _: names.step(value),
    RefusalCode.PAUSE_NOT_LISTED: _SAID["reason"],
    RefusalCode.FEE_UNKNOWN: _SAID["fee"],
    RefusalCode.HANDOFF_UNKNOWN: _SAID["handoff"],
    RefusalCode.EXTENSION_UNKNOWN: _SAID["extension"],
    RefusalCode.GROUND_UNKNOWN: lambda value, names, _: names.ground(value),
}
"""What the listed alternatives of a refusal are."""
