"""
Which clocks run out before an instant: the index that a sweep looks into.

The index is derived from dossiers and can be made anew from them at any time.
Whoever writes an adapter inherits the tests of
`dossierflow.testing.DeadlineIndexContract`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dossierflow.engine.dossier import ClockState
from dossierflow.store.utc import in_utc, utc_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dossierflow.engine.dossier import Deadline, Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClock:
    """A clock that runs, and when it will have run out."""

    dossier: str
    limit: str
    run: int
    party: str
    due: datetime
    """In UTC."""

    @property
    def id(self) -> str:
        """
        Name of this clock with this due date: another one once the date is moved.

        >>> from datetime import UTC, datetime
        >>> due = datetime(2026, 3, 9, 10, tzinfo=UTC)
        >>> OpenClock(dossier="S-1", limit="total", run=1, party="authority", due=due).id
        'S-1:total:1:2026-03-09T10:00:00.000000Z'
        """
        return f"{self.dossier}:{self.limit}:{self.run}:{utc_text(self.due)}"

    @property
    def place(self) -> tuple[datetime, str, str]:
        """Where it stands in the order of the index."""
        return self.due, self.dossier, self.limit


class Claimed(NamedTuple):
    """A dossier whose clocks have run out, claimed by one sweep."""

    dossier: str
    due: datetime
    """When the first of its clocks ran out, in UTC."""

    has_incident: bool
    """Whether an earlier sweep failed at it."""


class DeadlineIndex(Protocol):
    """
    Finds the clocks that run out.

    A store keeps it in the transaction of its events; `put` and `take` are for
    hosts that rebuild or archive.
    """

    def put(self, dossier: Dossier, limits: Iterable[str] | None = None) -> None:
        """Write the clocks of *dossier*, or of some of its limits, as they stand."""
        ...

    def take(self, dossier: str) -> int:
        """Remove every clock of a dossier, and return how many there were."""
        ...

    def due(self, before: datetime, *, after: OpenClock | None = None, limit: int = 100) -> tuple[OpenClock, ...]:
        """
        List the clocks that run out before an instant, exclusive, a page at a time.

        Args:
            before: The instant.

            after: The last clock of the page before.

            limit: The most to return.

        Returns:
            Clocks in the order of due instant, dossier and limit.
        """
        ...

    def claim(self, before: datetime, *, limit: int = 1) -> tuple[Claimed, ...]:
        """
        Claim dossiers with clocks that ran out before an instant, exclusive, the longest overdue first.

        Nobody else is given them before the transaction ends. Those that others
        have claimed are passed over, and those held up by an incident.
        """
        ...

    def approaching(
        self, at: datetime, until: datetime, *, stage: int, after: OpenClock | None = None, limit: int = 100
    ) -> tuple[OpenClock, ...]:
        """
        List clocks to warn of, a page at a time; those that others are warning of at this moment are passed over.

        Args:
            at: The earliest due instant, inclusive.

            until: The latest, inclusive.

            stage: Those without a warning of this stage or a later one, counted from 1.

            after: The last clock of the page before.

            limit: The most to return.
        """
        ...

    def warned(self, clock: OpenClock, *, stage: int) -> bool:
        """
        Note that a warning of *stage* was given; false where it, or a later one, was given or the date has moved.

        A moved due date is warned of anew.
        """
        ...


def running(deadline: Deadline) -> bool:
    """Tell whether a clock can run out: it runs, and was not found missed."""
    return deadline.state is ClockState.RUNNING


def open_clocks(dossier: Dossier) -> Iterator[OpenClock]:
    """Return the clocks of *dossier* that run."""
    for one in dossier.deadlines.values():
        if running(one) and one.due is not None:
            yield OpenClock(dossier=dossier.id, limit=one.limit, run=one.run, party=one.party, due=in_utc(one.due.at))
