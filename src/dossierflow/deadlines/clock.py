"""
Running a term of hours or minutes, or of a part of a day.

The arithmetic is in `dossierflow.deadlines.minutes`; here it is given its
start, and its stretches are told to the trail.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from dossierflow.deadlines.conventions import BrokenTerm, Direction, Ends
from dossierflow.deadlines.minutes import elapse, whole_minutes, work, work_back, works
from dossierflow.deadlines.stretches import Run, tell
from dossierflow.deadlines.suspensions import in_time
from dossierflow.deadlines.term import Unit
from dossierflow.errors import CalendarCoverageError, TermError

if TYPE_CHECKING:
    from dossierflow.citation import Citation
    from dossierflow.deadlines.ledger import Ledger
    from dossierflow.deadlines.suspensions import Times
    from dossierflow.deadlines.term import Term
    from dossierflow.deadlines.trail import Trail
    from dossierflow.worktime.calendar import WorkCalendar

Place: TypeAlias = tuple[date, datetime | None]
"""How far a chain of terms has come: the day; and the instant where minutes were counted, or none for its end."""

_DAY = timedelta(days=1)
_CLOSE = Ends.CLOSE_OF_BUSINESS


def end_of(calendar: WorkCalendar, day: date, ends: Ends) -> datetime:
    """Return the instant at which *day* ends: at closing time, or at its 24:00."""
    if ends is _CLOSE:
        return calendar.closing_time(day)
    return datetime.combine(day + _DAY, time.min, calendar.tz)


def in_minutes(
    ledger: Ledger,
    calendar: WorkCalendar,
    term: Term,
    place: Place,
    trail: Trail | None,
    cite: tuple[Citation, ...],
) -> Place | None:
    """
    Return where *term* ends if it starts at *place*, or none while it stands still.

    Raises:
        CalendarCoverageError: It ends outside *calendar*.

        TermError: It is no whole number of minutes, or is a part of a calendar
            day where broken terms are refused.
    """
    reached, instant = place
    at = instant or end_of(calendar, reached, ledger.counting.ends)
    at = at.astimezone(calendar.tz)
    out = in_time(ledger.suspensions)
    minutes = _minutes(ledger, term)
    try:
        ended = at if minutes == 0 else _ended(ledger, calendar, term, at, minutes, out)
    except OverflowError:
        # beyond the years that have dates lies beyond every calendar
        raise CalendarCoverageError(calendar.name, None, calendar.first, calendar.last) from None
    if trail is not None:
        back = ledger.counting.direction is Direction.BEFORE
        tell(trail, calendar, Run(at, ended, minutes, term.unit, cite, back=back), out)
    if ended is None:
        return None
    ended = ended.astimezone(calendar.tz)
    day = calendar.local_day(ended)
    calendar.is_working(day)
    return day, ended


def _minutes(ledger: Ledger, term: Term) -> int:
    counting = ledger.counting
    if term.unit is Unit.DAY and counting.broken_term is BrokenTerm.REFUSE:
        msg = f"{str(term)!r} is a part of a calendar day, and broken_term refuses; give the term in hours"
        raise TermError(msg)
    return whole_minutes(term, counting.fraction_of_day.hours)


def _ended(
    ledger: Ledger, calendar: WorkCalendar, term: Term, at: datetime, minutes: int, out: list[Times]
) -> datetime | None:
    back = ledger.counting.direction is Direction.BEFORE
    if not works(term.unit):
        return elapse(at, -minutes if back else minutes, out)
    return work_back(calendar, at, minutes, out) if back else work(calendar, at, minutes, out)
