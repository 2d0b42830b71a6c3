"""
Instants as text that sorts as time does, the same in every database.

Databases disagree about zones and fractions of a second; text they all keep as
it is. The zone in which an act took place is in the event itself.
"""

from __future__ import annotations

from datetime import UTC, datetime

from dossierflow.worktime.instants import plain

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"
# Bound once: a test clock swaps the class datetime of every module for its own, but not this.
_parse = datetime.strptime


def in_utc(at: datetime) -> datetime:
    """Return *at* on the clock of UTC."""
    return plain(at).astimezone(UTC)


def utc_text(at: datetime) -> str:
    """
    Return *at* in UTC as 27 characters.

    Raises:
        NaiveInstantError: *at* has no time zone.

    >>> from datetime import timedelta, timezone
    >>> utc_text(datetime(2026, 2, 5, 15, 20, tzinfo=timezone(timedelta(hours=7))))
    '2026-02-05T08:20:00.000000Z'
    """
    found = in_utc(at)
    # strftime does not pad years before 1000 on every system
    return f"{found.year:04d}{found.strftime(_FORM[2:])}"


def from_utc_text(text: str) -> datetime:
    """
    Read what `utc_text` wrote.

    >>> from_utc_text("2026-02-05T08:20:00.000000Z")
    datetime.datetime(2026, 2, 5, 8, 20, tzinfo=datetime.timezone.utc)
    """
    return _parse(text, _FORM).replace(tzinfo=UTC)
