"""Parts of a procedure's rules in words: milestones, conditions, terms, consequences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.procedure.facts import Range
from dossierflow.procedure.limits import LaterOf, MissEffect
from dossierflow.render.words import words_of
from dossierflow.render.words.dossier import CHANNELS
from dossierflow.render.words.procedures import DERIVED, MILESTONES, MISSES, PAUSE_STARTED, SILENCES, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.deadlines.anchors import Deeming
    from dossierflow.deadlines.term import Term
    from dossierflow.procedure.facts import Matcher
    from dossierflow.procedure.limits import Limit
    from dossierflow.render.names import Names


def milestone_in_words(milestone: str, names: Names) -> str:
    """Return what has happened when *milestone* is reached."""
    if milestone in MILESTONES:
        return MILESTONES[milestone].text(names.lang)
    owner, _, event = milestone.partition(".")
    if event:
        if owner in names.procedure.pauses and event == "started":
            return PAUSE_STARTED.text(names.lang).format(name=names.pause(owner))
        return DERIVED[event].text(names.lang).format(name=_owner(owner, names))
    return next(_marking(milestone, names), milestone)


def condition_in_words(condition: Mapping[str, Matcher], names: Names) -> str:
    """Return a condition, as ``Kind of works: house or other``; empty where there is none."""
    parts = [f"{names.fact(fact)}: {_matcher(matcher, names)}" for fact, matcher in condition.items()]
    return phrase("and", names.lang).join(parts)


def condition_in_sentence(condition: Mapping[str, Matcher], names: Names) -> str:
    """Return a condition as part of a sentence, as ``“Kind of works” is “house” or “other”``."""
    parts: list[str] = []
    for fact, matcher in condition.items():
        many = matcher if isinstance(matcher, tuple) else (matcher,)
        words = [f"“{one}”" if isinstance(one, str) and one not in CHANNELS else "" for one in many]
        said = phrase("or", names.lang).join(words) if all(words) else _matcher(matcher, names)
        key = "is_within" if isinstance(matcher, Range) else "is"
        parts.append(phrase(key, names.lang, fact=names.fact(fact), value=said))
    return phrase("and", names.lang).join(parts)


def terms_in_words(limit: Limit, names: Names) -> str:
    """Return the term of a limit, or the rows of its table."""
    if limit.term is not None:
        return _term(limit.term, limit.per, names)
    rows = [
        phrase("if", names.lang, term=_term(case.term, case.per, names), condition=condition_in_words(case.when, names))
        for case in limit.cases
    ]
    return "; ".join(rows)


def _term(term: Term, per: str | None, names: Names) -> str:
    """Return a term, as ``5 working days × Number of notes`` where each of so many has it."""
    return names.term(term) if per is None else f"{names.term(term)} × {names.fact(per)}"


def runs_in_words(limit: Limit, names: Names) -> str:
    """Return from which milestone to which a limit runs, and when it exists at all."""
    starts = [milestone_in_words(name, names) for name in limit.start_milestones]
    start = starts[0]
    if isinstance(limit.starts, LaterOf):
        start = phrase("later_of", names.lang, names=", ".join(starts))
    if limit.deemed is not None:
        start = f"{start} ({deeming_in_words(limit.deemed, names)})"
    stops = phrase("or", names.lang).join(milestone_in_words(name, names) for name in limit.stops)
    text = phrase("from_to", names.lang, starts=start, stops=stops)
    if limit.when:
        only = phrase("only_if", names.lang, condition=condition_in_words(limit.when, names))
        text = f"{text} ({only})"
    return text


def deeming_in_words(deeming: Deeming, names: Names) -> str:
    """Return what an event counts as: its name, and by how much or to which day it is moved."""
    name = deeming.name.text(names.lang)
    if deeming.after is not None:
        return f"{name}: + {names.term(deeming.after)}"
    return f"{name}: {words_of(names.lang).say(f'named.{deeming.day}')}"


def miss_in_words(limit: Limit, names: Names) -> str:
    """Return what follows when a limit runs out."""
    missed = limit.on_missed
    to = missed.to or ""
    if missed.effect is MissEffect.END:
        to = names.end(to)
    elif missed.effect is MissEffect.ACTION:
        to = names.action(limit.start_milestones[0].partition(".")[0], to)
    elif missed.effect is MissEffect.SILENCE:
        handoff = limit.start_milestones[0].removesuffix(".sent")
        to = SILENCES[names.procedure.handoffs[handoff].silence].text(names.lang)
    return MISSES[missed.effect].text(names.lang).format(to=to)


def target_in_words(target: str, names: Names) -> str:
    """Return where an outcome leads: a step, an end, parallel tracks, or the join."""
    kind, _, name = target.rpartition(".")
    if kind == "end":
        return names.end(name)
    if kind == "fork":
        return names.fork(name)
    return phrase("join", names.lang) if target == "join" else names.step(target)


def _owner(owner: str, names: Names) -> str:
    for find in (names.step, names.handoff, names.fee, names.pause):
        found = find(owner)
        if found != owner:
            return found
    return owner


def _marking(mark: str, names: Names) -> Iterator[str]:
    for step_id, step in names.procedure.steps.items():
        for action_id, action in step.actions.items():
            if mark in action.marks:
                yield f"“{names.action(step_id, action_id)}”"


def _matcher(matcher: Matcher, names: Names) -> str:
    lang = names.lang
    if isinstance(matcher, Range):
        if matcher.at_most is None:
            return phrase("at_least", lang, n=matcher.at_least)
        if matcher.at_least is None:
            return phrase("at_most", lang, n=matcher.at_most)
        return phrase("between", lang, low=matcher.at_least, high=matcher.at_most)
    many = matcher if isinstance(matcher, tuple) else (matcher,)
    return phrase("or", lang).join(value_in_words(value, names) for value in many)


def value_in_words(value: bool | int | str, names: Names) -> str:  # noqa: FBT001 -- the value of a fact
    """Return the value of a fact; only channels have names, other words are those of the file."""
    if isinstance(value, bool):
        return phrase("yes" if value else "no", names.lang)
    return names.channel(value) if isinstance(value, str) else str(value)
