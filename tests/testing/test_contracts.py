"""The contract of stores catches what a store can do wrong, each mistake by a test that is named after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from dossierflow.engine.events import redacted
from dossierflow.errors import StoreError, VersionConflictError
from dossierflow.store.memory import MemoryStore
from dossierflow.store.ports import EVERY_DOSSIER, DossierFilter, DossierSummary
from dossierflow.testing import StoreContract
from dossierflow.worktime import vietnam

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.events import Event


class Loses(MemoryStore):
    """Keeps the last of several events."""

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """Keep the events, wrongly."""
        super().append(dossier, events, expected_version=expected_version)
        if events:
            self._events[dossier.id] = (*self.events(dossier.id)[:expected_version], events[-1])


class Reorders(MemoryStore):
    """Lists the newest event first."""

    def events(self, dossier: str, *, after: int = 0) -> tuple[Event, ...]:
        """Return the events, wrongly."""
        return super().events(dossier, after=after)[::-1]


class Doubles(MemoryStore):
    """Appends whatever it is given."""

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """Keep the events, wrongly."""
        del expected_version
        self._events[dossier.id] = (*self.events(dossier.id), *events)
        self._dossiers[dossier.id] = dossier


class Overwrites(MemoryStore):
    """Lets the last writer win."""

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """Keep the events, wrongly."""
        self._events[dossier.id] = (*self.events(dossier.id)[:expected_version], *events)
        self._dossiers[dossier.id] = dossier


class RefusesRepetitions(MemoryStore):
    """Takes its own events for somebody else's."""

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """Keep the events, wrongly."""
        actual = len(self.events(dossier.id))
        if events and actual != expected_version:
            raise VersionConflictError(dossier.id, expected_version, actual)
        super().append(dossier, events, expected_version=expected_version)


class ForgetsKeys(MemoryStore):
    """Does not keep the idempotency key."""

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """Keep the events, wrongly."""
        super().append(dossier, events, expected_version=expected_version)
        kept = self.events(dossier.id)
        self._events[dossier.id] = tuple(replace(event, command_id=None) for event in kept)


class KeepsTheFirst(MemoryStore):
    """Never updates the dossier."""

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """Keep the events, wrongly."""
        before = self.load(dossier.id)
        super().append(dossier, events, expected_version=expected_version)
        if before is not None:
            self._dossiers[dossier.id] = before


class Rounds(MemoryStore):
    """Keeps whole seconds."""

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """Keep the events, wrongly."""
        super().append(dossier, events, expected_version=expected_version)
        kept = self.events(dossier.id)
        self._events[dossier.id] = tuple(
            replace(one, occurred_at=one.occurred_at.replace(microsecond=0)) for one in kept
        )


class Anonymous(MemoryStore):
    """Keeps no personal facts."""

    def append(self, dossier: Dossier, events: Sequence[Event], *, expected_version: int) -> None:
        """Keep the events, wrongly."""
        super().append(dossier, events, expected_version=expected_version)
        self._events[dossier.id] = tuple(redacted(event) for event in self.events(dossier.id))


class RedactsNothing(MemoryStore):
    """Counts, and leaves the personal facts where they are."""

    def redact(self, dossier: str) -> int:
        """Remove personal facts, wrongly."""
        return sum(event.personal is not None for event in self.events(dossier))


class RedactsEverything(MemoryStore):
    """Removes those of other dossiers too."""

    def redact(self, dossier: str) -> int:
        """Remove personal facts, wrongly."""
        counts = {one.id: super(RedactsEverything, self).redact(one.id) for one in self.find()}
        return counts.get(dossier, 0)


class FoldsCase(MemoryStore):
    """Takes S-1 and s-1 for one dossier."""

    def load(self, dossier: str, *, verify: bool = False) -> Dossier | None:
        """Return the dossier, wrongly."""
        return super().load(dossier.upper(), verify=verify)


class Lists(MemoryStore):
    """Base of stores whose list is wrong."""

    def find(
        self, wanted: DossierFilter = EVERY_DOSSIER, *, after: str | None = None, limit: int = 100
    ) -> tuple[DossierSummary, ...]:
        """List dossiers, page by page."""
        return tuple(islice(self.listed(wanted, after), limit))

    def listed(self, wanted: DossierFilter, after: str | None) -> list[DossierSummary]:
        """Return the whole list."""
        return [*MemoryStore.find(self, wanted, after=after, limit=10**6)]


