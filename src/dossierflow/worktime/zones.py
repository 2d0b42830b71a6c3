"""
The offsets of one time zone as arrays, between two days.

Within the days that a calendar covers, a zone is a short list of instants at
which its clocks change. Outside them the first and last offset go on; no
answer of a calendar lies there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from dossierflow.worktime.numeric import np

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Flags: TypeAlias = NDArray[np.bool_]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_MARGIN = timedelta(days=3)
_EARLIEST, _LATEST = date(1900, 1, 1).toordinal(), date(2200, 12, 31).toordinal()


@dataclass(frozen=True, slots=True, eq=False)
class ZoneTable:
    """
    Changes of the clocks of a zone; all instants in seconds since 1970.

    >>> from datetime import date
    >>> from zoneinfo import ZoneInfo
    >>> table = ZoneTable.of(ZoneInfo("Asia/Ho_Chi_Minh"), date(2024, 1, 1), date(2024, 12, 31))
    >>> len(table.changes), table.offsets.tolist()
    (0, [25200])
    """

    changes: Ints
    """Instants, in UTC, at which the offset changes."""

    offsets: Ints
    """The offset before the first change, after the first, and so on; one entry more."""

    @classmethod
    def of(cls, zone: ZoneInfo, first: date, last: date) -> ZoneTable:
        """Find the changes of *zone* from a little before *first* to a little after *last*."""
        start = datetime.combine(first, time.min, UTC) - _MARGIN
        days = (last - first + 2 * _MARGIN).days
        looked = [start + timedelta(days=index) for index in range(days + 1)]
        seen = [_offset(zone, at) for at in looked]
        at_change = [index for index in range(1, len(seen)) if seen[index] != seen[index - 1]]
        changes = [_change(zone, looked[index - 1], looked[index]) for index in at_change]
        offsets = [seen[0], *(seen[index] for index in at_change)]
        return cls(np.array(changes, dtype=np.int64), np.array(offsets, dtype=np.int64))

    @classmethod
    def between(cls, zone: ZoneInfo, first: int, last: int) -> ZoneTable:
        """Find the changes of *zone* between two days as ordinals, but none before 1900 and none after 2200."""
        first, last = (min(max(day, _EARLIEST), _LATEST) for day in (first, last))
        return cls.of(zone, date.fromordinal(first), date.fromordinal(last))

    def to_local(self, utc: Ints, per: int = 1) -> Ints:
        """Return what the clocks on the wall show at *utc*, in ticks of which *per* are a second."""
        if not len(self.changes):
            return utc + int(self.offsets[0]) * per
        return utc + self.offsets[np.searchsorted(self.changes * per, utc, side="right")] * per

    def is_second_time(self, utc: Ints, per: int = 1) -> Flags:
        """Tell whether the clocks show at *utc* a time that they have shown before."""
        again: Flags = self.to_utc(self.to_local(utc, per), per=per) != utc
        return again

    def to_utc(self, local: Ints, second_time: Flags | None = None, per: int = 1) -> Ints:
        """
        Return the instant at which the clocks show *local*.

        Of a time shown twice it is the first, or the second where *second_time*
        says so; a time that is skipped is read with the offset before the
        change, or after it (as `datetime` does with its fold).
        """
        if not len(self.changes):
            return local - int(self.offsets[0]) * per
        old, new = self.changes + self.offsets[:-1], self.changes + self.offsets[1:]
        place = np.searchsorted(np.maximum(old, new) * per, local, side="right")
        if second_time is not None:
            later = np.searchsorted(np.minimum(old, new) * per, local, side="right")
            place = np.where(second_time, later, place)
        return local - self.offsets[place] * per


def _offset(zone: ZoneInfo, at: datetime) -> int:
    return (at.astimezone(zone).utcoffset() or timedelta(0)) // _SECOND


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> int:
    """Return the first second after *before* with the offset of *after*."""
    low, high = (before - _EPOCH) // _SECOND, (after - _EPOCH) // _SECOND
    new = _offset(zone, after)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _offset(zone, _EPOCH + middle * _SECOND) == new else (middle, high)
    return high
