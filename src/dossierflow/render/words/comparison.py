"""The words for comparisons: every field of a procedure file by its name, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.citation import Language


def _t(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


PARTS: Mapping[str, LegalText] = {
    "limits": _t("Thời hạn", "Time limit"),
    "steps": _t("Bước", "Step"),
    "actions": _t("kết quả xử lý", "outcome"),
    "forks": _t("Nhánh song song", "Parallel tracks"),
    "tracks": _t("nhánh", "track"),
    "handoffs": _t("Chuyển, lấy ý kiến", "Handoff"),
    "fees": _t("Phí, nghĩa vụ tài chính", "Fee"),
    "pauses": _t("Lý do tạm dừng", "Reason for a pause"),
    "extensions": _t("Gia hạn", "Extension"),
    "facts": _t("Dữ kiện", "Fact"),
    "agencies": _t("Cơ quan", "Agency"),
    "roles": _t("vai trò", "role"),
    "ends": _t("Kết quả", "End"),
    "grounds": _t("căn cứ từ chối tiếp nhận", "ground for refusing reception"),
    "clock": _t("thời hạn khi bổ sung", "clock during a supplement"),
    "policy": _t("lựa chọn khi luật không nêu", "choice where the law is silent"),
}
"""What one thing is called of those that a file names."""

FIELDS: Mapping[str, LegalText] = {
    "acts_for": _t("nhập thay cho", "acts for"),
    "after": _t("sau sự kiện", "after the event"),
    "agreement": _t("cần người nộp đồng ý", "needs the applicant's agreement"),
    "anchor": _t("tính từ", "counted from"),
    "apology": _t("Xin lỗi, hẹn lại", "Apology, another appointment"),
    "appointment": _t("ngày hẹn trả", "appointment on the slip"),
    "ask": _t("khi nào phải biết", "when it must be known"),
    "ask_within": _t("phải yêu cầu trong", "to be asked within"),
    "at_least": _t("ít nhất", "at least"),
    "at_least_before": _t("chậm nhất trước hạn", "at the latest before the due date"),
    "at_most": _t("nhiều nhất", "at most"),
    "back_to": _t("sau bổ sung trở lại bước", "goes back to the step"),
    "basis": _t("Căn cứ pháp lý", "Legal basis"),
    "before": _t("trước ngày", "before the day"),
    "broken_term": _t("thời hạn bị gián đoạn", "interrupted term"),
    "by": _t("người thực hiện", "done by"),
    "calendar": _t("Lịch làm việc", "Calendar"),
    "cases": _t("bảng thời hạn", "table of terms"),
    "channels": _t("Kênh nộp", "Channels"),
    "cite": _t("căn cứ", "source"),
    "clear": _t("ngày trọn", "clear days"),
    "clock": _t("thời hạn khi bổ sung", "clock during a supplement"),
    "code": _t("Mã thủ tục", "Code"),
    "confirm_by": _t("người xác nhận", "confirmed by"),
    "count": _t("cách đếm", "counting"),
    "counting": _t("Bộ quy tắc đếm", "Counting profile"),
    "cutoff": _t("giờ chốt nhận", "cut-off hour"),
    "cutoff_effect": _t("nộp sau giờ chốt", "after the cut-off"),
    "day": _t("ngày được coi là", "day that it counts as"),
    "deemed": _t("ngày được coi là bắt đầu", "day that the start counts as"),
    "direction": _t("chiều đếm", "direction"),
    "duty": _t("nghĩa vụ khi trễ", "duty when missed"),
    "effect": _t("hậu quả", "effect"),
    "effective": _t("Hiệu lực", "In force"),
    "effective.to": _t("đến hết ngày", "until"),
    "ends": _t("giờ kết thúc", "end of the last day"),
    "exceptions": _t("Không áp dụng quy tắc chung", "Exceptions from general rules"),
    "filing": _t("Thời gian nộp", "Filing window"),
    "first": _t("bước đầu tiên", "first step"),
    "from": _t("từ ngày", "from"),
    "handoffs": _t("chuyển, lấy ý kiến", "handoffs"),
    "join": _t("điều kiện gộp", "joined by"),
    "keep_if": _t("giữ quy định cũ", "what keeps the older law"),
    "kind": _t("loại", "kind"),
    "lift_by": _t("người kết thúc tạm dừng", "lifted by"),
    "limit": _t("thời hạn được gia hạn", "limit that it lengthens"),
    "marks": _t("mốc đạt được", "milestones reached"),
    "max": _t("số lần tối đa", "how often at most"),
    "min_working_days": _t("số ngày làm việc tối thiểu", "least working days"),
    "min_working_days_from": _t("áp dụng từ số ngày", "least working days hold from"),
    "month_end": _t("ngày cuối tháng", "end of a month"),
    "name": _t("tên gọi", "name"),
    "next_appointments": _t("các ngày hẹn tiếp theo", "further appointments"),
    "not_earlier": _t("không sớm hơn", "not earlier than"),
    "not_later": _t("không muộn hơn", "not later than"),
    "note": _t("ghi chú", "note"),
    "on_missed": _t("khi hết hạn", "when it runs out"),
    "open_handoffs": _t("việc chuyển còn mở", "open handoffs"),
    "party": _t("trách nhiệm", "owed by"),
    "per": _t("nhân theo", "for each"),
    "personal": _t("dữ liệu cá nhân", "personal data"),
    "procedure": _t("Tên tệp thủ tục", "Identifier"),
    "reason": _t("lý do", "reason"),
    "receipt": _t("ngoài giờ làm việc", "outside office hours"),
    "reception": _t("Tiếp nhận", "Reception"),
    "result": _t("kết quả nhận được", "what the applicant receives"),
    "returning": _t("Trả kết quả", "Return of the result"),
    "roll": _t("ngày cuối là ngày nghỉ", "last day is a day off"),
    "rule": _t("quy tắc", "rule"),
    "sets": _t("dữ kiện phải nhập", "facts to be given"),
    "silence": _t("im lặng", "silence"),
    "start": _t("bước bắt đầu", "first step"),
    "starts": _t("bắt đầu tính", "starts"),
    "status": _t("tình trạng pháp lý", "legal status"),
    "steps": _t("ở các bước", "in the steps"),
    "stop_by": _t("người dừng giải quyết", "stopped by"),
    "stops": _t("kết thúc khi", "stops"),
    "supplement": _t("Bổ sung hồ sơ", "Supplement"),
    "suspends": _t("thời hạn được tạm dừng", "limits that stand still"),
    "term": _t("độ dài", "term"),
    "then": _t("sau đó", "then"),
    "to": _t("đến", "to"),
    "transition": _t("Chuyển tiếp", "Transition"),
    "type": _t("kiểu dữ liệu", "type"),
    "unbounded": _t("không giới hạn", "without a bound"),
    "values": _t("các giá trị", "values"),
    "version": _t("Phiên bản", "Version"),
    "when": _t("điều kiện", "condition"),
    "within": _t("nằm trong thời hạn", "part of"),
    "withdrawal": _t("Rút hồ sơ", "Withdrawal"),
}
"""What a field is called."""

VALUES: Mapping[str, LegalText] = {
    "next_day": _t("từ ngày tiếp theo", "from the next day"),
    "same_day": _t("từ chính ngày đó", "from the same day"),
    "instant": _t("từ thời điểm đó", "from that instant"),
    "as_is": _t("tính theo thời điểm thực", "as it came"),
    "next_opening": _t("tính từ giờ mở cửa kế tiếp", "as of the next opening"),
    "starts_later": _t("tính từ ngày làm việc tiếp theo", "counts as of the next working day"),
    "result_later": _t("trả kết quả ngày làm việc tiếp theo", "the result comes a working day later"),
    "none": _t("không dời", "not moved"),
    "forward": _t("dời đến ngày làm việc tiếp theo", "moved to the next working day"),
    "backward": _t("dời về ngày làm việc trước", "moved back to a working day"),
    "close_of_business": _t("hết giờ làm việc", "close of business"),
    "midnight": _t("24 giờ", "midnight"),
    "same_time": _t("cùng giờ", "the same time of day"),
    "apology": _t("xin lỗi", "apology"),
    "due": _t("ngày hết hạn", "the due date"),
    "rolled_due": _t("ngày hết hạn sau khi dời", "the due date once moved"),
    "trigger": _t("ngày bắt đầu", "the start"),
    "unlimited": _t("không giới hạn", "any number of times"),
    "unstated": _t("luật không nêu", "the law does not say"),
    "filed_before": _t("hồ sơ đã nộp", "dossiers filed before"),
    "received_before": _t("hồ sơ đã tiếp nhận", "dossiers received before"),
    "complete_before": _t("hồ sơ đã đầy đủ", "dossiers complete before"),
}
"""What a choice is called."""

SAID: Mapping[str, LegalText] = {
    "title": _t("So sánh {before} và {after}", "{before} compared with {after}"),
    "same": _t("Hai phiên bản giống hệt nhau.", "The two say exactly the same."),
    "count": _t(
        "{all} điểm khác: {dates} ảnh hưởng đến ngày hết hạn, {course} về trình tự, {words} về tên gọi và căn cứ.",
        "{all} difference(s): {dates} of what moves dates, {course} of who does what, {words} of names and sources.",
    ),
    "differences": _t("Nội dung khác nhau", "What is said differently"),
    "dates": _t("Ảnh hưởng đến ngày hết hạn", "What moves dates"),
    "course": _t("Trình tự, thẩm quyền", "Who does what"),
    "words": _t("Tên gọi, căn cứ, ghi chú", "Names, sources and notes"),
    "effects": _t(
        "Tác động đến ngày hết hạn (ngày bắt đầu từ {first} đến {last}, lịch {calendar})",
        "Effect on due dates (start days from {first} to {last}, calendar {calendar})",
    ),
    "no_effect": _t("Không ngày bắt đầu nào đổi ngày hết hạn.", "No start day is due on another day."),
    "unmoved": _t("Không đổi: {limits}", "Unchanged: {limits}"),
    "only_before": _t("chỉ có ở bản trước", "only in the first version"),
    "only_after": _t("chỉ có ở bản sau", "only in the second version"),
    "everybody": _t("mọi hồ sơ", "every dossier"),
    "more_kinds": _t("và {n} loại hồ sơ khác", "and {n} more kinds of dossiers"),
    "hours": _t("bắt đầu lúc {hours}", "starting at {hours}"),
    "moved": _t(
        "{moved}/{counted} ngày bắt đầu đổi ngày hết hạn: {earlier} sớm hơn, {later} muộn hơn.",
        "{moved} of {counted} start days are due at another time: {earlier} earlier, {later} later.",
    ),
    "beyond": _t("{n} ngày bắt đầu tính ra ngoài lịch.", "{n} start day(s) run past the calendar."),
    "which": _t("Các ngày bắt đầu: {days}", "Start days: {days}"),
    "by_days": _t("Lệch (ngày)", "Shift (days)"),
    "by_working_days": _t("Lệch (ngày làm việc)", "Shift (working days)"),
    "starts": _t("Số ngày bắt đầu", "Start days"),
    "share": _t("Tỷ lệ", "Share"),
    "example": _t(
        "Bắt đầu {start}: {before} → {after} ({days} ngày, {working} ngày làm việc)",
        "Start {start}: {before} → {after} ({days} days, {working} working days)",
    ),
    "start_differs": _t(
        "Lưu ý: hai bản bắt đầu tính từ mốc khác nhau ({before}; {after}); ở đây đếm từ cùng một thời điểm.",
        "Note: the two start at different events ({before}; {after}); here both are counted from the same instant.",
    ),
    "cases": _t("Ca mẫu", "Golden cases"),
    "no_cases": _t("Không ca mẫu nào trong {n} ca đổi kết quả.", "None of {n} golden case(s) changes."),
    "some_cases": _t("{n} trong {all} ca mẫu đổi kết quả.", "{n} of {all} golden case(s) change."),
    "more_answers": _t("và {n} kết quả khác", "and {n} more answer(s)"),
    "case": _t("Ca", "Case"),
    "expected": _t("Mong đợi", "Expected"),
    "dossiers": _t("Hồ sơ đang giải quyết", "Open dossiers"),
    "no_dossiers": _t("Không có hồ sơ đang giải quyết.", "There is no open dossier."),
    "dossier_count": _t(
        "{all} hồ sơ: {kept} giữ quy định cũ, {moved} chuyển sang quy định mới, {stuck} chưa thể chuyển; "
        "{changed} hồ sơ đổi ngày hết hạn.",
        "{all} dossier(s): {kept} keep the older rules, {moved} move to the new ones, {stuck} cannot move; "
        "{changed} become due at another time.",
    ),
    "dossier": _t("Hồ sơ", "Dossier"),
    "fate": _t("Áp dụng", "Rules"),
    "why": _t("Vì sao", "Why"),
    "fate.kept": _t("giữ quy định cũ", "keeps the older"),
    "fate.moved": _t("chuyển sang quy định mới", "moves"),
    "fate.stuck": _t("chưa thể chuyển", "cannot move"),
    "fate.over": _t("kết thúc trước", "ends before"),
    "fate.other_rules": _t("theo phiên bản khác ({rules})", "follows {rules}"),
    "clause": _t("{milestone}: {day}", "{milestone}: {day}"),
    "clause.not_reached": _t("chưa {milestone}", "{milestone} not reached"),
    "no_clause": _t("bản sau không có điều khoản chuyển tiếp", "the second version has no transition clause"),
    "limit": _t("Thời hạn", "Time limit"),
    "before": _t("Trước", "Before"),
    "after": _t("Sau", "After"),
    "standing": _t("đang tạm dừng", "stands still"),
    "absent": _t("không có", "none"),
    "row": _t("hàng {condition}", "row {condition}"),
    "always": _t("mọi trường hợp", "always"),
    "place": _t("Vị trí", "Place"),
    "field": _t("Nội dung", "Field"),
    "source": _t("Căn cứ", "Source"),
    "change": _t("Thay đổi", "Change"),
    "changed": _t("Sửa", "Changed"),
    "added": _t("Thêm", "Added"),
    "removed": _t("Bỏ", "Removed"),
    "reordered": _t("Đổi thứ tự", "Reordered"),
    "histogram": _t("Biểu đồ: số ngày bắt đầu theo số ngày lệch", "Histogram: start days by how many days they shift"),
    "explanations": _t("Cách tính trước và sau", "How both dates were counted"),
}
"""Sentences and headings."""


def said(key: str, lang: Language, **gaps: object) -> str:
    """
    Return the sentence *key* in *lang* with its *gaps* filled.

    >>> said("same", "en")
    'The two say exactly the same.'
    """
    text = SAID[key].text(lang)
    return text.format(**gaps) if gaps else text
