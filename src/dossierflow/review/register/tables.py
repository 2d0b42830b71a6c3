"""``DF4xx``: decision tables, and the conditions of outcomes."""

from __future__ import annotations

from dossierflow.review.register.entries import both, entry

GAP = entry(
    "DF401",
    "error",
    title=both("A table with a gap", "Bảng còn thiếu trường hợp"),
    why=both("Such a dossier would have no term.", "Hồ sơ như vậy sẽ không có thời hạn."),
    message=both(
        "limit '{limit}': no row fits a dossier with {example}",
        "thời hạn '{limit}': không hàng nào khớp hồ sơ có {example}",
    ),
    fix=both("Add a row for {example}.", "Thêm một hàng cho {example}."),
)
OVERLAP = entry(
    "DF402",
    "error",
    title=both("A table with an overlap", "Bảng có hai hàng trùng nhau"),
    why=both("Such a dossier would have two terms.", "Hồ sơ như vậy sẽ có hai thời hạn."),
    message=both(
        "limit '{limit}': rows {first} and {second} both fit a dossier with {example}",
        "thời hạn '{limit}': hàng {first} và hàng {second} cùng khớp hồ sơ có {example}",
    ),
    fix=both("Narrow one of the two rows.", "Thu hẹp một trong hai hàng."),
)
DEAD_ROW = entry(
    "DF403",
    "error",
    title=both("A row that is never needed", "Hàng không bao giờ dùng tới"),
    why=both(
        "A case that the law names is decided by another row, or by none.",
        "Một trường hợp pháp luật nêu lại do hàng khác quyết định, hoặc không hàng nào.",
    ),
    message=both(
        "limit '{limit}': row {row} is never needed; {reason}",
        "thời hạn '{limit}': hàng {row} không bao giờ dùng tới; {reason}",
    ),
    fix=both("Remove row {row}, or correct its 'when'.", "Bỏ hàng {row}, hoặc sửa 'when' của hàng đó."),
)
TOO_LARGE = entry(
    "DF404",
    "error",
    title=both("A table too large to examine", "Bảng quá lớn để kiểm tra"),
    why=both(
        "Nobody can tell whether it has gaps.",
        "Không ai biết bảng có thiếu trường hợp hay không.",
    ),
    message=both(
        "limit '{limit}': the table has {cells} combinations of facts, too many to examine",
        "thời hạn '{limit}': bảng có {cells} tổ hợp dữ kiện, quá nhiều để kiểm tra",
    ),
    fix=both(
        "Split the limit into several with 'when', or use fewer facts.",
        "Tách thời hạn thành nhiều thời hạn bằng 'when', hoặc dùng ít dữ kiện hơn.",
    ),
)
NO_OUTCOME = entry(
    "DF405",
    "warning",
    title=both("A step without an outcome for some dossiers", "Bước không có kết quả xử lý cho một số hồ sơ"),
    why=both(
        "Such a dossier comes to the step and cannot leave it.",
        "Hồ sơ như vậy vào bước này rồi không ra được.",
    ),
    message=both(
        "step '{step}': no action is open to a dossier with {example}",
        "bước '{step}': hồ sơ có {example} không có kết quả xử lý nào được phép",
    ),
    fix=both(
        "Widen the 'when' of an action, or add an action for {example}.",
        "Mở rộng 'when' của một kết quả xử lý, hoặc thêm kết quả cho {example}.",
    ),
)

KINDS = (GAP, OVERLAP, DEAD_ROW, TOO_LARGE, NO_OUTCOME)
