"""
The official view of lateness, which is not the law's.

The law restarts a clock, or lets it stand still, as the procedure says. The
indicator set measures against the day on the slip: it subtracts the time that
the applicant took for a supplement, counts a dossier for which a supplement was
asked more than once as late, and takes the last day of the period as the end of
what is not finished. Every choice here can be switched, and says where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.engine.dossier import NationalStatus
from dossierflow.engine.effects import Lifecycle

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from dossierflow.onestop.indicators.course import Appointment, Asked, Course
    from dossierflow.onestop.indicators.period import Period


class Timeliness(StrEnum):
    """Early, on time, late: of what is finished, and of what is not."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    IN_TERM = "in_term"
    """Not finished, and not late."""
    OVERDUE = "overdue"
    """Not finished, and late."""
    SUSPENDED = "suspended"
    """Not finished, and without a due date because the clock stands still; of the legal view only."""
    NOT_OWED = "not_owed"
    """It ended in a way that leaves nothing owed; of the legal view only."""
    NOT_COMPUTED = "not_computed"

    @property
    def is_late(self) -> bool:
        """Tell whether it counts against the office."""
        return self in {Timeliness.LATE, Timeliness.OVERDUE}


class ScoredEnd(StrEnum):
    """Which instant counted as the end, in their order of priority."""

    DONE = "done"
    STOPPED = "stopped"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    PERIOD_END = "period_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """
    The choices of the official view.

    >>> Scoring().most_supplements
    1
    """

    compare: Literal["day", "instant"] = "day"
    """Whether the end is compared with the appointment by day or to the minute."""

    most_supplements: int | None = 1
    """A dossier with more requests is late; none switches the rule off."""

    subtract_supplement: bool = True
    """Whether the applicant's time is taken off the end."""

    reappointment: Literal["counts", "ignored"] = "counts"
    """Whether a day that was appointed anew replaces the first one."""

    unanswered: Literal["end", "request"] = "end"
    """Of a dossier that ended while a supplement was awaited: whether its end counts, or the request."""


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """One rule of the official view, in words, with its source."""

    name: LegalText
    cite: Citation


_FORMULAS: Final = Citation(
    doc="766/QĐ-TTg",
    status=Status.ANNOUNCED,
    note="read in a description of the formulas, not in the decision's own annex",
)


def _rule(vi: str, en: str, cite: Citation = _FORMULAS) -> ScoringRule:
    return ScoringRule(LegalText(vi=vi, en=en), cite)


SCORING_RULES: Final[Mapping[str, ScoringRule]] = {
    "appointment": _rule(
        "Đúng hạn khi thời điểm kết thúc xử lý không sau ngày hẹn trả",
        "On time if processing ended no later than the appointment",
    ),
    "compare": _rule(
        "So sánh theo ngày hoặc đến phút",
        "Compared by day or to the minute",
        Citation(
            doc="766/QĐ-TTg",
            status=Status.UNVERIFIED,
            note="one system compares days; whether the decision means days or instants was not found",
        ),
    ),
    "end_priority": _rule(
        "Thời điểm kết thúc: đã xử lý xong, rồi đã trả kết quả, rồi dừng xử lý hoặc từ chối",
        "The end is: processed, then returned, then stopped or refused",
    ),
    "received_only": _rule(
        "Hồ sơ rút hoặc dừng chỉ tính khi đã được tiếp nhận", "Withdrawn or stopped dossiers count only if received"
    ),
    "waiting": _rule(
        "Đang chờ bổ sung: ngày yêu cầu bổ sung là thời điểm kết thúc",
        "While a supplement is awaited, the day of the request is the end",
    ),
    "subtract_supplement": _rule(
        "Thời gian người nộp bổ sung hồ sơ được trừ khỏi thời điểm kết thúc",
        "The time that the applicant took for supplements is subtracted from the end",
    ),
    "most_supplements": _rule(
        "Yêu cầu bổ sung quá số lần cho phép thì tính là quá hạn",
        "A dossier for which supplements were asked too often is late",
        Citation(
            doc="740/QĐ-UBND (Bình Thuận, 18/4/2023)",
            note="a province's plan carrying out the indicator set; not found in the text of 766/QĐ-TTg itself",
        ),
    ),
    "no_appointment": _rule(
        "Không có ngày hẹn trả: so với thời hạn tối đa của thủ tục tính từ khi tiếp nhận",
        "Without an appointment: against the longest limit of the procedure, from reception",
    ),
    "period_end": _rule(
        "Chưa kết thúc trong kỳ: lấy ngày cuối kỳ báo cáo làm thời điểm kết thúc",
        "Not finished in the period: its last day is the end",
    ),
    "reappointment": _rule(
        "Ngày hẹn lại thay cho ngày hẹn trước",
        "A day appointed anew replaces the one before",
        Citation(
            doc="61/2018/NĐ-CP",
            at="Điều 19 khoản 9",
            status=Status.ANNOUNCED,
            note="the decree has the day changed in the system; that scoring follows it is inferred",
        ),
    ),
    "unanswered": _rule(
        "Hồ sơ kết thúc khi đang chờ bổ sung: chỉ trừ thời gian của lần bổ sung đã nộp",
        "Of a dossier that ended while a supplement was awaited, only answered supplements are subtracted",
    ),
}
"""Every rule of `Scoring` with its source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one dossier scores."""

    result: Timeliness
    appointment: date | None
    """The day against which it was measured."""

    is_reappointed: bool
    end: ScoredEnd
    counted_at: datetime
    """The end, less what was subtracted."""

    subtracted: timedelta
    by_count: bool
    """Whether it is late because supplements were asked too often."""


