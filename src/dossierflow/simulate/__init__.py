"""
What would happen: stories of one dossier, played on a virtual clock.

A scenario is a file that policy staff can read aloud; a run of it is what the
engine makes of the story, with every expectation checked.
"""

from __future__ import annotations

from dossierflow.simulate.anchors import instant_in
from dossierflow.simulate.checks import Outcome
from dossierflow.simulate.clock import Clock, ClockGoesBackError, SystemClock, VirtualClock
from dossierflow.simulate.files import ScenarioFile, read_scenario, read_scenarios, scenario_from
from dossierflow.simulate.runner import Played, ScenarioRun, run_scenario
from dossierflow.simulate.scenario import Scenario
from dossierflow.simulate.schema import scenario_schema

__all__ = [
    "Clock",
    "ClockGoesBackError",
    "Outcome",
    "Played",
    "Scenario",
    "ScenarioFile",
    "ScenarioRun",
    "SystemClock",
    "VirtualClock",
    "instant_in",
    "read_scenario",
    "read_scenarios",
    "run_scenario",
    "scenario_from",
    "scenario_schema",
]
