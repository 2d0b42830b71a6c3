"""Predicates about what is asked of the applicant: supplements, fees, silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dossierflow.procedure.limits import APPLICANT, LimitKind, MissEffect
from dossierflow.review.ambiguity import terms_of
from dossierflow.review.predicates.predicate import Breach, is_within
from dossierflow.review.register.entries import both
from dossierflow.review.words import model_in_words, term_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.deadlines.term import Term
    from dossierflow.procedure import Procedure
    from dossierflow.review.predicates.predicate import Parameter


def supplement_at_most(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the supplement if it may be asked for more often than *times*."""
    rule, times = procedure.supplement, cast("int", told["times"])
    if rule is None:
        return
    if rule.max == "unlimited":
        often = both("any number of times", "không giới hạn số lần")
    elif rule.max > times:
        often = both(f"{rule.max} times", f"{rule.max} lần")
    else:
        return
    yield Breach(place=("supplement", "max"), cites=rule.cite, gaps={"max": often})


def supplement_asked_within(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the supplement if it may be asked for later than *term*."""
    rule, most = procedure.supplement, cast("Term", told["term"])
    if rule is None:
        return
    limit = procedure.limits.get(rule.ask_within) if rule.ask_within else None
    if limit is None:
        asked = both("at any time before the decision", "bất cứ lúc nào trước khi có kết quả")
        yield Breach(place=("supplement",), cites=rule.cite, gaps={"asked": asked})
        return
    for _, term in terms_of(limit, ()):
        if not is_within(term, most):
            words = term_in_words(term)
            asked = both(f"within {words.en} ('{rule.ask_within}')", f"trong {words.vi} ('{rule.ask_within}')")
            yield Breach(place=("supplement", "ask_within"), cites=limit.cite, gaps={"asked": asked})
            return


def supplement_restarts(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the statutory limits up to the decision that a supplement does not start anew."""
    del told
    rule = procedure.supplement
    if rule is None:
        return
    for name, model in rule.clock.items():
        limit, settled = procedure.limits[name], rule.model_of(name)
        if limit.kind is LimitKind.STATUTORY and "decided" in limit.stops and settled != "restart":
            cites = rule.policy[name].cite if model == "unstated" else rule.cite
            gaps = {"limit": name, "model": model_in_words(settled)}
            yield Breach(place=("supplement", "clock", name), cites=cites, gaps=gaps)


def silence_is_defined(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield what the applicant is waited for without a term, or with a term that means nothing when it runs out."""
    del told
    begun = {milestone for limit in procedure.limits.values() for milestone in limit.start_milestones}
    supplement = procedure.supplement
    if supplement is not None and "supplement_requested" not in begun:
        what = both("the supplement", "việc bổ sung hồ sơ")
        yield Breach(place=("supplement",), cites=supplement.cite, gaps={"what": what})
    for name, fee in procedure.fees.items():
        if f"{name}.requested" not in begun:
            yield Breach(place=("fees", name), cites=fee.cite, gaps={"what": fee.name})
    for name, step in procedure.steps.items():
        if step.by.agency == APPLICANT and not {f"{name}.entered", f"{name}.started"} & begun:
            yield Breach(place=("steps", name), cites=step.cite, gaps={"what": step.name})
    for name, limit in procedure.limits.items():
        if limit.party == APPLICANT and limit.on_missed.effect is MissEffect.OVERDUE:
            yield Breach(place=("limits", name, "on_missed"), cites=limit.cite, gaps={"what": limit.name})
