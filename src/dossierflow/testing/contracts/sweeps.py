"""What a sweep must do, whatever it sweeps."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dossierflow.deadlines.term import Term
from dossierflow.errors import StoreError, TermError
from dossierflow.store.memory import MemoryStore
from dossierflow.store.sweep import Sweeper
from dossierflow.testing.contracts.life import ENGINE, FILED, LATER, live
from dossierflow.testing.sample import instant

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    from dossierflow.engine.dossier import Dossier
    from dossierflow.engine.engine import Decision
    from dossierflow.store.units import Unit, Units

MINUTE = timedelta(minutes=1)


class PoisonedEngine:
    """An engine that fails at some dossiers, as one with a mistake in a rule would."""

    def __init__(self, *poisoned: str) -> None:
        self.poisoned = set(poisoned)
        self.rulebook = ENGINE.rulebook

    def tick(self, dossier: Dossier, at: datetime) -> Decision:
        """Fire what is due, unless the dossier is poisoned."""
        if dossier.id in self.poisoned:
            msg = f"the rule divides by the area of {dossier.id}\nwith details that nobody should print"
            raise ZeroDivisionError(msg)
        return ENGINE.tick(dossier, at)


def sweeper(units: Units, engine: object = ENGINE, **options: object) -> Sweeper:
    """Return a sweeper on *units*."""
    return Sweeper(engine, units, **options)  # type: ignore[arg-type] # a stand-in for the engine, options by name


class SweepContract:
    """Tests of a sweep; needs the fixture ``units``, a `dossierflow.store.Units` on empty data."""

    def test_everything_that_ran_out_is_fired(self, units: Units) -> None:
        """Afterwards nothing is due, every dossier is its replay, and a second sweep finds nothing."""
        with units() as unit:
            for number in range(5):
                live(unit.store, f"S-{number}", number)
            before = {one.id: one.version for one in unit.store.find()}
        report = sweeper(units, batch=2).sweep(LATER)
        again = sweeper(units).sweep(LATER)

        with units() as unit:
            assert unit.clocks.due(LATER) == ()
            after = {one.id: one.version for one in unit.store.find()}
            assert all(unit.store.load(one, verify=True) is not None for one in after)
        assert report.dossiers == sum(after[one] > before[one] for one in after) == 4
        assert report.events == sum(after.values()) - sum(before.values())
        assert report.is_clean
        assert (again.dossiers, again.events, again.latest) == (0, 0, timedelta(0))

    def test_sweeping_changes_no_byte(self, units: Units) -> None:
        """Swept in batches here and by hand there, the same events are kept."""
        other = MemoryStore()
        live(other, "S-1", 1)
        swept = ENGINE.tick(live(other, "S-2", 2)[-1].or_raise(), LATER)
        with units() as unit:
            live(unit.store, "S-2", 2)
        sweeper(units).sweep(LATER)

        with units() as unit:
            assert unit.store.events("S-2", after=3) == swept.events

    def test_the_longest_overdue_is_fired_first(self, units: Units) -> None:
        """With room for one dossier, the one that ran out first is taken."""
        with units() as unit:
            live(unit.store, "S-1", 2)
            live(unit.store, "S-2", 1)
            first = unit.clocks.due(LATER)[0]
        report = sweeper(units).sweep(LATER, limit=1)

        with units() as unit:
            assert {one.dossier for one in unit.clocks.due(LATER)} == {"S-1"}
        assert first.dossier == "S-2"
        assert report.dossiers == 1

    def test_lateness_is_reported(self, units: Units) -> None:
        """The report says how late the longest overdue was found, and the average."""
        with units() as unit:
            live(unit.store, "S-1", 1)
            live(unit.store, "S-2", 2)
            dues = [unit.clocks.claim(LATER, limit=9)[number].due for number in range(2)]
        report = sweeper(units).sweep(LATER)

        assert report.latest == LATER - dues[0]
        assert report.mean == ((LATER - dues[0]) + (LATER - dues[1])) / 2

    def test_one_that_fails_stops_nothing_else(self, units: Units) -> None:
        """The others are fired; the failure is an incident with its reason in one line, and nothing was written."""
        with units() as unit:
            for number in range(3):
                live(unit.store, f"S-{number}", 1)
        report = sweeper(units, PoisonedEngine("S-1")).sweep(LATER)

        with units() as unit:
            assert {one.dossier for one in unit.clocks.due(LATER)} == {"S-1"}
            assert unit.incidents.opened() == report.incidents
            assert len(unit.store.events("S-1")) == 2
        (incident,) = report.incidents
        assert report.dossiers == 2
        assert not report.is_clean
        assert (incident.dossier, incident.error, incident.attempts) == ("S-1", "ZeroDivisionError", 1)
        assert incident.reason == "the rule divides by the area of S-1"

    def test_a_failure_is_tried_again_then_left_to_a_person(self, units: Units) -> None:
        """Later and later, as often as was said; after it was resolved the dossier is swept."""
        with units() as unit:
            live(unit.store, "S-1", 1)
        poisoned = sweeper(units, PoisonedEngine("S-1"), tries=2, retry_after=MINUTE)
        waits = [poisoned.sweep(LATER + minutes * MINUTE).incidents for minutes in (0, 0.5, 1, 2, 60)]

        assert [[one.attempts for one in found] for found in waits] == [[1], [], [2], [], []]
        assert [one.retry_at for found in waits for one in found] == [LATER + MINUTE, None]
        assert sweeper(units).sweep(LATER + MINUTE).dossiers == 0
        with units() as unit:
            unit.incidents.resolve("S-1", at=LATER, by="NV-01", note="sửa quy tắc")
        assert sweeper(units).sweep(LATER + MINUTE).dossiers == 1
        with units() as unit:
            assert [one.resolved_by for one in unit.incidents.of("S-1")] == ["NV-01"]

    def test_a_failure_that_passes_resolves_itself(self, units: Units) -> None:
        """If the next attempt succeeds nobody has to do anything, and the incident says so."""
        with units() as unit:
            live(unit.store, "S-1", 1)
        sweeper(units, PoisonedEngine("S-1"), retry_after=MINUTE).sweep(LATER)
        report = sweeper(units).sweep(LATER + MINUTE)

        with units() as unit:
            assert [one.resolved_by for one in unit.incidents.of("S-1")] == ["sweep"]
        assert (report.dossiers, report.is_clean) == (1, True)

    def test_an_index_that_is_wrong_is_repaired(self, units: Units) -> None:
        """A clock that the dossier does not have is removed from the index, and fires nothing."""
        ended = live(MemoryStore(), "S-1", 1)[-1].or_raise()
        with units() as unit:
            live(unit.store, "S-1")
            unit.clocks.put(ended)
            assert unit.clocks.due(LATER) != ()
        report = sweeper(units).sweep(LATER)

        with units() as unit:
            assert unit.clocks.due(LATER) == ()
        assert (report.repaired, report.dossiers, report.is_clean) == (1, 0, True)

    def test_a_warning_is_given_once(self, units: Units) -> None:
        """Two working days ahead it is put on the outbox, however often is swept."""
        with units() as unit:
            live(unit.store, "S-1", 1)
        warned = sweeper(units, leads=["2 working days"])
        days = [f"2026-02-{day:02}T09:00" for day in (9, 10, 11, 12, 13)]
        counts = [warned.sweep(instant(day)).warnings for day in days]

        # Tết is off from 14 to 22 February: on the 12th, the 13th and the 23rd are the next two working days
        assert counts == [0, 0, 0, 1, 1]
        with units() as unit:
            messages = unit.outbox.claim(LATER, lease=MINUTE)
            assert len(unit.store.events("S-1")) == 2
        bodies = [json.loads(one.body) for one in messages]
        assert [(one["limit"], one["lead"], one["due"]) for one in bodies] == [
            ("total", "2 working days", "2026-02-23T10:00:00.000000Z"),
            ("check", "2 working days", "2026-02-24T10:00:00.000000Z"),
        ]
        assert {(one.kind, one.type, one.dossier) for one in messages} == {("warning", "deadline_approaching", "S-1")}

    def test_every_lead_warns_in_its_turn(self, units: Units) -> None:
        """Of 23 and 24 February is warned ten days ahead, each on its day, and one day ahead."""
        with units() as unit:
            live(unit.store, "S-1", 1)
        warned = sweeper(units, leads=["10 days", "1 day"])
        days = (12, 13, 13, 14, 21, 22, 23, 23)
        given = [warned.sweep(instant(f"2026-02-{day}T09:00")).warnings for day in days]

        assert given == [0, 1, 0, 1, 0, 1, 1, 0]

    def test_a_warning_that_was_slept_through_is_left_out(self, units: Units) -> None:
        """Swept for the first time one day ahead, only that is said, and the earlier warning never."""
        with units() as unit:
            live(unit.store, "S-1", 1)
        warned = sweeper(units, leads=["10 days", "1 day"])
        given = [warned.sweep(instant("2026-02-23T09:00")).warnings for _ in range(2)]

        with units() as unit:
            messages = unit.outbox.claim(LATER, lease=MINUTE)
        assert given == [2, 0]
        assert {json.loads(one.body)["lead"] for one in messages} == {"1 day"}

    def test_what_has_run_out_is_not_warned_of(self, units: Units) -> None:
        """An overdue clock is fired instead, and one that fails is left to its incident."""
        with units() as unit:
            live(unit.store, "S-1", 1)
            live(unit.store, "S-2", 1)
        report = sweeper(units, PoisonedEngine("S-2"), leads=["5 days"]).sweep(LATER)

        assert (report.dossiers, report.warnings, len(report.incidents)) == (1, 0, 1)

    def test_a_moved_date_is_warned_of_anew(self, units: Units) -> None:
        """After a supplement both clocks have other dates, of which is warned again."""
        with units() as unit:
            live(unit.store, "S-1", 1)
        warned = sweeper(units, leads=["30 days"])
        first = warned.sweep(instant("2026-02-06T09:00")).warnings
        with units() as unit:
            live(unit.store, "S-1", 3)
        second = warned.sweep(instant("2026-02-24T10:00")).warnings

        assert (first, second) == (2, 2)

    @pytest.mark.parametrize("lead", ["1 month", "1 week", "0.5 days", "same day"])
    def test_a_lead_must_be_countable(self, units: Units, lead: str) -> None:
        """A lead in units that are not counted back, or of no time, is refused when the sweeper is made."""
        with pytest.raises(TermError, match="a warning cannot be given"):
            Sweeper(ENGINE, units, leads=[lead])

    def test_senseless_settings_are_refused(self, units: Units) -> None:
        """Two equal leads, empty batches, no tries and no waiting are mistakes."""
        with pytest.raises(TermError, match="a lead is named twice"):
            Sweeper(ENGINE, units, leads=["1 day", Term.of("1 day")])
        for wrong in ({"batch": 0}, {"tries": 0}, {"retry_after": timedelta(0)}):
            with pytest.raises(StoreError, match="each must be more than nothing"):
                sweeper(units, **wrong)

    def test_a_lost_database_is_no_incident(self, units: Units) -> None:
        """If nothing can be written any more the sweep fails as a whole, and nothing is half done."""
        with units() as unit:
            live(unit.store, "S-1", 1)

        @contextmanager
        def failing() -> Generator[Unit]:
            with units() as unit:
                yield unit
                raise ConnectionError

        with pytest.raises(ConnectionError):
            sweeper(failing).sweep(LATER)
        with units() as unit:
            assert len(unit.store.events("S-1")) == 2
            assert unit.incidents.opened() == ()

    def test_nothing_is_due_before_anything_began(self, units: Units) -> None:
        """A sweep of nothing reports nothing."""
        report = sweeper(units, leads=["1 day"]).sweep(FILED)

        assert (report.dossiers, report.events, report.warnings, report.repaired) == (0, 0, 0, 0)
        assert (report.at, report.latest, report.mean) == (FILED, timedelta(0), timedelta(0))
