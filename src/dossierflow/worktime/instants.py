"""
Instants and dates at the edge: reading them, and writing them for people.

Inside the library an instant is a standard aware `datetime` and a day a
standard `date`. Whatever a host or a test clock hands in is converted here,
and an instant without a zone is refused.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from difflib import get_close_matches
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pendulum
from pendulum.parsing.exceptions import ParserError

from dossierflow.errors import CalendarError, NaiveInstantError, UnknownNameError

if TYPE_CHECKING:
    from dossierflow.citation import Language

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
)

# Bound once: a test clock swaps the classes date and datetime of every module
# for its own, but not these, so values made here stay standard ones.
_combine = datetime.combine
_from_ordinal = date.fromordinal
_from_iso = date.fromisoformat

_WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def zone(name: str) -> ZoneInfo:
    """
    Return the time zone *name* of the IANA database.

    Raises:
        UnknownNameError: There is no such zone; near names are listed.

    >>> zone("Asia/Ho_Chi_Minh").key
    'Asia/Ho_Chi_Minh'
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = get_close_matches(name, sorted(available_timezones()), n=5)
        raise UnknownNameError("time zone", name, near) from error


def plain(at: datetime) -> datetime:
    """
    Return *at* as a standard aware `datetime`, whatever clock it came from.

    Raises:
        NaiveInstantError: *at* has no zone.

    >>> plain(pendulum.datetime(2026, 2, 16, 8, tz="Asia/Ho_Chi_Minh"))
    datetime.datetime(2026, 2, 16, 8, 0, tzinfo=zoneinfo.ZoneInfo(key='Asia/Ho_Chi_Minh'))
    """
    if at.utcoffset() is None:
        msg = f"{at.isoformat()} has no time zone; give an offset such as +07:00, or a zone"
        raise NaiveInstantError(msg)
    zone = _plain_zone(at)
    first = _combine(at, at.time().replace(fold=0), zone)
    # pendulum sets the fold of every instant; it is kept only where it decides between two.
    return first if first.utcoffset() == at.utcoffset() else first.replace(fold=1)


def _plain_zone(at: datetime) -> tzinfo:
    if isinstance(at.tzinfo, ZoneInfo) and at.tzinfo.key:
        return ZoneInfo(at.tzinfo.key)
    offset = at.utcoffset() or timedelta(0)
    return timezone(offset) if offset else UTC


def plain_day(day: date) -> date:
    """
    Return *day* as a standard `date`.

    Raises:
        CalendarError: *day* is an instant; which day it lies on depends on a zone.
    """
    if isinstance(day, datetime):
        msg = f"{day.isoformat()} is an instant, not a day; ask the calendar for its local day first"
        raise CalendarError(msg)
    return _from_ordinal(day.toordinal())


def parse_day(text: str) -> date:
    """
    Read a day written ``2026-02-16``, and nothing else.

    Raises:
        CalendarError: The text is written otherwise, or there is no such day.

    >>> parse_day("2026-02-16")
    datetime.date(2026, 2, 16)
    """
    if _DAY.fullmatch(text) is None:
        msg = f"{text!r} is not a day; write year, month and day as in '2026-02-16'"
        raise CalendarError(msg)
    try:
        return _from_iso(text)
    except ValueError as error:
        msg = f"{text!r} is not a day: {error}"
        raise CalendarError(msg) from error


def parse_instant(text: str, *, zone: ZoneInfo | None) -> datetime:
    """
    Read an instant written ``2026-02-16T15:20+07:00`` or ``2026-02-16 15:20``.

    Args:
        text: Date, time and, unless *zone* says it, the offset or ``Z``.

        zone:
            Zone of a time written without an offset, and zone of the result.
            With none, the text must carry its offset.

    Raises:
        NaiveInstantError: Neither the text nor *zone* says which zone is meant.

        CalendarError: The text is written otherwise, or the clocks of *zone*
            skip that time or show it twice.

    >>> parse_instant("2026-02-16 15:20", zone=ZoneInfo("Asia/Ho_Chi_Minh")).isoformat()
    '2026-02-16T15:20:00+07:00'
    >>> parse_instant("2026-02-16T08:20Z", zone=ZoneInfo("Asia/Ho_Chi_Minh")).isoformat()
    '2026-02-16T15:20:00+07:00'
    """
    shape = _INSTANT.fullmatch(text)
    if shape is None:
        msg = f"{text!r} is not an instant; write it as in '2026-02-16T15:20+07:00'"
        raise CalendarError(msg)
    if zone is None and shape["offset"] is None:
        msg = f"{text!r} has no time zone; add an offset such as +07:00, or name a zone"
        raise NaiveInstantError(msg)
    try:
        # The shape above leaves pendulum no durations, weeks or bare dates to return.
        read = cast("datetime", pendulum.parse(text, strict=True, exact=True, tz=pendulum.UTC))
    except (ParserError, ValueError) as error:
        msg = f"{text!r} is not an instant: there is no such date or time"
        raise CalendarError(msg) from error
    at = plain(read)
    if zone is None:
        return at
    try:
        return at.astimezone(zone) if shape["offset"] else _shown_once(at.replace(tzinfo=zone), text, zone)
    except OverflowError:
        msg = f"{text!r} is not an instant: on the clocks of {zone.key} it has no date"
        raise CalendarError(msg) from None


def _shown_once(at: datetime, text: str, zone: ZoneInfo) -> datetime:
    if at.utcoffset() == at.replace(fold=1).utcoffset():
        return at
    exists = at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == at.replace(tzinfo=None)
    what = "show that time twice" if exists else "skip that time"
    msg = f"{text!r} is not one instant: the clocks of {zone.key} {what} on that day; add the offset"
    raise CalendarError(msg)


def human_day(day: date, lang: Language) -> str:
    """
    Write *day* as an official letter does.

    >>> human_day(date(2026, 2, 16), "vi")
    'thứ Hai, ngày 16/02/2026'
    >>> human_day(date(2026, 2, 16), "en")
    'Monday 16 February 2026'
    """
    if lang == "vi":
        return f"{_WEEKDAYS_VI[day.weekday()]}, ngày {day.day:02d}/{day.month:02d}/{day.year:04d}"
    return pendulum.date(day.year, day.month, day.day).format("dddd D MMMM YYYY", locale="en")


def human_instant(at: datetime, lang: Language) -> str:
    """
    Write *at*, on the clock of its own zone, to the minute.

    Raises:
        NaiveInstantError: *at* has no zone.

    >>> human_instant(datetime(2026, 2, 13, 17, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), "vi")
    '17:00 thứ Sáu, ngày 13/02/2026'
    >>> human_instant(datetime(2026, 2, 13, 17, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), "en")
    '17:00 on Friday 13 February 2026'
    """
    at = plain(at)
    day = human_day(at.date(), lang)
    return f"{at:%H:%M} {day}" if lang == "vi" else f"{at:%H:%M} on {day}"
