"""
The same-day rule and its cut-off hour.

"Ngay trong ngày" is a limit without a number. A later hour then either shifts
the result or shifts the start of the count; the two give different due dates,
so an effect that cannot be told apart is not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Literal

from dossierflow.deadlines.words import lexicon
from dossierflow.deadlines.words.items import Role
from dossierflow.deadlines.words.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.deadlines.words.items import Item

CutoffEffect = Literal["starts_later", "result_later"]

_RESULT = Phrases("trả", "kết quả", "hoàn thành", "gửi", "cấp", "giải quyết", "returned", "issued")
_START = Phrases("tính", "bắt đầu", "coi", "counted", "deemed")
_NEGATION = frozenset({"không", "chưa", "not"})
_RECEIPT = Phrases("nhận", "tiếp nhận", "nộp", "cơ quan")
_PAUSES = frozenset(".;:,()")


@dataclass(frozen=True, slots=True)
class Cutoff:
    """An hour after which something moves to the next working day; tokens *first* to *end*, end exclusive."""

    at: time
    effect: CutoffEffect | None
    """None where the words do not say which of the two."""
    first: int
    end: int


def same_day(words: Sequence[str]) -> tuple[int, int] | None:
    """
    Find the words that ask for a result within the day; first index and index after.

    >>> same_day("giải quyết ngay trong ngày".split())
    (2, 5)
    >>> same_day("trong ngày làm việc tiếp theo".split()) is None
    True
    """
    clear_from = 0
    for at, word in enumerate(words):
        if word in _PAUSES:
            clear_from = at + 1
        elif word in _NEGATION:
            clear_from = len(words)
        length = lexicon.SAME_DAY.at(words, at)
        if length and at >= clear_from and _is_this_day(words, at + length):
            return at, at + length
        length = lexicon.SAME_DAY_ENGLISH.at(words, at)
        if length and at >= clear_from and (at + length == len(words) or words[at + length] in _PAUSES):
            return at, at + length
    return None


def mentions_same_day(words: Sequence[str]) -> bool:
    """Tell whether "trong ngày" occurs at all, denied or not; beside an amount it is a second limit."""
    ends = ((at, at + lexicon.SAME_DAY.at(words, at)) for at in range(len(words)))
    return any(end > at and lexicon.NEXT_DAY.find(words, at, end) is None for at, end in ends)


def _is_this_day(words: Sequence[str], end: int) -> bool:
    return end == len(words) or words[end] in _PAUSES or bool(_RECEIPT.at(words, end))


def next_day(words: Sequence[str], items: Sequence[Item]) -> int | None:
    """Find "the next working day" outside every amount ("5 ngày làm việc tiếp theo" is no such day)."""
    taken = {at for item in items if item.role is Role.SPAN for at in range(item.first, item.end)}
    return next((at for at in range(len(words)) if at not in taken and lexicon.NEXT_DAY.at(words, at)), None)


def cutoff_of(words: Sequence[str], items: Sequence[Item]) -> Cutoff | None:
    """Find the hour of the cut-off; None where no hour, or more than one, is named for the next working day."""
    clocks = [item for item in items if item.role is Role.CLOCK]
    following = next_day(words, items)
    if following is None or not clocks or len({item.amount for item in clocks}) > 1:
        return None
    clock, minutes = clocks[0], clocks[0].amount
    if minutes is None or words[clock.first - 1] != "sau" or minutes != int(minutes) or minutes >= 24 * 60:
        return None
    end = following + lexicon.NEXT_DAY.at(words, following)
    effect = _effect(words, clock, following)
    at = time(*divmod(int(minutes), 60))
    return Cutoff(at, effect, min(clock.first - 1, following), max(clock.end, end))


def _effect(words: Sequence[str], clock: Item, following: int) -> CutoffEffect | None:
    if following < clock.first:
        return "result_later" if tuple(words[max(following - 2, 0) : following]) == ("hoặc", "trong") else None
    starts = _START.find(words, clock.end, following) is not None
    result = _RESULT.find(words, clock.end, following) is not None
    if starts and words[following - 1] in {"từ", "vào", "là", "from"}:
        return "starts_later" if not result else None
    return "result_later" if result and not starts else None
