"""
When something happens in a scenario: an instant, or so long after or before something else.

``2026-02-05T15:20`` is local time of the calendar. ``+2 working days 09:00``
is the second working day after the entry before, at nine; without a time of
day it keeps that of the entry before. Hours and minutes simply pass. What is
counted from may be named: ``+3 working days 09:00 after received``,
``-1 working day 15:00 before due total``.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from dossierflow.errors import DossierflowError
from dossierflow.worktime.instants import parse_day, parse_instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossierflow.worktime import WorkCalendar

END = "end"
"""In an expectation: when the last entry of the timeline has been played."""

DUE = "due "
"""How an anchor begins that is the due instant of a limit: ``due total``."""

_OFFSET = re.compile(
    r"(?P<sign>[+-])(?P<amount>[0-9]{1,5}) (?P<unit>working day|working hour|day|week|hour|minute)s?"
    r"(?: (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}))?"
    r"(?: (?P<side>after|before) (?P<anchor>(?:due )?[a-z][a-z0-9_.]*))?"
)
_WHOLE_DAYS = frozenset({"working day", "day", "week"})
# The shape of a local time is checked before the calendar is known; any zone without clock changes will do.
_ANY_ZONE = ZoneInfo("UTC")


class Offset(NamedTuple):
    """So long after something, or before it."""

    amount: int
    unit: str
    at: time | None
    """The time of day; none keeps that of the instant counted from."""

    is_before: bool
    anchor: str | None
    """What is counted from: a milestone, ``due <limit>``, ``end``; none: the entry before."""


def _checked(text: str) -> str:
    if is_offset(text):
        offset_in(text)
    else:
        _instant(text, _ANY_ZONE)
    return text


def _checked_instant(text: str) -> str:
    _instant(text, _ANY_ZONE)
    return text


def _checked_or_end(text: str) -> str:
    return text if text == END else _checked(text)


def _checked_day_or_instant(text: str) -> str:
    if is_day(text):
        _day(text)
        return text
    return _checked_instant(text)


When = Annotated[str, AfterValidator(_checked)]
"""
An instant (``2026-02-05T15:20``), or an offset from the entry before (``+2 working days 09:00``) or from what it names.
"""

Moment = Annotated[str, AfterValidator(_checked_or_end)]
"""An instant, ``end``, or an offset from the end or from what it names."""

DayOrInstant = Annotated[str, AfterValidator(_checked_day_or_instant)]
"""A day (``2026-03-11``) or an instant (``2026-03-11T17:00``)."""


def is_day(text: str) -> bool:
    """Tell whether *text* has the shape of a day, ``2026-02-05``, rather than of an instant."""
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None


def is_offset(when: str) -> bool:
    """Tell whether *when* counts from something else."""
    return when.startswith(("+", "-"))


def anchor_in(when: str) -> str | None:
    """
    Return what *when* names as that from which it counts; none for an instant, or where it names nothing.

    >>> anchor_in("+2 working days 09:00 after received"), anchor_in("+2 days")
    ('received', None)
    """
    return offset_in(when).anchor if is_offset(when) else None


def depends_on_the_end(when: str) -> bool:
    """Tell whether the *when* of an expectation is known only once the whole story has been played."""
    return when == END or is_offset(when)


def resolve(
    when: str,
    before: datetime | None,
    calendar: WorkCalendar,
    *,
    anchors: Callable[[str], datetime | None] | None = None,
) -> datetime:
    """
    Return the instant that *when* means.

    Args:
        when: As `When` allows it.

        before: The instant from which an offset counts that names nothing.

        calendar: Says which days are working days, and in which zone local times are.

        anchors: Returns the instant of what an offset names; none where it has not come about.

    Raises:
        ValueError: nothing to count an offset from, or a local time that the zone skips or shows twice.

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
    offset = offset_in(when)
    start = before
    if offset.anchor is not None:
        start = None if anchors is None else anchors(offset.anchor)
        if start is None:
            msg = f"{when!r} counts from {offset.anchor!r}, which has not come about by then"
            raise ValueError(msg)
    if start is None:
        msg = f"{when!r} counts from the entry before, and there is none; write an instant as 2026-02-05T15:20"
        raise ValueError(msg)
    if offset.unit not in _WHOLE_DAYS:
        return _passed(start, offset, calendar)
    local = start.astimezone(calendar.tz)
    day = _day_of(calendar.local_day(start), offset, calendar)
    return _local(day, local.timetz().replace(tzinfo=None) if offset.at is None else offset.at, calendar.tz)


def matches(expected: str | None, day: date | None, at: datetime | None, zone: ZoneInfo) -> bool:
    """Tell whether an expected day or instant is the one that was found; none matches none."""
    if expected is None or day is None or at is None:
        return expected is None and day is None
    return parse_day(expected) == day if is_day(expected) else _instant(expected, zone) == at


def offset_in(text: str) -> Offset:
    """
    Read an offset.

    Raises:
        ValueError: it is written otherwise.
    """
    shape = _OFFSET.fullmatch(text)
    if shape is None:
        msg = f"found {text!r}; write an offset as '+2 working days 09:00', '+1 day 10:00' or '+30 minutes'"
        raise ValueError(msg)
    is_before = shape["sign"] == "-"
    if is_before != (shape["side"] == "before"):
        msg = f"found {text!r}; write '+1 day after received', or '-1 day before due total'"
        raise ValueError(msg)
    if is_before and shape["unit"] == "working hour":
        msg = f"found {text!r}; working hours are not counted back, so write hours or working days"
        raise ValueError(msg)
    return Offset(int(shape["amount"]), shape["unit"], _time_in(text, shape), is_before, shape["anchor"])


def _time_in(text: str, shape: re.Match[str]) -> time | None:
    if shape["hour"] is None:
        return None
    if shape["unit"] not in _WHOLE_DAYS:
        msg = f"found {text!r}; only whole days take a time of day, as in '+1 day 10:00'"
        raise ValueError(msg)
    if int(shape["hour"]) > 23 or int(shape["minute"]) > 59:  # noqa: PLR2004 -- hours and minutes of a day
        msg = f"found {text!r}; a time of day lies between 00:00 and 23:59"
        raise ValueError(msg)
    return time(int(shape["hour"]), int(shape["minute"]))


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


def _passed(start: datetime, offset: Offset, calendar: WorkCalendar) -> datetime:
    if offset.unit == "working hour":
        return calendar.add_working_minutes(start, offset.amount * 60)
    passed = timedelta(hours=offset.amount) if offset.unit == "hour" else timedelta(minutes=offset.amount)
    return start - passed if offset.is_before else start + passed


def _day_of(day: date, offset: Offset, calendar: WorkCalendar) -> date:
    if offset.unit == "working day" and offset.amount:
        find = calendar.nth_working_day_before if offset.is_before else calendar.nth_working_day
        return find(day, offset.amount)
    days = 0 if offset.unit == "working day" else offset.amount * (7 if offset.unit == "week" else 1)
    return day - timedelta(days=days) if offset.is_before else day + timedelta(days=days)


def _local(day: date, at: time, zone: ZoneInfo) -> datetime:
    return _instant(f"{day.isoformat()}T{at.isoformat()}", zone)
