"""Comparing headings and labels as people write them: without capitals, accents and doubled spaces."""

from __future__ import annotations

import re
import unicodedata

_GAPS = re.compile(r"\s+")


def folded(text: str) -> str:
    r"""
    Return *text* in small letters without accents, with single spaces.

    >>> folded("Đơn vị /  Người\nthực hiện")
    'don vi / nguoi thuc hien'
    """
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return _GAPS.sub(" ", "".join(letter for letter in apart if not unicodedata.combining(letter))).strip()
