"""
Time: do the parts fit into the whole, on every start day, for every kind of dossier, on every path?

`exhaust` counts one version; `check_times` says what was found, with the
scenario that plays the first breach.
"""

from __future__ import annotations

from dossierflow.review.time.exhaust import exhaust
from dossierflow.review.time.findings import TimeCheck, Window, check_time, check_times
from dossierflow.review.time.report import Breach, Length, LimitTime, PathTime, Promise, TimeReport, stretches
from dossierflow.review.time.scenario import Told, scenario_of
from dossierflow.review.time.tables import Tables

__all__ = [
    "Breach",
    "Length",
    "LimitTime",
    "PathTime",
    "Promise",
    "Tables",
    "TimeCheck",
    "TimeReport",
    "Told",
    "Window",
    "check_time",
    "check_times",
    "exhaust",
    "scenario_of",
    "stretches",
]
