"""
Which amount is the limit, if any.

Each check may refuse; what passes all of them is read. A text with several
amounts is read only where the others have a name: the same amount said again,
an extension, the parts of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Unit
from dossierflow.deadlines.words import frames, lexicon
from dossierflow.deadlines.words.days import mentions_same_day, next_day, same_day
from dossierflow.deadlines.words.items import Role
from dossierflow.deadlines.words.numbers import is_number_word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dossierflow.deadlines.words.days import Cutoff
    from dossierflow.deadlines.words.items import Item

_HOURS_OF_A_WORKING_DAY = 8
_SPLITTABLE = frozenset({Unit.WORKING_DAY, Unit.DAY, Unit.WORKING_HOUR, Unit.HOUR})
_RANGE_WORDS = frozenset({"đến", "tới", "-", "–", "—", "to", "hoặc", "or", "và", "and", ","})
_OR = frozenset({"hoặc", "or"})
_NUMBERS = frozenset({Role.SPAN, Role.STRAY})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The amount read, or the code of the refusal with the words at fault."""

    main: Item | None = None
    same_day: tuple[int, int] | None = None
    code: str | None = None
    detail: str = ""
    named: tuple[str, ...] = ()
    """Qualifiers that explain the other amounts."""
    read_to: int = 0
    """Index up to which the other amounts count as read; 0 for none."""


def decide(words: Sequence[str], items: Sequence[Item], cutoff: Cutoff | None) -> Verdict:
    """Return the limit that *words* state; *items* are all their numbers."""
    spans = [item for item in items if item.role is Role.SPAN]
    today = same_day(words)
    refused = _unreadable(words, items) or _elsewhere(words, items, cutoff)
    if refused is not None:
        return refused
    if not spans:
        return _without_amount(words, items, today, cutoff)
    if today is not None or mentions_same_day(words):
        return Verdict(code="two_terms", detail=_said(words, spans[0]))
    if next_day(words, items) is not None and cutoff is None:
        return Verdict(code="cutoff_unread")
    return _with_amounts(words, spans)


def _with_amounts(words: Sequence[str], spans: Sequence[Item]) -> Verdict:
    chosen, others = spans[0], _others(words, spans)
    if others.code is not None:
        return others
    code = _amount_fault(chosen) or frames.fault(words, chosen, others.read_to or chosen.end)
    if code is not None:
        return Verdict(code=code, detail=_said(words, chosen))
    return Verdict(main=chosen, named=others.named, read_to=others.read_to)


def _said(words: Sequence[str], *items: Item) -> str:
    return ", ".join(" ".join(words[item.first : item.end]) for item in items[:4])


def _unreadable(words: Sequence[str], items: Sequence[Item]) -> Verdict | None:
    """Refuse numbers that are wrong in themselves."""
    ends = {item.end for item in items if item.role is Role.STRAY}
    for item in items:
        if _ends_a_range(words, ends, item):
            return Verdict(code="range", detail=_said(words, item))
        if item.code is not None and item.code != "stray_number":
            return Verdict(code=item.code, detail=_said(words, item))
    return None


def _ends_a_range(words: Sequence[str], ends: Collection[int], item: Item) -> bool:
    """Tell whether a number and a word such as "đến" stand before the number of *item*."""
    link = item.first - 1
    if item.role not in _NUMBERS or link < 1 or words[link] not in _RANGE_WORDS:
        return False
    return link in ends or is_number_word(words[link - 1])


def _elsewhere(words: Sequence[str], items: Sequence[Item], cutoff: Cutoff | None) -> Verdict | None:
    """Refuse texts in which another number or word may change what the amount means."""
    roles = {item.role: item for item in reversed(items)}
    if Role.DATE in roles:
        return Verdict(code="fixed_date", detail=_said(words, roles[Role.DATE]))
    other = roles.get(Role.MONEY) or (None if cutoff else roles.get(Role.CLOCK))
    if other is not None or frames.is_not_a_limit(words):
        return Verdict(code="not_a_limit", detail=_said(words, *filter(None, [other])))
    if Role.STRAY in roles:
        code = "stray_number" if Role.SPAN in roles else "no_unit"
        return Verdict(code=code, detail=_said(words, roles[Role.STRAY]))
    if cutoff is not None and cutoff.effect is None:
        return Verdict(code="cutoff_unread")
    return None


def _without_amount(
    words: Sequence[str], items: Sequence[Item], today: tuple[int, int] | None, cutoff: Cutoff | None
) -> Verdict:
    if today is not None:
        # A next working day, or any "or", that no hour explains is a second limit.
        alone = cutoff is not None or (next_day(words, items) is None and not _OR & set(words))
        return Verdict(same_day=today) if alone else Verdict(code="two_terms")
    if any(item.role is Role.COUNT for item in items):
        return Verdict(code="not_a_limit", detail=_said(words, *items))
    stated = lexicon.NOT_STATED.find(words) is None
    return Verdict(code="no_amount" if stated else "not_stated")


def _amount_fault(item: Item) -> str | None:
    if not item.amount:
        return "zero"
    whole = item.amount == item.amount.to_integral_value()
    return None if whole or item.unit in _SPLITTABLE else "fraction"


def _others(words: Sequence[str], spans: Sequence[Item]) -> Verdict:
    """Name the amounts after the first, or refuse."""
    first, *rest = spans
    if not rest:
        return Verdict()
    between = range(first.end, rest[0].first)
    bracketed = words[first.end] == "(" and all(words[at] != ")" for at in between)
    if len(rest) == 1 and bracketed:
        return _bracketed(words, first, rest[0])
    follows = first.end + 1 if words[first.end] in {",", "("} else first.end
    if lexicon.PARTS.at(words, follows):
        return _parts(words, first, rest)
    extends = lexicon.EXTENSION.find(words, first.end, rest[0].first) is not None
    if len(rest) == 1 and extends and lexicon.EXTENSION.find(words, 0, first.first) is None:
        return Verdict(named=("extension",))
    return Verdict(code="two_terms", detail=_said(words, *spans))


def _bracketed(words: Sequence[str], first: Item, again: Item) -> Verdict:
    """Read "80 giờ làm việc (tương đương 10 ngày làm việc)", if the two are equal."""
    said = lexicon.EQUAL_TO.at(words, first.end + 1)
    if again.first != first.end + 1 + said or first.amount is None or again.amount is None:
        return Verdict(code="two_terms", detail=_said(words, first, again))
    if (first.amount, first.unit) == (again.amount, again.unit):
        return Verdict(read_to=again.end)
    hours = first.unit is Unit.WORKING_HOUR and again.unit is Unit.WORKING_DAY
    if hours and first.amount == again.amount * _HOURS_OF_A_WORKING_DAY:
        return Verdict(named=("equivalent",), read_to=again.end)
    return Verdict(code="contradictory_unit" if said or hours else "two_terms", detail=_said(words, first, again))


def _parts(words: Sequence[str], whole: Item, parts: Sequence[Item]) -> Verdict:
    amounts = [part.amount for part in parts if part.unit is whole.unit and part.amount is not None]
    fits = whole.amount is not None and len(amounts) == len(parts) and sum(amounts, Decimal(0)) <= whole.amount
    return Verdict(named=("parts",)) if fits else Verdict(code="two_terms", detail=_said(words, whole, *parts))
