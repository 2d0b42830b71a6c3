"""What a report calls things, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossierflow.citation import LegalText
from dossierflow.onestop.indicators.rows import Difference
from dossierflow.onestop.indicators.scoring import Timeliness
from dossierflow.onestop.reported import StatusFault
from dossierflow.onestop.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossierflow.citation import Language
    from dossierflow.onestop.indicators.indicators import Indicators


def _t(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


REPORT_WORDS: Final[Mapping[str, LegalText]] = {
    "title": _t("Báo cáo tình hình giải quyết thủ tục hành chính", "Report on the handling of procedures"),
    "period": _t("Kỳ báo cáo: {first} đến {last}", "Period: {first} to {last}"),
    "sheet_total": _t("Tổng hợp", "Total"),
    "sheet_rates": _t("Tỷ lệ, điểm", "Rates and points"),
    "sheet_agency": _t("Theo cơ quan", "By agency"),
    "sheet_level": _t("Theo cấp", "By level"),
    "sheet_procedure": _t("Theo thủ tục", "By procedure"),
    "sheet_channel": _t("Theo kênh nộp", "By channel"),
    "sheet_differ": _t("Luật và chỉ số khác nhau", "Law and score differ"),
    "sheet_statuses": _t("Trạng thái gửi sai", "Codes reported wrongly"),
    "sheet_limits": _t("Từng thời hạn", "Each limit"),
    "sheet_dossiers": _t("Danh sách hồ sơ", "Dossiers"),
    "sheet_rules": _t("Cách tính", "Rules"),
    "agency": _t("Cơ quan", "Agency"),
    "level": _t("Cấp", "Level"),
    "procedure": _t("Thủ tục", "Procedure"),
    "channel": _t("Kênh nộp", "Channel"),
    "number": _t("Chỉ tiêu", "Number"),
    "count": _t("Số hồ sơ", "Dossiers"),
    "group": _t("Nhóm chỉ số", "Group"),
    "rate": _t("Tỷ lệ", "Rate"),
    "part": _t("Tử số", "Part"),
    "whole": _t("Mẫu số", "Whole"),
    "value": _t("Giá trị", "Value"),
    "points": _t("Điểm", "Points"),
    "most": _t("Điểm tối đa", "Maximum"),
    "remark": _t("Ghi chú", "Remark"),
    "source": _t("Căn cứ", "Source"),
    "progress": _t("Tỷ lệ không quá hạn", "Share not late"),
    "dossier": _t("Hồ sơ", "Dossier"),
    "official": _t("Theo chỉ số", "By the score"),
    "appointment": _t("Ngày hẹn trả", "Appointment"),
    "counted_day": _t("Ngày tính là kết thúc", "Counted as the end"),
    "legal": _t("Theo luật", "In law"),
    "due": _t("Hạn theo luật", "Due in law"),
    "ended": _t("Dừng tính", "Clock stopped"),
    "why": _t("Vì sao khác", "Why"),
    "limit": _t("Thời hạn", "Limit"),
    "party": _t("Bên thực hiện", "Party"),
    "early": _t("Trước hạn", "Early"),
    "on_time": _t("Đúng hạn", "On time"),
    "late": _t("Quá hạn", "Late"),
    "running": _t("Đang tính", "Running"),
    "suspended": _t("Tạm dừng", "Suspended"),
    "overdue": _t("Đang quá hạn", "Overdue"),
    "lapsed": _t("Hết hạn, im lặng", "Lapsed in silence"),
    "status": _t("Mã trạng thái", "Status"),
    "received": _t("Ngày tiếp nhận", "Received"),
    "finished": _t("Ngày xong", "Finished"),
    "supplements": _t("Số lần yêu cầu bổ sung", "Supplements asked"),
    "at": _t("Thời điểm", "At"),
    "fault": _t("Sai thế nào", "Fault"),
    "reported": _t("Đã gửi", "Reported"),
    "actual": _t("Thực tế", "Actual"),
    "rule": _t("Quy tắc", "Rule"),
    "mean": _t("Thời gian giải quyết trung bình (ngày)", "Mean processing time (days)"),
    "unverified": _t("(chưa kiểm chứng)", "(unverified)"),
    "differ_note": _t(
        "Hạn theo luật và cách tính điểm là hai việc khác nhau; dưới đây là các hồ sơ có kết quả khác nhau.",
        "The due date in law and the score are two things; these are the dossiers for which they differ.",
    ),
    "too_many": _t(
        "Có {count} hồ sơ: bảng này chỉ liệt kê hồ sơ quá hạn hoặc khác nhau; danh sách đầy đủ ở tệp CSV hoặc JSON.",
        "There are {count} dossiers: only those late or differing are listed; all are in the CSV or the JSON file.",
    ),
    "first_named": _t(
        "Nêu {count} hồ sơ đầu; danh sách đầy đủ ở tệp CSV hoặc JSON.",
        "The first {count} are named; all are in the CSV or the JSON file.",
    ),
    "unknown_procedures": _t(
        "Không có văn bản của: {listed}; hạn theo luật của các hồ sơ này không tính được.",
        "There is no text of {listed}; what is due in law is not computed for their dossiers.",
    ),
    "unused_records": _t(
        "{count} dòng ghi nhận của đơn vị không khớp với hồ sơ nào trong nhật ký.",
        "{count} records of the host are of no dossier in the log.",
    ),
}

_TIMELINESS: Final[Mapping[Timeliness, LegalText]] = {
    Timeliness.EARLY: _t("trước hạn", "early"),
    Timeliness.ON_TIME: _t("đúng hạn", "on time"),
    Timeliness.LATE: _t("quá hạn", "late"),
    Timeliness.IN_TERM: _t("đang trong hạn", "in term"),
    Timeliness.OVERDUE: _t("đang quá hạn", "overdue"),
    Timeliness.SUSPENDED: _t("đang tạm dừng tính", "suspended"),
    Timeliness.NOT_OWED: _t("không còn thời hạn", "nothing owed"),
    Timeliness.NOT_COMPUTED: _t("không tính được", "not computed"),
}
_DIFFERENCES: Final[Mapping[Difference, LegalText]] = {
    Difference.SECOND_SUPPLEMENT: _t(
        "yêu cầu bổ sung quá một lần nên chỉ số tính là quá hạn", "asked for supplements more than once, so scored late"
    ),
    Difference.SUPPLEMENT_TIME: _t(
        "chỉ số trừ thời gian bổ sung; luật tính lại hoặc tạm dừng thời hạn",
        "the score subtracts the supplement's time; the law restarts or suspends the clock",
    ),
    Difference.AWAITING_SUPPLEMENT: _t(
        "đang chờ bổ sung: chỉ số lấy ngày yêu cầu làm ngày kết thúc",
        "awaiting a supplement: the score takes the day of the request as the end",
    ),
    Difference.REAPPOINTED: _t(
        "chỉ số tính theo ngày hẹn lại; hạn theo luật không đổi",
        "the score follows the day appointed anew; the due date in law did not move",
    ),
    Difference.STANDS_STILL: _t(
        "thời hạn theo luật có lúc tạm dừng; chỉ số vẫn tính", "the law's clock stood still; the score counted on"
    ),
    Difference.NOT_OWED: _t("hồ sơ đã dừng hoặc đóng: theo luật không còn thời hạn", "stopped or closed: nothing owed"),
    Difference.HOUR_OF_THE_DAY: _t(
        "quá giờ nhưng trong ngày hẹn: chỉ số so theo ngày",
        "late by hours on the day of the appointment: the score compares days",
    ),
    Difference.ANOTHER_DAY: _t(
        "hạn theo luật là ngày khác với ngày hẹn trả", "the due date in law is another day than the appointment"
    ),
}


_FAULTS: Final[Mapping[StatusFault, LegalText]] = {
    StatusFault.PAUSED_AS_DONE: _t(
        "đang chờ bổ sung hoặc nộp tiền mà gửi là đã xử lý xong", "awaiting the applicant, reported as processed"
    ),
    StatusFault.PAUSED_AS_STOPPED: _t("chưa kết thúc mà gửi là dừng xử lý", "not over, reported as stopped"),
    StatusFault.WRONG_CODE: _t("gửi mã khác với thực tế", "another code than the one that was so"),
    StatusFault.BEFORE_FILING: _t("gửi trước khi có hồ sơ", "reported before there was a dossier"),
    StatusFault.NOT_REPORTED: _t("không gửi trước lần thay đổi tiếp theo", "not reported before the next change"),
}


def in_words(value: Timeliness | Difference | StatusFault, lang: Language) -> str:
    """Return a result, the reason of a difference, or a fault of a report in words."""
    if isinstance(value, Timeliness):
        return _TIMELINESS[value].text(lang)
    return (_DIFFERENCES[value] if isinstance(value, Difference) else _FAULTS[value]).text(lang)


def status_faults(report: Indicators, lang: Language) -> Iterator[tuple[str, ...]]:
    """Yield number, instant, fault, reported and actual code of every code that was not reported rightly."""
    for row in report.rows:
        for one in row.sync.differences if row.sync is not None else ():
            codes = ("" if code is None else str(int(code)) for code in (one.reported, one.actual))
            at = one.at.astimezone(report.period.zone)
            yield (visible(row.number), f"{at:%d/%m/%Y %H:%M:%S}", in_words(one.fault, lang), *codes)


def headings(*keys: str, lang: Language) -> tuple[str, ...]:
    """Return the headings of columns."""
    return tuple(REPORT_WORDS[key].text(lang) for key in keys)
