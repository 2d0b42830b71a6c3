"""Checks of a procedure against the rules of packs (``DF5xx``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossierflow.deadlines.term import Term
from dossierflow.review.findings import Severity
from dossierflow.review.predicates import PREDICATES
from dossierflow.review.words import term_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import Effective
    from dossierflow.review.findings import Finding, Subject
    from dossierflow.review.pack import Pack, Period, Rule
    from dossierflow.review.predicates import Breach


def check_pack(subject: Subject, pack: Pack) -> Iterator[Finding]:
    """Yield where the version departs from the rules of *pack*, as they stand in the newest period that meets it."""
    for rule in pack.rules:
        period = _period(rule, subject.procedure.effective)
        if period is not None:
            for breach in PREDICATES[rule.predicate].find(subject.procedure, rule.parameters):
                yield from _told(subject, pack, rule, period, breach)


def _period(rule: Rule, effective: Effective) -> Period | None:
    """Return the newest period of *rule* that meets the version: the law of the dossiers that are still to come."""
    return max((one for one in rule.in_force if one.overlaps(effective)), key=lambda one: one.from_, default=None)


def _told(subject: Subject, pack: Pack, rule: Rule, period: Period, breach: Breach) -> Iterator[Finding]:
    severity, cites = period.severity, period.cite
    if not pack.is_own(breach.cites) and rule.sector != "same":
        if rule.sector == "allowed":
            return
        severity, cites = Severity.NOTE, (*period.cite, *breach.cites)
    told = {name: term_in_words(value) if isinstance(value, Term) else value for name, value in rule.parameters.items()}
    gaps: dict[str, Any] = {**told, **breach.gaps}
    yield subject.found(rule.kind, breach.place, severity=severity, cite=cites, details={"pack": pack.id}, **gaps)
