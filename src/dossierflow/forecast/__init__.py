"""
What would become of all dossiers of a province: arrivals, officers, queues, applicants, agencies, by chance.

SimPy keeps time and queues; the library's own engine decides every command, so
that a forecast knows the law exactly as the live system does. Reading a plan
needs nothing beyond the library; playing one needs the extra ``forecast``.
"""

from __future__ import annotations

from dossierflow.forecast.plan.files import PlanFile, plan_from, read_plan
from dossierflow.forecast.plan.model import Plan
from dossierflow.forecast.plan.schema import plan_schema

__all__ = ["Plan", "PlanFile", "plan_from", "plan_schema", "read_plan"]
