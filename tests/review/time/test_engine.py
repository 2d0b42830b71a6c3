"""What is counted along a path is what the engine does, for shipped and for generated procedures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.review.time.driving import Bench, differences

from dossierflow.errors import DossierflowError
from dossierflow.procedure import Procedure, catalogue
from dossierflow.procedure.paths import Bounds, Walk, paths_of
from dossierflow.testing.sample import SAMPLE_PROCEDURE
from dossierflow.testing.strategies import procedures

SHIPPED = [*catalogue(), SAMPLE_PROCEDURE]
START_DAYS = [date(2026, 7, 4), date(2027, 1, 29)]
"""A Saturday, and the week before Tết."""


def start_days(procedure: Procedure) -> list[date]:
    """Return days on which dossiers of *procedure* are filed, the same days of earlier years where it is older."""
    last = procedure.effective.to
    back = 0 if last is None else max(0, START_DAYS[-1].year - last.year + 1)
    found = [day.replace(year=day.year - back) for day in START_DAYS]
    return [day for day in found if procedure.effective.covers(day)]


@pytest.mark.parametrize("procedure", SHIPPED, ids=str)
def test_shipped_procedures_are_counted_as_the_engine_counts(procedure: Procedure) -> None:
    """On every limit of half a dozen ways the due instant and whether it is missed are the engine's."""
    bench = Bench(procedure, start_days(procedure))
    ways = bench.ways()
    chosen = ways[:: 1 + len(ways) // 6]
    chains = [chain for walk in chosen for chain in bench.chains(walk)]

    assert (
        differences(
            bench,
            ((chain, row) for chain in chains for row in range(len(bench.days)) if bench.is_decided(chain, row)),
        )
        == []
    )


DIVERTED = (
    "step_not_open",
    "decision_exists",
    "dossier_ended",
    "nothing_to_return",
    "handoff_not_open",
    "handoff_already_sent",
    "step_waits",
    "supplement_too_late",
)
"""Some other limit has run out meanwhile and has acted, so that this path cannot be gone from that day."""


@settings(max_examples=15, derandomize=True, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_generated_procedures_are_counted_as_the_engine_counts(data: st.DataObject) -> None:
    """Whatever procedure can be written, its paths are counted as the engine goes them, wherever it can."""
    procedure = data.draw(procedures())
    day = date(2026, 1, 5) + timedelta(days=data.draw(st.integers(0, 300)))
    bench = Bench(procedure, [day])
    found = paths_of(procedure, Bounds(most=60))
    ways = [Walk(one, walk.moves) for group, walks in found.groups for one in group for walk in walks]
    if not ways:
        return
    walk = data.draw(st.sampled_from(ways))
    try:
        chains = [*bench.chains(walk)]
    except DossierflowError:
        return

    followed = ((one, 0) for one in chains if bench.is_decided(one, 0) and bench.is_in_order(one, 0))

    assert differences(bench, followed, *DIVERTED) == []
