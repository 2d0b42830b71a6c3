"""
The words that decide: units, cues, exclusions, events.

Phrases are in lower case and in NFC. A word that is missing here is not read,
which is safe; a word that is wrong here is read wrongly, which is not.
"""

from __future__ import annotations

from dossierflow.deadlines.term import Unit
from dossierflow.deadlines.words.phrases import Phrases

UNITS: dict[str, Unit] = {
    "ngày làm việc": Unit.WORKING_DAY,
    "ngày ( làm việc )": Unit.WORKING_DAY,
    "working day": Unit.WORKING_DAY,
    "working days": Unit.WORKING_DAY,
    "business day": Unit.WORKING_DAY,
    "business days": Unit.WORKING_DAY,
    "ngày": Unit.DAY,
    "ngày lịch": Unit.DAY,
    "ngày dương lịch": Unit.DAY,
    "ngày liên tục": Unit.DAY,
    "ngày liên tiếp": Unit.DAY,
    "day": Unit.DAY,
    "days": Unit.DAY,
    "calendar day": Unit.DAY,
    "calendar days": Unit.DAY,
    "consecutive days": Unit.DAY,
    "tuần": Unit.WEEK,
    "tuần lễ": Unit.WEEK,
    "week": Unit.WEEK,
    "weeks": Unit.WEEK,
    "tháng": Unit.MONTH,
    "month": Unit.MONTH,
    "months": Unit.MONTH,
    "calendar month": Unit.MONTH,
    "calendar months": Unit.MONTH,
    "năm": Unit.YEAR,
    "year": Unit.YEAR,
    "years": Unit.YEAR,
    "giờ làm việc": Unit.WORKING_HOUR,
    "giờ hành chính": Unit.WORKING_HOUR,
    "giờ ( làm việc )": Unit.WORKING_HOUR,
    "working hour": Unit.WORKING_HOUR,
    "working hours": Unit.WORKING_HOUR,
    "business hours": Unit.WORKING_HOUR,
    "giờ": Unit.HOUR,
    "giờ đồng hồ": Unit.HOUR,
    "giờ liên tục": Unit.HOUR,
    "h": Unit.HOUR,
    "hour": Unit.HOUR,
    "hours": Unit.HOUR,
    "phút": Unit.MINUTE,
    "minute": Unit.MINUTE,
    "minutes": Unit.MINUTE,
}
UNIT_PHRASES = Phrases(*UNITS)
SETTLED_HOURS = Phrases("giờ đồng hồ", "giờ liên tục", "hour", "hours")
"""Hours that cannot be meant as office hours."""

FOREIGN_UNITS = Phrases("buổi", "quý", "giây", "thế kỷ", "thập kỷ", "quarter", "quarters", "second", "seconds")
"""Lengths of time whose size the words leave open or that no limit is counted in."""

COUNTED_THINGS = Phrases("lần", "bộ", "bản", "tuổi", "tháng tuổi", "ngày tuổi", "năm tuổi", "times", "copies")
MONEY = Phrases("đồng", "vnđ", "vnd", "usd", "đô", "euro", "eur", "nghìn", "ngàn", "triệu", "tỷ", "tỉ")
NUMBERED_THINGS = Phrases(
    "điều", "khoản", "mục", "chương", "phần", "phụ lục", "mẫu", "số", "mẫu số", "biểu", "nhóm", "bước", "đợt", "lần",
    "article", "clause", "form",
)  # fmt: skip
ORDINAL = Phrases("thứ")
DOCUMENT_KINDS = frozenset({"nđ", "qđ", "tt", "nq", "ct", "qh", "vbhn", "ttlt", "hd", "cv", "tb", "ttg", "ubnd"})

CLAUSE_ENDS = frozenset(".;()")

