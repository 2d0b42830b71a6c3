"""
The steps that a record tells in words.

Nearly every text tells what the applicant does, what the counter does and what
the office does in one breath. Only a text that numbers its steps from 1 without
a gap, and says of each who takes it, becomes steps; from any other one nothing is
taken, and the draft has a single step instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_STEP = re.compile(r"(?m)^[ \t\-+*•]*[Bb]ước[ ]*(?P<number>\d{1,2})[ ]*[:.\-–)]?[ ]*(?P<words>.*)$")
_SENTENCE = re.compile(r"[.;:\n]|, (?=nếu|trường hợp|trong)")
_LONGEST_TITLE = 90


class Side(StrEnum):
    """Who takes a step."""

    APPLICANT = "applicant"
    RECEPTION = "reception"
    OFFICE = "office"
    RETURN = "return"


_SIDES: tuple[tuple[Side, re.Pattern[str]], ...] = (
    (Side.RETURN, re.compile(r"(?:thông báo và )?trả (?:kết quả|hồ sơ)|nhận kết quả|.{0,60}\bđến nhận kết quả")),
    (Side.RECEPTION, re.compile(r"(?:cán bộ |công chức |bộ phận (?:một cửa )?)?(?:tiếp nhận|nhận hồ sơ)")),
    (
        Side.OFFICE,
        re.compile(
            r"(?:tổ chức )?(?:thẩm định|thẩm tra|xem xét|xử lý|giải quyết|phê duyệt|quyết định|xác minh|lấy ý kiến"
            r"|cấp (?:giấy|phép|chứng|đổi|lại)|ban hành|kiểm tra thực (?:tế|địa)|ký\b)"
        ),
    ),
    (
        Side.APPLICANT,
        re.compile(
            r"nộp hồ sơ|chuẩn bị hồ sơ|lập hồ sơ|gửi hồ sơ|(?:cá nhân|tổ chức|doanh nghiệp|người (?:nộp|đề nghị|dân|có)"
            r"|chủ đầu tư|công dân)\b[^.]{0,120}?\b(?:nộp|chuẩn bị|gửi|lập|đăng nhập|kê khai|lựa chọn)\b"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One numbered step of the text."""

    number: int
    title: str
    side: Side | None
    """Who takes it; none where the words do not say so in a way that is known here."""


def steps_of(text: str) -> tuple[ToldStep, ...]:
    r"""
    Return the numbered steps of *text*; none where they are not numbered 1, 2, 3...

    >>> for step in steps_of("Bước 1: Nộp hồ sơ\nBước 2: Thẩm định hồ sơ\nBước 3: Trả kết quả."):
    ...     print(step.number, step.side, step.title)
    1 applicant Nộp hồ sơ
    2 office Thẩm định hồ sơ
    3 return Trả kết quả
    """
    steps = [_step(match) for match in _STEP.finditer(text)]
    is_counted = [step.number for step in steps] == list(range(1, len(steps) + 1))
    return tuple(steps) if is_counted else ()


def office_steps(steps: tuple[ToldStep, ...]) -> tuple[ToldStep, ...]:
    """Return the steps of the office where every step is somebody's and none comes after the result; else none."""
    order = [step.side for step in steps]
    if None in order or Side.RETURN in order[:-1] or any(not step.title for step in steps):
        return ()
    return tuple(step for step in steps if step.side is Side.OFFICE)


def _step(match: re.Match[str]) -> ToldStep:
    words = match["words"].strip()
    end = _SENTENCE.search(words)
    title = words[: end.start()] if end is not None else words
    side = next((side for side, known in _SIDES if known.match(words.lower())), None)
    return ToldStep(int(match["number"]), _shortened(title.strip()), side)


def _shortened(title: str) -> str:
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[:_LONGEST_TITLE].rpartition(" ")[0] + "…"
