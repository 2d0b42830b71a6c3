"""
The ten status codes of the national portal: what each means, and what may follow what.

The codes mean different things in different systems, and feeds between them
have sent paused dossiers as finished ones. Here each code has one meaning,
every dossier has exactly one code at every instant since it was filed, and no
state that waits for the applicant is ever told as an end.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossierflow.citation import Citation, LegalText, Status
from dossierflow.engine.dossier import NationalStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

_S = NationalStatus

STATUS_SOURCE: Final = Citation(
    doc="22/2019/TT-BTTTT",
    at="Phụ lục I",
    status=Status.ANNOUNCED,
    note="the annex sets the statuses that are shown; it was not read, codes and names are those of several systems",
)
"""Where the codes come from."""


class StatusClock(StrEnum):
    """What the time limit of the agency does while a dossier has a code."""

    NOT_STARTED = "not_started"
    RUNS = "runs"
    WAITS = "waits"
    """Whether it stands still is said by the procedure; the agency waits for the applicant."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class StatusCode:
    """One of the ten codes."""

    code: NationalStatus
    name: LegalText
    clock: StatusClock
    is_final: bool
    """Whether nothing further can happen."""

    trap: LegalText | None = None
    """What other systems mean by the code, where they differ."""

    cite: Citation = STATUS_SOURCE


def _code(
    code: NationalStatus, vi: str, en: str, clock: StatusClock, trap: tuple[str, str] | None = None
) -> StatusCode:
    told = None if trap is None else LegalText(vi=trap[0], en=trap[1])
    is_final = code in {_S.RECEPTION_REFUSED, _S.STOPPED, _S.RETURNED}
    return StatusCode(code, LegalText(vi=vi, en=en), clock, is_final, told)


_CODES: Final = (
    _code(_S.SUBMITTED, "Mới đăng ký", "Submitted", StatusClock.NOT_STARTED),
    _code(
        _S.RECEIVED,
        "Được tiếp nhận",
        "Received",
        StatusClock.RUNS,
        (
            "Chỉ đến khi bắt đầu xử lý; sau đó là 4, kể cả khi hồ sơ đang tạm dừng",
            "Only until work begins; then it is 4, also while a pause lasts",
        ),
    ),
    _code(_S.RECEPTION_REFUSED, "Không được tiếp nhận", "Reception refused", StatusClock.OVER),
    _code(
        _S.PROCESSING,
        "Đang xử lý",
        "In processing",
        StatusClock.RUNS,
        (
            "Tạm dừng vì lý do khác với 5 và 6 vẫn là 4: không mã nào có nghĩa là tạm dừng",
            "A pause for another reason than 5 and 6 stays 4: no code means a pause",
        ),
    ),
    _code(
        _S.AWAITING_SUPPLEMENT,
        "Yêu cầu bổ sung giấy tờ",
        "Supplement requested",
        StatusClock.WAITS,
        (
            "Có hệ thống gửi thành 9 khi đồng bộ; ở đây không bao giờ là kết thúc",
            "Some feeds send it as 9; here it is never an end",
        ),
    ),
    _code(
        _S.AWAITING_PAYMENT,
        "Yêu cầu thực hiện nghĩa vụ tài chính",
        "Payment requested",
        StatusClock.WAITS,
        (
            "Có hệ thống gửi thành 9 khi đồng bộ; khi đồng thời chờ bổ sung thì mã là 5",
            "Some feeds send it as 9; where a supplement is awaited too, the code is 5",
        ),
    ),
    _code(
        _S.WITHDRAWAL_REQUESTED,
        "Công dân yêu cầu rút hồ sơ",
        "Withdrawal requested",
        StatusClock.RUNS,
        (
            "Chưa phải kết thúc: cơ quan tiếp nhận ra thông báo dừng, khi đó là 8",
            "Not an end: the office issues the stop notice, then it is 8",
        ),
    ),
    _code(
        _S.STOPPED,
        "Dừng xử lý",
        "Stopped",
        StatusClock.OVER,
        (
            "Có hệ thống dùng 8 cho tạm dừng; ở đây chỉ là kết thúc: đã dừng theo đề nghị, hoặc đã đóng hồ sơ",
            "Some systems use 8 for a pause; here it is only an end: stopped on request, or closed",
        ),
    ),
    _code(
        _S.DONE,
        "Đã xử lý xong",
        "Processed",
        StatusClock.OVER,
        (
            "Có kết quả, kể cả từ chối giải quyết; kết quả còn chờ trả",
            "There is a result, a refusal on the merits too; it is still to be handed over",
        ),
    ),
    _code(_S.RETURNED, "Đã trả kết quả", "Result returned", StatusClock.OVER),
)

STATUS_CODES: Final[Mapping[NationalStatus, StatusCode]] = {one.code: one for one in _CODES}
"""
The table of codes.

>>> STATUS_CODES[NationalStatus.STOPPED].is_final
True
"""

TRANSITIONS: Final[Mapping[NationalStatus | None, frozenset[NationalStatus]]] = {
    None: frozenset({_S.SUBMITTED}),
    _S.SUBMITTED: frozenset({_S.RECEIVED, _S.RECEPTION_REFUSED, _S.WITHDRAWAL_REQUESTED, _S.STOPPED, _S.DONE}),
    _S.RECEIVED: frozenset(
        {
            _S.PROCESSING,
            _S.AWAITING_SUPPLEMENT,
            _S.AWAITING_PAYMENT,
            _S.WITHDRAWAL_REQUESTED,
            _S.STOPPED,
            _S.DONE,
        }
    ),
    _S.RECEPTION_REFUSED: frozenset(),
    _S.PROCESSING: frozenset(
        {_S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT, _S.WITHDRAWAL_REQUESTED, _S.STOPPED, _S.DONE}
    ),
    _S.AWAITING_SUPPLEMENT: frozenset(
        {_S.PROCESSING, _S.AWAITING_PAYMENT, _S.WITHDRAWAL_REQUESTED, _S.STOPPED, _S.DONE}
    ),
    _S.AWAITING_PAYMENT: frozenset(
        {_S.PROCESSING, _S.AWAITING_SUPPLEMENT, _S.WITHDRAWAL_REQUESTED, _S.STOPPED, _S.DONE}
    ),
    _S.WITHDRAWAL_REQUESTED: frozenset({_S.STOPPED}),
    _S.STOPPED: frozenset(),
    _S.DONE: frozenset({_S.RETURNED, _S.STOPPED}),
    _S.RETURNED: frozenset(),
}
"""What may follow each code; `None` before the first. A processed dossier whose result nobody fetched may be closed."""