# Directly before an amount: these say by themselves that it limits an act.
STRONG_CUES = Phrases(
    "trong thời hạn", "trong vòng", "trong thời gian", "trong khoảng thời gian", "sau thời hạn", "quá thời hạn",
    "hết thời hạn", "within", "within a period of", "in",
)  # fmt: skip
AT_MOST = Phrases(
    "không quá", "tối đa", "tối đa là", "tối đa không quá", "chậm nhất", "chậm nhất là", "muộn nhất", "muộn nhất là",
    "không muộn hơn", "không chậm quá", "không vượt quá", "không được quá", "≤", "at most", "no later than",
    "not later than", "no more than", "not more than", "not exceeding", "a maximum of", "maximum", "up to",
)  # fmt: skip
AT_LEAST = Phrases("ít nhất", "ít nhất là", "tối thiểu", "tối thiểu là", "không ít hơn", "không dưới", "at least")
APPROXIMATE = Phrases(
    "khoảng", "dự kiến", "ước tính", "ước chừng", "trung bình", "about", "approximately", "around", "estimated",
    "expected", "usually", "on average",
)  # fmt: skip
AFTER = Phrases("sau", "quá", "hết", "sau thời hạn", "quá thời hạn", "hết thời hạn", "after")
BEFORE = Phrases("trước", "before")
ADDED = Phrases("tăng thêm", "cộng thêm", "gia hạn thêm", "kéo dài thêm", "gia hạn", "kéo dài", "thêm")
PLAIN_CUES = Phrases("trong", "còn", "giải quyết", "xử lý", "thực hiện", "trả kết quả")

LABELS = Phrases(
    "thời hạn", "thời gian", "thời hiệu", "thời hạn là", "thời gian là", "time limit", "hẹn", "trực tiếp", "trực tuyến",
    "dịch vụ bưu chính", "dịch vụ bưu chính công ích", "tổng cộng", "tổng thời gian", "processing time",
)  # fmt: skip
ACTS = Phrases(
    "giải quyết", "xử lý", "thực hiện", "thẩm định", "xác minh", "kiểm tra", "trả kết quả", "trả lời", "cấp",
    "xem xét", "thông báo", "bổ sung", "sửa đổi", "phê duyệt", "gửi",
    "có văn bản", "tiếp nhận", "chấp thuận", "nộp", "hoàn thành", "khiếu nại", "decide", "decided", "issue", "issued",
    "nhận kết quả", "duyệt", "ký", "ký duyệt", "đóng dấu", "phát hành", "thẩm tra", "tham mưu", "trình",
    "reply", "replies", "respond", "responds", "notify", "process", "processed", "return", "returned", "submit",
    "decision", "answer",
)  # fmt: skip
DUTIES = Phrases("phải", "có trách nhiệm", "cần", "có nghĩa vụ", "shall", "must", "will", "has to", "have to", "is to")
"""Words that make somebody do something."""

DONE = frozenset({"được", "đã", "bị"})
"""Before an act these make it one that is over: *ảnh được cấp không quá 10 ngày* is the age of a paper."""

IDLE = Phrases(
    "mà không", "mà chưa", "mà vẫn", "nhưng không", "nhưng chưa", "without a reply", "no reply", "no response"
)
"""After an amount these say that nothing happens in it."""

IF = frozenset({"nếu", "if", "where", "khi"})
IF_NOT = Phrases("trường hợp không", "trường hợp chưa", "trong trường hợp không")
NOT = frozenset({"không", "chưa", "not", "no"})
OVERDUE = Phrases("quá", "quá thời hạn", "quá hạn")
START_DAY = Phrases(
    "kể cả ngày", "tính cả ngày", "bao gồm cả ngày", "bao gồm ngày", "gồm cả ngày", "including the day",
    "inclusive of the day",
)  # fmt: skip
"""The day of the event is one of the days, which a plain amount does not say."""
REDUCTIONS = Phrases("giảm", "bớt", "rút ngắn", "cắt giảm", "giảm bớt", "sớm hơn", "reduced by")

LENGTHENED = Phrases(
    "gia hạn", "tăng thêm", "cộng thêm", "kéo dài thêm", "có thể kéo dài", "được kéo dài", "extended", "extension",
)  # fmt: skip
EXTENSION = Phrases("gia hạn", "kéo dài", "tăng thêm", "cộng thêm", "extended", "extension")
PARTS = Phrases("trong đó", "bao gồm", "gồm", "of which")
EQUAL_TO = Phrases("tương đương", "tương đương với", "tức", "tức là", "bằng", "hay")
NOT_COUNTED = Phrases(
    "không tính", "không bao gồm", "không kể", "chưa tính", "không được tính", "chưa bao gồm", "not counted",
    "not counting", "excluding",
)  # fmt: skip
CONDITIONS = Phrases("đối với", "trường hợp", "nếu", "riêng", "tuỳ", "tùy", "từ đủ", "if", "in case", "where")
OTHER_LAW = Phrases("hoặc theo", "trừ trường hợp", "pháp luật có quy định khác", "quy định khác", "unless")
IMMEDIATELY = Phrases("ngay", "ngay lập tức", "immediately", "forthwith")
AT_ONCE_LINKS = frozenset({"sau", "từ", "trong", "cả", "tại"})
"""Words after which *ngay* is no "immediately": "ngay sau khi", "ngay trong ngày", "ngay cả"."""
RESTART = Phrases("tính lại từ đầu", "tính lại")
NOT_STATED = Phrases(
    "không có thông tin", "không quy định", "chưa quy định", "không xác định", "không có quy định", "not stated",
    "theo quy định của pháp luật",
)  # fmt: skip

