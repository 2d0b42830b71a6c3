"""
The numbers of a report, each one a question to a dossier: the list behind a number is who answers yes.

Because a number is nothing but its question, no number can be printed whose
dossiers cannot be listed, in any grouping.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossierflow.citation import LegalText
from dossierflow.engine.dossier import NationalStatus
from dossierflow.onestop.indicators.scoring import Timeliness

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dossierflow.onestop.indicators.rows import Row

_T = Timeliness
_S = NationalStatus
_COMPUTED: Final = frozenset({_T.EARLY, _T.ON_TIME, _T.IN_TERM})


@dataclass(frozen=True, slots=True)
class Measure:
    """One number: its name, and which dossiers it counts."""

    key: str
    name: LegalText
    counts: Callable[[Row], bool]


def _scored(*results: Timeliness) -> Callable[[Row], bool]:
    wanted = frozenset(results)
    return lambda row: row.official is not None and row.official.result in wanted


def _stands(*results: Timeliness) -> Callable[[Row], bool]:
    wanted = frozenset(results)
    return lambda row: row.legal is not None and row.legal.result in wanted


def _has(status: NationalStatus) -> Callable[[Row], bool]:
    return lambda row: row.status is status


def _received(row: Row) -> bool:
    return row.is_received_in_period


def _finished(row: Row) -> bool:
    return row.is_finished_in_period


def _open(row: Row) -> bool:
    return row.received_on is not None and row.finished_on is None


def _recorded(flag: str, *, only: bool = False) -> Callable[[Row], bool]:
    """Return who has *flag* recorded; *only* those for whom it is yes."""

    def counts(row: Row) -> bool:
        value = None if row.record is None else getattr(row.record, flag)
        return value is True if only else value is not None

    return counts


def _all(*questions: Callable[[Row], bool]) -> Callable[[Row], bool]:
    return lambda row: all(question(row) for question in questions)


def _measure(key: str, vi: str, en: str, *questions: Callable[[Row], bool]) -> Measure:
    return Measure(key, LegalText(vi=vi, en=en), _all(*questions))


_MOVEMENT: Final = (
    _measure(
        "carried_over",
        "Kỳ trước chuyển sang",
        "Carried over",
        lambda row: row.received_on is not None and not _received(row),
    ),
    _measure("received", "Tiếp nhận trong kỳ", "Received", _received),
    _measure("finished", "Đã giải quyết trong kỳ", "Finished", _finished),
    _measure("finished_early", "Giải quyết trước hạn", "Finished early", _finished, _scored(_T.EARLY)),
    _measure("finished_on_time", "Giải quyết đúng hạn", "Finished on time", _finished, _scored(_T.ON_TIME)),
    _measure("finished_late", "Giải quyết quá hạn", "Finished late", _finished, _scored(_T.LATE)),
    _measure(
        "finished_in_time",
        "Giải quyết trước và đúng hạn",
        "Finished early or on time",
        _finished,
        _scored(_T.EARLY, _T.ON_TIME),
    ),
    _measure(
        "finished_not_computed",
        "Đã giải quyết, không tính được",
        "Finished, not computed",
        _finished,
        _scored(_T.NOT_COMPUTED),
    ),
    _measure("open", "Đang giải quyết cuối kỳ", "Open at the end", _open),
    _measure("open_in_term", "Đang giải quyết, trong hạn", "Open, in term", _open, _scored(_T.IN_TERM)),
    _measure("open_overdue", "Đang giải quyết, quá hạn", "Open, overdue", _open, _scored(_T.OVERDUE)),
    _measure(
        "open_not_computed", "Đang giải quyết, không tính được", "Open, not computed", _open, _scored(_T.NOT_COMPUTED)
    ),
    _measure("awaiting_supplement", "Đang chờ bổ sung (5)", "Awaiting a supplement (5)", _has(_S.AWAITING_SUPPLEMENT)),
    _measure("awaiting_payment", "Đang chờ nộp tiền (6)", "Awaiting payment (6)", _has(_S.AWAITING_PAYMENT)),
    _measure("withdrawing", "Đang chờ dừng (7)", "Awaiting the stop notice (7)", _has(_S.WITHDRAWAL_REQUESTED)),
    _measure("stopped", "Dừng hoặc đóng trong kỳ (8)", "Stopped or closed (8)", _finished, _has(_S.STOPPED)),
    _measure("reception_refused", "Từ chối tiếp nhận (3)", "Reception refused (3)", _has(_S.RECEPTION_REFUSED)),
    _measure("not_received_yet", "Chưa tiếp nhận (1)", "Not received yet (1)", _has(_S.SUBMITTED)),
)
_SCORED: Final = (
    _measure("scored_on_time", "Tính điểm: không quá hạn", "Scored: not late", _received, _scored(*_COMPUTED)),
    _measure("scored_late", "Tính điểm: quá hạn", "Scored: late", _received, _scored(_T.LATE, _T.OVERDUE)),
    _measure("not_scored", "Không tính được điểm", "Not scored", _received, _scored(_T.NOT_COMPUTED)),
    _measure(
        "asked_again",
        "Yêu cầu bổ sung từ hai lần",
        "Supplement asked more than once",
        _received,
        lambda row: row.supplements > 1,
    ),
    _measure(
        "reappointed",
        "Đã hẹn lại ngày trả",
        "Another day was appointed",
        _received,
        lambda row: row.official is not None and row.official.is_reappointed,
    ),
)
_LEGAL: Final = (
    _measure("legal_early", "Theo luật: trước hạn", "In law: early", _stands(_T.EARLY)),
    _measure("legal_on_time", "Theo luật: đúng hạn", "In law: on time", _stands(_T.ON_TIME)),
    _measure("legal_late", "Theo luật: quá hạn", "In law: late", _stands(_T.LATE)),
    _measure("legal_in_term", "Theo luật: đang trong hạn", "In law: in term", _stands(_T.IN_TERM)),
    _measure("legal_overdue", "Theo luật: đang quá hạn", "In law: overdue", _stands(_T.OVERDUE)),
    _measure("legal_suspended", "Theo luật: đang tạm dừng tính", "In law: suspended", _stands(_T.SUSPENDED)),
    _measure("legal_not_owed", "Theo luật: không còn thời hạn", "In law: nothing owed", _stands(_T.NOT_OWED)),
    _measure("legal_not_computed", "Theo luật: không tính được", "In law: not computed", _stands(_T.NOT_COMPUTED)),
    _measure("differ", "Hai cách tính khác nhau", "The two views differ", lambda row: bool(row.differences)),
)


def _pair(key: str, vi: str, en: str, flag: str, *questions: Callable[[Row], bool]) -> tuple[Measure, Measure]:
    return (
        _measure(key, vi, en, *questions, _recorded(flag, only=True)),
        _measure(f"{key}_recorded", f"{vi}: có ghi nhận", f"{en}: recorded", *questions, _recorded(flag)),
    )


_HOST: Final = (
    *_pair("digitised", "Hồ sơ được số hóa", "Digitised", "digitised", _received),
    *_pair("result_digitised", "Kết quả được số hóa", "Result digitised", "result_digitised", _finished),
    *_pair("paid_online", "Thanh toán trực tuyến", "Paid online", "paid_online", _received),
    *_pair("satisfied", "Người nộp hài lòng", "Satisfied", "satisfied"),
    _measure("complaint", "Có phản ánh, kiến nghị", "With a complaint", _recorded("complaint", only=True)),
    _measure("complaint_recorded", "Phản ánh, kiến nghị: có ghi nhận", "Complaints: recorded", _recorded("complaint")),
    *_pair(
        "complaint_answered",
        "Phản ánh được trả lời đúng hạn",
        "Complaint answered in time",
        "complaint_answered",
        _recorded("complaint", only=True),
    ),
    _measure(
        "synchronised",
        "Đồng bộ trạng thái đầy đủ, đúng",
        "Status reported completely and rightly",
        lambda row: row.sync is not None and row.sync.is_complete,
    ),
    _measure("compared", "Được đối chiếu trạng thái", "Status compared", lambda row: row.sync is not None),
)

MEASURES: Final[Mapping[str, Measure]] = {one.key: one for one in (*_MOVEMENT, *_SCORED, *_LEGAL, *_HOST)}
"""Every number by its key, but `online`, whose channels the reader of a report chooses."""


def online(channels: frozenset[str]) -> Measure:
    """Return the number of dossiers received through one of *channels*."""
    return _measure("online", "Nộp trực tuyến", "Filed online", _received, lambda row: row.channel in channels)
