"""
Due dates of many terms at once, as columns (extra ``bulk``).

What `dossierflow.deadlines.compute.due` answers for one ledger, `due_days`
answers for every row of its columns, day for day and instant for instant. It
does not explain, and knows no extensions; for both take the ledger.

>>> import numpy as np
>>> from dossierflow.deadlines.counting import profile
>>> from dossierflow.deadlines.term import Term
>>> from dossierflow.worktime.vietnam import vietnam
>>> term = Term.of("5 working days")
>>> received = np.array(["2024-04-24T02:30", "2024-04-30T02:30"], dtype="datetime64[s]")
>>> found = due_days(received, term, counting=profile("vn-general").counting(term.unit), calendar=vietnam())
>>> found.day.astype(str).tolist()
['2024-05-04', '2024-05-07']
>>> str(found.at[0])
'2024-05-04T10:00:00'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.deadlines.columns.clocked import Clock
from dossierflow.deadlines.columns.groups import groups_of
from dossierflow.deadlines.columns.inputs import Moments, PauseNumbers, check_countings, check_terms
from dossierflow.deadlines.columns.moves import MoveColumns, moves_of
from dossierflow.deadlines.columns.reading import Batch, from_columns
from dossierflow.deadlines.columns.results import Results
from dossierflow.deadlines.columns.shapes import UNITS, Countings, DueColumns, Pauses, RowError, Terms
from dossierflow.deadlines.reprojection import day_changes
from dossierflow.worktime.bulk import EPOCH, SECONDS_A_DAY, calendar_arrays

if TYPE_CHECKING:
    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.columns.shapes import Instants
    from dossierflow.deadlines.term import Term
    from dossierflow.worktime.calendar import WorkCalendar

__all__ = [
    "UNITS",
    "Batch",
    "Countings",
    "DueColumns",
    "MoveColumns",
    "Pauses",
    "RowError",
    "Terms",
    "due_days",
    "from_columns",
    "reproject_columns",
]


def due_days(
    triggers: Instants,
    terms: Term | Terms,
    *,
    counting: Counting | Countings,
    calendar: WorkCalendar,
    pauses: Pauses | None = None,
) -> DueColumns:
    """
    Return when the term of every row ends.

    Args:
        triggers:
            The events that start the terms. ``datetime64[s]``, ``[ms]``,
            ``[us]`` and ``[ns]`` are instants in UTC. ``datetime64[D]`` are
            local days: an event on a day is one at its first moment, so a day
            off is still a day off, but nothing on a working day comes too
            late. A missing one (``NaT``) has the error `RowError.MISSING`.

        terms: One term, or one for every row.

        counting: One way of counting, or one for every row.

        calendar: Says which days and minutes count.

        pauses:
            Suspensions, as instants in UTC or as local days. Where a term has
            hours or minutes, triggers and pauses must be instants.

    Returns:
        A column for each thing that ``due`` says, with instants in UTC; and
        instead of its errors a `RowError` for each row.

    Raises:
        TermError: The columns do not fit each other, or one term given for all
            rows cannot be counted as asked.
    """
    events = Moments.of(triggers, "triggers")
    rows = len(events.ticks)
    if isinstance(terms, Terms):
        check_terms(terms, rows)
    if isinstance(counting, Countings):
        check_countings(counting, rows)
    stops = None if pauses is None else PauseNumbers.of(pauses, rows)
    per = max(events.per, 1, 0 if stops is None else stops.per)
    clock = Clock(calendar_arrays(calendar), per)
    results = Results.of(rows)
    for group in groups_of(terms, counting, rows):
        results.fill(group, clock, events.finer(per), stops and stops.finer(per))
    return results.columns(per)


def reproject_columns(
    triggers: Instants,
    terms: Term | Terms,
    *,
    counting: Counting | Countings,
    before: WorkCalendar,
    after: WorkCalendar,
    pauses: Pauses | None = None,
) -> MoveColumns:
    """
    Return the rows whose due dates move if the calendar *after* replaced *before*.

    Rows that one of the calendars cannot count are among them, with their
    errors. Nothing is changed.

    Args:
        triggers: As for `due_days`, and so the other columns.

        terms: One term, or one for every row.

        counting: One way of counting, or one for every row.

        before: The calendar in use.

        after: The calendar that is to replace it.

        pauses: Suspensions.

    Raises:
        CalendarError: The calendars lie in different time zones.

        TermError: As `due_days`.
    """
    changes = day_changes(before, after)
    now, then = (
        due_days(triggers, terms, counting=counting, calendar=calendar, pauses=pauses) for calendar in (before, after)
    )
    events = Moments.of(triggers, "triggers")
    days = events.ticks
    if events.per:
        days = calendar_arrays(before).zone.to_local(days, events.per) // (SECONDS_A_DAY * events.per)
    return moves_of(now, then, days=days, counting=counting, changes=changes, epoch=EPOCH)
