"""
What stands where on each form, written once for both kinds of template.

The templates that ship with the library are made from these by
``tools/form_templates.py`` and kept beside this file; an office that wants its
own opens a copy of the Word file, changes it, and names its folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from dossierflow.onestop.forms.kinds import FormKind

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph: a label, and the value under a name."""

    label: str
    value: str = ""
    when: str = ""
    """Only where this value is not empty."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A numbered list of the values under a name."""

    label: str
    values: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table: a heading, the name in the row, and the width in millimetres of each column."""

    rows: str
    columns: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signs, on the left and on the right, and the name printed under each."""

    left: tuple[str, str]
    right: tuple[str, str]


Part: TypeAlias = "Said | Listed | Ruled | Signed"


@dataclass(frozen=True, slots=True)
class Layout:
    """One form."""

    parts: tuple[Part, ...]
    is_letter: bool = True
    """Whether it is dated and numbered."""

    landscape: bool = False


_WHOSE: Final = (
    Said("Tổ chức, cá nhân:", "applicant"),
    Said("Số định danh cá nhân/tổ chức:", "applicant_id"),
    Said("Địa chỉ:", "address"),
    Said("Số điện thoại:", "phone"),
    Said("Email:", "email"),
)
_CODE: Final = Said("Mã hồ sơ:", "code")
_COUNTER: Final = Signed(
    ("NGƯỜI NỘP HỒ SƠ (ký, ghi rõ họ tên)", "applicant"), ("NGƯỜI TIẾP NHẬN HỒ SƠ (ký, ghi rõ họ tên)", "receiver")
)

LAYOUTS: Final[Mapping[FormKind, Layout]] = {
    FormKind.RECEIPT_SLIP: Layout(
        (
            _CODE,
            Said("Cơ quan tiếp nhận:", "agency"),
            Said("Tiếp nhận hồ sơ của:"),
            *_WHOSE,
            Listed("Người ủy quyền:", "authorised"),
            Said("Nội dung yêu cầu giải quyết:", "content"),
            Listed("Thành phần hồ sơ nộp gồm:", "components"),
            Said("Số lượng hồ sơ (bộ):", "sets"),
            Said("Thời gian giải quyết hồ sơ theo quy định:", "term"),
            Said("Thời gian nhận hồ sơ:", "received_at"),
            Said("Thời gian trả kết quả giải quyết hồ sơ:", "result_at"),
            Said("Nơi nhận kết quả:", "result_place"),
            Said("Vào Sổ theo dõi hồ sơ:", "register"),
            _COUNTER,
        )
    ),
    FormKind.SUPPLEMENT_REQUEST: Layout(
        (
            _CODE,
            Said("Hồ sơ của:"),
            *_WHOSE,
            Said("Nội dung yêu cầu giải quyết:", "content"),
            Listed("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:", "items"),
            Said("Lý do:", "reason"),
            Said("Hoàn thiện hồ sơ đến hết ngày:", "until"),
            Said("Trong quá trình hoàn thiện, nếu có vướng mắc, liên hệ:", "receiver"),
            Said("Số điện thoại liên hệ:", "office_phone"),
            Signed(("", ""), ("NGƯỜI HƯỚNG DẪN (ký, ghi rõ họ tên)", "receiver")),
        )
    ),
    FormKind.REFUSAL_SLIP: Layout(
        (
            _CODE,
            Said("Hồ sơ của:"),
            *_WHOSE,
            Said("Nội dung yêu cầu giải quyết:", "content"),
            Said("Bước từ chối:", "stage"),
            Said("Hồ sơ không được chấp nhận với lý do cụ thể như sau:", "reason"),
            _COUNTER,
        )
    ),
    FormKind.APOLOGY_LETTER: Layout(
        (
            Said("Kính gửi:", "applicant"),
            Said("Số định danh cá nhân/tổ chức:", "applicant_id"),
            Said("Địa chỉ:", "address"),
            _CODE,
            Said("Thủ tục:", "procedure"),
            Said("Cơ quan đã tiếp nhận hồ sơ lúc:", "received_on"),
            Said("Thời gian hẹn trả kết quả:", "appointed_at"),
            Said("Đến nay chưa trả được kết quả đúng hẹn. Lý do:", "reason"),
            Said("Cơ quan xin lỗi tổ chức, cá nhân vì sự chậm trễ này."),
            Said("Đề nghị gia hạn và hẹn lại thời gian trả kết quả vào:", "new_at", when="new_at"),
            Signed(("", ""), ("THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ:", "head")),
            Said("Chức vụ người ký:", "head_title"),
        )
    ),
    FormKind.STOP_NOTICE: Layout(
        (
            _CODE,
            Said("Kính gửi:"),
            *_WHOSE,
            Said("Thủ tục:", "procedure"),
            Said("Đề nghị dừng nhận lúc:", "asked_at"),
            Said("Giai đoạn giải quyết khi có đề nghị:", "stage"),
            Said("Dừng giải quyết hồ sơ kể từ:", "stopped_at"),
            Said("Lý do:", "reason"),
            Said("Phí, lệ phí đã nộp:", "fees"),
            Signed(("", ""), ("NGƯỜI TIẾP NHẬN (ký, ghi rõ họ tên)", "receiver")),
        )
    ),
    FormKind.CONTROL_SLIP: Layout(
        (
            _CODE,
            Said("Thủ tục:", "procedure"),
            Said("Cơ quan giải quyết:", "solver"),
            Said("Cơ quan phối hợp:", "partners"),
            Said("Nhận hồ sơ lúc:", "received_at"),
            Said("Hẹn trả kết quả:", "result_at"),
            Ruled(
                "rows",
                (
                    ("Tên đơn vị", "unit", 38),
                    ("Công việc", "what", 38),
                    ("Thời gian giao", "since", 34),
                    ("Thời gian nhận lại", "until", 34),
                    ("Người giao", "giver", 28),
                    ("Người nhận", "receiver", 28),
                    ("Kết quả", "result", 24),
                    ("Ghi chú", "note", 33),
                ),
            ),
            Said("Kết quả do bên nhận ghi khi nhận bàn giao: trước hạn, đúng hạn hoặc quá hạn."),
        ),
        landscape=True,
    ),
    FormKind.DOSSIER_REGISTER: Layout(
        (
            Said("Năm:", "year"),
            Ruled(
                "rows",
                (
                    ("STT", "number", 10),
                    ("Mã hồ sơ", "code", 32),
                    ("Tên thủ tục hành chính", "procedure", 38),
                    ("Tổ chức, cá nhân", "applicant", 28),
                    ("Địa chỉ, số điện thoại", "contact", 30),
                    ("Cơ quan chủ trì giải quyết", "solver", 26),
                    ("Nhận hồ sơ", "received", 22),
                    ("Hẹn trả kết quả", "appointed", 22),
                    ("Trả kết quả", "returned", 22),
                    ("Phương thức nhận", "channel", 16),
                    ("Ký nhận", "signature", 11),
                ),
            ),
        ),
        is_letter=False,
        landscape=True,
    ),
}
"""Every form."""
