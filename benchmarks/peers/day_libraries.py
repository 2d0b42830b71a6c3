"""
Adding working days with the date libraries, each fed with the same calendar.

Where a library knows only a mask of weekdays and a list of holidays there are
two ways to feed it: the usual one, which loses the swapped working days, and
the trick of a seven-day mask with every weekend listed as a holiday.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

import bizdays  # type: ignore[import-untyped]  # ships no types
import holidays
import numpy as np
import pandas as pd  # type: ignore[import-untyped]  # ships no types
from workalendar.core import Calendar, WesternMixin  # type: ignore[import-untyped]  # ships no types

from benchmarks.days import CALENDAR, DAYS_OFF, WEEKDAYS_OFF, WEEKENDS_WORKED

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    AddDays = Callable[[date, int], date]

WEEK, WORKWEEK = "1111111", "1111100"


def bizdays_of(*, swaps: bool) -> AddDays:
    """Return ``bizdays.Calendar.offset``; without *swaps*, under the usual five-day week."""
    calendar = bizdays.Calendar(
        holidays=DAYS_OFF if swaps else WEEKDAYS_OFF,
        weekdays=[] if swaps else ["Saturday", "Sunday"],
        startdate=CALENDAR.first,
        enddate=CALENDAR.last,
        name="Viet Nam",
    )
    offset: AddDays = calendar.offset
    return offset


def _busdays(*, swaps: bool) -> np.busdaycalendar:
    if swaps:
        return np.busdaycalendar(WEEK, [np.datetime64(day) for day in DAYS_OFF])
    return np.busdaycalendar(WORKWEEK, [np.datetime64(day) for day in WEEKDAYS_OFF])


def numpy_of(*, swaps: bool) -> AddDays:
    """Return ``numpy.busday_offset`` on one date, told to start from the working day before a day off."""
    calendar = _busdays(swaps=swaps)

    def add(day: date, n: int) -> date:
        result: Any = np.busday_offset(day, n, roll="backward" if n > 0 else "forward", busdaycal=calendar).item()
        return cast("date", result)

    return add


def pandas_of(*, swaps: bool) -> AddDays:
    """Return a sum with ``pandas.offsets.CustomBusinessDay``; offsets are made once."""
    calendar = _busdays(swaps=swaps)

    @cache
    def offset(n: int) -> Any:
        return pd.offsets.CustomBusinessDay(n=n, calendar=calendar)

    def add(day: date, n: int) -> date:
        result: date = (pd.Timestamp(day) + offset(n)).date()
        return result

    return add


def holidays_fed() -> AddDays:
    """Return ``get_nth_working_day`` of python-holidays, fed with our days and swaps."""
    ours = holidays.HolidayBase(expand=False)
    ours.update(dict.fromkeys(DAYS_OFF, "day off"))
    ours.weekend_workdays = set(WEEKENDS_WORKED)
    return ours.get_nth_working_day


def holidays_own() -> AddDays:
    """Return ``get_nth_working_day`` of python-holidays with its own Vietnamese days."""
    years = range(CALENDAR.first.year, CALENDAR.last.year + 1)
    return holidays.country_holidays("VN", years=years).get_nth_working_day


class Vietnam(WesternMixin, Calendar):  # type: ignore[misc]  # its bases have no types
    """The days off for workalendar, which has no Vietnamese calendar of its own."""

    include_new_years_day = False

    def get_variable_days(self, year: int) -> list[tuple[date, str]]:
        """Return the days off of *year* that are no weekends."""
        return [(day, "day off") for day in WEEKDAYS_OFF if day.year == year]


def workalendar_of(*, swaps: bool) -> AddDays:
    """Return ``add_working_days`` of workalendar; with *swaps*, told of them in each call, as it wants."""
    calendar = Vietnam()
    extra = WEEKENDS_WORKED if swaps else ()

    def add(day: date, n: int) -> date:
        result: date = calendar.add_working_days(day, n, extra_working_days=extra)
        return result

    return add
