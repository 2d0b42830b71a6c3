"""Adding working minutes with pandas and businesstimedelta, each fed with the same calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import businesstimedelta as btd  # type: ignore[import-untyped]  # ships no types
import pandas as pd  # type: ignore[import-untyped]  # ships no types

from benchmarks.days import DAYS_OFF, OPEN_HOURS, WEEKDAYS_OFF

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    AddHours = Callable[[datetime], datetime]


def pandas_of(hours: int, *, swaps: bool) -> AddHours:
    """Return a sum of *hours* with ``pandas.offsets.CustomBusinessHour``, made once."""
    offset = pd.offsets.CustomBusinessHour(
        n=hours,
        start=[opening for opening, _ in OPEN_HOURS],
        end=[closing for _, closing in OPEN_HOURS],
        weekmask="1111111" if swaps else "1111100",
        holidays=list(DAYS_OFF if swaps else WEEKDAYS_OFF),
    )

    def add(at: datetime) -> datetime:
        result: datetime = (pd.Timestamp(at) + offset).to_pydatetime()
        return result

    return add


def businesstimedelta_of(hours: int, *, swaps: bool) -> AddHours:
    """Return a sum of *hours* with businesstimedelta; its hours are those of UTC, which stands for local time."""
    week = list(range(7 if swaps else 5))
    openings = [
        btd.WorkDayRule(start_time=opening, end_time=closing, working_days=week) for opening, closing in OPEN_HOURS
    ]
    rules = btd.Rules([*openings, btd.HolidayRule(set(DAYS_OFF if swaps else WEEKDAYS_OFF))])
    span = btd.BusinessTimeDelta(rules, hours=hours)

    def add(at: datetime) -> datetime:
        result: datetime = (at + span).replace(tzinfo=None)
        return result

    return add
