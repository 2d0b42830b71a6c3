"""``DF6xx``: what the law leaves open, and how it was settled."""

from __future__ import annotations

from dossierflow.citation import Citation
from dossierflow.review.register.entries import both, entry

UNSTATED_CLOCK = entry(
    "DF601",
    "note",
    title=both("The law does not say what happens to the clock", "Pháp luật không nói thời hạn tính thế nào"),
    why=both(
        "A local choice decides the due date; whoever defends the date must know that it is one.",
        "Hạn trả kết quả do một lựa chọn của địa phương quyết định; người bảo vệ ngày hẹn cần biết điều đó.",
    ),
    message=both(
        "the law does not say what a supplement does to '{limit}'; the file settles it as '{model}': {reason}",
        "pháp luật không nói việc bổ sung hồ sơ ảnh hưởng thế nào đến '{limit}'; tệp này chọn '{model}': {reason}",
    ),
    fix=both(
        "Nothing to do; review the choice when the law or its guidance speaks.",
        "Không cần sửa; xem lại lựa chọn khi pháp luật hoặc văn bản hướng dẫn có quy định.",
    ),
)
MONTH_END = entry(
    "DF602",
    "note",
    title=both("A term in months that starts late in a month", "Thời hạn tính theo tháng bắt đầu vào cuối tháng"),
    why=both(
        "Not every month has a 29th, 30th or 31st; the corresponding day may not exist.",
        "Không phải tháng nào cũng có ngày 29, 30, 31; ngày tương ứng có thể không tồn tại.",
    ),
    message=both(
        "{field}: {term} from {examples} has no corresponding day; {settled}",
        "{field}: {term} kể từ {examples} không có ngày tương ứng; {settled}",
    ),
    fix=both(
        "Nothing to do where the last day of the month is meant; otherwise override 'month_end' with its source.",
        "Không cần sửa nếu hiểu là ngày cuối tháng; nếu không, ghi 'month_end' khác kèm căn cứ.",
    ),
    cite=(Citation(doc="Bộ luật Dân sự 2015", at="Điều 148 khoản 3"),),
)
BROKEN_MONTHS = entry(
    "DF603",
    "note",
    title=both("A term in months that can stand still", "Thời hạn tính theo tháng có thể bị tạm dừng"),
    why=both(
        "A month that is interrupted has no corresponding day; it becomes a number of days.",
        "Tháng bị ngắt quãng không có ngày tương ứng; nó được quy ra số ngày.",
    ),
    message=both(
        "{field}: {term} can stand still ({causes}); {settled}",
        "{field}: {term} có thể bị tạm dừng ({causes}); {settled}",
    ),
    fix=both(
        "Nothing to do where a month of thirty days is meant; otherwise override 'broken_term' with its source.",
        "Không cần sửa nếu hiểu một tháng là ba mươi ngày; nếu không, ghi 'broken_term' khác kèm căn cứ.",
    ),
    cite=(Citation(doc="Bộ luật Dân sự 2015", at="Điều 146 khoản 1"),),
)
MIXED_UNITS = entry(
    "DF604",
    "note",
    title=both("Two units in one chain", "Hai đơn vị trong cùng một chuỗi thời hạn"),
    why=both(
        "Working days and days do not convert: around holidays the part can outlast the whole.",
        "Ngày làm việc và ngày không quy đổi được: gần dịp nghỉ lễ, phần có thể dài hơn toàn bộ.",
    ),
    message=both(
        "{field} is counted in {unit} ({term}), '{other}' in {other_unit} ({other_term})",
        "{field} tính theo {unit} ({term}), còn '{other}' tính theo {other_unit} ({other_term})",
    ),
    fix=both(
        "Nothing to do where the law says so; check that the part fits on every day of the calendar.",
        "Không cần sửa nếu pháp luật quy định như vậy; nên kiểm tra phần có vừa với mọi ngày trong lịch không.",
    ),
)
BEYOND_CALENDAR = entry(
    "DF605",
    "note",
    title=both("Due dates beyond the decided calendar", "Hạn rơi ngoài lịch đã công bố"),
    why=both(
        "Holidays after that day are not decided yet; such due dates are provisional.",
        "Ngày nghỉ sau ngày đó chưa được quyết định; các hạn như vậy chỉ là tạm tính.",
    ),
    message=both(
        "what starts on {first} or later may end after {until}, the last decided day: '{limit}' ({term}) would end on "
        "{due}",
        "thời hạn bắt đầu từ ngày {first} trở đi có thể kết thúc sau {until}, ngày cuối cùng đã công bố: '{limit}' "
        "({term}) sẽ hết vào {due}",
    ),
    fix=both(
        "Load the schedule of the next year as soon as it is announced, and revise open deadlines.",
        "Nạp lịch nghỉ năm sau ngay khi được công bố và rà lại các hạn đang mở.",
    ),
)

KINDS = (UNSTATED_CLOCK, MONTH_END, BROKEN_MONTHS, MIXED_UNITS, BEYOND_CALENDAR)
