"""Check of the calendar's reach: due dates that fall beyond the last decided day (``DF605``)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from dossierflow.deadlines.compute import due
from dossierflow.engine.rulebook import CompiledProcedure
from dossierflow.errors import CalendarCoverageError
from dossierflow.review.ambiguity import terms_of
from dossierflow.review.overtaking import calendars_for
from dossierflow.review.register import ambiguity as kinds
from dossierflow.review.words import day_in_words, term_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossierflow.deadlines.term import Term
    from dossierflow.review.findings import Finding, Subject
    from dossierflow.worktime import WorkCalendar

_NINE = time(9)
_A_DAY = timedelta(days=1)


def check_horizon(subject: Subject, calendar: WorkCalendar) -> Iterator[Finding]:
    """Yield, for a version in force on the last decided day, from which start day due dates are provisional."""
    until = calendar.confirmed_until
    if not calendar.first <= until < calendar.last or not subject.procedure.effective.covers(until):
        return
    compiled = CompiledProcedure(subject.procedure, calendars_for(subject.procedure, calendar))
    found = [
        (_first_beyond(compiled, name, term, calendar), name, term)
        for name, limit in subject.procedure.limits.items()
        for _, term in terms_of(limit, ())
    ]
    reaching = [(first, name, term) for first, name, term in found if first is not None]
    if reaching:
        first, name, term = min(reaching, key=lambda one: (one[0], one[1]))
        ends = _due(compiled, name, term, first, calendar)
        yield subject.found(
            kinds.BEYOND_CALENDAR,
            ("calendar",),
            details={"first": first.isoformat(), "confirmed_until": until.isoformat(), "limit": name},
            first=day_in_words(first),
            until=day_in_words(until),
            limit=name,
            term=term_in_words(term),
            due=day_in_words(ends),
        )


def _first_beyond(compiled: CompiledProcedure, name: str, term: Term, calendar: WorkCalendar) -> date | None:
    """Return the first start day from which *term* ends after the last decided day; none if no start day does."""
    first, day = None, calendar.confirmed_until
    while day >= calendar.first and _due(compiled, name, term, day, calendar) > calendar.confirmed_until:
        first, day = day, day - _A_DAY
    return first


def _due(compiled: CompiledProcedure, name: str, term: Term, started: date, calendar: WorkCalendar) -> date:
    """Return when *term* ends; the calendar's last day where it ends later."""
    trigger = datetime.combine(started, _NINE, tzinfo=calendar.tz)
    try:
        found = due(compiled.ledger(name, term, trigger), calendar)
    except CalendarCoverageError:
        return calendar.last
    return started if found is None else found.day
