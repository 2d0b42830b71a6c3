"""The store in memory."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from dossierflow.engine.events import redacted
from dossierflow.engine.timers import next_timer
from dossierflow.errors import VersionConflictError
from dossierflow.store.checking import check_appended, check_continued, check_replayed
from dossierflow.store.memory.undo import Table, Undo
from dossierflow.store.outbox import event_message
from dossierflow.store.ports import EVERY_DOSSIER, DossierFilter, DossierStore, DossierSummary
from dossierflow.store.utc import in_utc
from dossierflow.worktime.instants import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event
    from dossierflow.store.clocks import DeadlineIndex
    from dossierflow.store.outbox import Outbox


class MemoryStore(DossierStore):
    """
    A `dossierflow.store.DossierStore` that lives as long as the object.

    >>> MemoryStore().load("H1") is None
    True
    """

    def __init__(
        self,
        *,
        clocks: DeadlineIndex | None = None,
        outbox: Outbox | None = None,
        channels: Iterable[str] = (),
        undo: Undo | None = None,
    ) -> None:
        """Keep *clocks* in step, and tell of every event on *channels* of *outbox*."""
        self._clocks, self._outbox, self._channels = clocks, outbox, tuple(channels)
        self._dossiers: Table[str, Dossier] = Table(undo or Undo())
        self._events: Table[str, tuple[Event, ...]] = Table(undo or Undo())

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """Keep *events*, and *dossier* as they left it; see `dossierflow.store.DossierStore.append`."""
        if not events:
            return
        check_appended(dossier, events, expected_version)
        kept = self._events.get(dossier.id) or ()
        if len(kept) != expected_version:
            again = kept[expected_version : expected_version + len(events)]
            if [event.hash for event in again] == [event.hash for event in events]:
                return
            raise VersionConflictError(dossier.id, expected_version, len(kept))
        check_continued(events[0], self.head(dossier.id))
        self._events[dossier.id] = (*kept, *events)
        self._dossiers[dossier.id] = dossier
        if self._clocks is not None:
            self._clocks.put(dossier)
        if self._outbox is not None:
            self._outbox.append([event_message(one, channel) for channel in self._channels for one in events])

    def load(self, dossier: str, *, verify: bool = False) -> Dossier | None:
        """Return the dossier as its last event left it; see `dossierflow.store.DossierStore.load`."""
        found = self._dossiers.get(dossier)
        if verify and found is not None:
            check_replayed(found, self.events(dossier))
        return found

    def events(self, dossier: str, *, after: int = 0) -> tuple[Event, ...]:
        """Return the events of one dossier in order, those after the sequence *after*."""
        return (self._events.get(dossier) or ())[after:]

    def head(self, dossier: str) -> str | None:
        """Return the hash of the last event; none if there is no such dossier."""
        found = self._dossiers.get(dossier)
        return None if found is None else found.head

    def find(
        self, wanted: DossierFilter = EVERY_DOSSIER, *, after: str | None = None, limit: int = 100
    ) -> tuple[DossierSummary, ...]:
        """List dossiers in the order of their ids; see `dossierflow.store.DossierStore.find`."""
        ids = (name for name in sorted(self._dossiers) if after is None or name > after)
        summaries = (_summary(self._dossiers[name]) for name in ids)
        return tuple(islice((one for one in summaries if _is_wanted(one, wanted)), limit))

    def redact(self, dossier: str) -> int:
        """Remove the personal facts of a dossier, and return how many events held some."""
        kept = self._events.get(dossier)
        if kept is None:
            return 0
        self._events[dossier] = tuple(redacted(event) for event in kept)
        return sum(event.personal is not None for event in kept)


def _summary(dossier: Dossier) -> DossierSummary:
    timer = next_timer(dossier)
    return DossierSummary(
        id=dossier.id,
        version=dossier.version,
        head=dossier.head,
        status=dossier.status,
        lifecycle=dossier.lifecycle,
        procedure=dossier.procedure,
        last_at=in_utc(dossier.last_at),
        next_due=None if timer is None else in_utc(timer.at),
    )


def _is_wanted(summary: DossierSummary, wanted: DossierFilter) -> bool:
    if wanted.status not in {None, summary.status} or wanted.procedure not in {None, summary.procedure.id}:
        return False
    if wanted.due_before is None:
        return True
    return summary.next_due is not None and summary.next_due < plain(wanted.due_before)
