"""What a time limit means: terms, counting rules, the ledger and its explanation."""

from __future__ import annotations

from dossierflow.deadlines.anchors import Deeming, NamedDay, named_day
from dossierflow.deadlines.compute import Balance, Variant, balance, due, due_if_resumed_at, explain, sensitivity
from dossierflow.deadlines.counting import Choice, Counting, CountingProfile, profile, read_profile
from dossierflow.deadlines.explanation import Due, Explanation, SkipKind, Skipped, Step, StepKind, WorkedInExchange
from dossierflow.deadlines.ledger import Anchor, Extension, Ledger, Suspension
from dossierflow.deadlines.replay import replay
from dossierflow.deadlines.term import Term, Unit
from dossierflow.deadlines.variants import Change

__all__ = [
    "Anchor",
    "Balance",
    "Change",
    "Choice",
    "Counting",
    "CountingProfile",
    "Deeming",
    "Due",
    "Explanation",
    "Extension",
    "Ledger",
    "NamedDay",
    "SkipKind",
    "Skipped",
    "Step",
    "StepKind",
    "Suspension",
    "Term",
    "Unit",
    "Variant",
    "WorkedInExchange",
    "balance",
    "due",
    "due_if_resumed_at",
    "explain",
    "named_day",
    "profile",
    "read_profile",
    "replay",
    "sensitivity",
]
