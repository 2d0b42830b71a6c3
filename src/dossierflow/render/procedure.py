"""A procedure version told from beginning to end, with the source of every rule."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from dossierflow.procedure.rules import NewLimit, RemainingPlus
from dossierflow.render.rules import (
    condition_in_words,
    miss_in_words,
    runs_in_words,
    target_in_words,
    terms_in_words,
)
from dossierflow.render.tables import indented
from dossierflow.render.words.comparison import FIELDS, VALUES
from dossierflow.render.words.labels import label
from dossierflow.render.words.procedures import LEGAL_STATUSES, LIMIT_KINDS, SILENCES, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import Citation
    from dossierflow.procedure.limits import Limit
    from dossierflow.procedure.rules import FilingWindow, SettledClockModel, Supplement
    from dossierflow.render.names import Names


def procedure_text(names: Names) -> str:
    """
    Return a procedure version as plain text: what it is, steps, time limits, interruptions, ends.

    Every rule is followed by its source in brackets.
    """
    parts = ["\n".join(_head(names))]
    for heading, lines in _parts(names):
        body = list(lines)
        if body:
            parts.append(f"{phrase(heading, names.lang)}\n{indented(chr(10).join(body))}")
    return "\n\n".join(parts)


def effective_in_words(names: Names) -> str:
    """Return from when to when the version is in force, both days inclusive."""
    effective = names.procedure.effective
    first = names.day(effective.from_)
    if effective.to is None:
        return phrase("from_day", names.lang, first=first)
    return phrase("from_day_to", names.lang, first=first, last=names.day(effective.to))


def _head(names: Names) -> Iterator[str]:
    procedure, lang = names.procedure, names.lang
    yield f"{procedure.name.text(lang)} ({procedure})"
    yield f"{phrase('code', lang)}: {procedure.code}"
    yield f"{phrase('effective', lang)}: {effective_in_words(names)} ({LEGAL_STATUSES[procedure.status].text(lang)})"
    yield f"{label('basis', lang)}: {names.cites(procedure.basis)}"
    if procedure.transition is not None:
        rule = phrase(f"transition.{procedure.transition.keep_if.value}", lang)
        yield _cited(f"{phrase('transition', lang)}: {rule}", procedure.transition.cite, names)
    yield f"{phrase('channels', lang)}: {', '.join(names.channel(one) for one in procedure.channels)}"
    yield f"{label('calendar', lang)}: {procedure.calendar}; {procedure.counting}"
    if procedure.note is not None:
        yield f"{phrase('note', lang)}: {procedure.note}"


def _parts(names: Names) -> Iterator[tuple[str, Iterator[str]]]:
    yield "steps", _steps(names)
    yield "limits", _limits(names)
    yield "supplement", _supplement(names)
    yield "handoffs", _handoffs(names)
    yield "pauses", (_cited(one.name.text(names.lang), one.cite, names) for one in names.procedure.pauses.values())
    yield "fees", (_cited(one.name.text(names.lang), one.cite, names) for one in names.procedure.fees.values())
    yield "extensions", _extensions(names)
    yield "apology", _apology(names)
    yield "withdrawal", _withdrawal(names)
    yield "ends", (_cited(one.name.text(names.lang), one.cite, names) for one in names.procedure.ends.values())
    excepted = names.procedure.exceptions
    yield "exceptions", (_cited(f"{one.rule}: {one.reason.text(names.lang)}", one.cite, names) for one in excepted)


def _steps(names: Names) -> Iterator[str]:
    reception = names.procedure.reception
    yield _cited(f"{phrase('reception', names.lang)} – {names.who(reception.by)}", reception.cite, names)
    for window in names.procedure.filing:
        yield _cited(_window(window, names), window.cite, names)
    for step_id, step in names.procedure.steps.items():
        yield _cited(f"{names.step(step_id)} – {names.who(step.by)}", step.cite, names)
        for action in step.actions.values():
            condition = condition_in_words(action.when, names)
            only = f" ({phrase('only_if', names.lang, condition=condition)})" if condition else ""
            yield _cited(
                f"  {action.name.text(names.lang)} → {target_in_words(action.to, names)}{only}", action.cite, names
            )


def _window(window: FilingWindow, names: Names) -> str:
    bounds = (("filing.not_earlier", window.not_earlier), ("filing.not_later", window.not_later))
    parts = [phrase(key, names.lang, term=names.term(bound)) for key, bound in bounds if bound is not None]
    text = phrase("filing", names.lang, fact=names.fact(window.before), bounds=phrase("and", names.lang).join(parts))
    condition = condition_in_words(window.when, names)
    return f"{text} ({phrase('only_if', names.lang, condition=condition)})" if condition else text


def _limits(names: Names) -> Iterator[str]:
    for limit_id, limit in names.procedure.limits.items():
        kind = LIMIT_KINDS[limit.kind].text(names.lang)
        yield f"{names.limit(limit_id)} – {names.agency(limit.party)} ({kind})"
        yield from (f"  {line}" for line in _limit(limit, names))


def _limit(limit: Limit, names: Names) -> Iterator[str]:
    yield _cited(terms_in_words(limit, names), limit.cite, names)
    yield runs_in_words(limit, names)
    yield _cited(f"{phrase('missed', names.lang)}: {miss_in_words(limit, names)}", limit.on_missed.cite, names)
    if limit.within is not None:
        yield phrase("of_which", names.lang, limit=names.limit(limit.within))
    if limit.count is not None:
        choices = "; ".join(_choice(name, value, names) for name, value in limit.count.choices().items())
        yield _cited(choices, limit.count.cite, names)


def _supplement(names: Names) -> Iterator[str]:
    rule = names.procedure.supplement
    if rule is None:
        return
    steps = ", ".join(names.step(step) for step in rule.steps)
    key = "supplement.unlimited" if rule.max == "unlimited" else "supplement.max"
    yield _cited(phrase(key, names.lang, max=rule.max, steps=steps), rule.cite, names)
    for limit in rule.clock:
        yield f"  {phrase('clock', names.lang, limit=names.limit(limit), model=_clock(rule, limit, names))}"


def _clock(rule: Supplement, limit: str, names: Names) -> str:
    model = clock_in_words(rule.model_of(limit), names)
    policy = rule.policy.get(limit)
    if policy is None:
        return model
    return _cited(
        phrase("clock.policy", names.lang, model=model, reason=policy.reason.text(names.lang)), policy.cite, names
    )


def clock_in_words(model: SettledClockModel, names: Names) -> str:
    """Return what a supplement does to a clock."""
    if isinstance(model, RemainingPlus):
        return phrase("clock.remaining_plus", names.lang, term=names.term(model.remaining_plus))
    if isinstance(model, NewLimit):
        return phrase("clock.new_limit", names.lang, limit=names.limit(model.new_limit))
    return phrase(f"clock.{model}", names.lang)


def _handoffs(names: Names) -> Iterator[str]:
    for handoff in names.procedure.handoffs.values():
        silence = SILENCES[handoff.silence].text(names.lang)
        name, to = handoff.name.text(names.lang), names.who(handoff.to)
        yield _cited(phrase("silence", names.lang, name=name, to=to, silence=silence), handoff.cite, names)


def _extensions(names: Names) -> Iterator[str]:
    for rule in names.procedure.extensions.values():
        most = "" if rule.at_most is None else phrase("extension.most", names.lang, term=names.term(rule.at_most))
        name, limit = rule.name.text(names.lang), names.limit(rule.limit)
        yield _cited(phrase("extension", names.lang, name=name, limit=limit, max=rule.max, most=most), rule.cite, names)


def _apology(names: Names) -> Iterator[str]:
    rule = names.procedure.apology
    if rule is None:
        return
    text = phrase("apology.max", names.lang, max=rule.max)
    if rule.at_least_before is not None:
        text += phrase("apology.before", names.lang, term=names.term(rule.at_least_before))
    yield _cited(text, rule.cite, names)


def _withdrawal(names: Names) -> Iterator[str]:
    rule = names.procedure.withdrawal
    if rule is not None:
        yield _cited(phrase("withdrawal.by", names.lang, who=names.who(rule.stop_by)), rule.cite, names)


def _cited(text: str, cite: tuple[Citation, ...], names: Names) -> str:
    return f"{text}  [{names.cites(cite)}]" if cite else text


def _choice(name: str, value: object, names: Names) -> str:
    """Return one way of counting that a limit has for itself, as ``cut-off hour: 15:00``."""
    if isinstance(value, bool):
        said = phrase("yes" if value else "no", names.lang)
    elif isinstance(value, time):
        said = f"{value:%H:%M}"
    else:
        said = VALUES[str(value)].text(names.lang) if str(value) in VALUES else str(value)
    field = FIELDS[name].text(names.lang) if name in FIELDS else name
    return f"{field}: {said}"
