"""One time limit of a case, recomputed from what its log says happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.deadlines.compute import due, due_if_resumed_at
from dossierflow.deadlines.ledger import Extension, Ledger, Suspension
from dossierflow.interop.replay.mappings.naming import is_named
from dossierflow.interop.replay.points import point_of, read_cell
from dossierflow.interop.replay.results import Reason, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dossierflow.deadlines.choices import Counting
    from dossierflow.deadlines.explanation import Due
    from dossierflow.deadlines.term import Term
    from dossierflow.interop.replay.mappings.files import MappingFile
    from dossierflow.interop.replay.mappings.mapping import Extending, LimitMode, Suspending
    from dossierflow.interop.replay.sorting import CaseLines, Row
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
    case: CaseLines, ended: datetime | None, file: MappingFile, mode: LimitMode, remarks: list[Remark]
) -> Course:
    """Return what the lines of a case did to its limit; what cannot be so is remarked."""
    started = point_of(mode.starts, case, file, remarks)
    if started is None:
        remarks.append(_of_case(case, Reason.NOT_STARTED))
    elif ended is not None and ended < started:
        remarks.append(_of_case(case, Reason.ENDS_BEFORE_START))
    suspensions = [
        one for rule in mode.suspended for one in (_by_acts if rule.since else _by_columns)(rule, case, file, remarks)
    ]
    extensions = [
        Extension(rule.term, rule.anchor, rule.reason) for rule in mode.extended for _ in range(_times(rule, case))
    ]
    return Course(started, tuple(suspensions), tuple(extensions))


def _times(rule: Extending, case: CaseLines) -> int:
    if rule.column is not None:
        return int(any(row.cells.get(rule.column, "") for row in case.told))
    return sum(is_named(row.activity, rule.activity or ()) for row in case.rows)


def _by_acts(rule: Suspending, case: CaseLines, _file: MappingFile, remarks: list[Remark]) -> Iterator[Suspension]:
    since: datetime | None = None
    for row in case.rows:
        if is_named(row.activity, rule.since or ()):
            if since is None:
                since = row.at
            else:
                remarks.append(_of_row(case, row, Reason.SUSPENDED_TWICE))
        elif is_named(row.activity, rule.until or ()):
            if since is None:
                remarks.append(_of_row(case, row, Reason.NOT_SUSPENDED))
            else:
                yield Suspension(since, row.at, rule.reason)
                since = None
    if since is not None:
        yield Suspension(since, None, rule.reason)


def _by_columns(rule: Suspending, case: CaseLines, file: MappingFile, remarks: list[Remark]) -> Iterator[Suspension]:
    since_column, until_column = rule.since_column or "", rule.until_column or ""
    seen: set[tuple[str, str]] = set()
    for row in case.told:
        pair = row.cells.get(since_column, ""), row.cells.get(until_column, "")
        if pair in seen or not any(pair):
            continue
        seen.add(pair)
        if not pair[0]:
            remarks.append(_of_row(case, row, Reason.NOT_SUSPENDED))
            continue
        since = read_cell(row, since_column, case.name, file, remarks)
        until = read_cell(row, until_column, case.name, file, remarks) if pair[1] else None
        if since is None or (pair[1] and until is None):
            continue
        if until is not None and until < since:
            remarks.append(_of_row(case, row, Reason.NOT_SUSPENDED))
            continue
        yield Suspension(since, until, rule.reason)


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


def not_countable(case: CaseLines, error: Exception, view: str = "") -> Remark:
    """Return the remark for a case whose limit cannot be counted, under another rule or calendar where *view* says."""
    told = f"{view}: {error}" if view else str(error)
    sentence = LegalText(vi=f"không tính được thời hạn: {told}", en=told)
    first = case.rows[0]
    return Remark(case.name, first.line, first.at, "", Reason.NOT_COUNTABLE, sentence)


def _of_case(case: CaseLines, reason: Reason) -> Remark:
    first = case.rows[0]
    return Remark(case.name, first.line, first.at, "", reason, SENTENCES[reason])


def _of_row(case: CaseLines, row: Row, reason: Reason) -> Remark:
    return Remark(case.name, row.line, row.at, row.activity, reason, SENTENCES[reason])


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
    Reason.CASE_TWICE: LegalText(
        vi="nhật ký có nhiều hồ sơ cùng tên này; tính là một", en="several traces have this name; taken as one case"
    ),
    Reason.NOT_AN_ACT: LegalText(
        vi="tệp ánh xạ không nói hoạt động này là việc gì", en="the mapping does not say which act this is"
    ),
}
"""The sentences of reasons that need no more than their name."""
