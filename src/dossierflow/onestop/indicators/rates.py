"""
The rates of the indicator set: one number over another, or the reason why there is none.

Points are given only where the formula is known, and the source of each formula
is said. The five groups and their maxima were read at second hand; of their
formulas only that of progress has been seen in figures, not in the decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dossierflow.citation import Citation, LegalText, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUPS_SOURCE: Final = Citation(
    doc="766/QĐ-TTg", status=Status.ANNOUNCED, note="groups and maxima as published by a province and in the press"
)


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """One of the five groups of the indicator set."""

    key: str
    name: LegalText
    most: int
    """Its maximum of points."""

    cite: Citation = GROUPS_SOURCE


def _group(key: str, vi: str, en: str, most: int) -> IndicatorGroup:
    return IndicatorGroup(key, LegalText(vi=vi, en=en), most)


INDICATOR_GROUPS: Final[Mapping[str, IndicatorGroup]] = {
    one.key: one
    for one in (
        _group("openness", "Công khai, minh bạch", "Openness", 18),
        _group("progress", "Tiến độ, kết quả giải quyết", "Progress and results", 20),
        _group("digitisation", "Số hóa", "Digitisation", 22),
        _group("online", "Cung cấp dịch vụ công trực tuyến", "Online services", 22),
        _group("satisfaction", "Mức độ hài lòng", "Satisfaction", 18),
    )
}
"""The groups of Decision 766/QĐ-TTg with their maxima; together 100."""


@dataclass(frozen=True, slots=True)
class RateRule:
    """One rate: which number over which other one, in which group."""

    key: str
    name: LegalText
    group: str
    part: str
    whole: str
    unknown: LegalText
    """What is missing where the whole is nothing."""

    points: int | None = None
    """By which the rate is multiplied; none where no formula is known."""

    cite: Citation = GROUPS_SOURCE


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as it came out."""

    rule: RateRule
    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        """The rate between 0 and 1, exactly; none where there is nothing to divide by."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def points(self) -> Fraction | None:
        """The points; none where the rate or its formula is not known."""
        value = self.value
        return None if value is None or self.rule.points is None else value * self.rule.points


def _text(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


_NONE_RECEIVED: Final = _text("không có hồ sơ tiếp nhận trong kỳ", "nothing was received in the period")
_NONE_FINISHED: Final = _text("không có hồ sơ giải quyết xong trong kỳ", "nothing was finished in the period")
_NOT_RECORDED: Final = _text("đơn vị không ghi nhận dữ kiện này", "the host has not recorded it")
NO_FORMULA: Final = _text(
    "không tính điểm: chưa đọc được công thức trong văn bản", "no points: the formula was not read in the decision"
)
"""Why a rate without a formula has no points."""

_OBSERVED: Final = Citation(
    doc="766/QĐ-TTg",
    status=Status.UNVERIFIED,
    note="20 x on time / received, as the figures of the national portal come out; the decision's formula was not read",
)

RATES: Final[tuple[RateRule, ...]] = (
    RateRule(
        "progress",
        _text("Hồ sơ không quá hạn trên hồ sơ tiếp nhận", "Not late, of those received"),
        "progress",
        "scored_on_time",
        "received",
        _NONE_RECEIVED,
        20,
        _OBSERVED,
    ),
    RateRule(
        "finished_in_time",
        _text("Giải quyết trước và đúng hạn", "Finished early or on time"),
        "progress",
        "finished_in_time",
        "finished",
        _NONE_FINISHED,
    ),
    RateRule("online", _text("Nộp trực tuyến", "Filed online"), "online", "online", "received", _NONE_RECEIVED),
    RateRule(
        "paid_online",
        _text("Thanh toán trực tuyến", "Paid online"),
        "online",
        "paid_online",
        "paid_online_recorded",
        _NOT_RECORDED,
    ),
    RateRule(
        "digitised",
        _text("Hồ sơ được số hóa", "Digitised dossiers"),
        "digitisation",
        "digitised",
        "digitised_recorded",
        _NOT_RECORDED,
    ),
    RateRule(
        "result_digitised",
        _text("Kết quả được số hóa", "Digitised results"),
        "digitisation",
        "result_digitised",
        "result_digitised_recorded",
        _NOT_RECORDED,
    ),
    RateRule(
        "synchronised",
        _text("Đồng bộ trạng thái", "Status synchronisation"),
        "openness",
        "synchronised",
        "compared",
        _text("không có bảng mã trạng thái đã gửi", "no table of reported codes was given"),
    ),
    RateRule(
        "satisfied",
        _text("Mức độ hài lòng", "Satisfaction"),
        "satisfaction",
        "satisfied",
        "satisfied_recorded",
        _NOT_RECORDED,
    ),
    RateRule(
        "complaint_answered",
        _text("Phản ánh, kiến nghị được trả lời đúng hạn", "Complaints answered in time"),
        "satisfaction",
        "complaint_answered",
        "complaint_answered_recorded",
        _NOT_RECORDED,
    ),
)
"""Every rate of a report."""
