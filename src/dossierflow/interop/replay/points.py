"""Instants of a case that the mapping names: when it ended, what the log says it was due."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.errors import DossierflowError
from dossierflow.interop.replay.instants import logged_instant
from dossierflow.interop.replay.mappings.naming import has_value, is_named
from dossierflow.interop.replay.results import Outcome, Reason, Remark, View

if TYPE_CHECKING:
    from datetime import datetime

    from dossierflow.deadlines.explanation import Due
    from dossierflow.interop.replay.mappings.files import MappingFile
    from dossierflow.interop.replay.mappings.mapping import Point
    from dossierflow.interop.replay.sorting import CaseLines, Row
    from dossierflow.worktime.calendar import WorkCalendar


def point_of(point: Point, case: CaseLines, file: MappingFile, remarks: list[Remark]) -> datetime | None:
    """Return the instant that *point* names in a case; none where there is none, or it cannot be read."""
    found = _point(point, case, file, remarks)
    if found is not None or point.otherwise is None:
        return found
    return point_of(point.otherwise, case, file, remarks)


def _point(point: Point, case: CaseLines, file: MappingFile, remarks: list[Remark]) -> datetime | None:
    if point.activity is not None:
        rows = case.rows if point.take == "first" else reversed(case.rows)
        return next((row.at for row in rows if is_named(row.activity, point.activity)), None)
    column = point.column or ""
    told = case.told if point.take == "first" else reversed(case.told)
    row = next((row for row in told if row.cells.get(column, "")), None)
    return None if row is None else read_cell(row, column, case.name, file, remarks)


def logged_due(case: CaseLines, file: MappingFile, remarks: list[Remark]) -> datetime | None:
    """Return when the log says that the case was due; none where it does not."""
    due = file.mapping.columns.due
    if due is None:
        return None
    for row in case.told if due.take == "first" else reversed(case.told):
        if row.cells.get(due.column, "") and all(
            has_value(row.cells.get(column, ""), values) for column, values in due.lines.items()
        ):
            return read_cell(row, due.column, case.name, file, remarks)
    return None


def read_cell(row: Row, column: str, case: str, file: MappingFile, remarks: list[Remark]) -> datetime | None:
    """Return the instant in a cell; what is none is remarked."""
    try:
        return logged_instant(row.cells[column], file.zone, file.mapping.dates, file.mapping.twice)
    except (DossierflowError, ValueError, OverflowError) as error:
        told = f"{column}: {error}"
        sentence = LegalText(vi=f"không đọc được thời điểm: {told}", en=told)
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
