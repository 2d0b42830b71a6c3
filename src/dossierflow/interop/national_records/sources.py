"""
The numbers of legal documents in the portal's table of legal bases, run together like the others.

``...TẠI VIỆT NAM25/2021/TT-BTCLuật...``: a number is taken only where it is clear
where it begins and ends, which the known signs of issuing bodies tell at its end.
``sửa đổi 202323/2023/QH15`` is not read, because year and number cannot be told
apart by their form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADER = re.compile(r"Tên văn bản pháp lý\s*Mã văn bản\s*")
_BODIES = (
    "BCA", "BCT", "BDTTG", "BGDĐT", "BGTVT", "BKHCN", "BKHĐT", "BLĐTBXH", "BNG", "BNNMT", "BNNPTNT", "BNV", "BQP",
    "BTC", "BTNMT", "BTP", "BTTTT", "BVHTTDL", "BXD", "BYT", "CP", "KTNN", "NHNN", "TANDTC", "TTCP", "TTg", "UBDT",
    "UBND", "VKSNDTC", "VPCP",
)  # fmt: skip
"""Signs of the bodies that issue documents; a sign that is not here leaves its number unread."""

_BODY = "|".join(sorted(_BODIES, key=len, reverse=True))
_SIGN = rf"QH\d{{1,2}}|(?:NĐ|NQ|QĐ|TT|TTLT|CT|VBHN)-(?:{_BODY})(?:-(?:{_BODY}))*"
_NUMBER = re.compile(
    rf"(?<!\d)(?P<digits>\d+)(?P<rest>(?:\.\d+)?/(?:19|20)\d\d/(?:(?P<sign>{_SIGN})|[A-ZĐ]+(?:-[A-ZĐa-z]+)*))"
)
_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Sources:
    """The documents of one table, in its order and each once, and the places that are not clear."""

    documents: tuple[str, ...]
    unread: tuple[str, ...]


def sources_of(text: str) -> Sources:
    """
    Find the numbers of documents in *text*.

    >>> sources_of("Luật Cư trú68/2020/QH14Nghị định 38/2016/NĐ-CP38/2016/NĐ-CPTHÔNG TƯ về phí")
    Sources(documents=('68/2020/QH14', '38/2016/NĐ-CP'), unread=())
    >>> sources_of("Luật sửa đổi 202323/2023/QH15").unread
    ('202323/2023/QH15',)
    """
    read: dict[str, None] = {}
    unread: dict[str, None] = {}
    for match in _NUMBER.finditer(_HEADER.sub("", text)):
        is_clear = len(match["digits"]) <= _MOST_DIGITS and match["sign"] is not None
        (read if is_clear else unread)[match["digits"] + match["rest"]] = None
    return Sources(tuple(read), tuple(unread))
