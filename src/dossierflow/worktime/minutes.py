"""
Working minutes as prefix sums: two table reads instead of a walk.

Positions are numbers here: the index of a day in the calendar and a minute
after midnight. Zones and dates stay in `dossierflow.worktime.calendar`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from dossierflow.worktime.hours import MinuteProfile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.worktime.hours import Spans


@dataclass(frozen=True, slots=True)
class MinuteTable:
    """
    All working minutes of a calendar, numbered from 0 at its first opening.

    >>> table = MinuteTable.of([((480, 720),), (), ((480, 720),)])
    >>> table.worked(0, 480), table.worked(1, 900), table.total
    (0, 240, 480)
    >>> table.end_of(240)
    (0, 720)
    >>> table.start_of(240)
    (2, 480)
    """

    before: tuple[int, ...]
    """Working minutes before day *i*; one entry more than there are days."""

    profiles: tuple[MinuteProfile, ...]
    """The profile of each day; equal days share one."""

    @classmethod
    def of(cls, hours: Sequence[Spans]) -> MinuteTable:
        """Tabulate the opening *hours* of consecutive days; no hours is a day off."""
        # Hashing the hours of every day would take longer than all the rest; days share few objects.
        patterns = {id(pattern): pattern for pattern in hours}
        shared = {pattern: MinuteProfile.of(pattern) for pattern in set(patterns.values())}
        by_object = {key: shared[pattern] for key, pattern in patterns.items()}
        sizes = {key: len(profile.starts) for key, profile in by_object.items()}
        keys = [id(pattern) for pattern in hours]
        return cls(tuple(accumulate([sizes[key] for key in keys], initial=0)), tuple([by_object[key] for key in keys]))

    @property
    def total(self) -> int:
        """All working minutes of the calendar."""
        return self.before[-1]

    def worked(self, day: int, minute: int) -> int:
        """Count the working minutes that have passed before *minute* of day *day*."""
        return self.before[day] + self.profiles[day].worked[minute]

    def is_open(self, day: int, minute: int) -> bool:
        """Tell whether *minute* of day *day* is a working minute."""
        worked = self.profiles[day].worked
        return worked[minute + 1] > worked[minute]

    def end_of(self, count: int) -> tuple[int, int]:
        """
        Say on which day and minute the *count*-th working minute ends.

        *count* starts at 1 and must not exceed `total`. The end of the last
        minute before a break is the start of the break, not its end.
        """
        day = bisect_left(self.before, count) - 1
        return day, self.profiles[day].starts[count - self.before[day] - 1] + 1

    def start_of(self, number: int) -> tuple[int, int]:
        """Say on which day and minute the working minute *number* starts, counted from 0, below `total`."""
        day = bisect_right(self.before, number) - 1
        return day, self.profiles[day].starts[number - self.before[day]]
