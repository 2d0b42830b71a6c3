"""
When something happens in a scenario: an instant, or so long after the entry before.

``2026-02-05T15:20`` is local time of the calendar. ``+2 working days 09:00``
is the second working day after the entry before, at nine; without a time of
day it keeps that of the entry before. Hours and minutes simply pass.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from dossierflow.errors import DossierflowError
from dossierflow.worktime.instants import parse_day, parse_instant

if TYPE_CHECKING:
    from dossierflow.worktime import WorkCalendar

END = "end"
"""In an expectation: when the last entry of the timeline has been played."""

_OFFSET = re.compile(
    r"\+(?P<amount>[0-9]{1,5}) (?P<unit>working day|working hour|day|week|hour|minute)s?"
    r"(?: (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}))?"
)
_WHOLE_DAYS = frozenset({"working day", "day", "week"})
# The shape of a local time is checked before the calendar is known; any zone without clock changes will do.
_ANY_ZONE = ZoneInfo("UTC")


def _checked(text: str) -> str:
    if text.startswith("+"):
        _offset(text)
    else:
        _instant(text, _ANY_ZONE)
    return text


def _checked_instant(text: str) -> str:
    _instant(text, _ANY_ZONE)
    return text


def _checked_instant_or_end(text: str) -> str:
    return text if text == END else _checked_instant(text)


def _checked_day_or_instant(text: str) -> str:
    if is_day(text):
        _day(text)
        return text
    return _checked_instant(text)


When = Annotated[str, AfterValidator(_checked)]
"""An instant (``2026-02-05T15:20``) or an offset from the entry before (``+2 working days 09:00``)."""

Moment = Annotated[str, AfterValidator(_checked_instant_or_end)]
"""An instant, or ``end``."""

DayOrInstant = Annotated[str, AfterValidator(_checked_day_or_instant)]
"""A day (``2026-03-11``) or an instant (``2026-03-11T17:00``)."""


def is_day(text: str) -> bool:
    """Tell whether *text* has the shape of a day, ``2026-02-05``, rather than of an instant."""
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None


def is_offset(when: str) -> bool:
    """Tell whether *when* counts from the entry before."""
    return when.startswith("+")


def resolve(when: str, before: datetime | None, calendar: WorkCalendar) -> datetime:
    """
    Return the instant that *when* means.

    Args:
        when: As `When` allows it.

        before: The instant from which an offset counts.

        calendar: Says which days are working days, and in which zone local times are.

    Raises:
        ValueError: an offset with nothing before it, or a local time that the zone skips or shows twice.

        CalendarCoverageError: working days are counted past the calendar.

    >>> from dossierflow.worktime import vietnam
    >>> friday = parse_instant("2026-02-13T15:20", zone=vietnam().tz)
    >>> resolve("+1 working day 08:30", friday, vietnam()).isoformat()
    '2026-02-23T08:30:00+07:00'
    >>> resolve("+90 minutes", friday, vietnam()).isoformat()
    '2026-02-13T16:50:00+07:00'
    """
    if not is_offset(when):
        return _instant(when, calendar.tz)
    if before is None:
        msg = f"{when!r} counts from the entry before, and there is none; write an instant as 2026-02-05T15:20"
        raise ValueError(msg)
    amount, unit, at = _offset(when)
    if unit not in _WHOLE_DAYS:
        return _after(before, amount, unit, calendar)
    local = before.astimezone(calendar.tz)
    day = _day_after(calendar.local_day(before), amount, unit, calendar)
    return _local(day, local.timetz().replace(tzinfo=None) if at is None else at, calendar.tz)


def matches(expected: str | None, day: date | None, at: datetime | None, zone: ZoneInfo) -> bool:
    """Tell whether an expected day or instant is the one that was found; none matches none."""
    if expected is None or day is None or at is None:
        return expected is None and day is None
    return parse_day(expected) == day if is_day(expected) else _instant(expected, zone) == at


def _offset(text: str) -> tuple[int, str, time | None]:
    shape = _OFFSET.fullmatch(text)
    if shape is None:
        msg = f"found {text!r}; write an offset as '+2 working days 09:00', '+1 day 10:00' or '+30 minutes'"
        raise ValueError(msg)
    if shape["hour"] is None:
        return int(shape["amount"]), shape["unit"], None
    if shape["unit"] not in _WHOLE_DAYS:
        msg = f"found {text!r}; only whole days take a time of day, as in '+1 day 10:00'"
        raise ValueError(msg)
    if int(shape["hour"]) > 23 or int(shape["minute"]) > 59:  # noqa: PLR2004 -- hours and minutes of a day
        msg = f"found {text!r}; a time of day lies between 00:00 and 23:59"
        raise ValueError(msg)
    return int(shape["amount"]), shape["unit"], time(int(shape["hour"]), int(shape["minute"]))


def _instant(text: str, zone: ZoneInfo) -> datetime:
    try:
        return parse_instant(text, zone=zone)
    except DossierflowError as error:
        raise ValueError(str(error)) from error


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except DossierflowError as error:
        raise ValueError(str(error)) from error


def _after(before: datetime, amount: int, unit: str, calendar: WorkCalendar) -> datetime:
    if unit == "working hour":
        return calendar.add_working_minutes(before, amount * 60)
    return before + (timedelta(hours=amount) if unit == "hour" else timedelta(minutes=amount))


def _day_after(day: date, amount: int, unit: str, calendar: WorkCalendar) -> date:
    if unit == "working day":
        return calendar.nth_working_day(day, amount) if amount else day
    return day + timedelta(days=amount * (7 if unit == "week" else 1))


def _local(day: date, at: time, zone: ZoneInfo) -> datetime:
    return _instant(f"{day.isoformat()}T{at.isoformat()}", zone)
