"""
The forms of a one-stop office: their names, and the numbers they have had.

A form is known by its name. The numbers changed between the circulars of 2018
and of 2025, and provinces print both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossierflow.citation import Citation, LegalText, Status

if TYPE_CHECKING:
    from collections.abc import Mapping


class FormKind(StrEnum):
    """Which form."""

    RECEIPT_SLIP = "receipt_slip"
    SUPPLEMENT_REQUEST = "supplement_request"
    REFUSAL_SLIP = "refusal_slip"
    APOLOGY_LETTER = "apology_letter"
    STOP_NOTICE = "stop_notice"
    CONTROL_SLIP = "control_slip"
    DOSSIER_REGISTER = "dossier_register"


@dataclass(frozen=True, slots=True)
class FormRule:
    """One form: its name, what brings it about, and where it stands."""

    kind: FormKind
    title: LegalText
    mark: str
    """What follows the number of the paper; nothing where it was not read."""

    events: tuple[str, ...]
    """Types of the events that bring it about, each a form of its own; none where the whole life does."""

    number_2018: str | None
    """Its number in the circular of 2018."""

    number_2025: str
    """Its number in the circular of 2025."""

    cite: tuple[Citation, ...]


_OLD: Final = Citation(doc="01/2018/TT-VPCP", at="Điều 9")
_LISTED: Final = Citation(
    doc="03/2025/TT-VPCP", at="Phụ lục I", status=Status.ANNOUNCED, note="the list of forms was read at second hand"
)
_FIELDS: Final = Citation(
    doc="3621/QĐ-BYT (24/11/2025)", note="a ministry's decision that prints the fields of the forms of 2025"
)


def _form(
    kind: FormKind,
    title: tuple[str, str],
    mark: str,
    numbers: tuple[str | None, str],
    *events: str,
) -> FormRule:
    old, new = numbers
    fields = () if kind is FormKind.STOP_NOTICE else (_FIELDS,)
    cite = (_LISTED, *fields) if old is None else (_LISTED, *fields, _OLD)
    return FormRule(kind, LegalText(vi=title[0], en=title[1]), mark, events, old, new, cite)


FORMS: Final[Mapping[FormKind, FormRule]] = {
    one.kind: one
    for one in (
        _form(
            FormKind.RECEIPT_SLIP,
            ("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Receipt and appointment slip"),
            "/-TTPVHCC (BPTNTKQ)",
            ("01", "01"),
            "received",
        ),
        _form(
            FormKind.SUPPLEMENT_REQUEST,
            ("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Supplement request"),
            "/PBS-TTPVHCC",
            ("02", "02"),
            "supplement_requested",
        ),
        _form(
            FormKind.REFUSAL_SLIP,
            ("Phiếu từ chối tiếp nhận giải quyết hồ sơ", "Refusal slip"),
            "/PTC-TTPVHCC",
            ("03", "03"),
            "reception_refused",
            "refused",
        ),
        _form(
            FormKind.APOLOGY_LETTER,
            (
                "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
                "Apology and request for more time",
            ),
            "/PXL",
            ("04", "04"),
            "apologised",
        ),
        _form(
            FormKind.STOP_NOTICE,
            ("Thông báo dừng giải quyết hồ sơ", "Stop notice"),
            "",
            (None, "05"),
            "stopped",
        ),
        _form(
            FormKind.CONTROL_SLIP,
            ("Phiếu kiểm soát quá trình giải quyết hồ sơ", "Process control slip"),
            "/PKS",
            ("05", "06"),
        ),
        _form(FormKind.DOSSIER_REGISTER, ("Sổ theo dõi hồ sơ", "Register of dossiers"), "", ("06", "07")),
    )
}
"""Every form by its kind."""
