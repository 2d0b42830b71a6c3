"""
Calendars by name: the Vietnamese one, and what is left of it where less is known.

``vn-public`` is the calendar. The others leave something out, as many programs
do, so that a date they printed can be found again and explained:
``vn-weekends`` knows Saturdays and Sundays; ``vn-holidays`` the public holidays
and the days off in lieu too; ``vn-days-off`` also the days off by exchange, but
not the Saturdays that are worked for them. ``NAME@DAY`` is any of them as it
was known on a day. A file of one layer is laid on top of the public calendar,
or stands for itself where it is a national one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.errors import CalendarError, DefinitionError, Problem, UnknownNameError
from dossierflow.worktime import DayFact, DayKind, WorkCalendar, compile_calendar, parse_day, vietnam
from dossierflow.worktime.files import read_layer
from dossierflow.worktime.vietnam import laid_on_vietnam, vietnam_layers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from dossierflow.procedure.model import Procedure
    from dossierflow.worktime import CalendarLayer

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


def calendar_from(text: str) -> WorkCalendar:
    """
    Return the calendar that *text* names, or the one of the layer in the file of that name.

    Raises:
        DefinitionError: The file is wrong, or cannot be laid on the public calendar.

        UnknownNameError: There is no such calendar.

        CalendarError: The day is not written as 2026-01-05.
    """
    return layered([Path(text)]) if text.endswith((".yaml", ".yml")) else calendar_named(text)


def layered(files: Sequence[Path], *, as_known_on: date | None = None) -> WorkCalendar:
    """
    Return the calendar of the layers in *files*; unless one is national, laid on the public one of Vietnam.

    Args:
        files: Each holds one layer.

        as_known_on: Leave out what was decided after this day.

    Raises:
        DefinitionError: A file is wrong, or the layers contradict each other.
    """
    layers = [read_layer(file) for file in files]
    try:
        return laid_on_vietnam(layers, as_known_on=as_known_on)
    except CalendarError as error:
        raise DefinitionError([Problem(str(file), 0, "", str(error)) for file in files]) from error


def in_place_of_all(
    calendars: WorkCalendar | Mapping[str, WorkCalendar], procedures: Iterable[Procedure], *names: str
) -> Mapping[str, WorkCalendar]:
    """
    Return one calendar under every name that *procedures* give to theirs; several as they are.

    Args:
        calendars: One calendar, or several by name.

        procedures: What is counted.

        names: Further names for the one calendar.

    >>> from dossierflow.procedure.catalogue import shipped
    >>> weekends = calendar_named("vn-weekends")
    >>> sorted(in_place_of_all(weekends, shipped("building-permit").versions("building-permit")))
    ['vn-public', 'vn-weekends']
    """
    if not isinstance(calendars, WorkCalendar):
        return calendars
    used = {calendars.name, *names}
    for one in procedures:
        used |= {one.calendar, *(limit.calendar for limit in one.limits.values() if limit.calendar)}
        used |= {agency.calendar for agency in one.agencies.values() if agency.calendar}
    return dict.fromkeys(sorted(used), calendars)


def _less(layer: CalendarLayer, kinds: frozenset[DayKind]) -> CalendarLayer:
    days = tuple(_alone(fact) for fact in layer.days if fact.kind in kinds)
    return layer.model_copy(update={"days": days})


def _alone(fact: DayFact) -> DayFact:
    """Return a day off by exchange as a day on which the office is closed, for its partner is left out."""
    if fact.kind is not DayKind.SWAP_OFF:
        return fact
    return fact.model_copy(update={"kind": DayKind.CLOSURE, "swap_with": None})
