"""
The table of ways to file, which the portal's page loses its columns of.

``Trực tuyến7 Ngày làm việcMiễn phíDịch vụ bưu chính...``: a row begins where the
name of a way is followed at once by a limit. Where limit and fee run together
(``1100 VNĐ`` is one of nobody-knows-what and a fee of 100, or 11 and 00) neither
is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dossierflow.deadlines.wording import Reading, read_wording

WAYS = {"Trực tuyến": "online", "Trực tiếp": "counter", "Dịch vụ bưu chính": "post"}
"""What the portal calls a way to file, and the channel of a procedure file."""

_UNITS = "Ngày làm việc|Ngày|Giờ làm việc|Giờ|Phút|Tuần|Tháng|Quý|Năm"
_EMPTY = "Không có thông tin"
_ROW = re.compile(
    rf"(?P<way>{'|'.join(WAYS)})\s*"
    rf"(?P<limit>{_EMPTY}|\d+(?:[.,]\d+)?\s*(?:{_UNITS})|\d[\d.,]*(?=\s*(?:VNĐ|Việt Nam Đồng|Miễn phí|{_EMPTY}|\Z|\n)))"
)
_FEE = re.compile(rf"\s*(?:Miễn phí|{_EMPTY}|[\d.,]*\s*(?:VNĐ|Việt Nam Đồng))?")
_NUMBERED = re.compile(r"\(\w{1,2}\)")
"""A list of cases, which is no note on the fee."""

_HEADER = re.compile(r"\A\s*Hình thức nộp\s*Thời gian\s*Phí, lệ phí\s*Mô tả\s*")


@dataclass(frozen=True, slots=True)
class Way:
    """One row of the table."""

    channel: str
    """``online``, ``counter`` or ``post``."""

    printed: str
    """What stands in the column of the limit."""

    limit: Reading | None
    """The column, read; none where it says nothing."""

    said: str
    """What the row says besides limit and fee."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The table, and what of its text belongs to no row."""

    rows: tuple[Way, ...]
    unread: str


def ways_of(text: str) -> Ways:
    """
    Split the table into its rows.

    >>> rows = ways_of("Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến7 Ngày làm việcMiễn phí").rows
    >>> [(row.channel, str(row.limit.term)) for row in rows]
    [('online', '7 working days')]
    """
    body = _HEADER.sub("", text)
    starts = list(_ROW.finditer(body))
    unread = body[: starts[0].start()] if starts else body
    ends = [match.start() for match in starts[1:]] + [len(body)] * bool(starts)
    rows = tuple(_row(match, body[match.end() : end]) for match, end in zip(starts, ends, strict=True))
    return Ways(rows, unread.strip())


def _row(match: re.Match[str], rest: str) -> Way:
    printed = match["limit"].strip()
    fee = _FEE.match(rest)
    said = rest[fee.end() :] if fee is not None else rest
    if printed.isdigit() and re.match(r"\s*(?:VNĐ|Việt Nam Đồng)", rest):
        # the digits of the limit and those of the fee stand together: the whole is told as it was printed
        printed += rest[: fee.end()] if fee is not None else ""
    limit = None if printed == _EMPTY else read_wording(printed)
    return Way(WAYS[match["way"]], printed, limit, _bare(said))


def _bare(text: str) -> str:
    """Return a description without the note on the fee in brackets before it."""
    text = text.strip()
    depth = 0
    if not text.startswith("(") or _NUMBERED.match(text):
        return text
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth <= 0:
            return text[position + 1 :].strip()
    return text
