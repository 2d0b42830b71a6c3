"""What every keeper of incidents must do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dossierflow.errors import UnknownNameError
from dossierflow.testing.contracts.life import LATER, live

if TYPE_CHECKING:
    from dossierflow.store.units import Units

SOON = LATER + timedelta(minutes=5)


class IncidentsContract:
    """Tests of incidents; needs the fixture ``units``, a `dossierflow.store.Units` on empty data."""

    def test_what_never_failed_has_no_incident(self, units: Units) -> None:
        """There is nothing to list and nothing to resolve."""
        with units() as unit:
            live(unit.store, "S-1", 0)

            assert unit.incidents.opened() == ()
            assert unit.incidents.of("S-1") == ()
            with pytest.raises(UnknownNameError, match="there is no open incident of dossier 'S-1'"):
                unit.incidents.resolve("S-1", at=LATER, by="NV-01")

    def test_further_attempts_are_counted(self, units: Units) -> None:
        """A dossier has one open incident, which keeps its first instant and the reason of the last attempt."""
        with units() as unit:
            live(unit.store, "S-1", 0)
            first = unit.incidents.report("S-1", at=LATER, error="store", reason="one", retry_at=SOON)
            second = unit.incidents.report("S-1", at=SOON, error="term", reason="two", retry_at=None)

            assert (first.attempts, first.opened_at, first.retry_at, first.is_open) == (1, LATER, SOON, True)
            assert (second.id, second.attempts, second.opened_at, second.last_at) == (first.id, 2, LATER, SOON)
            assert (second.error, second.reason, second.retry_at) == ("term", "two", None)
            assert unit.incidents.opened() == unit.incidents.of("S-1") == (second,)

    def test_an_incident_is_resolved_once_and_kept(self, units: Units) -> None:
        """Who resolved it stays known; a later failure is another incident."""
        with units() as unit:
            live(unit.store, "S-1", 0)
            opened = unit.incidents.report("S-1", at=LATER, error="store", reason="one", retry_at=None)
            resolved = unit.incidents.resolve("S-1", at=SOON, by="NV-01", note="đã sửa")
            again = unit.incidents.report("S-1", at=SOON, error="store", reason="two", retry_at=None)

            assert (resolved.id, resolved.resolved_at, resolved.resolved_by) == (opened.id, SOON, "NV-01")
            assert (resolved.note, resolved.is_open) == ("đã sửa", False)
            assert again.id > resolved.id
            assert again.attempts == 1
            assert unit.incidents.of("S-1") == (resolved, again)
            assert unit.incidents.opened() == (again,)

    def test_open_incidents_are_listed_in_pages(self, units: Units) -> None:
        """Pages follow each other in the order in which incidents were opened."""
        with units() as unit:
            for number in range(3):
                live(unit.store, f"S-{number}", 0)
                unit.incidents.report(f"S-{number}", at=LATER, error="store", reason="x", retry_at=None)
            first, second = unit.incidents.opened(limit=2)

            assert [first.dossier, second.dossier] == ["S-0", "S-1"]
            assert [one.dossier for one in unit.incidents.opened(after=second.id)] == ["S-2"]
