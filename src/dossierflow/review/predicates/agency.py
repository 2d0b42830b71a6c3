"""Predicates about what the agencies owe: terms, apologies, duties, results."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dossierflow.procedure.facts import holds
from dossierflow.procedure.flow import END
from dossierflow.procedure.limits import APPLICANT, LimitKind, MissEffect
from dossierflow.procedure.steps import EndKind
from dossierflow.review.cells import applying, kinds_of_dossiers, shown
from dossierflow.review.clock_walk import walk
from dossierflow.review.graph import Graph
from dossierflow.review.predicates.predicate import Breach, is_within
from dossierflow.review.register.entries import both
from dossierflow.review.words import term_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.deadlines.term import Term
    from dossierflow.procedure import Facts, Limit, Procedure
    from dossierflow.review.predicates.predicate import Parameter


def refusal_within_limit(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the refusals by an agency that no statutory limit covers."""
    del told
    refusals = {f"{END}{name}" for name, end in procedure.ends.items() if end.kind is EndKind.REFUSED}
    graph = Graph(procedure)
    running = {name: walk(graph, name).running_in for name, limit in procedure.limits.items() if _is_owed(limit)}
    for name, step in procedure.steps.items():
        for key, action in step.actions.items():
            if action.to not in refusals or (action.by or step.by).agency == APPLICANT:
                continue
            ending = {"decided", f"{name}.completed", *action.marks}
            if not any(name in steps and ending & {*procedure.limits[limit].stops} for limit, steps in running.items()):
                place = ("steps", name, "actions", key)
                gaps = {"step": step.name, "action": action.name}
                yield Breach(place=place, cites=action.cite or step.cite, gaps=gaps)


def apology_comes_before(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the apology if another day may be appointed later than *at_least* before the due date."""
    rule, least = procedure.apology, cast("Term", told["at_least"])
    if rule is None:
        return
    before = rule.at_least_before
    if before is None:
        lead = both("the file does not say how long before", "tệp không nêu trước bao lâu")
    elif is_within(least, before):
        return
    else:
        words = term_in_words(before)
        lead = both(f"{words.en} before", f"trước {words.vi}")
    yield Breach(place=("apology", "at_least_before"), cites=rule.cite, gaps={"lead": lead})


def reappointment_at_most(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the apology if another day may be appointed more often than *times*."""
    rule = procedure.apology
    if rule is not None and rule.max > cast("int", told["times"]):
        yield Breach(place=("apology", "max"), cites=rule.cite, gaps={"max": rule.max})


def duty_on_miss(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the statutory limits of agencies that can be missed without any duty, those of one source together."""
    del told
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, limit in procedure.limits.items():
        missed = limit.on_missed
        if _is_owed(limit) and limit.within is None and missed.effect is MissEffect.OVERDUE and missed.duty is None:
            groups.setdefault(tuple(sorted({cite.doc for cite in limit.cite})), []).append(name)
    for names in groups.values():
        place = ("limits", names[0], "on_missed")
        yield Breach(place=place, cites=procedure.limits[names[0]].cite, gaps={"limits": ", ".join(names)})


def committed_within_statutory(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the committed limits that promise less than the law, with the dossier that shows it."""
    del told
    for name, limit in procedure.limits.items():
        if limit.kind is not LimitKind.COMMITTED:
            continue
        for other, law in procedure.limits.items():
            if law.kind is LimitKind.STATUTORY and _promises(limit, other, law):
                yield from _longer(procedure, (name, limit), (other, law))


def result_returned_by_receiver(procedure: Procedure, told: Mapping[str, Parameter]) -> Iterator[Breach]:
    """Yield the handing over of results if no role does it, or another agency than the one that received."""
    del told
    returner, receiver = procedure.returning.by, procedure.reception.by
    if returner.role is None or returner.agency != receiver.agency:
        gaps = {"returner": str(returner), "receiver": str(receiver)}
        yield Breach(place=("returning", "by"), cites=procedure.returning.cite, gaps=gaps)


def _is_owed(limit: Limit) -> bool:
    return limit.kind is LimitKind.STATUTORY and limit.party != APPLICANT


def _promises(limit: Limit, other: str, law: Limit) -> bool:
    """Tell whether *limit* is the promise of what the statutory limit *other* asks."""
    if limit.within is not None:
        return limit.within == other
    return limit.party == law.party and limit.start_milestones == law.start_milestones and limit.stops == law.stops


def _longer(procedure: Procedure, promise: tuple[str, Limit], law: tuple[str, Limit]) -> Iterator[Breach]:
    for facts in kinds_of_dossiers([promise[1], law[1]], procedure.known_facts):
        if not applying([promise[1], law[1]], facts):
            continue
        promised, asked = _term(promise[1], facts), _term(law[1], facts)
        if promised is not None and asked is not None and not is_within(promised, asked):
            yield Breach(
                place=("limits", promise[0]),
                cites=promise[1].cite,
                gaps={
                    "limit": promise[0],
                    "other": law[0],
                    "term": term_in_words(promised),
                    "other_term": term_in_words(asked),
                    "example": shown(facts) or both("any facts", "dữ kiện bất kỳ"),
                },
            )
            return


def _term(limit: Limit, facts: Facts) -> Term | None:
    if limit.term is not None:
        return limit.term
    return next((case.term for case in limit.cases if holds(case.when, facts)), None)
