"""
What an import can have to say, by stable code.

A *mistake* is in the publication, or keeps a time from being read; a *gap* is
something that a person must fill in; a *note* says what was passed over or how
something was taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.interop.drafts import Remark

if TYPE_CHECKING:
    from collections.abc import Mapping


class Weight(StrEnum):
    """How much a remark asks of the reader."""

    MISTAKE = "mistake"
    GAP = "gap"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class RemarkKind:
    """One entry of the register."""

    code: str
    weight: Weight
    message: LegalText
    """What is the matter and what to do, with named gaps."""


def _kind(code: str, weight: Weight, vi: str, en: str) -> RemarkKind:
    return RemarkKind(code, weight, LegalText(vi=vi, en=en))


_M, _G, _N = Weight.MISTAKE, Weight.GAP, Weight.NOTE
KINDS: Mapping[str, RemarkKind] = {
    kind.code: kind
    for kind in (
        _kind(
            "sum_differs",
            _M,
            "các bước cộng được {added}, văn bản ghi {stated}: lệch {difference}; xem lại bản gốc",
            "the steps add up to {added}, {stated} is stated: {difference} apart; check the decision itself",
        ),
        _kind(
            "part_differs",
            _M,
            "bước {step} ghi {stated} nhưng các bước con cộng lại là {added}",
            "step {step} states {stated}, but the steps that divide it add up to {added}",
        ),
        _kind(
            "limit_differs",
            _M,
            "phần lời ghi thời hạn {limit} nhưng bảng ghi tổng {stated}",
            "the words around the table state {limit}, its row of totals {stated}",
        ),
        _kind(
            "no_unit",
            _M,
            "số {detail} không có đơn vị; ghi rõ ngày, ngày làm việc hay giờ, trong ô hoặc ở tiêu đề cột",
            "the number {detail} has no unit; say days, working days or hours, in the cell or in the heading",
        ),
        _kind("range", _M, "một khoảng không phải là thời hạn; ghi mức cao nhất", "a range is no limit; write its end"),
        _kind(
            "time_is_date",
            _M,
            "ô chứa ngày tháng, do Excel đổi từ chữ như 1/2; nhập lại dạng chữ: 0,5 ngày",
            "the cell holds a date, which Excel makes of a text like 1/2; type it as text: 0,5 ngày",
        ),
        _kind(
            "two_times",
            _M,
            "ô ghi hơn một thời gian và không nói mỗi thời gian áp dụng khi nào; ghi một thời gian",
            "the cell states more than one time and not when each holds; write one",
        ),
        _kind(
            "loose",
            _M,
            "thời gian không xác định ({detail}); ghi đúng một mức",
            "the time is loose ({detail}); write one",
        ),
        _kind("time_unread", _M, "không đọc được thời gian: {detail}", "the time cannot be read: {detail}"),
        _kind("total_unread", _M, "không đọc được dòng tổng thời gian", "the row of totals cannot be read"),
        _kind("no_time", _G, "bước {step} để trống thời gian", "step {step} has an empty time"),
        _kind(
            "cases",
            _G,
            "thời gian khác nhau theo trường hợp; khai báo dữ kiện rồi viết bảng trường hợp (cases)",
            "the time differs by case; declare the facts and write a table of cases",
        ),
        _kind(
            "total_unstated",
            _G,
            "văn bản không ghi tổng thời gian; bản nháp lấy tổng các bước {added}",
            "no total is stated; the draft takes the sum of the steps, {added}",
        ),
        _kind(
            "total_unknown",
            _G,
            "không ghi tổng thời gian và các bước không cộng được; viết thời hạn chung vào limits.total",
            "no total is stated and the steps cannot be added; write the total into limits.total",
        ),
        _kind("number_repeated", _G, "số thứ tự {step} lặp lại", "the number {step} comes twice"),
        _kind("number_gap", _G, "số thứ tự nhảy từ {before} đến {step}", "the numbers jump from {before} to {step}"),
        _kind("number_unread", _N, "không đọc được số thứ tự", "the number of the row cannot be read"),
        _kind("title_unknown", _G, "không tìm thấy tên thủ tục", "no name of a procedure was found"),
        _kind("code_unknown", _G, "không tìm thấy mã thủ tục; ghi --code", "no code was found; give --code"),
        _kind(
            "decision_unknown",
            _G,
            "không tìm thấy số quyết định; trích dẫn tên tệp, hãy ghi --decision",
            "no decision was found; the file is cited by its name, give --decision",
        ),
        _kind(
            "day_unknown",
            _G,
            "không tìm thấy ngày có hiệu lực; ghi --effective",
            "no day from which it is in force was found; give --effective",
        ),
        _kind(
            "unit_from_total",
            _N,
            "số không có đơn vị được đọc là {unit}: chỉ như vậy tổng mới khớp",
            "the numbers without a unit are read as {unit}: only then do they give the total",
        ),
        _kind(
            "bare_hours",
            _N,
            "giữ nguyên đơn vị giờ như in trong bảng; khi cộng tính 8 giờ một ngày",
            "hours are kept as printed, not as working hours; in adding, a day has 8 of them",
        ),
        _kind(
            "days_and_hours", _N, "ngày và giờ cộng lại thành giờ làm việc", "days and hours are added as working hours"
        ),
        _kind(
            "excluded_time",
            _N,
            "có thời gian không tính; xem lại tạm dừng",
            "some time is not counted; think of a pause",
        ),
        _kind("time_words", _N, "phần chữ này chưa đưa vào bản nháp", "these words are not in the draft"),
        _kind("shared_time", _N, "một thời gian chung cho nhiều bước", "one time is shared by several steps"),
        _kind("column_unread", _N, "cột này không đọc", "this column is not read"),
        _kind("note_row", _N, "dòng ghi chú không đọc", "this note is not read"),
        _kind("passage_unread", _N, "đoạn này không đọc", "this text is not read"),
        _kind(
            "result_kept", _N, "kết quả ghi trong chú thích của bước", "the result stands in the comment of the step"
        ),
        _kind(
            "actors_grouped",
            _N,
            "xếp vào cơ quan theo từ khóa: {detail}; kiểm tra lại",
            "put into agencies by their words: {detail}; check it",
        ),
        _kind(
            "reception_assumed",
            _N,
            "bảng không có bước tiếp nhận riêng; thêm bộ phận một cửa",
            "no reception of its own; the one-stop unit is added",
        ),
        _kind(
            "english_missing",
            _N,
            "tên tiếng Anh chỉ là số thứ tự; dịch nếu cần",
            "the English names only number the steps; translate them",
        ),
        _kind(
            "not_counted",
            _N,
            "bước {step} không tính thời gian: đồng hồ chung dừng",
            "step {step} is not counted: the main clock stands still",
        ),
        _kind("odd", _N, "{detail}", "{detail}"),
    )
}


def remark(code: str, place: str, quote: str = "", /, **gaps: object) -> Remark:
    """Return the remark *code* about a place, with the gaps of its sentences filled."""
    message = KINDS[code].message
    return Remark(code, place, quote, LegalText(vi=message.vi.format(**gaps), en=message.en.format(**gaps)))


def weight(code: str) -> Weight:
    """Return how much the remark *code* asks of the reader."""
    return KINDS[code].weight
