"""
What would become of all dossiers of a province: arrivals, officers, queues, applicants, agencies, by chance.

SimPy keeps time and queues; the library's own engine decides every command, so
that a forecast knows the law exactly as the live system does. Reading a plan
needs nothing beyond the library; playing one needs the extra ``forecast``.
"""

from __future__ import annotations

from dossierflow.forecast.api import forecast
from dossierflow.forecast.differences import Difference, Estimate, Measure, compare, estimates
from dossierflow.forecast.errors import ForecastError
from dossierflow.forecast.outcome import Outcome
from dossierflow.forecast.plan.files import PlanFile, plan_from, read_plan
from dossierflow.forecast.plan.model import Plan
from dossierflow.forecast.plan.schema import plan_schema
from dossierflow.forecast.results import Files, Forecast, Unit
from dossierflow.forecast.what_if import what_if

__all__ = [
    "Difference",
    "Estimate",
    "Files",
    "Forecast",
    "ForecastError",
    "Measure",
    "Outcome",
    "Plan",
    "PlanFile",
    "Unit",
    "compare",
    "estimates",
    "forecast",
    "plan_from",
    "plan_schema",
    "read_plan",
    "what_if",
]
