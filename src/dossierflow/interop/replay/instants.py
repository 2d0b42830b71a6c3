"""Instants as logs write them: ISO 8601 with or without a zone, or day, month and year in an order that is said."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from dossierflow.worktime.instants import parse_instant

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Order = Literal["iso", "dmy", "mdy"]

_ISO: Final = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?P<fraction>[.,][0-9]{1,9})?"
    r" ?(?P<offset>Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_LOCAL: Final = re.compile(
    r"(?P<first>[0-9]{1,2})[/.-](?P<second>[0-9]{1,2})[/.-](?P<year>[0-9]{4})"
    r"(?:[ T,]+(?P<hour>[0-9]{1,2}):(?P<rest>[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]{1,9})?)?"
)
_MICROSECONDS: Final = 6

# Bound once: a test clock swaps the classes for its own, but not these.
_from_iso = datetime.fromisoformat
_new_day = date


def logged_instant(text: str, zone: ZoneInfo, order: Order) -> datetime:
    """
    Read an instant; a day alone is its first moment, on the clocks of *zone*.

    Parts of a microsecond are dropped.

    Raises:
        ValueError: It is written otherwise, or there is no such instant, or there are two.

        DossierflowError: The clocks of *zone* skip that time or show it twice.

    >>> from zoneinfo import ZoneInfo
    >>> hanoi = ZoneInfo("Asia/Ho_Chi_Minh")
    >>> logged_instant("05/02/2026 15:20", hanoi, "dmy").isoformat()
    '2026-02-05T15:20:00+07:00'
    >>> logged_instant("2026-02-05T08:20:00.000Z", hanoi, "dmy").isoformat()
    '2026-02-05T15:20:00+07:00'
    """
    day, clock, offset = _parts(text.strip(), order)
    if offset:
        return _from_iso(f"{day}T{clock}{offset}").astimezone(zone)
    at = _from_iso(f"{day}T{clock}").replace(tzinfo=zone)
    if at.utcoffset() == at.replace(fold=1).utcoffset():
        return at
    if clock.startswith("00:00"):
        # a day that begins with a change of clocks is a day all the same
        return at
    return parse_instant(f"{day}T{clock}", zone=zone)


def _parts(text: str, order: Order) -> tuple[str, str, str]:
    found = _ISO.fullmatch(text)
    if found is not None:
        fraction = (found["fraction"] or "")[1 : _MICROSECONDS + 1]
        clock = found["time"] or "00:00"
        seconds = clock if clock.count(":") > 1 else f"{clock}:00"
        offset = (found["offset"] or "").replace("UTC", "Z")
        return found["day"], f"{seconds}.{fraction:0<6}" if fraction else seconds, offset
    local = None if order == "iso" else _LOCAL.fullmatch(text)
    if local is None:
        allowed = {"iso": "2026-12-31 15:20", "dmy": "31/12/2026 15:20", "mdy": "12/31/2026 15:20"}[order]
        msg = f"{text[:40]!r} is not an instant; the mapping says that they are written like {allowed!r}"
        raise ValueError(msg)
    first, second = int(local["first"]), int(local["second"])
    day, month = (first, second) if order == "dmy" else (second, first)
    try:
        written = _new_day(int(local["year"]), month, day).isoformat()
    except ValueError as error:
        msg = f"{text[:40]!r} is no day of the calendar"
        raise ValueError(msg) from error
    return written, f"{int(local['hour'] or 0):02d}:{local['rest'] or '00'}", ""
