"""``DF3xx``: where a dossier can go, and which clocks run on the way."""

from __future__ import annotations

from dossierflow.review.register.entries import both, entry

UNREACHABLE_STEP = entry(
    "DF301",
    "error",
    title=both("A step that no dossier reaches", "Bước mà không hồ sơ nào đi tới"),
    why=both(
        "What the step should do is never done.",
        "Việc của bước đó không bao giờ được làm.",
    ),
    message=both("no dossier comes to step '{step}' ({name})", "không hồ sơ nào đi tới bước '{step}' ({name})"),
    fix=both(
        "Let an action lead to '{step}', or remove it.", "Cho một kết quả xử lý dẫn tới '{step}', hoặc bỏ bước này."
    ),
)
DEAD_END = entry(
    "DF302",
    "error",
    title=both("A step from which no end is reached", "Bước không dẫn tới kết thúc nào"),
    why=both("Dossiers in it stay open for ever.", "Hồ sơ vào bước này sẽ treo mãi."),
    message=both(
        "no end can be reached from step '{step}' ({name})",
        "từ bước '{step}' ({name}) không đi tới kết thúc nào được",
    ),
    fix=both(
        "Give '{step}' an action that leads on to an end.",
        "Thêm cho '{step}' một kết quả xử lý dẫn tới kết thúc.",
    ),
)
ENDLESS_LOOP = entry(
    "DF303",
    "warning",
    title=both("A loop without a bound", "Vòng lặp không có giới hạn"),
    why=both(
        "A dossier can go round as often as anybody likes, and no clock runs through all of it.",
        "Hồ sơ có thể quay vòng bao nhiêu lần cũng được, và không có thời hạn nào chạy suốt vòng đó.",
    ),
    message=both("{path} can be repeated without end", "{path} có thể lặp lại không giới hạn"),
    fix=both(
        "Bound the number of rounds, or let one statutory limit run through the whole loop.",
        "Giới hạn số lần, hoặc để một thời hạn theo luật chạy suốt cả vòng.",
    ),
)
UNREACHABLE_END = entry(
    "DF304",
    "warning",
    title=both("An end that no dossier reaches", "Kết thúc mà không hồ sơ nào đạt tới"),
    why=both(
        "A result that the law promises is never given.",
        "Một kết quả pháp luật dự liệu không bao giờ được trả.",
    ),
    message=both("no dossier comes to the end '{end}' ({name})", "không hồ sơ nào đi tới kết thúc '{end}' ({name})"),
    fix=both(
        "Let an action or a missed limit lead to 'end.{end}', or remove it.",
        "Cho một kết quả xử lý hoặc việc quá hạn dẫn tới 'end.{end}', hoặc bỏ kết thúc này.",
    ),
)
NO_RETURN = entry(
    "DF305",
    "warning",
    title=both("A handoff that may never come back", "Việc chuyển xử lý có thể không bao giờ quay lại"),
    why=both(
        "While the other agency is silent the work stands still, and nothing makes it go on.",
        "Cơ quan kia im lặng thì việc dừng lại, và không có gì làm cho nó đi tiếp.",
    ),
    message=both(
        "step '{step}' waits for '{handoff}' ({name}) as long as {agency} is silent{clock}",
        "bước '{step}' chờ '{handoff}' ({name}) chừng nào {agency} còn im lặng{clock}",
    ),
    fix=both(
        "Say what silence means (deemed_consent or proceed) if the law does, or let an action go on with "
        "'open_handoffs: cancel'.",
        "Nếu pháp luật có quy định thì ghi im lặng nghĩa là gì (deemed_consent hoặc proceed), hoặc cho một kết quả xử "
        "lý đi tiếp với 'open_handoffs: cancel'.",
    ),
)
NEVER_USED = entry(
    "DF306",
    "warning",
    title=both("Declared and never used", "Khai báo mà không dùng"),
    why=both(
        "A rule that nothing leads to is not applied; probably a line is missing.",
        "Quy tắc không được nơi nào dẫn tới thì không được áp dụng; có lẽ còn thiếu một dòng.",
    ),
    message=both(
        "{kind} '{name}' is declared, but nothing uses it", "{kind} '{name}' được khai báo nhưng không nơi nào dùng"
    ),
    fix=both("Use '{name}' where it belongs, or remove it.", "Dùng '{name}' ở chỗ cần thiết, hoặc bỏ đi."),
)
CLOCK_LEFT_RUNNING = entry(
    "DF307",
    "warning",
    title=both("A clock that is not stopped on some path", "Thời hạn không dừng trên một đường đi"),
    why=both(
        "The dossier is decided while the clock still runs; whether the limit was kept is never recorded.",
        "Hồ sơ đã có kết quả mà thời hạn vẫn chạy; không bao giờ biết thời hạn có được giữ hay không.",
    ),
    message=both(
        "limit '{limit}' starts with '{start}' and is not stopped on the path {path}",
        "thời hạn '{limit}' bắt đầu từ '{start}' và không dừng trên đường đi {path}",
    ),
    fix=both(
        "Add to 'stops' what ends it on this path (often 'decided').",
        "Bổ sung vào 'stops' mốc làm nó kết thúc trên đường này (thường là 'decided').",
    ),
)
CLOCK_NEVER_STARTS = entry(
    "DF308",
    "warning",
    title=both("A clock that never starts", "Thời hạn không bao giờ bắt đầu"),
    why=both(
        "The limit stands in the file and binds nobody.",
        "Thời hạn có trong tệp mà không ràng buộc ai.",
    ),
    message=both(
        "limit '{limit}' never starts: no path reaches {start}",
        "thời hạn '{limit}' không bao giờ bắt đầu: không đường đi nào đạt mốc {start}",
    ),
    fix=both(
        "Mark {start} where it happens (reception, an action, the supplement), or start the limit with another "
        "milestone.",
        "Đánh dấu {start} ở nơi mốc đó xảy ra (tiếp nhận, kết quả xử lý, bổ sung), hoặc bắt đầu từ mốc khác.",
    ),
)
EMPTY_EXCEPTION = entry(
    "DF309",
    "warning",
    title=both("An exception that excepts nothing", "Ngoại lệ không có tác dụng"),
    why=both(
        "A reader takes it for law, and a later breach of the rule would be excused by it unseen.",
        "Người đọc tưởng là quy định, và vi phạm về sau sẽ được bỏ qua mà không ai xem xét.",
    ),
    message=both("'{rule}' is excepted for nothing: {why}", "ngoại lệ cho '{rule}' không có tác dụng: {why}"),
    fix=both(
        "Remove the exception, correct its code, or give the pack that has the rule with --pack.",
        "Bỏ ngoại lệ, sửa mã, hoặc nạp bộ quy tắc có mã này bằng --pack.",
    ),
)

KINDS = (
    UNREACHABLE_STEP,
    DEAD_END,
    ENDLESS_LOOP,
    UNREACHABLE_END,
    NO_RETURN,
    NEVER_USED,
    CLOCK_LEFT_RUNNING,
    CLOCK_NEVER_STARTS,
    EMPTY_EXCEPTION,
)
