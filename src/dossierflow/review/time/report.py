"""
What came of examining the time of a procedure: per limit, per path, day by day.

Days are start days: the days on which a dossier is filed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossierflow.deadlines.term import Term
    from dossierflow.procedure import Limit, Procedure
    from dossierflow.procedure.facts import FactValue
    from dossierflow.procedure.paths import Walk
    from dossierflow.review.time.chain import Part

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Length:
    """How long something takes, on the start day on which it takes so long."""

    day: date
    working_days: int
    """Working days after the first up to and including the last."""

    days: int
    """Calendar days after the first up to and including the last."""


@dataclass(frozen=True, slots=True)
class PathTime:
    """One limit on one path, for every start day."""

    walk: Walk
    term: Term
    """Of the limit, in the first situation of these ways."""

    facts: tuple[tuple[str, FactValue], ...]
    """The facts that matter on this path."""

    alike: int
    """How many ways, of all situations, have the same instants as this one."""

    parts: tuple[Part, ...]
    idle: tuple[int, ...]
    """Moves inside the limit that no limit of their own bounds; they take what is left."""

    worst: Length
    """The longest time from the limit's start until it is stopped, everybody using the whole of his limit."""

    best: Length
    """The shortest time, everybody still using the whole of his limit."""

    ours: Length
    """The longest time if the applicant and other agencies answer at once."""

    slack: Length
    """The least time that is left; below zero where the limit is broken."""

    breaking: tuple[date, ...]
    """The start days on which the limit is broken."""

    ours_breaking: tuple[date, ...]
    """Those on which it is broken even if the applicant and other agencies answer at once."""

    exhausted: tuple[date, ...]
    """The start days on which the limit holds, and not a minute is left."""

    decided: int
    """How many start days were counted: those whose path ends within the calendar."""


@dataclass(frozen=True, slots=True)
class Breach:
    """The first start day on which a limit is broken, and how."""

    day: date
    path: PathTime
    theirs: bool
    """Whether the applicant and other agencies use the whole of their limits in it; if not, they answer at once."""

    due: datetime
    stopped: datetime
    """When what stops the limit comes."""

    instants: tuple[datetime, ...]
    """When each move of the path happens."""


@dataclass(frozen=True, slots=True)
class LimitTime:
    """One limit on all paths."""

    limit: str
    rule: Limit
    paths: tuple[PathTime, ...]
    """Paths with the same instants stand here once; the worst comes first."""

    first: Breach | None

    @property
    def decided(self) -> int:
        """How many start days were counted; the last ones of the calendar cannot be."""
        return max((path.decided for path in self.paths), default=0)

    @property
    def breaking(self) -> tuple[date, ...]:
        """The start days on which it is broken on some path."""
        return _united(path.breaking for path in self.paths)

    @property
    def ours_breaking(self) -> tuple[date, ...]:
        """Those on which it is broken on some path by our own steps alone."""
        return _united(path.ours_breaking for path in self.paths)


@dataclass(frozen=True, slots=True)
class Promise:
    """A committed limit that ends after the statutory one beside it."""

    committed: str
    statutory: str
    days: tuple[date, ...]
    """The start days on which it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeReport:
    """What came of examining one version."""

    procedure: Procedure
    calendar: str
    first: date
    last: date
    """The start days examined, both inclusive."""

    days: int
    """How many; none where the version is in force outside the calendar."""

    ways: int
    """How many ways were gone, in all situations."""

    situations: int
    """How many kinds of dossiers the rules tell apart."""

    is_complete: bool
    """Whether all ways and facts were gone through."""

    nodes: int
    """How many different instants the ways are made of."""

    limits: tuple[LimitTime, ...]
    promises: tuple[Promise, ...]

    @property
    def broken(self) -> tuple[LimitTime, ...]:
        """The limits that are broken on some start day."""
        return tuple(one for one in self.limits if one.first is not None)


def stretches(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """
    Return sorted *days* as stretches of days that follow each other, both ends inclusive.

    >>> days = [date(2026, 2, 5), date(2026, 2, 6), date(2026, 4, 24)]
    >>> [(first.isoformat(), last.isoformat()) for first, last in stretches(days)]
    [('2026-02-05', '2026-02-06'), ('2026-04-24', '2026-04-24')]
    """
    listed = list(days)
    if not listed:
        return ()
    breaks = [(one, other) for one, other in pairwise(listed) if other - one > _A_DAY]
    firsts = [listed[0], *(other for _, other in breaks)]
    lasts = [*(one for one, _ in breaks), listed[-1]]
    return tuple(zip(firsts, lasts, strict=True))


def _united(many: Iterable[tuple[date, ...]]) -> tuple[date, ...]:
    return tuple(sorted({day for days in many for day in days}))
