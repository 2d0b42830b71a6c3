"""
The working calendar of Vietnamese state bodies, as shipped.

Days are enumerated from the Labour Code and the yearly notices, each with its
citation and the date on which it became known. The hours 08:00-12:00 and
13:00-17:00 are a convention: they are decided locally, so lay a province's or
an office's own layer on top where they matter.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.errors import CalendarError
from dossierflow.worktime.compiling import compile_calendar
from dossierflow.worktime.files import read_layer
from dossierflow.worktime.layers import Level

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dossierflow.worktime.calendar import WorkCalendar
    from dossierflow.worktime.layers import CalendarLayer

FIRST_YEAR = 2018
"""First year of the shipped calendar."""

LAST_YEAR = 2027
"""Last year of the shipped calendar; its schedule need not be decided yet."""

_FOLDER = Path(__file__).parent / "data" / "vn"


def vietnam_layers(first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> tuple[CalendarLayer, ...]:
    """
    Return the national layers of *first_year* to *last_year*, both inclusive, to lay others on top.

    Raises:
        CalendarError: The years are not shipped, or in the wrong order.
    """
    if not FIRST_YEAR <= first_year <= last_year <= LAST_YEAR:
        msg = (
            f"the Vietnamese calendar is shipped for {FIRST_YEAR} to {LAST_YEAR}, "
            f"not for {first_year} to {last_year}; lay out other years in a file of your own"
        )
        raise CalendarError(msg)
    return tuple(_layer(year) for year in range(first_year, last_year + 1))


@cache
def vietnam(
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    *,
    as_known_on: date | None = None,
    name: str = "vn-public",
) -> WorkCalendar:
    """
    Return the calendar of Vietnamese state bodies for *first_year* to *last_year*, both inclusive.

    Args:
        first_year: First year covered.

        last_year: Last year covered.

        as_known_on: Leave out what was decided after this day.

        name: Name that explanations print.

    Raises:
        CalendarError: The years are not shipped, or in the wrong order.

    >>> from datetime import date
    >>> vietnam().confirmed_until
    datetime.date(2026, 12, 31)
    >>> vietnam().is_working(date(2026, 11, 24))
    False
    >>> vietnam(as_known_on=date(2026, 1, 1)).is_working(date(2026, 11, 24))
    True
    """
    return compile_calendar(vietnam_layers(first_year, last_year), name=name, as_known_on=as_known_on)


def laid_on_vietnam(layers: Iterable[CalendarLayer], *, as_known_on: date | None = None) -> WorkCalendar:
    """
    Return the calendar of *layers*; unless one of them is national, laid on the public one of Vietnam.

    Args:
        layers: Layers of one's own.

        as_known_on: Leave out what was decided after this day.

    Raises:
        CalendarError: The layers contradict each other, or leave days without hours.
    """
    own = [*layers]
    base = () if any(layer.level is Level.NATIONAL for layer in own) else vietnam_layers()
    names = [*(("vn-public",) if base else ()), *(layer.name for layer in own)]
    return compile_calendar([*base, *own], name="+".join(names), as_known_on=as_known_on)


@cache
def _layer(year: int) -> CalendarLayer:
    path = _FOLDER / f"{year}.yaml"
    return read_layer(path, file=f"vn/{path.name}")
