"""
What an unquoted word of a file means: the core rules of YAML 1.2, no more.

Under YAML 1.1, which PyYAML implements, ``15:00`` is the number 900, ``no``
is false and ``2026-07-01`` a date object; here all three are text.
"""

from __future__ import annotations

import math
import re

# Beyond this, JSON readers disagree about the last digits (RFC 8259, section 6).
LARGEST = 2**53 - 1
"""Largest whole number that is read, with either sign."""

_MOST_DIGITS = 16
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def plain(word: str) -> bool | float | str | None:
    """
    Return what the unquoted *word* means.

    Raises:
        ValueError: If it is a number too large to be kept exactly.

    >>> [plain(word) for word in ("null", "true", "15", "1.5", "15:00", "no", "1_000", "2026-07-01")]
    [None, True, 15, 1.5, '15:00', 'no', '1_000', '2026-07-01']
    """
    if word in _WORDS:
        return _WORDS[word]
    if _WHOLE.fullmatch(word):
        return _whole(word)
    if _DECIMAL.fullmatch(word):
        number = float(word)
        if math.isinf(number):
            raise ValueError(_too_large(word))
        return number
    return word


def _whole(word: str) -> int:
    # Python refuses to convert thousands of digits, so they are counted first.
    digits = word.lstrip("+-").lstrip("0") or "0"
    if len(digits) > _MOST_DIGITS or int(digits) > LARGEST:
        raise ValueError(_too_large(word))
    return -int(digits) if word.startswith("-") else int(digits)


def _too_large(word: str) -> str:
    shown = word if len(word) <= _MOST_DIGITS * 2 else f"{word[: _MOST_DIGITS * 2]}…"
    return f"found the number {shown}, too large to be kept exactly; write it in quotes"
