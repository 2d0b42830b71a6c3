"""What the values of one column look like."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossierflow.interop.replay.instants import written_instant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dossierflow.interop.replay.instants import Order

PLACEHOLDERS: Final = frozenset({
    "unknown", "__invalid__", "empty", "null", "none", "nan", "nat", "n/a", "#n/a", "na", "-", "(null)", "undefined",
    "missing", "onbekend", "không rõ", "1/1/1970", "1900-01-01", "9999-12-31", "0000-00-00",
})  # fmt: skip
"""Texts with which programs write that there is no value."""

_MOST_VALUES: Final = 1_000
_MOST_PARSED: Final = 3_000
_LONGEST: Final = 40
_ORDERS: Final[tuple[Order, ...]] = ("iso", "dmy", "mdy")
_COUNTED: Final[Mapping[Order, tuple[float, float]]] = {
    # days from 1954 to 2091, seconds and milliseconds from 2001 to 2033
    "excel": (20_000, 70_000),
    "unix": (1e9, 2e9),
    "unix_ms": (1e12, 2e12),
}
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")
_OFFSET: Final = re.compile(r"[0-9](?P<offset>Z|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})")
_YES_NO: Final = frozenset({"true", "false", "yes", "no", "0", "1", "ja", "nee"})
_EPOCH: Final = re.compile(r"1970-01-01.*")


class Kind(StrEnum):
    """What a column's values are."""

    INSTANT = "instant"
    NUMBER = "number"
    YES_NO = "yes_no"
    TEXT = "text"
    EMPTY = "empty"


@dataclass(slots=True)
class ColumnFacts:
    """What was seen of a column."""

    filled: int = 0
    """Values that are not empty."""

    values: Counter[str] = field(default_factory=Counter[str])
    """Different values by how often they occur, up to a number."""

    is_all: bool = True
    """Whether these are all different values."""

    orders: dict[Order, int] = field(default_factory=dict["Order", int])
    """How many of the first values can be read as an instant, by how they would be written."""

    counted: Counter[Order] = field(default_factory=Counter["Order"])
    """How many of the first values are numbers with which programs count time, by how they count it."""

    is_counted: bool = False
    """Whether its numbers are taken for instants, because its name says that they are."""

    numbers: int = 0
    parsed: int = 0
    """How many of the first values were tried; what stands for nothing is not."""

    offsets: Counter[str] = field(default_factory=Counter[str])
    """Of instants: the offsets that are written, empty where none is."""

    missing: Counter[str] = field(default_factory=Counter[str])
    """Values that stand for none."""

    def take(self, text: str) -> None:
        """Look at one value."""
        self.filled += 1
        if text in self.values or len(self.values) < _MOST_VALUES:
            self.values[text] += 1
        else:
            self.is_all = False
        if text.casefold() in PLACEHOLDERS or _EPOCH.fullmatch(text):
            self.missing[text] += 1
        elif self.parsed < _MOST_PARSED:
            self._try(text)

    def _try(self, text: str) -> None:
        self.parsed += 1
        if _NUMBER.fullmatch(text):
            self.numbers += 1
            number = float(text.replace(",", "."))
            self.counted.update(order for order, (least, most) in _COUNTED.items() if least <= number < most)
            return
        if len(text) > _LONGEST or not text[:1].isdigit():
            return
        for order in _ORDERS:
            if _instant(text, order) is not None:
                self.orders[order] = self.orders.get(order, 0) + 1
        offset = _OFFSET.search(text, 10)
        self.offsets[offset["offset"] if offset else ""] += 1

    @property
    def kind(self) -> Kind:
        """What its values are."""
        if not self.parsed:
            return Kind.EMPTY
        if self.order is not None:
            return Kind.INSTANT
        if self.is_all and len(self.values) > 1 and {one.lower() for one in self.values} <= _YES_NO:
            return Kind.YES_NO
        return Kind.NUMBER if self.numbers == self.parsed else Kind.TEXT

    @property
    def order(self) -> Order | None:
        """How its instants are written; none where they are none, and ISO 8601 where several would do."""
        if self.is_counted:
            return self.counted_order
        # a stray line does not make a column of dates one of texts
        found: Order | None = None
        for one in _ORDERS:
            count = self.orders.get(one, 0)
            if count * 20 >= self.parsed * 19 > 0 and (found is None or count > self.orders[found]):
                found = one
        return found

    @property
    def counted_order(self) -> Order | None:
        """How its numbers would count time, if they do; none where they are no such numbers."""
        return next((order for order, count in self.counted.items() if count == self.parsed > 0), None)

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether day and month could be the other way round."""
        day_first, month_first = self.orders.get("dmy", 0), self.orders.get("mdy", 0)
        return not self.is_counted and "iso" not in self.orders and day_first == month_first > 0

    def instant(self, text: str) -> datetime | None:
        """Return the instant that *text* is if it is one, on the clock that it was written with."""
        return _instant(text, self.order or "iso")


def _instant(text: str, order: Order) -> datetime | None:
    try:
        return written_instant(text, order)
    except (ValueError, OverflowError):
        return None
