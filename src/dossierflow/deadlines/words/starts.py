"""
The event from which a limit is counted.

An event that is not one of the known ones is still an event; its words then
stay unread. A start that joins two events is never reduced to the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossierflow.deadlines.words import lexicon
from dossierflow.deadlines.words.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

EVENT = "event"
COMPLETE, RECEIVED, SUBMITTED, FEE_PAID = "complete", "received", "submitted", "fee_paid"
COMPLETE_AND_PAID, ACCEPTED, REQUESTED = "complete_and_paid", "accepted", "requested"
DECIDED, NOTIFIED, NOTICE_RECEIVED = "decided", "notified", "notice_received"
CONSULTED, SUPPLEMENTED = "consulted", "supplemented"

_CUES = Phrases(
    "kể từ ngày", "kể từ khi", "kể từ lúc", "kể từ thời điểm", "kể từ", "tính từ ngày", "tính từ khi",
    "tính từ thời điểm", "tính từ", "từ ngày", "từ khi", "từ lúc", "từ thời điểm", "ngay sau khi", "sau khi",
    "sau ngày", "from the date of", "from the day of", "from", "of", "after", "upon", "following", "since",
)  # fmt: skip
# Too common to announce an event anywhere but right behind the amount.
_WEAK = frozenset({"of", "after", "following", "upon", "since", "from"})
_BACKWARD = Phrases("trước ngày", "trước khi", "trước thời điểm", "before", "prior to")
_ACTORS = Phrases(
    "cơ quan", "các cơ quan", "có thẩm quyền", "giải quyết thủ tục hành chính", "giải quyết", "bhxh", "tổ chức",
    "hệ thống", "hệ thống thông tin", "cổng dịch vụ công quốc gia", "cổng dịch vụ công", "bộ phận một cửa",
    "trung tâm phục vụ hành chính công", "ủy ban nhân dân", "uỷ ban nhân dân", "cấp xã", "cấp tỉnh", "sở xây dựng",
    "sở", "tiếp nhận và trả kết quả", "bộ phận", "ngân hàng nhà nước", ",",
)  # fmt: skip
_LONGEST_ACTOR = 6

_PAPERS = ("hồ sơ", "đơn")
_COMPLETE = Phrases(
    *(f"{verb} {how} {paper}" for verb in ("nhận", "tiếp nhận", "nhận được", "nộp", "có")
      for how in ("đủ", "đầy đủ") for paper in _PAPERS),
    "receipt of a complete", "receipt of the complete", "receipt of a valid", "receipt of the valid",
    "receipt of a full", "receipt of the full", "receiving a complete",
)  # fmt: skip
_RECEIVED = Phrases(
    *(f"{verb} hồ sơ" for verb in ("nhận", "tiếp nhận", "nhận được")),
    "receipt of the dossier", "receipt of the application",
)  # fmt: skip
_SUBMITTED = Phrases("nộp hồ sơ", "gửi hồ sơ", "submission of the dossier", "filing of the dossier")
# Without an object these mean the dossier, but only where nothing else follows.
_BARE: tuple[tuple[str, Phrases], ...] = (
    (RECEIVED, Phrases("tiếp nhận", "receipt")),
    (SUBMITTED, Phrases("submission", "filing")),
    (ACCEPTED, Phrases("acceptance")),
)
_OTHERS: tuple[tuple[str, Phrases], ...] = (
    (FEE_PAID, Phrases("nhận đủ phí", "nộp đủ phí", "nộp phí", "nộp lệ phí", "hoàn thành nghĩa vụ tài chính")),
    (ACCEPTED, Phrases("thụ lý", "thụ lí")),
    (REQUESTED, Phrases(
        *(f"{verb} {paper}" for verb in ("nhận được", "tiếp nhận", "nhận", "có")
          for paper in ("yêu cầu", "đề nghị", "văn bản đề nghị", "văn bản yêu cầu", "đơn", "đơn đề nghị")),
    )),
    (DECIDED, Phrases("ra quyết định", "ban hành quyết định", "có quyết định", "ký quyết định", "the decision")),
    (NOTICE_RECEIVED, Phrases("nhận được thông báo", "nhận thông báo")),
    (NOTIFIED, Phrases("thông báo", "gửi thông báo", "ra thông báo", "có thông báo")),
    (CONSULTED, Phrases("nhận được ý kiến", "nhận đủ ý kiến", "có ý kiến")),
    (SUPPLEMENTED, Phrases(
        "hồ sơ được bổ sung", "nhận hồ sơ bổ sung", "nhận được hồ sơ bổ sung", "báo cáo được bổ sung hoàn chỉnh",
    )),
)  # fmt: skip
_WHOLE = Phrases("hợp lệ", "đầy đủ", "hoàn chỉnh", "đúng quy định")
# "hồ sơ trình của ...", "hồ sơ do ... chuyển" travel between agencies; only the applicant's dossier is received.
_OWN = Phrases(
    "của tổ chức", "của cá nhân", "của doanh nghiệp", "của người", "của chủ đầu tư", "của công dân", "của thương nhân",
    "theo quy định", "theo", "đề nghị", "yêu cầu", "đăng ký", "điện tử", "khai", "trên", "qua", "trực", "xin", "tại",
    "cấp", "để", "và", "dossier", "application",
)  # fmt: skip
_NOT_WHOLE = Phrases("chưa", "không")
_FEES = Phrases("phí", "lệ phí", "phí , lệ phí", "nghĩa vụ tài chính")
_PAYING = Phrases("hoàn thành nghĩa vụ tài chính", "nộp đủ phí", "nộp phí", "nộp lệ phí")
_LONGEST_PAYER = 12
_JOINTS = frozenset({"và", "hoặc", "and", "or", "hay", ","})
_MORE_PAPERS = Phrases(
    "phí", "lệ phí", "kết quả", "ý kiến", "tài liệu", "báo cáo", "văn bản", "biên bản", "giấy tờ", "chứng từ",
)  # fmt: skip
_BREAKS = frozenset(".;:()")


@dataclass(frozen=True, slots=True)
class Start:
    """The event, and the tokens *first* to *end* (exclusive) that say it; *before* for a limit counted backwards."""

    event: str
    first: int
    end: int
    before: bool = False


def start_of(words: Sequence[str], after: int, before: int) -> Start | None:
    """
    Find the start that follows index *after*, or else one in front of index *before*.

    >>> start_of("5 ngày kể từ ngày nhận đủ hồ sơ hợp lệ".split(), 2, 0).event
    'complete'
    >>> start_of("5 ngày kể từ ngày nhận đủ hồ sơ và biên bản".split(), 2, 0).event
    'event'
    """
    for at in [*range(after, len(words)), *range(before)]:
        near = at in {after, after + 1}
        backward = _BACKWARD.at(words, at)
        if backward and (near or at < before):
            return Start(EVENT, at, at + backward, before=True)
        length = _CUES.at(words, at)
        if not length or (not near and words[at] in _WEAK):
            continue
        if lexicon.NEXT_DAY.at(words, at + length - 1) and not near:
            continue
        if _is_date(words, at + length):
            return Start(EVENT, at, at + length)
        return event_at(words, at + length, first=at)
    return None


def _is_date(words: Sequence[str], at: int) -> bool:
    return at < len(words) and (words[at].isdecimal() or words[at] in {"làm", "tháng"})


def event_at(words: Sequence[str], at: int, *, first: int) -> Start:
    """Read the event named at index *at*; *first* is where the words that announce it begin."""
    verb = _after_actor(words, at)
    stop = _segment_end(words, verb)
    for event, phrases in ((COMPLETE, _COMPLETE), *_OTHERS, (SUBMITTED, _SUBMITTED), (RECEIVED, _RECEIVED)):
        length = phrases.at(words, verb)
        if length:
            return _qualified(words, Start(event, first, verb + length), Start(EVENT, first, at), stop)
    for event, phrases in _BARE:
        length = phrases.at(words, verb)
        if length and verb + length == stop:
            return Start(event, first, stop)
    return Start(EVENT, first, at)


def _after_actor(words: Sequence[str], at: int) -> int:
    for _ in range(_LONGEST_ACTOR):
        if _COMPLETE.at(words, at) or _RECEIVED.at(words, at) > 1:
            break
        length = _ACTORS.at(words, at)
        if not length:
            break
        at += length
    return at


def _segment_end(words: Sequence[str], at: int) -> int:
    """Return where the event's own words end: at a full stop, or at a comma that does not go on listing."""
    for end in range(at, len(words)):
        if words[end] in _BREAKS:
            return end
        if words[end] == "," and not (_WHOLE.at(words, end + 1) or _MORE_PAPERS.at(words, end + 1)):
            return end
    return len(words)


