"""
How the parts of a life look: fill, border and pattern of each, and how wide a text is.

Colour is the last of four channels: word, shape or symbol, border and pattern
differ wherever colours do.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossierflow.render.lives.life import BarKind, FlagKind, MarkKind

if TYPE_CHECKING:
    from collections.abc import Mapping

INK, GREY, PAPER, SHADE = "#111111", "#4A4A4A", "#FFFFFF", "#E9E9E9"
"""Text; secondary text and thin lines; page; time that is not worked."""

FONT: Final = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
SIZE: Final = 12


@dataclass(frozen=True, slots=True)
class Look:
    """Fill, line and text as ``#RRGGBB``; dashes as SVG writes them; lines of a pattern over the fill."""

    fill: str
    line: str
    text: str
    dashes: str = ""
    width: float = 1.5
    pattern: str = ""


BARS: Final[Mapping[BarKind, Look]] = {
    BarKind.STEP: Look("#DCEBF9", "#1D5C96", "#0B2E4F"),
    BarKind.WAIT: Look("#FFFFFF", "#8F6400", "#4A3200", dashes="5 3"),
    BarKind.HANDOFF: Look("#EAF5EA", "#2B7A37", "#12401A", dashes="1.5 3", width=2),
}
CLOCK: Final = Look("#F2F2F2", "#333333", INK)
SUSPENDED: Final = Look("#FFF3D1", "#8F6400", "#5A3D00", dashes="5 3", pattern="M0 0V7")
LATE: Final = Look("#8C1420", "#5E0D15", "#FFFFFF", pattern="M0 0L7 7M7 0L0 7")
BREAK: Final = Look(PAPER, GREY, INK)
FLAGS: Final[Mapping[FlagKind, str]] = {
    FlagKind.STATUTORY: "#0B2E4F",
    FlagKind.PROMISED: "#0B2E4F",
    FlagKind.INTERNAL: "#333333",
    FlagKind.MOVED: "#5A5A5A",
}
MARKS: Final[Mapping[MarkKind | None, Look]] = {
    MarkKind.ACT: Look("#FFFFFF", "#333333", INK),
    MarkKind.SUPPLEMENT: Look("#FFF3D1", "#8F6400", "#4A3200", dashes="4 2"),
    MarkKind.TIMER: Look("#EDE7F6", "#4A2A85", "#2E1A55", dashes="1.5 2.5"),
    MarkKind.REFUSED: Look("#FBE3E4", "#A8202B", "#6E0F16", width=2.5),
    MarkKind.VERSION: Look("#0B2E4F", "#0B2E4F", "#FFFFFF"),
    None: Look("#FFFFFF", "#333333", INK),
}
"""None stands for several acts of different kinds."""

SYMBOLS: Final[Mapping[MarkKind | None, str]] = {
    MarkKind.ACT: "",
    MarkKind.SUPPLEMENT: "+",
    MarkKind.TIMER: "!",
    MarkKind.REFUSED: "×",
    MarkKind.VERSION: "§",
    None: "",
}
DIFFERENCE: Final = "#6A1B9A"

_THIN, _WIDE = frozenset("iljtfrI.,:;|!'()[] /1-"), frozenset("mwMW%@—…")


def width_of(text: str, size: float = SIZE) -> float:
    """
    Return how wide *text* is at most, in pixels, in any common font without serifs.

    >>> width_of("ii") < width_of("nn") < width_of("MM") < width_of("漢字")
    True
    """
    return size * sum(map(_width, unicodedata.normalize("NFC", text)))


def _width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 1.1
    if letter in _WIDE:
        return 1.02
    if letter in _THIN:
        return 0.44
    return 0.78 if letter.isupper() or (not letter.isascii() and not letter.isalpha()) else 0.645


def fitted(text: str, room: float, size: float = SIZE) -> str:
    """
    Return *text*, or as much of its beginning as fits into *room* with an ellipsis.

    >>> fitted("Appraisal of the dossier", 60)
    'Apprai…'
    """
    if width_of(text, size) <= room:
        return text
    used, kept = width_of("…", size), 0
    for letter in text:
        used += size * _width(letter)
        if used > room:
            break
        kept += 1
    begun = text[:kept].rstrip()
    return f"{begun}…" if begun else ""


def lines_of(text: str, room: float, most: int, size: float = SIZE) -> list[str]:
    """Return *text* in at most so many lines that fit into *room*; a word that is too long is cut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [fitted(line, room, size) for line in lines]
