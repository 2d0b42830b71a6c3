"""Instants of a case that the mapping names: when it ended, what the log says it was due."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.errors import DossierflowError
from dossierflow.interop.replay.instants import logged_instant
from dossierflow.interop.replay.results import Outcome, Reason, Remark, View

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dossierflow.deadlines.explanation import Due
    from dossierflow.interop.replay.files import MappingFile
    from dossierflow.interop.replay.mapping import Point
    from dossierflow.interop.replay.sorting import Row
    from dossierflow.worktime.calendar import WorkCalendar


def point_of(point: Point, case: str, rows: Sequence[Row], file: MappingFile, remarks: list[Remark]) -> datetime | None:
    """Return the instant that *point* names in a case; none where there is none, or it cannot be read."""
    chosen = rows if point.take == "first" else rows[::-1]
    if point.activity is not None:
        return next((row.at for row in chosen if row.activity in point.activity), None)
    row = next((row for row in chosen if row.cells.get(point.column or "", "")), None)
    return None if row is None else _read(row, point.column or "", case, file, remarks)


def logged_due(case: str, rows: Sequence[Row], file: MappingFile, remarks: list[Remark]) -> datetime | None:
    """Return when the log says that the case was due; none where it does not."""
    due = file.mapping.columns.due
    if due is None:
        return None
    for row in rows if due.take == "first" else rows[::-1]:
        if row.cells.get(due.column, "") and all(
            row.cells.get(column, "") in values for column, values in due.lines.items()
        ):
            return _read(row, due.column, case, file, remarks)
    return None


def _read(row: Row, column: str, case: str, file: MappingFile, remarks: list[Remark]) -> datetime | None:
    try:
        return logged_instant(row.cells[column], file.zone, file.mapping.dates)
    except (DossierflowError, ValueError, OverflowError) as error:
        told = f"{column}: {error}"
        sentence = LegalText(vi=told, en=told)
        remarks.append(Remark(case, row.line, row.at, row.activity, Reason.DUE_UNREADABLE, sentence))
        return None


def view_of(
    due: Due | None, ended: datetime | None, until: datetime, file: MappingFile, calendar: WorkCalendar
) -> View:
    """Return how a case that *ended* stands against *due*, in a log that goes *until* an instant."""
    if due is None:
        return View(None, None, Outcome.NO_DUE if ended else Outcome.OPEN)
    late = _is_after(ended or until, due, file, calendar)
    at = None if file.mapping.compare == "day" else due.at
    return View(due.day, at, _outcome(late=late, is_over=ended is not None))


def logged_view(due: datetime | None, ended: datetime | None, until: datetime, file: MappingFile) -> View:
    """Return how a case stands against the due date of its log; a day of the log lasts to its end."""
    if due is None:
        return View(None, None, Outcome.NO_DUE)
    local, at = due.astimezone(file.zone), (ended or until).astimezone(file.zone)
    by_day = file.mapping.compare == "day" or local.timetz().replace(tzinfo=None) == time.min
    late = at.date() > local.date() if by_day else at > local
    return View(local.date(), None if by_day else due, _outcome(late=late, is_over=ended is not None))


def differs(log: View, ours: View) -> bool:
    """Tell whether two due dates are known and not the same; by the instant only where both know it."""
    if log.day is None or ours.day is None:
        return False
    if log.at is not None and ours.at is not None:
        return log.at.replace(second=0, microsecond=0) != ours.at.replace(second=0, microsecond=0)
    return log.day != ours.day


def _is_after(at: datetime, due: Due, file: MappingFile, calendar: WorkCalendar) -> bool:
    return calendar.local_day(at) > due.day if file.mapping.compare == "day" else at > due.at


def _outcome(*, late: bool, is_over: bool) -> Outcome:
    if is_over:
        return Outcome.LATE if late else Outcome.ON_TIME
    return Outcome.OVERDUE if late else Outcome.OPEN
