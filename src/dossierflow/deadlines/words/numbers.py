"""
Numbers as decrees print them: in digits, in Vietnamese words, in English words.

Where digits can be read in two ways (``1.000``) nothing is read. The word *năm*
is five or a year; it is five only where a unit follows.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
# After a ten, one, four and five change their form; *năm* there is the year: "mười năm" is ten years.
_AFTER_TEN = {word: digit for word, digit in _DIGITS.items() if digit != 5} | {"lăm": 5, "nhăm": 5}  # noqa: PLR2004
_AFTER_TENS = _AFTER_TEN | {"mốt": 1, "tư": 4}
_ZERO_BETWEEN = ("linh", "lẻ")

_ENGLISH_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_ENGLISH_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip

_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_LONGEST_WHOLE, _LONGEST_LONG = 3, 6
_THOUSANDS = 3


def numeral(text: str) -> Decimal | None:
    """
    Read digits; None where they can be read in two ways or are too long for a time limit.

    >>> numeral("0,25"), numeral("1.5"), numeral("007")
    (Decimal('0.25'), Decimal('1.5'), Decimal('7'))
    >>> numeral("1440"), numeral("1.000"), numeral("0912"), numeral("1.2.3")
    (Decimal('1440'), None, None, None)
    """
    if text in _VULGAR:
        return _VULGAR[text]
    if not text.isascii():
        return None
    whole, *rest = text.replace(",", ".").split(".")
    # Of more digits the first is none of a telephone number, and nothing is left to group.
    is_long = len(whole) > _LONGEST_WHOLE
    if len(rest) > 1 or (is_long and (rest or whole[0] == "0" or len(whole) > _LONGEST_LONG)):
        return None
    if not rest:
        return Decimal(whole)
    part = rest[0]
    # "1.000" and "1,250" group thousands as often as they divide; a leading zero settles it.
    if len(part) > _THOUSANDS or (len(part) == _THOUSANDS and whole != "0"):
        return None
    return Decimal(f"{whole}.{part}")


def number_words(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """
    Read the longest number in words at index *at*: its value (1 to 999) and the index after it.

    >>> number_words("một trăm linh năm ngày".split(), 0)
    (105, 4)
    >>> number_words("hai mươi năm".split(), 0)
    (20, 2)
    >>> number_words("thirty - five".split(), 0)
    (35, 3)
    """
    return _vietnamese(words, at) or _english(words, at)


def is_number_word(word: str) -> bool:
    """Tell whether *word* may belong to a number in words."""
    return word in _DIGITS or word in _AFTER_TENS or word in _ENGLISH_ONES or word in _ENGLISH_TENS or word == "mười"


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""


def _vietnamese(words: Sequence[str], at: int) -> tuple[int, int] | None:
    hundreds = _DIGITS.get(_word(words, at))
    if hundreds is None or _word(words, at + 1) != "trăm":
        return _below_hundred(words, at)
    value, after = hundreds * 100, at + 2
    if _word(words, after) in _ZERO_BETWEEN:
        digit = _DIGITS.get(_word(words, after + 1))
        return None if digit is None else (value + digit, after + 2)
    # "hai trăm năm" is two hundred years; only a ten may follow a hundred directly.
    rest = _tens(words, after)
    return (value, after) if rest is None else (value + rest[0], rest[1])


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int] | None:
    tens = _tens(words, at)
    if tens is not None:
        return tens
    digit = _DIGITS.get(_word(words, at))
    return None if digit is None else (digit, at + 1)


def _tens(words: Sequence[str], at: int) -> tuple[int, int] | None:
    if _word(words, at) == "mười":
        value, after, ones = 10, at + 1, _AFTER_TEN
    elif _word(words, at) in _DIGITS and _word(words, at + 1) == "mươi":
        value, after, ones = _DIGITS[words[at]] * 10, at + 2, _AFTER_TENS
    else:
        return None
    digit = ones.get(_word(words, after))
    return (value, after) if digit is None else (value + digit, after + 1)


def _english(words: Sequence[str], at: int) -> tuple[int, int] | None:
    ones = _ENGLISH_ONES.get(_word(words, at))
    if ones is not None:
        return ones, at + 1
    tens = _ENGLISH_TENS.get(_word(words, at))
    if tens is None:
        return None
    after = at + 2 if _word(words, at + 1) == "-" else at + 1
    digit = _ENGLISH_ONES.get(_word(words, after), 0)
    return (tens + digit, after + 1) if 1 <= digit < 10 else (tens, at + 1)  # noqa: PLR2004