SAME_DAY = Phrases(
    "ngay trong ngày làm việc", "ngay trong ngày", "trong cùng ngày", "trong ngày làm việc", "trong ngày",
)  # fmt: skip
SAME_DAY_ENGLISH = Phrases("same day", "the same day", "same working day", "on the same day", "on the same working day")
NEXT_DAY = Phrases(
    "ngày làm việc tiếp theo", "ngày làm việc kế tiếp", "ngày làm việc liền kề", "ngày làm việc sau", "ngày hôm sau",
    "ngày tiếp theo", "ngày kế tiếp", "next working day",
)  # fmt: skip
DAYS_OFF = Phrases(
    "ngày nghỉ", "ngày lễ", "nghỉ lễ", "lễ tết", "lễ , tết", "thứ bảy", "thứ 7", "chủ nhật", "nghỉ tết", "weekend",
    "weekends", "holiday", "holidays", "saturdays", "sundays",
)  # fmt: skip
UNBOUNDED = Phrases("trở lên", "trở xuống", "trở đi", "hoặc hơn", "hoặc lâu hơn", "or more", "or longer")
RATES = Phrases("mỗi", "mỗi một", "hàng", "hằng", "per", "each", "every")
NOT_LIMITS = Phrases(
    "có giá trị", "giá trị sử dụng", "hiệu lực", "có thời hạn", "thời hạn sử dụng", "thời hạn hiệu lực", "hạn dùng",
    "thời hạn của", "thời hạn thuê", "thời hạn vay", "thời hạn hợp đồng", "thời hạn tạm trú", "thời hạn cư trú",
    "thời hạn giấy phép", "thời hạn thẻ", "thời hạn thị thực", "thời hạn lao động", "lưu trữ",
    "lưu giữ", "bảo hành", "lưu hành",
    "phạt tù", "kinh nghiệm", "thâm niên", "valid for", "validity", "bãi bỏ", "hủy bỏ", "huỷ bỏ", "không áp dụng",
    "thời gian học", "thời gian nghỉ", "thời gian lưu", "thời gian thử việc", "thời gian làm việc",
    "thời gian công tác", "thời gian bảo quản", "thời gian tập huấn", "thời gian đào tạo", "thời gian tham gia",
    "thời gian đóng", "thời gian thi", "thời gian cách ly", "thời gian điều trị",
    "not applicable", "does not apply", "do not apply", "repealed",
)  # fmt: skip

MAY_FOLLOW = Phrases(
    "kể từ", "tính từ", "từ ngày", "từ khi", "từ lúc", "từ thời điểm", "sau khi", "sau ngày", "ngay sau khi", "kể",
    "đối với", "trong đó", "trong trường hợp", "thì", "và", "để", "cho", "theo", "trước ngày", "trước khi",
    "trước thời điểm", "nếu", "hoặc theo", "mà", "phải", "tiếp theo", "kế tiếp", "cơ quan", "cơ sở", "công chức",
    "cán bộ", "người", "tổ chức", "cá nhân", "ủy ban", "uỷ ban", "sở", "bộ", "chủ tịch", "trung tâm", "phòng",
    "doanh nghiệp", "ngân hàng", "tại", "ở", "trường hợp", "khi", "bao gồm", "gồm", "không tính", "không bao gồm",
    "không kể", "chưa tính", "có thể", "được", "from", "after", "of receipt", "of the", "of receiving", "of filing",
    "of submission", "of payment", "of acceptance", "upon", "following", "since", "for", "before", "prior to", "if",
    "to", "counted", "starting", "where",
)  # fmt: skip
ITEMS = Phrases("hồ sơ", "bộ", "trường hợp", "thẻ", "vụ", "người", "bản", "lượt", "dossier", "case")
