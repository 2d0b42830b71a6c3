"""
Calendars by name: the Vietnamese one, and what is left of it where less is known.

``vn-public`` is the calendar. The others leave something out, as many programs
do, so that a date they printed can be found again and explained:
``vn-weekends`` knows Saturdays and Sundays; ``vn-holidays`` the public holidays
and the days off in lieu too; ``vn-days-off`` also the days off by exchange, but
not the Saturdays that are worked for them. ``NAME@DAY`` is any of them as it
was known on a day.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dossierflow.errors import UnknownNameError
from dossierflow.worktime import DayFact, DayKind, compile_calendar, parse_day, vietnam
from dossierflow.worktime.vietnam import vietnam_layers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossierflow.worktime import CalendarLayer, WorkCalendar

_WHOLE = "vn-public"
_PARTS: Mapping[str, frozenset[DayKind]] = {
    "vn-weekends": frozenset(),
    "vn-holidays": frozenset({DayKind.HOLIDAY, DayKind.COMPENSATORY_OFF}),
    "vn-days-off": frozenset({DayKind.HOLIDAY, DayKind.COMPENSATORY_OFF, DayKind.SWAP_OFF}),
}


@cache
def calendar_named(text: str) -> WorkCalendar:
    """
    Return the calendar called *text*, a name or ``NAME@DAY``.

    Raises:
        UnknownNameError: There is no such calendar.

        CalendarError: The day is not written as 2026-01-05.

    >>> from datetime import date
    >>> [calendar_named(name).is_working(date(2024, 5, 4)) for name in ("vn-public", "vn-days-off")]
    [True, False]
    """
    name, at, day = text.partition("@")
    if name != _WHOLE and name not in _PARTS:
        kind = "calendar"
        names = [_WHOLE, *_PARTS]
        raise UnknownNameError(kind, text, [*names, f"{_WHOLE}@<day known on>"])
    known_on = parse_day(day) if at else None
    if name == _WHOLE:
        return vietnam(as_known_on=known_on)
    layers = [_less(layer, _PARTS[name]) for layer in vietnam_layers()]
    return compile_calendar(layers, name=name, as_known_on=known_on)


def _less(layer: CalendarLayer, kinds: frozenset[DayKind]) -> CalendarLayer:
    days = tuple(_alone(fact) for fact in layer.days if fact.kind in kinds)
    return layer.model_copy(update={"days": days})


def _alone(fact: DayFact) -> DayFact:
    """Return a day off by exchange as a day on which the office is closed, for its partner is left out."""
    if fact.kind is not DayKind.SWAP_OFF:
        return fact
    return fact.model_copy(update={"kind": DayKind.CLOSURE, "swap_with": None})
