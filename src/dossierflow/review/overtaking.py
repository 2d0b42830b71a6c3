"""
Who files later and is served earlier: shortenings that overtake (``DF208``).

Due dates grow with the day of filing as long as the law stays the same. Where
a new version shortens a term, somebody who files on its first day may be due
before somebody who filed under the old one. The days on which that happens are
counted one by one on the calendar, for every kind of dossier that the two terms
tell apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from dossierflow.deadlines.compute import due
from dossierflow.engine.rulebook import CompiledProcedure, MissingFactError
from dossierflow.errors import CalendarCoverageError, TermError
from dossierflow.procedure.limits import APPLICANT, LimitKind
from dossierflow.review.cells import applying, kinds_of_dossiers, shown
from dossierflow.review.findings import Severity
from dossierflow.review.register import dates as kinds
from dossierflow.review.register.entries import both
from dossierflow.review.words import day_in_words, term_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossierflow.deadlines.term import Term
    from dossierflow.procedure import Facts, Procedure
    from dossierflow.reading.document import Value
    from dossierflow.review.findings import Finding, Subject
    from dossierflow.worktime import WorkCalendar

_AT_RECEPTION = {"submitted", "received", "complete"}
"""Milestones that fall together for who files a complete dossier."""

_NINE = time(9)
_A_DAY = timedelta(days=1)
_LONGEST_LOOK_BACK = 400
"""Days before the new version that are looked at; longer terms overtake nobody in practice."""


@dataclass(frozen=True, slots=True)
class _Overtaken:
    """What was found for one limit and one kind of dossier."""

    facts: Facts
    first: date
    """The first filing day under the old version that is overtaken; every later one is too."""

    days: int
    before: Term
    after: Term
    due_before: date
    """When a dossier filed on *first* is due."""

    due_after: date
    """When a dossier filed on the new version's first day is due."""


def check_overtaking(line: Sequence[Subject], calendar: WorkCalendar) -> Iterator[Finding]:
    """Yield, for versions of one procedure by their first day, the limits whose shortening overtakes."""
    for earlier, later in pairwise(line):
        old, new = (
            CompiledProcedure(one.procedure, calendars_for(one.procedure, calendar)) for one in (earlier, later)
        )
        for name in later.procedure.limits:
            found = list(_of_limit(old, new, name, calendar)) if _comparable(old, new, name) else []
            if found:
                yield _told(earlier, later, name, max(found, key=lambda one: one.days))


def calendars_for(procedure: Procedure, calendar: WorkCalendar) -> Mapping[str, WorkCalendar]:
    """Give *calendar* under every name that *procedure* uses; which calendar a host supplies is not known here."""
    names = [procedure.calendar]
    names += [limit.calendar or procedure.calendar for limit in procedure.limits.values()]
    names += [agency.calendar or procedure.calendar for agency in procedure.agencies.values()]
    return dict.fromkeys(names, calendar)


def _comparable(old: CompiledProcedure, new: CompiledProcedure, name: str) -> bool:
    rules = [one.procedure.limits.get(name) for one in (old, new)]
    return all(
        rule is not None
        and rule.party != APPLICANT
        and rule.kind is not LimitKind.INTERNAL
        and _AT_RECEPTION.issuperset(rule.start_milestones)
        for rule in rules
    )


def _of_limit(
    old: CompiledProcedure, new: CompiledProcedure, name: str, calendar: WorkCalendar
) -> Iterator[_Overtaken]:
    limits = [one.procedure.limits[name] for one in (old, new)]
    facts_known = {**old.procedure.known_facts, **new.procedure.known_facts}
    starts, ends = new.procedure.effective.from_, old.procedure.effective.to
    seen: set[tuple[Term, Term]] = set()
    for facts in kinds_of_dossiers(limits, facts_known):
        if not applying(limits, facts):
            continue
        try:
            before, after = (one.term(name, facts)[0] for one in (old, new))
            if (before, after) in seen:
                continue
            seen.add((before, after))
            new_due = _due(new, name, after, starts, calendar)
            days = [*_overtaken(old, name, before, (ends or starts - _A_DAY, new_due), calendar)]
        except (CalendarCoverageError, MissingFactError, TermError):
            # Beyond the calendar, and where a table has a gap, there is nothing to compare.
            continue
        if days:
            first, due_before = days[-1]
            yield _Overtaken(facts, first, len(days), before, after, due_before, new_due)


def _overtaken(
    old: CompiledProcedure, name: str, term: Term, until: tuple[date, date], calendar: WorkCalendar
) -> Iterator[tuple[date, date]]:
    """Yield filing days, backwards from the last one under the old version, that fall due after the new due date."""
    day, new_due = until
    for _ in range(_LONGEST_LOOK_BACK):
        if day < max(old.procedure.effective.from_, calendar.first):
            return
        found = _due(old, name, term, day, calendar)
        if found <= new_due:
            return
        yield day, found
        day -= _A_DAY


def _due(compiled: CompiledProcedure, name: str, term: Term, filed: date, calendar: WorkCalendar) -> date:
    trigger = datetime.combine(filed, _NINE, tzinfo=calendar.tz)
    found = due(compiled.ledger(name, term, trigger), calendar)
    # Without a suspension there is always a due date.
    return filed if found is None else found.day


def _told(earlier: Subject, later: Subject, name: str, found: _Overtaken) -> Finding:
    clause = later.procedure.transition
    last = earlier.procedure.effective.to or later.procedure.effective.from_ - _A_DAY
    said = both("; the transition clause decides which term holds", "; điều khoản chuyển tiếp quyết định thời hạn nào")
    details: dict[str, Value] = {
        "facts": dict(found.facts),
        "first": found.first.isoformat(),
        "last": last.isoformat(),
        "days": found.days,
        "filing_days": [(found.first + _A_DAY * number).isoformat() for number in range(found.days)],
    }
    return later.found(
        kinds.OVERTAKING,
        ("limits", name),
        severity=None if clause is None else Severity.NOTE,
        cite=later.procedure.limits[name].cite if clause is None else clause.cite,
        details=details,
        limit=f"{name} ({shown(found.facts)})" if found.facts else name,
        earlier=str(earlier.procedure),
        later=str(later.procedure),
        first=day_in_words(found.first),
        last=day_in_words(last),
        start=day_in_words(later.procedure.effective.from_),
        term_before=term_in_words(found.before),
        term_after=term_in_words(found.after),
        due_before=day_in_words(found.due_before),
        due_after=day_in_words(found.due_after),
        clause="" if clause is None else said,
    )
