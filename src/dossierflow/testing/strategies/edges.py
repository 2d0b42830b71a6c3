"""Days and instants at which rules of time go wrong, as strategies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from dossierflow.simulate import edges

if TYPE_CHECKING:
    from datetime import date, datetime

    from dossierflow.worktime import WorkCalendar


def edge_days(calendar: WorkCalendar, first: date, last: date) -> st.SearchStrategy[date]:
    """
    Draw days from *first* to *last* around days off, exchanges, month ends and the end of what is confirmed.

    Raises:
        CalendarCoverageError: The calendar does not cover the days.
    """
    return st.sampled_from(edges.edge_days(calendar, first, last))


def edge_instants(calendar: WorkCalendar, first: date, last: date) -> st.SearchStrategy[datetime]:
    """
    Draw instants of such days, around opening, closing and 15:00.

    Raises:
        CalendarCoverageError: The calendar does not cover the days.
    """
    return edge_days(calendar, first, last).flatmap(lambda day: st.sampled_from(edges.edge_instants(calendar, day)))
