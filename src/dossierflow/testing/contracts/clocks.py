"""What every index of clocks must do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dossierflow.store.clocks import Claimed, open_clocks
from dossierflow.store.keeper import handle_in_store
from dossierflow.testing.contracts.life import ENGINE, LATER, CrashError, live
from dossierflow.testing.sample import LIFE, instant

if TYPE_CHECKING:
    from dossierflow.store.clocks import OpenClock
    from dossierflow.store.units import Unit, Units

LONG_AGO = instant("2020-01-01T00:00")


def due_dates(unit: Unit) -> list[OpenClock]:
    """Return every clock that runs, by the store and not by the index."""
    dossiers = [unit.store.load(one.id) for one in unit.store.find()]
    clocks = [clock for dossier in dossiers if dossier is not None for clock in open_clocks(dossier)]
    return sorted(clocks, key=lambda one: one.place)


class DeadlineIndexContract:
    """Tests of an index; needs the fixture ``units``, a `dossierflow.store.Units` on empty data."""

    def test_the_index_is_what_the_dossiers_say(self, units: Units) -> None:
        """At every point of a life the index lists the clocks of the dossier that run, in order."""
        for acts in range(len(LIFE) + 1):
            with units() as unit:
                live(unit.store, f"S-{acts}", acts)
                assert [*unit.clocks.due(LATER)] == due_dates(unit)

    def test_a_due_instant_itself_is_in_time(self, units: Units) -> None:
        """A clock is listed after its due instant, not at it."""
        with units() as unit:
            live(unit.store, "S-1", 1)
            first = unit.clocks.due(LATER)[0]

            assert unit.clocks.due(first.due) == ()
            assert unit.clocks.due(first.due + timedelta(microseconds=1)) == (first,)
            assert unit.clocks.claim(first.due) == ()

    def test_pages_give_every_clock_once(self, units: Units) -> None:
        """Pages of any length follow each other, also where many clocks run out at one instant."""
        with units() as unit:
            for number in range(3):
                live(unit.store, f"S-{number}", 1)
            every = unit.clocks.due(LATER)

            assert len(every) == 6
            for length in (1, 2, 5, 6):
                pages = [unit.clocks.due(LATER, limit=length)]
                while len(pages[-1]) == length:
                    pages.append(unit.clocks.due(LATER, after=pages[-1][-1], limit=length))
                assert tuple(one for page in pages for one in page) == every

    def test_a_clock_that_stands_still_is_not_listed(self, units: Units) -> None:
        """While a supplement is awaited only the applicant's clock runs."""
        with units() as unit:
            live(unit.store, "S-1", 2)

            assert [(one.limit, one.party) for one in unit.clocks.due(LATER)] == [("complete", "applicant")]

    def test_a_moved_date_is_another_clock(self, units: Units) -> None:
        """A clock whose date has moved has another id, by which others tell the two apart."""
        with units() as unit:
            live(unit.store, "S-1", 1)
            before = {one.limit: one.id for one in unit.clocks.due(LATER)}
            for number, (at, by, command) in enumerate(LIFE[1:3], start=2):
                handle_in_store(ENGINE, unit.store, "S-1", command, by=by, at=instant(at), command_id=f"S-1/{number}")
            after = {one.limit: one.id for one in unit.clocks.due(LATER)}

            assert set(after) == {"total", "check"}
            assert set(after.values()).isdisjoint(before.values())

    def test_clocks_can_be_taken_out_and_put_back(self, units: Units) -> None:
        """What was taken out is neither listed nor claimed; putting the dossier makes it anew."""
        with units() as unit:
            dossier = live(unit.store, "S-1", 1)[-1].or_raise()
            live(unit.store, "S-2", 1)
            every = unit.clocks.due(LATER)

            assert unit.clocks.take("S-1") == 2
            assert unit.clocks.take("S-9") == 0
            assert {one.dossier for one in unit.clocks.due(LATER)} == {"S-2"}
            unit.clocks.put(dossier)
            unit.clocks.put(dossier)
            assert unit.clocks.due(LATER) == every

    def test_the_longest_overdue_is_claimed_first(self, units: Units) -> None:
        """Dossiers come in the order in which their first clocks ran out, each once."""
        with units() as unit:
            live(unit.store, "S-1", 4)
            live(unit.store, "S-2", 1)
            live(unit.store, "S-3", 2)
            firsts: dict[str, Claimed] = {}
            for one in due_dates(unit):
                firsts.setdefault(one.dossier, Claimed(one.dossier, one.due, has_incident=False))

            assert unit.clocks.claim(LATER, limit=10) == tuple(firsts.values())
            assert unit.clocks.claim(LATER, limit=1) == (*firsts.values(),)[:1]
            assert unit.clocks.claim(LONG_AGO, limit=10) == ()

    def test_a_claim_ends_with_its_transaction(self, units: Units) -> None:
        """Who claims and crashes has claimed nothing."""
        with units() as unit:
            live(unit.store, "S-1", 1)
        with pytest.raises(CrashError), units() as unit:
            _claim_and_crash(unit)

        with units() as unit:
            assert [one.dossier for one in unit.clocks.claim(LATER)] == ["S-1"]

    def test_an_incident_holds_its_dossier_and_no_other(self, units: Units) -> None:
        """Until it may be tried again, or was resolved, a dossier with an incident is not claimed."""
        soon = LATER + timedelta(minutes=5)
        with units() as unit:
            live(unit.store, "S-1", 1)
            live(unit.store, "S-2", 1)
            unit.incidents.report("S-1", at=LATER, error="store", reason="x", retry_at=soon)

            assert [one.dossier for one in unit.clocks.claim(LATER, limit=9)] == ["S-2"]
            assert [(one.dossier, one.has_incident) for one in unit.clocks.claim(soon, limit=9)] == [
                ("S-1", True),
                ("S-2", False),
            ]
            unit.incidents.report("S-1", at=soon, error="store", reason="x", retry_at=None)
            assert [one.dossier for one in unit.clocks.claim(soon, limit=9)] == ["S-2"]
            unit.incidents.resolve("S-1", at=soon, by="NV-01")
            assert [one[2] for one in unit.clocks.claim(soon, limit=9)] == [False, False]

    def test_a_warning_is_noted_once_for_every_stage(self, units: Units) -> None:
        """Of one due date each stage is noted once, and no stage after a later one."""
        with units() as unit:
            live(unit.store, "S-1", 1)
            clock, other = unit.clocks.due(LATER)

            assert unit.clocks.approaching(clock.due, clock.due, stage=2) == (clock,)
            assert unit.clocks.warned(clock, stage=2)
            assert not unit.clocks.warned(clock, stage=2)
            assert not unit.clocks.warned(clock, stage=1)
            assert unit.clocks.approaching(clock.due, clock.due, stage=2) == ()
            assert unit.clocks.approaching(LONG_AGO, LATER, stage=2) == (other,)
            assert unit.clocks.approaching(LONG_AGO, LATER, stage=2, after=other) == ()
            assert unit.clocks.warned(clock, stage=3)

    def test_who_is_told_of_a_date_that_has_moved_is_told_nothing(self, units: Units) -> None:
        """A warning of a date that is no longer the due date is not noted; the new one is warned of anew."""
        with units() as unit:
            live(unit.store, "S-1", 1)
            before = {one.limit: one for one in unit.clocks.due(LATER)}
            assert unit.clocks.warned(before["total"], stage=1)
            for at, by, command in LIFE[1:3]:
                handle_in_store(ENGINE, unit.store, "S-1", command, by=by, at=instant(at))
            after = {one.limit: one for one in unit.clocks.due(LATER)}

            assert not unit.clocks.warned(before["total"], stage=2)
            assert not unit.clocks.warned(before["check"], stage=1)
            assert unit.clocks.warned(after["total"], stage=1)

    def test_acts_that_leave_a_date_leave_its_warning(self, units: Units) -> None:
        """Putting the dossier again, as a rebuild does, warns of nothing twice."""
        with units() as unit:
            dossier = live(unit.store, "S-1", 1)[-1].or_raise()
            for clock in unit.clocks.due(LATER):
                assert unit.clocks.warned(clock, stage=1)
            unit.clocks.put(dossier)

            assert unit.clocks.approaching(LONG_AGO, LATER, stage=1) == ()


def _claim_and_crash(unit: Unit) -> None:
    assert [one.dossier for one in unit.clocks.claim(LATER)] == ["S-1"]
    raise CrashError
