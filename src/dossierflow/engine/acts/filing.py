"""Whether a dossier comes neither too early nor too late for the day for which it is filed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Unit
from dossierflow.engine.refusals import RefusalCode
from dossierflow.procedure.facts import holds

if TYPE_CHECKING:
    from dossierflow.deadlines.term import Term
    from dossierflow.engine.work import Work
    from dossierflow.procedure.rules import FilingWindow
    from dossierflow.worktime import WorkCalendar


def require_within_windows(work: Work) -> None:
    """Refuse a dossier that is filed outside a window that binds it."""
    for window in work.procedure.filing:
        if holds(window.when, work.draft.facts):
            _require_within(work, window)


def days_before(calendar: WorkCalendar, day: date, term: Term) -> date:
    """Return the day that lies *term*, in whole days or working days, before *day*; *day* is not counted."""
    if term.unit is Unit.WORKING_DAY:
        return calendar.nth_working_day_before(day, int(term.amount))
    return day - timedelta(days=int(term.amount))


def _require_within(work: Work, window: FilingWindow) -> None:
    calendar = work.compiled.calendars[work.procedure.calendar]
    event = date.fromisoformat(str(work.draft.facts[window.before]))
    first = None if window.not_earlier is None else days_before(calendar, event, window.not_earlier)
    last = None if window.not_later is None else days_before(calendar, event, window.not_later)
    day = calendar.local_day(work.at)
    if (first is not None and day < first) or (last is not None and day > last):
        raise work.refused(
            RefusalCode.FILING_WINDOW, *window.cite, event=event, first=first or "-", last=last or "-", day=day
        )
