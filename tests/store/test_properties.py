"""Any life, of any procedure, is the same through every store as without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from dossierflow.audit import verify
from dossierflow.engine import Engine, event_to_json
from dossierflow.store import DossierFilter, MemoryStore, dossier_from_json, dossier_to_json, handle_in_store
from dossierflow.store.sql import SqlStore, create_tables, open_sqlite
from dossierflow.testing.sample import instant
from dossierflow.testing.strategies import Life, lives, procedures
from dossierflow.worktime.vietnam import vietnam

if TYPE_CHECKING:
    from dossierflow.store import DossierStore

CALENDAR = vietnam()
slow = settings(
    max_examples={"deep": 300}.get(settings.get_current_profile_name(), 25),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@st.composite
def some_lives(draw: st.DrawFn) -> Life:
    """Return a life of some procedure, begun a week before Tết 2026."""
    engine = Engine([draw(procedures())], CALENDAR)
    return draw(lives(engine, start=instant("2026-02-09T15:20")))


def relive(store: DossierStore, life: Life) -> None:
    """Carry out the acts of a life through *store*, and compare after each."""
    for act, decided in zip(life.acts, life.decisions, strict=True):
        kept = handle_in_store(
            life.engine,
            store,
            "H-1",
            act.command,
            by=act.by,
            at=act.at,
            recorded_at=act.recorded_at,
            command_id=act.command_id,
            expected_version=act.expected_version,
        )
        assert kept.refusal == decided.refusal
        assert store.load("H-1", verify=True) == decided.dossier
    assert [event_to_json(event) for event in store.events("H-1")] == [event_to_json(event) for event in life.log]
    assert verify(store.events("H-1"), dossier="H-1", head=store.head("H-1"), count=life.dossier.version).is_intact


@slow
@given(some_lives())
def test_a_life_is_the_same_in_memory(life: Life) -> None:
    """Loaded before every act and kept after it, dossier, refusals and bytes do not change."""
    relive(MemoryStore(), life)


@slow
@given(some_lives())
def test_a_life_is_the_same_in_a_database(life: Life) -> None:
    """The same through SQL, snapshot and text; the list agrees with the engine on what runs out next."""
    database = open_sqlite(":memory:")
    create_tables(database)
    with Session(database) as session:
        store = SqlStore(session)
        relive(store, life)
        timer = life.engine.next_timer(life.dossier)

        assert store.find()[0].next_due == (None if timer is None else timer.at)
        if timer is not None:
            assert store.find(DossierFilter(due_before=timer.at)) == ()
        assert store.rebuild("H-1") == life.dossier
    database.dispose()


@slow
@given(some_lives())
def test_a_snapshot_loses_nothing(life: Life) -> None:
    """At every point of a life the dossier goes through JSON and comes back equal."""
    for dossier in (*life.before, life.dossier):
        if dossier is not None:
            assert dossier_from_json(dossier_to_json(dossier)) == dossier
