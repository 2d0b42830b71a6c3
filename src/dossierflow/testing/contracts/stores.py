"""What every store of dossiers must do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dossierflow.audit.verify import verify
from dossierflow.engine.actors import APPLICANT_ACTOR
from dossierflow.engine.dossier import NationalStatus
from dossierflow.engine.events import GENESIS, event_to_json
from dossierflow.errors import StoreError, VersionConflictError
from dossierflow.store.keeper import handle_in_store, sweep_store
from dossierflow.store.ports import EVERY_DOSSIER, DossierFilter
from dossierflow.testing.contracts.life import ENGINE, FILED, life_elsewhere, live
from dossierflow.testing.sample import LIFE, instant, submission

if TYPE_CHECKING:
    from dossierflow.store.ports import DossierStore, DossierSummary


class StoreContract:
    """Tests of one store on its own; needs the fixture ``store``, an empty `DossierStore`."""

    def test_an_unknown_dossier_is_nothing(self, store: DossierStore) -> None:
        """What was never kept is none or empty, and not an error."""
        assert store.load("S-1") is None
        assert store.load("S-1", verify=True) is None
        assert store.events("S-1") == ()
        assert store.head("S-1") is None
        assert store.find() == ()
        assert store.redact("S-1") == 0

    def test_a_dossier_is_at_every_version_what_its_events_say(self, store: DossierStore) -> None:
        """After each act the dossier that is loaded is the one decided, and the one replayed."""
        for acts in range(len(LIFE) + 1):
            last = live(store, f"S-{acts}", acts)[-1]
            loaded = store.load(f"S-{acts}", verify=True)

            assert loaded == last.dossier
            assert loaded == ENGINE.replay(store.events(f"S-{acts}"))

    def test_events_come_back_byte_for_byte(self, store: DossierStore) -> None:
        """Every event is the one decided, zone of its instants and personal facts included, in order."""
        decided = [event for decision in live(store, "S-1") for event in decision.events]
        kept = store.events("S-1")

        assert [event_to_json(event) for event in kept] == [event_to_json(event) for event in decided]
        assert kept[0].personal is not None

    def test_a_life_through_the_store_is_the_life_without_it(self, store: DossierStore) -> None:
        """Loading before every act changes not one byte of what is decided."""
        filed = ENGINE.handle(None, submission("S-1"), by=APPLICANT_ACTOR, at=FILED)
        state, events = filed.or_raise(), [*filed.events]
        for number, (at, by, command) in enumerate(LIFE, start=1):
            done = ENGINE.handle(state, command, by=by, at=instant(at), command_id=f"S-1/{number}")
            state = done.or_raise()
            events.extend(done.events)
        live(store, "S-1")

        assert [event_to_json(event) for event in store.events("S-1")] == [event_to_json(event) for event in events]

    def test_events_after_a_sequence(self, store: DossierStore) -> None:
        """A reader that knows the first events asks for those after them."""
        live(store, "S-1")
        every = store.events("S-1")

        assert store.events("S-1", after=4) == every[4:]
        assert store.events("S-1", after=len(every)) == ()

    def test_the_chain_verifies(self, store: DossierStore) -> None:
        """What is kept verifies against the head that is kept."""
        live(store, "S-1")
        head = store.head("S-1")

        assert verify(store.events("S-1"), dossier="S-1", head=head).is_intact
        assert head == store.events("S-1")[-1].hash

    def test_the_same_events_again_change_nothing(self, store: DossierStore) -> None:
        """A host that does not know whether it kept a decision may keep it again, also when others followed."""
        decisions = live(store, "S-1")
        kept = store.events("S-1")
        for decision in decisions:
            assert decision.dossier is not None
            before = decision.dossier.version - len(decision.events)
            store.append(decision.dossier, decision.events, expected_version=before)

        assert store.events("S-1") == kept
        assert store.load("S-1", verify=True) == decisions[-1].dossier

    def test_no_events_are_no_work(self, store: DossierStore) -> None:
        """A decision without events keeps nothing."""
        filed = ENGINE.handle(None, submission("S-1"), by=APPLICANT_ACTOR, at=FILED).or_raise()
        store.append(filed, (), expected_version=0)

        assert store.load("S-1") is None

    def test_who_comes_second_is_refused(self, store: DossierStore) -> None:
        """Of two decisions on the same version the first is kept; the second changes nothing."""
        live(store, "S-1", 1)
        before = store.load("S-1")
        assert before is not None
        at, by, command = LIFE[1]
        first, second = (
            ENGINE.handle(before, command, by=by, at=instant(at), command_id=key) for key in ("first", "second")
        )
        store.append(first.or_raise(), first.events, expected_version=before.version)

        with pytest.raises(VersionConflictError) as caught:
            store.append(second.or_raise(), second.events, expected_version=before.version)
        assert (caught.value.expected, caught.value.actual) == (before.version, before.version + 1)
        assert store.load("S-1", verify=True) == first.dossier

    def test_a_dossier_is_submitted_once(self, store: DossierStore) -> None:
        """Two submissions under one id: the second is refused."""
        live(store, "S-1", 0)
        later = ENGINE.handle(None, submission("S-1"), by=APPLICANT_ACTOR, at=instant("2026-02-05T16:00"))

        with pytest.raises(VersionConflictError):
            store.append(later.or_raise(), later.events, expected_version=0)

    def test_a_version_that_was_never_reached_is_refused(self, store: DossierStore) -> None:
        """Events that come after events the store does not have are not kept."""
        last = life_elsewhere()[-1]
        assert last.dossier is not None

        with pytest.raises(VersionConflictError):
            store.append(last.dossier, last.events, expected_version=last.dossier.version - len(last.events))
        assert store.load("S-1") is None

    def test_what_does_not_belong_together_is_refused(self, store: DossierStore) -> None:
        """Another dossier, a gap, a wrong order or an unfinished decision is an error and keeps nothing."""
        decisions = life_elsewhere()
        mine, other = decisions[1], life_elsewhere("S-2")[1]
        assert mine.dossier is not None
        events = [event for decision in decisions[:3] for event in decision.events]
        unlinked = (mine.events[0], replace(decisions[2].events[0], previous=GENESIS))
        wrong = [(other.events, 1), (mine.events, 0), (events[1:][::-1], 1), (events[1:], 1), (unlinked, 1)]

        for given, version in wrong:
            with pytest.raises(StoreError):
                store.append(mine.dossier, given, expected_version=version)
        assert store.find() == ()

    def test_another_history_is_refused(self, store: DossierStore) -> None:
        """An event decided on a dossier of the same id and version but another past is not kept."""
        live(store, "S-1", 1)
        other = life_elsewhere("S-1", owner="Trần Thị B")
        assert other[2].dossier is not None
        kept = store.events("S-1")

        with pytest.raises(StoreError):
            store.append(other[2].dossier, other[2].events, expected_version=len(kept))
        assert store.events("S-1") == kept

    def test_personal_facts_can_be_removed(self, store: DossierStore) -> None:
        """After redaction no value is left, the chain verifies, the dossier loads, and others keep theirs."""
        live(store, "S-1")
        live(store, "S-2", 0)

        assert store.redact("S-1") == 1
        assert store.redact("S-1") == 0
        assert all(event.personal is None for event in store.events("S-1"))
        assert verify(store.events("S-1"), head=store.head("S-1")).is_intact
        assert store.load("S-1", verify=True) is not None
        assert store.events("S-2")[0].personal is not None

    def test_lists_are_narrowed(self, store: DossierStore) -> None:
        """By status, by procedure, and by what runs out; all conditions hold together."""
        for acts in range(len(LIFE) + 1):
            live(store, f"S-{acts}", acts)
        every = store.find()
        waiting = DossierFilter(status=NationalStatus.AWAITING_SUPPLEMENT)

        assert [one.id for one in every] == [f"S-{acts}" for acts in range(len(LIFE) + 1)]
        assert [one.id for one in store.find(waiting)] == ["S-2"]
        assert store.find(DossierFilter(procedure="sample-permit")) == every
        assert store.find(DossierFilter(procedure="another")) == ()
        assert store.find(DossierFilter(procedure="another", status=NationalStatus.AWAITING_SUPPLEMENT)) == ()

    def test_a_summary_says_what_the_dossier_says(self, store: DossierStore) -> None:
        """A line of a list is true of the dossier that is loaded."""
        for acts in range(len(LIFE) + 1):
            live(store, f"S-{acts}", acts)

        for one in store.find():
            dossier = store.load(one.id)
            assert dossier is not None
            timer = ENGINE.next_timer(dossier)
            assert (one.version, one.head, one.status) == (dossier.version, dossier.head, dossier.status)
            assert (one.lifecycle, one.procedure) == (dossier.lifecycle, dossier.procedure)
            assert one.last_at == dossier.last_at
            assert one.next_due == (None if timer is None else timer.at)

    def test_pages_follow_each_other(self, store: DossierStore) -> None:
        """Pages of any length give every dossier once, in the order of ids."""
        for number in range(5):
            live(store, f"S-{number}", 0)
        every = store.find()

        assert [one.id for one in every] == [f"S-{number}" for number in range(5)]
        for length in (1, 2, 5, 6):
            assert [one for page in _pages(store, EVERY_DOSSIER, length) for one in page] == [*every]

    def test_pages_are_of_what_is_wanted(self, store: DossierStore) -> None:
        """A filter narrows before the page is cut, so that a short page is the last one."""
        for number, acts in enumerate((2, 0, 2, 1, 2)):
            live(store, f"S-{number}", acts)
        waiting = DossierFilter(status=NationalStatus.AWAITING_SUPPLEMENT)
        pages = _pages(store, waiting, 1)

        assert [[one.id for one in page] for page in pages] == [["S-0"], ["S-2"], ["S-4"], []]

    def test_ids_are_told_apart_as_they_are_written(self, store: DossierStore) -> None:
        """Case, accents and signs that mean something in a query are no more than characters."""
        names = ["S-1", "s-1", "S_1", "S%1", "S'1", "S*1", "H\u1ed3-s\u01a1-1", "Ho-so-1", "S-10", "S-2"]
        for number, name in enumerate(names):
            live(store, name, number % 3)

        every = [one.id for one in store.find()]
        # a database may sort by the rules of a language, but by the same ones everywhere
        assert sorted(every) == sorted(names)
        assert [one.id for one in store.find(after=every[3])] == every[4:]
        for number, name in enumerate(names):
            dossier = store.load(name, verify=True)
            assert dossier is not None
            assert (dossier.id, [event.dossier for event in store.events(name)]) == (name, [name] * (number % 3 + 1))

    def test_instants_are_kept_to_the_microsecond(self, store: DossierStore) -> None:
        """An act between two seconds is kept as it was, in its own zone; lists tell the time in UTC."""
        live(store, "S-1", 0)
        at, by, command = LIFE[0]
        done = handle_in_store(ENGINE, store, "S-1", command, by=by, at=instant(f"{at}:07.000001"))
        (event,) = store.events("S-1", after=1)
        (one,) = store.find()

        assert event_to_json(event) == event_to_json(done.events[0])
        assert store.load("S-1", verify=True) == done.dossier
        assert (one.last_at, one.last_at.utcoffset()) == (event.occurred_at, timedelta(0))
        assert one.next_due is not None
        assert one.next_due.utcoffset() == timedelta(0)

    def test_a_clock_that_runs_out_is_listed_from_then_on(self, store: DossierStore) -> None:
        """A due instant itself is in time; after it the dossier is listed until its timers have fired."""
        live(store, "S-1", 1)
        due = store.find()[0].next_due
        assert due is not None
        later = instant("2026-06-01T08:00")

        assert store.find(DossierFilter(due_before=due)) == ()
        assert [one.id for one in store.find(DossierFilter(due_before=later))] == ["S-1"]
        assert [len(decision.events) for decision in sweep_store(ENGINE, store, later)] == [2]
        assert store.find(DossierFilter(due_before=later)) == ()
        assert sweep_store(ENGINE, store, later) == ()
        assert store.load("S-1", verify=True) is not None

    def test_a_refused_command_keeps_only_what_ran_out(self, store: DossierStore) -> None:
        """Timers fired before a refused command are kept; a refusal without timers keeps nothing."""
        live(store, "S-1", 1)
        version = len(store.events("S-1"))
        _, by, command = LIFE[6]
        soon = handle_in_store(ENGINE, store, "S-1", command, by=by, at=instant("2026-02-09T09:00"))
        late = handle_in_store(ENGINE, store, "S-1", command, by=by, at=instant("2026-06-01T08:00"))

        assert not soon.is_accepted
        assert soon.events == ()
        assert not late.is_accepted
        assert len(store.events("S-1")) == version + len(late.events) == version + 2

    def test_a_repeated_command_is_carried_out_once(self, store: DossierStore) -> None:
        """The same idempotency key again changes nothing and says so."""
        live(store, "S-1", 2)
        version = len(store.events("S-1"))
        at, by, command = LIFE[1]
        again = handle_in_store(ENGINE, store, "S-1", command, by=by, at=instant(at), command_id="S-1/2")

        assert again.is_repeat
        assert len(store.events("S-1")) == version


def _pages(store: DossierStore, wanted: DossierFilter, length: int) -> list[tuple[DossierSummary, ...]]:
    """Return the pages of a list, none of which may be longer than was asked for."""
    pages = [store.find(wanted, limit=length)]
    while len(pages[-1]) == length:
        pages.append(store.find(wanted, after=pages[-1][-1].id, limit=length))
    assert all(len(page) <= length for page in pages), f"a page of {length} has {[len(page) for page in pages]}"
    return pages
