"""Vietnamese, as an officer writes it to an applicant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS_VI: Mapping[Unit, tuple[str, str]] = {
    Unit.WORKING_DAY: ("ngày làm việc", "ngày làm việc"),
    Unit.DAY: ("ngày", "ngày"),
    Unit.WEEK: ("tuần", "tuần"),
    Unit.MONTH: ("tháng", "tháng"),
    Unit.YEAR: ("năm", "năm"),
    Unit.WORKING_HOUR: ("giờ làm việc", "giờ làm việc"),
    Unit.HOUR: ("giờ", "giờ"),
    Unit.MINUTE: ("phút", "phút"),
}

WORDS_VI: Mapping[str, str] = {
    # Headings
    "due": "Hạn: {day}, {time}",
    "due.close_of_business": "hết giờ làm việc ({at})",
    "due.midnight": "hết 24 giờ",
    "due.same_time": "lúc {at}",
    "no_due": "Hạn: chưa xác định, vì thời hạn đang tạm dừng",
    "term": "Thời hạn: {term}",
    "term.same_day": "trong ngày",
    "calendar": "Lịch làm việc {name} ({hash}), đã xác định đến hết ngày {until}",
    "provisional": "Tạm tính: lịch nghỉ sau ngày {until} chưa được công bố, hạn có thể thay đổi.",
    "unverified": "Chưa kiểm chứng: các căn cứ ghi “{mark}” chưa được đối chiếu với văn bản gốc.",
    "unverified.mark": "chưa kiểm chứng",
    # Steps
    "received.after": "Mốc bắt đầu: {after}",
    "received.before": "Mốc phải thực hiện trước: {after}",
    "next_opening": "{before} ngoài giờ làm việc nên tính là nhận lúc {after}",
    "next_opening.skipped": "{before} ngoài giờ làm việc nên tính là nhận lúc {after}. Ngày nghỉ: {skipped}",
    "deemed.after": "{name}: {amount}, {counted}; sự kiện được tính là của ngày {day}",
    "deemed.after.skipped": "{name}: {amount}, {counted}; sự kiện được tính là của ngày {day}. Không tính: {skipped}",
    "deemed.day": "{name}: {which} là ngày {day}",
    "named.start_of_month": "đầu tháng",
    "named.middle_of_month": "giữa tháng",
    "named.end_of_month": "cuối tháng",
    "named.start_of_year": "đầu năm",
    "named.middle_of_year": "giữa năm",
    "named.end_of_year": "cuối năm",
    "cutoff.starts_later": "Nhận sau {cutoff} nên tính là nhận lúc {after}",
    "cutoff.result_later": "Nhận sau {cutoff} nên kết quả được trả vào ngày làm việc tiếp theo",
    "start.next_day.after": "Ngày {day} không tính; bắt đầu tính từ ngày tiếp theo",
    "start.next_day.before": "Ngày {day} không tính; tính ngược từ ngày liền trước",
    "start.same_day.after": "Ngày {day} được tính là ngày thứ nhất",
    "start.same_day.before": "Ngày {day} được tính là ngày thứ nhất, tính ngược về trước",
    "start.instant.after": "Tính ngay từ {at}",
    "start.instant.before": "Tính ngược ngay từ {at}",
    "worked": "trong đó {days}: {name} [{cite}]",
    "count": "{amount}: {counted}",
    "count.skipped": "{amount}: {counted}. Không tính: {skipped}",
    "count.none": "Không tính thêm ngày nào: hạn là chính ngày {day}",
    "corresponding": "{amount}: đến ngày {day}",
    "corresponding.clamped": "{amount}: tháng không có ngày tương ứng nên lấy ngày cuối tháng, {day}",
    "broken_term": "Thời hạn bị gián đoạn nên {amount} được tính là {days}",
    "clear": "Ngày cuối cùng không tính, hạn là {counted}",
    "clear.skipped": "Ngày cuối cùng không tính, hạn là {counted}. Không tính: {skipped}",
    "elapse": "{minutes}: từ {before} đến {after}",
    "work": "{minutes}: {counted}, đến {after}",
    "work.skipped": "{minutes}: {counted}, đến {after}. Ngày nghỉ: {skipped}",
    "work.none": "Chưa có giờ làm việc nào từ {before} đến {after}",
    "suspended": "Tạm dừng từ {before} đến {after}: {reason}",
    "extended.due": "Gia hạn {term}, tính tiếp từ khi hết thời hạn: {reason}",
    "extended.rolled_due": "Gia hạn {term}, tính tiếp từ ngày đến hạn sau khi dời: {reason}",
    "extended.trigger": "Thời hạn mới {term} thay cho thời hạn cũ, tính lại từ mốc bắt đầu: {reason}",
    "minimum": "Chưa đủ số ngày làm việc tối thiểu nên tính thêm {counted}",
    "minimum.skipped": "Chưa đủ số ngày làm việc tối thiểu nên tính thêm {counted}. Không tính: {skipped}",
    "roll.stays": "Ngày cuối cùng là ngày làm việc: không dời",
    "roll.off": "Ngày cuối cùng là ngày nghỉ nhưng theo cách tính này không dời",
    "roll.forward": "Ngày cuối cùng {before} là ngày nghỉ ({skipped}) nên dời sang {after}",
    "roll.backward": "Ngày cuối cùng {before} là ngày nghỉ ({skipped}) nên lùi về {after}",
    "result_later": "Do nhận sau giờ quy định, hạn chuyển sang {after}",
    "result_later.skipped": "Do nhận sau giờ quy định, hạn chuyển sang {after}. Ngày nghỉ: {skipped}",
    "end.close_of_business": "Hết hạn khi hết giờ làm việc: {at}",
    "end.midnight": "Hết hạn lúc 24 giờ ngày {day}",
    "end.same_time": "Hết hạn lúc {at}",
    "stands_still": "Tạm dừng từ {since}: {reason}",
    "stands_still.left": "Tạm dừng từ {since}: {reason}; còn lại {left}",
    # Days passed over
    "skip.weekend": "{days}: nghỉ cuối tuần",
    "skip.holiday": "{days}: {name}",
    "skip.compensatory_off": "{days}: {name}",
    "skip.swap_off": "{days}: {name}",
    "skip.closure": "{days}: cơ quan đóng cửa, {name}",
    "skip.reception_only": "{days}: chỉ tiếp nhận hồ sơ, {name}",
    "skip.suspended": "{days}: tạm dừng, {name}",
}
