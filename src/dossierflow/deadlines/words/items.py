"""
The numbers of a wording, each with what it counts.

Every number must be explained: as an amount of time, a date, a time of day, the
number of an article, a count of something else. One that is not explained stops
the reading, because it may be the one that matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Unit
from dossierflow.deadlines.words import lexicon
from dossierflow.deadlines.words.numbers import number_words, numeral
from dossierflow.deadlines.words.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.deadlines.words.tokens import Token

_HALVES = {"1/2": Decimal("0.5"), "1/4": Decimal("0.25"), "3/4": Decimal("0.75")}
_MAY_TOUCH = frozenset("([{\"'“‘«,;:.–…*•")
_DOCUMENT_ENDS = lexicon.CLAUSE_ENDS | {","}
_MOST_READ = 999
"""Most weeks, months and years; nothing that limits an act is longer."""

_LONG_UNITS = frozenset({Unit.WEEK, Unit.MONTH, Unit.YEAR})
_DAYS = frozenset({Unit.DAY, Unit.WORKING_DAY})
_YEARS = range(1900, 2101)
_LAST_HOUR, _LAST_MINUTE, _MINUTE_DIGITS = 24, 59, 2
_CLOCK_MARKS = frozenset({"giờ", "h", "g", ":"})


class Role(Enum):
    """What a number of the text counts."""

    SPAN = auto()
    """An amount of time."""
    CLOCK = auto()
    """A time of day."""
    DATE = auto()
    """A day of the calendar, whole or in part."""
    REFERENCE = auto()
    """The number of a law, article, form or step."""
    COUNT = auto()
    """Times, copies, years of age."""
    MONEY = auto()
    STRAY = auto()
    """Nothing that the text names."""


@dataclass(frozen=True, slots=True)
class Item:
    """One number and the words that belong to it: tokens *first* to *end*, end exclusive."""

    role: Role
    first: int
    end: int
    amount: Decimal | None = None
    """Amount of time; for a time of day, minutes after midnight."""
    unit: Unit | None = None
    code: str | None = None
    """Why the item cannot be read, where it cannot."""


def items_of(tokens: Sequence[Token], words: Sequence[str]) -> list[Item]:
    """Return the items of a text from left to right; they do not overlap."""
    next_day = lexicon.NEXT_DAY.find(words) is not None
    found: list[Item] = []
    at = 0
    while at < len(tokens):
        item = (
            _date(tokens, words, at)
            or _document(tokens, words, at)
            or _reference(tokens, words, at)
            or _clock(words, at, next_day=next_day)
            or _amount(tokens, words, at)
        )
        if item is not None:
            found.append(item)
        at = at + 1 if item is None else item.end
    return found


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind is Kind.NUMBER


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else ""


def _unit_at(words: Sequence[str], at: int) -> bool:
    return bool(lexicon.UNIT_PHRASES.at(words, at) or lexicon.FOREIGN_UNITS.at(words, at))


def _date(tokens: Sequence[Token], words: Sequence[str], at: int) -> Item | None:
    end = at
    for name in ("ngày", "tháng", "năm"):
        if _word(words, end) == name and _is_number(tokens, end + 1) and not _unit_at_other(words, end + 2, name):
            end = _slashes(tokens, words, end + 1)
    if end == at and _is_number(tokens, at):
        end = _slashes(tokens, words, at)
        # "1/2 ngày" is half a day; two parts and no unit are a day and a month.
        if end == at + 1 or _unit_at(words, end) or _word(words, end) in {"/", "thời"}:
            return None
    return None if end == at else Item(Role.DATE, at, end)


def _unit_at_other(words: Sequence[str], at: int, name: str) -> bool:
    following = {"ngày": "tháng", "tháng": "năm"}.get(name)
    return _unit_at(words, at) and words[at] != following


def _slashes(tokens: Sequence[Token], words: Sequence[str], at: int) -> int:
    end = at + 1
    while end - at < 5 and _word(words, end) == "/" and _is_number(tokens, end + 1):  # noqa: PLR2004
        end += 2
    return end


def _document(tokens: Sequence[Token], words: Sequence[str], at: int) -> Item | None:
    if not _is_number(tokens, at):
        return None
    end = _slashes(tokens, words, at)
    if _word(words, end) != "/" or _word(words, end + 1) not in lexicon.DOCUMENT_KINDS:
        return None
    end += 2
    while end < len(tokens) and tokens[end].start == tokens[end - 1].end and words[end] not in _DOCUMENT_ENDS:
        end += 1
    return Item(Role.REFERENCE, at, end)


def _reference(tokens: Sequence[Token], words: Sequence[str], at: int) -> Item | None:
    ordinal = lexicon.ORDINAL.at(words, at)
    if ordinal:
        # "thứ năm ngày ..." is a Thursday or a fifth day, never five days.
        number = number_words(words, at + 1)
        if number is not None:
            return Item(Role.REFERENCE, at, number[1])
        return Item(Role.REFERENCE, at, at + 2) if _is_number(tokens, at + 1) else None
    length = lexicon.NUMBERED_THINGS.at(words, at)
    if not length or not _is_number(tokens, at + length) or not _is_plain_end(tokens, words, at + length + 1):
        return None
    end = at + length + 1
    while _word(words, end) in {",", "và"} and _is_number(tokens, end + 1) and _is_plain_end(tokens, words, end + 2):
        end += 2
    return Item(Role.REFERENCE, at, end)


def _is_plain_end(tokens: Sequence[Token], words: Sequence[str], at: int) -> bool:
    if _unit_at(words, at) or _word(words, at) in {"(", "-", "–"}:
        return False
    return not (_word(words, at) == "/" and _is_number(tokens, at + 1))


def _clock(words: Sequence[str], at: int, *, next_day: bool) -> Item | None:
    number = _value(words, at)
    if number is None or _word(words, number[1]) not in _CLOCK_MARKS:
        return None
    hour, mark = number
    minute, end = _minutes(words, mark + 1)
    if words[mark] == ":" and minute is None:
        return None
    exact = minute is not None and words[end - 1] != "phút"
    told = _word(words, at - 1) == "lúc" or (next_day and _word(words, at - 1) in {"sau", "trước"})
    counted = bool(lexicon.UNIT_PHRASES.at(words, mark) > 1 or _word(words, end) in {"kể", "tính", "làm"})
    if counted or not (exact or told):
        return None
    minutes = hour * 60 + (minute or 0)
    if minutes > _LAST_HOUR * 60 or (minute or 0) > _LAST_MINUTE:
        return Item(Role.CLOCK, at, end, code="not_a_limit")
    return Item(Role.CLOCK, at, end, amount=minutes)


def _minutes(words: Sequence[str], at: int) -> tuple[Decimal | None, int]:
    """Read the minutes of a time of day, "30 phút" or "30", and the index after them."""
    text = _word(words, at)
    value = numeral(text) if text.isdecimal() else None
    if value is not None and _word(words, at + 1) == "phút":
        return value, at + 2
    # "15 giờ 30 ngày" is no quarter of an hour; "08 giờ 00 ngày làm việc kế tiếp" is eight o'clock.
    counts = _unit_at(words, at + 1) and not lexicon.NEXT_DAY.at(words, at + 1)
    if value is None or len(text) != _MINUTE_DIGITS or counts:
        return None, at
    return value, at + 1


def _value(words: Sequence[str], at: int) -> tuple[Decimal, int] | None:
    text = _word(words, at)
    if text.isdecimal() and text.isascii():
        value = numeral(text)
        return None if value is None else (value, at + 1)
    spelt = number_words(words, at)
    return None if spelt is None else (Decimal(spelt[0]), spelt[1])


def _amount(tokens: Sequence[Token], words: Sequence[str], at: int) -> Item | None:
    spelt = number_words(words, at)
    if _is_number(tokens, at):
        item = _digits(tokens, words, at)
    elif spelt is not None:
        item = _after_number(words, at, spelt[1], Decimal(spelt[0]))
        # "một cửa", "hai bên": a small number without a unit is a word like any other.
        if item.role is Role.STRAY and spelt[1] == at + 1 and words[at] != "mười":
            return None
    elif words[at] == "nửa" and _unit_at(words, at + 1):
        item = _after_number(words, at, at + 1, Decimal("0.5"))
    else:
        return None
    if item.role is Role.SPAN and _is_glued(tokens, words, at):
        # "24 giờ/07 ngày" are the hours of a week.
        code = "not_a_limit" if words[at - 1] == "/" else "ambiguous_number"
        return Item(Role.STRAY, at, item.end, code=code)
    return item


def _is_glued(tokens: Sequence[Token], words: Sequence[str], at: int) -> bool:
    """Tell whether something touches the number from the left: "A5", "-5", ">5"."""
    if at == 0:
        return False
    return tokens[at - 1].end == tokens[at].start and words[at - 1] not in _MAY_TOUCH


def _digits(tokens: Sequence[Token], words: Sequence[str], at: int) -> Item:
    if _word(words, at + 1) == "/" and _is_number(tokens, at + 2):
        half = _HALVES.get("".join(words[at : at + 3]))
        if half is None or not _unit_at(words, at + 3):
            return Item(Role.STRAY, at, at + 3, code="ambiguous_number")
        return _after_number(words, at, at + 3, half)
    if lexicon.MONEY.at(words, at + 1):
        return Item(Role.MONEY, at, at + 2)
    value = numeral(words[at])
    if value is None:
        has_unit = _unit_at(words, at + 1)
        return Item(Role.STRAY, at, at + 1, code="ambiguous_number" if has_unit else "stray_number")
    return _after_number(words, at, at + 1, value)


def _after_number(words: Sequence[str], first: int, at: int, value: Decimal) -> Item:
    end, again = _repeated(words, at)
    if again is not None and again != value:
        return Item(Role.STRAY, first, end, code="contradictory_number")
    things = lexicon.COUNTED_THINGS.at(words, end)
    if things:
        return Item(Role.COUNT, first, end + things)
    if lexicon.FOREIGN_UNITS.at(words, end):
        return Item(Role.SPAN, first, end + lexicon.FOREIGN_UNITS.at(words, end), code="unknown_unit")
    length = lexicon.UNIT_PHRASES.at(words, end)
    if not length:
        return Item(Role.STRAY, first, end)
    unit = lexicon.UNITS[" ".join(words[end : end + length])]
    if value > _MOST_READ and (unit in _LONG_UNITS or (unit in _DAYS and value in _YEARS)):
        # "2025 ngày" may be the end of a date and the beginning of another
        return Item(Role.STRAY, first, end + length, code="ambiguous_number")
    return Item(Role.SPAN, first, end + length, value, unit)


def _repeated(words: Sequence[str], at: int) -> tuple[int, Decimal | None]:
    """Read the number said again in brackets, "15 (mười lăm)"; without one, return *at* itself."""
    if _word(words, at) != "(":
        return at, None
    again = _value(words, at + 1)
    if again is None or _word(words, again[1]) != ")":
        return at, None
    return again[1] + 1, again[0]
