"""
What each refusal says, in both languages.

A gap ``{name}`` is filled by the parameter of that name, and ``{name!r}`` by
what it names, in quotation marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.engine.refusal_codes import RefusalCode

if TYPE_CHECKING:
    from collections.abc import Mapping


def _s(en: str, vi: str) -> LegalText:
    return LegalText(vi=vi, en=en)


_C = RefusalCode
SENTENCES: Mapping[RefusalCode, LegalText] = {
    _C.NOT_AUTHORISED: _s(
        "this act belongs to {owner}, not to {actor}",
        "việc này do {owner} thực hiện, không phải {actor}",
    ),
    _C.TIME_GOES_BACK: _s(
        "the act is dated {at}, before the last event of {last}; correct the record instead of dating back",
        "thời điểm {at} sớm hơn sự kiện gần nhất lúc {last}; hãy đính chính thay vì ghi lùi ngày",
    ),
    _C.RECORDED_TOO_EARLY: _s(
        "recorded at {recorded}, before it occurred at {at}",
        "thời điểm ghi nhận {recorded} sớm hơn thời điểm xảy ra {at}",
    ),
    _C.VERSION_CONFLICT: _s(
        "the dossier is at version {actual}, the command expects {expected}; load it again and decide again",
        "hồ sơ đang ở phiên bản {actual}, lệnh lập theo phiên bản {expected}; hãy tải lại hồ sơ rồi quyết định lại",
    ),
    _C.COMMAND_ID_REUSED: _s(
        "the command id {id!r} was already used for another act ({event})",
        "mã lệnh {id!r} đã dùng cho việc khác ({event})",
    ),
    _C.ALREADY_SUBMITTED: _s("the dossier has already been submitted", "hồ sơ đã được nộp trước đó"),
    _C.NOT_SUBMITTED: _s("there is no dossier yet; submit it first", "chưa có hồ sơ; phải nộp hồ sơ trước"),
    _C.NOT_RECEIVED: _s("the dossier has not been received yet", "hồ sơ chưa được tiếp nhận"),
    _C.ALREADY_RECEIVED: _s("the dossier has already been received", "hồ sơ đã được tiếp nhận trước đó"),
    _C.DOSSIER_ENDED: _s(
        "the dossier has ended ({state}); nothing more can be done in it",
        "hồ sơ đã kết thúc ({state}); không thể thực hiện thêm việc nào",
    ),
    _C.DECISION_EXISTS: _s(
        "a decision has been made; only the result remains to be returned",
        "đã có kết quả giải quyết; chỉ còn việc trả kết quả",
    ),
    _C.WITHDRAWAL_PENDING: _s(
        "the applicant has asked to stop the procedure; that comes first",
        "người nộp hồ sơ đã đề nghị dừng giải quyết; phải xử lý đề nghị đó trước",
    ),
    _C.NOTHING_TO_STOP: _s(
        "the applicant has not asked to stop the procedure",
        "người nộp hồ sơ chưa đề nghị dừng giải quyết",
    ),
    _C.NOTHING_TO_RETURN: _s("there is no result to return yet", "chưa có kết quả để trả"),
    _C.RIGHT_NOT_GIVEN: _s(
        "the procedure has no rule for this act ({act})",
        "thủ tục không có quy định cho việc này ({act})",
    ),
    _C.CHANNEL_UNKNOWN: _s(
        "the procedure has no channel {channel!r}; it has {known}",
        "thủ tục không có kênh nộp {channel!r}; chỉ có {known}",
    ),
    _C.FACT_UNKNOWN: _s("the procedure knows no fact {fact!r}", "thủ tục không có thông tin {fact!r}"),
    _C.FACT_MISSING: _s("the fact {fact!r} must be given", "thiếu thông tin {fact!r}"),
    _C.FACT_INVALID: _s("fact {fact!r}: {why}", "thông tin {fact!r} không hợp lệ: {why}"),
    _C.FACT_PERSONAL: _s(
        "the fact {fact!r} is personal data; give it with a salt, apart from the other facts",
        "thông tin {fact!r} là dữ liệu cá nhân; phải nhập riêng, kèm mã ngẫu nhiên",
    ),
    _C.GROUND_UNKNOWN: _s(
        "reception may be refused only on a listed ground: {known}",
        "chỉ được từ chối tiếp nhận theo căn cứ đã quy định: {known}",
    ),
    _C.FILING_WINDOW: _s(
        "counted back from {event}, dossiers are filed from {first} to {last}; this one was filed on {day}",
        "hồ sơ phải nộp từ ngày {first} đến hết ngày {last} (tính lùi từ ngày {event}); hồ sơ này nộp ngày {day}",
    ),
    _C.STEP_NOT_OPEN: _s(
        "the step {step!r} is not open; open: {open}",
        "bước {step!r} không phải bước đang thực hiện; đang thực hiện: {open}",
    ),
    _C.STEP_AMBIGUOUS: _s(
        "several steps are open ({open}); name the one that is meant",
        "nhiều bước đang thực hiện ({open}); phải nêu rõ là bước nào",
    ),
    _C.STEP_WAITS: _s(
        "the step {step!r} cannot go on ({wait}); that comes first",
        "bước {step!r} chưa thể tiếp tục ({wait}); phải xong việc đó trước",
    ),
    _C.ACTION_UNKNOWN: _s(
        "the step {step!r} has no action {action!r}; it has {known}",
        "bước {step!r} không có kết quả xử lý {action!r}; chỉ có {known}",
    ),
    _C.ACTION_NEEDS_ANOTHER_COMMAND: _s(
        "the action {action!r} leads to {to!r}; use the command {command!r}",
        "kết quả xử lý {action!r} dẫn đến {to!r}; hãy dùng lệnh {command!r}",
    ),
    _C.CONDITION_NOT_MET: _s(
        "the action {action!r} is only for dossiers where {condition}",
        "kết quả xử lý {action!r} chỉ áp dụng khi {condition}",
    ),
    _C.REASON_MISSING: _s("a written reason must be given", "phải nêu rõ lý do bằng văn bản"),
    _C.HANDOFFS_OPEN: _s(
        "the step waits for the agencies consulted: {missing}",
        "bước này còn chờ ý kiến của cơ quan phối hợp: {missing}",
    ),
    _C.SUPPLEMENT_NOT_HERE: _s(
        "no supplement may be asked for in the step {step!r}; only in {known}",
        "không được yêu cầu bổ sung hồ sơ ở bước {step!r}; chỉ được yêu cầu ở {known}",
    ),
    _C.SUPPLEMENT_USED_UP: _s(
        "a supplement has been asked for as often as the procedure allows ({max})",
        "đã yêu cầu bổ sung hồ sơ {max} lần, hết số lần được phép",
    ),
    _C.SUPPLEMENT_TOO_LATE: _s(
        "a supplement had to be asked for by {due}",
        "phải yêu cầu bổ sung hồ sơ chậm nhất vào {due}",
    ),
    _C.SUPPLEMENT_PENDING: _s(
        "a supplement is already awaited in the step {step!r}; the applicant is asked once for everything",
        "đang chờ bổ sung hồ sơ ở bước {step!r}; phải yêu cầu bổ sung một lần, đầy đủ",
    ),
    _C.NOTHING_TO_ANSWER: _s("no supplement is awaited", "không có yêu cầu bổ sung hồ sơ nào đang chờ"),
    _C.PAUSE_NOT_LISTED: _s(
        "the clock may not be stopped for {reason!r} here, only for {known}",
        "không được tạm dừng vì {reason!r} ở bước này, chỉ được tạm dừng vì {known}",
    ),
    _C.NOT_PAUSED: _s("the step is not paused", "bước này không bị tạm dừng"),
    _C.FEE_UNKNOWN: _s(
        "the fee {fee!r} may not be requested here, only {known}",
        "không được yêu cầu nộp khoản {fee!r} ở bước này, chỉ được yêu cầu {known}",
    ),
    _C.PAYMENT_NOT_REQUESTED: _s("the fee {fee!r} has not been requested", "chưa yêu cầu nộp khoản {fee!r}"),
    _C.HANDOFF_UNKNOWN: _s(
        "the step does not send {handoff!r}, only {known}",
        "bước này không được gửi {handoff!r}, chỉ được gửi {known}",
    ),
    _C.HANDOFF_NOT_NEEDED: _s(
        "{handoff!r} is only for dossiers where {condition}",
        "{handoff!r} chỉ áp dụng khi {condition}",
    ),
    _C.HANDOFF_ALREADY_SENT: _s("{handoff!r} has already been sent", "đã gửi {handoff!r} trước đó"),
    _C.HANDOFF_NOT_OPEN: _s(
        "{handoff!r} awaits no answer; its status: {status}",
        "{handoff!r} không ở trạng thái chờ trả lời; trạng thái: {status}",
    ),
    _C.HANDOFF_ACKNOWLEDGED: _s(
        "{handoff!r} needs no acknowledgement any more; its status: {status}",
        "{handoff!r} không cần xác nhận đã nhận nữa; trạng thái: {status}",
    ),
    _C.EXTENSION_UNKNOWN: _s(
        "the procedure has no extension {extension!r} for this case, only {known}",
        "thủ tục không cho phép gia hạn theo trường hợp {extension!r} đối với hồ sơ này, chỉ cho phép {known}",
    ),
    _C.EXTENSION_USED_UP: _s(
        "the extension {extension!r} has been used as often as is allowed ({max})",
        "đã gia hạn theo trường hợp {extension!r} {max} lần, hết số lần được phép",
    ),
    _C.EXTENSION_TOO_LONG: _s(
        "an extension is at most {at_most}, counted in the same unit; {term} asked for",
        "chỉ được gia hạn tối đa {at_most}, tính theo cùng đơn vị; đề nghị gia hạn {term}",
    ),
    _C.EXTENSION_TOO_LATE: _s(
        "the time limit ran out at {due}; what has run out cannot be extended",
        "thời hạn đã hết vào {due}; thời hạn đã hết thì không thể gia hạn",
    ),
    _C.EXTENSION_NOT_LONGER: _s(
        "{term} more would not make the time limit {limit!r} end later than it does now",
        "gia hạn {term} không làm cho thời hạn {limit!r} kết thúc muộn hơn hiện nay",
    ),
    _C.AGREEMENT_MISSING: _s(
        "the applicant must agree to the extension",
        "việc gia hạn phải được người nộp hồ sơ đồng ý",
    ),
    _C.LIMIT_NOT_RUNNING: _s("the time limit {limit!r} is not running", "thời hạn {limit!r} hiện không được tính"),
    _C.REAPPOINTMENT_USED_UP: _s(
        "another day has been appointed as often as is allowed ({max})",
        "đã hẹn lại ngày trả kết quả {max} lần, hết số lần được phép",
    ),
    _C.REAPPOINTMENT_TOO_LATE: _s(
        "another day had to be appointed at the latest {before} before the due date, on {latest}",
        "phải hẹn lại ngày trả kết quả chậm nhất {before} trước ngày hết hạn, tức là chậm nhất ngày {latest}",
    ),
    _C.REAPPOINTMENT_NOT_LATER: _s(
        "the new appointment, {new}, is not after the present one, {current}",
        "ngày hẹn mới {new} phải muộn hơn ngày hẹn hiện tại {current}",
    ),
    _C.CORRECTION_UNCLEAR: _s(
        "a correction gives either a fact with its value or a milestone with its instant",
        "đính chính phải nêu hoặc một thông tin cùng giá trị, hoặc một mốc cùng thời điểm",
    ),
    _C.MILESTONE_NOT_REACHED: _s(
        "the milestone {milestone!r} has not been reached, so it cannot be corrected",
        "mốc {milestone!r} chưa đến nên không thể đính chính",
    ),
    _C.CORRECTION_IN_THE_FUTURE: _s(
        "the corrected instant {instant} lies after the correction itself",
        "thời điểm được đính chính thành {instant} muộn hơn thời điểm thực hiện đính chính",
    ),
    _C.CORRECTION_OUT_OF_ORDER: _s(
        "with {instant} the time limit {limit!r} would go on before it stands still; correct the other instant first",
        "với {instant}, thời hạn {limit!r} được tính tiếp trước khi tạm dừng; hãy đính chính thời điểm kia trước",
    ),
    _C.VERSION_UNKNOWN: _s(
        "the procedure has no version {version!r}; it has {known}",
        "thủ tục không có phiên bản {version!r}; chỉ có {known}",
    ),
    _C.VERSION_NOT_IN_FORCE: _s("{why}", "{why}"),
    _C.MIGRATION_IMPOSSIBLE: _s(
        "the dossier cannot move to version {version!r}, which has no {homeless}",
        "hồ sơ không thể chuyển sang phiên bản {version!r}, vì phiên bản đó không có {homeless}",
    ),
    _C.NOT_COUNTABLE: _s(
        "a time limit that would follow cannot be counted: {why}",
        "không thể tính thời hạn phát sinh: {why}",
    ),
}

WITHOUT: Mapping[tuple[RefusalCode, str], LegalText] = {
    (_C.FILING_WINDOW, "first"): _s(
        "counted back from {event}, dossiers are filed up to {last}; this one was filed on {day}",
        "hồ sơ phải nộp chậm nhất ngày {last} (tính lùi từ ngày {event}); hồ sơ này nộp ngày {day}",
    ),
    (_C.FILING_WINDOW, "last"): _s(
        "counted back from {event}, dossiers are filed from {first}; this one was filed on {day}",
        "hồ sơ phải nộp không sớm hơn ngày {first} (tính lùi từ ngày {event}); hồ sơ này nộp ngày {day}",
    ),
    (_C.STEP_NOT_OPEN, "open"): _s(
        "the step {step!r} is not open, nor is another", "bước {step!r} không phải bước đang thực hiện"
    ),
    (_C.STEP_AMBIGUOUS, "open"): _s("no step is open", "không có bước nào đang thực hiện"),
    (_C.PAUSE_NOT_LISTED, "known"): _s(
        "the clock may not be stopped for {reason!r} here, nor for any other reason",
        "không được tạm dừng vì {reason!r}; ở bước này thủ tục không cho phép tạm dừng",
    ),
    (_C.FEE_UNKNOWN, "known"): _s(
        "the fee {fee!r} may not be requested here, nor may any other",
        "không được yêu cầu nộp khoản {fee!r}; ở bước này thủ tục không thu khoản nào",
    ),
    (_C.HANDOFF_UNKNOWN, "known"): _s(
        "the step does not send {handoff!r}, nor anything else",
        "không được gửi {handoff!r}; ở bước này thủ tục không gửi đến cơ quan nào",
    ),
    (_C.EXTENSION_UNKNOWN, "known"): _s(
        "the procedure has no extension {extension!r}, nor any other for this case",
        "không được gia hạn theo trường hợp {extension!r}; thủ tục không cho phép gia hạn đối với hồ sơ này",
    ),
    (_C.LIMIT_NOT_RUNNING, "limit"): _s(
        "the procedure appoints no day on which the result is returned, so there is none to appoint anew",
        "thủ tục không hẹn ngày trả kết quả nên không có ngày hẹn để hẹn lại",
    ),
}
"""The sentences where one gap has nothing to name."""
