"""One call loads, decides and keeps; a sweep keeps what ran out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossierflow.engine import APPLICANT_ACTOR, RefusalCode
from dossierflow.errors import StoreError
from dossierflow.store import DossierFilter, DossierSummary, MemoryStore, handle_in_store, sweep_store
from dossierflow.testing.contracts.life import live
from dossierflow.testing.sample import LIFE, OFFICER, instant, sample_engine, submission

if TYPE_CHECKING:
    from dossierflow.engine import Decision
    from dossierflow.engine.commands import Command

ENGINE = sample_engine()
FILED = instant("2026-02-05T15:20")


def test_a_submission_names_its_dossier_twice() -> None:
    """A submission of another dossier than the one addressed is an error of the host, and keeps nothing."""
    store = MemoryStore()

    with pytest.raises(StoreError, match="the submission is of dossier 'S-2', not 'S-1'"):
        handle_in_store(ENGINE, store, "S-1", submission("S-2"), by=APPLICANT_ACTOR, at=FILED)
    assert store.find() == ()


def test_a_refused_submission_leaves_no_dossier() -> None:
    """A submission by somebody without the right keeps nothing and says why."""
    store = MemoryStore()
    decision = handle_in_store(ENGINE, store, "S-1", submission("S-1"), by=OFFICER, at=FILED)

    assert decision.refusal is not None
    assert decision.refusal.code is RefusalCode.NOT_AUTHORISED
    assert decision.dossier is None
    assert store.load("S-1") is None


def test_an_act_on_nothing_is_refused() -> None:
    """A command for a dossier that was never submitted is refused and keeps nothing."""
    at, by, command = LIFE[0]
    decision = handle_in_store(ENGINE, MemoryStore(), "S-1", command, by=by, at=instant(at))

    assert decision.refusal is not None
    assert decision.refusal.code is RefusalCode.NOT_SUBMITTED


def first_act(store: MemoryStore, **options: int) -> Decision:
    """Carry out the first act of a life."""
    at, by, command = LIFE[0]
    return handle_in_store(ENGINE, store, "S-1", command, by=by, at=instant(at), **options)


def test_an_expected_version_is_heeded() -> None:
    """A command made for another version is refused; for the right one it is carried out."""
    store = MemoryStore()
    live(store, "S-1", 0)
    refused = first_act(store, expected_version=7)

    assert refused.refusal is not None
    assert refused.refusal.code is RefusalCode.VERSION_CONFLICT
    assert first_act(store, expected_version=1).is_accepted


def test_an_act_of_the_past_is_entered_later() -> None:
    """The instant of entering is kept beside the instant of the act."""
    store = MemoryStore()
    live(store, "S-1", 0)
    at, by, command = LIFE[0]
    entered = instant("2026-02-06T16:00")
    handle_in_store(ENGINE, store, "S-1", command, by=by, at=instant(at), recorded_at=entered)
    event = store.events("S-1")[-1]

    assert (event.occurred_at, event.recorded_at) == (instant(at), entered)


def test_sweeping_changes_no_byte() -> None:
    """Swept daily or never, the same life has the same events."""
    swept, left = MemoryStore(), MemoryStore()
    live(left, "S-1")
    steps: list[tuple[str, object, Command]] = [("2026-02-05T15:20", APPLICANT_ACTOR, submission("S-1")), *LIFE]
    for number, (at, by, command) in enumerate(steps):
        sweep_store(ENGINE, swept, instant(at))
        key = f"S-1/{number}" if number else None
        handle_in_store(ENGINE, swept, "S-1", command, by=by, at=instant(at), command_id=key)  # type: ignore[arg-type]

    assert swept.events("S-1") == left.events("S-1")


def test_a_sweep_takes_no_more_than_it_is_told() -> None:
    """A sweep of three dossiers in pages of two needs two calls."""
    store = MemoryStore()
    for number in range(3):
        live(store, f"S-{number}", 1)
    later = instant("2026-06-01T08:00")

    assert len(sweep_store(ENGINE, store, later, limit=2)) == 2
    assert len(sweep_store(ENGINE, store, later, limit=2)) == 1
    assert sweep_store(ENGINE, store, later, limit=2) == ()


class Forgetful(MemoryStore):
    """A store whose list is older than its dossiers."""

    def find(self, wanted: DossierFilter = DossierFilter(), **_: object) -> tuple[DossierSummary, ...]:  # type: ignore[override]  # noqa: B008 -- as short as a fake may be
        """List a dossier that another has removed."""
        other = MemoryStore()
        live(other, "S-1", 1)
        return other.find(wanted)


def test_a_dossier_that_is_gone_is_passed_over() -> None:
    """A dossier removed by the host between list and load does not stop the sweep."""
    assert sweep_store(ENGINE, Forgetful(), instant("2026-06-01T08:00")) == ()
