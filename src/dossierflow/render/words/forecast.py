"""The words of a forecast's report, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.citation import Language


def _t(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


_WORDS: Mapping[str, LegalText] = {
    "played": _t(
        "Hồ sơ nộp từ {first} đến {last}, theo dõi đến hết {until}; {played}, hạt giống {seed}.",
        "Dossiers filed from {first} to {last}, followed until the end of {until}; {played}, seed {seed}.",
    ),
    "played.once": _t("mô phỏng một lần", "played once"),
    "played.often": _t("mô phỏng {count} lần, các bảng cộng mọi lần", "{count} replications, which the tables add up"),
    "change": _t("Giả định: {change}", "What if: {change}"),
    # figures
    "figures": _t("Số liệu chung", "Figures"),
    "figures.note": _t(
        "Trung bình của {replications} lần mô phỏng, với khoảng tin cậy 95 % (phân phối t của Student).",
        "Mean of {replications} replications, with its confidence interval of 95 % (Student's t).",
    ),
    "mean": _t("Trung bình một lần", "Mean of a replication"),
    "reach": _t("Khoảng tin cậy", "Confidence interval"),
    "rates": _t("Chắc chắn đến đâu", "How sure that is"),
    "rates.note": _t(
        "Khoảng tin cậy 95 % từ {count} cơ quan và lần mô phỏng độc lập: ước lượng tỷ số, tuyến tính hóa, phân tầng "
        "theo loại cơ quan, phân phối t của Student.",
        "Confidence intervals of 95 % from {count} independent offices and replications: ratio estimates by "
        "linearisation, stratified by kind of office, Student's t.",
    ),
    "figure": _t("Chỉ tiêu", "Figure"),
    "value": _t("Giá trị", "Value"),
    "arrivals": _t("Hồ sơ nộp", "Dossiers filed"),
    "decided": _t("Hồ sơ có hạn đã giải quyết", "Decided with a limit"),
    "on_time_rate": _t("Tỷ lệ giải quyết trước và đúng hạn", "Decided early or on time"),
    "early": _t("Trước hạn", "Early"),
    "on_time": _t("Đúng hạn", "On time"),
    "late": _t("Trễ hạn", "Late"),
    "unpromised": _t("Đã giải quyết, không có hạn", "Decided, nothing promised"),
    "other": _t("Kết thúc khác", "Ended otherwise"),
    "open": _t("Đang giải quyết, trong hạn", "Open, in time"),
    "overdue": _t("Đang giải quyết, quá hạn", "Open, overdue"),
    "not_filed": _t("Không nộp được", "Not filed"),
    "supplements": _t("Lượt yêu cầu bổ sung", "Supplements asked for"),
    "suspended": _t("Thời gian tạm dừng (giờ làm việc)", "Time suspended (working hours)"),
    "apologies_due": _t("Lượt phải xin lỗi", "Apologies due"),
    "apologies": _t("Lượt đã xin lỗi", "Apologies made"),
    "events": _t("Sự kiện trong nhật ký", "Audit events"),
    # sections
    "by_procedure": _t("Kết quả theo thủ tục", "Outcome by procedure"),
    "by_office": _t("Kết quả theo loại cơ quan", "Outcome by kind of office"),
    "by_limit": _t("Thời hạn theo bước và cơ quan", "Time limits by step and agency"),
    "by_limit.note": _t(
        "Trước hạn: xong trước ngày đến hạn. Tỷ lệ không tính việc cơ quan im lặng đến hết hạn.",
        "Early: done on a day before the due day. Silence until the end of a limit does not count in the rate.",
    ),
    "by_agency": _t("Thời hạn theo cơ quan", "Time limits by agency"),
    "by_agency.note": _t("Mọi thời hạn của một cơ quan cộng lại.", "All limits that an agency owes, together."),
    "applicant": _t("Người nộp hồ sơ", "The applicant"),
    "waiting": _t("Thời gian chờ ở đâu", "Where the waiting is"),
    "waiting.note": _t(
        "Giờ làm việc trung bình của mỗi lượt qua bước. Xếp theo tổng thời gian chờ cán bộ.",
        "Working hours on average for every stay in the step, the longest total wait for officers first.",
    ),
    "staff": _t("Mức độ bận của các nhóm cán bộ", "How busy the officers are"),
    "staff.note": _t(
        "Trong thời gian có hồ sơ nộp. Trên 85 % thì hàng đợi dài ra nhanh chóng.",
        "While dossiers come. Above 85 % queues grow quickly.",
    ),
    "lateness": _t("Trễ bao nhiêu ngày làm việc", "Late by how many working days"),
    "lateness.more": _t("{days} ngày trở lên", "{days} or more"),
    "weeks": _t("Từng tuần", "Week by week"),
    "refused": _t("Việc bị hệ thống từ chối", "Acts that were refused"),
    "refused.note": _t(
        "Hạn đã qua hoặc hồ sơ đã chuyển bước trước khi việc được làm.",
        "The limit had passed, or the dossier had moved on, before the act was done.",
    ),
    "stuck": _t("Hồ sơ không ai giải quyết tiếp được", "Dossiers with which nobody can go on"),
    "what_ifs": _t("Nếu thay đổi một điều", "If one thing were different"),
    "what_ifs.note": _t(
        "Cùng hồ sơ, cùng may rủi, so sánh từng cặp cơ quan. Khoảng tin cậy 95 % của chênh lệch; dấu * nghĩa là "
        "chắc chắn có thay đổi.",
        "The same dossiers with the same luck, office by office in pairs. Confidence intervals of 95 % of the "
        "difference; * means that the direction is clear.",
    ),
    # columns
    "procedure": _t("Thủ tục", "Procedure"),
    "office": _t("Loại cơ quan", "Kind of office"),
    "limit": _t("Thời hạn", "Time limit"),
    "party": _t("Trách nhiệm", "Owed by"),
    "step": _t("Bước", "Step"),
    "who": _t("Người làm", "Who"),
    "total": _t("Tổng", "All"),
    "rate": _t("Tỷ lệ đúng hạn", "Rate on time"),
    "met_late": _t("Đạt nhưng trễ", "Met late"),
    "missed": _t("Lỡ, chưa xong", "Missed, still open"),
    "lapsed": _t("Hết hạn, im lặng", "Lapsed in silence"),
    "without": _t("Không tính", "Not counted"),
    "visits": _t("Lượt", "Stays"),
    "worked": _t("Làm việc", "Worked"),
    "waited_staff": _t("Chờ cán bộ", "For officers"),
    "waited_applicant": _t("Chờ người dân", "For applicants"),
    "waited_agencies": _t("Chờ cơ quan khác", "For agencies"),
    "paused": _t("Tạm dừng", "Paused"),
    "group": _t("Nhóm", "Group"),
    "busy": _t("Bận", "Busy"),
    "pieces": _t("Việc", "Pieces of work"),
    "wait": _t("Chờ trung bình (phút)", "Average wait (minutes)"),
    "days": _t("Ngày làm việc", "Working days"),
    "dossiers": _t("Hồ sơ", "Dossiers"),
    "week": _t("Tuần từ", "Week from"),
    "filed": _t("Nộp", "Filed"),
    "finished": _t("Xong", "Finished"),
    "act": _t("Việc", "Act"),
    "code": _t("Mã", "Code"),
    "count": _t("Số lần", "Times"),
    "change.column": _t("Giả định", "What if"),
    "measure": _t("Chỉ tiêu", "Measure"),
    "before": _t("Kế hoạch", "Plan"),
    "after": _t("Giả định", "What if"),
    "difference": _t("Chênh lệch", "Difference"),
    "interval": _t("Khoảng tin cậy", "Confidence interval"),
    "no_interval": _t("cần thêm lần mô phỏng (--replications)", "needs more --replications"),
    "no_variation": _t("mọi cơ quan như nhau", "all offices alike"),
    # measures
    "measure.on_time_rate": _t("Giải quyết trước và đúng hạn", "Decided early or on time"),
    "measure.late_share": _t("Trễ hạn hoặc quá hạn", "Late or overdue"),
    "measure.unfinished_share": _t("Chưa xong", "Not finished"),
    "measure.waited_staff": _t("Phút chờ cán bộ mỗi hồ sơ", "Minutes of waiting for officers a dossier"),
    "measure.apologies_due": _t("Lượt phải xin lỗi trên 100 hồ sơ", "Apologies due for 100 dossiers"),
    "as_table": _t("Cùng số liệu dưới dạng bảng", "The same figures as a table"),
    "share_of": _t("{part} / {whole}", "{part} of {whole}"),
}


def word(key: str, lang: Language, **gaps: object) -> str:
    """Return the sentence *key* in *lang* with its *gaps* filled."""
    return _WORDS[key].text(lang).format(**gaps)


def percent(share: float | None, lang: Language) -> str:
    """
    Write *share* in hundredths with one decimal, with a comma in Vietnamese.

    >>> percent(0.9876, "vi"), percent(None, "en")
    ('98,8 %', '-')
    """
    return "-" if share is None else f"{number(share * 100, lang)} %"


def number(value: float, lang: Language, *, signed: bool = False) -> str:
    """
    Write *value* with one decimal.

    >>> number(1234.56, "en"), number(1234.56, "vi")
    ('1,234.6', '1.234,6')

    What is nearly nothing has no sign.

    >>> number(-0.04, "en", signed=True)
    '0.0'
    """
    value = round(value, 1) or 0.0
    return _grouped(f"{value:+,.1f}" if signed and value else f"{value:,.1f}", lang)


def points(share: float, lang: Language) -> str:
    """
    Write a difference of shares, which is in points, not in hundredths of what it was.

    >>> points(-0.082, "en"), points(0.01, "vi")
    ('-8.2 pp', '+1,0 điểm %')
    """
    return f"{number(share * 100, lang, signed=True)} {'điểm %' if lang == 'vi' else 'pp'}"


def whole(value: int, lang: Language) -> str:
    """
    Write a whole number with its thousands apart.

    >>> whole(228601, "vi"), whole(228601, "en")
    ('228.601', '228,601')
    """
    return _grouped(f"{value:,}", lang)


def _grouped(text: str, lang: Language) -> str:
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text
