"""Instants as logs write them: ISO 8601 with or without a zone, or in an order or unit that is said."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from dossierflow.worktime.instants import parse_instant

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Order = Literal["iso", "dmy", "mdy", "excel", "unix", "unix_ms"]
"""How instants are written besides ISO 8601."""

Twice = Literal["first", "second"]
"""Which of two instants a time is that the clocks show twice."""

_CLOCK: Final = (
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_OFFSET: Final = r"(?: ?(?P<offset>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?))?"
_YEAR_FIRST: Final = re.compile(
    rf"(?P<year>[0-9]{{4}})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})"
    rf"(?:[T ,]+{_CLOCK}{_OFFSET})?"
)
_PACKED: Final = re.compile(
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
    r"(?:T(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?:(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_NUMBERS: Final = (
    rf"(?P<first>[0-9]{{1,2}})[/.-](?P<other>[0-9]{{1,2}})[/.-](?P<year>[0-9]{{4}})(?:[T ,]+{_CLOCK}{_OFFSET})?"
)
_DAY_OR_MONTH_FIRST: Final = re.compile(_NUMBERS)
_NAMED_MONTH: Final = re.compile(
    rf"(?P<day>[0-9]{{1,2}})[ -](?P<name>[A-Za-z]{{3,9}})[ -](?P<year>[0-9]{{4}})(?:[T ,]+{_CLOCK}{_OFFSET})?"
)
_COUNTED: Final = re.compile(r"[0-9]{1,14}(?:[.,][0-9]{1,15})?")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ALLOWED: Final = {
    "iso": "2026-12-31 15:20",
    "dmy": "31/12/2026 15:20",
    "mdy": "12/31/2026 3:20 PM",
    "excel": "46387.6389",
    "unix": "1798723200",
    "unix_ms": "1798723200000",
}
_MICROSECONDS: Final = 6
_NOON: Final = 12
# What serial numbers of spreadsheets count from, the 29 February 1900 that they believe in left behind.
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_466

# Bound once: a test clock swaps the classes for its own, but not these.
_from_iso = datetime.fromisoformat
_new_day = date
_SPREADSHEETS = datetime(1899, 12, 30)  # noqa: DTZ001 -- a local time of whatever zone the log is of
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_YEAR, _LAST_YEAR = 2, 9_998
_NEAR = timedelta(hours=15)


def logged_instant(text: str, zone: ZoneInfo, order: Order, twice: Twice | None = None) -> datetime:
    """
    Read an instant; a day alone is its first moment, on the clocks of *zone*.

    Parts of a microsecond are dropped. The first moment of 1970, in whatever
    zone, and the years 1 and 9999 are what programs write where they know no
    time, and are refused.

    Args:
        text: What the log has.

        zone: Of times without an offset, and of the result.

        order: How instants are written besides ISO 8601.

        twice: Which of two instants it is where the clocks show a time twice; none refuses it.

    Raises:
        ValueError: It is written otherwise, or there is no such instant, or there are two.

        DossierflowError: The clocks of *zone* skip that time or show it twice.

    >>> from zoneinfo import ZoneInfo
    >>> hanoi = ZoneInfo("Asia/Ho_Chi_Minh")
    >>> logged_instant("05/02/2026 15:20", hanoi, "dmy").isoformat()
    '2026-02-05T15:20:00+07:00'
    >>> logged_instant("2026-02-05T08:20:00.000Z", hanoi, "dmy").isoformat()
    '2026-02-05T15:20:00+07:00'
    >>> logged_instant("46058.639", hanoi, "excel").isoformat(timespec="minutes")
    '2026-02-05T15:20+07:00'
    """
    text = text.strip()
    at = _read(text, order)
    return _known(at.astimezone(zone) if at.tzinfo else _on_clocks(at, zone, twice), text)


def written_instant(text: str, order: Order) -> datetime:
    """
    Read an instant on the clock that it was written with; without an offset, as if that were UTC.

    For looking at logs of which the zone is not known.

    Raises:
        ValueError: It is written otherwise, or there is no such instant.

    >>> written_instant("2011-10-11T00:30:00+02:00", "iso").date()
    datetime.date(2011, 10, 11)
    """
    text = text.strip()
    at = _read(text, order)
    return _known(at if at.tzinfo else at.replace(tzinfo=UTC), text)


def _known(at: datetime, text: str) -> datetime:
    if abs(at - _EPOCH) < _NEAR and at.second == at.microsecond == 0:
        msg = (
            f"{text[:40]!r} is the beginning of computers' time, which stands for no time at all; "
            "name it under 'missing' in the mapping"
        )
        raise ValueError(msg)
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        msg = f"{text[:40]!r} lies at the edge of all time, which stands for no time; name it under 'missing'"
        raise ValueError(msg)
    return at


def _read(text: str, order: Order) -> datetime:
    """Return an instant, without a zone where none is written."""
    if order in {"excel", "unix", "unix_ms"} and _COUNTED.fullmatch(text):
        return _counted(text, order)
    return _written(text, order)


def _on_clocks(at: datetime, zone: ZoneInfo, twice: Twice | None) -> datetime:
    local = at.replace(tzinfo=zone)
    later = local.replace(fold=1)
    if local.utcoffset() == later.utcoffset():
        return local
    if (at.hour, at.minute) == (0, 0):
        # a day that begins with a change of clocks is a day all the same
        return local
    # clocks put back show a time twice: the earlier offset is the larger one
    if twice is not None and (local.utcoffset() or timedelta()) > (later.utcoffset() or timedelta()):
        return local if twice == "first" else later
    return parse_instant(at.isoformat(), zone=zone)


def _counted(text: str, order: Order) -> datetime:
    number = float(text.replace(",", "."))
    if order != "excel":
        return _EPOCH + (timedelta(seconds=number) if order == "unix" else timedelta(milliseconds=number))
    if not _FIRST_SERIAL <= number < _LAST_SERIAL:
        msg = f"{text[:40]!r} is no day of a spreadsheet"
        raise ValueError(msg)
    # spreadsheets keep about a millisecond
    return _SPREADSHEETS + timedelta(milliseconds=round(number * 86_400_000))


def _written(text: str, order: Order) -> datetime:
    found = _YEAR_FIRST.fullmatch(text) or _PACKED.fullmatch(text) or _NAMED_MONTH.fullmatch(text)
    if found is None and order in {"dmy", "mdy"}:
        found = _DAY_OR_MONTH_FIRST.fullmatch(text)
    if found is None:
        msg = f"{text[:40]!r} is not an instant; the mapping says that they are written like {_ALLOWED[order]!r}"
        raise ValueError(msg)
    parts = found.groupdict()
    day = _day_of(parts, order, text)
    fraction = parts.get("fraction") or ""
    clock = f"{_hour(parts, text):02d}:{parts['minute'] or '00'}:{parts['second'] or '00'}"
    if fraction:
        clock += f".{fraction[:_MICROSECONDS]:0<6}"
    offset = parts.get("offset") or ""
    return _from_iso(f"{day}T{clock}{'Z' if offset in {'UTC', 'GMT'} else offset}")


def _day_of(parts: dict[str, str | None], order: Order, text: str) -> str:
    if parts.get("name"):
        month = _month(str(parts["name"]), text)
        day = int(str(parts["day"]))
    elif parts.get("first"):
        first, other = int(str(parts["first"])), int(str(parts["other"]))
        day, month = (first, other) if order == "dmy" else (other, first)
    else:
        day, month = int(str(parts["day"])), int(str(parts["month"]))
    try:
        return _new_day(int(str(parts["year"])), month, day).isoformat()
    except ValueError as error:
        msg = f"{text[:40]!r} is no day of the calendar"
        raise ValueError(msg) from error


def _month(name: str, text: str) -> int:
    short = name[:3].lower()
    if short not in _MONTHS:
        msg = f"{text[:40]!r} is not an instant: {name!r} is no month in English"
        raise ValueError(msg)
    return _MONTHS.index(short) + 1


def _hour(parts: dict[str, str | None], text: str) -> int:
    hour, half = int(parts["hour"] or 0), (parts.get("half") or "").lower()
    if not half:
        return hour
    if not 1 <= hour <= _NOON:
        msg = f"{text[:40]!r} is not an instant: no clock of twelve hours shows {hour}"
        raise ValueError(msg)
    return hour % _NOON + (_NOON if half == "p" else 0)