def score(course: Course, scoring: Scoring, period: Period, longest: tuple[date, datetime] | None) -> Score:
    """
    Return how a dossier that was received scores at the end of *period*.

    Args:
        course: Its life up to then.

        scoring: The choices.

        period: Of the report.

        longest:
            The due date under the longest limit of the procedure, counted from
            reception, for a dossier without an appointment.
    """
    kind, at = _end(course, scoring, period)
    used = _appointment(course, scoring)
    day, due = (used.day, used.at) if used is not None else (longest or (None, None))
    answered = used.answered if used is not None else 0
    asked = course.supplements[_first_after(course, answered) :] if scoring.subtract_supplement else []
    subtracted = _taken(asked, until=at)
    counted = at - subtracted
    by_count = scoring.most_supplements is not None and len(course.supplements) > scoring.most_supplements
    is_finished = kind in {ScoredEnd.DONE, ScoredEnd.STOPPED}
    result = _late(is_finished=is_finished) if by_count else Timeliness.NOT_COMPUTED
    if not by_count and day is not None and due is not None:
        is_late = period.day(counted) > day if scoring.compare == "day" else counted > due
        if is_late:
            result = _late(is_finished=is_finished)
        elif not is_finished:
            result = Timeliness.IN_TERM
        else:
            result = Timeliness.EARLY if period.day(counted) < day else Timeliness.ON_TIME
    return Score(
        result=result,
        appointment=day,
        is_reappointed=used is not None and used.cause == "reappointment",
        end=kind,
        counted_at=counted,
        subtracted=subtracted,
        by_count=by_count,
    )


ZERO: Final = timedelta(0)


def _late(*, is_finished: bool) -> Timeliness:
    return Timeliness.LATE if is_finished else Timeliness.OVERDUE


def _end(course: Course, scoring: Scoring, period: Period) -> tuple[ScoredEnd, datetime]:
    last = course.supplements[-1] if course.supplements else None
    if course.decided_at is not None:
        return ScoredEnd.DONE, course.decided_at
    if course.ended_at is not None:
        is_unanswered = last is not None and last.answered_at is None and course.draft.lifecycle is Lifecycle.CLOSED
        if is_unanswered and last is not None and scoring.unanswered == "request":
            return ScoredEnd.STOPPED, last.at
        return ScoredEnd.STOPPED, course.ended_at
    if last is not None and course.status is NationalStatus.AWAITING_SUPPLEMENT:
        return ScoredEnd.SUPPLEMENT_REQUESTED, last.at
    return ScoredEnd.PERIOD_END, period.last_instant


def _appointment(course: Course, scoring: Scoring) -> Appointment | None:
    wanted = {"due"} if scoring.reappointment == "ignored" else {"due", "reappointment"}
    usable = [one for one in course.appointments if one.cause in wanted]
    return usable[-1] if usable else None


def _first_after(course: Course, answered: int) -> int:
    """Return the index of the first supplement that had not been answered when so many had."""
    seen = 0
    for index, one in enumerate(course.supplements):
        if seen == answered:
            return index
        seen += one.answered_at is not None
    return len(course.supplements)


def _taken(supplements: list[Asked], *, until: datetime) -> timedelta:
    """Return the time that applicants took for what they answered, as far as it lies before *until*."""
    spans = (min(one.answered_at, until) - one.at for one in supplements if one.answered_at is not None)
    return sum((max(span, ZERO) for span in spans), ZERO)
