"""What a store must do that several processes write to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Barrier, Thread
from typing import TypeAlias

import pytest

from dossierflow.engine.actors import APPLICANT_ACTOR
from dossierflow.errors import VersionConflictError
from dossierflow.store.keeper import handle_in_store
from dossierflow.store.ports import DossierStore
from dossierflow.testing.contracts.life import ENGINE, CrashError, live
from dossierflow.testing.sample import LIFE, instant, submission

StoreUnits: TypeAlias = Callable[[], AbstractContextManager[DossierStore]]
"""
Opens one unit of work on the same data: a store on a connection of its own.

Leaving it commits; leaving it with an exception rolls back.
"""


class SharedStoreContract:
    """Tests of several connections to the same data; needs the fixture ``units``, a `StoreUnits` on empty data."""

    def test_what_was_committed_is_found_by_others(self, units: StoreUnits) -> None:
        """Another connection, opened later, finds dossier and events as they were kept."""
        with units() as store:
            decided = live(store, "S-1")[-1].dossier

        with units() as store:
            assert store.load("S-1", verify=True) == decided

    def test_a_unit_that_fails_leaves_nothing(self, units: StoreUnits) -> None:
        """What was written before a crash and not committed is gone, and can be done again."""
        with units() as store:
            live(store, "S-1", 1)

        with pytest.raises(CrashError), units() as store:
            _write_and_crash(store)

        with units() as store:
            kept = store.load("S-1", verify=True)
            assert kept is not None
            assert len(store.events("S-1")) == kept.version == 2
            assert store.load("S-2") is None
            assert [one.id for one in store.find()] == ["S-1"]
            live(store, "S-2", 3)

    def test_a_decision_on_an_older_version_is_refused(self, units: StoreUnits) -> None:
        """Loaded here, changed there: the append here is refused, and the unit can go on."""
        with units() as store:
            live(store, "S-1", 1)
            before = store.load("S-1")
        assert before is not None
        at, by, command = LIFE[1]
        with units() as store:
            handle_in_store(ENGINE, store, "S-1", command, by=by, at=instant(at), command_id="there")
        here = ENGINE.handle(before, command, by=by, at=instant(at), command_id="here")

        with units() as store:
            with pytest.raises(VersionConflictError):
                store.append(here.or_raise(), here.events, expected_version=before.version)
            assert [event.command_id for event in store.events("S-1")] == [None, "S-1/1", "there"]

    @pytest.mark.parametrize("acts", [0, 1])
    def test_of_two_that_race_one_wins(self, units: StoreUnits, acts: int) -> None:
        """Two connections decide on the same version at the same time: one is kept, the other told."""
        if acts:
            with units() as store:
                live(store, "S-1", acts - 1)
        meet, outcomes = Barrier(2, timeout=30), list[object]()

        def act(key: str) -> None:
            try:
                with units() as store:
                    before = store.load("S-1")
                    filing = ("2026-02-05T15:20", APPLICANT_ACTOR, submission("S-1", owner=key))
                    at, by, command = LIFE[acts - 1] if acts else filing
                    decision = ENGINE.handle(before, command, by=by, at=instant(at), command_id=key)
                    meet.wait()
                    store.append(decision.or_raise(), decision.events, expected_version=acts)
                outcomes.append(key)
            except VersionConflictError as conflict:
                outcomes.append(conflict)

        racers = [Thread(target=act, args=(key,)) for key in ("first", "second")]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join(60)

        winners = [outcome for outcome in outcomes if isinstance(outcome, str)]
        assert len(outcomes) == 2
        with units() as store:
            assert [event.command_id for event in store.events("S-1")][acts:] == winners
            assert store.load("S-1", verify=True) is not None


def _write_and_crash(store: DossierStore) -> None:
    live(store, "S-2", 3)
    at, by, command = LIFE[1]
    handle_in_store(ENGINE, store, "S-1", command, by=by, at=instant(at))
    raise CrashError
