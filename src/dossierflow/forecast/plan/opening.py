"""The hours of a day in which dossiers of a stream may come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dossierflow.forecast.plan.offices import WEEKDAYS, During
from dossierflow.worktime.hours import MINUTES_A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dossierflow.forecast.plan.offices import Stream
    from dossierflow.worktime import WorkCalendar
    from dossierflow.worktime.hours import Spans

_ALL_DAY: Spans = ((0, MINUTES_A_DAY),)


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one day in which dossiers may come: open minutes and weight."""

    spans: tuple[tuple[int, int], ...]
    weight: float

    @property
    def minutes(self) -> int:
        """How many minutes of the hour are open."""
        return sum(end - start for start, end in self.spans)


def cells(stream: Stream, calendar: WorkCalendar, day: date) -> Iterator[Cell]:
    """Yield the hours of *day* in which dossiers of *stream* may come, those of weight 0 left out."""
    weight = stream.weekdays.get(WEEKDAYS[day.weekday()], 1.0)
    open_hours = _ALL_DAY if stream.during is During.ALWAYS else calendar.reception_hours(day)
    for hour in range(24):
        spans = tuple(
            (max(start, hour * 60), min(end, hour * 60 + 60))
            for start, end in open_hours
            if start < hour * 60 + 60 and end > hour * 60
        )
        factor = weight * stream.hours.get(f"{hour:02d}", 1.0)
        if spans and factor:
            yield Cell(spans, factor)


def flows(stream: Stream, calendar: WorkCalendar, first: date, last: date) -> bool:
    """Tell whether dossiers of *stream* can come at all between *first* and *last*, both inclusive."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return any(True for day in days for _ in cells(stream, calendar, day))
