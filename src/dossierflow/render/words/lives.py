"""The words of drawn lives: one dossier, many, two beside one another, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.citation import Language


def _t(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


_LIVES: Mapping[str, LegalText] = {
    # one dossier
    "title": _t("Hồ sơ {dossier} – {procedure}", "Dossier {dossier} – {procedure}"),
    "summary": _t(
        "Từ {first} đến {last}; {acts} việc, {clocks} thời hạn; {state}.",
        "From {first} to {last}; {acts} acts, {clocks} time limits; {state}.",
    ),
    "nobody": _t("Không rõ cơ quan", "Agency not known"),
    "reception": _t("Tiếp nhận", "Reception"),
    "returning": _t("Chờ trả kết quả", "Result to be handed over"),
    "withdrawing": _t("Xét việc rút hồ sơ", "Withdrawal requested"),
    "supplement": _t("Bổ sung hồ sơ", "Supplement"),
    "fee": _t("Nộp “{name}”", "Payment of “{name}”"),
    "appointment": _t("Hẹn trả kết quả", "Appointment"),
    "limits": _t("Thời hạn", "Time limits"),
    "marks": _t("Các việc, theo số", "Acts, by number"),
    "versions": _t("Quy định áp dụng", "Rules that govern"),
    "version": _t("phiên bản {version}", "version {version}"),
    "until": _t("Hình dừng lại ở đây", "The picture ends here"),
    "break": _t("bỏ {days} ngày", "{days} days left out"),
    "going_on": _t("còn tiếp", "going on"),
    # legend and kinds
    "legend": _t("Chú giải", "Legend"),
    "kind.step": _t("Bước xử lý", "Step"),
    "kind.wait": _t("Chờ người nộp hồ sơ", "Waiting for the applicant"),
    "kind.handoff": _t("Lấy ý kiến, chuyển xử lý", "Handoff"),
    "kind.clock": _t("Thời hạn đang tính", "Time limit running"),
    "kind.suspended": _t("Tạm dừng", "Suspended"),
    "kind.late": _t("Quá hạn", "Late"),
    "kind.off": _t("Ngoài thời gian làm việc", "Not worked"),
    "kind.off_unseen": _t("(ngày nghỉ quá hẹp để vẽ)", "(days off are too narrow to draw)"),
    "kind.unknown_days": _t("Ngoài phạm vi của lịch", "Beyond the calendar"),
    "kind.break": _t("Bỏ bớt thời gian không có việc gì", "Time left out in which nothing happens"),
    "flag.statutory": _t("Hạn theo luật", "Statutory due date"),
    "flag.promised": _t("Hạn đã hứa, đã hẹn", "Promised due date"),
    "flag.internal": _t("Hạn nội bộ", "Internal due date"),
    "flag.moved": _t("Hạn cũ, đã đổi", "Former due date, moved"),
    "mark.act": _t("Việc", "Act"),
    "mark.supplement": _t("Yêu cầu, nộp bổ sung", "Supplement asked or handed in"),
    "mark.timer": _t("Thời hạn chạy hết", "A time limit ran out"),
    "mark.refused": _t("Việc bị từ chối", "Refused act"),
    "mark.version": _t("Đổi phiên bản", "Another version governs"),
    "mark.mixed": _t("Nhiều việc gần nhau", "Several acts close together"),
    # tables
    "table.bars": _t("Ai làm gì, từ lúc nào đến lúc nào", "Who did what, from when to when"),
    "table.clocks": _t("Các thời hạn", "The time limits"),
    "table.marks": _t("Các việc theo thứ tự", "The acts in order"),
    "column.lane": _t("Cơ quan", "Agency"),
    "column.what": _t("Việc", "What"),
    "column.kind": _t("Loại", "Kind"),
    "column.from": _t("Từ", "From"),
    "column.to": _t("Đến", "To"),
    "column.stops": _t("Tạm dừng", "Suspended"),
    "column.limit": _t("Thời hạn", "Time limit"),
    "column.party": _t("Trách nhiệm", "Owed by"),
    "column.term": _t("Độ dài", "Term"),
    "column.due": _t("Hạn", "Due"),
    "column.moved": _t("Hạn cũ", "Due before"),
    "column.state": _t("Tình trạng", "State"),
    "column.number": _t("Số", "No."),
    "column.time": _t("Thời điểm", "Instant"),
    "column.who": _t("Ai", "Who"),
    "stop": _t("{first} – {last} ({reason})", "{first} – {last} ({reason})"),
    "stop.open": _t("từ {first} ({reason})", "since {first} ({reason})"),
    "no": _t("không", "none"),
    "not_known": _t("chưa xác định", "not known"),
    "skip": _t("Bỏ qua hình, đến bảng", "Skip the picture, go to the tables"),
    "scroll": _t("Hình, cuộn ngang được", "Picture, scrolls sideways"),
    "scroll.table": _t("Bảng “{name}”, cuộn ngang được", "Table “{name}”, scrolls sideways"),
    "entered": _t("ghi nhận lúc {at}", "entered at {at}"),
    # many
    "many.title": _t("{count} hồ sơ, từ {first} đến {last}", "{count} dossiers, from {first} to {last}"),
    "many.counts": _t("{word}: {count}", "{word}: {count}"),
    "many.page": _t("Trang {page} trên {pages}", "Page {page} of {pages}"),
    "many.rows": _t("Dòng {first}–{last} trên {count}", "Rows {first}–{last} of {count}"),
    "many.dossier": _t("Hồ sơ", "Dossier"),
    "many.procedure": _t("Thủ tục", "Procedure"),
    "many.start": _t("Bắt đầu", "Begun"),
    "many.end": _t("Xong", "Finished"),
    "many.verdict": _t("Kết quả", "Verdict"),
    "many.difference": _t("So với hạn", "Against the due date"),
    "many.difference.early": _t("sớm {amount}", "{amount} early"),
    "many.difference.late": _t("trễ {amount}", "{amount} late"),
    "many.difference.same": _t("đúng ngày", "that day"),
    "many.difference.hours": _t("trễ trong ngày", "late that day"),
    "verdict.on_time": _t("Đúng hạn", "On time"),
    "verdict.early": _t("Sớm hạn", "Early"),
    "verdict.late": _t("Trễ hạn", "Late"),
    "verdict.open": _t("Đang xử lý", "Open"),
    "verdict.overdue": _t("Quá hạn", "Overdue"),
    "verdict.suspended": _t("Tạm dừng", "Suspended"),
    "verdict.lapsed": _t("Hết thời hạn", "Ran out"),
    "verdict.none": _t("Không có hạn", "No due date"),
    # two
    "two.title": _t("So sánh {first} với {second}", "{first} compared with {second}"),
    "two.same": _t("Không có khác biệt.", "There is no difference."),
    "two.differences": _t("{count} khác biệt", "{count} differences"),
    "two.table": _t("Bảng khác biệt", "Table of differences"),
    "two.thing": _t("Điều so sánh", "What"),
    "two.field": _t("Ở đâu", "Where"),
    "two.change": _t("Khác nhau", "Difference"),
    "two.only_first": _t("chỉ có ở A", "only in A"),
    "two.only_second": _t("chỉ có ở B", "only in B"),
    "two.later": _t("muộn hơn {amount}", "{amount} later"),
    "two.sooner": _t("sớm hơn {amount}", "{amount} earlier"),
    "two.other": _t("khác", "another"),
    "two.mark": _t("Khác với hình kia", "Differs from the other picture"),
    "two.procedure": _t("Thủ tục", "Procedure"),
    "two.end": _t("Trạng thái cuối", "Last status"),
    "field.start": _t("bắt đầu", "begins"),
    "field.end": _t("kết thúc", "ends"),
    "field.due": _t("hạn", "due"),
    "field.stops": _t("tạm dừng", "suspended"),
    "field.state": _t("tình trạng", "state"),
    "field.presence": _t("có hay không", "there or not"),
    "days": _t("{days} ngày", "{days} days"),
    "day": _t("1 ngày", "1 day"),
    "hours": _t("{hours} giờ {minutes} phút", "{hours} h {minutes} min"),
}


def said(key: str, lang: Language, **gaps: object) -> str:
    """
    Return the sentence *key* in *lang* with its *gaps* filled.

    >>> said("break", "en", days=31)
    '31 days left out'
    """
    text = _LIVES[key].text(lang)
    return text.format(**gaps) if gaps else text
