"""The benchmark of exhaustive time runs, and the engine agrees with it; nothing is timed."""

from __future__ import annotations

from datetime import date

from benchmarks import exhaustive
from dossierflow.review.time import exhaust
from dossierflow.worktime import vietnam


def test_the_engine_comes_to_the_same_instants() -> None:
    """What is timed is right: on the longest path every due instant is that of the engine."""
    _, wrong = exhaustive.played(exhaustive.chain(6), days=3)

    assert wrong == 0


def test_every_step_may_refuse() -> None:
    """A chain of five steps has a path to the end and one out of each step."""
    report = exhaust(exhaustive.chain(5), vietnam(), first=date(2026, 3, 2), last=date(2026, 3, 8))

    assert (report.ways, report.days) == (6, 7)
