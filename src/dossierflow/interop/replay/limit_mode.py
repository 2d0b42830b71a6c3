"""One time limit of a case, recomputed from what its log says happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.deadlines.compute import due, due_if_resumed_at
from dossierflow.deadlines.ledger import Extension, Ledger, Suspension
from dossierflow.interop.replay.points import point_of
from dossierflow.interop.replay.results import Reason, Remark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.explanation import Due
    from dossierflow.deadlines.term import Term
    from dossierflow.errors import DossierflowError
    from dossierflow.interop.replay.files import MappingFile
    from dossierflow.interop.replay.mapping import LimitMode
    from dossierflow.interop.replay.sorting import Row
    from dossierflow.worktime.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class LimitRule:
    """A term as it is counted, and on whose days."""

    term: Term
    counting: Counting
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to the limit of one case, whatever rule it is held to."""

    started: datetime | None
    suspensions: tuple[Suspension, ...]
    extensions: tuple[Extension, ...]


def course_of(
    case: str, rows: Sequence[Row], ended: datetime | None, file: MappingFile, mode: LimitMode, remarks: list[Remark]
) -> Course:
    """Return what the lines of a case did to its limit; what cannot be so is remarked."""
    started = point_of(mode.starts, case, rows, file, remarks)
    if started is None:
        remarks.append(_of_case(case, rows, Reason.NOT_STARTED))
    elif ended is not None and ended < started:
        remarks.append(_of_case(case, rows, Reason.ENDS_BEFORE_START))
    suspensions: list[Suspension] = []
    for rule in mode.suspended:
        since: datetime | None = None
        for row in rows:
            if row.activity in rule.since:
                if since is None:
                    since = row.at
                else:
                    remarks.append(_of_row(case, row, Reason.SUSPENDED_TWICE))
            elif row.activity in rule.until:
                if since is None:
                    remarks.append(_of_row(case, row, Reason.NOT_SUSPENDED))
                else:
                    suspensions.append(Suspension(since, row.at, rule.reason))
                    since = None
        if since is not None:
            suspensions.append(Suspension(since, None, rule.reason))
    extensions = [
        Extension(rule.term, rule.anchor, rule.reason)
        for row in rows
        for rule in mode.extended
        if row.activity in rule.activity
    ]
    return Course(started, tuple(suspensions), tuple(extensions))


def due_of(course: Course, rule: LimitRule, ended: datetime | None) -> Due | None:
    """
    Return when the limit was due under *rule*; none while it stands still, or where it never started.

    A case that ended while its limit stood still is held to the due date that it had then.

    Raises:
        DossierflowError: The term cannot be counted so.
    """
    if course.started is None:
        return None
    ledger = Ledger(rule.term, rule.counting, course.started, course.suspensions, course.extensions)
    if ended is None or not ledger.suspended:
        return due(ledger, rule.calendar)
    if any(one.end is None and one.start > ended for one in course.suspensions):
        # what is suspended after the end suspends nothing
        before = tuple(one for one in course.suspensions if one.end is not None or one.start <= ended)
        return due_of(Course(course.started, before, course.extensions), rule, ended)
    return due_if_resumed_at(ledger, rule.calendar, ended)


def not_countable(case: str, rows: Sequence[Row], error: DossierflowError, view: str = "") -> Remark:
    """Return the remark for a case whose limit cannot be counted, under another rule or calendar where *view* says."""
    told = f"{view}: {error}" if view else str(error)
    sentence = LegalText(vi=told, en=told)
    return Remark(case, rows[0].line, rows[0].at, "", Reason.NOT_COUNTABLE, sentence)


def _of_case(case: str, rows: Sequence[Row], reason: Reason) -> Remark:
    return Remark(case, rows[0].line, rows[0].at, "", reason, SENTENCES[reason])


def _of_row(case: str, row: Row, reason: Reason) -> Remark:
    return Remark(case, row.line, row.at, row.activity, reason, SENTENCES[reason])


SENTENCES = {
    Reason.NOT_STARTED: LegalText(
        vi="hồ sơ không có mốc bắt đầu thời hạn", en="the case never reaches the start of its limit"
    ),
    Reason.ENDS_BEFORE_START: LegalText(
        vi="hồ sơ kết thúc trước khi thời hạn bắt đầu", en="the case ends before its limit starts"
    ),
    Reason.NOT_SUSPENDED: LegalText(
        vi="kết thúc một lần tạm dừng chưa hề bắt đầu", en="a suspension ends that never began"
    ),
    Reason.SUSPENDED_TWICE: LegalText(
        vi="tạm dừng khi thời hạn đang tạm dừng; tính từ lần trước",
        en="suspended while suspended; the first one counts",
    ),
    Reason.NOT_AN_ACT: LegalText(
        vi="tệp ánh xạ không nói hoạt động này là việc gì", en="the mapping does not say which act this is"
    ),
}
"""The sentences of reasons that need no more than their name."""