def _qualified(words: Sequence[str], start: Start, unknown: Start, stop: int) -> Start:
    """Look at the rest of the event's words for a second event, or for a dossier that must be whole."""
    event, end = start.event, start.end
    whole = _WHOLE.find(words, end, stop)
    if event in {COMPLETE, RECEIVED, SUBMITTED} and end < stop and whole != end and not _OWN.at(words, end):
        return unknown
    if event in {RECEIVED, SUBMITTED} and whole is not None:
        if _NOT_WHOLE.find(words, end, whole) is not None:
            return unknown
        event = COMPLETE
    if whole is not None and event == COMPLETE:
        end = _end_of_wholes(words, whole)
    for at in range(end, stop):
        if words[at] not in _JOINTS or _joins_another_clause(words, at):
            continue
        paid = _end_of_payment(words, at + 1, stop) if words[at] == "và" and event == COMPLETE else None
        return unknown if paid is None else Start(COMPLETE_AND_PAID, start.first, paid)
    return Start(event, start.first, end)


def _joins_another_clause(words: Sequence[str], at: int) -> bool:
    """Tell whether "và" or "hoặc" at index *at* goes on with the limit rather than with its event."""
    excluded = lexicon.NOT_COUNTED.at(words, at + 1) or lexicon.OTHER_LAW.at(words, at)
    return bool(excluded or lexicon.SAME_DAY.at(words, at + 1))


def _end_of_wholes(words: Sequence[str], at: int) -> int:
    end = at + _WHOLE.at(words, at)
    while end < len(words):
        joined = 1 if words[end] in _JOINTS else 0
        length = _WHOLE.at(words, end + joined)
        if not length:
            break
        end += joined + length
    return end


def _end_of_payment(words: Sequence[str], at: int, stop: int) -> int | None:
    """Return where the payer's act ends, if it and nothing else follows the "and"."""
    length = _FEES.at(words, at)
    if length:
        return stop if at + length == stop else None
    for end in range(at, min(at + _LONGEST_PAYER, len(words))):
        if words[end] in _BREAKS:
            return None
        length = _PAYING.at(words, end)
        if length:
            return end + length
    return None
