"""
What a procedure is: facts, limits, steps and rules, read from a cited file.

One file states one version of one procedure. `load_procedure` reads and checks
it, `ProcedureLibrary` finds the version that governs, `catalogue` gives the
procedures that ship with the library.
"""

from __future__ import annotations

from dossierflow.procedure.catalogue import catalogue, shipped
from dossierflow.procedure.facts import CHANNEL, Ask, Condition, Fact, Facts, FactType, FactValue, Range, holds, unknown
from dossierflow.procedure.flow import Flow
from dossierflow.procedure.library import ProcedureLibrary
from dossierflow.procedure.limits import (
    APPLICANT,
    Case,
    CountOverride,
    LaterOf,
    Limit,
    LimitKind,
    Milestone,
    MissEffect,
    OnMissed,
)
from dossierflow.procedure.model import Procedure, ProcedureRef
from dossierflow.procedure.reader import load_procedure, load_procedures, procedure_from
from dossierflow.procedure.references import mistakes_in, problems_in
from dossierflow.procedure.rules import (
    Anchor,
    Apology,
    ExtensionRule,
    Fee,
    FilingWindow,
    Handoff,
    NewLimit,
    PauseReason,
    Policy,
    Reception,
    RemainingPlus,
    Returning,
    Silence,
    Supplement,
    Transition,
    Withdrawal,
)
from dossierflow.procedure.schema import procedure_schema
from dossierflow.procedure.steps import Action, Agency, End, EndKind, Fork, Role, Step, Track, Who
from dossierflow.procedure.tables import Finding, FindingKind, analyse

__all__ = [
    "APPLICANT",
    "CHANNEL",
    "Action",
    "Agency",
    "Anchor",
    "Apology",
    "Ask",
    "Case",
    "Condition",
    "CountOverride",
    "End",
    "EndKind",
    "ExtensionRule",
    "Fact",
    "FactType",
    "FactValue",
    "Facts",
    "Fee",
    "FilingWindow",
    "Finding",
    "FindingKind",
    "Flow",
    "Fork",
    "Handoff",
    "LaterOf",
    "Limit",
    "LimitKind",
    "Milestone",
    "MissEffect",
    "NewLimit",
    "OnMissed",
    "PauseReason",
    "Policy",
    "Procedure",
    "ProcedureLibrary",
    "ProcedureRef",
    "Range",
    "Reception",
    "RemainingPlus",
    "Returning",
    "Role",
    "Silence",
    "Step",
    "Supplement",
    "Track",
    "Transition",
    "Who",
    "Withdrawal",
    "analyse",
    "catalogue",
    "holds",
    "load_procedure",
    "load_procedures",
    "mistakes_in",
    "problems_in",
    "procedure_from",
    "procedure_schema",
    "shipped",
    "unknown",
]
