"""
The words for dossiers: acts, statuses, clocks, handoffs, in both languages.

The names of steps, limits and agencies come from the procedure; here is what
all procedures share. Gaps in braces are filled by the renderings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.engine.dossier import ClockState, NationalStatus
from dossierflow.engine.effects import Ending, HandoffStatus, Lifecycle

if TYPE_CHECKING:
    from collections.abc import Mapping


def _t(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


STATUSES: Mapping[NationalStatus, LegalText] = {
    NationalStatus.SUBMITTED: _t("Mới đăng ký", "Submitted"),
    NationalStatus.RECEIVED: _t("Được tiếp nhận", "Received"),
    NationalStatus.RECEPTION_REFUSED: _t("Không được tiếp nhận", "Reception refused"),
    NationalStatus.PROCESSING: _t("Đang xử lý", "Processing"),
    NationalStatus.AWAITING_SUPPLEMENT: _t("Yêu cầu bổ sung giấy tờ", "Awaiting a supplement"),
    NationalStatus.AWAITING_PAYMENT: _t("Yêu cầu thực hiện nghĩa vụ tài chính", "Awaiting payment"),
    NationalStatus.WITHDRAWAL_REQUESTED: _t("Công dân yêu cầu rút hồ sơ", "Withdrawal requested"),
    NationalStatus.STOPPED: _t("Dừng xử lý", "Stopped"),
    NationalStatus.DONE: _t("Đã xử lý xong", "Done"),
    NationalStatus.RETURNED: _t("Đã trả kết quả", "Result returned"),
}

CLOCKS: Mapping[ClockState, LegalText] = {
    ClockState.RUNNING: _t("đang tính", "running"),
    ClockState.SUSPENDED: _t("tạm dừng", "suspended"),
    ClockState.MISSED: _t("quá hạn", "missed"),
    ClockState.MET: _t("hoàn thành trong hạn", "met"),
    ClockState.MET_LATE: _t("hoàn thành quá hạn", "met late"),
    ClockState.LAPSED: _t("hết thời hạn", "lapsed"),
    ClockState.CANCELLED: _t("không còn phải thực hiện", "cancelled"),
    ClockState.SUPERSEDED: _t("được thay bằng thời hạn khác", "superseded"),
}

ENDINGS: Mapping[Ending, LegalText] = {
    Ending.MET: _t("hoàn thành trong hạn", "met"),
    Ending.LAPSED: _t("đã hết hạn", "lapsed"),
    Ending.CANCELLED: _t("không còn phải thực hiện", "cancelled"),
    Ending.SUPERSEDED: _t("được thay bằng thời hạn khác", "superseded"),
}

HANDOFFS: Mapping[HandoffStatus, LegalText] = {
    HandoffStatus.SENT: _t("đã gửi", "sent"),
    HandoffStatus.ACKNOWLEDGED: _t("đã nhận được", "acknowledged"),
    HandoffStatus.ANSWERED: _t("đã trả lời", "answered"),
    HandoffStatus.DEEMED_AGREED: _t("không trả lời, được coi là đã đồng ý", "no answer, deemed to agree"),
    HandoffStatus.LAPSED: _t("không trả lời, tiếp tục giải quyết", "no answer, the work goes on"),
    HandoffStatus.ESCALATED: _t("không trả lời, báo cáo người đứng đầu", "no answer, reported to the head"),
    HandoffStatus.RETURNED: _t("đã trả lại", "given back"),
    HandoffStatus.RECALLED: _t("đã rút lại", "recalled"),
    HandoffStatus.CANCELLED: _t("không còn cần", "cancelled"),
}

LIFECYCLES: Mapping[Lifecycle, LegalText] = {
    Lifecycle.SUBMITTED: _t("hồ sơ đã nộp", "the dossier is submitted"),
    Lifecycle.RECEPTION_REFUSED: _t("không được tiếp nhận", "reception refused"),
    Lifecycle.IN_PROGRESS: _t("hồ sơ được giải quyết", "the dossier is in progress"),
    Lifecycle.WITHDRAWING: _t("chờ dừng giải quyết", "waiting to be stopped"),
    Lifecycle.STOPPED: _t("đã dừng giải quyết", "stopped"),
    Lifecycle.CLOSED: _t("đã đóng hồ sơ", "closed"),
    Lifecycle.DECIDED: _t("đã có kết quả", "a decision is made"),
    Lifecycle.RETURNED: _t("đã trả kết quả", "result returned"),
}

OPINIONS: Mapping[str, LegalText] = {
    "agreed": _t("đồng ý", "agreed"),
    "disagreed": _t("không đồng ý", "disagreed"),
    "done": _t("đã thực hiện", "done"),
    "returned": _t("trả lại", "given back"),
}

CHANNELS: Mapping[str, LegalText] = {
    "counter": _t("trực tiếp", "at the counter"),
    "online": _t("trực tuyến", "online"),
    "post": _t("qua bưu chính", "by post"),
}

EVENTS: Mapping[str, LegalText] = {
    "deadline_missed": _t("hết {limit}", "{limit} ran out"),
    "consent_deemed": _t(
        "hết {limit} mà không có ý kiến trả lời, được coi là đã đồng ý",
        "{limit} ran out in silence, which is deemed consent",
    ),
    "opinion_lapsed": _t(
        "hết {limit} mà không có ý kiến trả lời, tiếp tục giải quyết",
        "{limit} ran out in silence, and the work goes on",
    ),
    "handoff_escalated": _t(
        "hết {limit} mà không có ý kiến trả lời, báo cáo người đứng đầu",
        "{limit} ran out in silence, and the head of the office is told",
    ),
    "dossier_closed": _t("hết {limit}, hồ sơ kết thúc", "{limit} ran out, and the dossier ends"),
    "silence_acted": _t(
        "hết {limit} mà không có ý kiến, chuyển sang bước tiếp theo",
        "{limit} ran out in silence, and the next step begins",
    ),
    "pause_expired": _t("hết {limit}, việc tạm dừng chấm dứt", "{limit} ran out, and the pause ends"),
}
"""What happened by itself; the limit is named as part of the sentence (``the time limit “Appraisal”``)."""

ACTS: Mapping[str, LegalText] = {
    "submit": _t("nộp {channel}", "submits the dossier {channel}"),
    "receive": _t("tiếp nhận hồ sơ", "receives the dossier"),
    "refuse_reception": _t("từ chối tiếp nhận hồ sơ", "refuses to receive the dossier"),
    "start_step": _t("nhận xử lý bước “{step}”", "takes up the step “{step}”"),
    "complete_step": _t(
        "hoàn thành bước “{step}” với kết quả “{action}”", "completes the step “{step}” with the outcome “{action}”"
    ),
    "decide": _t("quyết định ở bước “{step}”: “{action}”", "decides in the step “{step}”: “{action}”"),
    "refuse": _t("từ chối ở bước “{step}”: “{action}”", "refuses in the step “{step}”: “{action}”"),
    "request_supplement": _t("yêu cầu bổ sung hồ sơ: {items}", "asks for a supplement: {items}"),
    "answer_supplement": _t("nộp bổ sung", "hands in the supplement"),
    "pause": _t("tạm dừng vì “{pause}”", "pauses the work for “{pause}”"),
    "resume": _t("tiếp tục xử lý", "ends the pause"),
    "request_payment": _t("yêu cầu nộp “{fee}”", "asks for payment of “{fee}”"),
    "confirm_payment": _t("xác nhận đã nộp “{fee}”", "confirms payment of “{fee}”"),
    "extend": _t("gia hạn {term} theo trường hợp “{extension}”", "extends by {term} under “{extension}”"),
    "hand_off": _t("gửi {handoffs}", "sends {handoffs}"),
    "acknowledge_handoff": _t("xác nhận đã nhận “{handoff}”", "acknowledges “{handoff}”"),
    "answer_handoff": _t("trả lời “{handoff}”: {opinion}", "answers “{handoff}”: {opinion}"),
    "recall_handoff": _t("rút lại “{handoff}”", "recalls “{handoff}”"),
    "apologise": _t("gửi văn bản xin lỗi", "apologises in writing"),
    "request_withdrawal": _t("đề nghị rút hồ sơ", "asks to withdraw the dossier"),
    "stop": _t("dừng giải quyết hồ sơ", "stops the procedure"),
    "return_result": _t("trả kết quả", "returns the result"),
    "correct": _t("đính chính {what}", "corrects {what}"),
    "migrate": _t("chuyển hồ sơ sang phiên bản {version}", "moves the dossier to version {version}"),
    "reproject": _t("tính lại các thời hạn: {cause}", "counts the time limits anew: {cause}"),
    "wait": _t("chờ đến thời điểm này", "waits until this moment"),
}
"""What somebody does, by the word that names the command."""

AFTER: Mapping[str, LegalText] = {
    "submit": _t("hồ sơ được nộp {channel}", "the dossier was submitted {channel}"),
    "receive": _t("hồ sơ được tiếp nhận", "the dossier was received"),
    "refuse_reception": _t("hồ sơ bị từ chối tiếp nhận", "reception was refused"),
    "start_step": _t("bước “{step}” được nhận xử lý", "the step “{step}” was taken up"),
    "complete_step": _t(
        "hoàn thành bước “{step}” với kết quả “{action}”", "the step “{step}” was completed with the outcome “{action}”"
    ),
    "decide": _t("có quyết định “{action}” ở bước “{step}”", "the decision “{action}” in the step “{step}”"),
    "refuse": _t("có kết quả từ chối “{action}” ở bước “{step}”", "the refusal “{action}” in the step “{step}”"),
    "request_supplement": _t("người nộp hồ sơ được yêu cầu bổ sung hồ sơ", "a supplement was asked for"),
    "answer_supplement": _t("người nộp hồ sơ nộp bổ sung", "the supplement was handed in"),
    "pause": _t("việc giải quyết tạm dừng vì “{pause}”", "the work was paused for “{pause}”"),
    "resume": _t("việc giải quyết được tiếp tục", "the pause was ended"),
    "request_payment": _t("người nộp hồ sơ được yêu cầu nộp “{fee}”", "payment of “{fee}” was asked for"),
    "confirm_payment": _t("xác nhận đã nộp “{fee}”", "payment of “{fee}” was confirmed"),
    "extend": _t("gia hạn {term} theo trường hợp “{extension}”", "the extension by {term} under “{extension}”"),
    "hand_off": _t("gửi {handoffs}", "{handoffs} went out"),
    "acknowledge_handoff": _t("có xác nhận đã nhận “{handoff}”", "“{handoff}” was acknowledged"),
    "answer_handoff": _t("có trả lời “{handoff}” ({opinion})", "“{handoff}” was answered ({opinion})"),
    "recall_handoff": _t("rút lại “{handoff}”", "“{handoff}” was recalled"),
    "apologise": _t("gửi văn bản xin lỗi", "the written apology"),
    "request_withdrawal": _t("người nộp hồ sơ đề nghị rút hồ sơ", "the applicant asked to withdraw the dossier"),
    "stop": _t("dừng giải quyết hồ sơ", "the procedure was stopped"),
    "return_result": _t("trả kết quả", "the result was returned"),
    "correct": _t("đính chính {what}", "the correction of {what}"),
    "migrate": _t("hồ sơ chuyển sang phiên bản {version}", "the dossier moved to version {version}"),
    "reproject": _t("các thời hạn được tính lại: {cause}", "the time limits were counted anew: {cause}"),
}
"""What had been done when something followed from it."""

SHORT_ACTS: Mapping[str, LegalText] = {
    **ACTS,
    "submit": _t("nộp hồ sơ", "submit"),
    "receive": _t("tiếp nhận hồ sơ", "receive the dossier"),
    "refuse_reception": _t("từ chối tiếp nhận", "refuse to receive"),
    "start_step": _t("nhận xử lý", "take up"),
    "complete_step": _t("hoàn thành bước", "complete the step"),
    "decide": _t("quyết định", "decide"),
    "refuse": _t("từ chối", "refuse"),
    "request_supplement": _t("yêu cầu bổ sung hồ sơ", "ask for a supplement"),
    "answer_supplement": _t("nộp bổ sung", "hand in the supplement"),
    "pause": _t("tạm dừng", "pause"),
    "resume": _t("tiếp tục xử lý", "end the pause"),
    "request_payment": _t("yêu cầu nộp", "ask for payment of"),
    "confirm_payment": _t("xác nhận đã nộp", "confirm payment of"),
    "extend": _t("gia hạn", "extend"),
    "hand_off": _t("gửi", "send"),
    "acknowledge_handoff": _t("xác nhận đã nhận", "acknowledge"),
    "answer_handoff": _t("trả lời", "answer"),
    "recall_handoff": _t("rút lại", "recall"),
    "apologise": _t("gửi văn bản xin lỗi", "apologise in writing"),
    "request_withdrawal": _t("đề nghị rút hồ sơ", "ask to withdraw the dossier"),
    "stop": _t("dừng giải quyết hồ sơ", "stop the procedure"),
    "return_result": _t("trả kết quả", "return the result"),
}
"""The same acts as something that may be done; what they are done to follows."""

ALLOWED: Mapping[str, LegalText] = {
    "refuse_reception": _t("từ chối tiếp nhận với căn cứ “{0}”", "refuse to receive on the ground “{0}”"),
    "start_step": _t("nhận xử lý bước “{0}”", "take up the step “{0}”"),
    "complete_step": _t("hoàn thành bước “{0}” với kết quả “{1}”", "complete the step “{0}” with the outcome “{1}”"),
    "decide": _t("quyết định ở bước “{0}”: “{1}”", "decide in the step “{0}”: “{1}”"),
    "refuse": _t("từ chối ở bước “{0}”: “{1}”", "refuse in the step “{0}”: “{1}”"),
    "request_supplement": _t("yêu cầu bổ sung hồ sơ ở bước “{0}”", "ask for a supplement in the step “{0}”"),
    "pause": _t("tạm dừng bước “{0}” vì “{1}”", "pause the step “{0}” for “{1}”"),
    "extend": _t("gia hạn theo trường hợp “{0}”", "extend under “{0}”"),
    "apologise": _t("gửi văn bản xin lỗi và hẹn lại ngày trả kết quả", "apologise in writing and appoint another day"),
}
"""How an act that may be done is said with what it is done to, where more than a name follows the verb."""
