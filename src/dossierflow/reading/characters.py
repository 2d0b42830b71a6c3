"""
Which characters a file may hold.

A file is reviewed by eye: what cannot be seen, or shows in another order than
it is stored, could make a rule say something else than its reader approved.
Text that looks equal must be equal, hence only Unicode NFC.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

from dossierflow.errors import DefinitionError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PROBLEMS = 20
"""How many lines with refused characters are listed."""

# Line feed, and carriage return before it, are the only control characters that a text needs.
# U+0085, U+2028 and U+2029 break lines for YAML 1.1 but not for editors: line numbers would differ.
_REFUSED = re.compile(
    r"\r(?!\n)|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufeff\ufff9-\uffff\U000e0000-\U000e007f]"
)
_REORDERING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINE_END = re.compile(r"\r?\n")
_NOT_SPACE = re.compile(r"\S+")


def decoded(raw: bytes, file: str) -> str:
    """
    Return *raw* as text; a byte order mark at its start is dropped.

    Raises:
        DefinitionError: If *raw* is not UTF-8.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from after the mark that it dropped, in bytes of error.object.
        line = error.object[: error.start].count(b"\n") + 1
        found = error.object[error.start]
        message = f"found the byte 0x{found:02X}, which is not UTF-8; save the file as UTF-8"
        raise DefinitionError([Problem(file, line, "", message)]) from None


def check_text(text: str, file: str) -> None:
    """
    Refuse *text* with characters that no file may hold.

    Raises:
        DefinitionError: With one problem for each line, `MOST_PROBLEMS` at most.
    """
    # Two fast looks at the whole spare clean files the walk over their lines.
    if not _REFUSED.search(text) and unicodedata.is_normalized("NFC", text):
        return
    raise DefinitionError(islice(_problems(text, file), MOST_PROBLEMS))


def refusal(text: str) -> str | None:
    """
    Say why *text* is refused; none where it is fine.

    >>> refusal("Điều 54")
    >>> refusal("safe" + chr(0x202E))
    'found the invisible character U+202E, which changes the order in which text is shown; remove it'
    """
    if found := _REFUSED.search(text):
        return _about(found.group())
    if not unicodedata.is_normalized("NFC", text):
        apart = (word for word in _NOT_SPACE.findall(text) if not unicodedata.is_normalized("NFC", word))
        # Some rare spaces have two spellings too; then no word is to blame.
        return (
            f"found '{next(apart, text)[:40]}', which is not in Unicode NFC, the composed form; save the text in NFC, "
            "for example with Python's unicodedata.normalize('NFC', text)"
        )
    return None


def escaped(text: str) -> str:
    r"""
    Return *text* with each character that no file may hold spelt as JSON spells it; tabs stay.

    Texts that come from a log may hold anything: colours and cursor movements
    of a terminal, or a reversed order. Escaped they can be seen, and do nothing.

    >>> escaped("safe" + chr(0x1B) + "[2J" + chr(0x202E))
    'safe\\u001b[2J\\u202e'
    """
    return _REFUSED.sub(_notation, text)


def _notation(found: re.Match[str]) -> str:
    char = found.group()
    if char == "\t":
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _problems(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if message := refusal(line):
            yield Problem(file, number, "", message)


def _about(char: str) -> str:
    name = f"U+{ord(char):04X}"
    if char == "\t":
        return "found a tab; write spaces instead"
    if _REORDERING.match(char):
        return f"found the invisible character {name}, which changes the order in which text is shown; remove it"
    if unicodedata.category(char) == "Cc":
        return f"found the control character {name}; remove it"
    return f"found the character {name}, which cannot be seen or exchanged safely; remove it"
