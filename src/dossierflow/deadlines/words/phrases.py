"""Fixed phrases, found among the words of a text at a known place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Phrases:
    """
    A set of phrases, the longest of which wins.

    >>> cues = Phrases("không quá", "không quá thời hạn")
    >>> cues.at("không quá thời hạn 5 ngày".split(), 0)
    4
    >>> cues.ending("là không quá 5".split(), 3)
    2
    """

    def __init__(self, *phrases: str) -> None:
        """Keep *phrases*, each written in lower case with single spaces."""
        split = sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self._by_last: dict[str, list[tuple[str, ...]]] = {}
        for phrase in split:
            self._by_first.setdefault(phrase[0], []).append(phrase)
            self._by_last.setdefault(phrase[-1], []).append(phrase)

    def at(self, words: Sequence[str], at: int) -> int:
        """Return how many words the longest phrase starting at index *at* has; 0 for none."""
        if at >= len(words):
            return 0
        for phrase in self._by_first.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def ending(self, words: Sequence[str], at: int) -> int:
        """Return how many words the longest phrase ending just before index *at* has; 0 for none."""
        if not 0 < at <= len(words):
            return 0
        for phrase in self._by_last.get(words[at - 1], ()):
            if len(phrase) <= at and tuple(words[at - len(phrase) : at]) == phrase:
                return len(phrase)
        return 0

    def find(self, words: Sequence[str], first: int = 0, stop: int | None = None) -> int | None:
        """Return where the first phrase starts between *first* and *stop* (exclusive); None for nowhere."""
        last = len(words) if stop is None else stop
        return next((at for at in range(first, last) if self.at(words, at)), None)
