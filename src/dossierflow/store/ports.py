"""
What the library asks of a place where dossiers are kept.

A store keeps the events of every dossier, for ever and in order, and the
dossier as the last of them left it. It decides nothing. Whoever writes an
adapter inherits the tests of `dossierflow.testing.StoreContract`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dossierflow.engine.dossier import Dossier, NationalStatus
    from dossierflow.engine.effects import Lifecycle
    from dossierflow.engine.events import Event
    from dossierflow.procedure.model import ProcedureRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFilter:
    """
    Which dossiers are looked for; what is none does not narrow the search.

    >>> DossierFilter(procedure="building-permit").status is None
    True
    """

    status: NationalStatus | None = None
    procedure: str | None = None
    """Id of the procedure, whatever the version."""

    due_before: datetime | None = None
    """
    With a clock that runs out before this instant, exclusive, and has not been
    found missed yet: the dossiers whose timers `Engine.tick` fires at it.
    """


EVERY_DOSSIER = DossierFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSummary:
    """One dossier in a list."""

    id: str
    version: int
    head: str
    """Hash of the last event."""

    status: NationalStatus
    lifecycle: Lifecycle
    procedure: ProcedureRef
    last_at: datetime
    """When the last event occurred; always in UTC."""

    next_due: datetime | None
    """When the next clock runs out, in UTC; none while no clock runs."""


class DossierStore(Protocol):
    """
    Keeps dossiers and their events.

    All that is written between two commits of the host takes effect together
    or not at all, where the store has transactions; a single `append` always
    does.
    """

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """
        Keep *events*, and *dossier* as they left it.

        Appending the same events again changes nothing, so that a host may
        repeat a command of which it does not know whether it was kept.

        Args:
            dossier: The dossier after the last of *events*.

            events: Consecutive events of that dossier; none is a no-operation.

            expected_version: The version before them; 0 for a new dossier.

        Raises:
            VersionConflictError: Others appended in the meantime. Load the
                dossier again and repeat the command.

            StoreError: Events and dossier do not belong together, or do not
                continue the chain that is kept.
        """
        ...

    def load(self, dossier: str, *, verify: bool = False) -> Dossier | None:
        """
        Return the dossier as its last event left it; none if there is none of that id.

        Args:
            dossier: Its id.

            verify: Whether to replay its events and compare.

        Raises:
            StoreError: With *verify*, the dossier is not what its events say,
                or an event was changed.
        """
        ...

    def events(self, dossier: str, *, after: int = 0) -> tuple[Event, ...]:
        """Return the events of one dossier in order, those after the sequence *after*; empty for an unknown id."""
        ...

    def head(self, dossier: str) -> str | None:
        """Return the hash of the last event; none if there is no such dossier."""
        ...

    def find(
        self, wanted: DossierFilter = EVERY_DOSSIER, *, after: str | None = None, limit: int = 100
    ) -> tuple[DossierSummary, ...]:
        """
        List dossiers in the order of their ids, one page at a time.

        Args:
            wanted: Which ones.

            after: Id of the last dossier of the page before, exclusive.

            limit: The most to return; fewer means that this is the last page.
        """
        ...

    def redact(self, dossier: str) -> int:
        """
        Remove the personal facts of a dossier for ever, and return how many events held some.

        The chain stays valid: events only ever committed to the values.
        """
        ...
