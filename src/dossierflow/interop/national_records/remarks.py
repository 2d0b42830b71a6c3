"""What the importer of national records has to say, in both languages, one sentence for each kind of remark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.interop.drafts import Remark

if TYPE_CHECKING:
    from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    "no_code": ("Bản ghi không có mã thủ tục.", "The record has no code of the procedure."),
    "no_name": ("Bản ghi không có tên thủ tục.", "The record has no name of the procedure."),
    "no_date": (
        "Bản ghi không nêu ngày có hiệu lực; hãy tra quyết định công bố và ghi vào version và effective.",
        "The record states no date of effect; look it up in the decision and write it under version and effective.",
    ),
    "no_agency": (
        "Bản ghi không nêu cơ quan thực hiện; hãy ghi tên cơ quan.",
        "The record names no agency that carries the procedure out; name it.",
    ),
    "no_result": (
        "Bản ghi không nêu kết quả; hãy ghi tên giấy tờ mà người nộp nhận được.",
        "The record names no result; name the paper that the applicant receives.",
    ),
    "no_channels": (
        "Không đọc được cách thức nộp nào; hãy ghi các cách thức nộp.",
        "No way to file could be read; state the channels.",
    ),
    "no_limit": (
        "Không có thời hạn nào đọc được; hãy tra văn bản và ghi thời hạn.",
        "No time limit could be read; look it up in the law and state it.",
    ),
    "no_unit": (
        "Con số không có đơn vị nên không đọc thành thời hạn: có thể là ngày, ngày làm việc hoặc giờ.",
        "The number has no unit and is not read as a limit: it may be days, working days or hours.",
    ),
    "run_together": (
        "Thời hạn và phí dính liền nhau, không tách được; không đọc cả hai.",
        "Limit and fee stand together and cannot be told apart; neither is read.",
    ),
    "unread_limit": (
        "Không đọc được thời hạn này.",
        "This limit could not be read.",
    ),
    "ambiguous_hours": (
        "'Giờ' có thể là giờ làm việc hoặc giờ liên tục; dự thảo ghi giờ liên tục, hãy kiểm tra.",
        "'Giờ' may mean office hours or hours on end; the draft says hours on end, check it.",
    ),
    "limits_differ": (
        "Cùng một cách thức nộp có nhiều thời hạn theo trường hợp; hãy khai báo dữ kiện phân biệt và lập bảng.",
        "One way to file has several limits, by case; declare the fact that tells the cases apart and write a table.",
    ),
    "channels_differ": (
        "Thời hạn khác nhau theo cách thức nộp; hãy kiểm tra có đúng chủ ý không.",
        "The limit differs by way of filing; check whether that is meant.",
    ),
    "contradiction": (
        "Phần mô tả nêu thời hạn khác với cột Thời gian; dự thảo theo cột, hãy kiểm tra văn bản.",
        "The description states another limit than the column; the draft follows the column, check the law.",
    ),
    "from_description": (
        "Cột Thời gian để trống; thời hạn được đọc từ phần mô tả.",
        "The column is empty; the limit was read from the description.",
    ),
    "description_unread": (
        "Phần mô tả có nói về thời hạn mà dự thảo không ghi; hãy đọc và bổ sung.",
        "The description speaks of time in words that the draft does not say; read them and add what they require.",
    ),
    "channels_unread": (
        "Phần này của bảng cách thức thực hiện không thuộc dòng nào đọc được.",
        "This part of the table of channels belongs to no row that could be read.",
    ),
    "steps_unread": (
        "Trình tự thực hiện không tách được thành các bước của cơ quan; dự thảo chỉ có một bước giải quyết.",
        "The text of the steps could not be split into the agency's steps; the draft has a single step.",
    ),
    "limit_in_steps": (
        "Trình tự thực hiện có nêu thời hạn; dự thảo chưa ghi thành thời hạn của bước.",
        "The text of the steps states a limit that the draft does not give to a step.",
    ),
    "supplement": (
        "Trình tự có nói đến bổ sung hồ sơ; dự thảo chưa ghi: hãy nêu số lần, thời hạn và cách tính lại thời gian.",
        "The text speaks of completing the dossier; state how often, until when, and what it does to the clock.",
    ),
    "consulted": (
        "Có cơ quan phối hợp; dự thảo chưa ghi việc lấy ý kiến: hãy nêu thời hạn trả lời và ý nghĩa của im lặng.",
        "Other agencies take part; the draft has no consultation: state the time to answer and what silence means.",
    ),
    "basis_unread": (
        "Không rõ số hiệu văn bản bắt đầu hoặc kết thúc ở đâu; hãy ghi lại số hiệu.",
        "It is not clear where the number of the document begins or ends; write it again.",
    ),
    "untranslated": (
        "Bản ghi chỉ có tiếng Việt; các tên tiếng Anh trong dự thảo là bản sao.",
        "The record is in Vietnamese only; English names in the draft are copies.",
    ),
    "unknown_key": (
        "Trường này không thuộc dạng bản ghi đã biết và không được đọc.",
        "This field is not one of the known record and was not read.",
    ),
    "mended": (
        "Đã bỏ thẻ định dạng hoặc ký tự vô hình trong trường này.",
        "Mark-up or characters that nobody sees were taken out of this field.",
    ),
}  # fmt: skip
"""Code of a remark, and its sentence in Vietnamese and in English."""

NOTES = frozenset({"mended", "untranslated", "from_description"})
"""Remarks that tell how something was taken and ask for nothing."""


def remark(code: str, place: str, quote: str = "") -> Remark:
    """Return the remark of *code* about *quote*, which stands at *place*."""
    vi, en = MESSAGES[code]
    return Remark(code=code, place=place, quote=quote, message=LegalText(vi=vi, en=en))
