"""Checks of what the law leaves open, term by term (``DF601`` to ``DF604``)."""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from dossierflow.deadlines.conventions import BrokenTerm, MonthEnd
from dossierflow.deadlines.term import Unit
from dossierflow.procedure.rules import RemainingPlus
from dossierflow.review.findings import Severity
from dossierflow.review.register import ambiguity as kinds
from dossierflow.review.register.entries import both
from dossierflow.review.words import day_in_words, listed, model_in_words, term_in_words, unit_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.citation import LegalText
    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.counting import CountingProfile
    from dossierflow.deadlines.term import Term
    from dossierflow.procedure import Limit, Procedure
    from dossierflow.reading.document import Path
    from dossierflow.review.findings import Finding, Subject

_LONG_UNITS = {Unit.MONTH, Unit.YEAR}
_MOST_EXAMPLES = 3
_ORDINARY_YEAR, _LEAP_YEAR = 2026, 2028


def check_unstated(subject: Subject) -> Iterator[Finding]:
    """Yield the clocks of which the law does not say what a supplement does to them, with the policy taken."""
    supplement = subject.procedure.supplement
    if supplement is None:
        return
    for limit, model in supplement.clock.items():
        if model == "unstated":
            policy = supplement.policy[limit]
            place = ("supplement", "policy", limit)
            model_name = model_in_words(policy.clock)
            yield subject.found(
                kinds.UNSTATED_CLOCK, place, cite=policy.cite, limit=limit, model=model_name, reason=policy.reason
            )


def check_months(subject: Subject, profile: CountingProfile) -> Iterator[Finding]:
    """Yield the terms in months or years: those that begin late in a month, and those that can stand still."""
    procedure = subject.procedure
    for name, limit in procedure.limits.items():
        for place, term in terms_of(limit, ("limits", name)):
            if term.unit in _LONG_UNITS:
                counting = _counting(profile, limit, term)
                yield from _late_in_month(subject, place, term, counting)
                causes = [*_causes(procedure, name)]
                if causes:
                    yield _interrupted(subject, place, term, counting, listed(causes))


def check_units(subject: Subject) -> Iterator[Finding]:
    """Yield the parts, extensions and additions that are counted in another unit than what they belong to."""
    procedure = subject.procedure
    for name, limit in procedure.limits.items():
        if limit.within in procedure.limits:
            yield from _mixed(subject, ("limits", name), limit, str(limit.within))
    for name, rule in procedure.extensions.items():
        if rule.at_most is not None:
            yield from _mixed_with(subject, ("extensions", name, "at_most"), rule.at_most, rule.limit)
    supplement = procedure.supplement
    for name, model in supplement.clock.items() if supplement else ():
        if isinstance(model, RemainingPlus):
            yield from _mixed_with(subject, ("supplement", "clock", name), model.remaining_plus, name)


def terms_of(limit: Limit, place: Path) -> Iterator[tuple[Path, Term]]:
    """Yield the terms of *limit*, which stands at *place*, with their own places."""
    if limit.term is not None:
        yield (*place, "term"), limit.term
    for number, case in enumerate(limit.cases):
        yield (*place, "cases", number, "term"), case.term


def ambiguous_days(term: Term, year: int) -> tuple[date, ...]:
    """
    Return the days of *year* from which a term in months or years has no corresponding last day.

    >>> from dossierflow.deadlines.term import Term
    >>> [str(day) for day in ambiguous_days(Term.of("1 month"), 2026)][:4]
    ['2026-01-29', '2026-01-30', '2026-01-31', '2026-03-31']
    """
    months = int(term.amount) * (12 if term.unit is Unit.YEAR else 1)
    found: list[date] = []
    for number in range(366 if isleap(year) else 365):
        day = date(year, 1, 1) + timedelta(days=number)
        years, month = divmod(day.month - 1 + months, 12)
        if day.day > monthrange(day.year + years, month + 1)[1]:
            found.append(day)
    return tuple(found)


def _counting(profile: CountingProfile, limit: Limit, term: Term) -> Counting:
    override = limit.count
    if override is None:
        return profile.counting(term.unit)
    return profile.counting(term.unit, cite=override.cite, **override.choices())


def _late_in_month(subject: Subject, place: Path, term: Term, counting: Counting) -> Iterator[Finding]:
    # Whole years leave every day its own but the 29 February of a leap year.
    days = ambiguous_days(term, _ORDINARY_YEAR) or ambiguous_days(term, _LEAP_YEAR)
    if not days:
        return
    examples = listed(day_in_words(day) for day in islice(days, _MOST_EXAMPLES))
    if counting.month_end is MonthEnd.CLAMP:
        settled = both("it ends on the last day of the month", "thời hạn hết vào ngày cuối tháng")
        severity = Severity.NOTE
    else:
        settled = both("such a dossier is refused", "hồ sơ như vậy bị từ chối")
        severity = Severity.WARNING
    yield subject.found(
        kinds.MONTH_END,
        place,
        severity=severity,
        cite=counting.cite("month_end"),
        details={"days": [day.isoformat() for day in days]},
        term=term_in_words(term),
        examples=examples,
        settled=settled,
    )


def _interrupted(subject: Subject, place: Path, term: Term, counting: Counting, causes: LegalText) -> Finding:
    if counting.broken_term is BrokenTerm.ART146:
        settled = both(
            "it then counts as 30 days a month, 365 days a year", "khi đó một tháng tính 30 ngày, một năm 365 ngày"
        )
        severity = Severity.NOTE
    else:
        settled = both("it cannot be counted then", "khi đó không tính được thời hạn")
        severity = Severity.WARNING
    return subject.found(
        kinds.BROKEN_MONTHS,
        place,
        severity=severity,
        cite=counting.cite("broken_term"),
        term=term_in_words(term),
        causes=causes,
        settled=settled,
    )


def _causes(procedure: Procedure, limit: str) -> Iterator[LegalText]:
    """Yield why the clock of *limit* may stand still and then go on."""
    supplement = procedure.supplement
    if supplement is not None and limit in supplement.clock:
        model = supplement.model_of(limit)
        if model == "resume" or isinstance(model, RemainingPlus):
            yield both("supplement", "bổ sung hồ sơ")
    for rules in (procedure.fees, procedure.pauses, procedure.handoffs, procedure.steps):
        for rule in rules.values():
            if limit in rule.suspends:
                yield rule.name


def _mixed(subject: Subject, place: Path, limit: Limit, other: str) -> Iterator[Finding]:
    units = {term.unit for _, term in terms_of(subject.procedure.limits[other], ())}
    for at, term in terms_of(limit, place):
        if term.unit not in units:
            # One row shows it; the others say the same.
            yield from _mixed_with(subject, at, term, other)
            return


def _mixed_with(subject: Subject, place: Path, term: Term, other: str) -> Iterator[Finding]:
    for _, whole in terms_of(subject.procedure.limits[other], ()):
        if whole.unit is not term.unit:
            yield subject.found(
                kinds.MIXED_UNITS,
                place,
                unit=unit_in_words(term.unit),
                term=term_in_words(term),
                other=other,
                other_unit=unit_in_words(whole.unit),
                other_term=term_in_words(whole),
            )
            return
