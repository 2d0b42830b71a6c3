"""
Other days in the hours of a mapping: Monday to Friday only, or the days of another country.

The calendars that are shipped are Vietnamese ones of some years. A log of
another place or time has the zone, the hours and the years of its own mapping;
these stay, and only the days that count are others.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from dossierflow.worktime.hours import OfficeHours
from dossierflow.worktime.importers import holidays_layer
from dossierflow.worktime.layers import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.worktime.day import DayFact
    from dossierflow.worktime.layers import CalendarLayer

_WEEKDAYS = "weekdays"
_COUNTRY = re.compile(r"[A-Z]{2}")

OTHER_DAYS = (_WEEKDAYS, "a country such as NL")
"""What `other_days` knows, as a message lists it."""


def names_other_days(name: str) -> bool:
    """
    Tell whether *name* is ``weekdays``, or written like the code of a country.

    >>> [names_other_days(name) for name in ("weekdays", "NL", "nl", "vn-public")]
    [True, True, False, False]
    """
    return name == _WEEKDAYS or _COUNTRY.fullmatch(name) is not None


def other_days(name: str, layers: Sequence[CalendarLayer]) -> tuple[CalendarLayer, ...]:
    """
    Return the zone, hours and years of *layers* with the days that *name* says, and none of their own.

    Nothing is provisional in them: what was decided until when is not known of other days.

    Args:
        name:
            ``weekdays``, Monday to Friday without holidays, a weekday without
            hours having those of the week's last one; or an ISO 3166-1 code
            such as ``NL``, the days of the Python package ``holidays``.

        layers: The layers of a calendar, which can be compiled.

    Raises:
        CalendarError: The package does not know the country or the years.

        ImportError: The package is not installed.
    """
    lowest = next(level for level in Level if any(layer.level is level for layer in layers))
    kept = [layer for layer in layers if layer.level is lowest or layer.weekly is not None]
    zone = next(layer.zone for layer in layers if layer.zone is not None)
    plain = {"name": name, "zone": zone, "confirmed_until": None, "schedule": None, "reception": None, "days": ()}
    kept = [layer.model_copy(update=plain) for layer in kept]
    if name == _WEEKDAYS:
        return tuple(layer.model_copy(update={"weekly": _monday_to_friday(layer.weekly)}) for layer in kept)
    base = sorted((layer for layer in kept if layer.level is lowest), key=lambda layer: layer.first)
    first = base[0].first.year
    days = holidays_layer(
        name,
        range(first, base[-1].last.year + 1),
        known_from=date(first, 1, 1),
        confirmed_until=None,
        weekly=base[0].weekly,
    ).days
    return tuple(_with(days, layer) if layer.level is lowest else layer for layer in kept)


def _with(days: Sequence[DayFact], layer: CalendarLayer) -> CalendarLayer:
    return layer.model_copy(update={"days": tuple(fact for fact in days if layer.first <= fact.day <= layer.last)})


def _monday_to_friday(hours: OfficeHours | None) -> OfficeHours | None:
    if hours is None:
        return None
    week = (hours.monday, hours.tuesday, hours.wednesday, hours.thursday, hours.friday)
    usual = next(day for day in (*reversed(week), hours.saturday, hours.sunday) if day)
    monday, tuesday, wednesday, thursday, friday = (day or usual for day in week)
    return OfficeHours(
        monday=monday, tuesday=tuesday, wednesday=wednesday, thursday=thursday, friday=friday, cite=hours.cite
    )
