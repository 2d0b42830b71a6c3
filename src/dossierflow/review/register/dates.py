"""``DF2xx``: citations, dates of effect, and the line of versions."""

from __future__ import annotations

from dossierflow.review.register.entries import both, entry

MISSING_CITATION = entry(
    "DF201",
    "error",
    title=both("A rule without a citation", "Quy tắc không có căn cứ"),
    why=both(
        "An applicant who is refused, and an officer who is late, must be shown the article.",
        "Người bị từ chối và công chức bị coi là trễ hạn đều phải được chỉ rõ điều khoản.",
    ),
    message=both("{field}: nothing says where this rule comes from", "{field}: không nêu căn cứ của quy tắc này"),
    fix=both(
        "Add 'cite' with the document and its article, clause and point.",
        "Bổ sung 'cite' gồm số văn bản và điều, khoản, điểm.",
    ),
)
NO_ARTICLE = entry(
    "DF202",
    "warning",
    title=both("A citation without an article", "Căn cứ không nêu điều khoản"),
    why=both(
        "Nobody can check a time limit against a whole decree.",
        "Không ai đối chiếu được một thời hạn với cả một nghị định.",
    ),
    message=both(
        "{docs} is cited without an article ({count} place(s), the first is {field})",
        "viện dẫn {docs} mà không nêu điều, khoản ({count} chỗ, chỗ đầu là {field})",
    ),
    fix=both(
        "Add 'at' (article, clause, point); where it is not known, a 'note' that says how the rule was read.",
        "Bổ sung 'at' (điều, khoản, điểm); nếu chưa biết thì ghi 'note' cho biết đọc được từ đâu.",
    ),
)
NOT_READ = entry(
    "DF203",
    "warning",
    title=both("The text has not been read", "Chưa đọc được nguyên văn"),
    why=both(
        "A rule that nobody has read may be wrong; every explanation built on it says so.",
        "Quy tắc chưa ai đọc nguyên văn có thể sai; mọi lời giải thích dựa vào nó đều ghi rõ điều đó.",
    ),
    message=both(
        "{doc} is marked '{status}' ({count} place(s), the first is {field}); its text has not been read",
        "{doc} đang ghi '{status}' ({count} chỗ, chỗ đầu là {field}); chưa đọc nguyên văn",
    ),
    fix=both(
        "Read the text, correct the rule where it differs, and set the status to 'enacted'.",
        "Đọc nguyên văn, sửa quy tắc nếu khác, rồi đổi trạng thái thành 'enacted'.",
    ),
)
VERSION_GAP = entry(
    "DF204",
    "warning",
    title=both("Days without a version in force", "Khoảng thời gian không có phiên bản nào có hiệu lực"),
    why=both(
        "A dossier that is filed on such a day has no rule and is refused by the software.",
        "Hồ sơ nộp trong những ngày đó không có quy tắc nào áp dụng và bị phần mềm từ chối.",
    ),
    message=both(
        "no version of '{procedure}' is in force from {first} to {last} ({days} days), between {earlier} and {later}",
        "từ {first} đến {last} ({days} ngày), giữa {earlier} và {later}, không có phiên bản nào của '{procedure}' "
        "có hiệu lực",
    ),
    fix=both(
        "Let {earlier} end on {last}, or add the version of those days.",
        "Cho {earlier} có hiệu lực đến hết {last}, hoặc bổ sung phiên bản của những ngày đó.",
    ),
)
VERSION_OVERLAP = entry(
    "DF205",
    "error",
    title=both("Two versions in force on one day", "Hai phiên bản cùng có hiệu lực"),
    why=both(
        "A dossier of such a day would have two due dates.",
        "Hồ sơ của những ngày đó sẽ có hai hạn trả kết quả.",
    ),
    message=both(
        "{earlier} and {later} are both in force from {first} to {last}",
        "{earlier} và {later} cùng có hiệu lực từ {first} đến {last}",
    ),
    fix=both(
        "End {earlier} on the day before {first} with 'effective.to'.",
        "Cho {earlier} hết hiệu lực vào ngày trước {first} bằng 'effective.to'.",
    ),
)
SAME_VERSION = entry(
    "DF206",
    "error",
    title=both("Two different files of one version", "Hai tệp khác nhau cùng một phiên bản"),
    why=both(
        "Dossiers are pinned to a version by its name; it must mean one thing.",
        "Hồ sơ được gắn với phiên bản theo tên; một tên chỉ được có một nghĩa.",
    ),
    message=both(
        "{procedure} is also defined, differently, in {other}",
        "{procedure} còn được quy định khác đi trong {other}",
    ),
    fix=both(
        "Keep one of the files, or give one another version.", "Giữ một tệp, hoặc đặt phiên bản khác cho tệp kia."
    ),
)
NO_SUCCESSOR = entry(
    "DF207",
    "note",
    title=both("The last version ends", "Phiên bản cuối cùng hết hiệu lực"),
    why=both(
        "After its last day no dossier can be filed until the next version is written.",
        "Sau ngày cuối cùng, không hồ sơ nào nộp được cho đến khi có phiên bản kế tiếp.",
    ),
    message=both(
        "no version of '{procedure}' is in force after {last}",
        "sau ngày {last} không có phiên bản nào của '{procedure}' có hiệu lực",
    ),
    fix=both(
        "Add the version that follows, or remove 'effective.to' if the law still holds; an abolished one has none.",
        "Bổ sung phiên bản kế tiếp, hoặc bỏ 'effective.to' nếu quy định còn hiệu lực; thủ tục đã bãi bỏ thì không có.",
    ),
)
OVERTAKING = entry(
    "DF208",
    "warning",
    title=both("Who files later is served earlier", "Nộp sau mà được trả trước"),
    why=both(
        "A new, shorter term lets a dossier filed under it fall due before one filed earlier under the old term. "
        "Only a transition clause says whether the older ones keep their term.",
        "Thời hạn mới ngắn hơn làm hồ sơ nộp sau đến hạn trước hồ sơ nộp sớm hơn theo quy định cũ. Chỉ điều khoản "
        "chuyển tiếp mới cho biết hồ sơ cũ có giữ thời hạn cũ hay không.",
    ),
    message=both(
        "{limit}: whoever files from {first} to {last} under {earlier} ({term_before}) waits longer than who files on "
        "{start} under {later} ({term_after}): filed on {first}, due on {due_before}; filed on {start}, due on "
        "{due_after}{clause}",
        "{limit}: người nộp từ {first} đến {last} theo {earlier} ({term_before}) phải chờ lâu hơn người nộp ngày "
        "{start} theo {later} ({term_after}): nộp ngày {first} thì hạn là {due_before}, nộp ngày {start} thì hạn là "
        "{due_after}{clause}",
    ),
    fix=both(
        "Cite the transition clause of the new law under 'transition'.",
        "Ghi điều khoản chuyển tiếp của văn bản mới vào 'transition'.",
    ),
)

KINDS = (
    MISSING_CITATION,
    NO_ARTICLE,
    NOT_READ,
    VERSION_GAP,
    VERSION_OVERLAP,
    SAME_VERSION,
    NO_SUCCESSOR,
    OVERTAKING,
)
