"""
How a day looks in a week strip: symbol, border and colours of each state.

Colour is the last of four channels. Word, symbol and border differ between any
two states, so that a page printed without colours says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class DayState(StrEnum):
    """What a day is, or what happened to it in the counting."""

    PLAIN = "plain"
    """An ordinary day with which nothing was done."""

    TRIGGER = "trigger"
    """The day of the event, which is not counted."""

    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    COMPENSATORY_OFF = "compensatory_off"
    SWAP_OFF = "swap_off"
    SWAP_WORK = "swap_work"
    CLOSURE = "closure"
    RECEPTION_ONLY = "reception_only"
    SUSPENDED = "suspended"


class Border(StrEnum):
    """The line around a day."""

    THIN = "thin"
    SOLID = "solid"
    DOUBLE = "double"
    DASHED = "dashed"
    DOTTED = "dotted"
    DASH_DOT = "dash_dot"
    LONG_DASHED = "long_dashed"


@dataclass(frozen=True, slots=True)
class DayStyle:
    """The look of one state; colours as ``#RRGGBB``."""

    symbol: str
    """Shown beside the date; of counted days the number stands for it."""

    border: Border
    line: str
    fill: str
    text: str
    hatched: bool = False


STYLES: Mapping[DayState, DayStyle] = {
    DayState.PLAIN: DayStyle("", Border.THIN, "#6B6B6B", "#FFFFFF", "#333333"),
    DayState.TRIGGER: DayStyle("▶", Border.DOUBLE, "#111111", "#FFFFFF", "#111111"),
    DayState.COUNTED: DayStyle("", Border.SOLID, "#1D5C96", "#E3F0FB", "#0B2E4F"),
    DayState.WEEKEND: DayStyle("–", Border.THIN, "#6B6B6B", "#ECECEC", "#333333"),
    DayState.HOLIDAY: DayStyle("★", Border.DASHED, "#A8202B", "#FBE3E4", "#6E0F16"),
    DayState.COMPENSATORY_OFF: DayStyle("☆", Border.LONG_DASHED, "#A8202B", "#FBE3E4", "#6E0F16"),
    DayState.SWAP_OFF: DayStyle("⇄", Border.DOTTED, "#8A2B7A", "#F6E6F3", "#551A4B"),
    DayState.SWAP_WORK: DayStyle("⇄", Border.SOLID, "#2B7A37", "#E4F3E3", "#12401A"),
    DayState.CLOSURE: DayStyle("■", Border.DASH_DOT, "#5A5A5A", "#ECECEC", "#333333"),
    DayState.RECEPTION_ONLY: DayStyle("◧", Border.DASH_DOT, "#6B6B6B", "#FFFFFF", "#333333"),
    DayState.SUSPENDED: DayStyle("‖", Border.DASHED, "#8F6400", "#FFF3D1", "#5A3D00", hatched=True),
}

DUE_FILL, DUE_TEXT = "#0B2E4F", "#FFFFFF"
"""The flag of the due day, and the outline on top of the day's own border."""

DASHES: Mapping[Border, str] = {
    Border.DASHED: "6 3",
    Border.LONG_DASHED: "12 4",
    Border.DOTTED: "1.5 3",
    Border.DASH_DOT: "8 3 2 3",
}
WIDTHS: Mapping[Border, float] = {Border.THIN: 1, Border.DOUBLE: 1}
"""Widths of lines that are not two."""
