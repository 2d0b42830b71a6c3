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
    ClockState.MET: _t("xong đúng hạn", "met"),
    ClockState.MET_LATE: _t("xong trễ hạn", "met late"),
    ClockState.LAPSED: _t("hết thời hạn", "lapsed"),
    ClockState.CANCELLED: _t("không còn phải thực hiện", "cancelled"),
    ClockState.SUPERSEDED: _t("được thay bằng thời hạn khác", "superseded"),
}

ENDINGS: Mapping[Ending, LegalText] = {
    Ending.MET: _t("xong", "met"),
    Ending.LAPSED: _t("hết thời hạn, im lặng có hiệu lực", "lapsed; silence takes effect"),
    Ending.CANCELLED: _t("không còn phải thực hiện", "cancelled"),
    Ending.SUPERSEDED: _t("được thay bằng thời hạn khác", "superseded"),
}

HANDOFFS: Mapping[HandoffStatus, LegalText] = {
    HandoffStatus.SENT: _t("đã gửi", "sent"),
    HandoffStatus.ACKNOWLEDGED: _t("đã nhận được", "acknowledged"),
    HandoffStatus.ANSWERED: _t("đã trả lời", "answered"),
    HandoffStatus.DEEMED_AGREED: _t("không trả lời, coi như đồng ý", "no answer: deemed to agree"),
    HandoffStatus.LAPSED: _t("không trả lời, tiếp tục xử lý", "no answer: the work goes on"),
    HandoffStatus.ESCALATED: _t("không trả lời, báo cáo người đứng đầu", "no answer: escalated"),
    HandoffStatus.RETURNED: _t("đã trả lại", "given back"),
    HandoffStatus.RECALLED: _t("đã rút lại", "recalled"),
    HandoffStatus.CANCELLED: _t("không còn cần", "cancelled"),
}

LIFECYCLES: Mapping[Lifecycle, LegalText] = {
    Lifecycle.SUBMITTED: _t("hồ sơ đã nộp", "the dossier is submitted"),
    Lifecycle.RECEPTION_REFUSED: _t("hồ sơ không được tiếp nhận", "reception is refused"),
    Lifecycle.IN_PROGRESS: _t("hồ sơ được giải quyết", "the dossier is in progress"),
    Lifecycle.WITHDRAWING: _t("chờ dừng giải quyết", "waiting to be stopped"),
    Lifecycle.STOPPED: _t("đã dừng giải quyết", "stopped"),
    Lifecycle.CLOSED: _t("hồ sơ kết thúc", "the dossier is closed"),
    Lifecycle.DECIDED: _t("đã có kết quả", "a decision is made"),
    Lifecycle.RETURNED: _t("đã trả kết quả", "the result is returned"),
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
    "deadline_missed": _t("hết thời hạn “{limit}”", "the time limit “{limit}” ran out"),
    "consent_deemed": _t(
        "hết thời hạn “{limit}” mà không có trả lời: coi như đồng ý",
        "the time limit “{limit}” ran out in silence: consent is deemed given",
    ),
    "opinion_lapsed": _t(
        "hết thời hạn “{limit}” mà không có trả lời: tiếp tục xử lý",
        "the time limit “{limit}” ran out in silence: the work goes on",
    ),
    "handoff_escalated": _t(
        "hết thời hạn “{limit}” mà không có trả lời: báo cáo người đứng đầu",
        "the time limit “{limit}” ran out in silence: the head of the office is told",
    ),
    "dossier_closed": _t(
        "hết thời hạn “{limit}”: hồ sơ kết thúc", "the time limit “{limit}” ran out: the dossier ends"
    ),
    "silence_acted": _t(
        "hết thời hạn “{limit}” mà không có ý kiến: thực hiện bước tiếp theo",
        "the time limit “{limit}” ran out in silence: silence acts",
    ),
    "pause_expired": _t("hết thời hạn tạm dừng “{limit}”", "the pause ran out under “{limit}”"),
}
"""What happened by itself."""

ACTS: Mapping[str, LegalText] = {
    "submit": _t("nộp hồ sơ {channel}", "submits the dossier {channel}"),
    "receive": _t("tiếp nhận hồ sơ, hẹn trả kết quả", "receives the dossier and issues the slip"),
    "refuse_reception": _t("từ chối tiếp nhận hồ sơ", "refuses to receive the dossier"),
    "start_step": _t("nhận xử lý bước “{step}”", "takes up the step “{step}”"),
    "complete_step": _t("bước “{step}”: {action}", "step “{step}”: {action}"),
    "decide": _t("bước “{step}”: {action}", "step “{step}”: {action}"),
    "refuse": _t("bước “{step}”: {action}", "step “{step}”: {action}"),
    "request_supplement": _t("yêu cầu bổ sung hồ sơ: {items}", "asks for a supplement: {items}"),
    "answer_supplement": _t("nộp hồ sơ bổ sung", "hands in the supplement"),
    "pause": _t("tạm dừng vì “{pause}”", "pauses the work for “{pause}”"),
    "resume": _t("tiếp tục xử lý", "ends the pause"),
    "request_payment": _t("yêu cầu nộp “{fee}”", "asks for payment of “{fee}”"),
    "confirm_payment": _t("xác nhận đã nộp “{fee}”", "confirms payment of “{fee}”"),
    "extend": _t("gia hạn {term} (“{extension}”)", "extends by {term} (“{extension}”)"),
    "hand_off": _t("gửi: {handoffs}", "sends: {handoffs}"),
    "acknowledge_handoff": _t("xác nhận đã nhận “{handoff}”", "acknowledges “{handoff}”"),
    "answer_handoff": _t("trả lời “{handoff}”: {opinion}", "answers “{handoff}”: {opinion}"),
    "recall_handoff": _t("rút lại “{handoff}”", "recalls “{handoff}”"),
    "apologise": _t("xin lỗi", "apologises"),
    "request_withdrawal": _t("đề nghị rút hồ sơ", "asks to withdraw the dossier"),
    "stop": _t("dừng giải quyết hồ sơ", "stops the procedure"),
    "return_result": _t("trả kết quả", "returns the result"),
    "correct": _t("đính chính {what}", "corrects {what}"),
    "migrate": _t("chuyển hồ sơ sang phiên bản {version}", "moves the dossier to version {version}"),
    "reproject": _t("tính lại các thời hạn: {cause}", "counts the time limits anew: {cause}"),
    "wait": _t("thời gian trôi qua", "time passes"),
}
"""What somebody does, by the word that names the command."""

SHORT_ACTS: Mapping[str, LegalText] = {
    **ACTS,
    "submit": _t("nộp hồ sơ", "submit"),
    "receive": _t("tiếp nhận hồ sơ", "receive the dossier"),
    "refuse_reception": _t("từ chối tiếp nhận", "refuse to receive"),
    "start_step": _t("nhận xử lý", "take up"),
    "complete_step": _t("hoàn thành bước", "complete the step"),
    "decide": _t("quyết định ở bước", "decide in the step"),
    "refuse": _t("từ chối ở bước", "refuse in the step"),
    "request_supplement": _t("yêu cầu bổ sung", "ask for a supplement"),
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
    "apologise": _t("xin lỗi", "apologise"),
    "request_withdrawal": _t("đề nghị rút hồ sơ", "ask to withdraw"),
    "stop": _t("dừng giải quyết", "stop the procedure"),
    "return_result": _t("trả kết quả", "return the result"),
}
"""The same acts as something that may be done; what they are done to follows."""
