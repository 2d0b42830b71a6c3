"""``DF1xx``: files that cannot be read as what they should be."""

from __future__ import annotations

from dossierflow.review.register.entries import both, entry

_NOT_RUN = both(
    "A file that cannot be read gives no deadline to anybody; what it was meant to say is not guessed.",
    "Tệp không đọc được thì không tính được thời hạn cho ai; phần mềm không đoán thay người soạn.",
)
_SAID = both("{message}", "nội dung này không dùng được ({message})")

UNREADABLE = entry(
    "DF101",
    "error",
    title=both("The file is not plain YAML", "Tệp không phải YAML đơn giản"),
    why=_NOT_RUN,
    message=both("the file cannot be read: {message}", "không đọc được tệp ({message})"),
    fix=both(
        "Write 'key: value' lines in UTF-8, with spaces for indentation and each key once.",
        "Viết từng dòng 'khóa: giá trị' bằng UTF-8, thụt lề bằng dấu cách, mỗi khóa một lần.",
    ),
)
UNKNOWN_KEY = entry(
    "DF102",
    "error",
    title=both("Unknown key", "Khóa không có trong mẫu"),
    why=both(
        "A misspelt key would be a rule that silently does not hold.",
        "Khóa viết sai chính tả là một quy tắc bị bỏ qua mà không ai biết.",
    ),
    message=_SAID,
    fix=both(
        "Use one of the keys of the reference page of procedure files, or remove the line.",
        "Dùng đúng khóa nêu trong trang tham chiếu về tệp thủ tục, hoặc bỏ dòng này.",
    ),
)
WRONG_VALUE = entry(
    "DF103",
    "error",
    title=both("A value of the wrong form", "Giá trị sai dạng"),
    why=_NOT_RUN,
    message=_SAID,
    fix=both(
        "Write the value in the form that the sentence names.",
        "Viết lại giá trị theo dạng mà thông báo nêu.",
    ),
)
MISSING_KEY = entry(
    "DF104",
    "error",
    title=both("A key is missing", "Thiếu khóa bắt buộc"),
    why=both(
        "Nothing has a hidden default: what the law decides must be written down.",
        "Không có giá trị ngầm định: điều pháp luật quyết định phải được ghi ra.",
    ),
    message=both("{field}: the key is missing", "{field}: thiếu khóa này"),
    fix=both("Add {field} with its source.", "Bổ sung {field} kèm căn cứ."),
)
CONTRADICTION = entry(
    "DF105",
    "error",
    title=both("The file contradicts itself", "Tệp tự mâu thuẫn"),
    why=both(
        "A name that does not exist, or a value that does not fit another, would stop a dossier half way.",
        "Tên không tồn tại, hoặc giá trị không khớp nhau, sẽ làm hồ sơ mắc lại giữa chừng.",
    ),
    message=_SAID,
    fix=both("Correct one of the two places.", "Sửa một trong hai chỗ cho khớp."),
)

KINDS = (UNREADABLE, UNKNOWN_KEY, WRONG_VALUE, MISSING_KEY, CONTRADICTION)
