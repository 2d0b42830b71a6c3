"""
The questions that a ledger answers: when is it due, what is left, and why.

>>> from datetime import datetime
>>> from dossierflow.deadlines.counting import profile
>>> from dossierflow.deadlines.ledger import Ledger
>>> from dossierflow.deadlines.term import Term
>>> from dossierflow.worktime.vietnam import vietnam
>>> calendar, term = vietnam(), Term.of("5 working days")
>>> received = datetime(2024, 4, 24, 9, 30, tzinfo=calendar.tz)
>>> ledger = Ledger(term, profile("vn-general").counting(term.unit), received)
>>> str(due(ledger, calendar).at)
'2024-05-04 17:00:00+07:00'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dossierflow.deadlines.account import Balance, balance
from dossierflow.deadlines.course import run
from dossierflow.deadlines.explanation import CalendarUsed, Due, Explanation
from dossierflow.deadlines.trail import Trail
from dossierflow.deadlines.variants import Variant, sensitivity

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.deadlines.ledger import Ledger
    from dossierflow.worktime.calendar import WorkCalendar

__all__ = ["Balance", "Due", "Variant", "balance", "due", "due_if_resumed_at", "explain", "sensitivity"]


def due(ledger: Ledger, calendar: WorkCalendar) -> Due | None:
    """
    Return when the term of *ledger* ends, or none while it stands still.

    None means: a suspension is open and part of the term is left. A term that
    has run out before the suspension, or on its first day, is due as ever.

    Raises:
        CalendarCoverageError: A day outside *calendar* would have to be looked at.

        TermError: The term cannot be counted as asked.
    """
    return run(ledger, calendar, None)


def due_if_resumed_at(ledger: Ledger, calendar: WorkCalendar, at: datetime) -> Due:
    """
    Return when the term would end if its open suspension ended *at*.

    Without an open suspension, that is when it ends anyway.

    Raises:
        CalendarCoverageError: A day outside *calendar* would have to be looked at.

        TermError: The suspension began after *at*, or the term cannot be counted as asked.
    """
    # With every suspension ended, a term always comes to its end.
    return cast("Due", run(ledger.resume(at) if ledger.suspended else ledger, calendar, None))


def explain(ledger: Ledger, calendar: WorkCalendar) -> Explanation:
    """
    Return what `due` returns, with the steps that lead to it.

    Raises:
        CalendarCoverageError: A day outside *calendar* would have to be looked at.

        TermError: The term cannot be counted as asked.
    """
    trail = Trail(calendar, ledger.suspensions)
    found = run(ledger, calendar, trail)
    used = CalendarUsed(calendar.name, calendar.hash, calendar.zone, calendar.confirmed_until)
    return Explanation(ledger, used, found, tuple(trail.steps))
