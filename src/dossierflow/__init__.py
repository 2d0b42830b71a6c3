"""
Administrative procedures as state machines with statutory deadlines.

The public names of the library. Commands live in `dossierflow.commands`, stores
in `dossierflow.store`, audit logs in `dossierflow.audit`; everything below is
re-exported from the floor that owns it.
"""

from __future__ import annotations

from dossierflow.citation import Citation, Effective, LegalText, Status
from dossierflow.deadlines.account import Balance, balance
from dossierflow.deadlines.compute import due, explain
from dossierflow.deadlines.counting import CountingProfile, profile
from dossierflow.deadlines.explanation import Due, Explanation
from dossierflow.deadlines.ledger import Extension, Ledger, Suspension
from dossierflow.deadlines.term import Term, Unit
from dossierflow.engine import (
    APPLICANT_ACTOR,
    Actor,
    ClockState,
    Deadline,
    Decision,
    Dossier,
    Engine,
    Event,
    NationalStatus,
    Permission,
    Refusal,
    RefusalCode,
    Timer,
    commands,
    evolve,
)
from dossierflow.errors import DossierflowError
from dossierflow.procedure import (
    Procedure,
    ProcedureLibrary,
    ProcedureRef,
    catalogue,
    load_procedure,
    load_procedures,
    shipped,
)
from dossierflow.worktime import WorkCalendar, compile_calendar, vietnam

__all__ = [
    "APPLICANT_ACTOR",
    "Actor",
    "Balance",
    "Citation",
    "ClockState",
    "CountingProfile",
    "Deadline",
    "Decision",
    "Dossier",
    "DossierflowError",
    "Due",
    "Effective",
    "Engine",
    "Event",
    "Explanation",
    "Extension",
    "Ledger",
    "LegalText",
    "NationalStatus",
    "Permission",
    "Procedure",
    "ProcedureLibrary",
    "ProcedureRef",
    "Refusal",
    "RefusalCode",
    "Status",
    "Suspension",
    "Term",
    "Timer",
    "Unit",
    "WorkCalendar",
    "balance",
    "catalogue",
    "commands",
    "compile_calendar",
    "due",
    "evolve",
    "explain",
    "load_procedure",
    "load_procedures",
    "profile",
    "shipped",
    "vietnam",
]
