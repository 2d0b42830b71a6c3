"""
A wording cut into words, numbers and symbols.

A token keeps its place in the text, so that what nobody understood can be shown
where it stands. Nothing is corrected: a misspelt word stays a word that no rule
knows.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a token is made of."""

    WORD = auto()
    """Letters, with their marks."""

    NUMBER = auto()
    """Digits of any script, with points and commas between them."""

    SYMBOL = auto()
    """Any other single character that is not white space."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or symbol; *text* is casefolded, *start* and *end* count code points, end exclusive."""

    kind: Kind
    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """
    Cut *text* (in NFC) into tokens, in one pass.

    >>> [token.text for token in tokenise("Không quá 1,5 Ngày.")]
    ['không', 'quá', '1,5', 'ngày', '.']
    """
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        kind = _kind(text[at])
        end = _end_of(text, at, kind)
        tokens.append(Token(kind, text[at:end].casefold(), at, end))
        at = end
    return tokens


def _kind(character: str) -> Kind:
    category = unicodedata.category(character)
    if category[0] in "LM":
        return Kind.WORD
    return Kind.NUMBER if category[0] == "N" else Kind.SYMBOL


def _end_of(text: str, start: int, kind: Kind) -> int:
    end = start + 1
    if kind is Kind.SYMBOL:
        return end
    while end < len(text):
        inside = _kind(text[end]) is kind
        joined = kind is Kind.NUMBER and text[end] in ".," and end + 1 < len(text)
        if not inside and not (joined and _kind(text[end + 1]) is Kind.NUMBER):
            break
        end += 1
    return end
