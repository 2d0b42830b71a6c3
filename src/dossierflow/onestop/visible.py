"""Text from outside, made fit for a page: what cannot be seen or exchanged becomes a mark that can."""

from __future__ import annotations

import unicodedata
from typing import Final

from dossierflow.reading.characters import refusal

REPLACED: Final = "□"
"""Stands where a character was that no page may hold."""


def visible(text: str) -> str:
    r"""
    Return *text* in NFC, with every control character, hidden or reordering one replaced; line feeds stay.

    >>> visible("a\x07b\u202ec")
    'a□b□c'
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    if refusal(composed) is None:
        return composed
    kept = "".join(char if refusal(char) is None else REPLACED for char in composed)
    # a mark taken out may let its neighbours compose
    return unicodedata.normalize("NFC", kept)
