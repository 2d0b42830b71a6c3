"""
The shortest paths to everything that a dossier can come to, found on the engine itself.

`find_ways` searches, `choose` keeps what is not the beginning of another path,
`scenario_text` writes a path as a file, `coverage_of` says what a suite of
cases comes to, and `try_edges` takes every path from every edge of the
calendar.
"""

from __future__ import annotations

from dossierflow.simulate.paths.choosing import Path, choose
from dossierflow.simulate.paths.coverage import (
    COUNTED,
    Coverage,
    Listener,
    coverage,
    coverage_of,
    general,
    percent,
    total,
)
from dossierflow.simulate.paths.goals import Goal, GoalKind, goals_of
from dossierflow.simulate.paths.invariants import violations
from dossierflow.simulate.paths.search import MOST_STANDINGS, Cut, Search, find_ways
from dossierflow.simulate.paths.timelines import Broken, EdgeReport, start_days, try_edges
from dossierflow.simulate.paths.trials import start_instants
from dossierflow.simulate.paths.ways import Way, first_day, play
from dossierflow.simulate.paths.writing import file_name, is_shipped, scenario_text

__all__ = [
    "COUNTED",
    "MOST_STANDINGS",
    "Broken",
    "Coverage",
    "Cut",
    "EdgeReport",
    "Goal",
    "GoalKind",
    "Listener",
    "Path",
    "Search",
    "Way",
    "choose",
    "coverage",
    "coverage_of",
    "file_name",
    "find_ways",
    "first_day",
    "general",
    "goals_of",
    "is_shipped",
    "percent",
    "play",
    "scenario_text",
    "start_days",
    "start_instants",
    "total",
    "try_edges",
    "violations",
]
