"""Headings, labels and short sentences of the renderings, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.citation import Language


def _t(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


LABELS: Mapping[str, LegalText] = {
    # of a run
    "scenario": _t("Kịch bản", "Scenario"),
    "procedure": _t("Thủ tục", "Procedure"),
    "dossier": _t("Hồ sơ", "Dossier"),
    "calendar": _t("Lịch làm việc", "Calendar"),
    "calendar.confirmed": _t("{name}, đã xác định đến hết {until}", "{name}, decided up to and including {until}"),
    "until": _t("Đến thời điểm", "Up to"),
    "timeline": _t("Diễn biến", "Timeline"),
    "explanations": _t("Cách tính từng thời hạn", "How each time limit was counted"),
    "refused_acts": _t("Việc bị từ chối", "Refused acts"),
    "standing": _t("Hồ sơ tại thời điểm {at}", "The dossier at {at}"),
    "audit": _t("Nhật ký", "Audit log"),
    "expectations": _t("Kết quả mong đợi", "Expectations"),
    "all_met": _t("Cả {count} điều mong đợi đều đúng.", "All {count} expectations are met."),
    "some_failed": _t(
        "{failed} trong {count} điều mong đợi không đúng:", "{failed} of {count} expectations are not met:"
    ),
    "outcome": _t(
        "dòng {line}, {field}: mong đợi {expected}, thực tế {actual}",
        "line {line}, {field}: expected {expected}, found {actual}",
    ),
    "moved_by": _t("{limit} – lúc {at}, sau khi {act}", "{limit} – {at}, after {act}"),
    # of a dossier
    "status": _t("Trạng thái", "Status"),
    "steps": _t("Bước", "Step"),
    "waiting": _t("chờ {what}", "waiting for {what}"),
    "end": _t("Kết thúc", "End"),
    "appointment": _t("Hẹn trả kết quả", "Appointment"),
    "version": _t("Phiên bản", "Version"),
    "deadlines": _t("Thời hạn", "Time limits"),
    "handoffs": _t("Lấy ý kiến, chuyển xử lý", "Handoffs"),
    "nothing": _t("không có", "none"),
    "no_dossier": _t("Chưa có hồ sơ.", "There is no dossier yet."),
    "not_started": _t("chưa có thời hạn nào được tính", "no time limit has started"),
    # a time limit as part of a sentence
    "limit.named": _t("{name}", "the {name}"),
    "limit.quoted": _t("thời hạn “{name}”", "the time limit “{name}”"),
    # columns
    "limit": _t("Thời hạn", "Time limit"),
    "party": _t("Trách nhiệm", "Owed by"),
    "term": _t("Độ dài", "Term"),
    "used": _t("Đã dùng", "Used"),
    "remaining": _t("Còn lại", "Remaining"),
    "suspended": _t("Tạm dừng", "Suspended"),
    "due": _t("Hạn", "Due"),
    "state": _t("Tình trạng", "State"),
    "number": _t("Số", "No."),
    "time": _t("Thời điểm", "Instant"),
    "who": _t("Ai", "Who"),
    "act": _t("Việc", "Act"),
    "result": _t("Kết quả", "Result"),
    "hash": _t("Mã băm", "Hash"),
    "event": _t("Sự kiện", "Event"),
    "name": _t("Tên", "Name"),
    "in_force": _t("Hiệu lực", "In force"),
    "basis": _t("Căn cứ", "Basis"),
    "agency": _t("Cơ quan", "Agency"),
    "leads_to": _t("Dẫn đến", "Leads to"),
    "starts": _t("Bắt đầu tính", "Starts"),
    "day": _t("Ngày", "Day"),
    "kind": _t("Loại", "Kind"),
    "known_from": _t("Công bố", "Known from"),
    # of a clock
    "clock.open": _t(
        "{limit}: đã dùng {used}/{total}, còn {remaining}, hạn {due}",
        "{limit}: {used} of {total} used, {remaining} left, due {due}",
    ),
    "clock.same_day": _t("{limit}: trong ngày, hạn {due}", "{limit}: the same day, due {due}"),
    "clock.suspended": _t(
        "{limit}: đã dùng {used}/{total}, còn {remaining}, đang tạm dừng",
        "{limit}: {used} of {total} used, {remaining} left, suspended",
    ),
    "clock.missed": _t("{limit}: quá hạn {overdue} (hạn {due})", "{limit}: overdue by {overdue} (was due {due})"),
    "clock.missed_now": _t("{limit}: đã hết hạn ({due})", "{limit}: has run out ({due})"),
    "overdue_by": _t("quá hạn {overdue}", "overdue by {overdue}"),
    "since": _t("từ {at} ({reason})", "since {at} ({reason})"),
    "no": _t("không", "no"),
    # effects
    "effect.started": _t("{limit}: bắt đầu tính {term}, hạn {due}", "{limit}: {term} begin, due {due}"),
    "effect.started_singly": _t("{limit}: bắt đầu tính {term}, hạn {due}", "{limit}: {term} begins, due {due}"),
    "effect.started_same_day": _t(
        "{limit}: bắt đầu tính, phải xong trong ngày, hạn {due}", "{limit}: begins, to be done the same day, due {due}"
    ),
    "effect.started_again_same_day": _t(
        "{limit}: tính lại từ đầu, phải xong trong ngày, hạn {due}",
        "{limit}: begins anew, to be done the same day, due {due}",
    ),
    "effect.started_again": _t("{limit}: tính lại từ đầu {term}, hạn {due}", "{limit}: {term} begin anew, due {due}"),
    "effect.started_again_singly": _t(
        "{limit}: tính lại từ đầu {term}, hạn {due}", "{limit}: {term} begins anew, due {due}"
    ),
    "effect.suspended": _t("{limit}: tạm dừng ({reason})", "{limit}: suspended ({reason})"),
    "effect.suspended_too_late": _t(
        "{limit}: việc tạm dừng ({reason}) không thay đổi hạn {due}",
        "{limit}: the suspension ({reason}) leaves the due date {due}",
    ),
    "effect.resumed": _t("{limit}: tính tiếp, hạn {due}", "{limit}: resumed, due {due}"),
    "effect.still_suspended": _t("{limit}: vẫn tạm dừng vì lý do khác", "{limit}: still suspended for another reason"),
    "effect.extended": _t("{limit}: thêm {term}, hạn mới {due}", "{limit}: {term} more, due {due}"),
    "effect.extended_to": _t(
        "{limit}: {term} thay cho thời hạn cũ, hạn mới {due}", "{limit}: {term} in all, due {due}"
    ),
    "effect.revised": _t("{limit}: hạn {before} đổi thành {due}", "{limit}: due {due} instead of {before}"),
    "effect.missed": _t("{limit}: đã hết hạn lúc {at}", "{limit}: ran out at {at}"),
    "effect.ended": _t("{limit}: {ending}", "{limit}: {ending}"),
    "effect.ended_late": _t("{limit}: hoàn thành nhưng quá hạn", "{limit}: met, but late"),
    "effect.handoff": _t("{handoff}: {status}", "{handoff}: {status}"),
    "effect.appointment": _t("hẹn trả kết quả: {at}", "appointment: {at}"),
    "effect.reappointment": _t("hẹn lại ngày trả kết quả: {at}", "another appointment: {at}"),
    "effect.version": _t("áp dụng phiên bản {version}", "governed by version {version}"),
    "effect.end": _t("kết thúc: {end}", "end: {end}"),
    "unknown_due": _t("chưa xác định", "not known"),
    # reasons of suspensions
    "reason.supplement": _t("chờ bổ sung hồ sơ", "awaiting the supplement"),
    "reason.fee": _t("chờ nộp “{name}”", "awaiting payment of “{name}”"),
    "reason.pause": _t("“{name}”", "“{name}”"),
    "reason.handoff": _t("chờ “{name}”", "awaiting “{name}”"),
    "reason.step": _t("trong bước “{name}”", "during “{name}”"),
    # people
    "channel": _t("qua kênh “{name}”", "through the channel “{name}”"),
    "applicant": _t("Người nộp hồ sơ", "The applicant"),
    "system": _t("Hệ thống", "The system"),
    "on_behalf": _t("{who}, thay {party}", "{who}, for {party}"),
    "role_of": _t("{role} ({agency})", "{role} ({agency})"),
    "anybody": _t("mọi vị trí", "any role"),
    # of a refusal
    "refused": _t("TỪ CHỐI", "REFUSED"),
    "reason": _t("Lý do", "Reason"),
    "instead": _t("Được làm", "Allowed instead"),
    "paused_for": _t("tạm dừng vì “{name}”", "paused for “{name}”"),
    "not_sent": _t("chưa gửi", "not sent"),
    # what a fact can be
    "fact.found": _t("ghi {value}", "found {value}"),
    "fact.allowed": _t("chỉ được ghi {allowed}", "allowed: {allowed}"),
    "fact.enum": _t("một trong: {values}", "one of {values}"),
    "fact.boolean": _t("true (có) hoặc false (không)", "true or false"),
    "fact.integer": _t("số nguyên", "a whole number"),
    "fact.date": _t("ngày dạng YYYY-MM-DD", "a date as YYYY-MM-DD"),
    "fact.text": _t("chữ", "text"),
    "fact.at_least": _t("từ {bound} trở lên", "at least {bound}"),
    "fact.at_most": _t("không quá {bound}", "at most {bound}"),
    "received_with_slip": _t(
        "tiếp nhận hồ sơ và hẹn trả kết quả", "receives the dossier and appoints the day of the result"
    ),
    "corrected_milestone": _t("thời điểm {milestone} thành {at}", "the instant of {milestone} to {at}"),
    "corrected_nothing": _t("hồ sơ nhưng không nêu nội dung", "the dossier without saying what"),
    "corrected_fact": _t("“{fact}” thành “{value}”", "“{fact}” to “{value}”"),
    "ground": _t("căn cứ: {ground}", "ground: {ground}"),
    "repeat": _t("đã thực hiện trước đó, không có gì thay đổi", "done before; nothing changes"),
    "entered": _t("ghi nhận lúc {at}", "entered at {at}"),
    "written_reason": _t("lý do: {reason}", "reason: {reason}"),
    "new_appointment": _t("{apology}, hẹn lại ngày trả kết quả: {at}", "{apology} and appoints another day: {at}"),
    "unverified": _t("chưa kiểm chứng", "unverified"),
    # of the audit log
    "head": _t("Mã băm cuối", "Last hash"),
    "events_count": _t("{count} sự kiện", "{count} events"),
    # of files
    "saved": _t("Đã lưu vào {file}", "Saved to {file}"),
    "logged": _t("Đã ghi nhật ký vào {file}", "Log written to {file}"),
}


def label(key: str, lang: Language, **gaps: object) -> str:
    """
    Return the sentence *key* in *lang* with its *gaps* filled.

    >>> label("overdue_by", "en", overdue="2 days")
    'overdue by 2 days'
    """
    text = LABELS[key].text(lang)
    return text.format(**gaps) if gaps else text
