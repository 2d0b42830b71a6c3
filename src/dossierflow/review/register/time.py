"""``DF7xx``: time, counted on every start day, for every kind of dossier and on every path."""

from __future__ import annotations

from dossierflow.review.register.entries import both, entry

STEPS_TOO_LONG = entry(
    "DF701",
    "warning",
    title=both("The steps do not fit into the limit", "Các bước không vừa thời hạn"),
    why=both(
        "Whoever keeps every limit of his own is late all the same: no officer can put that right.",
        "Ai cũng giữ đúng thời hạn của mình mà hồ sơ vẫn trễ: không cán bộ nào sửa được điều đó.",
    ),
    message=both(
        "our own steps break '{limit}' ({term}) on {count} of {days} start days: {when}. First on {first}{facts}: "
        "{path}; {parts}; due on {due}, done on {done}. {others}",
        "các bước của cơ quan làm vỡ '{limit}' ({term}) ở {count} trong {days} ngày nộp: {when}. Sớm nhất là {first}"
        "{facts}: {path}; {parts}; hạn {due}, xong {done}. {others}",
    ),
    fix=both(
        "Shorten a step, or let steps run side by side; where only days off break it, count the parts in the unit of "
        "the whole.",
        "Rút ngắn một bước hoặc cho các bước chạy song song; nếu chỉ vỡ gần ngày nghỉ, hãy tính các bước theo cùng "
        "đơn vị với thời hạn chung.",
    ),
)
OTHERS_TOO_SLOW = entry(
    "DF702",
    "warning",
    title=both(
        "The limit holds only if others are quicker than they must be", "Chỉ kịp hạn nếu bên khác làm nhanh hơn"
    ),
    why=both(
        "An applicant or another agency that uses the whole of its own limit makes ours impossible to keep.",
        "Người nộp hoặc cơ quan khác dùng hết thời hạn của họ thì thời hạn của ta không thể giữ được.",
    ),
    message=both(
        "'{limit}' ({term}) is broken on {count} of {days} start days if others use the whole of their limits: {when}. "
        "First on {first}{facts}: {path}; {parts}; due on {due}, done on {done}",
        "'{limit}' ({term}) bị vỡ ở {count} trong {days} ngày nộp nếu bên khác dùng hết thời hạn của họ: {when}. "
        "Sớm nhất là {first}{facts}: {path}; {parts}; hạn {due}, xong {done}",
    ),
    fix=both(
        "Ask the others earlier, agree a shorter answer with them, or let the clock stand still meanwhile if the law "
        "does.",
        "Gửi lấy ý kiến sớm hơn, thống nhất thời hạn trả lời ngắn hơn, hoặc tạm dừng thời hạn nếu pháp luật cho phép.",
    ),
)
PROMISE_AFTER_LAW = entry(
    "DF703",
    "warning",
    title=both("The promise ends after the law's limit", "Thời hạn cam kết kết thúc sau thời hạn luật định"),
    why=both(
        "A committed limit is a shorter promise; around days off this one is no shorter.",
        "Thời hạn cam kết phải ngắn hơn; gần ngày nghỉ, cam kết này lại dài hơn luật định.",
    ),
    message=both(
        "the committed limit '{limit}' ends after the statutory '{other}' on {count} of {days} start days: {when}",
        "thời hạn cam kết '{limit}' kết thúc sau thời hạn luật định '{other}' ở {count} trong {days} ngày nộp: {when}",
    ),
    fix=both(
        "Count the promise in the unit of the law, or make it shorter.",
        "Tính cam kết theo cùng đơn vị với luật hoặc rút ngắn cam kết.",
    ),
)
NOTHING_LEFT = entry(
    "DF704",
    "note",
    title=both("No time is left for a step", "Không còn thời gian cho một bước"),
    why=both(
        "A step without a limit of its own has what the others leave; here that is nothing.",
        "Bước không có thời hạn riêng chỉ có phần thời gian còn lại; ở đây phần đó bằng không.",
    ),
    message=both(
        "'{limit}' ({term}) leaves no time for {steps} on {count} of {days} start days: {when}; {parts}",
        "'{limit}' ({term}) không còn thời gian cho {steps} ở {count} trong {days} ngày nộp: {when}; {parts}",
    ),
    fix=both(
        "Give the step a limit and shorten another, or nothing, if it is done at once.",
        "Ấn định thời hạn cho bước đó và rút ngắn bước khác; nếu bước đó làm ngay thì không cần sửa.",
    ),
)
NOT_EXAMINED = entry(
    "DF705",
    "note",
    title=both("Not everything was examined", "Chưa kiểm tra hết"),
    why=both(
        "What was not examined is not proved; nobody should take silence about it for an answer.",
        "Phần chưa kiểm tra thì chưa được chứng minh; không nên hiểu là không có lỗi.",
    ),
    message=both("{what}", "{what}"),
    fix=both(
        "Use fewer facts in conditions, or split the procedure into versions or variants.",
        "Dùng ít dữ kiện hơn trong điều kiện hoặc tách thủ tục.",
    ),
)

KINDS = (STEPS_TOO_LONG, OTHERS_TOO_SLOW, PROMISE_AFTER_LAW, NOTHING_LEFT, NOT_EXAMINED)
