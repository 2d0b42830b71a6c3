"""
Warnings before a due date: said once, on the outbox.

A warning is no act of the procedure. It changes nothing in the dossier, so it
is a message and not an event, and when it is given changes no byte of the log.
"""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from dossierflow.deadlines.term import Term, Unit
from dossierflow.errors import TermError
from dossierflow.store.outbox import WARNING, OutboxMessage
from dossierflow.store.utc import utc_text
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.store.clocks import OpenClock
    from dossierflow.worktime.calendar import WorkCalendar

APPROACHING: Final = "deadline_approaching"
"""Type of the message of a warning."""

_MINUTES: Final = {Unit.WORKING_HOUR: 60, Unit.HOUR: 60, Unit.MINUTE: 1}
_LEADS: Final = frozenset({Unit.WORKING_DAY, Unit.DAY, *_MINUTES})


def leads_of(leads: Sequence[Term | str]) -> tuple[Term, ...]:
    """
    Read how long before a due date is warned, the earliest warning first.

    >>> leads_of(["3 working days", "1 working day"])
    (Term.of('3 working days'), Term.of('1 working day'))

    Raises:
        TermError: A lead is not a whole number of days, hours or minutes, or
            it is named twice.
    """
    terms = tuple(Term.of(lead) if isinstance(lead, str) else lead for lead in leads)
    for term in terms:
        if term.unit not in _LEADS or not isinstance(term.amount, int) or term.amount < 1:
            msg = f"a warning cannot be given {term} ahead; say it in whole working days, days, hours or minutes"
            raise TermError(msg)
    if len(set(terms)) < len(terms):
        msg = "a lead is named twice; every warning needs one of its own"
        raise TermError(msg)
    return terms


def horizon(lead: Term, calendar: WorkCalendar, at: datetime) -> datetime:
    """
    Return the last due instant of which *lead* has begun at *at*.

    A lead in days begins with the local day: on Thursday, all that falls due
    on Friday is one working day ahead.

    >>> from zoneinfo import ZoneInfo
    >>> from dossierflow.worktime.vietnam import vietnam
    >>> thursday = datetime(2026, 2, 5, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    >>> horizon(Term.of("2 working days"), vietnam(), thursday).isoformat()
    '2026-02-09T23:59:59.999999+07:00'
    >>> horizon(Term.of("2 hours"), vietnam(), thursday).isoformat()
    '2026-02-05T11:00:00+07:00'

    Raises:
        CalendarCoverageError: The calendar ends before.
    """
    at, amount = plain(at), int(lead.amount)
    if lead.unit is Unit.WORKING_HOUR:
        return calendar.add_working_minutes(at, amount * _MINUTES[lead.unit])
    if lead.unit in _MINUTES:
        return at + timedelta(minutes=amount * _MINUTES[lead.unit])
    today = calendar.local_day(at)
    is_working = lead.unit is Unit.WORKING_DAY
    day = calendar.nth_working_day(today, amount) if is_working else today + timedelta(days=amount)
    return datetime.combine(day, time.max, tzinfo=calendar.tz)


def warning_message(clock: OpenClock, lead: Term, at: datetime, channel: str) -> OutboxMessage:
    """Return the message that warns of *clock*, found at *at* to run out within *lead*."""
    body = {
        "dossier": clock.dossier,
        "due": utc_text(clock.due),
        "lead": str(lead),
        "limit": clock.limit,
        "party": clock.party,
        "run": clock.run,
    }
    return OutboxMessage(
        id=f"{clock.id}:{lead}",
        dossier=clock.dossier,
        kind=WARNING,
        type=APPROACHING,
        at=at,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        channel=channel,
    )