class ListsBackwards(Lists):
    """Sorts the wrong way round."""

    def listed(self, wanted: DossierFilter, after: str | None) -> list[DossierSummary]:
        """Return the whole list, wrongly."""
        return super().listed(wanted, after)[::-1]


class ListsTheWrongDue(Lists):
    """Takes local time for UTC."""

    def listed(self, wanted: DossierFilter, after: str | None) -> list[DossierSummary]:
        """Return the whole list, wrongly."""
        late = timedelta(hours=7)
        return [replace(one, next_due=one.next_due and one.next_due + late) for one in super().listed(wanted, after)]


class ListsWhatIsStillInTime(Lists):
    """Takes the due instant itself for too late."""

    def listed(self, wanted: DossierFilter, after: str | None) -> list[DossierSummary]:
        """Return the whole list, wrongly."""
        if wanted.due_before is not None:
            wanted = replace(wanted, due_before=wanted.due_before + timedelta(microseconds=1))
        return super().listed(wanted, after)


class ListsInLocalTime(Lists):
    """Tells the time as the office does."""

    def listed(self, wanted: DossierFilter, after: str | None) -> list[DossierSummary]:
        """Return the whole list, wrongly."""
        return [replace(one, last_at=one.last_at.astimezone(vietnam().tz)) for one in super().listed(wanted, after)]


class ListsEverything(Lists):
    """Does not cut pages."""

    def find(
        self, wanted: DossierFilter = EVERY_DOSSIER, *, after: str | None = None, limit: int = 100
    ) -> tuple[DossierSummary, ...]:
        """List dossiers, page by page."""
        del limit
        return tuple(self.listed(wanted, after))


class CutsBeforeItFilters(Lists):
    """Narrows a page instead of the list."""

    def find(
        self, wanted: DossierFilter = EVERY_DOSSIER, *, after: str | None = None, limit: int = 100
    ) -> tuple[DossierSummary, ...]:
        """List dossiers, page by page."""
        right = {one.id for one in self.listed(wanted, None)}
        return tuple(one for one in MemoryStore.find(self, after=after, limit=limit) if one.id in right)


BROKEN: list[tuple[type[MemoryStore], str]] = [
    (Loses, "a_clock_that_runs_out_is_listed_from_then_on"),
    (Reorders, "events_come_back_byte_for_byte"),
    (Doubles, "the_same_events_again_change_nothing"),
    (Overwrites, "who_comes_second_is_refused"),
    (Overwrites, "another_history_is_refused"),
    (RefusesRepetitions, "the_same_events_again_change_nothing"),
    (ForgetsKeys, "events_come_back_byte_for_byte"),
    (KeepsTheFirst, "a_repeated_command_is_carried_out_once"),
    (Rounds, "instants_are_kept_to_the_microsecond"),
    (Anonymous, "events_come_back_byte_for_byte"),
    (RedactsNothing, "personal_facts_can_be_removed"),
    (RedactsEverything, "personal_facts_can_be_removed"),
    (FoldsCase, "ids_are_told_apart_as_they_are_written"),
    (ListsBackwards, "pages_follow_each_other"),
    (ListsTheWrongDue, "a_summary_says_what_the_dossier_says"),
    (ListsWhatIsStillInTime, "a_clock_that_runs_out_is_listed_from_then_on"),
    (ListsInLocalTime, "instants_are_kept_to_the_microsecond"),
    (ListsEverything, "pages_follow_each_other"),
    (CutsBeforeItFilters, "pages_are_of_what_is_wanted"),
]


@pytest.mark.parametrize(("store", "name"), BROKEN, ids=lambda one: getattr(one, "__name__", one))
def test_each_mistake_of_a_store_is_caught(store: type[MemoryStore], name: str) -> None:
    """By the test that says what the store should do instead."""
    check = getattr(StoreContract(), f"test_{name}")
    with pytest.raises((AssertionError, StoreError, pytest.fail.Exception)):
        check(store())
    check(MemoryStore())
