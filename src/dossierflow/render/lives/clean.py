"""Texts that other people wrote, made fit for pictures: no character that breaks a page or turns it around."""

from __future__ import annotations

import unicodedata
from typing import Final

_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_BROKEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(text: str) -> str:
    r"""
    Return *text* in one line, with every invisible, directional or unassigned character made visible.

    Control characters are not allowed in XML, move the cursor of a terminal,
    or turn the reading direction of what follows.

    >>> clean("a\x00\nb\u202e")
    'a\ufffd b\ufffd'
    """
    spaced = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return "".join(_REPLACEMENT if unicodedata.category(one) in _BROKEN else one for one in spaced)


def shortened(text: str, letters: int) -> str:
    """
    Return *text* in at most so many *letters*, the last an ellipsis where something is left out.

    >>> shortened("appraisal", 5)
    'appr…'
    """
    return text if len(text) <= letters else f"{text[: max(letters - 1, 0)].rstrip()}…"
