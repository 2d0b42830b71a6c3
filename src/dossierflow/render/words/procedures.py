"""The words for procedures: milestones, consequences, kinds of limits, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText, Status
from dossierflow.procedure.limits import LimitKind, MissEffect
from dossierflow.procedure.rules import Silence

if TYPE_CHECKING:
    from collections.abc import Mapping


def _t(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


MILESTONES: Mapping[str, LegalText] = {
    "submitted": _t("nộp hồ sơ", "filing"),
    "received": _t("tiếp nhận hồ sơ", "reception"),
    "complete": _t("nhận đủ hồ sơ", "receipt of the full dossier"),
    "supplement_requested": _t("yêu cầu bổ sung", "the request for a supplement"),
    "supplement_answered": _t("nhận hồ sơ bổ sung", "receipt of the supplement"),
    "decided": _t("có kết quả giải quyết", "the decision"),
    "returned": _t("trả kết quả", "the return of the result"),
}

DERIVED: Mapping[str, LegalText] = {
    "entered": _t("bắt đầu bước “{name}”", "the beginning of “{name}”"),
    "started": _t("nhận xử lý bước “{name}”", "the taking up of “{name}”"),
    "completed": _t("xong bước “{name}”", "the end of “{name}”"),
    "sent": _t("gửi “{name}”", "sending “{name}”"),
    "acknowledged": _t("xác nhận đã nhận “{name}”", "the receipt for “{name}”"),
    "answered": _t("trả lời “{name}”", "the answer to “{name}”"),
    "requested": _t("yêu cầu nộp “{name}”", "the request for “{name}”"),
    "paid": _t("nộp đủ “{name}”", "full payment of “{name}”"),
    "ended": _t("hết tạm dừng “{name}”", "the end of the pause “{name}”"),
}
"""Milestones that belong to a step, handoff, fee or pause, by what happens to it."""

PAUSE_STARTED = _t("bắt đầu tạm dừng “{name}”", "the beginning of the pause “{name}”")

LIMIT_KINDS: Mapping[LimitKind, LegalText] = {
    LimitKind.STATUTORY: _t("theo luật", "statutory"),
    LimitKind.COMMITTED: _t("cam kết", "committed"),
    LimitKind.INTERNAL: _t("nội bộ", "internal"),
}

MISSES: Mapping[MissEffect, LegalText] = {
    MissEffect.OVERDUE: _t("quá hạn", "overdue"),
    MissEffect.END: _t("kết thúc: {to}", "the dossier ends: {to}"),
    MissEffect.ACTION: _t("im lặng là: {to}", "silence counts as: {to}"),
    MissEffect.SILENCE: _t("{to}", "{to}"),
    MissEffect.RESUME: _t("hết tạm dừng", "the pause ends"),
}

SILENCES: Mapping[Silence, LegalText] = {
    Silence.DEEMED_CONSENT: _t("im lặng là đồng ý", "silence is consent"),
    Silence.PROCEED: _t("im lặng thì tiếp tục xử lý", "after silence the work goes on"),
    Silence.ESCALATE: _t("im lặng thì báo cáo người đứng đầu", "silence is reported to the head"),
}

LEGAL_STATUSES: Mapping[Status, LegalText] = {
    Status.ENACTED: _t("đã ban hành", "enacted"),
    Status.ANNOUNCED: _t("đã công bố", "announced"),
    Status.COMPUTED: _t("suy ra từ quy định", "computed"),
    Status.UNVERIFIED: _t("chưa kiểm chứng", "unverified"),
}

PHRASES: Mapping[str, LegalText] = {
    "yes": _t("có", "yes"),
    "no": _t("không", "no"),
    "or": _t(" hoặc ", " or "),
    "and": _t(" và ", " and "),
    "is_within": _t("“{fact}” {value}", "“{fact}” is {value}"),
    "is": _t("“{fact}” là {value}", "“{fact}” is {value}"),
    "at_least": _t("từ {n} trở lên", "at least {n}"),
    "at_most": _t("đến {n}", "at most {n}"),
    "between": _t("từ {low} đến {high}", "from {low} to {high}"),
    "later_of": _t("mốc muộn nhất: {names}", "the later of: {names}"),
    "if": _t("{term} nếu {condition}", "{term} if {condition}"),
    "only_if": _t("chỉ khi {condition}", "only if {condition}"),
    "from_to": _t("từ {starts} đến {stops}", "from {starts} to {stops}"),
    "submit": _t("Nộp hồ sơ", "File the dossier"),
    "reception": _t("Tiếp nhận hồ sơ", "Receive the dossier"),
    "receive": _t("tiếp nhận", "receive"),
    "refuse_reception": _t("từ chối tiếp nhận", "refuse to receive"),
    "reception_refused": _t("Không tiếp nhận", "Reception refused"),
    "wait_supplement": _t("Chờ bổ sung hồ sơ", "Awaiting the supplement"),
    "wait_fee": _t("Chờ nộp: {name}", "Awaiting payment: {name}"),
    "wait_pause": _t("Tạm dừng: {name}", "Paused: {name}"),
    "ask_supplement": _t("yêu cầu bổ sung", "ask for a supplement"),
    "answer_supplement": _t("nộp bổ sung", "hand in the supplement"),
    "ask_fee": _t("yêu cầu nộp phí", "ask for payment"),
    "paid": _t("đã nộp đủ", "paid"),
    "pause": _t("tạm dừng", "pause"),
    "resume": _t("tiếp tục", "resume"),
    "send": _t("gửi", "send"),
    "answer": _t("trả lời", "answer"),
    "join": _t("Đủ các nhánh", "The branches join"),
    "ran_out": _t("hết: {limit}", "ran out: {limit}"),
    "of_which": _t("trong đó, thuộc “{limit}”", "of which, within “{limit}”"),
    "code": _t("Mã thủ tục", "Code"),
    "effective": _t("Hiệu lực", "In force"),
    "from_day": _t("từ {first}", "from {first}"),
    "from_day_to": _t("từ {first} đến hết {last}", "from {first} to {last} inclusive"),
    "channels": _t("Kênh nộp", "Channels"),
    "note": _t("Ghi chú", "Note"),
    "filing": _t("Nộp hồ sơ trước “{fact}”: {bounds}", "Filed before “{fact}”: {bounds}"),
    "filing.not_earlier": _t("không sớm hơn {term}", "not earlier than {term}"),
    "filing.not_later": _t("không muộn hơn {term}", "not later than {term}"),
    "steps": _t("Các bước", "Steps"),
    "limits": _t("Các thời hạn", "Time limits"),
    "silence": _t("{name}: {to}; {silence}", "{name}: {to}; {silence}"),
    "supplement": _t("Bổ sung hồ sơ", "Supplement"),
    "supplement.max": _t("tối đa {max} lần, ở: {steps}", "at most {max} time(s), in: {steps}"),
    "supplement.unlimited": _t("không giới hạn số lần, ở: {steps}", "any number of times, in: {steps}"),
    "clock": _t("“{limit}”: {model}", "“{limit}”: {model}"),
    "clock.restart": _t("tạm dừng, sau đó tính lại từ đầu", "stands still, then begins anew"),
    "clock.resume": _t("tạm dừng, sau đó tính tiếp", "stands still, then goes on"),
    "clock.runs": _t("vẫn tính", "runs on"),
    "clock.remaining_plus": _t("tính tiếp phần còn lại và thêm {term}", "goes on with what remained plus {term}"),
    "clock.new_limit": _t("được thay bằng “{limit}”", "is replaced by “{limit}”"),
    "clock.policy": _t(
        "luật không nêu; áp dụng: {model}. Lý do: {reason}", "the law is silent; applied: {model}. Reason: {reason}"
    ),
    "handoffs": _t("Lấy ý kiến, chuyển xử lý", "Handoffs"),
    "pauses": _t("Được tạm dừng vì", "Reasons for a pause"),
    "fees": _t("Phí, lệ phí", "Fees"),
    "extensions": _t("Gia hạn", "Extensions"),
    "extension": _t("{name}: “{limit}”, tối đa {max} lần{most}", "{name}: “{limit}”, at most {max} time(s){most}"),
    "extension.most": _t(", mỗi lần không quá {term}", ", not more than {term} each"),
    "apology": _t("Xin lỗi, hẹn lại", "Apology, another appointment"),
    "apology.max": _t("hẹn lại tối đa {max} lần", "another appointment at most {max} time(s)"),
    "apology.before": _t(", chậm nhất {term} trước khi hết hạn", ", at the latest {term} before the due date"),
    "withdrawal": _t("Rút hồ sơ", "Withdrawal"),
    "withdrawal.by": _t("người nộp đề nghị; {who} dừng giải quyết", "the applicant asks; {who} stops the procedure"),
    "ends": _t("Kết quả", "Ends"),
    "exceptions": _t("Không áp dụng quy tắc chung", "Excepted from general rules"),
    "transition": _t("Chuyển tiếp", "Transition"),
    "transition.filed_before": _t(
        "hồ sơ nộp trước ngày hiệu lực giữ quy định cũ", "dossiers filed before the first day keep the older version"
    ),
    "transition.received_before": _t(
        "hồ sơ tiếp nhận trước ngày hiệu lực giữ quy định cũ",
        "dossiers received before the first day keep the older version",
    ),
    "transition.complete_before": _t(
        "hồ sơ đầy đủ trước ngày hiệu lực giữ quy định cũ",
        "dossiers complete before the first day keep the older version",
    ),
    "step": _t("Bước", "Step"),
    "who": _t("Ai", "Who"),
    "outcome": _t("Kết quả xử lý", "Outcome"),
    "to": _t("Dẫn đến", "Leads to"),
    "when": _t("Điều kiện", "Condition"),
    "limit": _t("Thời hạn", "Time limit"),
    "party": _t("Trách nhiệm", "Owed by"),
    "term": _t("Độ dài", "Term"),
    "runs": _t("Tính từ – đến", "Runs"),
    "missed": _t("Khi hết hạn", "When it runs out"),
}


def phrase(key: str, lang: str, **gaps: object) -> str:
    """
    Return the phrase *key* in *lang* with its *gaps* filled.

    >>> phrase("at_least", "en", n=3)
    'at least 3'
    """
    text = PHRASES[key].vi if lang == "vi" else PHRASES[key].en
    return text.format(**gaps) if gaps else text
