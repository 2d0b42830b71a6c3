"""Checks of a procedure against the rules of packs (``DF5xx``)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dossierflow.citation import LegalText
from dossierflow.deadlines.term import Term
from dossierflow.review.findings import Severity
from dossierflow.review.predicates import PREDICATES
from dossierflow.review.register.structure import EMPTY_EXCEPTION
from dossierflow.review.words import term_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossierflow.citation import Effective
    from dossierflow.procedure.rules import RuleException
    from dossierflow.review.findings import Finding, Subject
    from dossierflow.review.pack import Pack, Period, Rule
    from dossierflow.review.predicates import Breach


def check_packs(subject: Subject, packs: Sequence[Pack]) -> Iterator[Finding]:
    """Yield where the version departs from the rules of *packs*, and its exceptions that except nothing from them."""
    found = [one for pack in packs for one in check_pack(subject, pack)]
    yield from found
    if packs:
        rules = {rule.code: rule for pack in packs for rule in pack.rules}
        yield from _empty_exceptions(subject, rules, {one.code for one in found})


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
    found = subject.found(rule.kind, breach.place, severity=severity, cite=cites, details={"pack": pack.id}, **gaps)
    exceptions = [one for one in subject.procedure.exceptions if one.rule == rule.code]
    yield _excepted(found, exceptions) if exceptions and rule.sector != "same" else found


def _excepted(found: Finding, exceptions: Sequence[RuleException]) -> Finding:
    """Return *found* as a note that tells why the rule does not bind: a departure is never hidden."""
    cites = dict.fromkeys((*found.cite, *(cite for one in exceptions for cite in one.cite)))
    vi, en = ("; ".join(one.reason.text(lang) for one in exceptions) for lang in ("vi", "en"))
    message = LegalText(vi=f"{found.message.vi} (ngoại lệ: {vi})", en=f"{found.message.en} (excepted: {en})")
    return replace(found, severity=Severity.NOTE, cite=tuple(cites), message=message)


def _empty_exceptions(subject: Subject, rules: Mapping[str, Rule], departed: set[str]) -> Iterator[Finding]:
    """Yield the exceptions from rules that nobody knows, that bind everybody, or that are kept anyhow."""
    for number, one in enumerate(subject.procedure.exceptions):
        rule = rules.get(one.rule)
        if rule is None:
            why = LegalText(vi="không bộ quy tắc nào đang dùng có mã này", en="no pack that is used has this code")
        elif rule.sector == "same":
            why = LegalText(vi="quy tắc này không có ngoại lệ", en="no procedure is excepted from this rule")
        elif one.rule not in departed:
            why = LegalText(vi="tệp không trái quy tắc này", en="the file does not depart from it")
        else:
            continue
        yield subject.found(EMPTY_EXCEPTION, ("exceptions", number, "rule"), rule=one.rule, why=why)
