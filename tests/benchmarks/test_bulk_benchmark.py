"""The benchmark of arrays runs, and its contestants agree; nothing is timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks import bulk
from benchmarks.harness import TINY, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.harness import Race


@pytest.mark.parametrize("build", [bulk.plain_race, bulk.paused_race])
def test_every_contestant_does_the_work(build: Callable[[int], Race]) -> None:
    """Ours and numpy's own business days come to the same days, with pauses and without."""
    outcome = run(build(20_000), TINY)

    assert outcome.ours.is_ours
    assert any(not timing.is_ours for timing in outcome.timings)
