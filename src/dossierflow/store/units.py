"""One transaction on everything that is kept together."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from dossierflow.store.clocks import DeadlineIndex
    from dossierflow.store.incidents import Incidents
    from dossierflow.store.outbox import Outbox
    from dossierflow.store.ports import DossierStore


class Unit(Protocol):
    """
    Store, index, outbox and incidents in one transaction.

    What is written through any of them is committed together, or not at all.
    """

    @property
    def store(self) -> DossierStore:
        """Dossiers and events."""
        ...

    @property
    def clocks(self) -> DeadlineIndex:
        """Clocks that run."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Messages to others."""
        ...

    @property
    def incidents(self) -> Incidents:
        """Failures of sweeps."""
        ...

    def attempt(self) -> AbstractContextManager[object]:
        """Open a block that, left with an exception, undoes its own writes and nothing else of the unit."""
        ...


Units: TypeAlias = Callable[[], AbstractContextManager[Unit]]
"""
Opens one unit of work, on a connection of its own.

Leaving it in order commits; leaving it with an exception rolls back.
"""
